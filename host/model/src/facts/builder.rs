//! Facts in the making: readers push rows here, one file after another.
//!
//! Kinds, tables and columns come into being with their first value, so that a subject of one small file costs little;
//! cells behind a column's last value are absent. Columns that nobody wants are never filled.

use super::growing::GrowingTable;
use super::place::{Origin, Place, Places, Step};
use super::{Dictionary, Facts, KindFacts, Texts, Wanted, Words};
use crate::schema::{self, Cell, ColumnType, Kind, Row};
use std::sync::{Arc, OnceLock};

/// The tables of one kind and their texts.
#[derive(Debug)]
struct GrowingKind {
    tables: Vec<GrowingTable>,
    dictionary: Dictionary,
}

/// Collects the facts of one subject.
#[derive(Debug)]
pub struct FactsBuilder {
    // None until the first row of the kind.
    kinds: Vec<Option<Box<GrowingKind>>>,
    places: Places,
    wanted: Arc<Wanted>,
}

/// How many rows every table had at some moment; see [`FactsBuilder::take_back`].
#[derive(Debug, Clone)]
pub struct Mark(Vec<Vec<u32>>);

impl Default for FactsBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl FactsBuilder {
    /// An empty set of facts, of which everything is wanted.
    pub fn new() -> Self {
        static EVERYTHING: OnceLock<Arc<Wanted>> = OnceLock::new();
        Self::wanting(Arc::clone(EVERYTHING.get_or_init(|| Arc::new(Wanted::everything()))))
    }

    /// An empty set of facts, of which only some are wanted.
    pub fn wanting(wanted: Arc<Wanted>) -> Self {
        Self {
            kinds: schema::KINDS.iter().map(|_| None).collect(),
            places: Places::default(),
            wanted,
        }
    }

    /// What is wanted.
    pub fn wanted(&self) -> &Arc<Wanted> {
        &self.wanted
    }

    /// Makes the origin of a row; `line` 0 and an empty locator mean "none".
    pub fn origin(&mut self, file: u32, line: u32, locator: &str) -> Origin {
        let place = self.places.text(locator);
        Origin { file, line, place }
    }

    /// Makes the origin of rows whose locator no earlier row has: it is not looked for.
    #[inline]
    pub fn origin_at_new_place(&mut self, file: u32, line: u32, locator: &str) -> Origin {
        let place = self.places.new_text(locator);
        Origin { file, line, place }
    }

    /// Makes the origin of a row whose locator is one of its own texts (the path of a setting).
    pub fn origin_of_text(&mut self, kind: Kind, file: u32, line: u32, text: &str) -> Origin {
        let code = self.kind(kind).map_or(0, |kind| kind.dictionary.intern(text));
        let place = Places::of_kind(code);
        Origin { file, line, place }
    }

    /// Makes room for places whose texts are kept for many subjects; answers the number of the first one.
    pub fn share(&mut self, texts: &Arc<[Box<str>]>) -> u32 {
        self.places.share(texts)
    }

    /// The origin of a row at a place with a text that is shared.
    #[inline]
    pub fn origin_at_shared(file: u32, line: u32, number: u32) -> Origin {
        let place = Places::shared(number);
        Origin { file, line, place }
    }

    /// Lends words to a kind of which there is no text yet; see [`super::Fill::words`].
    pub fn lend(&mut self, kind: Kind, words: &Words) {
        if self.wanted.kind(kind)
            && let Some(kind) = self.kind(kind)
        {
            kind.dictionary.lend(words);
        }
    }

    /// A place inside another place.
    pub fn step(&mut self, from: Place, step: Step<'_>) -> Place {
        self.places.step(from, step)
    }

    /// Appends a typed row and returns its number inside its table (what reference columns hold); the largest number
    /// where nobody wants the table.
    pub fn push<R: Row>(&mut self, row: &R, origin: Origin) -> u32 {
        if !self.wanted.is_counted(R::KIND, R::TABLE) {
            return u32::MAX;
        }
        let Some(kind) = self.kind(R::KIND) else {
            return u32::MAX;
        };
        let Some(table) = kind.tables.get_mut(R::TABLE) else {
            return u32::MAX;
        };
        let number = table.open(origin);
        let (columns, dictionary) = (&mut table.columns, &mut kind.dictionary);
        row.cells(table.wanted, &mut |at, cell| {
            // Most cells of most rows are absent, or nobody wants them.
            if !cell.is_absent()
                && let Some(column) = columns.get_mut(at)
            {
                column.set(number, cell, dictionary);
            }
        });
        number
    }

    /// Fills one cell by the column's name; answers whether there is such a column of the cell's type.
    pub fn set(&mut self, kind: Kind, table: usize, row: u32, column: &str, cell: Cell<'_>) -> bool {
        let Some(schema) = schema::table(kind, table) else {
            return false;
        };
        let Some(index) = schema.columns.iter().position(|c| c.name == column) else {
            return false;
        };
        self.set_at(kind, table, row, index, cell)
    }

    /// Fills one cell by the column's number; answers whether there is such a column of the cell's type.
    pub fn set_at(&mut self, kind: Kind, table: usize, row: u32, column: usize, cell: Cell<'_>) -> bool {
        let ty = schema::table(kind, table)
            .and_then(|t| t.columns.get(column))
            .map(|c| c.ty);
        let matches = matches!(
            (ty, cell),
            (Some(ColumnType::Text), Cell::Text(_))
                | (Some(ColumnType::Flag), Cell::Flag(_))
                | (Some(ColumnType::Integer), Cell::Integer(_))
                | (Some(ColumnType::Decimal), Cell::Decimal(_))
                | (Some(ColumnType::Date), Cell::Date(_))
                | (Some(ColumnType::Reference(_)), Cell::Reference(_))
        );
        if matches
            && self.wanted.has(kind, table, column)
            && let Some(kind) = self.kind(kind)
            && let Some(table) = kind.tables.get_mut(table)
            && row < table.rows
            && let Some(column) = table.columns.get_mut(column)
        {
            column.set(row, cell, &mut kind.dictionary);
        }
        matches
    }

    /// The code of the text in a cell (table, row, column) of a kind, where that text is kept.
    pub fn code(&self, kind: Kind, (table, row, column): (usize, u32, usize)) -> Option<u32> {
        let (tables, _) = self.grown(kind)?;
        tables.get(table)?.columns.get(column)?.code(row)
    }

    /// The text of a code of a kind.
    pub fn text(&self, kind: Kind, code: u32) -> Option<&str> {
        self.grown(kind)?.1.get(code)
    }

    /// Keeps a text that no cell has, whether there is such a text or not; answers its code.
    pub fn append(&mut self, kind: Kind, text: &str) -> u32 {
        self.kind(kind).map_or(0, |kind| kind.dictionary.append(text))
    }

    /// Gives a cell the text that another cell of the same kind has (each by table, row and column), without looking at
    /// it; answers false where that text is not kept.
    pub fn set_same(&mut self, kind: Kind, to: (usize, u32, usize), from: (usize, u32, usize)) -> bool {
        let Some(code) = self.code(kind, from) else {
            return false;
        };
        if let Some(kind) = self.kind(kind)
            && let Some(table) = kind.tables.get_mut(to.0)
            && to.1 < table.rows
            && let Some(column) = table.columns.get_mut(to.2)
        {
            column.set_code(to.1, code);
        }
        true
    }

    /// Number of rows pushed so far.
    pub fn rows(&self, kind: Kind, table: usize) -> u32 {
        let kind = self.kinds.get(kind as usize).and_then(Option::as_ref);
        kind.and_then(|kind| kind.tables.get(table)).map_or(0, |t| t.rows)
    }

    fn kind(&mut self, kind: Kind) -> Option<&mut GrowingKind> {
        let slot = self.kinds.get_mut(kind as usize)?;
        let wanted = &self.wanted;
        let grown = slot.get_or_insert_with(|| {
            let tables = schema::kind(kind).tables.iter().enumerate();
            Box::new(GrowingKind {
                tables: tables
                    .map(|(index, table)| GrowingTable::new(kind, index, table, wanted))
                    .collect(),
                dictionary: Dictionary::default(),
            })
        });
        Some(grown)
    }

    /// The tables of a kind that has rows, and its texts.
    pub(super) fn grown(&self, kind: Kind) -> Option<(&[GrowingTable], &Dictionary)> {
        let kind = self.kinds.get(kind as usize)?.as_ref()?;
        Some((&kind.tables, &kind.dictionary))
    }

    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    pub(super) fn places_mut(&mut self) -> &mut Places {
        &mut self.places
    }

    /// The tables of a kind, and its texts.
    pub(super) fn parts(&mut self, kind: Kind) -> Option<(&mut [GrowingTable], &mut Dictionary)> {
        let kind = self.kind(kind)?;
        Some((&mut kind.tables, &mut kind.dictionary))
    }

    /// Remembers how far the facts are.
    pub fn mark(&self) -> Mark {
        let rows = |kind: &Option<Box<GrowingKind>>| {
            let kind = kind.as_ref();
            kind.map_or_else(Vec::new, |kind| kind.tables.iter().map(|t| t.rows).collect())
        };
        Mark(self.kinds.iter().map(rows).collect())
    }

    /// Takes back all rows pushed since a mark: what a file gave that turned out to be unusable.
    pub fn take_back(&mut self, mark: &Mark) {
        for (kind, rows) in self.kinds.iter_mut().zip(&mark.0) {
            let Some(kind) = kind else { continue };
            for (index, table) in kind.tables.iter_mut().enumerate() {
                table.truncate(rows.get(index).copied().unwrap_or(0));
            }
        }
    }

    /// Freezes the facts and numbers them.
    pub fn finish(self) -> Facts {
        let mut next = 0u32;
        let mut freeze = |table: GrowingTable| {
            let first = next;
            next = next.saturating_add(table.rows);
            table.freeze(first)
        };
        let kinds = self.kinds.into_iter().map(|grown| {
            let GrowingKind { tables, dictionary } = *grown?;
            Some(KindFacts {
                tables: tables.into_iter().map(&mut freeze).collect(),
                texts: Texts::Own(Arc::new(dictionary.freeze())),
            })
        });
        Facts {
            kinds: kinds.collect(),
            nothing: Arc::clone(self.wanted.nothing_read()),
            places: Arc::new(self.places.freeze()),
            count: next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::rows::assets::Asset;
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
        assert_eq!((place.line, place.locator.as_ref(), place.row), (7, "/packages/0", 0));
        assert!(facts.find(2).is_none());
    }

    #[test]
    fn a_cell_is_set_by_name_only_where_name_and_type_fit() {
        let mut builder = FactsBuilder::new();
        let row = builder.push(&Asset::default(), Origin::default());
        assert!(builder.set(Kind::Assets, 1, row, "owner", Cell::Text(Some("品質保証部"))));
        assert!(!builder.set(Kind::Assets, 1, row, "owner", Cell::Flag(Some(true))));
        assert!(!builder.set(Kind::Assets, 1, row, "no_such_column", Cell::Text(Some("x"))));
        assert_eq!(
            builder.finish().text(Kind::Assets, "assets", "owner", 0),
            Some("品質保証部")
        );
    }
    #[test]
    fn what_a_file_gave_is_taken_back_as_a_whole() {
        let mut builder = FactsBuilder::new();
        let row = |name| Component {
            name: Some(name),
            ..Component::default()
        };
        builder.push(&row("kept"), Origin::default());
        let mark = builder.mark();
        builder.push(&row("gone"), Origin::default());
        builder.push(&Document::default(), Origin::default());
        builder.take_back(&mark);
        builder.push(&row("next"), Origin::default());
        let facts = builder.finish();
        assert_eq!(facts.count(), 2);
        assert_eq!(facts.text(Kind::Sbom, "components", "name", 0), Some("kept"));
        assert_eq!(facts.text(Kind::Sbom, "components", "name", 1), Some("next"));
        assert_eq!(facts.rows(Kind::Sbom, "documents"), 0);
    }

    #[test]
    fn what_nobody_wants_is_no_column_and_never_an_absent_value() {
        let mut wanted = Wanted::nothing();
        assert!(wanted.add("sbom", "component-document") && wanted.add("sbom", "component-name"));
        let mut builder = FactsBuilder::wanting(Arc::new(wanted));
        let document = builder.push(
            &Document {
                name: Some("d"),
                ..Document::default()
            },
            Origin::default(),
        );
        let component = Component {
            document: Some(document),
            name: Some("zlib"),
            version: Some("1.3"),
            ..Component::default()
        };
        builder.push(&component, Origin::default());
        let unwanted = crate::schema::rows::sbom::Hash::default();
        assert_eq!(builder.push(&unwanted, Origin::default()), u32::MAX);
        let facts = builder.finish();
        assert_eq!(facts.text(Kind::Sbom, "components", "name", 0), Some("zlib"));
        let (index, schema) = schema::table_by_name(Kind::Sbom, "components").unwrap();
        let table = facts.kind(Kind::Sbom).tables().get(index).unwrap();
        for (column, schema) in table.columns().iter().zip(schema.columns) {
            let unread = matches!(column, crate::facts::Column::Unread);
            assert_eq!(unread, !["document", "name"].contains(&schema.name), "{}", schema.name);
        }
        assert_eq!(
            facts.rows(Kind::Sbom, "documents"),
            1,
            "a row that is referred to is counted"
        );
        assert_eq!(facts.rows(Kind::Sbom, "hashes"), 0);
        assert!(facts.find(table.first()).is_some());
        let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Sbom);
        for table in kinds.flat_map(|kind| facts.kind(*kind).tables()) {
            assert!(
                table
                    .columns()
                    .iter()
                    .all(|c| matches!(c, crate::facts::Column::Unread))
            );
        }
    }
}
