//! Zones under any of their names, and the zones in which an asset stands: by itself or through its networks.

use crate::cells::Cells;
use crate::inventory::{Inventory, Item};
use crate::words::{fold, is_nothing};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of zones.
#[derive(Debug, Default)]
pub(crate) struct Zones {
    /// Id or name, folded → id as written.
    ids: BTreeMap<String, String>,
    /// Network id or name, folded → zone ids.
    of_network: BTreeMap<String, BTreeSet<String>>,
}

impl Zones {
    /// Reads the registers of zones and networks.
    pub(crate) fn load(cx: &Context<'_>) -> Self {
        let mut zones = Self::default();
        for row in cx.registers().rows("zones") {
            let Some(id) = row.text("id").or_else(|| row.text("name")) else {
                continue;
            };
            for name in [row.text("id"), row.text("name")].into_iter().flatten() {
                zones.ids.entry(fold(name)).or_insert_with(|| id.to_owned());
            }
        }
        for row in cx.registers().rows("zones") {
            let Some(id) = row.text("id").or_else(|| row.text("name")) else {
                continue;
            };
            for network in row.items("networks") {
                zones.of_network.entry(fold(network)).or_default().insert(id.to_owned());
            }
        }
        for row in cx.registers().rows("networks") {
            let Some(zone) = row.text("zone").map(|zone| zones.id(zone)) else {
                continue;
            };
            for name in [row.text("id"), row.text("name")].into_iter().flatten() {
                zones.of_network.entry(fold(name)).or_default().insert(zone.clone());
            }
        }
        zones
    }

    /// Whether there is a register of zones with rows.
    pub(crate) fn is_registered(&self) -> bool {
        !self.ids.is_empty()
    }

    /// Whether the register has a zone of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.ids.contains_key(&fold(name))
    }

    /// The id of a zone by id or name; a name that the register does not have stands for itself.
    pub(crate) fn id(&self, name: &str) -> String {
        self.ids
            .get(&fold(name))
            .cloned()
            .unwrap_or_else(|| name.trim().to_owned())
    }

    /// The zones in which an asset stands.
    pub(crate) fn of(&self, item: &Item<'_>) -> BTreeSet<String> {
        let own: BTreeSet<String> = item.items("zone").into_iter().map(|zone| self.id(zone)).collect();
        if !own.is_empty() {
            return own;
        }
        let networks = item.items("network");
        networks
            .into_iter()
            .filter_map(|network| self.of_network.get(&fold(network)))
            .flatten()
            .cloned()
            .collect()
    }

    /// The zone of one end of a flow: as stated, or that of the asset it names.
    pub(crate) fn of_end(&self, inventory: &Inventory<'_>, zone: Option<&str>, asset: Option<&str>) -> Option<String> {
        if let Some(zone) = zone.filter(|zone| !is_nothing(zone)) {
            return Some(self.id(zone));
        }
        let asset = asset?;
        let by_name = inventory.find(asset);
        let item = by_name.or_else(|| {
            inventory
                .items
                .iter()
                .find(|item| item.items("ip").contains(&asset.trim()))
        })?;
        let mut zones = self.of(item).into_iter();
        match (zones.next(), zones.next()) {
            (Some(zone), None) => Some(zone),
            _ => None,
        }
    }

    /// Every zone that the register or an asset names.
    pub(crate) fn all(&self, inventory: &Inventory<'_>) -> BTreeSet<String> {
        let registered = self.ids.values().cloned();
        let used = inventory
            .items
            .iter()
            .filter(|item| item.is_kept())
            .flat_map(|item| item.items("zone"));
        registered.chain(used.map(|zone| self.id(zone))).collect()
    }
}
