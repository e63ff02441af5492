//! A gateway or a power conditioner as the evidence knows it: its row in the inventory, its names, addresses, networks
//! and zones.

use crate::addresses::parse;
use crate::words::squash;
use core::net::IpAddr;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use std::collections::BTreeMap;

/// One piece of equipment.
#[derive(Debug)]
pub(crate) struct Equipment<'a> {
    /// As the register of facilities names it.
    pub(crate) label: &'a str,
    pub(crate) asset: Option<Asset<'a>>,
    /// Its names, comparable.
    pub(crate) names: Vec<String>,
    pub(crate) addresses: Vec<IpAddr>,
    /// Networks and zones it stands in, comparable.
    pub(crate) networks: Vec<String>,
    pub(crate) zones: Vec<String>,
}

/// The inventory by every name.
#[derive(Debug)]
pub(crate) struct Directory<'a>(BTreeMap<String, Asset<'a>>);

impl<'a> Directory<'a> {
    /// Reads the inventory.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let mut names = BTreeMap::new();
        for asset in cx.assets().assets() {
            for name in names_of(&asset) {
                names.entry(name).or_insert(asset);
            }
        }
        Self(names)
    }

    /// Whether it has no asset.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it has an asset of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(&squash(name))
    }
}

fn names_of(asset: &Asset<'_>) -> impl Iterator<Item = String> {
    let names = [asset.id(), asset.hostname(), asset.name()];
    names.map(|name| name.map(squash)).into_iter().flatten()
}

impl<'a> Equipment<'a> {
    /// Finds it.
    pub(crate) fn find(cx: &Context<'a>, directory: &Directory<'a>, name: &'a str) -> Self {
        let wanted = squash(name);
        let asset = directory.0.get(&wanted).copied();
        let mut found = Self {
            label: name,
            asset,
            names: vec![wanted],
            addresses: parse(name),
            networks: Vec::new(),
            zones: Vec::new(),
        };
        if let Some(asset) = asset {
            found.names.extend(names_of(&asset));
            found.addresses.extend(asset.ip().map(parse).unwrap_or_default());
            found.networks = words(asset.network());
            found.zones = words(asset.zone());
        }
        for network in cx.registers().rows("networks") {
            let own = [network.key(), network.get("name")].into_iter().flatten().map(squash);
            let own: Vec<String> = own.collect();
            if own.iter().any(|name| found.networks.contains(name)) {
                found.zones.extend(words(network.get("zone")));
                found.networks.extend(own);
            }
        }
        for zone in cx.registers().rows("zones") {
            let own = [zone.key(), zone.get("name")].into_iter().flatten().map(squash);
            let own: Vec<String> = own.collect();
            if own.iter().any(|name| found.zones.contains(name)) {
                found.zones.extend(own);
            }
        }
        found
    }

    /// Whether its snapshot states a public address: where one says yes and another no, yes.
    pub(crate) fn states_public(&self, cx: &Context<'a>) -> Option<(bool, SnapshotSettings<'a>)> {
        let own = |snapshot: &SnapshotSettings<'a>| self.names.contains(&squash(snapshot.asset()));
        let mut found: Option<(bool, SnapshotSettings<'a>)> = None;
        for snapshot in cx.settings().snapshots().filter(own) {
            for flag in snapshot
                .all("network.public_address")
                .iter()
                .filter_map(|setting| setting.flag())
            {
                if found.as_ref().is_none_or(|(known, _)| !known) {
                    found = Some((flag, snapshot));
                }
            }
        }
        found
    }
}

fn words(cell: Option<&str>) -> Vec<String> {
    let parts = cell.unwrap_or_default().split([',', ';', '、', '|', '\n']);
    parts.map(squash).filter(|part| !part.is_empty()).collect()
}
