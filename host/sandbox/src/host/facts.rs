//! Links the fact interfaces straight from the schema: one function per table and per column, a memcpy each.

use super::{Guest, Work};
use crate::authority::{INTERFACE, function};
use crate::bindings::sekisho::policy::types::{Table as WitTable, Texts};
use sekisho_model::Read;
use sekisho_model::facts::Column;
use sekisho_model::schema::{ColumnType, KINDS, Kind, KindSchema};
use std::sync::Arc;
use wasmtime::component::{Linker, LinkerInstance};
use wasmtime::{StoreContextMut, bail, format_err};

/// Which codes of each kind a column has handed out: the texts of these may be asked for and no others, or a plugin could
/// read columns that it never imported. What is in a column is looked at when somebody asks for texts: many only ask
/// whether there is one.
#[derive(Default)]
pub(crate) struct Handed([HandedKind; Kind::ALL.len()]);

#[derive(Default)]
struct HandedKind {
    /// A bit for each code.
    codes: Vec<u64>,
    /// Columns that were handed out and are not among these bits.
    columns: Vec<Arc<Vec<u32>>>,
}

impl Handed {
    fn add(&mut self, kind: Kind, codes: &Arc<Vec<u32>>) {
        // Once, however often a plugin asks for it.
        if let Some(HandedKind { columns, .. }) = self.0.get_mut(kind as usize)
            && !columns.iter().any(|known| Arc::ptr_eq(known, codes))
        {
            columns.push(Arc::clone(codes));
        }
    }

    /// The codes of a kind, of which there are so many texts.
    fn of(&mut self, kind: Kind, texts: u32) -> &[u64] {
        let Some(HandedKind { codes, columns }) = self.0.get_mut(kind as usize) else {
            return &[];
        };
        for column in columns.drain(..) {
            codes.resize(texts as usize / 64 + 1, 0);
            for code in column.iter() {
                if let Some(word) = codes.get_mut(*code as usize / 64) {
                    *word |= 1 << (code % 64);
                }
            }
        }
        codes
    }
}

fn has(codes: &[u64], code: u32) -> bool {
    let word = codes.get(code as usize / 64).copied().unwrap_or(0);
    code != 0 && word & (1 << (code % 64)) != 0
}

/// Adds all fact interfaces.
pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    for kind in KINDS {
        let mut interface = linker.instance(&format!("sekisho:policy/{}@{INTERFACE}", kind.name))?;
        link_text(&mut interface, kind.kind)?;
        link_tables(&mut interface, kind)?;
    }
    Ok(())
}

fn work<'a>(cx: &'a mut StoreContextMut<'_, Guest>) -> wasmtime::Result<&'a mut Work> {
    let work = cx.data_mut().work.as_mut();
    work.ok_or_else(|| format_err!("facts were asked for outside of `evaluate`"))
}

fn link_text(interface: &mut LinkerInstance<'_, Guest>, kind: Kind) -> wasmtime::Result<()> {
    interface.func_wrap(
        "text",
        move |mut cx: StoreContextMut<'_, Guest>, (codes,): (Vec<u32>,)| {
            let work = work(&mut cx)?;
            let known = work.batch.facts().kind(kind).texts();
            let handed = work.handed.of(kind, known.len());
            let mut texts = Texts {
                text: String::new(),
                ends: Vec::with_capacity(codes.len()),
            };
            for code in codes {
                match known.get(code).filter(|_| has(handed, code)) {
                    Some(text) => texts.text.push_str(text),
                    None => bail!("a code was asked for that `{}` never handed out", kind.name()),
                }
                texts.ends.push(u32::try_from(texts.text.len())?);
            }
            Ok((texts,))
        },
    )
}

fn link_tables(interface: &mut LinkerInstance<'_, Guest>, kind: &'static KindSchema) -> wasmtime::Result<()> {
    let of = kind.kind;
    for (table, schema) in kind.tables.iter().enumerate() {
        let name = schema.name.replace('_', "-");
        interface.func_wrap(&name, move |mut cx: StoreContextMut<'_, Guest>, (): ()| {
            let work = work(&mut cx)?;
            work.reads.add(Read::Rows(of, table));
            let first = work.batch.facts().kind(of).tables().get(table).map_or(0, |t| t.first());
            let parts: Vec<WitTable> = (0..work.batch.subjects())
                .map(|subject| {
                    let rows = work.batch.part(of, table, subject);
                    WitTable {
                        first: first + rows.start,
                        rows: rows.end - rows.start,
                    }
                })
                .collect();
            Ok((parts,))
        })?;
        for (column, column_schema) in schema.columns.iter().enumerate() {
            let name = function(schema.singular, column_schema.name);
            let at = Place {
                kind: of,
                table,
                column,
            };
            match column_schema.ty {
                ColumnType::Text => link_codes(interface, &name, at)?,
                ColumnType::Reference(_) => link_column(interface, &name, at, |c| match c {
                    Column::Reference(v) => Some(Arc::clone(v)),
                    _ => None,
                })?,
                ColumnType::Flag => link_column(interface, &name, at, |c| match c {
                    Column::Flag(v) => Some(Arc::clone(v)),
                    _ => None,
                })?,
                ColumnType::Integer => link_column(interface, &name, at, |c| match c {
                    Column::Integer(v) => Some(Arc::clone(v)),
                    _ => None,
                })?,
                ColumnType::Decimal => link_column(interface, &name, at, |c| match c {
                    Column::Decimal(v) => Some(Arc::clone(v)),
                    _ => None,
                })?,
                ColumnType::Date => link_column(interface, &name, at, |c| match c {
                    Column::Date(v) => Some(Arc::clone(v)),
                    _ => None,
                })?,
            }
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Place {
    kind: Kind,
    table: usize,
    column: usize,
}

/// INVARIANT: facts are built from the same schema, so that every column is there with its type.
const NO_COLUMN: &str = "the host has no such column";

fn link_codes(interface: &mut LinkerInstance<'_, Guest>, name: &str, at: Place) -> wasmtime::Result<()> {
    interface.func_wrap(name, move |mut cx: StoreContextMut<'_, Guest>, (): ()| {
        let work = work(&mut cx)?;
        let facts = work.batch.facts();
        let Some(Column::Text(codes)) = facts.column(at.kind, at.table, at.column) else {
            bail!(NO_COLUMN)
        };
        let codes = Arc::clone(codes);
        work.handed.add(at.kind, &codes);
        work.reads.add(Read::Column(at.kind, at.table, at.column));
        Ok((codes,))
    })
}

fn link_column<T>(
    interface: &mut LinkerInstance<'_, Guest>,
    name: &str,
    at: Place,
    pick: fn(&Column) -> Option<Arc<Vec<T>>>,
) -> wasmtime::Result<()>
where
    T: Send + Sync + 'static,
    Arc<Vec<T>>: wasmtime::component::Lower + wasmtime::component::ComponentType,
{
    interface.func_wrap(name, move |mut cx: StoreContextMut<'_, Guest>, (): ()| {
        let work = work(&mut cx)?;
        work.reads.add(Read::Column(at.kind, at.table, at.column));
        let column = work.batch.facts().column(at.kind, at.table, at.column);
        match column.and_then(pick) {
            Some(values) => Ok((values,)),
            None => bail!(NO_COLUMN),
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn what_was_handed_out_and_nothing_else_may_be_asked_for_and_a_column_is_kept_once() {
        let mut handed = Handed::default();
        let columns = [Arc::new(vec![0, 3, 64]), Arc::new(vec![7])];
        for _ in 0..1_000 {
            handed.add(Kind::Sbom, &columns[0]);
        }
        assert_eq!(handed.0[Kind::Sbom as usize].columns.len(), 1);
        let codes = |handed: &mut Handed, kind| -> Vec<u32> {
            let bits = handed.of(kind, 70);
            (0..200).filter(|code| has(bits, *code)).collect()
        };
        assert_eq!(codes(&mut handed, Kind::Sbom), [3, 64], "0 is no text");
        handed.add(Kind::Sbom, &columns[1]);
        handed.add(Kind::Sbom, &columns[0]);
        assert_eq!(codes(&mut handed, Kind::Sbom), [3, 7, 64]);
        assert!(codes(&mut handed, Kind::Assets).is_empty());
    }
}
