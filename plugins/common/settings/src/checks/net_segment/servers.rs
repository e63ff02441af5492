//! Public and critical servers: who else stands in their segment.

use crate::scope::{CLIENTS, Inventory, Item, SERVERS, fold};
use crate::sources::Devices;
use crate::words::some;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Kinds of network or zone that are a segment of their own for such servers.
const OWN_PUBLIC: &[&str] = &["dmz"];
const OWN_CRITICAL: &[&str] = &["critical", "management", "dmz"];
/// What does not belong beside a critical server.
const STRANGERS: &[&str] = &["pc", "thin-client", "mobile", "printer", "iot"];

/// Networks an asset is in; where none is stated, its zones.
fn segments<'a>(item: &Item<'a>) -> Vec<&'a str> {
    let networks = item.networks();
    if networks.is_empty() { item.zones() } else { networks }
}

/// Judges public (or critical) servers and hands back the facts of those judged.
pub(super) fn judge(cx: &Context<'_>, inventory: &Inventory<'_>, public: bool, out: &mut Findings) -> Vec<u32> {
    let is_public = |item: &Item<'_>| item.asset.public() == Some(true);
    let is_critical =
        |item: &Item<'_>| matches!(item.asset.criticality(), Some("critical" | "high")) && !is_public(item);
    let mut kinds: BTreeMap<String, &str> = BTreeMap::new();
    for row in cx.registers().rows("networks").chain(cx.registers().rows("zones")) {
        for name in ["id", "name"].into_iter().filter_map(|field| row.get(field)) {
            kinds.extend(row.get("kind").map(|kind| (fold(name), kind)));
        }
    }
    let devices = Devices::gather(cx, inventory, &[]);
    let mut judged = Vec::new();
    for device in &devices.list {
        let Some(item) = device.item.as_ref().filter(|i| i.is_live() && i.is_class(SERVERS)) else {
            continue;
        };
        if !(if public { is_public(item) } else { is_critical(item) }) {
            continue;
        }
        judged.push(item.fact());
        let segmented = device.reading("network.segmented");
        match segmented.all() {
            Some(true) => continue,
            Some(false) => {
                out.fail("not-segmented")
                    .arg("asset", item.label())
                    .cite(item)
                    .cite_all(&segmented.0);
                continue;
            }
            None => {}
        }
        let own = if public { OWN_PUBLIC } else { OWN_CRITICAL };
        let segments = segments(item);
        let zones = item.zones();
        let in_own = segments
            .iter()
            .chain(&zones)
            .any(|name| kinds.get(&fold(name)).is_some_and(|kind| own.contains(kind)));
        if in_own {
            continue;
        }
        if segments.is_empty() {
            out.unknown("segment-unstated").arg("asset", item.label()).cite(item);
            continue;
        }
        let beside = neighbors(inventory, item, &segments, |other| {
            if public {
                !is_public(other) && other.is_class(&[SERVERS, CLIENTS, &["printer"]].concat())
            } else {
                other.is_class(STRANGERS)
            }
        });
        if !beside.is_empty() {
            let names: Vec<String> = beside.iter().map(|other| other.label().to_owned()).collect();
            let finding = out.fail(if public { "public-shared" } else { "critical-shared" });
            finding
                .arg("asset", item.label())
                .arg("segment", segments.join(", "))
                .arg("others", some(&names));
            finding.cite(item).cite_all(beside);
        }
    }
    judged
}

/// Other assets at work in one of these segments that match.
fn neighbors<'i, 'a>(
    inventory: &'i Inventory<'a>,
    item: &Item<'a>,
    own: &[&str],
    matches: impl Fn(&Item<'a>) -> bool,
) -> Vec<&'i Item<'a>> {
    let own: Vec<String> = own.iter().map(|name| fold(name)).collect();
    let others = inventory
        .items
        .iter()
        .filter(|other| other.fact() != item.fact() && other.is_live());
    others
        .filter(|other| matches(other) && segments(other).into_iter().any(|name| own.contains(&fold(name))))
        .collect()
}
