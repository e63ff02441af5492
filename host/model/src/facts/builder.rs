//! Facts in the making: readers push rows here, one file after another.

use super::{Column, Dictionary, Facts, KindFacts, Origin, Table};
use crate::schema::{self, Cell, ColumnType, Kind, Row};
use std::sync::Arc;

#[derive(Debug)]
enum Growing {
    Text(Vec<u32>),
    Flag(Vec<u8>),
    Integer(Vec<i64>),
    Decimal(Vec<f64>),
    Date(Vec<i32>),
    Reference(Vec<u32>),
}

impl Growing {
    fn new(ty: ColumnType) -> Self {
        match ty {
            ColumnType::Text => Self::Text(Vec::new()),
            ColumnType::Flag => Self::Flag(Vec::new()),
            ColumnType::Integer => Self::Integer(Vec::new()),
            ColumnType::Decimal => Self::Decimal(Vec::new()),
            ColumnType::Date => Self::Date(Vec::new()),
            ColumnType::Reference(_) => Self::Reference(Vec::new()),
        }
    }

    fn push_absent(&mut self) {
        match self {
            Self::Text(v) => v.push(0),
            Self::Flag(v) => v.push(0),
            Self::Integer(v) => v.push(i64::MIN),
            Self::Decimal(v) => v.push(f64::NAN),
            Self::Date(v) => v.push(i32::MIN),
            Self::Reference(v) => v.push(u32::MAX),
        }
    }

    fn set(&mut self, row: usize, cell: Cell<'_>, dictionary: &mut Dictionary, push: bool) {
        if push {
            self.push_absent();
        }
        match (self, cell) {
            // An empty text is no text: "present but empty" would otherwise pass for a value.
            (Self::Text(v), Cell::Text(Some(text))) if !text.trim().is_empty() => {
                put(v, row, dictionary.intern(text));
            }
            (Self::Flag(v), Cell::Flag(Some(flag))) => put(v, row, if flag { 2 } else { 1 }),
            (Self::Integer(v), Cell::Integer(Some(n))) => put(v, row, n),
            (Self::Decimal(v), Cell::Decimal(Some(n))) => put(v, row, n),
            (Self::Date(v), Cell::Date(Some(date))) => put(v, row, date.days()),
            (Self::Reference(v), Cell::Reference(Some(n))) => put(v, row, n),
            _ => {}
        }
    }

    fn freeze(self) -> Column {
        match self {
            Self::Text(v) => Column::Text(v.into()),
            Self::Flag(v) => Column::Flag(v.into()),
            Self::Integer(v) => Column::Integer(v.into()),
            Self::Decimal(v) => Column::Decimal(v.into()),
            Self::Date(v) => Column::Date(v.into()),
            Self::Reference(v) => Column::Reference(v.into()),
        }
    }
}

fn put<T>(values: &mut [T], row: usize, value: T) {
    if let Some(slot) = values.get_mut(row) {
        *slot = value;
    }
}

#[derive(Debug)]
struct GrowingTable {
    columns: Vec<Growing>,
    origins: Vec<Origin>,
}

/// Collects the facts of one subject.
#[derive(Debug)]
pub struct FactsBuilder {
    kinds: Vec<(Vec<GrowingTable>, Dictionary)>,
    locators: Dictionary,
}

impl Default for FactsBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl FactsBuilder {
    /// An empty set of facts.
    pub fn new() -> Self {
        let grow = |table: &schema::TableSchema| GrowingTable {
            columns: table.columns.iter().map(|c| Growing::new(c.ty)).collect(),
            origins: Vec::new(),
        };
        Self {
            kinds: schema::KINDS
                .iter()
                .map(|kind| (kind.tables.iter().map(grow).collect(), Dictionary::default()))
                .collect(),
            locators: Dictionary::default(),
        }
    }

    /// Makes the origin of a row; `line` 0 and an empty locator mean "none".
    pub fn origin(&mut self, file: u32, line: u32, locator: &str) -> Origin {
        let locator = if locator.is_empty() {
            0
        } else {
            self.locators.intern(locator)
        };
        Origin { file, line, locator }
    }

    /// Appends a typed row and returns its number inside its table (what reference columns hold).
    pub fn push<R: Row>(&mut self, row: &R, origin: Origin) -> u32 {
        let Some((table, dictionary)) = self.table(R::KIND, R::TABLE) else {
            return u32::MAX;
        };
        let number = table.origins.len();
        table.origins.push(origin);
        let mut columns = table.columns.iter_mut();
        row.cells(&mut |cell| {
            if let Some(column) = columns.next() {
                column.set(number, cell, dictionary, true);
            }
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Appends a row without values, to be filled by [`Self::set`].
    pub fn push_empty(&mut self, kind: Kind, table: usize, origin: Origin) -> u32 {
        let Some((table, _)) = self.table(kind, table) else {
            return u32::MAX;
        };
        let number = table.origins.len();
        table.origins.push(origin);
        table.columns.iter_mut().for_each(Growing::push_absent);
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Fills one cell by the column's name; answers whether there is such a column of the cell's type.
    pub fn set(&mut self, kind: Kind, table: usize, row: u32, column: &str, cell: Cell<'_>) -> bool {
        let Some(schema) = schema::table(kind, table) else {
            return false;
        };
        let Some(index) = schema.columns.iter().position(|c| c.name == column) else {
            return false;
        };
        let matches = schema.columns.get(index).is_some_and(|c| {
            matches!(
                (c.ty, cell),
                (ColumnType::Text, Cell::Text(_))
                    | (ColumnType::Flag, Cell::Flag(_))
                    | (ColumnType::Integer, Cell::Integer(_))
                    | (ColumnType::Decimal, Cell::Decimal(_))
                    | (ColumnType::Date, Cell::Date(_))
                    | (ColumnType::Reference(_), Cell::Reference(_))
            )
        });
        if let (true, Some((table, dictionary))) = (matches, self.table(kind, table))
            && let Some(column) = table.columns.get_mut(index)
        {
            column.set(row as usize, cell, dictionary, false);
        }
        matches
    }

    /// Number of rows pushed so far.
    pub fn rows(&self, kind: Kind, table: usize) -> u32 {
        let rows = self.kinds.get(kind as usize).and_then(|(tables, _)| tables.get(table));
        rows.map_or(0, |t| u32::try_from(t.origins.len()).unwrap_or(u32::MAX))
    }

    fn table(&mut self, kind: Kind, table: usize) -> Option<(&mut GrowingTable, &mut Dictionary)> {
        let (tables, dictionary) = self.kinds.get_mut(kind as usize)?;
        Some((tables.get_mut(table)?, dictionary))
    }

    /// Freezes the facts and numbers them.
    pub fn finish(self) -> Facts {
        let mut next = 0u32;
        let kinds = self
            .kinds
            .into_iter()
            .map(|(tables, dictionary)| KindFacts {
                tables: tables
                    .into_iter()
                    .map(|table| {
                        let rows = u32::try_from(table.origins.len()).unwrap_or(u32::MAX);
                        let first = next;
                        next = next.saturating_add(rows);
                        Table {
                            first,
                            rows,
                            columns: table.columns.into_iter().map(Growing::freeze).collect(),
                            origins: table.origins,
                        }
                    })
                    .collect(),
                dictionary: Arc::new(dictionary),
            })
            .collect();
        Facts {
            kinds,
            locators: Arc::new(self.locators),
            count: next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::rows::sbom::{Component, Document};

    #[test]
    fn rows_come_back_with_their_texts_and_places() {
        let mut builder = FactsBuilder::new();
        let origin = builder.origin(0, 0, "");
        let document = builder.push(
            &Document {
                format: Some("spdx"),
                ..Document::default()
            },
            origin,
        );
        let origin = builder.origin(0, 7, "/packages/0");
        let row = Component {
            document: Some(document),
            name: Some("zlib"),
            supplier: Some(" "),
            ..Component::default()
        };
        builder.push(&row, origin);
        let facts = builder.finish();
        assert_eq!(facts.text(Kind::Sbom, "components", "name", 0), Some("zlib"));
        assert_eq!(
            facts.text(Kind::Sbom, "components", "supplier", 0),
            None,
            "blank is absent"
        );
        assert_eq!(facts.count(), 2);
        let place = facts.find(1).unwrap();
        assert_eq!((place.line, place.locator, place.row), (7, "/packages/0", 0));
        assert!(facts.find(2).is_none());
    }

    #[test]
    fn a_cell_is_set_by_name_only_where_name_and_type_fit() {
        let mut builder = FactsBuilder::new();
        let row = builder.push_empty(Kind::Assets, 1, Origin::default());
        assert!(builder.set(Kind::Assets, 1, row, "owner", Cell::Text(Some("品質保証部"))));
        assert!(!builder.set(Kind::Assets, 1, row, "owner", Cell::Flag(Some(true))));
        assert!(!builder.set(Kind::Assets, 1, row, "no_such_column", Cell::Text(Some("x"))));
        assert_eq!(
            builder.finish().text(Kind::Assets, "assets", "owner", 0),
            Some("品質保証部")
        );
    }
}
