//! Links the fact interfaces straight from the schema: one function per table and per column, a memcpy each.

use super::Guest;
use crate::authority::INTERFACE;
use crate::bindings::sekisho::policy::types::Table as WitTable;
use sekisho_model::facts::Column;
use sekisho_model::schema::{ColumnType, KINDS, Kind, KindSchema};
use std::sync::Arc;
use wasmtime::component::{Linker, LinkerInstance};
use wasmtime::{StoreContextMut, bail};

/// Adds all fact interfaces.
pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    for kind in KINDS {
        let mut interface = linker.instance(&format!("sekisho:policy/{}@{INTERFACE}", kind.name))?;
        link_text(&mut interface, kind.kind)?;
        link_tables(&mut interface, kind)?;
    }
    Ok(())
}

fn link_text(interface: &mut LinkerInstance<'_, Guest>, kind: Kind) -> wasmtime::Result<()> {
    interface.func_wrap("text", move |cx: StoreContextMut<'_, Guest>, (codes,): (Vec<u32>,)| {
        let Some(facts) = cx.data().facts.as_ref() else {
            bail!("facts were asked for outside of `evaluate`")
        };
        let dictionary = facts.kind(kind).dictionary();
        let texts: Option<Vec<String>> = codes
            .iter()
            .map(|code| dictionary.get(*code).map(ToOwned::to_owned))
            .collect();
        match texts {
            Some(texts) => Ok((texts,)),
            None => bail!("a code was asked for that `{}` never handed out", kind.name()),
        }
    })
}

fn link_tables(interface: &mut LinkerInstance<'_, Guest>, kind: &'static KindSchema) -> wasmtime::Result<()> {
    let of = kind.kind;
    for (table, schema) in kind.tables.iter().enumerate() {
        let name = schema.name.replace('_', "-");
        interface.func_wrap(&name, move |mut cx: StoreContextMut<'_, Guest>, (): ()| {
            let guest = cx.data_mut();
            let Some(facts) = guest.facts.as_ref() else {
                bail!("facts were asked for outside of `evaluate`")
            };
            let answer = facts
                .kind(of)
                .tables()
                .get(table)
                .map_or(WitTable { first: 0, rows: 0 }, |t| WitTable {
                    first: t.first(),
                    rows: t.rows(),
                });
            if let Some(bits) = guest.asked.get_mut(of as usize) {
                *bits |= 1 << table;
            }
            Ok((answer,))
        })?;
        for (column, column_schema) in schema.columns.iter().enumerate() {
            let name = format!(
                "{}-{}",
                schema.singular.replace('_', "-"),
                column_schema.name.replace('_', "-")
            );
            let at = Place {
                kind: of,
                table,
                column,
            };
            match column_schema.ty {
                ColumnType::Text | ColumnType::Reference(_) => link_column(interface, &name, at, |c| match c {
                    Column::Text(v) | Column::Reference(v) => Some(Arc::clone(v)),
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

fn link_column<T>(
    interface: &mut LinkerInstance<'_, Guest>,
    name: &str,
    at: Place,
    pick: fn(&Column) -> Option<Arc<[T]>>,
) -> wasmtime::Result<()>
where
    T: Send + Sync + 'static,
    Arc<[T]>: wasmtime::component::Lower + wasmtime::component::ComponentType,
{
    interface.func_wrap(name, move |cx: StoreContextMut<'_, Guest>, (): ()| {
        let Some(facts) = cx.data().facts.as_ref() else {
            bail!("facts were asked for outside of `evaluate`")
        };
        let tables = facts.kind(at.kind).tables();
        match tables
            .get(at.table)
            .and_then(|t| t.columns().get(at.column))
            .and_then(pick)
        {
            Some(values) => Ok((values,)),
            // INVARIANT: facts are built from the same schema, so that every column is there.
            None => bail!("the host has no such column"),
        }
    })
}
