//! One list of the record, from the segments: each segment's part of it is read when its first subject's turn comes, some of
//! them side by side, and dropped behind its last. What is held at once depends on the size of a segment and not on the
//! number of subjects.

use super::fragment::Part;
use super::kept::{Kept, Piece};
use crate::parallel;

/// Segments that are read side by side.
const AHEAD: usize = 4;

/// A part of the record is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a remembered part of the record is not what was written")]
pub(crate) struct Altered;

/// The items of one list, piece by piece in their order.
#[derive(Debug)]
pub(crate) struct Lists<'k> {
    kept: &'k Kept<'k>,
    part: Part,
    jobs: usize,
    /// Segments in the order in which they are needed.
    order: Vec<usize>,
    /// How many of them were read.
    read: usize,
    /// For each segment, the last piece that needs it.
    last: Vec<usize>,
    held: Vec<Option<Vec<u8>>>,
}

impl<'k> Lists<'k> {
    pub(crate) fn new<'p>(
        kept: &'k Kept<'k>,
        part: Part,
        jobs: usize,
        pieces: impl Iterator<Item = &'p Piece>,
    ) -> Self {
        let count = kept.segments();
        let (mut order, mut last) = (Vec::new(), vec![None; count]);
        for (at, piece) in pieces.enumerate() {
            if let Piece::Kept((segment, _), _) = piece
                && let Some(last) = last.get_mut(*segment)
            {
                if last.is_none() {
                    order.push(*segment);
                }
                *last = Some(at);
            }
        }
        Self {
            kept,
            part,
            jobs: jobs.clamp(1, AHEAD),
            order,
            read: 0,
            last: last.into_iter().map(Option::unwrap_or_default).collect(),
            held: vec![None; count],
        }
    }

    /// The items of a piece; `at` is its number.
    pub(crate) fn items<'s>(&'s mut self, at: usize, piece: &'s Piece) -> Result<&'s [u8], Altered> {
        let (segment, number) = match piece {
            Piece::Made(made) => return made.items.get(self.part as usize).map(Vec::as_slice).ok_or(Altered),
            Piece::Kept((segment, number), _) => (*segment, *number),
        };
        if self.held.get(segment).is_none_or(Option::is_none) {
            self.ahead(at)?;
        }
        let list = self.held.get(segment).and_then(Option::as_ref).ok_or(Altered)?;
        self.kept.items((segment, number), self.part, list).ok_or(Altered)
    }

    /// Reads the next segments, and drops those that no later piece needs.
    fn ahead(&mut self, at: usize) -> Result<(), Altered> {
        for (held, last) in self.held.iter_mut().zip(&self.last) {
            if *last < at {
                *held = None;
            }
        }
        let next: Vec<usize> = self.order.iter().skip(self.read).take(self.jobs).copied().collect();
        self.read += next.len();
        let lists = parallel::map(next.len(), self.jobs, |number| {
            next.get(number).and_then(|segment| self.kept.list(*segment, self.part))
        });
        for (segment, list) in next.iter().zip(lists) {
            if let Some(held) = self.held.get_mut(*segment) {
                *held = Some(list.ok_or(Altered)?);
            }
        }
        Ok(())
    }
}
