//! Which facts anybody can ever ask for: what readers need not read, and what need not be kept.
//!
//! A plugin's imports name the columns it can ask for. What no plugin of a scan can ask for is left out; what is left
//! out can never be taken for absent, since a column that was not read is no column ([`super::Column::Unread`]).

use super::growing::GrowingTable;
use super::{KindFacts, Texts};
use crate::read_set::{Read, ReadSet};
use crate::schema::{self, ColumnType, KINDS, Kind, TableSchema};
use std::sync::{Arc, OnceLock};

/// Bit of a table whose rows are counted, since somebody refers to them.
const ROWS: u64 = 1 << 63;
/// Bit of a table whose rows somebody may cite.
const CITED: u64 = 1 << 62;

/// A set of columns and tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    // One word per kind and table: a bit per column, and the two above.
    tables: Vec<Vec<u64>>,
    nothing: Nothing,
}

/// What a subject has of the kinds that none of its files is about: of most kinds. It is the same for all subjects of
/// which the same is wanted, so that it is made once. It follows from what is wanted and says nothing of its own.
#[derive(Debug, Default)]
struct Nothing(OnceLock<Arc<[KindFacts]>>);

impl Clone for Nothing {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Nothing {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Nothing {}

impl Wanted {
    /// Everything there is.
    pub fn everything() -> Self {
        Self::filled(u64::MAX)
    }

    /// Nothing yet; see [`Self::add`].
    pub fn nothing() -> Self {
        Self::filled(0)
    }

    /// Adds all that a plugin can read.
    pub fn add_all(&mut self, reads: &ReadSet) {
        for read in reads.iter() {
            let (kind, table, column) = match read {
                Read::Rows(kind, table) => (kind, table, None),
                Read::Column(kind, table, column) => (kind, table, Some(column)),
                Read::Day => continue,
            };
            self.add_at(kind, table, column);
        }
    }

    fn add_at(&mut self, kind: Kind, table: usize, column: Option<usize>) {
        let tables = schema::kind(kind).tables;
        let Some(words) = self.tables.get_mut(kind as usize) else {
            return;
        };
        self.nothing = Nothing::default();
        if let Some(word) = words.get_mut(table) {
            *word |= ROWS | CITED | column.map_or(0, |at| 1 << at);
        }
        // A row that is referred to must have its number.
        let column = column.and_then(|at| tables.get(table)?.columns.get(at));
        if let Some(ColumnType::Reference(target)) = column.map(|c| c.ty)
            && let Some(target) = tables.iter().position(|t| t.name == target)
            && let Some(word) = words.get_mut(target)
        {
            *word |= ROWS;
        }
    }

    fn filled(word: u64) -> Self {
        Self {
            tables: KINDS.iter().map(|kind| vec![word; kind.tables.len()]).collect(),
            nothing: Nothing::default(),
        }
    }

    /// Every kind without rows.
    pub(super) fn nothing_read(&self) -> &Arc<[KindFacts]> {
        let empty = |kind: &schema::KindSchema| {
            let tables = kind.tables.iter().enumerate();
            let tables = tables.map(|(index, table)| GrowingTable::new(kind.kind, index, table, self).freeze(0));
            KindFacts {
                tables: tables.collect(),
                texts: Texts::Own(Arc::default()),
            }
        };
        self.nothing.0.get_or_init(|| KINDS.iter().map(empty).collect())
    }

    /// Adds what one function of a kind's interface hands out (`components`, `component-supplier`); answers whether
    /// there is such a function.
    pub fn add(&mut self, kind: &str, function: &str) -> bool {
        let Some(schema) = KINDS.iter().find(|k| k.name == kind) else {
            return false;
        };
        for (index, table) in schema.tables.iter().enumerate() {
            let column = if is(function, table.name) {
                None
            } else {
                match column(table, function) {
                    Some(at) => Some(at),
                    None => continue,
                }
            };
            self.add_at(schema.kind, index, column);
            return true;
        }
        false
    }

    /// Whether a column, by the names of its table and itself, is wanted.
    pub fn column(&self, kind: Kind, table: &str, name: &str) -> bool {
        let schema = KINDS.get(kind as usize);
        let table = schema.and_then(|k| k.tables.iter().enumerate().find(|(_, t)| t.name == table));
        table.is_some_and(|(index, table)| {
            let at = table.columns.iter().position(|c| c.name == name);
            at.is_some_and(|at| self.word(kind, index) & (1 << at) != 0)
        })
    }

    /// Whether anything of a table, by its name, is wanted beyond the number of its rows.
    pub fn table(&self, kind: Kind, table: &str) -> bool {
        let schema = KINDS.get(kind as usize);
        let index = schema.and_then(|k| k.tables.iter().position(|t| t.name == table));
        index.is_some_and(|index| self.is_cited(kind, index))
    }

    /// Whether anything of a kind is wanted.
    pub fn kind(&self, kind: Kind) -> bool {
        self.tables
            .get(kind as usize)
            .is_some_and(|words| words.iter().any(|word| *word != 0))
    }

    /// Whether everything is wanted.
    pub fn is_everything(&self) -> bool {
        self.tables.iter().flatten().all(|word| *word == u64::MAX)
    }

    pub(super) fn has(&self, kind: Kind, table: usize, column: usize) -> bool {
        self.word(kind, table) & (1 << column) != 0
    }

    #[inline]
    pub(super) fn is_counted(&self, kind: Kind, table: usize) -> bool {
        self.word(kind, table) & ROWS != 0
    }

    pub(super) fn is_cited(&self, kind: Kind, table: usize) -> bool {
        self.word(kind, table) & CITED != 0
    }

    #[inline]
    fn word(&self, kind: Kind, table: usize) -> u64 {
        let words = self.tables.get(kind as usize);
        words.and_then(|words| words.get(table)).copied().unwrap_or(0)
    }
}

/// Whether a name of the interface (`kebab-case`) is a name of the schema (`snake_case`).
fn is(function: &str, name: &str) -> bool {
    function.len() == name.len()
        && function
            .bytes()
            .zip(name.bytes())
            .all(|(f, n)| f == n || (f == b'-' && n == b'_'))
}

/// The column a function hands out: the singular, a dash, the column's name.
fn column(table: &TableSchema, function: &str) -> Option<usize> {
    let (row, name) = function.split_at_checked(table.singular.len())?;
    if !is(row, table.singular) {
        return None;
    }
    let name = name.strip_prefix('-')?;
    table.columns.iter().position(|c| is(name, c.name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_function_of_the_interface_is_known_and_only_those() {
        for kind in KINDS {
            for (index, table) in kind.tables.iter().enumerate() {
                assert!(table.columns.len() < 62, "{} has a bit per column", table.name);
                let mut wanted = Wanted::nothing();
                assert!(wanted.add(kind.name, &table.name.replace('_', "-")));
                assert!(wanted.is_counted(kind.kind, index) && wanted.table(kind.kind, table.name));
                for column in table.columns {
                    let mut wanted = Wanted::nothing();
                    let function = format!("{}-{}", table.singular, column.name).replace('_', "-");
                    assert!(wanted.add(kind.name, &function), "{function}");
                    for other in table.columns {
                        let same = other.name == column.name;
                        assert_eq!(wanted.column(kind.kind, table.name, other.name), same, "{function}");
                    }
                    if let ColumnType::Reference(target) = column.ty {
                        let (target, _) = schema::table_by_name(kind.kind, target).unwrap();
                        assert!(wanted.is_counted(kind.kind, target), "{function}");
                    }
                }
            }
        }
        let (mut by_name, mut reads) = (Wanted::nothing(), ReadSet::default());
        assert!(by_name.add("sbom", "component-document") && by_name.add("settings", "settings"));
        reads.add(Read::Column(Kind::Sbom, 2, 0));
        reads.add(Read::Rows(Kind::Settings, 1));
        reads.add(Read::Day);
        let mut wanted = Wanted::nothing();
        wanted.add_all(&reads);
        assert_eq!(wanted, by_name);
        let mut wanted = Wanted::nothing();
        assert!(!wanted.add("sbom", "component-nonsense") && !wanted.add("files", "components"));
        assert_eq!(wanted, Wanted::nothing());
        assert!(Wanted::everything().is_everything() && !wanted.is_everything());
    }
}
