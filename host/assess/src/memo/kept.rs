//! The fragments of earlier scans with these policies: found by subject, kept for the next scan.
//!
//! A list names the segments and the subjects in each. A scan reads the heads of those that hold its subjects, adds segments
//! for what it made, and gives up a segment once most of it is not needed any more: what is still needed of it moves on.

use super::Remember;
use super::fragment::{About, Fragment, Part, Recipe};
use super::lists::Lists;
use super::segment::{Draft, Segment};
use crate::parallel;
use sekisho_model::Digest;
use sekisho_model::memo::Shelf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// Reads what may be needed for these subjects; where all is to begin anew, it is given up.
    pub(crate) fn load(remember: Remember<'a>, recipe: Recipe, subjects: &BTreeSet<String>, jobs: usize) -> Self {
        let list = remember.memo.get(Shelf::Scan, &scan_name(&recipe.scan));
        let list: List = list
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let here = |listed: &Listed| listed.subjects.iter().any(|subject| subjects.contains(subject));
        let wanted: Vec<bool> = list.segments.iter().map(here).collect();
        let segments = parallel::map(list.segments.len(), jobs.clamp(1, 256), |at| {
            let is_read = wanted.get(at) == Some(&true) && !remember.anew;
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
        self.remember.memo.get(Shelf::Scan, &list_name(&listed.head, part))
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
    pub(crate) fn keep(&self, pieces: &[Piece]) {
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
        let moves = |piece: &&Piece| match piece {
            Piece::Kept((segment, _), _) => stays.get(*segment) != Some(&true),
            Piece::Made(_) => true,
        };
        let moving = || pieces.iter().filter(moves);
        let mut lists = Part::ALL.map(|part| Lists::new(self, part, moving()));
        let mut draft = Draft::default();
        for (at, piece) in moving().enumerate() {
            let Some((about, leaves, _)) = self.look(piece) else {
                continue;
            };
            if about.basis.is_none() || about.weight() > MOST_BYTES {
                continue;
            }
            let [evidence, findings, statuses, entries] = lists.each_mut().map(|list| list.items(at, piece));
            // What cannot be read any more is found out again the next time.
            if let (Ok(evidence), Ok(findings), Ok(statuses), Ok(entries)) = (evidence, findings, statuses, entries) {
                draft.add(about, leaves, [evidence, findings, statuses, entries]);
            }
            if draft.size() >= SEGMENT_BYTES {
                self.put(&mut list, std::mem::take(&mut draft));
            }
        }
        self.put(&mut list, draft);
        if list == self.list {
            return;
        }
        let memo = self.remember.memo;
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

    fn put(&self, list: &mut List, draft: Draft<'_>) {
        if draft.abouts.is_empty() {
            return;
        }
        let Some(bytes) = draft.head(self.recipe.digest) else {
            return;
        };
        let memo = self.remember.memo;
        let head = Digest::of(&bytes);
        for (part, list) in Part::ALL.into_iter().zip(&draft.lists) {
            memo.put(Shelf::Scan, &list_name(&head, part), list);
        }
        memo.put(Shelf::Scan, &head_name(&head), &bytes);
        list.segments.push(Listed {
            head,
            subjects: draft.abouts.iter().map(|about| about.id.clone()).collect(),
            idle: 0,
        });
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
