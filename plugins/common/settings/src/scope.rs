//! The asset inventory as the checks need it: assets found by any of their names, and which of them are in scope.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::{Asset, Attribute};
pub(crate) use sekisho_sdk::words::ASSET_CLASSES as CLASSES;
use sekisho_sdk::words::ASSET_IDLE;
use std::collections::BTreeMap;

/// Classes that people work on or that serve them: where malware protection and a host firewall belong.
pub(crate) const COMPUTERS: &[&str] = &["pc", "thin-client", "server", "virtual-server", "hypervisor"];
/// Servers of any build.
pub(crate) const SERVERS: &[&str] = &["server", "virtual-server", "hypervisor"];
/// What people sit at or carry.
pub(crate) const CLIENTS: &[&str] = &["pc", "thin-client", "mobile"];

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

impl<'a> Item<'a> {
    /// What messages call it: id, else host name, else name.
    pub(crate) fn label(&self) -> &'a str {
        self.asset
            .id()
            .or_else(|| self.asset.hostname())
            .or_else(|| self.asset.name())
            .unwrap_or("?")
    }

    pub(crate) fn class(&self) -> Option<&'a str> {
        self.asset.class()
    }

    /// Whether it is at work. A state that is not stated or not understood counts as at work.
    pub(crate) fn is_live(&self) -> bool {
        !self.asset.status().is_some_and(|status| ASSET_IDLE.contains(&status))
    }

    pub(crate) fn is_class(&self, classes: &[&str]) -> bool {
        self.class().is_some_and(|class| classes.contains(&class))
    }

    fn attribute(&self, field: &str) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|a| a.field() == Some(field))
    }

    /// A further field as yes or no.
    pub(crate) fn flag(&self, field: &str) -> Option<bool> {
        self.attribute(field)?.flag()
    }

    /// A further field as text.
    pub(crate) fn text(&self, field: &str) -> Option<&'a str> {
        self.attribute(field)?.value()
    }

    /// The networks or zones it is in: the column holds the items of a list field one after the other.
    pub(crate) fn networks(&self) -> Vec<&'a str> {
        split(self.asset.network())
    }

    pub(crate) fn zones(&self) -> Vec<&'a str> {
        split(self.asset.zone())
    }
}

fn split(text: Option<&str>) -> Vec<&str> {
    let items = text.unwrap_or_default().split([',', ';', '|', '、', '；', '\n']);
    items.map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// All assets.
#[derive(Debug, Default)]
pub(crate) struct Inventory<'a> {
    pub(crate) items: Vec<Item<'a>>,
    names: BTreeMap<String, usize>,
}

impl<'a> Inventory<'a> {
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
        Self { items, names }
    }

    /// The first asset of an inventory that lists nothing that runs software: media and facilities only.
    pub(crate) fn only_things(&self) -> Option<&Item<'a>> {
        let is_thing = |item: &Item<'a>| item.class().is_some_and(|class| matches!(class, "media" | "facility"));
        self.items.first().filter(|_| self.items.iter().all(is_thing))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Position of the asset that a register or a snapshot names.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names
            .get(&fold(name))
            .or_else(|| self.names.get(&fold(short_host(name)?)))
            .copied()
    }

    /// The asset that a register or a snapshot names.
    pub(crate) fn find(&self, name: &str) -> Option<&Item<'a>> {
        self.items.get(self.position(name)?)
    }

    /// Assets at work of some classes.
    pub(crate) fn live<'s>(&'s self, classes: &'s [&'s str]) -> impl Iterator<Item = &'s Item<'a>> {
        self.items
            .iter()
            .filter(move |item| item.is_live() && item.is_class(classes))
    }
}

/// Names are compared without case and outer white space.
pub(crate) fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// First label of a domain name; nothing for an address or a plain name.
fn short_host(name: &str) -> Option<&str> {
    let (first, rest) = name.split_once('.')?;
    let named = first.chars().any(char::is_alphabetic) && rest.chars().any(char::is_alphabetic);
    (named && !name.contains([' ', '/'])).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{fold, short_host, split};

    #[test]
    fn shortens_only_domain_names() {
        assert_eq!(short_host("srv01.example.co.jp"), Some("srv01"));
        assert_eq!(short_host("192.0.2.1"), None);
        assert_eq!(short_host("srv01"), None);
        assert_eq!(short_host("Switch 2.1 (A)"), None);
    }

    #[test]
    fn folds_and_splits() {
        assert_eq!(fold(" PC-01 "), "pc-01");
        assert_eq!(split(Some("A, B;C、D")), ["A", "B", "C", "D"]);
    }
}
