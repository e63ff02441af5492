//! One kind of several subjects: tables laid end to end, and common codes for the texts of all.

use super::gathered::Gathering;
use crate::facts::growing::Origins;
use crate::facts::{Column, KindFacts, Table, Texts};
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
    let mut texts = gather(parts);
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
            lay(column_schema.ty, columns, room, target, &mut texts)
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
        texts: Texts::Gathered(Arc::new(texts.finish())),
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

/// The texts of all parts.
fn gather(parts: &[&KindFacts]) -> Gathering {
    // INVARIANT: each part is one subject's, not several ones'.
    let own = |part: &&KindFacts| match &part.texts {
        Texts::Own(own) => Arc::clone(own),
        Texts::Gathered(_) => Arc::default(),
    };
    Gathering::of(parts.iter().map(own).collect())
}

/// Lays the columns of the parts end to end; an absent part contributes nothing. There is `room` values of all parts.
fn lay<'p>(
    ty: ColumnType,
    parts: impl Iterator<Item = Option<&'p Column>>,
    room: usize,
    target: Option<&Vec<u32>>,
    texts: &mut Gathering,
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
            for (index, part) in parts.enumerate() {
                if let Some(Column::Text(codes)) = part {
                    texts.translate(index, codes, &mut all);
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
