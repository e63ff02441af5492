//! One kind of several subjects: tables laid end to end, and one dictionary for the texts of all.
//!
//! Subjects of a batch are as a rule alike, which is what makes translating their texts cheap.

use crate::facts::growing::Origins;
use crate::facts::{Column, Dictionary, KindFacts, Table};
use crate::schema::{ColumnType, Kind, KindSchema, TableSchema};
use std::sync::Arc;

/// What the parts have of one kind, numbered from `first`, and for each table where each part's rows begin.
pub(super) fn of_kind(
    schema: &KindSchema,
    parts: &[&KindFacts],
    mut first: u32,
    wants: &dyn Fn(Kind, usize, Option<usize>) -> bool,
) -> (KindFacts, Vec<Vec<u32>>) {
    let tables = (0..schema.tables.len()).map(|table| starts(parts, table, wants(schema.kind, table, None)));
    let all_starts: Vec<Vec<u32>> = tables.collect();
    let mut codes = Codes::new(parts);
    let mut tables = Vec::with_capacity(schema.tables.len());
    for ((table, table_schema), starts) in schema.tables.iter().enumerate().zip(&all_starts) {
        let rows = starts.last().copied().unwrap_or(0);
        let columns = table_schema.columns.iter().enumerate().map(|(column, column_schema)| {
            let is_wanted = rows > 0 && wants(schema.kind, table, Some(column));
            let parts: &[&KindFacts] = if is_wanted { parts } else { &[] };
            let columns = parts.iter().map(|p| p.tables.get(table)?.columns.get(column));
            let target = match column_schema.ty {
                ColumnType::Reference(name) => target(schema.tables, name).and_then(|at| all_starts.get(at)),
                _ => None,
            };
            // What one subject's reading left out is left out of the whole.
            if columns.clone().flatten().any(|c| matches!(c, Column::Unread)) {
                return Column::Unread;
            }
            let room = if is_wanted { rows as usize } else { 0 };
            lay(column_schema.ty, columns, room, target, &mut codes)
        });
        tables.push(Table {
            first,
            rows,
            columns: columns.collect(),
            origins: Origins::default(),
        });
        first = first.saturating_add(rows);
    }
    let laid = KindFacts {
        tables: tables.into(),
        dictionary: Arc::new(codes.dictionary),
    };
    (laid, all_starts)
}

/// Where each part's rows of a table begin, and where the last one's end.
fn starts(parts: &[&KindFacts], table: usize, is_wanted: bool) -> Vec<u32> {
    let mut next = 0u32;
    let rows = |part: &KindFacts| part.tables.get(table).map_or(0, Table::rows);
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
    /// One part's after the other: the common code of each of its codes, 0 where not yet needed.
    known: Vec<u32>,
    /// Where each part's begin among them.
    begins: Vec<usize>,
}

impl<'p> Codes<'p> {
    fn new(parts: &[&'p KindFacts]) -> Self {
        let own: Vec<&Dictionary> = parts.iter().map(|part| part.dictionary.as_ref()).collect();
        let mut all = 0;
        let begin = |dictionary: &&Dictionary| {
            let begin = all;
            all += dictionary.len() as usize + 1;
            begin
        };
        let begins = own.iter().map(begin).collect();
        let mut dictionary = Dictionary::default();
        // Of lists that grew out of one another the longest has all words.
        let lent = own.iter().map(|own| own.words()).max_by_key(|words| words.len());
        if let Some(lent) = lent {
            dictionary.lend(lent);
        }
        Self {
            dictionary,
            own,
            known: vec![0; all],
            begins,
        }
    }

    /// Writes the common codes of one part's column. `before` are those of the part before it: subjects are alike, so
    /// that a text is as a rule the one in the same row there, and only looked up where it is not.
    fn translate(&mut self, part: usize, column: &[u32], before: &[u32], common: &mut [u32]) {
        let (Some(own), Some(begin)) = (self.own.get(part), self.begins.get(part)) else {
            return;
        };
        let Some(known) = self.known.get_mut(*begin..=*begin + own.len() as usize) else {
            return;
        };
        let has_words = self.dictionary.has_words_of(own.words());
        let guesses = before.iter().copied().chain(std::iter::repeat(0));
        for ((code, guess), common) in column.iter().zip(guesses).zip(common) {
            let Some(slot) = known.get_mut(*code as usize) else {
                continue;
            };
            if *slot == 0 {
                let word = own.word(*code).filter(|_| has_words);
                *slot = match word.and_then(|word| self.dictionary.meet(word)) {
                    Some(common) => common,
                    None => match own.get(*code) {
                        Some(text) if self.dictionary.has(guess, text) => guess,
                        Some(text) => self.dictionary.intern(text),
                        None => continue,
                    },
                };
            }
            *common = *slot;
        }
    }
}

/// Lays the columns of the parts end to end; an absent part contributes nothing. There is `room` values of all parts.
fn lay<'p>(
    ty: ColumnType,
    parts: impl Iterator<Item = Option<&'p Column>>,
    room: usize,
    target: Option<&Vec<u32>>,
    codes: &mut Codes<'_>,
) -> Column {
    macro_rules! plain {
        ($variant:ident) => {{
            let mut all = Vec::with_capacity(room);
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
            let mut all: Vec<u32> = Vec::with_capacity(room);
            let mut before = 0;
            for (index, part) in parts.enumerate() {
                if let Some(Column::Text(values)) = part {
                    let begin = all.len();
                    all.resize(begin + values.len(), 0);
                    let (laid, own) = all.split_at_mut(begin);
                    codes.translate(index, values, laid.get(before..).unwrap_or_default(), own);
                    before = begin;
                }
            }
            Column::Text(all.into())
        }
        ColumnType::Reference(_) => {
            let mut all: Vec<u32> = Vec::with_capacity(room);
            for (index, part) in parts.enumerate() {
                let start = target.and_then(|starts| starts.get(index)).copied().unwrap_or(0);
                // None of what is absent may come to be something.
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
