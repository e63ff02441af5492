//! The zones of the model: those of the zone register, and those that only a protected object or a rating names.
//!
//! Zones that are not the plant's own (the internet) hold nothing that it could protect; which kinds these are is the
//! parameter `outside_kinds`.

use crate::words::{fold, items, named};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Kinds of zone in the vocabulary.
const KINDS: &[&str] = &[
    "it",
    "ot",
    "safety",
    "dmz",
    "internet",
    "remote",
    "cloud",
    "management",
    "critical",
    "guest",
];

/// Reads the parameter `outside_kinds`.
pub(crate) fn outside_kinds<'a>(cx: &Context<'a>) -> Result<&'a [String], CheckError> {
    cx.known_texts("outside_kinds", KINDS)
}

/// One zone.
#[derive(Debug, Clone)]
pub(crate) struct Zone<'a> {
    /// What messages call it: its id.
    pub(crate) id: String,
    kind: Option<&'a str>,
    /// Whether the zone register has it.
    pub(crate) is_registered: bool,
    /// The row that first names it.
    row: Entry<'a>,
}

impl Fact for Zone<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

/// All zones.
#[derive(Debug, Default)]
pub(crate) struct Zones<'a> {
    list: Vec<Zone<'a>>,
    /// Id or name, folded → place in the list.
    names: BTreeMap<String, usize>,
    has_register: bool,
}

impl<'a> Zones<'a> {
    /// Reads the registers.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let registers = cx.registers();
        let mut zones = Self {
            has_register: registers.get("zones").is_some(),
            ..Self::default()
        };
        for row in registers.rows("zones") {
            let Some(id) = named(&row, "id").or_else(|| named(&row, "name")) else {
                continue;
            };
            zones.add(id, named(&row, "name"), row.get("kind"), true, row);
        }
        for register in ["protected-objects", "zone-impacts"] {
            for row in registers.rows(register) {
                for name in items(&row, "zone") {
                    zones.add(name, None, None, false, row);
                }
            }
        }
        zones
    }

    fn add(&mut self, id: &str, name: Option<&str>, kind: Option<&'a str>, is_registered: bool, row: Entry<'a>) {
        if self.names.contains_key(&fold(id)) {
            return;
        }
        let place = self.list.len();
        for known in [Some(id), name].into_iter().flatten() {
            self.names.entry(fold(known)).or_insert(place);
        }
        self.list.push(Zone {
            id: id.trim().to_owned(),
            kind,
            is_registered,
            row,
        });
    }

    /// Whether a zone register was handed in.
    pub(crate) fn has_register(&self) -> bool {
        self.has_register
    }

    /// The zone of an id or name.
    pub(crate) fn find(&self, name: &str) -> Option<&Zone<'a>> {
        self.list.get(*self.names.get(&fold(name))?)
    }

    /// The id of a zone by id or name; a name that nobody knows stands for itself.
    pub(crate) fn id(&self, name: &str) -> String {
        self.find(name)
            .map_or_else(|| name.trim().to_owned(), |zone| zone.id.clone())
    }

    /// Whether a name is missing in the zone register, where there is one.
    pub(crate) fn is_strange(&self, name: &str) -> bool {
        self.has_register && !self.find(name).is_some_and(|zone| zone.is_registered)
    }

    /// The plant's own zones.
    pub(crate) fn own<'s>(&'s self, outside: &'s [String]) -> impl Iterator<Item = &'s Zone<'a>> {
        let is_outside = |zone: &&Zone<'a>| zone.kind.is_some_and(|kind| outside.iter().any(|word| word == kind));
        self.list.iter().filter(move |zone| !is_outside(zone))
    }
}
