//! One list of the record, from the segments: each segment's part of it is read when its first subject's turn comes, or
//! [ahead](Lists::read_ahead) of it, and dropped behind its last. What is held at once depends on the size of a segment and
//! not on the number of subjects.

use super::fragment::Part;
use super::kept::{Kept, Piece};
use crate::aside::{Back, Outside};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

/// Segments that wait to be needed, beside the one that is being read: one more costs memory and gains nothing.
const WAITING: usize = 0;

/// A part of the record is not to be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Lost {
    /// It is not what was written.
    #[error("a remembered part of the record is not what was written")]
    Altered,
    /// It was made in this scan, and cannot be read back.
    #[error(transparent)]
    Aside(#[from] std::io::Error),
}

/// The items of one list, piece by piece in their order.
#[derive(Debug)]
pub(crate) struct Lists<'k> {
    kept: &'k Kept<'k>,
    part: Part,
    /// What was made in this scan.
    back: Back<'k>,
    source: Source,
    /// For each segment, the last piece that needs it.
    last: Vec<usize>,
    held: Vec<Option<Vec<u8>>>,
}

/// Where the next segment's part comes from, in the order in which they are needed.
#[derive(Debug)]
enum Source {
    /// It is read when it is needed.
    Here(VecDeque<usize>),
    /// Somebody else reads it.
    Beside(Receiver<Next>),
}

/// A segment and its part of the list, where that is what was written.
type Next = (usize, Option<Vec<u8>>);

impl<'k> Lists<'k> {
    pub(crate) fn new<'p>(
        kept: &'k Kept<'k>,
        outside: &'k Outside<'k>,
        part: Part,
        pieces: impl Iterator<Item = &'p Piece>,
    ) -> Self {
        let count = kept.segments();
        let (mut order, mut last) = (VecDeque::new(), vec![None; count]);
        for (at, piece) in pieces.enumerate() {
            if let Piece::Kept((segment, _), _) = piece
                && let Some(last) = last.get_mut(*segment)
            {
                if last.is_none() {
                    order.push_back(*segment);
                }
                *last = Some(at);
            }
        }
        Self {
            kept,
            part,
            back: Back::new(outside, part as usize),
            source: Source::Here(order),
            last: last.into_iter().map(Option::unwrap_or_default).collect(),
            held: vec![None; count],
        }
    }

    /// Does something with the items while another thread, if there may be one, reads what is needed next.
    pub(crate) fn read_ahead<T>(mut self, jobs: usize, work: impl FnOnce(&mut Self) -> T) -> T {
        let (kept, part) = (self.kept, self.part);
        match &mut self.source {
            Source::Here(order) if jobs > 1 && order.len() > 1 => {
                let order = std::mem::take(order);
                std::thread::scope(|scope| {
                    let (send, receive) = sync_channel::<Next>(WAITING);
                    scope.spawn(move || {
                        // Until all is read or nobody wants more.
                        let mut read = order.into_iter().map(|segment| (segment, kept.list(segment, part)));
                        read.try_for_each(|next| send.send(next))
                    });
                    self.source = Source::Beside(receive);
                    let done = work(&mut self);
                    drop(self);
                    done
                })
            }
            _ => work(&mut self),
        }
    }

    /// The items of a piece; `at` is its number.
    pub(crate) fn items<'s>(&'s mut self, at: usize, piece: &'s Piece) -> Result<&'s [u8], Lost> {
        let (segment, number) = match piece {
            Piece::Made(made) => return Ok(self.back.bytes(&made.waiting)?),
            Piece::Kept((segment, number), _) => (*segment, *number),
        };
        while self.held.get(segment).is_none_or(Option::is_none) {
            self.next(at)?;
        }
        let list = self.held.get(segment).and_then(Option::as_ref).ok_or(Lost::Altered)?;
        self.kept.items((segment, number), self.part, list).ok_or(Lost::Altered)
    }

    /// Drops what no later piece needs, and takes the next segment's part.
    fn next(&mut self, at: usize) -> Result<(), Lost> {
        for (held, last) in self.held.iter_mut().zip(&self.last) {
            if *last < at {
                *held = None;
            }
        }
        let (segment, list) = match &mut self.source {
            Source::Here(order) => {
                let segment = order.pop_front().ok_or(Lost::Altered)?;
                (segment, self.kept.list(segment, self.part))
            }
            Source::Beside(read) => read.recv().map_err(|_| Lost::Altered)?,
        };
        if let Some(held) = self.held.get_mut(segment) {
            *held = Some(list.ok_or(Lost::Altered)?);
        }
        Ok(())
    }
}
