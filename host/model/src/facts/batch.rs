//! The facts of several subjects laid end to end, so that a plugin reads a column of all of them in one copy.
//!
//! Each subject keeps a part of every table; references stay inside their subject. Only the columns that the plugin can
//! ask for are laid out, and where each row came from stays with the subject: what a plugin cites is led back to it.

mod gathered;
mod lay;

pub use gathered::Gathered;

use super::{Facts, KindFacts, Table, Wanted};
use crate::schema::{KINDS, Kind};
use lay::of_kind;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

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
        static ALL: LazyLock<Wanted> = LazyLock::new(Wanted::everything);
        let mut first = 0u32;
        let mut all_starts = Vec::with_capacity(KINDS.len());
        let mut kinds = Vec::with_capacity(KINDS.len());
        for kind in KINDS {
            let own: Vec<&KindFacts> = parts.iter().map(|part| part.kind(kind.kind)).collect();
            // Of most kinds a subject has nothing: there is nothing to lay, and nobody's part of it to know.
            if own.iter().all(|part| part.tables.iter().all(|table| table.rows == 0)) {
                kinds.push(None);
                all_starts.push(Vec::new());
                continue;
            }
            let (laid, starts) = of_kind(kind, &own, first, wants);
            first = laid
                .tables
                .last()
                .map_or(first, |last| last.first.saturating_add(last.rows));
            kinds.push(Some(laid));
            all_starts.push(starts);
        }
        let facts = Facts {
            kinds,
            nothing: Arc::clone(ALL.nothing_read()),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::facts::{Column, Dictionary, Word, Words};
    use crate::schema::rows::sbom::{Component, Document};
    use crate::{FactsBuilder, Origin, schema};

    fn subject(name: &str, components: &[&str]) -> Arc<Facts> {
        subject_with(&Words::default(), name, components)
    }

    fn subject_with(words: &Words, name: &str, components: &[&str]) -> Arc<Facts> {
        let mut builder = FactsBuilder::new();
        builder.lend(Kind::Sbom, words);
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
    fn texts_are_numbered_as_they_first_appear_however_the_rows_of_subjects_differ() {
        let lists: [&[&str]; 5] = [
            &["x", "y", "x", "z"],
            &["x", "y", "x", "z"],
            &["w", "x", "y", "z", "", "x", "v"],
            &[],
            &["z", "v", "", "u"],
        ];
        let parts = lists.map(|list| subject("s", list));
        let batch = Batch::of(&parts, &|_, _, _| true);
        let (components, table) = schema::table_by_name(Kind::Sbom, "components").unwrap();
        let name = table.columns.iter().position(|c| c.name == "name").unwrap();
        let Some(Column::Text(codes)) = batch.facts().column(Kind::Sbom, components, name) else {
            unreachable!()
        };
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.intern("s"), 1, "documents come first");
        let known = |text: &&str| if text.is_empty() { 0 } else { dictionary.intern(text) };
        let expected: Vec<u32> = lists.concat().iter().map(known).collect();
        assert_eq!(**codes, expected);
        assert_eq!(batch.facts().kind(Kind::Sbom).texts().len(), dictionary.len());
    }

    #[test]
    fn words_that_some_subjects_were_lent_change_no_code() {
        let lists: [&[&str]; 4] = [
            &["x", "y", "x", "z"],
            &["w", "x", "y", "z", "v"],
            &[],
            &["z", "a text of more than sixteen bytes", "v", "y"],
        ];
        let list = |texts: &[&str]| {
            let mut words = Words::default();
            assert!(texts.iter().all(|text| words.add(text) != Word::NONE));
            words
        };
        let short = list(&["z", "x"]);
        let mut long = short.clone();
        long.add("v");
        long.add("a text of more than sixteen bytes");
        let lent = [Words::default(), short, long, list(&["y", "x", "z"])];
        let shown = |parts: &[Arc<Facts>]| {
            let batch = Batch::of(parts, &|_, _, _| true);
            let of = batch.facts().kind(Kind::Sbom);
            format!("{:?} {:?}", of.tables(), of.texts())
        };
        let plain = shown(&lists.map(|list| subject("s", list)));
        // Every subject is lent every list.
        for number in 0..256usize {
            let parts: Vec<_> = lists
                .iter()
                .enumerate()
                .map(|(at, list)| subject_with(&lent[number >> (2 * at) & 3], "s", list))
                .collect();
            assert_eq!(shown(&parts), plain, "{number}");
        }
    }

    #[test]
    fn a_kind_that_nobody_has_is_there_without_rows() {
        let batch = Batch::of(&[subject("a", &["x"]), subject("b", &[])], &|_, _, _| true);
        for kind in KINDS.iter().filter(|kind| kind.kind != Kind::Sbom) {
            for (table, schema) in kind.tables.iter().enumerate() {
                assert_eq!(batch.part(kind.kind, table, 1), 0..0);
                for column in 0..schema.columns.len() {
                    let column = batch.facts().column(kind.kind, table, column);
                    assert!(!matches!(column, None | Some(Column::Unread)));
                }
            }
        }
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
        assert_eq!(batch.facts().kind(Kind::Sbom).texts().len(), 2, "names only");
    }
}
