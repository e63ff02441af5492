//! Items, fields and events of the registers, joined by their ids and names.

use sekisho_sdk::countries::code;
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::{is_none, says, squash};
use std::collections::{BTreeMap, BTreeSet};

/// Rows by id and by name, as people refer to them.
#[derive(Debug, Default)]
pub(crate) struct Named<'a>(BTreeMap<String, Entry<'a>>);

impl<'a> Named<'a> {
    /// Reads a register; its own ids go before names.
    pub(crate) fn read(cx: &Context<'a>, register: &str) -> Self {
        let rows = || cx.registers().rows(register).collect::<Vec<_>>().into_iter();
        let mut named = BTreeMap::new();
        for row in rows() {
            if let Some(key) = row.key() {
                named.entry(squash(key)).or_insert(row);
            }
        }
        for row in rows() {
            if let Some(name) = filled(&row, "name") {
                named.entry(squash(name)).or_insert(row);
            }
        }
        Self(named)
    }

    /// The row that a text refers to.
    pub(crate) fn get(&self, text: &str) -> Option<&Entry<'a>> {
        self.0.get(&squash(text))
    }

    /// One name for all that refer to the same row: its id where it has one.
    pub(crate) fn same(&self, text: &str) -> String {
        squash(self.get(text).and_then(|row| row.key()).unwrap_or(text))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What happens to data.
#[derive(Debug, Clone)]
pub(crate) struct Event<'a> {
    /// Its row.
    pub(crate) row: Entry<'a>,
    /// `create`, `process`, `transfer`, `store` or `dispose`.
    pub(crate) kind: Option<&'a str>,
    /// Who does it, squashed.
    pub(crate) actor: Option<String>,
    /// To whom data goes, squashed.
    pub(crate) counterparty: Option<String>,
    /// What it uses, and what comes of it.
    pub(crate) inputs: BTreeSet<String>,
    pub(crate) outputs: BTreeSet<String>,
}

impl Event<'_> {
    /// Id and name.
    pub(crate) fn label(&self) -> String {
        label(&self.row)
    }
}

/// All events of the register.
pub(crate) fn events<'a>(cx: &Context<'a>, items: &Named<'a>) -> Vec<Event<'a>> {
    let all = |row: &Entry<'a>, field: &str| -> BTreeSet<String> {
        list(row, field).into_iter().map(|text| items.same(text)).collect()
    };
    let rows = cx.registers().rows("data-events");
    rows.map(|row| Event {
        kind: filled(&row, "kind"),
        actor: filled(&row, "actor").map(squash),
        counterparty: filled(&row, "counterparty").map(squash),
        inputs: all(&row, "inputs"),
        outputs: all(&row, "outputs"),
        row,
    })
    .collect()
}

/// A field as text, unless it says nothing or that there is none.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| says(text) && !is_none(text))
}

/// The items of a list field that name something.
pub(crate) fn list<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    let items = row.list(field).into_iter();
    items.filter(|item| says(item) && !is_none(item)).collect()
}

/// The countries of a list field, by code.
pub(crate) fn countries(row: &Entry<'_>, field: &str) -> BTreeSet<String> {
    list(row, field).into_iter().map(code).collect()
}

/// Id and name of a row.
pub(crate) fn label(row: &Entry<'_>) -> String {
    match (row.key(), filled(row, "name")) {
        (Some(key), Some(name)) if key != name => format!("{key} {name}"),
        _ => row.label(),
    }
}
