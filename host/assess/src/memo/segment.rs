//! Fragments lie together in segments, which are written once and never changed: ten thousand subjects are a dozen. A
//! segment's head says of each of its fragments what it rests on; the lists lie apart from it, each as a value of its own, so
//! that a record is written list by list. What is found in a head is compared and not believed.
//!
//! A head is named by its own digest, a list by the head's and its part: a head holds the ledger's leaves, and what a
//! fragment rests on decides every byte of it. So nothing that a killed scan left behind can be taken for something else.

use super::fragment::{About, PARTS, Part};
use sekisho_model::{Digest, packed};
use serde::{Deserialize, Serialize};

/// The first byte of a head.
const VERSION: u8 = 2;
/// A digest of the ledger.
const LEAF: usize = 32;

#[derive(Serialize)]
struct Saying<'a> {
    recipe: Digest,
    fragments: &'a [&'a About],
}

#[derive(Deserialize)]
struct Said {
    recipe: Digest,
    fragments: Vec<About>,
}

/// The head of a segment, in memory.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) abouts: Vec<About>,
    leaves: Vec<u8>,
    /// Where the leaves of each fragment begin, and where its items begin in each list.
    starts: Vec<(usize, [usize; PARTS])>,
}

/// A segment that is being put together.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    pub(super) abouts: Vec<&'a About>,
    leaves: Vec<u8>,
    lists: [Vec<u8>; PARTS],
    /// What is not packed yet.
    plain: [Vec<u8>; PARTS],
}

impl<'a> Draft<'a> {
    /// Adds a fragment.
    pub(super) fn add(&mut self, about: &'a About, leaves: &[u8], items: [&[u8]; PARTS]) {
        self.abouts.push(about);
        self.leaves.extend_from_slice(leaves);
        let lists = self.plain.iter_mut().zip(items);
        lists.for_each(|(list, items)| list.extend_from_slice(items));
    }

    /// Adds fragments whose items are packed together.
    pub(super) fn add_packed<'l>(
        &mut self,
        fragments: impl Iterator<Item = (&'a About, &'l [u8])>,
        items: &[Vec<u8>; PARTS],
    ) {
        self.pack();
        for (about, leaves) in fragments {
            self.abouts.push(about);
            self.leaves.extend_from_slice(leaves);
        }
        let lists = self.lists.iter_mut().zip(items);
        lists.for_each(|(list, items)| list.extend_from_slice(items));
    }

    fn pack(&mut self) {
        for (list, plain) in self.lists.iter_mut().zip(&mut self.plain) {
            packed::pack(plain, list);
            plain.clear();
        }
    }

    /// Its head and its lists, packed; none where there is nothing in it.
    pub(super) fn close(&mut self, recipe: Digest) -> Option<(Vec<u8>, &[Vec<u8>; PARTS])> {
        self.pack();
        let fragments = &self.abouts;
        if fragments.is_empty() {
            return None;
        }
        let saying = serde_json::to_vec(&Saying { recipe, fragments }).ok()?;
        let mut bytes = Vec::with_capacity(9 + saying.len() + self.leaves.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&(saying.len() as u64).to_be_bytes());
        bytes.extend_from_slice(&saying);
        bytes.extend_from_slice(&self.leaves);
        Some((bytes, &self.lists))
    }
}

impl Segment {
    /// Reads a head; none where it was made by another recipe, or is none.
    pub(super) fn read(bytes: &[u8], recipe: &Digest) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (saying, leaves) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
        if *version != VERSION {
            return None;
        }
        let said: Said = serde_json::from_slice(saying).ok()?;
        let mut at = (0usize, [0usize; PARTS]);
        let mut starts = Vec::with_capacity(said.fragments.len());
        for about in &said.fragments {
            starts.push(at);
            at.0 = at.0.checked_add(about.leaves.checked_mul(LEAF)?)?;
            for (start, length) in at.1.iter_mut().zip(about.lengths) {
                *start = start.checked_add(length)?;
            }
        }
        let is_whole = at.0 == leaves.len() && said.recipe == *recipe;
        is_whole.then(|| Self {
            abouts: said.fragments,
            leaves: leaves.to_vec(),
            starts,
        })
    }

    /// What is said of a fragment, and its leaves.
    pub(crate) fn fragment(&self, number: usize) -> Option<(&About, &[u8])> {
        let about = self.abouts.get(number)?;
        let (start, _) = self.starts.get(number)?;
        Some((about, self.leaves.get(*start..start + about.leaves * LEAF)?))
    }

    /// The items of a fragment in one of the segment's lists; none where the list is none of this segment.
    pub(crate) fn items<'l>(&self, number: usize, part: Part, list: &'l [u8]) -> Option<&'l [u8]> {
        let length = *self.abouts.get(number)?.lengths.get(part as usize)?;
        let start = *self.starts.get(number)?.1.get(part as usize)?;
        list.get(start..start.checked_add(length)?)
    }

    /// How many bytes one of its lists has.
    pub(crate) fn size(&self, part: Part) -> usize {
        let lengths = self.abouts.iter().filter_map(|about| about.lengths.get(part as usize));
        lengths.fold(0, |sum, length| sum.saturating_add(*length))
    }

    /// How much a fragment counts: one without bytes is still one.
    pub(crate) fn weight(&self, number: usize) -> usize {
        let about = self.abouts.get(number);
        about.map_or(0, |about| about.weight())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::section::Gist;
    use sekisho_model::{Bilingual, Verdict};

    fn about(id: &str, leaves: usize, lengths: [usize; PARTS]) -> About {
        About {
            id: id.to_owned(),
            name: Bilingual::new("名", "name"),
            gist: Gist {
                verdict: Verdict::Conformant,
                gravest: None,
                is_open: false,
            },
            diagnostics: Vec::new(),
            costs: vec![None],
            waived: Vec::new(),
            leaves,
            lengths,
            basis: None,
        }
    }

    #[test]
    fn a_head_that_is_cut_lengthened_or_of_another_recipe_is_none() {
        let (recipe, other) = (Digest::of(b"recipe"), Digest::of(b"other"));
        let (a, b) = (about("a", 1, [1, 0, 2, 3]), about("b", 2, [0, 4, 0, 1]));
        let mut draft = Draft::default();
        assert!(draft.close(recipe).is_none());
        draft.add(&a, &[1; 32], [b"e", b"", b"st", b"ent"]);
        draft.add(&b, &[2; 64], [b"", b"find", b"", b"E"]);
        let head = draft.close(recipe).unwrap().0;
        let segment = Segment::read(&head, &recipe).unwrap();
        assert_eq!(segment.fragment(1).unwrap(), (&b, &[2; 64][..]));
        assert_eq!(segment.items(0, Part::Entries, b"entE"), Some(&b"ent"[..]));
        assert_eq!(segment.items(1, Part::Findings, b"find"), Some(&b"find"[..]));
        assert_eq!(
            segment.items(1, Part::Findings, b"fin"),
            None,
            "a list of something else"
        );
        assert_eq!(segment.items(2, Part::Findings, b"fin"), None);
        assert!(Segment::read(&head, &other).is_none());
        for at in 0..head.len() {
            assert!(Segment::read(&head[..at], &recipe).is_none(), "cut at {at}");
        }
        assert!(Segment::read(&[&head[..], b"x"].concat(), &recipe).is_none());
    }

    #[test]
    fn what_is_packed_already_and_what_is_not_lie_in_the_order_in_which_they_came() {
        let recipe = Digest::of(b"recipe");
        let abouts = ["a", "b", "c", "d"].map(|id| about(id, 1, [1, 1, 1, 1]));
        let [a, b, c, d] = &abouts;
        let packed = [b"BC"; PARTS].map(|items| {
            let mut list = Vec::new();
            packed::pack(items, &mut list);
            list
        });
        let mut draft = Draft::default();
        draft.add(a, &[1; 32], [b"A"; PARTS]);
        draft.add_packed([(b, &[2; 32][..]), (c, &[3; 32])].into_iter(), &packed);
        draft.add(d, &[4; 32], [b"D"; PARTS]);
        let (head, lists) = draft.close(recipe).unwrap();
        let segment = Segment::read(&head, &recipe).unwrap();
        for part in Part::ALL {
            let mut list = Vec::new();
            packed::unpack(&lists[part as usize], &mut list).unwrap();
            assert_eq!((list.as_slice(), segment.size(part)), (&b"ABCD"[..], 4));
            assert_eq!(segment.items(2, part, &list), Some(&b"C"[..]));
        }
        assert_eq!(segment.fragment(3).unwrap(), (d, &[4; 32][..]));
    }
}
