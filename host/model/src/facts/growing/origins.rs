//! Where the rows of a table come from. Most tables come from one file, and each of its rows from a little further on than
//! the one before: of a long table only how much further is kept.

mod close;

use crate::facts::place::{Origin, Place};
use crate::growth;
use close::Close;

/// The origins of the rows of a table.
#[derive(Debug, Clone, Default)]
pub(in crate::facts) struct Origins {
    /// From which row on the rows come from which file.
    files: Vec<(u32, u32)>,
    at: At,
}

/// Line and place of each row.
#[derive(Debug, Clone)]
enum At {
    /// As they are: of a short table, or of one whose rows come from here and there.
    Plain(Vec<(u32, Place)>),
    /// By how far each row is from the one before.
    Close(Close),
}

impl Default for At {
    fn default() -> Self {
        Self::Plain(Vec::new())
    }
}

/// From how many rows on it is tried whether they are close to one another.
const LONG: usize = 1_024;

impl Origins {
    /// That of the next row.
    #[inline]
    pub(super) fn push(&mut self, origin: Origin) {
        self.file(origin.file);
        let row = (origin.line, origin.place);
        match &mut self.at {
            At::Plain(rows) if rows.len() != LONG => growth::push(rows, row),
            _ => self.push_far(row),
        }
    }

    #[inline(never)]
    fn push_far(&mut self, row: (u32, Place)) {
        if let At::Plain(rows) = &mut self.at {
            rows.push(row);
            self.at = At::of(std::mem::take(rows));
        } else if let At::Close(close) = &mut self.at
            && !close.push(row)
        {
            let mut rows: Vec<_> = close.all().collect();
            growth::push(&mut rows, row);
            self.at = At::Plain(rows);
        }
    }

    /// Those of the next rows.
    pub(super) fn extend(&mut self, mut origins: impl ExactSizeIterator<Item = Origin>) {
        // Most tables are short, and most rows that come together from one file.
        let Some(first) = origins.next() else { return };
        self.push(first);
        let more = origins.len();
        if let At::Plain(rows) = &mut self.at
            && rows.len() + more <= LONG
        {
            rows.reserve(more);
            for origin in origins.by_ref() {
                if origin.file != first.file {
                    self.push(origin);
                    break;
                }
                rows.push((origin.line, origin.place));
            }
        }
        origins.for_each(|origin| self.push(origin));
    }

    /// Says of the next row from which file it is.
    #[inline]
    fn file(&mut self, file: u32) {
        if self.files.last().is_none_or(|(_, last)| *last != file) {
            // INVARIANT: readers are bounded far below 2^32 rows.
            self.files.push((u32::try_from(self.len()).unwrap_or(u32::MAX), file));
        }
    }

    fn len(&self) -> usize {
        match &self.at {
            At::Plain(rows) => rows.len(),
            At::Close(close) => close.len(),
        }
    }

    /// That of a row.
    pub(in crate::facts) fn get(&self, row: u32) -> Option<Origin> {
        let (line, place) = match &self.at {
            At::Plain(rows) => *rows.get(row as usize)?,
            At::Close(close) => close.get(row as usize)?,
        };
        let after = self.files.partition_point(|(first, _)| *first <= row);
        let (_, file) = *self.files.get(after.checked_sub(1)?)?;
        Some(Origin { file, line, place })
    }

    pub(super) fn expect(&mut self, more: usize) {
        match &mut self.at {
            // The first ones will be given up.
            At::Plain(rows) => growth::expect(rows, more.min(LONG + 1)),
            At::Close(close) => close.expect(more),
        }
    }

    pub(super) fn truncate(&mut self, rows: u32) {
        let length = rows as usize;
        if length < self.len() {
            self.files.retain(|(first, _)| *first < rows);
            match &mut self.at {
                At::Plain(rows) => rows.truncate(length),
                At::Close(close) => {
                    let rows: Vec<_> = close.all().take(length).collect();
                    self.at = if length > LONG { At::of(rows) } else { At::Plain(rows) };
                }
            }
        }
    }
}

impl At {
    /// Long tables as how far rows are from each other, unless they are far.
    fn of(rows: Vec<(u32, Place)>) -> Self {
        let mut close = Close::default();
        if rows.iter().all(|row| close.push(*row)) {
            Self::Close(close)
        } else {
            Self::Plain(rows)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::place::{Places, Step};

    #[test]
    fn every_row_keeps_its_file_line_and_place() {
        let mut origins = Origins::default();
        let origin = |row: u32| Origin {
            file: [0, 0, 3, 3, 3, 1, 0, 0].get(row as usize).copied().unwrap_or(7),
            line: 10 * row,
            place: Place::default(),
        };
        (0..3).for_each(|row| origins.push(origin(row)));
        origins.extend((3..9).map(origin));
        assert!((0..9).all(|row| origins.get(row) == Some(origin(row))));
        origins.truncate(5);
        assert_eq!((origins.get(4), origins.get(5)), (Some(origin(4)), None));
        origins.extend((8..11).map(origin));
        let files: Vec<_> = (0..9).map(|row| origins.get(row).map(|origin| origin.file)).collect();
        let expected = [
            Some(0),
            Some(0),
            Some(3),
            Some(3),
            Some(3),
            Some(7),
            Some(7),
            Some(7),
            None,
        ];
        assert_eq!(files, expected);
    }

    /// Rows of a long table, of which one in so many is somewhere else.
    fn rows(odd: u32) -> Vec<Origin> {
        let mut places = Places::default();
        let list = places.step(Place::default(), Step::Member("list"));
        let mut line = 0u32;
        let rows = (0..20_000u32).map(|row| {
            let is_odd = row % odd == odd - 1;
            line = if is_odd {
                99_000u32.saturating_sub(line)
            } else {
                line + row % 40 * 300 % 16_000
            };
            Origin {
                file: row / 9_000,
                line,
                place: match row % 3 {
                    0 if is_odd => Place::default(),
                    1 if is_odd => places.text(&format!("odd {row}")),
                    _ => places.step(list, Step::Item(row / 2)),
                },
            }
        });
        rows.collect()
    }

    #[test]
    fn rows_of_long_tables_are_kept_however_far_from_each_other_they_are() {
        for odd in [1, 2, 5, 100, 30_000] {
            let rows = rows(odd);
            let mut origins = Origins::default();
            let (first, rest) = rows.split_at(5_000);
            first.iter().for_each(|row| origins.push(*row));
            origins.expect(rest.len());
            origins.extend(rest.iter().copied());
            let is_close = matches!(origins.at, At::Close(_));
            assert_eq!(is_close, odd > 8, "{odd}");
            for length in [20_000u32, 19_999, 9_001, 9_000, 1_025, 1_024, 63, 0] {
                origins.truncate(length);
                let all: Vec<_> = (0..length).filter_map(|row| origins.get(row)).collect();
                assert_eq!(Some(all.as_slice()), rows.get(..length as usize), "{odd} {length}");
                assert_eq!(origins.get(length), None, "{odd} {length}");
            }
            origins.extend(rows.iter().copied());
            let all: Vec<_> = (0..20_000).filter_map(|row| origins.get(row)).collect();
            assert_eq!(all, rows, "{odd}, once more");
        }
    }
}
