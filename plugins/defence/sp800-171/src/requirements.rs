//! What the register `requirement-status` says of each requirement in each system.

use crate::cells::{Day, day, filled};
use crate::systems::Systems;
use crate::words::requirement;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// How far a requirement is implemented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Implemented,
    Partly,
    /// Planned or not implemented: a plan is no implementation.
    Not,
    NotApplicable,
    /// Not stated, or in words that are not understood.
    Unclear,
}

/// One requirement in one system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Requirement<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) status: Status,
}

impl Fact for Requirement<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

impl<'a> Requirement<'a> {
    fn of(row: Entry<'a>) -> Self {
        let status = match row.get("status") {
            Some("implemented") => Status::Implemented,
            Some("partly") => Status::Partly,
            Some("planned" | "not-implemented") => Status::Not,
            Some("not-applicable") => Status::NotApplicable,
            _ => Status::Unclear,
        };
        Self { row, status }
    }

    /// Whether it is not fully implemented although it applies.
    pub(crate) fn is_open(self) -> bool {
        matches!(self.status, Status::Partly | Status::Not)
    }
}

/// Order of requirement numbers: 3.2.1 before 3.10.1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number(Vec<u32>, String);

impl Number {
    pub(crate) fn of(text: &str) -> Self {
        let id = requirement(text);
        Self(id.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect(), id)
    }

    /// As the catalogue writes it.
    pub(crate) fn id(&self) -> &str {
        &self.1
    }
}

/// By system (its number) and requirement.
#[derive(Debug)]
pub(crate) struct Requirements<'a> {
    pub(crate) register: Register<'a>,
    pub(crate) of_system: Vec<BTreeMap<Number, Requirement<'a>>>,
    /// Rows that name no system although there are several.
    pub(crate) homeless: Vec<Entry<'a>>,
}

impl<'a> Requirements<'a> {
    /// Reads the register; where it names no system at all, everything is about one.
    pub(crate) fn load(cx: &Context<'a>, systems: &Systems<'a>) -> Option<Self> {
        let register = cx.registers().get("requirement-status")?;
        let mut of_system: Vec<BTreeMap<Number, Requirement<'a>>> = Vec::new();
        of_system.resize_with(systems.list.len().max(1), BTreeMap::new);
        let mut homeless = Vec::new();
        for row in register.rows() {
            let Some(text) = filled(&row, "requirement") else {
                continue;
            };
            let place = if systems.list.is_empty() {
                Some(0)
            } else {
                systems.of(&row)
            };
            let Some(statuses) = place.and_then(|at| of_system.get_mut(at)) else {
                if filled(&row, "system").is_none() {
                    homeless.push(row);
                }
                continue;
            };
            let number = Number::of(text);
            let assessed = |row: &Entry<'a>| match day(row, "assessed_at") {
                Day::On(on) => Some(on),
                _ => None,
            };
            // Of two rows for one requirement the later assessment counts, of two alike the later row.
            let newer = statuses
                .get(&number)
                .is_none_or(|known| assessed(&known.row) <= assessed(&row));
            if newer {
                statuses.insert(number, Requirement::of(row));
            }
        }
        Some(Self {
            register,
            of_system,
            homeless,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_in_the_order_of_the_catalogue() {
        let mut ids = ["3.10.1", "AC.L2-3.1.2", "3.2.1", "3.1.10"].map(Number::of);
        ids.sort();
        assert_eq!(ids.each_ref().map(Number::id), ["3.1.2", "3.1.10", "3.2.1", "3.10.1"]);
    }
}
