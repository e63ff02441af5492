//! The asset inventory as the checks need it: every field by its id, assets found by any of their names, and which of
//! them are in scope.

use crate::cells::{Cells, Stated, state};
use crate::words::{fold, is_nothing, some, split};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::{Asset, Attribute, Inventory as Sheet};
use sekisho_sdk::words::{ASSET_CLASSES, ASSET_IDLE};
use std::collections::BTreeMap;

/// Classes that do not stand in a network of the company as a device of its own.
const NOT_NETWORKED: &[&str] = &["cloud", "software", "product", "media", "facility", "other"];

/// One asset with its further fields.
#[derive(Debug, Clone)]
pub(crate) struct Item<'a> {
    pub(crate) asset: Asset<'a>,
    attributes: Vec<Attribute<'a>>,
}

impl Fact for Item<'_> {
    fn fact(&self) -> u32 {
        self.asset.fact()
    }
}

impl<'a> Cells<'a> for Item<'a> {
    fn stated(&self, field: &str) -> Stated<'a> {
        let asset = self.asset;
        let column = match field {
            "last_reviewed" => asset.last_reviewed().map(Stated::Day),
            "support_end" => asset.support_end().map(Stated::Day),
            "software_scope" => asset.software_scope().map(Stated::Flag),
            "internet_boundary" => asset.internet_boundary().map(Stated::Flag),
            "public" => asset.public().map(Stated::Flag),
            _ => text_column(asset, field)
                .filter(|text| !is_nothing(text))
                .map(Stated::Text),
        };
        // What a typed column could not hold is kept among the attributes.
        column.unwrap_or_else(|| {
            let attribute = self.attributes.iter().find(|a| a.field() == Some(field));
            attribute.map_or(Stated::Nothing, |a| state(a.value(), a.date(), a.flag()))
        })
    }

    fn items(&self, field: &str) -> Vec<&'a str> {
        if let Some(text) = text_column(self.asset, field) {
            return split(text).into_iter().filter(|item| !is_nothing(item)).collect();
        }
        let cells = self.attributes.iter().filter(|a| a.field() == Some(field));
        cells
            .filter_map(|a| a.value())
            .filter(|item| !is_nothing(item))
            .collect()
    }

    fn label(&self) -> String {
        let asset = self.asset;
        let name = asset.id().or_else(|| asset.hostname()).or_else(|| asset.name());
        name.map_or_else(|| format!("#{}", asset.row() + 1), ToOwned::to_owned)
    }
}

fn text_column<'a>(asset: Asset<'a>, field: &str) -> Option<&'a str> {
    match field {
        "id" => asset.id(),
        "name" => asset.name(),
        "class" => asset.class(),
        "hostname" => asset.hostname(),
        "ip" => asset.ip(),
        "mac" => asset.mac(),
        "vendor" => asset.vendor(),
        "model" => asset.model(),
        "serial" => asset.serial(),
        "os" => asset.os(),
        "os_version" => asset.os_version(),
        "firmware" => asset.firmware(),
        "product_version" => asset.product_version(),
        "owner" => asset.owner(),
        "administrator" => asset.administrator(),
        "department" => asset.department(),
        "location" => asset.location(),
        "network" => asset.network(),
        "zone" => asset.zone(),
        "criticality" => asset.criticality(),
        "availability" => asset.availability(),
        "status" => asset.status(),
        "purl" => asset.purl(),
        "cpe" => asset.cpe(),
        "hash" => asset.hash(),
        _ => None,
    }
}

impl Item<'_> {
    /// Whether it is of one of some classes.
    pub(crate) fn is_class(&self, classes: &[&str]) -> bool {
        self.asset.class().is_some_and(|class| classes.contains(&class))
    }

    /// Whether it is there: not given away. A state that is not stated or not understood counts as there.
    pub(crate) fn is_kept(&self) -> bool {
        self.asset.status() != Some("disposed")
    }

    /// Whether it is at work. A state that is not stated or not understood counts as at work.
    pub(crate) fn is_live(&self) -> bool {
        !self.asset.status().is_some_and(|status| ASSET_IDLE.contains(&status))
    }

    /// Whether its class is one that stands in a network; a class that is not known might.
    pub(crate) fn is_networked(&self) -> bool {
        !self.is_class(NOT_NETWORKED)
    }
}

/// All assets.
#[derive(Debug, Default)]
pub(crate) struct Inventory<'a> {
    pub(crate) items: Vec<Item<'a>>,
    pub(crate) sheets: Vec<Sheet<'a>>,
    names: BTreeMap<String, usize>,
}

impl<'a> Inventory<'a> {
    /// Loads whatever there is.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let facts = cx.assets();
        let mut items: Vec<Item<'a>> = facts
            .assets()
            .map(|asset| Item {
                asset,
                attributes: Vec::new(),
            })
            .collect();
        for attribute in facts.attributes() {
            if let Some(item) = attribute.asset().and_then(|asset| items.get_mut(asset.row() as usize)) {
                item.attributes.push(attribute);
            }
        }
        let mut names = BTreeMap::new();
        // Ids outrank host names, host names outrank names: two passes more than one, but no ambiguity.
        let readings: [fn(&Asset<'a>) -> Option<&'a str>; 3] = [|a| a.id(), |a| a.hostname(), |a| a.name()];
        for read in readings {
            for (at, item) in items.iter().enumerate() {
                if let Some(name) = read(&item.asset) {
                    names.entry(fold(name)).or_insert(at);
                }
            }
        }
        for (at, item) in items.iter().enumerate() {
            if let Some(short) = item.asset.hostname().and_then(short_host) {
                names.entry(fold(short)).or_insert(at);
            }
        }
        Self {
            items,
            sheets: facts.inventories().collect(),
            names,
        }
    }

    /// Loads the inventory. Where none was handed in, adds `no-inventory`; where it has no row, `inventory-empty`.
    pub(crate) fn open(cx: &Context<'a>, out: &mut Findings) -> Option<Self> {
        let inventory = Self::load(cx);
        if inventory.is_missing() {
            out.unknown("no-inventory");
            return None;
        }
        if inventory.items.is_empty() {
            out.fail("inventory-empty").cite_all(&inventory.sheets);
            return None;
        }
        Some(inventory)
    }

    /// Whether no inventory was handed in at all.
    pub(crate) fn is_missing(&self) -> bool {
        self.sheets.is_empty() && self.items.is_empty()
    }

    /// Position of the asset that a register names.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names
            .get(&fold(name))
            .or_else(|| self.names.get(&fold(short_host(name)?)))
            .copied()
    }

    /// The asset that a register names.
    pub(crate) fn find(&self, name: &str) -> Option<&Item<'a>> {
        self.items.get(self.position(name)?)
    }

    /// Those assets that `keep` lets through and that are of one of the classes (of any, where none is named).
    pub(crate) fn choose<'s>(&'s self, classes: &[String], keep: impl Fn(&Item<'a>) -> bool) -> Chosen<'s, 'a> {
        let mut chosen = Chosen {
            inside: Vec::new(),
            unclear: Vec::new(),
        };
        for item in self.items.iter().filter(|item| keep(item)) {
            let known = item.asset.class().filter(|class| ASSET_CLASSES.contains(class));
            match known {
                _ if classes.is_empty() => chosen.inside.push(item),
                Some(class) if holds(classes, class) => chosen.inside.push(item),
                Some(_) => {}
                None => chosen.unclear.push(item),
            }
        }
        chosen
    }

    /// Says what a choice leaves open (`class-unclear`) and that it is empty (`none-in-scope`); answers whether there
    /// is an asset to judge.
    pub(crate) fn announce(&self, chosen: &Chosen<'_, 'a>, out: &mut Findings) -> bool {
        if !chosen.unclear.is_empty() {
            unclear(out, "class-unclear", &chosen.unclear);
        }
        if chosen.inside.is_empty() && chosen.unclear.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", self.items.len())
                .cite_all(&self.sheets);
        }
        !chosen.inside.is_empty()
    }
}

/// What a choice of assets comes to.
#[derive(Debug)]
pub(crate) struct Chosen<'s, 'a> {
    /// In scope.
    pub(crate) inside: Vec<&'s Item<'a>>,
    /// Maybe in scope: the class is not stated or not understood.
    pub(crate) unclear: Vec<&'s Item<'a>>,
}

impl<'s, 'a> Chosen<'s, 'a> {
    /// Narrows the choice further; those whose class is unclear are asked too.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&'s Item<'a>) -> bool) {
        self.inside.retain(|item| keep(item));
        self.unclear.retain(|item| keep(item));
    }
}

/// One `unknown` for several assets (count, entries).
pub(crate) fn unclear(out: &mut Findings, message: &str, items: &[&Item<'_>]) {
    if items.is_empty() {
        return;
    }
    let labels: Vec<String> = items.iter().map(|item| item.label()).collect();
    let finding = out
        .unknown(message)
        .arg("count", items.len())
        .arg("entries", some(&labels));
    finding.cite_all(items.iter().copied());
}

/// Reads the parameter `classes`.
pub(crate) fn classes<'a>(cx: &Context<'a>) -> Result<&'a [String], CheckError> {
    cx.known_texts("classes", ASSET_CLASSES)
}

/// First label of a domain name; nothing for an address or a plain name.
fn short_host(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once('.')?;
    let named = first.chars().any(char::is_alphabetic) && rest.chars().any(char::is_alphabetic);
    (named && !name.contains([' ', '/'])).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::short_host;

    #[test]
    fn shortens_only_domain_names() {
        assert_eq!(short_host("srv01.example.co.jp"), Some("srv01"));
        assert_eq!(short_host("192.0.2.1"), None);
        assert_eq!(short_host("srv01"), None);
        assert_eq!(short_host("Switch 2.1 (A)"), None);
    }
}
