//! Fragments lie together in segments, which are written once and never changed: ten thousand subjects are some twenty
//! values. A segment says of each of its fragments what it rests on; what is found in it is compared and not believed.

use super::fragment::{About, Part};
use sekisho_model::Digest;
use serde::{Deserialize, Serialize};

/// The first byte of a segment.
const VERSION: u8 = 1;
/// Its version, and how long what it says of its fragments is.
const HEAD: usize = 9;

#[derive(Serialize)]
struct Saying<'a> {
    recipe: Digest,
    fragments: Vec<&'a About>,
}

#[derive(Deserialize)]
struct Said {
    recipe: Digest,
    fragments: Vec<About>,
}

/// A segment in memory.
#[derive(Debug, Default)]
pub(crate) struct Segment {
    abouts: Vec<About>,
    bytes: Vec<u8>,
    /// Where each fragment begins.
    starts: Vec<usize>,
}

/// Writes a segment.
pub(super) fn encode(recipe: Digest, fragments: &[(&About, &[u8])]) -> Option<Vec<u8>> {
    let saying = Saying {
        recipe,
        fragments: fragments.iter().map(|(about, _)| *about).collect(),
    };
    let saying = serde_json::to_vec(&saying).ok()?;
    let length: usize = fragments.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut bytes = Vec::with_capacity(HEAD + saying.len() + length);
    bytes.push(VERSION);
    bytes.extend_from_slice(&(saying.len() as u64).to_be_bytes());
    bytes.extend_from_slice(&saying);
    fragments
        .iter()
        .for_each(|(_, fragment)| bytes.extend_from_slice(fragment));
    Some(bytes)
}

impl Segment {
    /// Reads a segment; none where it was made by another recipe, or is none.
    pub(super) fn decode(bytes: Vec<u8>, recipe: &Digest) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (saying, _) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
        if *version != VERSION {
            return None;
        }
        let said: Said = serde_json::from_slice(saying).ok()?;
        let mut at = HEAD + saying.len();
        let mut starts = Vec::with_capacity(said.fragments.len());
        for about in &said.fragments {
            starts.push(at);
            at = at.checked_add(about.length()?)?;
        }
        let is_whole = at == bytes.len() && said.recipe == *recipe;
        is_whole.then_some(Self {
            abouts: said.fragments,
            bytes,
            starts,
        })
    }

    /// What is said of its fragments.
    pub(crate) fn abouts(&self) -> &[About] {
        &self.abouts
    }

    /// A fragment.
    pub(crate) fn fragment(&self, number: usize) -> Option<(&About, &[u8])> {
        let about = self.abouts.get(number)?;
        let start = *self.starts.get(number)?;
        Some((about, self.bytes.get(start..start + about.length()?)?))
    }
}

/// A part of a fragment.
pub(crate) fn part<'b>(about: &About, bytes: &'b [u8], part: Part) -> &'b [u8] {
    bytes.get(about.range(part)).unwrap_or_default()
}
