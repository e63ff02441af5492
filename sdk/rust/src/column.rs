//! Columns that are fetched whole when first read, and texts that are fetched in blocks when first looked at.

use crate::Date;
use std::cell::OnceCell;

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
        fetch_texts: fn(&[u32]) -> Vec<String>,
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
        for (code, text) in wanted.iter().zip(fetch_texts(&wanted)) {
            texts.put(*code, text);
        }
        texts.get(code)
    }
}

/// The texts fetched so far, by code. Blocks appear as they are needed and never move, so that texts can be lent.
#[derive(Debug, Default)]
pub struct Texts(OnceCell<Box<[OnceCell<Chunk>]>>);

type Chunk = Box<[OnceCell<Box<str>>; 256]>;
/// Chunks in the directory: 65,536 × 256 texts, more than any limit on rows lets through.
const CHUNKS: usize = 1 << 16;

impl Texts {
    fn slot(&self, code: u32) -> Option<&OnceCell<Box<str>>> {
        let directory = self
            .0
            .get_or_init(|| std::iter::repeat_with(OnceCell::new).take(CHUNKS).collect());
        let chunk = directory.get(code as usize / 256)?;
        chunk
            .get_or_init(|| Box::new(std::array::from_fn(|_| OnceCell::new())))
            .get(code as usize % 256)
    }

    fn get(&self, code: u32) -> Option<&str> {
        self.slot(code)?.get().map(AsRef::as_ref)
    }

    fn put(&self, code: u32, text: String) {
        if let Some(slot) = self.slot(code) {
            // A text that is there already is the same text.
            let _ = slot.set(text.into_boxed_str());
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
