//! Columns that are fetched whole when first read, and texts that are fetched in blocks when first looked at.

use crate::Date;
use crate::bindings::sekisho::policy::types;
use std::cell::{Cell, OnceCell};

/// How many texts are fetched at once: enough that a pass over a column makes few calls, little enough that a check
/// that stops early does not pay for the rest.
const BLOCK: usize = 512;

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
    pub fn get(&self, row: u32, fetch: fn() -> Vec<T>) -> Option<T> {
        self.0.get_or_init(fetch).get(row as usize).copied()
    }
}

/// A column of text codes.
#[derive(Debug, Default)]
pub struct Codes(Column<u32>);

impl Codes {
    /// Whether the row has a text.
    pub fn has(&self, row: u32, fetch: fn() -> Vec<u32>) -> bool {
        self.0.get(row, fetch).is_some_and(|code| code != 0)
    }

    /// The text of a row.
    pub fn text<'a>(
        &self,
        row: u32,
        fetch: fn() -> Vec<u32>,
        texts: &'a Texts,
        fetch_texts: fn(&[u32]) -> types::Texts,
    ) -> Option<&'a str> {
        let codes = self.0.0.get_or_init(fetch);
        let code = *codes.get(row as usize)?;
        if code == 0 {
            return None;
        }
        if let Some(text) = texts.get(code) {
            return Some(text);
        }
        // Fetch what the following rows of this column will need as well.
        let following = codes.get(row as usize..)?;
        let mut wanted: Vec<u32> = Vec::with_capacity(BLOCK.min(following.len()));
        for next in following.iter().take(BLOCK).copied() {
            if next != 0 && texts.get(next).is_none() {
                wanted.push(next);
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        texts.put(&wanted, fetch_texts(&wanted));
        texts.get(code)
    }
}

/// The texts fetched so far, by code.
#[derive(Debug, Default)]
pub struct Texts {
    /// What the host handed over, block by block.
    blocks: Slots<String>,
    used: Cell<u32>,
    places: Slots<TextPlace>,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
struct TextPlace {
    block: u32,
    start: u32,
    end: u32,
}

impl Texts {
    fn get(&self, code: u32) -> Option<&str> {
        let place = self.places.get(code)?;
        let block = self.blocks.get(place.block)?;
        block.get(place.start as usize..place.end as usize)
    }

    fn put(&self, codes: &[u32], texts: types::Texts) {
        let block = self.used.get();
        self.used.set(block.saturating_add(1));
        let mut start = 0;
        for (code, end) in codes.iter().zip(texts.ends) {
            self.places.set(*code, TextPlace { block, start, end });
            start = end;
        }
        self.blocks.set(block, texts.text);
    }
}

/// Values by number that never move once they are set, so that they can be lent: pieces of 16, 32 … slots for the numbers
/// that small subjects have, and behind them three levels of 256 slots each, which is more than any limit on rows lets
/// through, and little where few of many numbers are used.
#[derive(Debug)]
struct Slots<T> {
    low: [OnceCell<Box<[OnceCell<T>]>>; PIECES],
    high: OnceCell<Box<Level<Level<Leaf<T>>>>>,
}

/// Slots of the first piece; each further one has twice as many as the one before.
const FIRST: u32 = 16;
const PIECES: usize = 8;

type Level<T> = [OnceCell<Box<T>>; 256];
type Leaf<T> = [OnceCell<T>; 256];

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self {
            low: [const { OnceCell::new() }; PIECES],
            high: OnceCell::new(),
        }
    }
}

impl<T> Slots<T> {
    fn slot(&self, number: u32) -> Option<&OnceCell<T>> {
        let at = number.checked_add(FIRST)?;
        let piece = at.ilog2() - FIRST.ilog2();
        let slots = FIRST << piece;
        match self.low.get(piece as usize) {
            Some(cells) => {
                let make = || (0..slots).map(|_| OnceCell::new()).collect();
                cells.get_or_init(make).get((at - slots) as usize)
            }
            None => self.high_slot(number),
        }
    }

    fn high_slot(&self, number: u32) -> Option<&OnceCell<T>> {
        let [high, top, middle, low] = number.to_be_bytes().map(usize::from);
        if high != 0 {
            return None;
        }
        fn empty<T>() -> Box<[OnceCell<T>; 256]> {
            Box::new([const { OnceCell::new() }; 256])
        }
        let top = self.high.get_or_init(empty).get(top)?;
        let middle = top.get_or_init(empty).get(middle)?;
        middle.get_or_init(empty).get(low)
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.slot(number)?.get()
    }

    fn set(&self, number: u32, value: T) {
        if let Some(slot) = self.slot(number) {
            // What is there already is the same.
            let _ = slot.set(value);
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
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Slots;

    #[test]
    fn every_number_has_a_slot_of_its_own() {
        let slots = Slots::default();
        let numbers: Vec<u32> = (0..10_000).chain([1 << 20, (1 << 24) - 1]).collect();
        for number in &numbers {
            assert_eq!(slots.get(*number), None, "{number}");
            slots.set(*number, *number);
        }
        for number in &numbers {
            assert_eq!(slots.get(*number), Some(number));
        }
        assert!(slots.slot(1 << 24).is_none(), "behind the last");
        assert!(slots.slot(u32::MAX).is_none());
    }
}
