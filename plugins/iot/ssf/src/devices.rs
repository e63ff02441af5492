//! Devices of the inventory with their safety fields: the hazard that they belong to, the level of their safety function, the state
//! that is safe.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::words::{flag, is_none, says, squash};
use std::collections::BTreeMap;

const FIELDS: &[&str] = &[
    "hazard_ref",
    "safety_level",
    "safe_state",
    "safety_review",
    "auto_update",
];

/// What a cell on the level of a safety function says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Safety<'a> {
    /// Nothing.
    Open,
    /// That there is no safety function.
    None,
    /// A text that is no level.
    Odd(&'a str),
    /// A level: SIL 1 to 4, PL a to e, ASIL A to D.
    Level(&'a str),
}

/// A device.
#[derive(Debug, Clone)]
pub(crate) struct Device<'a> {
    pub(crate) asset: Asset<'a>,
    pub(crate) label: String,
    fields: BTreeMap<&'static str, &'a str>,
}

impl<'a> Device<'a> {
    /// A field that names something.
    pub(crate) fn named(&self, field: &str) -> Option<&'a str> {
        self.fields.get(field).copied().filter(|text| !is_none(text))
    }

    /// Whether it updates itself.
    pub(crate) fn updates_itself(&self) -> bool {
        self.fields.get("auto_update").copied().and_then(flag) == Some(true)
    }

    /// The level of its safety function.
    pub(crate) fn safety(&self) -> Safety<'a> {
        let Some(text) = self.fields.get("safety_level").copied() else {
            return Safety::Open;
        };
        if is_none(text) {
            return Safety::None;
        }
        let word = squash(text);
        let is = |prefix: &str, grades: &str| {
            let rest = word.strip_prefix(prefix).map(str::trim);
            rest.is_some_and(|rest| rest.chars().count() == 1 && grades.contains(rest))
        };
        if is("sil", "1234") || is("pl", "abcde") || is("asil", "abcd") {
            Safety::Level(text)
        } else {
            Safety::Odd(text)
        }
    }
}

/// The devices in use, by every name they have.
#[derive(Debug, Default)]
pub(crate) struct Devices<'a> {
    pub(crate) all: Vec<Device<'a>>,
    by_name: BTreeMap<String, usize>,
}

impl<'a> Devices<'a> {
    /// Reads the inventory; nothing where there is none.
    pub(crate) fn read(cx: &Context<'a>) -> Option<Self> {
        let tables = cx.assets();
        if tables.inventories().is_empty() {
            return None;
        }
        let mut fields: BTreeMap<u32, BTreeMap<&'static str, &'a str>> = BTreeMap::new();
        for attribute in tables.attributes() {
            let (Some(asset), Some(field), Some(value)) = (attribute.asset(), attribute.field(), attribute.value())
            else {
                continue;
            };
            if let Some(known) = FIELDS.iter().find(|known| **known == field)
                && says(value)
            {
                fields.entry(asset.row()).or_default().entry(known).or_insert(value);
            }
        }
        let mut devices = Self::default();
        for asset in tables.assets().filter(|asset| asset.status() != Some("disposed")) {
            for name in [asset.id(), asset.name()].into_iter().flatten() {
                devices.by_name.entry(squash(name)).or_insert(devices.all.len());
            }
            devices.all.push(Device {
                asset,
                label: asset.name().or_else(|| asset.id()).unwrap_or("?").to_owned(),
                fields: fields.remove(&asset.row()).unwrap_or_default(),
            });
        }
        Some(devices)
    }

    /// The device of a name.
    pub(crate) fn find(&self, name: &str) -> Option<&Device<'a>> {
        self.by_name.get(&squash(name)).and_then(|at| self.all.get(*at))
    }
}
