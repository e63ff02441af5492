//! The fragments of earlier scans with these policies: found by subject, kept for the next scan.
//!
//! A list names the segments and the subjects in each. A scan reads those that hold its subjects, adds segments for
//! what it made, and gives up a segment once most of it is not needed any more: what is still needed of it moves on.

use super::Remember;
use super::fragment::{About, Fragment, Recipe};
use super::segment::{Segment, encode};
use crate::parallel;
use sekisho_model::Digest;
use sekisho_model::memo::Shelf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Bytes of fragments in one segment, more or less.
const SEGMENT_BYTES: usize = 8 << 20;
/// A larger fragment is not kept.
const MOST_BYTES: usize = 1 << 30;
/// From so many segments on the smallest move together, down to half of them and those that are full.
const MOST_SEGMENTS: usize = 64;
/// Scans of other subjects that a segment outlasts.
const IDLE_SCANS: u8 = 8;

/// The segments that there are.
#[derive(Debug, Default, Serialize, Deserialize)]
struct List {
    next: u64,
    segments: Vec<Listed>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Listed {
    number: u64,
    subjects: Vec<String>,
    /// Scans since any of its subjects was there.
    idle: u8,
}

/// Where a fragment lies: segment and place in it.
type Place = (usize, usize);

/// What is remembered in fragments.
#[derive(Debug)]
pub(crate) struct Kept<'a> {
    remember: Remember<'a>,
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
    /// Reads what may be needed for these subjects.
    pub(crate) fn load(remember: Remember<'a>, recipe: Recipe, subjects: &BTreeSet<String>, jobs: usize) -> Self {
        let list = remember.memo.get(Shelf::Scan, &list_name(&recipe.scan));
        let list: List = list
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let here = |listed: &Listed| listed.subjects.iter().any(|subject| subjects.contains(subject));
        let wanted: Vec<bool> = list.segments.iter().map(here).collect();
        let segments = parallel::map(list.segments.len(), jobs.clamp(1, 256), |at| {
            let listed = list.segments.get(at).filter(|_| wanted.get(at) == Some(&true))?;
            let bytes = remember
                .memo
                .get(Shelf::Scan, &segment_name(&recipe.scan, listed.number))?;
            Segment::decode(bytes, &recipe.digest)
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
            let count = segment.as_ref().map_or(0, |segment| segment.abouts().len());
            (0..count).map(move |number| (at, number))
        })
    }

    /// A piece of the record: its fragment, and whether its cost stands there.
    pub(crate) fn look<'s>(&'s self, piece: &'s Piece) -> Option<(&'s About, &'s [u8], bool)> {
        match piece {
            Piece::Kept(place, is_measured) => {
                let (about, bytes) = self.fragment(*place)?;
                Some((about, bytes, *is_measured))
            }
            Piece::Made(made) => Some((&made.about, &made.bytes, true)),
        }
    }

    /// A fragment.
    fn fragment(&self, (segment, number): Place) -> Option<(&About, &[u8])> {
        self.segments.get(segment)?.as_ref()?.fragment(number)
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
    pub(crate) fn keep(&self, pieces: &[Piece]) {
        let mut used: Vec<usize> = vec![0; self.segments.len()];
        for piece in pieces {
            if let Piece::Kept(place, _) = piece
                && let (Some(used), Some((_, bytes))) = (used.get_mut(place.0), self.fragment(*place))
            {
                *used += weight(bytes.len());
            }
        }
        let stays = self.staying(&used);
        let moves = |piece: &&Piece| match piece {
            Piece::Kept((segment, _), _) => stays.get(*segment) != Some(&true),
            Piece::Made(_) => true,
        };
        let fragments = pieces.iter().filter(moves).filter_map(|piece| match piece {
            Piece::Kept(place, _) => self.fragment(*place),
            Piece::Made(made) => Some((&made.about, made.bytes.as_slice())),
        });
        let fragments = fragments.filter(|(about, bytes)| about.basis.is_some() && bytes.len() <= MOST_BYTES);
        let mut list = List {
            next: self.list.next,
            segments: Vec::new(),
        };
        let mut gone = Vec::new();
        for (at, listed) in self.list.segments.iter().enumerate() {
            let idle = match self.wanted.get(at) {
                Some(true) => 0,
                _ => listed.idle.saturating_add(1),
            };
            if stays.get(at) == Some(&true) && idle <= IDLE_SCANS {
                list.segments.push(Listed { idle, ..listed.clone() });
            } else {
                gone.push(listed.number);
            }
        }
        let mut waiting: Vec<(&About, &[u8])> = Vec::new();
        let mut bytes = 0;
        for fragment in fragments {
            bytes += fragment.1.len();
            waiting.push(fragment);
            if bytes >= SEGMENT_BYTES {
                self.put(&mut list, &mut waiting);
                bytes = 0;
            }
        }
        self.put(&mut list, &mut waiting);
        let is_same = list.next == self.list.next
            && gone.is_empty()
            && list
                .segments
                .iter()
                .map(|s| s.idle)
                .eq(self.list.segments.iter().map(|s| s.idle));
        if is_same {
            return;
        }
        let memo = self.remember.memo;
        if let Ok(bytes) = serde_json::to_vec(&list) {
            memo.put(Shelf::Scan, &list_name(&self.recipe.scan), &bytes);
            // Behind the list that does not name them any more.
            gone.iter()
                .for_each(|number| memo.forget(Shelf::Scan, &segment_name(&self.recipe.scan, *number)));
        }
    }

    /// Which segments stay: those that are not of this scan, and those of which at least half is needed, as long as
    /// there are not too many.
    fn staying(&self, used: &[usize]) -> Vec<bool> {
        let sizes = self.segments.iter().map(|segment| {
            let fragments = segment.iter().flat_map(|s| s.abouts());
            fragments.filter_map(About::length).map(weight).sum::<usize>()
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

    fn put(&self, list: &mut List, fragments: &mut Vec<(&About, &[u8])>) {
        let fragments = std::mem::take(fragments);
        if fragments.is_empty() {
            return;
        }
        let Some(bytes) = encode(self.recipe.digest, &fragments) else {
            return;
        };
        let name = segment_name(&self.recipe.scan, list.next);
        self.remember.memo.put(Shelf::Scan, &name, &bytes);
        list.segments.push(Listed {
            number: list.next,
            subjects: fragments.iter().map(|(about, _)| about.id.clone()).collect(),
            idle: 0,
        });
        list.next += 1;
    }
}

/// What a fragment counts: one without bytes is still one.
fn weight(length: usize) -> usize {
    length.saturating_add(1)
}

fn list_name(scan: &Digest) -> Digest {
    Digest::of_parts(&[b"segments/1", scan.as_bytes()])
}

fn segment_name(scan: &Digest, number: u64) -> Digest {
    Digest::of_parts(&[b"segment/1", scan.as_bytes(), &number.to_be_bytes()])
}
