//! Columns that are fetched whole when first read, and texts that are fetched in blocks when first looked at.

use crate::Date;
use crate::bindings::sekisho::policy::types;
use std::cell::{Cell, OnceCell, RefCell};

/// How many texts are fetched at once: enough that a pass over a column makes few calls, little enough that a check
/// that stops early does not pay for the rest.
const BLOCK: usize = 512;
/// And for the first time; then twice as many each time.
const FIRST_BLOCK: usize = 16;

/// A column of plain values.
#[derive(Debug)]
pub struct Column<T>(OnceCell<Vec<T>>);

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<T: Copy> Column<T> {
    /// The value of a row; the column is fetched on first use.
    pub fn get(&self, row: u32, fetch: impl FnOnce() -> Vec<T>) -> Option<T> {
        self.all(fetch).get(row as usize).copied()
    }

    /// The values of all rows of the call.
    pub(crate) fn all(&self, fetch: impl FnOnce() -> Vec<T>) -> &[T] {
        match self.0.get() {
            Some(values) => values,
            None => self.fill(fetch),
        }
    }

    /// Apart from the reading, which is done for every cell: what is done once would only be in its way. The function is
    /// known by its type, here and below: an engine makes what a pointer to one points to when it is first followed, in
    /// every instance anew, and that costs as much as reading a hundred cells.
    #[cold]
    #[inline(never)]
    fn fill(&self, fetch: impl FnOnce() -> Vec<T>) -> &[T] {
        self.0.get_or_init(fetch)
    }
}

/// A column of text codes.
#[derive(Debug, Default)]
pub struct Codes(Column<u32>);

impl Codes {
    /// Whether the row has a text.
    pub fn has(&self, row: u32, fetch: impl FnOnce() -> Vec<u32>) -> bool {
        self.0.get(row, fetch).is_some_and(|code| code != 0)
    }

    /// The codes of all rows of the call.
    pub(crate) fn all(&self, fetch: impl FnOnce() -> Vec<u32>) -> &[u32] {
        self.0.all(fetch)
    }

    /// The text of a row.
    pub fn text<'a>(
        &self,
        row: u32,
        fetch: impl FnOnce() -> Vec<u32>,
        texts: &'a Texts,
        fetch_texts: impl Fn(&[u32]) -> types::Texts,
    ) -> Option<&'a str> {
        let codes = self.0.all(fetch);
        let code = *codes.get(row as usize)?;
        if code == 0 {
            return None;
        }
        match texts.get(code) {
            Some(text) => Some(text),
            None => texts.get_new(codes.get(row as usize..)?, fetch_texts),
        }
    }
}

/// The texts fetched so far, by code.
#[derive(Debug, Default)]
pub struct Texts {
    /// What the host handed over, block by block.
    blocks: Blocks,
    places: RefCell<Vec<TextPlace>>,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
struct TextPlace {
    block: u32,
    start: u32,
    end: u32,
}

impl TextPlace {
    /// Of a text that nobody has asked for.
    const NOWHERE: Self = Self {
        block: u32::MAX,
        start: 0,
        end: 0,
    };
}

impl Texts {
    /// How many rows to fetch texts for: few at first, since a check may look at one text only.
    fn block(&self) -> usize {
        BLOCK.min(FIRST_BLOCK << self.blocks.used.get().min(BLOCK.ilog2()))
    }

    /// The text of a code that was not fetched before, together with what the following rows of its column will need.
    #[cold]
    #[inline(never)]
    fn get_new(&self, codes: &[u32], fetch: impl Fn(&[u32]) -> types::Texts) -> Option<&str> {
        self.fetch(codes.get(..self.block()).unwrap_or(codes), fetch);
        self.get(*codes.first()?)
    }

    /// Fetches the texts of those codes that were not fetched before.
    pub(crate) fn fetch(&self, codes: &[u32], fetch: impl Fn(&[u32]) -> types::Texts) {
        let mut places = self.places.borrow_mut();
        for codes in codes.chunks(BLOCK) {
            let block = self.blocks.used.get();
            let last = codes.iter().max().map_or(0, |code| *code as usize);
            if places.len() <= last {
                places.resize(last + 1, TextPlace::NOWHERE);
            }
            let mut wanted = Vec::with_capacity(codes.len());
            for code in codes.iter().filter(|code| **code != 0) {
                if let Some(place) = places.get_mut(*code as usize)
                    && place.block == u32::MAX
                {
                    place.block = block;
                    wanted.push(*code);
                }
            }
            if wanted.is_empty() {
                continue;
            }
            let texts = fetch(&wanted);
            let mut start = 0;
            for (code, end) in wanted.iter().zip(texts.ends) {
                if let Some(place) = places.get_mut(*code as usize) {
                    *place = TextPlace { block, start, end };
                }
                start = end;
            }
            self.blocks.push(texts.text);
        }
    }

    /// A text that was fetched.
    pub(crate) fn get(&self, code: u32) -> Option<&str> {
        let TextPlace { block, start, end } = *self.places.borrow().get(code as usize)?;
        let block = self.blocks.slot(block)?.get()?;
        block.get(start as usize..end as usize)
    }
}

/// Texts by number that never move once they are there, so that they can be lent: pieces of 16, 32 … slots.
#[derive(Debug, Default)]
struct Blocks {
    used: Cell<u32>,
    pieces: [OnceCell<Box<[OnceCell<String>]>>; PIECES],
}

/// Slots of the first piece; each further one has twice as many as the one before.
const FIRST: u32 = 16;
/// More than any limit lets through.
const PIECES: usize = 20;

impl Blocks {
    fn slot(&self, number: u32) -> Option<&OnceCell<String>> {
        let at = number.checked_add(FIRST)?;
        let piece = at.ilog2() - FIRST.ilog2();
        let slots = FIRST << piece;
        let cells = self.pieces.get(piece as usize)?;
        let make = || (0..slots).map(|_| OnceCell::new()).collect();
        cells.get_or_init(make).get((at - slots) as usize)
    }

    fn push(&self, text: String) {
        let number = self.used.get();
        self.used.set(number.saturating_add(1));
        if let Some(slot) = self.slot(number) {
            // Every number is used once.
            let _ = slot.set(text);
        }
    }
}

/// Reads a flag cell.
pub fn flag(value: Option<u8>) -> Option<bool> {
    match value {
        Some(1) => Some(false),
        Some(2) => Some(true),
        _ => None,
    }
}

/// Reads an integer cell.
pub fn integer(value: Option<i64>) -> Option<i64> {
    value.filter(|n| *n != i64::MIN)
}

/// Reads a decimal cell.
pub fn decimal(value: Option<f64>) -> Option<f64> {
    value.filter(|n| !n.is_nan())
}

/// Reads a date cell.
pub fn date(value: Option<i32>) -> Option<Date> {
    value.filter(|n| *n != i32::MIN).map(Date)
}

/// Reads a reference cell.
pub fn reference(value: Option<u32>) -> Option<u32> {
    value.filter(|n| *n != u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    /// As the host would answer: each code written out. A code must not be asked for twice.
    fn written(codes: &[u32]) -> types::Texts {
        assert!(codes.len() <= BLOCK && !codes.contains(&0));
        let mut texts = types::Texts {
            text: String::new(),
            ends: Vec::new(),
        };
        for code in codes {
            texts.text += &code.to_string();
            texts.ends.push(u32::try_from(texts.text.len()).unwrap());
        }
        texts
    }

    #[test]
    fn every_code_keeps_its_text() {
        let texts = Texts::default();
        let all: Vec<u32> = (0..20_000).rev().chain([7, 7, 123_456]).collect();
        let first = &all[..3];
        texts.fetch(first, written);
        let lent = texts.get(19_998).unwrap();
        texts.fetch(&all, written);
        assert_eq!(lent, "19998");
        for code in all.iter().filter(|code| **code != 0) {
            assert_eq!(texts.get(*code), Some(code.to_string().as_str()));
        }
        assert_eq!(
            (texts.get(0), texts.get(30_000), texts.get(u32::MAX)),
            (None, None, None)
        );
        // Two blocks for nothing new would be two more.
        let used = texts.blocks.used.get();
        texts.fetch(&all, |_| unreachable!());
        assert_eq!(texts.blocks.used.get(), used);
    }

    #[test]
    fn a_text_brings_those_of_the_following_rows_few_at_first() {
        let (codes, texts) = (Codes::default(), Texts::default());
        let fetch = || (1..=2_000).collect();
        let mut fetched = Vec::new();
        for row in 0..2_000 {
            let before = texts.blocks.used.get();
            assert_eq!(
                codes.text(row, fetch, &texts, written),
                Some((row + 1).to_string().as_str())
            );
            if texts.blocks.used.get() > before {
                fetched.push(row);
            }
        }
        assert_eq!(fetched, [0, 16, 48, 112, 240, 496, 1_008, 1_520]);
    }
}
