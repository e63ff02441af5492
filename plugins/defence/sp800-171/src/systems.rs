//! Which systems the evidence speaks of: those of the register `protected-systems`, and those that other registers name.

use crate::cells::filled;
use crate::words::squash;
use sekisho_sdk::prelude::*;

/// Registers whose rows name a system.
const SPEAKING: &[&str] = &["requirement-status", "action-plans"];

/// A system.
#[derive(Debug)]
pub(crate) struct System<'a> {
    /// What messages call it.
    pub(crate) label: String,
    names: Vec<String>,
    row: Option<Entry<'a>>,
}

/// All systems.
#[derive(Debug)]
pub(crate) struct Systems<'a> {
    /// Those in scope, in the order in which they are met.
    pub(crate) list: Vec<System<'a>>,
    outside: Vec<System<'a>>,
    register: Option<Register<'a>>,
}

impl<'a> System<'a> {
    fn of(row: Entry<'a>) -> Self {
        let names = [row.key(), filled(&row, "name")];
        let mut names: Vec<String> = names.into_iter().flatten().map(squash).collect();
        names.dedup();
        let label = filled(&row, "name").map_or_else(|| row.label(), ToOwned::to_owned);
        Self {
            label,
            names,
            row: Some(row),
        }
    }

    fn named(name: &str) -> Self {
        Self {
            label: name.to_owned(),
            names: vec![squash(name)],
            row: None,
        }
    }

    /// Whether a cell names this system.
    pub(crate) fn is(&self, name: &str) -> bool {
        let name = squash(name);
        self.names.contains(&name)
    }

    /// Whether a title or another longer text names this system.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let text = squash(text);
        self.names
            .iter()
            .any(|name| !name.is_empty() && text.contains(name.as_str()))
    }

    /// The row that lists it.
    pub(crate) fn row(&self) -> Option<&Entry<'a>> {
        self.row.as_ref()
    }
}

impl<'a> Systems<'a> {
    /// Reads the registers.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let register = cx.registers().get("protected-systems");
        let (mut list, mut outside) = (Vec::new(), Vec::new());
        for row in register.iter().flat_map(Register::rows) {
            let is_out = row.flag("in_scope") == Some(false) || row.get("status") == Some("retired");
            if is_out { &mut outside } else { &mut list }.push(System::of(row));
        }
        let rows = SPEAKING.iter().flat_map(|id| cx.registers().rows(id));
        for name in rows.filter_map(|row| filled(&row, "system")) {
            let known = |systems: &[System<'a>]| systems.iter().any(|system| system.is(name));
            if !known(&list) && !known(&outside) {
                list.push(System::named(name));
            }
        }
        Self {
            list,
            outside,
            register,
        }
    }

    /// Says `none-in-scope` (count) where the register shows that no system is in scope; answers whether it did.
    pub(crate) fn none(&self, out: &mut Findings) -> bool {
        let Some(register) = self.register.filter(|_| self.list.is_empty()) else {
            return false;
        };
        out.not_applicable("none-in-scope")
            .arg("count", self.outside.len())
            .cite(&register)
            .cite_all(self.outside.iter().filter_map(System::row));
        true
    }

    /// The number of the system that a row belongs to: `None` where it is not in scope, or where the row names none and
    /// there are several.
    pub(crate) fn of(&self, row: &Entry<'a>) -> Option<usize> {
        match filled(row, "system") {
            Some(name) => self.list.iter().position(|system| system.is(name)),
            None => (self.list.len() == 1).then_some(0),
        }
    }

    /// The only system, where there is one: what names no system is about this.
    pub(crate) fn is_single(&self) -> bool {
        self.list.len() == 1
    }
}
