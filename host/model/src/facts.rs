//! Facts: the normalised, read-only view of a subject's evidence that checks see, held as columns.
//!
//! Readers push typed rows into a [`FactsBuilder`]; [`FactsBuilder::finish`] freezes them into [`Facts`], whose columns
//! are shared slices that cross into a plugin as one copy each. Every row keeps its [`Origin`], so that a finding that
//! cites a row can name file, line and place. A row has one number over the whole subject, its *fact id*; that number is
//! what plugins cite.

mod ahead;
mod batch;
mod builder;
mod dictionary;
mod fill;
mod growing;
mod opened;
mod place;
mod wanted;

pub use ahead::Begun;
pub use batch::{Batch, BatchTable, Gathered};
pub use builder::{FactsBuilder, Mark};
pub use dictionary::{Dictionary, Ends, Word, Words};
pub use fill::Fill;
pub use opened::Opened;
pub use place::{Origin, Place, Step};
pub use wanted::Wanted;

use crate::Date;
use crate::schema::{self, Kind};
use growing::Origins;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A whole column, frozen.
#[derive(Debug, Clone)]
pub enum Column {
    /// Nobody wanted it when the evidence was read.
    Unread,
    /// Codes into the dictionary of the kind; 0 absent.
    Text(Arc<Vec<u32>>),
    /// 0 absent, 1 no, 2 yes.
    Flag(Arc<Vec<u8>>),
    /// `i64::MIN` absent.
    Integer(Arc<Vec<i64>>),
    /// NaN absent.
    Decimal(Arc<Vec<f64>>),
    /// `i32::MIN` absent.
    Date(Arc<Vec<i32>>),
    /// `u32::MAX` absent.
    Reference(Arc<Vec<u32>>),
}

/// One frozen table.
#[derive(Debug, Clone)]
pub struct Table {
    first: u32,
    rows: u32,
    columns: Vec<Column>,
    origins: Origins,
}

impl Table {
    /// Fact id of the first row.
    pub fn first(&self) -> u32 {
        self.first
    }
    /// Number of rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }
    /// The columns, in schema order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
    /// The fact ids of this table.
    pub fn facts(&self) -> Range<u32> {
        self.first..self.first + self.rows
    }
}

/// The texts of a kind by their codes.
#[derive(Debug, Clone)]
pub enum Texts {
    /// Of one subject.
    Own(Arc<Dictionary>),
    /// Of several.
    Gathered(Arc<Gathered>),
}

impl Texts {
    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        match self {
            Self::Own(texts) => texts.get(code),
            Self::Gathered(texts) => texts.get(code),
        }
    }

    /// How many texts there are: the largest code.
    pub fn len(&self) -> u32 {
        match self {
            Self::Own(texts) => texts.len(),
            Self::Gathered(texts) => texts.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// All tables of one kind.
#[derive(Debug, Clone)]
pub struct KindFacts {
    tables: Arc<[Table]>,
    texts: Texts,
}

impl KindFacts {
    /// The tables, in schema order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }
    /// The texts of this kind.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }
}

/// A fact that was looked up by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactPlace<'a> {
    /// Its kind.
    pub kind: Kind,
    /// Index of its table.
    pub table: usize,
    /// Row inside the table.
    pub row: u32,
    /// Index of the file in the subject's evidence.
    pub file: u32,
    /// Line from 1; 0 for none.
    pub line: u32,
    /// Place inside the file; empty for none.
    pub locator: Cow<'a, str>,
}

/// All facts of one subject.
#[derive(Debug, Clone)]
pub struct Facts {
    // None where nothing was read of a kind.
    kinds: Vec<Option<KindFacts>>,
    // Every kind without rows; shared with other subjects.
    nothing: Arc<[KindFacts]>,
    places: Arc<place::Places>,
    count: u32,
}

impl Facts {
    /// The tables of one kind.
    pub fn kind(&self, kind: Kind) -> &KindFacts {
        let read = self.kinds.get(kind as usize).and_then(Option::as_ref);
        // INVARIANT: `nothing` has one entry per kind, in order, or all kinds were read.
        #[allow(clippy::indexing_slicing, reason = "one entry per kind by construction")]
        read.unwrap_or_else(|| &self.nothing[kind as usize])
    }

    /// How many facts (rows of all tables) there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Looks a fact up by its id.
    pub fn find(&self, fact: u32) -> Option<FactPlace<'_>> {
        let (kind, index, row) = self.place(fact)?;
        let of_kind = self.kind(kind);
        // Where rows of several subjects came from stays with each of them.
        let Texts::Own(texts) = &of_kind.texts else {
            return None;
        };
        let origin = of_kind.tables.get(index)?.origins.get(row)?;
        Some(FactPlace {
            kind,
            table: index,
            row,
            file: origin.file,
            line: origin.line,
            locator: self.places.render(origin.place, texts),
        })
    }

    /// Kind, table and row of a fact.
    pub(crate) fn place(&self, fact: u32) -> Option<(Kind, usize, u32)> {
        for kind in Kind::ALL {
            for (index, table) in self.kind(*kind).tables.iter().enumerate() {
                if table.facts().contains(&fact) {
                    return Some((*kind, index, fact - table.first));
                }
            }
        }
        None
    }

    /// A column by its place in the schema.
    pub fn column(&self, kind: Kind, table: usize, column: usize) -> Option<&Column> {
        self.kind(kind).tables.get(table)?.columns.get(column)
    }

    /// The text in one cell of a text column, if there is one (for people and tests; checks read columns).
    pub fn text(&self, kind: Kind, table: &str, column: &str, row: u32) -> Option<&str> {
        let (index, table_schema) = schema::table_by_name(kind, table)?;
        let column_index = table_schema.columns.iter().position(|c| c.name == column)?;
        let facts = self.kind(kind);
        match facts.tables.get(index)?.columns.get(column_index)? {
            Column::Text(codes) => facts.texts.get(*codes.get(row as usize)?),
            _ => None,
        }
    }

    /// The day in one cell of a date column, if there is one.
    pub fn date(&self, kind: Kind, table: &str, column: &str, row: u32) -> Option<Date> {
        let (index, table_schema) = schema::table_by_name(kind, table)?;
        let column_index = table_schema.columns.iter().position(|c| c.name == column)?;
        match self.column(kind, index, column_index)? {
            Column::Date(days) => {
                let days = *days.get(row as usize)?;
                (days != i32::MIN).then(|| Date::from_days(days))
            }
            _ => None,
        }
    }

    /// Number of rows of a table by name; 0 where there is no such table.
    pub fn rows(&self, kind: Kind, table: &str) -> u32 {
        schema::table_by_name(kind, table)
            .and_then(|(index, _)| self.kind(kind).tables.get(index))
            .map_or(0, Table::rows)
    }
}
