//! The facts of several subjects laid end to end, so that a plugin reads a column of all of them in one copy.
//!
//! Each subject keeps a part of every table; references stay inside their subject. Only the columns that the plugin can
//! ask for are laid out, and where each row came from stays with the subject: what a plugin cites is led back to it.

use super::{Column, Dictionary, Facts, KindFacts, Table};
use crate::schema::{ColumnType, KINDS, Kind, TableSchema};
use std::ops::Range;
use std::sync::Arc;

/// The facts of one call of a plugin: one subject's as they are, or several subjects' laid end to end.
#[derive(Debug, Clone)]
pub struct Batch {
    facts: Arc<Facts>,
    /// For kind and table: where each subject's rows begin, and where the last one's end. None for a single subject.
    starts: Option<Vec<Vec<Vec<u32>>>>,
    subjects: u32,
}

/// A table of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchTable {
    /// Kind of the table.
    pub kind: Kind,
    /// Index of the table.
    pub table: usize,
    /// The facts of all subjects in it.
    pub facts: Range<u32>,
}

impl Batch {
    /// One subject alone.
    pub fn one(facts: Arc<Facts>) -> Self {
        Self {
            facts,
            starts: None,
            subjects: 1,
        }
    }

    /// Several subjects. `wants` says of a table (`None`) or a column whether the plugin can ask for it.
    pub fn of(parts: &[Arc<Facts>], wants: &dyn Fn(Kind, usize, Option<usize>) -> bool) -> Self {
        let mut first = 0u32;
        let mut all_starts = Vec::with_capacity(KINDS.len());
        let mut kinds = Vec::with_capacity(KINDS.len());
        for kind in KINDS {
            let rows = |part: &Arc<Facts>| part.kind(kind.kind).tables.iter().any(|table| table.rows > 0);
            // Of most kinds a subject has nothing: there is nothing to lay, and nobody's part of it to know.
            let parts = if parts.iter().any(rows) { parts } else { &[] };
            let tables = kind.tables.iter().enumerate();
            let starts: Vec<Vec<u32>> = tables
                .map(|(table, _)| starts(parts, kind.kind, table, wants(kind.kind, table, None)))
                .collect();
            let mut codes = Codes::new(parts, kind.kind);
            let mut tables = Vec::with_capacity(kind.tables.len());
            for (table, table_schema) in kind.tables.iter().enumerate() {
                let rows = starts.get(table).and_then(|s| s.last()).copied().unwrap_or(0);
                let columns = table_schema.columns.iter().enumerate().map(|(column, schema)| {
                    let is_wanted = rows > 0 && wants(kind.kind, table, Some(column));
                    let parts: &[Arc<Facts>] = if is_wanted { parts } else { &[] };
                    let columns = parts.iter().map(|p| p.column(kind.kind, table, column));
                    let target = match schema.ty {
                        ColumnType::Reference(name) => target(kind.tables, name).and_then(|at| starts.get(at)),
                        _ => None,
                    };
                    // What one subject's reading left out is left out of the whole.
                    if columns.clone().flatten().any(|c| matches!(c, Column::Unread)) {
                        return Column::Unread;
                    }
                    lay(schema.ty, columns, target, &mut codes)
                });
                tables.push(Table {
                    first,
                    rows,
                    columns: columns.collect(),
                    origins: Vec::new(),
                });
                first = first.saturating_add(rows);
            }
            kinds.push(Some(KindFacts {
                tables: tables.into(),
                dictionary: Arc::new(codes.dictionary),
            }));
            all_starts.push(starts);
        }
        let facts = Facts {
            kinds,
            nothing: Arc::default(),
            places: Arc::default(),
            count: first,
        };
        Self {
            facts: Arc::new(facts),
            starts: Some(all_starts),
            subjects: u32::try_from(parts.len()).unwrap_or(u32::MAX),
        }
    }

    /// How many subjects there are.
    pub fn subjects(&self) -> u32 {
        self.subjects
    }

    /// The columns of all subjects.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The rows of one subject in a table.
    pub fn part(&self, kind: Kind, table: usize, subject: u32) -> Range<u32> {
        let Some(starts) = &self.starts else {
            return 0..self.facts.kind(kind).tables.get(table).map_or(0, Table::rows);
        };
        let starts = starts.get(kind as usize).and_then(|tables| tables.get(table));
        let at = |index: usize| starts.and_then(|s| s.get(index)).copied().unwrap_or(0);
        let subject = subject as usize;
        at(subject)..at(subject + 1)
    }

    /// The table in which a fact stands. Its row there lies in the `part` of its subject.
    pub fn table(&self, fact: u32) -> Option<BatchTable> {
        let (kind, table, row) = self.facts.place(fact)?;
        let first = fact.checked_sub(row)?;
        let rows = self.facts.kind(kind).tables.get(table).map_or(0, Table::rows);
        Some(BatchTable {
            kind,
            table,
            facts: first..first.saturating_add(rows),
        })
    }
}

/// Where each subject's rows of a table begin, and where the last one's end.
fn starts(parts: &[Arc<Facts>], kind: Kind, table: usize, is_wanted: bool) -> Vec<u32> {
    let mut next = 0u32;
    let rows = |facts: &Facts| facts.kind(kind).tables.get(table).map_or(0, Table::rows);
    let mut starts = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        starts.push(next);
        next = next.saturating_add(if is_wanted { rows(part) } else { 0 });
    }
    starts.push(next);
    starts
}

fn target(tables: &[TableSchema], name: &str) -> Option<usize> {
    tables.iter().position(|table| table.name == name)
}

/// The codes of the parts' dictionaries in the common one.
struct Codes<'p> {
    dictionary: Dictionary,
    own: Vec<&'p Dictionary>,
    /// For each part: the common code of each of its codes, 0 where not yet needed.
    known: Vec<Vec<u32>>,
}

impl<'p> Codes<'p> {
    fn new(parts: &'p [Arc<Facts>], kind: Kind) -> Self {
        let own: Vec<&Dictionary> = parts.iter().map(|p| p.kind(kind).dictionary().as_ref()).collect();
        Self {
            dictionary: Dictionary::default(),
            known: own.iter().map(|d| vec![0; d.len() as usize + 1]).collect(),
            own,
        }
    }

    fn common(&mut self, part: usize, code: u32) -> u32 {
        let Some(slot) = self.known.get_mut(part).and_then(|known| known.get_mut(code as usize)) else {
            return 0;
        };
        if *slot == 0
            && let Some(text) = self.own.get(part).and_then(|d| d.get(code))
        {
            *slot = self.dictionary.intern(text);
        }
        *slot
    }
}

/// Lays the columns of the parts end to end; an absent part contributes nothing.
fn lay<'p>(
    ty: ColumnType,
    parts: impl Iterator<Item = Option<&'p Column>>,
    target: Option<&Vec<u32>>,
    codes: &mut Codes<'_>,
) -> Column {
    macro_rules! plain {
        ($variant:ident) => {{
            let mut all = Vec::new();
            for part in parts.flatten() {
                if let Column::$variant(values) = part {
                    all.extend_from_slice(values);
                }
            }
            Column::$variant(all.into())
        }};
    }
    match ty {
        ColumnType::Flag => plain!(Flag),
        ColumnType::Integer => plain!(Integer),
        ColumnType::Decimal => plain!(Decimal),
        ColumnType::Date => plain!(Date),
        ColumnType::Text => {
            let mut all: Vec<u32> = Vec::new();
            for (index, part) in parts.enumerate() {
                if let Some(Column::Text(values)) = part {
                    all.extend(values.iter().map(|code| codes.common(index, *code)));
                }
            }
            Column::Text(all.into())
        }
        ColumnType::Reference(_) => {
            let mut all: Vec<u32> = Vec::new();
            for (index, part) in parts.enumerate() {
                let start = target.and_then(|starts| starts.get(index)).copied().unwrap_or(0);
                let moved = |row: &u32| {
                    if *row == u32::MAX {
                        *row
                    } else {
                        row.saturating_add(start)
                    }
                };
                if let Some(Column::Reference(values)) = part {
                    all.extend(values.iter().map(moved));
                }
            }
            Column::Reference(all.into())
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::schema::rows::sbom::{Component, Document};
    use crate::{FactsBuilder, Origin, schema};

    fn subject(name: &str, components: &[&str]) -> Arc<Facts> {
        let mut builder = FactsBuilder::new();
        let document = Document {
            name: Some(name),
            ..Document::default()
        };
        let document = builder.push(&document, Origin::default());
        for component in components {
            let row = Component {
                document: Some(document),
                name: Some(component),
                ..Component::default()
            };
            builder.push(&row, Origin::default());
        }
        Arc::new(builder.finish())
    }

    #[test]
    fn subjects_keep_their_rows_texts_and_references() {
        let parts = [subject("a", &["x", "y"]), subject("b", &[]), subject("c", &["y", "z"])];
        let batch = Batch::of(&parts, &|_, _, _| true);
        let (components, _) = schema::table_by_name(Kind::Sbom, "components").unwrap();
        let part = |subject| batch.part(Kind::Sbom, components, subject);
        assert_eq!((part(0), part(1), part(2)), (0..2, 2..2, 2..4));
        let texts: Vec<_> = (0..4)
            .map(|row| batch.facts().text(Kind::Sbom, "components", "name", row))
            .collect();
        assert_eq!(texts, [Some("x"), Some("y"), Some("y"), Some("z")]);
        let Column::Reference(documents) = batch.facts().column(Kind::Sbom, components, 0).unwrap() else {
            unreachable!()
        };
        assert_eq!(**documents, [0, 0, 2, 2], "each to its own document");
        // Three documents come first, then the components.
        let cited = batch.table(3 + 2).unwrap();
        assert_eq!((cited.table, cited.facts), (components, 3..7));
        assert_eq!(batch.table(2).unwrap().facts, 0..3);
        assert_eq!(batch.table(7), None);
    }

    #[test]
    fn what_nobody_wants_is_not_laid_out() {
        let parts = [subject("a", &["x"]), subject("b", &["y"])];
        let (components, table) = schema::table_by_name(Kind::Sbom, "components").unwrap();
        let name = table.columns.iter().position(|c| c.name == "name").unwrap();
        let batch = Batch::of(&parts, &|_, table, column| {
            table == components && column.is_none_or(|c| c == name)
        });
        assert_eq!(batch.facts().rows(Kind::Sbom, "documents"), 0);
        assert_eq!(batch.facts().count(), 2);
        assert_eq!(batch.facts().kind(Kind::Sbom).dictionary().len(), 2, "names only");
    }
}
