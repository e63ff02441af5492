//! Plans of action (POA&M) from the register `action-plans`.

use crate::cells::{Day, day, filled, items};
use crate::requirements::Number;
use crate::systems::Systems;
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// One item.
#[derive(Debug, Clone)]
pub(crate) struct Action<'a> {
    pub(crate) row: Entry<'a>,
    numbers: BTreeSet<Number>,
    /// Number of its system; `None` where it names none.
    system: Option<usize>,
}

impl Fact for Action<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

impl<'a> Action<'a> {
    /// Whether it is closed: done or withdrawn. What is not stated or not understood is open.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.row.get("status"), Some("done" | "cancelled"))
    }

    /// Whether it is about a requirement of a system. One that names no system is about all.
    pub(crate) fn is_about(&self, number: &Number, system: usize) -> bool {
        self.numbers.contains(number) && self.system.is_none_or(|own| own == system)
    }

    /// Its requirements, for messages.
    pub(crate) fn requirements(&self) -> String {
        let ids: Vec<&str> = self.numbers.iter().map(Number::id).collect();
        if ids.is_empty() { "?".to_owned() } else { ids.join(", ") }
    }

    /// Those of some fields that are not filled.
    pub(crate) fn missing<'f>(&self, fields: &'f [String]) -> Vec<&'f str> {
        let is_filled = |field: &str| match field {
            "due_at" => day(&self.row, field) != Day::Nothing,
            "requirement" => !self.numbers.is_empty(),
            _ => filled(&self.row, field).is_some(),
        };
        fields
            .iter()
            .map(String::as_str)
            .filter(|field| !is_filled(field))
            .collect()
    }
}

/// All items of systems in scope.
#[derive(Debug)]
pub(crate) struct Actions<'a> {
    pub(crate) register: Register<'a>,
    pub(crate) list: Vec<Action<'a>>,
}

impl<'a> Actions<'a> {
    /// Reads the register.
    pub(crate) fn load(cx: &Context<'a>, systems: &Systems<'a>) -> Option<Self> {
        let register = cx.registers().get("action-plans")?;
        let mut list = Vec::new();
        for row in register.rows() {
            let system = systems.of(&row);
            if system.is_none() && !systems.list.is_empty() && filled(&row, "system").is_some() {
                continue;
            }
            let numbers = items(&row, "requirement").into_iter().map(Number::of).collect();
            list.push(Action { row, numbers, system });
        }
        Some(Self { register, list })
    }
}
