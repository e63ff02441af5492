//! Tables and columns while rows are pushed into them.

mod origins;
mod values;

pub(super) use origins::Origins;

use super::dictionary::Ends;
use super::place::Origin;
use super::{Column, Dictionary, Table, Wanted, Word, Words};
use crate::schema::{Cell, ColumnType, Kind, TableSchema};
use values::Values;

/// How a text column repeats itself.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Repeats {
    /// The code set last: many columns say the same on row after row.
    last: u32,
    /// The ends of its text, which spare a look at it where the next one is another.
    ends: Ends,
    /// Texts looked up so far, and how many of them were new.
    looked_up: u32,
    new: u32,
}

/// After so many texts it is decided whether a column is looked up on: columns of ids and serial numbers are not.
const TRIAL: u32 = 4096;

impl Repeats {
    /// The code of the next text.
    #[inline]
    fn code(&mut self, text: &str, dictionary: &mut Dictionary) -> u32 {
        let ends = Ends::of(text);
        if ends == self.ends && (ends.are_all() || dictionary.has(self.last, text)) {
            return self.last;
        }
        self.ends = ends;
        self.last = if self.looked_up < TRIAL {
            let before = dictionary.len();
            let code = dictionary.intern_by(ends, text);
            if code != self.last {
                self.count(code > before);
            }
            code
        } else if self.new > TRIAL - TRIAL / 16 {
            dictionary.append(text)
        } else {
            dictionary.intern_by(ends, text)
        };
        self.last
    }

    /// The same for a word that was lent to the dictionary; none where the column's texts are not looked up any more, so that
    /// it has no words either.
    #[inline]
    fn code_of(&mut self, word: Word, dictionary: &mut Dictionary) -> Option<u32> {
        if self.looked_up >= TRIAL {
            return None;
        }
        let (code, is_new) = dictionary.meet(word)?;
        if code != self.last {
            self.count(is_new);
            self.ends = Ends::NONE;
            self.last = code;
        }
        Some(code)
    }

    /// Counts a text that was looked up and is not the last one again, which is not always looked up.
    #[inline]
    fn count(&mut self, is_new: bool) {
        self.looked_up += 1;
        self.new += u32::from(is_new);
    }

    /// The code of a text that is perhaps blank. Apart from words, which most texts are where there are any.
    #[inline(never)]
    fn code_of_text(&mut self, text: &str, dictionary: &mut Dictionary) -> u32 {
        if is_blank(text) { 0 } else { self.code(text, dictionary) }
    }
}

/// A column up to its last value.
#[derive(Debug)]
pub(super) enum Growing {
    /// Nobody wants it.
    Unread,
    Text(Values<u32>, Repeats),
    Flag(Values<u8>),
    Integer(Values<i64>),
    Decimal(Values<f64>),
    Date(Values<i32>),
    Reference(Values<u32>),
}

impl Growing {
    fn new(ty: ColumnType) -> Self {
        match ty {
            ColumnType::Text => Self::Text(Values::default(), Repeats::default()),
            ColumnType::Flag => Self::Flag(Values::default()),
            ColumnType::Integer => Self::Integer(Values::default()),
            ColumnType::Decimal => Self::Decimal(Values::default()),
            ColumnType::Date => Self::Date(Values::default()),
            ColumnType::Reference(_) => Self::Reference(Values::default()),
        }
    }

    /// Puts a value into a row; an absent one changes nothing.
    #[inline]
    pub(super) fn set(&mut self, row: u32, cell: Cell<'_>, dictionary: &mut Dictionary) {
        // Most columns of a wide table are wanted by nobody.
        if !matches!(self, Self::Unread) {
            self.put(row, cell, dictionary);
        }
    }

    fn put(&mut self, row: u32, cell: Cell<'_>, dictionary: &mut Dictionary) {
        match cell {
            Cell::Text(Some(text)) => {
                // An empty text is no text: "present but empty" would otherwise pass for a value.
                if let Self::Text(codes, repeats) = self
                    && !is_blank(text)
                {
                    codes.put(row, repeats.code(text, dictionary), 0);
                }
            }
            Cell::Flag(Some(flag)) => {
                if let Self::Flag(v) = self {
                    v.put(row, if flag { 2 } else { 1 }, 0);
                }
            }
            Cell::Integer(Some(n)) => {
                if let Self::Integer(v) = self {
                    v.put(row, n, i64::MIN);
                }
            }
            Cell::Decimal(Some(n)) => {
                if let Self::Decimal(v) = self {
                    v.put(row, n, f64::NAN);
                }
            }
            Cell::Date(Some(date)) => {
                if let Self::Date(v) = self {
                    v.put(row, date.days(), i32::MIN);
                }
            }
            Cell::Reference(Some(n)) => {
                if let Self::Reference(v) = self {
                    v.put(row, n, u32::MAX);
                }
            }
            _ => {}
        }
    }

    /// Puts the texts of rows that come one after the other.
    pub(super) fn texts<'t>(
        &mut self,
        first: u32,
        texts: impl Iterator<Item = Option<&'t str>>,
        dictionary: &mut Dictionary,
    ) {
        if let Self::Text(codes, repeats) = self {
            let code = |text: Option<&str>| match text {
                Some(text) if !is_blank(text) => repeats.code(text, dictionary),
                _ => 0,
            };
            codes.extend(first, texts.map(code), 0);
        }
    }

    /// The same where some of the texts are known to be words of a list: a text is asked for where it is none.
    pub(super) fn words<'t, R>(
        &mut self,
        first: u32,
        words: &Words,
        rows: &'t [R],
        (word, text): (impl Fn(&R) -> Word, impl Fn(&'t R) -> Option<&'t str>),
        dictionary: &mut Dictionary,
    ) {
        let are_lent = dictionary.has_words_of(words);
        if let Self::Text(codes, repeats) = self {
            let code = |row: &'t R| {
                let word = if are_lent { word(row) } else { Word::NONE };
                if let Some(code) = repeats.code_of(word, dictionary) {
                    return code;
                }
                text(row).map_or(0, |text| repeats.code_of_text(text, dictionary))
            };
            codes.extend(first, rows.iter().map(code), 0);
        }
    }

    /// The same for yes and no.
    pub(super) fn flags(&mut self, first: u32, flags: impl Iterator<Item = Option<bool>>) {
        if let Self::Flag(values) = self {
            let flags = flags.map(|flag| flag.map_or(0, |flag| 1 + u8::from(flag)));
            values.extend(first, flags, 0);
        }
    }

    /// The same for decimal numbers.
    pub(super) fn decimals(&mut self, first: u32, numbers: impl Iterator<Item = Option<f64>>) {
        if let Self::Decimal(values) = self {
            let numbers = numbers.map(|number| number.unwrap_or(f64::NAN));
            values.extend(first, numbers, f64::NAN);
        }
    }

    /// The same for one row of another table.
    pub(super) fn references(&mut self, first: u32, rows: u32, to: u32) {
        if let Self::Reference(values) = self {
            values.repeat(first, rows, to, u32::MAX);
        }
    }

    /// The code of the text in a row.
    pub(super) fn code(&self, row: u32) -> Option<u32> {
        match self {
            Self::Text(codes, _) => codes.get(row).filter(|code| *code != 0),
            _ => None,
        }
    }

    /// Puts a text into a row by its code.
    pub(super) fn set_code(&mut self, row: u32, code: u32) {
        if let Self::Text(codes, _) = self {
            codes.put(row, code, 0);
        }
    }

    /// Makes room for the values of so many rows, if there are values.
    fn expect(&mut self, rows: u32) {
        match self {
            Self::Unread => {}
            Self::Text(v, _) | Self::Reference(v) => v.expect(rows),
            Self::Flag(v) => v.expect(rows),
            Self::Integer(v) => v.expect(rows),
            Self::Decimal(v) => v.expect(rows),
            Self::Date(v) => v.expect(rows),
        }
    }

    fn truncate(&mut self, rows: u32) {
        match self {
            Self::Unread => {}
            Self::Text(v, _) | Self::Reference(v) => v.truncate(rows),
            Self::Flag(v) => v.truncate(rows),
            Self::Integer(v) => v.truncate(rows),
            Self::Decimal(v) => v.truncate(rows),
            Self::Date(v) => v.truncate(rows),
        }
    }

    fn freeze(self, rows: u32) -> Column {
        match self {
            Self::Unread => Column::Unread,
            Self::Text(v, _) => Column::Text(v.whole(rows, 0).into()),
            Self::Flag(v) => Column::Flag(v.whole(rows, 0).into()),
            Self::Integer(v) => Column::Integer(v.whole(rows, i64::MIN).into()),
            Self::Decimal(v) => Column::Decimal(v.whole(rows, f64::NAN).into()),
            Self::Date(v) => Column::Date(v.whole(rows, i32::MIN).into()),
            Self::Reference(v) => Column::Reference(v.whole(rows, u32::MAX).into()),
        }
    }
}

/// Blank without looking further than the first character of what is not.
#[inline]
fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
}

/// A table up to its last row.
#[derive(Debug)]
pub(super) struct GrowingTable {
    pub(super) rows: u32,
    pub(super) columns: Vec<Growing>,
    /// The columns that somebody wants, as bits; columns behind the last bit are not told.
    pub(super) wanted: u64,
    origins: Origins,
    cited: bool,
}

impl GrowingTable {
    pub(super) fn new(kind: Kind, index: usize, schema: &TableSchema, wanted: &Wanted) -> Self {
        let column = |(at, column): (usize, &crate::schema::ColumnSchema)| {
            if wanted.has(kind, index, at) {
                Growing::new(column.ty)
            } else {
                Growing::Unread
            }
        };
        let columns: Vec<_> = schema.columns.iter().enumerate().map(column).collect();
        let bits = columns.iter().zip(0..u64::BITS);
        let bits = bits.filter(|(column, _)| !matches!(column, Growing::Unread));
        Self {
            rows: 0,
            wanted: bits.fold(0, |all, (_, bit)| all | 1 << bit),
            columns,
            origins: Origins::default(),
            cited: wanted.is_cited(kind, index),
        }
    }

    /// Begins a row.
    #[inline]
    pub(super) fn open(&mut self, origin: Origin) -> u32 {
        let number = self.rows;
        // INVARIANT: readers are bounded far below 2^32 rows.
        self.rows = self.rows.saturating_add(1);
        if self.cited {
            self.origins.push(origin);
        }
        number
    }

    /// Begins many rows; answers the number of the first.
    pub(super) fn open_all(&mut self, origins: impl ExactSizeIterator<Item = Origin>) -> u32 {
        let number = self.rows;
        // INVARIANT: readers are bounded far below 2^32 rows.
        self.rows = self
            .rows
            .saturating_add(u32::try_from(origins.len()).unwrap_or(u32::MAX));
        if self.cited {
            self.origins.extend(origins);
        }
        number
    }

    /// Makes room for so many more rows.
    pub(super) fn expect(&mut self, more: usize) {
        let rows = u32::try_from((self.rows as usize).saturating_add(more)).unwrap_or(u32::MAX);
        self.columns.iter_mut().for_each(|column| column.expect(rows));
        if self.cited {
            self.origins.expect(more);
        }
    }

    pub(super) fn truncate(&mut self, rows: u32) {
        if rows >= self.rows {
            return;
        }
        self.rows = rows;
        self.origins.truncate(rows);
        self.columns.iter_mut().for_each(|c| c.truncate(rows));
    }

    /// The finished table; its rows are numbered from `first`.
    pub(super) fn freeze(self, first: u32) -> Table {
        Table {
            first,
            rows: self.rows,
            columns: self.columns.into_iter().map(|c| c.freeze(self.rows)).collect(),
            origins: self.origins,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_column_that_never_repeats_itself_is_not_looked_up_for_ever() {
        let mut dictionary = Dictionary::default();
        let mut serial = Growing::Text(Values::default(), Repeats::default());
        let mut owner = Growing::Text(Values::default(), Repeats::default());
        let rows = 3 * TRIAL;
        for row in 0..rows {
            // One serial number stands twice, in its first row and its last.
            let number = if row == rows - 1 { 0 } else { row };
            serial.set(row, Cell::Text(Some(&format!("SN-{number}"))), &mut dictionary);
            owner.set(row, Cell::Text(Some(&format!("部-{}", row % 9))), &mut dictionary);
        }
        let texts = |column: Growing| match column.freeze(rows) {
            Column::Text(codes) => codes.to_vec(),
            _ => Vec::new(),
        };
        let (serial, owner) = (texts(serial), texts(owner));
        assert_eq!(dictionary.get(*serial.last().unwrap()), Some("SN-0"));
        assert_eq!(dictionary.get(*serial.get(7_777).unwrap()), Some("SN-7777"));
        assert_eq!(dictionary.len(), rows + 9, "every serial number, nine owners");
        assert_eq!(owner.get(9), owner.first(), "what repeats itself has one code");
    }
}
