//! Looking at facts: the cells that this room needs, by name.

use sekisho_model::Facts;
use sekisho_model::facts::Column;
use sekisho_model::schema::{self, Kind};
use std::collections::BTreeMap;

/// Text of a cell of the SBOMs.
pub(crate) fn sbom<'f>(facts: &'f Facts, table: &str, column: &str, row: u32) -> Option<&'f str> {
    facts
        .text(Kind::Sbom, table, column, row)
        .filter(|text| !text.is_empty())
}

/// The row that a reference points to.
pub(crate) fn reference(facts: &Facts, kind: Kind, table: &str, column: &str, row: u32) -> Option<u32> {
    let (index, schema) = schema::table_by_name(kind, table)?;
    let at = schema.columns.iter().position(|c| c.name == column)?;
    match facts.column(kind, index, at)? {
        Column::Reference(rows) => rows.get(row as usize).copied().filter(|row| *row != u32::MAX),
        _ => None,
    }
}

/// Whether a flag is set.
pub(crate) fn flag(facts: &Facts, kind: Kind, table: &str, column: &str, row: u32) -> bool {
    let found = schema::table_by_name(kind, table).and_then(|(index, schema)| {
        let at = schema.columns.iter().position(|c| c.name == column)?;
        match facts.column(kind, index, at)? {
            Column::Flag(flags) => flags.get(row as usize).copied(),
            _ => None,
        }
    });
    found == Some(2)
}

/// The fact id of a row.
pub(crate) fn fact(facts: &Facts, kind: Kind, table: &str, row: u32) -> Option<u32> {
    let (index, _) = schema::table_by_name(kind, table)?;
    facts.kind(kind).tables().get(index).map(|table| table.first() + row)
}

/// One row of a register: its fields, of lists all items.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry<'f> {
    fields: BTreeMap<&'f str, Vec<&'f str>>,
}

impl<'f> Entry<'f> {
    /// The first value of a field.
    pub(crate) fn get(&self, field: &str) -> Option<&'f str> {
        self.list(field).first().copied()
    }

    /// All values of a field.
    pub(crate) fn list(&self, field: &str) -> &[&'f str] {
        self.fields.get(field).map_or(&[], Vec::as_slice)
    }
}

/// The rows of a register, in order.
pub(crate) fn register<'f>(facts: &'f Facts, id: &str) -> Vec<Entry<'f>> {
    let mut entries: BTreeMap<u32, Entry<'f>> = BTreeMap::new();
    for row in 0..facts.rows(Kind::Registers, "entries") {
        if facts.text(Kind::Registers, "entries", "register", row) == Some(id) {
            entries.insert(row, Entry::default());
        }
    }
    for row in 0..facts.rows(Kind::Registers, "cells") {
        let text = |column| facts.text(Kind::Registers, "cells", column, row);
        let entry = reference(facts, Kind::Registers, "cells", "entry", row).and_then(|entry| entries.get_mut(&entry));
        if let (Some(entry), Some(field), Some(value)) = (entry, text("field"), text("value"))
            && !value.trim().is_empty()
        {
            entry.fields.entry(field).or_default().push(value);
        }
    }
    entries.into_values().collect()
}

/// Whether a component is what its document is about.
pub(crate) fn is_root(facts: &Facts, component: u32) -> bool {
    let document = reference(facts, Kind::Sbom, "components", "document", component);
    let root = document.and_then(|document| reference(facts, Kind::Sbom, "documents", "root", document));
    root == Some(component) || flag(facts, Kind::Sbom, "components", "is_root", component)
}

/// `name version`.
pub(crate) fn label(facts: &Facts, component: u32) -> String {
    let name = sbom(facts, "components", "name", component);
    let name = name
        .or(sbom(facts, "components", "reference", component))
        .unwrap_or("-");
    match sbom(facts, "components", "version", component) {
        Some(version) => format!("{name} {version}"),
        None => name.to_owned(),
    }
}
