//! One row whose cells come one after the other: its table is looked up once for all of them.

use super::growing::GrowingTable;
use super::place::Origin;
use super::{Dictionary, FactsBuilder};
use crate::schema::{Cell, Kind};

/// A row that was begun and has no values yet.
#[derive(Debug)]
pub struct Opened<'b> {
    table: &'b mut GrowingTable,
    dictionary: &'b mut Dictionary,
    row: u32,
}

impl FactsBuilder {
    /// Begins a row of a table; none where nobody wants it.
    pub fn open(&mut self, kind: Kind, table: usize, origin: Origin) -> Option<Opened<'_>> {
        if !self.wanted().is_counted(kind, table) {
            return None;
        }
        let (tables, dictionary) = self.parts(kind)?;
        let table = tables.get_mut(table)?;
        let row = table.open(origin);
        Some(Opened { table, dictionary, row })
    }
}

impl Opened<'_> {
    /// Its number inside the table.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// Fills a cell by its column's number in the schema; a column of another type, or that nobody wants, stays as it is.
    #[inline]
    pub fn set(&mut self, column: usize, cell: Cell<'_>) {
        if let Some(column) = self.table.columns.get_mut(column) {
            column.set(self.row, cell, self.dictionary);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::schema::rows::assets::Asset;
    use crate::schema::{self, Row as _};

    #[test]
    fn a_row_filled_cell_by_cell_is_the_one_that_is_pushed() {
        let at = |name: &str| {
            let table = schema::table(Asset::KIND, Asset::TABLE).unwrap();
            table.columns.iter().position(|column| column.name == name).unwrap()
        };
        let mut one = FactsBuilder::new();
        let mut other = FactsBuilder::new();
        for (id, owner) in [("A-1", None), ("A-2", Some("佐藤")), ("A-3", Some(" "))] {
            let asset = Asset {
                id: Some(id),
                owner,
                ..Asset::default()
            };
            let number = one.push(&asset, Origin::default());
            let mut row = other.open(Asset::KIND, Asset::TABLE, Origin::default()).unwrap();
            row.set(at("id"), Cell::Text(Some(id)));
            row.set(at("owner"), Cell::Text(owner));
            // Of another type, and no column at all: nothing happens.
            row.set(at("name"), Cell::Flag(Some(true)));
            row.set(usize::MAX, Cell::Flag(Some(true)));
            assert_eq!(row.row(), number);
        }
        let (one, other) = (one.finish(), other.finish());
        for row in 0..3 {
            for name in ["id", "owner", "name"] {
                let text = |facts: &crate::Facts| facts.text(Kind::Assets, "assets", name, row).map(str::to_owned);
                assert_eq!(text(&one), text(&other), "{name} {row}");
            }
        }
        assert_eq!(one.count(), other.count());
        let mut nobody = FactsBuilder::wanting(std::sync::Arc::new(crate::facts::Wanted::nothing()));
        assert!(nobody.open(Asset::KIND, Asset::TABLE, Origin::default()).is_none());
    }
}
