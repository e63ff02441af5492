//! What a record says of a subject waits until all subjects are assessed. The first of it waits as it is; what comes after is
//! packed, and beyond a bound it lies outside of memory, so that memory does not grow with findings.
//!
//! A worker lays down what it made of a chunk of subjects in one stroke, list by list; a list is read back stroke by stroke.

use crate::memo::fragment::PARTS;
use sekisho_model::packed;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// So many bytes of a record wait as they are: the scan of a few subjects is done before anything is packed.
const PLAIN_BYTES: usize = 8 << 20;
/// So many packed bytes wait in memory; what comes after them is laid aside.
const PACKED_BYTES: usize = 24 << 20;

/// Room outside of memory for the time of one scan.
pub trait Aside: Sync {
    /// Lays bytes down behind all others, whole or not at all; answers where they begin.
    fn lay(&self, bytes: &[u8]) -> io::Result<u64>;

    /// Reads back what was laid down.
    fn read(&self, from: u64, bytes: &mut [u8]) -> io::Result<()>;
}

/// The lists of the record, and behind them what is remembered of the calls.
pub(crate) const MEMORY: usize = PARTS;
const ALL: usize = PARTS + 1;

/// What waits of one subject, list by list.
pub(crate) type Bytes = [Vec<u8>; ALL];

/// How it waits.
#[derive(Debug)]
pub(crate) enum Waiting {
    /// As it is.
    Plain(Bytes),
    /// In a stroke.
    Laid(Arc<Stroke>, Place),
}

/// The place of a subject in a stroke.
#[derive(Debug)]
pub(crate) struct Place {
    /// How many subjects lie before it.
    number: usize,
    /// Where it begins in each list, and how long it is there.
    spans: [(usize, usize); ALL],
}

/// What was laid down at once, packed.
#[derive(Debug)]
pub(crate) struct Stroke {
    /// How many subjects it is of.
    count: usize,
    /// Where each list begins among the packed bytes, and where the last one ends.
    starts: [usize; ALL + 1],
    bytes: Packed,
}

#[derive(Debug)]
enum Packed {
    Here(Box<[u8]>),
    /// Outside, from here on.
    Outside(u64),
}

/// The room as workers share it.
pub(crate) struct Outside<'a> {
    room: Option<&'a dyn Aside>,
    most_plain: usize,
    most_packed: usize,
    /// Bytes that wait as they are, and packed ones in memory.
    plain: AtomicUsize,
    packed: AtomicUsize,
    is_full: AtomicBool,
}

impl std::fmt::Debug for Outside<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside")
            .field("packed", &self.packed)
            .finish_non_exhaustive()
    }
}

impl<'a> Outside<'a> {
    pub(crate) fn new(room: Option<&'a dyn Aside>) -> Self {
        Self::within(room, PLAIN_BYTES, PACKED_BYTES)
    }

    fn within(room: Option<&'a dyn Aside>, most_plain: usize, most_packed: usize) -> Self {
        Self {
            room,
            most_plain,
            most_packed,
            plain: AtomicUsize::new(0),
            packed: AtomicUsize::new(0),
            is_full: AtomicBool::new(false),
        }
    }

    /// Nothing waits yet, or any more.
    pub(crate) fn begin(&self) {
        self.plain.store(0, Ordering::Relaxed);
        self.packed.store(0, Ordering::Relaxed);
    }

    /// Lays down what waits of some subjects, once enough waits as it is.
    pub(crate) fn settle<'w>(&self, waiting: impl Iterator<Item = &'w mut Waiting>) {
        let mut plain: Vec<&mut Waiting> = waiting.collect();
        let bytes = || plain.iter().filter_map(|waiting| waiting.plain());
        let size = bytes().flatten().map(Vec::len).sum();
        if plain.is_empty() || self.plain.fetch_add(size, Ordering::Relaxed).saturating_add(size) <= self.most_plain {
            return;
        }
        let mut starts = [0; ALL + 1];
        let (mut list, mut packed) = (Vec::new(), Vec::new());
        for (part, start) in starts.iter_mut().enumerate() {
            list.clear();
            bytes()
                .filter_map(|lists| lists.get(part))
                .for_each(|of| list.extend_from_slice(of));
            *start = packed.len();
            packed::pack(&list, &mut packed);
        }
        let stroke = Arc::new(Stroke {
            count: plain.len(),
            starts,
            bytes: self.lay(packed),
        });
        let mut from = [0; ALL];
        for (number, waiting) in plain.iter_mut().enumerate() {
            let Waiting::Plain(bytes) = waiting else { continue };
            let spans = std::array::from_fn(|part| {
                let length = bytes.get(part).map_or(0, Vec::len);
                let start = from.get_mut(part).map_or(0, |at| std::mem::replace(at, *at + length));
                (start, length)
            });
            **waiting = Waiting::Laid(Arc::clone(&stroke), Place { number, spans });
        }
    }

    /// Packed bytes stay in memory up to the bound, and where there is no room for them elsewhere.
    fn lay(&self, bytes: Vec<u8>) -> Packed {
        let held = self.packed.fetch_add(bytes.len(), Ordering::Relaxed);
        if let Some(room) = self.room
            && held.saturating_add(bytes.len()) > self.most_packed
            && !self.is_full.load(Ordering::Relaxed)
        {
            match room.lay(&bytes) {
                Ok(from) => return Packed::Outside(from),
                Err(error) => {
                    tracing::debug!("nothing more is laid aside: {error}");
                    self.is_full.store(true, Ordering::Relaxed);
                }
            }
        }
        Packed::Here(bytes.into_boxed_slice())
    }
}

impl Stroke {
    /// The lists of the record in it, packed.
    pub(crate) fn packed(&self, outside: &Outside<'_>) -> io::Result<[Vec<u8>; PARTS]> {
        let mut lists = [const { Vec::new() }; PARTS];
        for (part, list) in lists.iter_mut().enumerate() {
            list.extend_from_slice(self.part(part, outside, &mut Vec::new())?);
        }
        Ok(lists)
    }

    /// A list of it, packed.
    fn part<'s>(&'s self, part: usize, outside: &Outside<'_>, read: &'s mut Vec<u8>) -> io::Result<&'s [u8]> {
        let (start, end) = self.starts.get(part).zip(self.starts.get(part + 1)).ok_or_else(lost)?;
        match &self.bytes {
            Packed::Here(bytes) => bytes.get(*start..*end).ok_or_else(lost),
            Packed::Outside(from) => {
                read.resize(end - start, 0);
                let room = outside.room.ok_or_else(lost)?;
                room.read(from + *start as u64, read)
                    .map_err(|e| io::Error::new(e.kind(), format!("what was laid aside cannot be read back: {e}")))?;
                Ok(read)
            }
        }
    }
}

impl Waiting {
    /// The stroke that it lies in.
    pub(crate) fn stroke(&self) -> Option<&Arc<Stroke>> {
        match self {
            Self::Plain(_) => None,
            Self::Laid(stroke, _) => Some(stroke),
        }
    }

    /// The stroke that these are of, all of it and in its order, and how many of them they are.
    pub(crate) fn whole_stroke<'w>(these: impl Iterator<Item = &'w Self>) -> Option<(&'w Stroke, usize)> {
        let mut these = these.peekable();
        let stroke = these.peek()?.stroke()?;
        let is_next = |(at, waiting): &(usize, &Self)| match waiting {
            Self::Laid(of, place) => Arc::ptr_eq(of, stroke) && place.number == *at,
            Self::Plain(_) => false,
        };
        let count = these.enumerate().take_while(is_next).count();
        (count == stroke.count).then_some((stroke, count))
    }

    fn plain(&self) -> Option<&Bytes> {
        match self {
            Self::Plain(bytes) => Some(bytes),
            Self::Laid(..) => None,
        }
    }
}

/// One list as it is read back: a stroke's part of it is held until another stroke's is asked for.
#[derive(Debug)]
pub(crate) struct Back<'o> {
    outside: &'o Outside<'o>,
    part: usize,
    /// The stroke whose part of the list is held.
    of: Option<Arc<Stroke>>,
    held: Vec<u8>,
    packed: Vec<u8>,
}

impl<'o> Back<'o> {
    pub(crate) fn new(outside: &'o Outside<'o>, part: usize) -> Self {
        Self {
            outside,
            part,
            of: None,
            held: Vec::new(),
            packed: Vec::new(),
        }
    }

    /// What waits of a subject in this list.
    pub(crate) fn bytes<'s>(&'s mut self, waiting: &'s Waiting) -> io::Result<&'s [u8]> {
        match waiting {
            Waiting::Plain(bytes) => bytes.get(self.part).map(Vec::as_slice).ok_or_else(lost),
            Waiting::Laid(stroke, Place { spans, .. }) => {
                if !self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, stroke)) {
                    self.of = None;
                    self.take(stroke)?;
                    self.of = Some(Arc::clone(stroke));
                }
                let (start, length) = *spans.get(self.part).ok_or_else(lost)?;
                self.held.get(start..start + length).ok_or_else(lost)
            }
        }
    }

    fn take(&mut self, stroke: &Stroke) -> io::Result<()> {
        let packed = stroke.part(self.part, self.outside, &mut self.packed)?;
        self.held.clear();
        packed::unpack(packed, &mut self.held).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
    }
}

/// A stroke without that list, or without room to read it from: neither was ever made.
fn lost() -> io::Error {
    io::Error::other("it was not laid aside")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use std::sync::Mutex;

    /// A room for so many bytes.
    struct Room(Mutex<Vec<u8>>, usize);

    impl Aside for Room {
        fn lay(&self, bytes: &[u8]) -> io::Result<u64> {
            let mut all = self.0.lock().unwrap();
            if all.len() + bytes.len() > self.1 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let from = all.len() as u64;
            all.extend_from_slice(bytes);
            Ok(from)
        }

        fn read(&self, from: u64, bytes: &mut [u8]) -> io::Result<()> {
            let all = self.0.lock().unwrap();
            let from = usize::try_from(from).unwrap();
            let found = all.get(from..from + bytes.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
            bytes.copy_from_slice(found);
            Ok(())
        }
    }

    /// What waits of a subject: every list says whose it is and which; some are empty.
    fn waiting(subject: usize, length: usize) -> Waiting {
        Waiting::Plain(std::array::from_fn(|part| {
            let length = if part == subject % ALL { 0 } else { length + part };
            // Numbers that hardly get shorter.
            let mut state = (subject * ALL + part) as u64;
            let next = |_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state.to_be_bytes()[0]
            };
            (0..length).map(next).collect()
        }))
    }

    /// How many wait as they are, packed, and outside.
    fn counts(all: &[Waiting]) -> [usize; 3] {
        let mut counts = [0; 3];
        for waiting in all {
            counts[match waiting {
                Waiting::Plain(_) => 0,
                Waiting::Laid(stroke, _) if matches!(stroke.bytes, Packed::Here(_)) => 1,
                Waiting::Laid(..) => 2,
            }] += 1;
        }
        counts
    }

    /// Settles 40 subjects of 4 kB in chunks of four.
    fn settled(outside: &Outside<'_>) -> Vec<Waiting> {
        let mut all: Vec<Waiting> = (0..40).map(|subject| waiting(subject, LENGTH)).collect();
        for chunk in all.chunks_mut(4) {
            outside.settle(chunk.iter_mut());
        }
        all
    }

    fn assert_all_there(outside: &Outside<'_>, all: &[Waiting]) {
        for part in 0..ALL {
            let mut back = Back::new(outside, part);
            // In order, and in an order that goes back and forth.
            for number in (0..all.len()).chain([3, 39, 17, 16, 0]) {
                let expected = waiting(number, LENGTH);
                let found = back.bytes(&all[number]).unwrap();
                assert!(found == expected.plain().unwrap()[part], "list {part} of {number}");
            }
        }
    }

    const LENGTH: usize = 1_000;
    const PLAIN: usize = 16_500;
    const PACKED: usize = 50_000;

    #[test]
    fn what_waits_comes_back_as_it_was_from_wherever_it_waits() {
        let room = Room(Mutex::default(), usize::MAX);
        let outside = Outside::within(Some(&room), PLAIN, PACKED);
        let all = settled(&outside);
        assert_eq!(
            counts(&all),
            [4, 12, 24],
            "up to the first bound, up to the second, and the rest"
        );
        assert_all_there(&outside, &all);
    }

    #[test]
    fn a_whole_stroke_is_found_in_its_order_only() {
        let room = Room(Mutex::default(), usize::MAX);
        let outside = Outside::within(Some(&room), PLAIN, PACKED);
        let all = settled(&outside);
        let whole = |these: &[Waiting]| Some(Waiting::whole_stroke(these.iter())?.1);
        assert_eq!(whole(&all), None, "it waits as it is");
        assert_eq!(whole(&all[4..]), Some(4));
        assert_eq!(whole(&all[5..]), None, "without its first");
        assert_eq!(whole(&all[36..39]), None, "without its last");
        assert!(
            Waiting::whole_stroke(all[4..8].iter().rev()).is_none(),
            "the other way round"
        );
        let turned = all[4..6].iter().chain([&all[7], &all[6]]);
        assert!(Waiting::whole_stroke(turned).is_none(), "two in turn");
        for from in [4, 36] {
            let (stroke, count) = Waiting::whole_stroke(all[from..].iter()).unwrap();
            let lists = stroke.packed(&outside).unwrap();
            for (part, packed) in lists.iter().enumerate() {
                let mut list = Vec::new();
                packed::unpack(packed, &mut list).unwrap();
                let plain = (from..from + count).flat_map(|n| waiting(n, LENGTH).plain().unwrap()[part].clone());
                assert!(list == plain.collect::<Vec<u8>>(), "list {part}");
            }
        }
    }

    #[test]
    fn where_there_is_no_room_all_stays_in_memory() {
        let room = Room(Mutex::default(), 18_000);
        for (outside, expected) in [
            (Outside::within(None, PLAIN, PACKED), [4, 36, 0]),
            (Outside::within(Some(&room), PLAIN, PACKED), [4, 32, 4]),
        ] {
            let all = settled(&outside);
            assert_eq!(counts(&all), expected, "as many as there is room for");
            assert_all_there(&outside, &all);
        }
    }

    #[test]
    fn what_cannot_be_read_back_is_an_error() {
        let room = Room(Mutex::default(), usize::MAX);
        let outside = Outside::within(Some(&room), PLAIN, PACKED);
        let all = settled(&outside);
        let whole = std::mem::take(&mut *room.0.lock().unwrap());
        let mut back = Back::new(&outside, 1);
        assert!(back.bytes(&all[39]).is_err(), "it is gone");
        *room.0.lock().unwrap() = vec![0xff; whole.len()];
        assert!(back.bytes(&all[39]).is_err(), "it is something else");
        *room.0.lock().unwrap() = whole;
        assert!(back.bytes(&all[39]).is_ok());
    }
}
