//! What the rules of firewalls say about traffic from anywhere on the internet to a piece of equipment.
//!
//! On each device the first rule that is about such traffic decides. A rule for some services only can open, but it
//! cannot close: another service may still pass. A rule that asks for authentication opens nothing to everybody.

use crate::addresses::Range;
use crate::equipment::Equipment;
use crate::words::{holds, squash};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

const ANY: &[&str] = &["any", "all", "*", "すべて", "全て", "全部", "任意"];
const INTERNET: &[&str] = &[
    "internet",
    "インタネット",
    "wan",
    "wan1",
    "untrust",
    "untrusted",
    "outside",
    "external",
    "外部",
    "社外",
    "public",
];

/// What the rules come to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Passage<'a> {
    /// This rule lets anybody in.
    Open(Entry<'a>),
    /// A rule keeps everybody out, and none lets anybody in.
    Closed,
    /// No rule is about it.
    Untold,
}

/// All rules in force, by device and in their order.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    by_device: BTreeMap<String, Vec<Entry<'a>>>,
    internet_zones: Vec<String>,
}

impl<'a> Rules<'a> {
    /// Reads the register.
    pub(crate) fn load(cx: &Context<'a>) -> Self {
        let mut by_device: BTreeMap<String, Vec<Entry<'a>>> = BTreeMap::new();
        for row in cx.registers().rows("firewall-rules") {
            let is_over = row.date("expires_at").is_some_and(|day| day < cx.today());
            if row.flag("enabled") != Some(false) && !is_over {
                let device = row.get("device").map(squash).unwrap_or_default();
                by_device.entry(device).or_default().push(row);
            }
        }
        for rules in by_device.values_mut() {
            // Rules without a number keep their place in the table, after those with one.
            rules.sort_by(|a, b| order(a).total_cmp(&order(b)));
        }
        let zones = cx
            .registers()
            .rows("zones")
            .filter(|zone| zone.get("kind") == Some("internet"));
        let names = zones.flat_map(|zone| [zone.key(), zone.get("name")]);
        Self {
            by_device,
            internet_zones: names.flatten().map(squash).collect(),
        }
    }

    /// What they say of traffic from anywhere on the internet to this equipment. One device that closes is enough only
    /// where none opens.
    pub(crate) fn passage(&self, equipment: &Equipment<'a>) -> Passage<'a> {
        let mut found = Passage::Untold;
        for rules in self.by_device.values() {
            let about = rules
                .iter()
                .filter(|rule| self.is_from_internet(rule) && is_to(rule, equipment));
            for rule in about {
                match rule.get("action") {
                    Some("allow") if rule.flag("authenticated") == Some(true) => {}
                    Some("allow") => return Passage::Open(*rule),
                    Some("deny") if is_whole(rule) => {
                        found = Passage::Closed;
                        break;
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// Whether anybody on the internet is a source of the rule.
    fn is_from_internet(&self, rule: &Entry<'a>) -> bool {
        if rule.get("direction") == Some("outbound") {
            return false;
        }
        if let Some(zone) = rule.get("from_zone").filter(|zone| !holds(ANY, zone))
            && !self.is_internet(zone)
        {
            return false;
        }
        let sources = rule.list("source");
        let is_open = |source: &&str| {
            holds(ANY, source) || self.is_internet(source) || Range::parse(source).is_some_and(Range::is_all)
        };
        sources.is_empty() || sources.iter().any(is_open)
    }

    fn is_internet(&self, name: &str) -> bool {
        holds(INTERNET, name) || self.internet_zones.contains(&squash(name))
    }
}

fn order(rule: &Entry<'_>) -> f64 {
    rule.number("order").unwrap_or(f64::INFINITY)
}

/// Whether a rule is about every service.
fn is_whole(rule: &Entry<'_>) -> bool {
    let services = rule.list("service");
    rule.flag("default_rule") == Some(true) || services.is_empty() || services.iter().any(|service| holds(ANY, service))
}

/// Whether the equipment is a destination of the rule. A zone that the equipment is not known to stand in rules nothing
/// out: then only the addresses count.
fn is_to(rule: &Entry<'_>, equipment: &Equipment<'_>) -> bool {
    let zone = rule.get("to_zone").filter(|zone| !holds(ANY, zone)).map(squash);
    let is_elsewhere = |zone: &String| !equipment.zones.contains(zone) && !equipment.networks.contains(zone);
    if !equipment.zones.is_empty() && zone.as_ref().is_some_and(is_elsewhere) {
        return false;
    }
    let destinations = rule.list("destination");
    let is_it = |destination: &&str| {
        let name = squash(destination);
        holds(ANY, destination)
            || equipment.names.contains(&name)
            || equipment.networks.contains(&name)
            || equipment.zones.contains(&name)
            || Range::parse(destination)
                .is_some_and(|range| range.is_all() || equipment.addresses.iter().any(|one| range.holds(*one)))
    };
    destinations.is_empty() || destinations.iter().any(is_it)
}
