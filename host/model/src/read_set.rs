//! What a call of a plugin has read, column by column: what its findings can depend on, and nothing else.

use crate::schema::{self, KINDS, Kind};

/// The tables and columns that were asked for, and whether the day was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSet {
    tables: Vec<TableReads>,
    day: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct TableReads {
    rows: bool,
    columns: u128,
}

/// One thing that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// How many rows a table has.
    Rows(Kind, usize),
    /// A whole column: kind, table, column. For a text column, its texts.
    Column(Kind, usize, usize),
    /// The day as of which is assessed.
    Day,
}

impl Default for ReadSet {
    fn default() -> Self {
        Self {
            tables: vec![TableReads::default(); table_number(None)],
            day: false,
        }
    }
}

/// Number of a table over all kinds; the number of all tables for none.
fn table_number(of: Option<(Kind, usize)>) -> usize {
    let before = of.map_or(KINDS.len(), |(kind, _)| kind as usize);
    let tables: usize = KINDS.iter().take(before).map(|k| k.tables.len()).sum();
    tables + of.map_or(0, |(_, table)| table)
}

impl ReadSet {
    /// Adds one read.
    pub fn add(&mut self, read: Read) {
        match read {
            Read::Day => self.day = true,
            Read::Rows(kind, table) => {
                if let Some(reads) = self.tables.get_mut(table_number(Some((kind, table)))) {
                    reads.rows = true;
                }
            }
            Read::Column(kind, table, column) => {
                if let Some(reads) = self.tables.get_mut(table_number(Some((kind, table)))) {
                    reads.columns |= bit(column);
                }
            }
        }
    }

    /// Whether something was read.
    pub fn has(&self, read: Read) -> bool {
        let reads = |kind, table| self.tables.get(table_number(Some((kind, table))));
        match read {
            Read::Day => self.day,
            Read::Rows(kind, table) => reads(kind, table).is_some_and(|r| r.rows),
            Read::Column(kind, table, column) => reads(kind, table).is_some_and(|r| r.columns & bit(column) != 0),
        }
    }

    /// Adds all that another call read.
    pub fn merge(&mut self, other: &Self) {
        for (own, others) in self.tables.iter_mut().zip(&other.tables) {
            own.rows |= others.rows;
            own.columns |= others.columns;
        }
        self.day |= other.day;
    }

    /// Everything that was read, in the order of the schema, the day last.
    pub fn iter(&self) -> impl Iterator<Item = Read> + '_ {
        let tables = Kind::ALL.iter().flat_map(|kind| {
            let tables = schema::kind(*kind).tables;
            tables
                .iter()
                .enumerate()
                .map(|(index, table)| (*kind, index, table.columns.len()))
        });
        let reads = tables.flat_map(|(kind, table, columns)| {
            std::iter::once(Read::Rows(kind, table))
                .chain((0..columns).map(move |column| Read::Column(kind, table, column)))
        });
        reads.chain(std::iter::once(Read::Day)).filter(|read| self.has(*read))
    }
}

/// INVARIANT: no table has more than 128 columns (tested below).
fn bit(column: usize) -> u128 {
    u32::try_from(column)
        .ok()
        .and_then(|n| 1u128.checked_shl(n))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_bit_of_its_own() {
        for kind in KINDS {
            for (table, schema) in kind.tables.iter().enumerate() {
                assert!(schema.columns.len() <= 128, "{}", schema.name);
                for column in 0..schema.columns.len() {
                    let mut set = ReadSet::default();
                    set.add(Read::Column(kind.kind, table, column));
                    assert_eq!(set.iter().collect::<Vec<_>>(), [Read::Column(kind.kind, table, column)]);
                }
            }
        }
    }

    #[test]
    fn a_merge_holds_what_either_held() {
        let (mut one, mut two) = (ReadSet::default(), ReadSet::default());
        one.add(Read::Rows(Kind::Answers, 0));
        two.add(Read::Day);
        one.merge(&two);
        assert_eq!(
            one.iter().collect::<Vec<_>>(),
            [Read::Rows(Kind::Answers, 0), Read::Day]
        );
        assert!(!two.has(Read::Rows(Kind::Answers, 0)));
    }
}
