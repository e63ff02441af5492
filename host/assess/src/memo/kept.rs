//! The fragments of earlier scans with these policies: found by subject, kept for the next scan.
//!
//! A list names the segments and the subjects in each. A scan reads the heads of those that hold its subjects, adds segments
//! for what it made, and gives up a segment once most of it is not needed any more: what is still needed of it moves on.

use super::Remember;
use super::fragment::{About, Fragment, Part, Recipe};
use super::lists::Lists;
use super::segment::{Draft, Segment};
use crate::aside::{Outside, Waiting};
use crate::parallel;
use sekisho_model::Digest;
use sekisho_model::memo::{Memo, Shelf};
use sekisho_model::packed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Bytes of fragments in one segment, more or less.
const SEGMENT_BYTES: usize = 16 << 20;
/// A larger fragment is not kept.
const MOST_BYTES: usize = 1 << 30;
/// From so many segments on the smallest move together, down to half of them and those that are full.
const MOST_SEGMENTS: usize = 64;
/// Scans of other subjects that a segment outlasts.
const IDLE_SCANS: u8 = 8;

/// The segments that there are.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct List {
    segments: Vec<Listed>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Listed {
    head: Digest,
    subjects: Vec<String>,
    /// Scans since any of its subjects was there.
    idle: u8,
}

/// Where a fragment lies: segment and place in it.
type Place = (usize, usize);

/// What is remembered in fragments.
#[derive(Debug)]
pub(crate) struct Kept<'a> {
    /// None where nothing is remembered.
    remember: Option<Remember<'a>>,
    pub(crate) recipe: Recipe,
    list: List,
    /// For each segment of the list; none where it was not read, or is not what it should be.
    segments: Vec<Option<Segment>>,
    /// Whether it was to be read.
    wanted: Vec<bool>,
    /// By subject.
    places: Vec<Place>,
}

/// One fragment of a record.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Of an earlier scan, and whether its cost stands in the record of this one.
    Kept(Place, bool),
    /// Made in this one.
    Made(Box<Fragment>),
}

impl<'a> Kept<'a> {
    /// Reads what may be needed for these subjects; where all is to begin anew, it is given up.
    pub(crate) fn load(
        remember: Option<Remember<'a>>,
        recipe: Recipe,
        subjects: &BTreeSet<String>,
        jobs: usize,
    ) -> Self {
        let list = remember.and_then(|remember| remember.memo.get(Shelf::Scan, &scan_name(&recipe.scan)));
        let list: List = list
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let here = |listed: &Listed| listed.subjects.iter().any(|subject| subjects.contains(subject));
        let wanted: Vec<bool> = list.segments.iter().map(here).collect();
        let segments = parallel::map(list.segments.len(), jobs.clamp(1, 256), |at| {
            let remember = remember.filter(|remember| !remember.anew)?;
            let is_read = wanted.get(at) == Some(&true);
            let listed = list.segments.get(at).filter(|_| is_read)?;
            let bytes = remember.memo.get(Shelf::Scan, &head_name(&listed.head))?;
            Segment::read(&bytes, &recipe.digest)
        });
        let mut kept = Self {
            remember,
            recipe,
            list,
            segments,
            wanted,
            places: Vec::new(),
        };
        let mut places: Vec<Place> = kept.all_places().collect();
        places.sort_by(|a, b| kept.id(*a).cmp(kept.id(*b)));
        kept.places = places;
        kept
    }

    fn all_places(&self) -> impl Iterator<Item = Place> + '_ {
        let segments = self.segments.iter().enumerate();
        segments.flat_map(|(at, segment)| {
            let count = segment.as_ref().map_or(0, |segment| segment.abouts.len());
            (0..count).map(move |number| (at, number))
        })
    }

    /// A piece of the record: what is said of it, its leaves, and whether its cost stands there.
    pub(crate) fn look<'s>(&'s self, piece: &'s Piece) -> Option<(&'s About, &'s [u8], bool)> {
        match piece {
            Piece::Kept(place, is_measured) => {
                let (about, leaves) = self.fragment(*place)?;
                Some((about, leaves, *is_measured))
            }
            Piece::Made(made) => Some((&made.about, &made.leaves, true)),
        }
    }

    fn fragment(&self, (segment, number): Place) -> Option<(&About, &[u8])> {
        self.segments.get(segment)?.as_ref()?.fragment(number)
    }

    /// How many segments there are.
    pub(crate) fn segments(&self) -> usize {
        self.segments.len()
    }

    /// A list of a segment, if it is there and whole.
    pub(crate) fn list(&self, segment: usize, part: Part) -> Option<Vec<u8>> {
        let listed = self.list.segments.get(segment)?;
        let packed = self.remember?.memo.get(Shelf::Scan, &list_name(&listed.head, part))?;
        let size = self.segments.get(segment)?.as_ref()?.size(part);
        // No byte of a block stands for more than 255.
        let mut list = Vec::with_capacity(size.min(packed.len().saturating_mul(255)));
        packed::unpack(&packed, &mut list).ok()?;
        Some(list)
    }

    /// The items of a fragment in a list of its segment.
    pub(crate) fn items<'l>(&self, (segment, number): Place, part: Part, list: &'l [u8]) -> Option<&'l [u8]> {
        self.segments.get(segment)?.as_ref()?.items(number, part, list)
    }

    /// The subject of a fragment.
    fn id(&self, place: Place) -> &str {
        self.fragment(place).map_or("", |(about, _)| &about.id)
    }

    /// The fragment that says what would be found out now, if there is one. The subject is stamped only if anything is known.
    pub(crate) fn find(
        &self,
        subject: &str,
        stamp: impl FnOnce() -> Option<Digest>,
        is_measured: impl Fn(u32) -> bool,
    ) -> Option<Piece> {
        let from = self.places.partition_point(|place| self.id(*place) < subject);
        let known = self.places.iter().skip(from);
        let mut known = known.take_while(|place| self.id(**place) == subject).peekable();
        known.peek()?;
        let stamp = stamp()?;
        let waivers = self.recipe.waivers(&self.recipe.relevant(subject));
        known.find_map(|place| {
            let (about, _) = self.fragment(*place)?;
            let is_measured = is_measured(about.basis.as_ref()?.facts);
            let fits = self.recipe.fits(about, &stamp, &waivers, is_measured);
            fits.then_some(Piece::Kept(*place, is_measured))
        })
    }

    /// Keeps the fragments of a scan, and gives up what is not needed any more.
    pub(crate) fn keep(&self, pieces: &[Piece], outside: &Outside<'_>) {
        let Some(Remember { memo, .. }) = self.remember else {
            return;
        };
        let stays = self.staying(pieces);
        let mut list = List::default();
        let mut gone = Vec::new();
        for (at, listed) in self.list.segments.iter().enumerate() {
            let idle = match self.wanted.get(at) {
                Some(true) => 0,
                _ => listed.idle.saturating_add(1),
            };
            if stays.get(at) == Some(&true) && idle <= IDLE_SCANS {
                list.segments.push(Listed { idle, ..listed.clone() });
            } else {
                gone.push(listed.head);
            }
        }
        let moving = pieces.iter().filter(|piece| match piece {
            Piece::Kept((segment, _), _) => stays.get(*segment) != Some(&true),
            Piece::Made(_) => true,
        });
        for pieces in self.drafts(moving) {
            list.segments.extend(self.segment(&pieces, outside, memo));
        }
        if list == self.list {
            return;
        }
        if let Ok(bytes) = serde_json::to_vec(&list) {
            memo.put(Shelf::Scan, &scan_name(&self.recipe.scan), &bytes);
            // Behind the list that does not name them any more.
            let is_gone = |head: &&Digest| list.segments.iter().all(|listed| listed.head != **head);
            for head in gone.iter().filter(is_gone) {
                memo.forget(Shelf::Scan, &head_name(head));
                for part in Part::ALL {
                    memo.forget(Shelf::Scan, &list_name(head, part));
                }
            }
        }
    }

    /// Which segments stay: those that are not of this scan, and those of which at least half is needed, as long as
    /// there are not too many.
    fn staying(&self, pieces: &[Piece]) -> Vec<bool> {
        let weight = |(segment, number): Place| {
            let segment = self.segments.get(segment).and_then(Option::as_ref);
            segment.map_or(0, |segment| segment.weight(number))
        };
        let mut used: Vec<usize> = vec![0; self.segments.len()];
        for piece in pieces {
            if let Piece::Kept(place, _) = piece
                && let Some(used) = used.get_mut(place.0)
            {
                *used += weight(*place);
            }
        }
        let sizes = self.segments.iter().map(|segment| {
            let fragments = segment.iter().flat_map(|segment| &segment.abouts);
            fragments.map(About::weight).sum::<usize>()
        });
        let sizes: Vec<usize> = sizes.collect();
        let mut stays: Vec<bool> = self.wanted.iter().map(|wanted| !wanted).collect();
        let mut of_scan: Vec<(usize, usize)> = Vec::new();
        for (at, (used, size)) in used.iter().zip(&sizes).enumerate() {
            if self.wanted.get(at) == Some(&true) && *used > 0 && used * 2 >= *size {
                of_scan.push((*used, at));
            }
        }
        of_scan.sort_unstable();
        let too_many = of_scan.len() > MOST_SEGMENTS;
        let mut surplus = if too_many { of_scan.len() - MOST_SEGMENTS / 2 } else { 0 };
        for (used, at) in of_scan {
            let moves = surplus > 0 && used < SEGMENT_BYTES / 2;
            surplus = surplus.saturating_sub(1);
            if let Some(stays) = stays.get_mut(at) {
                *stays = !moves;
            }
        }
        stays
    }

    /// Which of these pieces lie together in a segment: those of one stroke do.
    fn drafts<'p>(&self, pieces: impl Iterator<Item = &'p Piece>) -> Vec<Vec<&'p Piece>> {
        let mut drafts = Vec::new();
        let (mut draft, mut size): (Vec<&Piece>, usize) = (Vec::new(), 0);
        for piece in pieces {
            let Some((about, leaves, _)) = self.look(piece) else {
                continue;
            };
            if about.basis.is_none() || about.weight() > MOST_BYTES {
                continue;
            }
            if size >= SEGMENT_BYTES && !draft.last().is_some_and(|last| last.is_of_stroke(piece)) {
                drafts.push(std::mem::take(&mut draft));
                size = 0;
            }
            size += about.weight() + leaves.len();
            draft.push(piece);
        }
        drafts.push(draft);
        drafts
    }

    /// Writes a segment.
    fn segment(&self, mut pieces: &[&Piece], outside: &Outside<'_>, memo: &dyn Memo) -> Option<Listed> {
        let mut draft = Draft::default();
        let mut lists = Part::ALL.map(|part| Lists::new(self, outside, part, pieces.iter().copied()));
        let all = pieces.len();
        while let Some((piece, rest)) = pieces.split_first() {
            // What lies packed together is taken as it lies.
            let waiting = pieces.iter().map_while(|piece| piece.waiting());
            let taken = match Waiting::whole_stroke(waiting) {
                Some((stroke, count)) => stroke.packed(outside).ok().zip(pieces.split_at_checked(count)),
                None => None,
            };
            if let Some((packed, (of_stroke, behind))) = taken {
                let looked = of_stroke.iter().filter_map(|piece| self.look(piece));
                draft.add_packed(looked.map(|(about, leaves, _)| (about, leaves)), &packed);
                pieces = behind;
                continue;
            }
            let at = all - pieces.len();
            let [evidence, findings, statuses, entries] = lists.each_mut().map(|list| list.items(at, piece));
            // What cannot be read any more is found out again the next time.
            if let (Ok(evidence), Ok(findings), Ok(statuses), Ok(entries), Some((about, leaves, _))) =
                (evidence, findings, statuses, entries, self.look(piece))
            {
                draft.add(about, leaves, [evidence, findings, statuses, entries]);
            }
            pieces = rest;
        }
        let (head, lists) = draft.close(self.recipe.digest)?;
        let name = Digest::of(&head);
        for (part, list) in Part::ALL.into_iter().zip(lists) {
            memo.put(Shelf::Scan, &list_name(&name, part), list);
        }
        memo.put(Shelf::Scan, &head_name(&name), &head);
        Some(Listed {
            head: name,
            subjects: draft.abouts.iter().map(|about| about.id.clone()).collect(),
            idle: 0,
        })
    }
}

impl Piece {
    fn waiting(&self) -> Option<&Waiting> {
        match self {
            Self::Kept(..) => None,
            Self::Made(made) => Some(&made.waiting),
        }
    }

    fn is_of_stroke(&self, other: &Self) -> bool {
        let stroke = |piece: &Self| piece.waiting()?.stroke().map(Arc::as_ptr);
        stroke(self).is_some() && stroke(self) == stroke(other)
    }
}

fn scan_name(scan: &Digest) -> Digest {
    Digest::of_parts(&[b"segments/1", scan.as_bytes()])
}

fn head_name(head: &Digest) -> Digest {
    Digest::of_parts(&[b"head/1", head.as_bytes()])
}

fn list_name(head: &Digest, part: Part) -> Digest {
    Digest::of_parts(&[b"list/1", head.as_bytes(), &[part as u8]])
}
