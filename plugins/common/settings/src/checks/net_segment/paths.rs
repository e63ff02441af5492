//! Paths between zones, from firewall rules and observed flows, against the list of approved conduits.

use crate::age::is_over;
use crate::scope::fold;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Zone kinds of a plant, and zone kinds that must not reach them directly.
const PLANT: &[&str] = &["ot", "safety"];
const OFFICE: &[&str] = &["it", "internet", "guest", "remote", "cloud"];

/// Zones by id and by name.
type Zones<'a> = BTreeMap<String, (String, Option<&'a str>)>;

/// Judges the paths and hands back the facts of those judged.
pub(super) fn judge(cx: &Context<'_>, parts: Parts<'_>, out: &mut Findings) -> Vec<u32> {
    let registers = cx.registers();
    let zones: Zones<'_> = zones(cx);
    let Some(register) = registers.get("zones").filter(|zones| !zones.is_empty()) else {
        out.unknown("no-zones").cite_all(registers.get("zones").as_ref());
        return Vec::new();
    };
    let between: Vec<Entry<'_>> = registers
        .rows("firewall-rules")
        .filter(|row| row.flag("enabled") != Some(false))
        .chain(registers.rows("flows"))
        .filter(|row| row.get("action") != Some("deny"))
        .filter(
            |row| match (canonical(&zones, row, "from_zone"), canonical(&zones, row, "to_zone")) {
                (Some(from), Some(to)) => from != to,
                _ => false,
            },
        )
        .collect();
    let has_plant = zones.values().any(|(_, kind)| kind.is_some_and(|k| PLANT.contains(&k)));
    let has_paths = registers.get("firewall-rules").is_some() || registers.get("flows").is_some();
    let wanted = (parts.asks("ot-it") && has_plant) || (parts.asks("conduits") && zones.len() > 1);
    if !has_paths {
        if wanted {
            out.unknown("no-paths").cite(&register);
        }
        return Vec::new();
    }
    if parts.asks("ot-it") && zones.values().all(|(_, kind)| kind.is_none()) {
        out.unknown("zone-kinds-unstated").cite(&register);
    }
    let has_conduits = registers.get("conduits").is_some();
    if parts.asks("conduits") && !has_conduits && !between.is_empty() {
        out.unknown("no-conduits")
            .arg("count", between.len())
            .cite_all(&between);
    }
    let mut judged = vec![register.fact()];
    for row in &between {
        judged.push(row.fact());
        let conduit = conduit(cx, &zones, row);
        let (from, to) = (row.get("from_zone").unwrap_or("?"), row.get("to_zone").unwrap_or("?"));
        let crossing = crossing(&zones, row);
        let message = match (crossing, &conduit) {
            (Some(true), _) if parts.asks("ot-it") => "exposed",
            (Some(false), None) if parts.asks("ot-it") => "direct",
            (_, None) if parts.asks("conduits") && has_conduits => "no-conduit",
            _ => continue,
        };
        let finding = out
            .fail(message)
            .arg("path", row.label())
            .arg("from", from)
            .arg("to", to);
        finding.cite(row).cite_all(conduit.as_ref());
    }
    judged
}

fn zones<'a>(cx: &Context<'a>) -> Zones<'a> {
    let mut zones = BTreeMap::new();
    for row in cx.registers().rows("zones") {
        let id = fold(&row.label());
        for name in [row.key(), row.get("name")].into_iter().flatten() {
            zones.entry(fold(name)).or_insert((id.clone(), row.get("kind")));
        }
    }
    zones
}

/// A zone's id, or the word itself where the register has no such zone.
fn canonical(zones: &Zones<'_>, row: &Entry<'_>, field: &str) -> Option<String> {
    let name = fold(row.get(field)?);
    Some(zones.get(&name).map_or(name, |(id, _)| id.clone()))
}

/// Whether a path joins a plant zone with one that must not reach it: `Some(true)` where the other end is the internet
/// or a guest zone, which no conduit may allow.
fn crossing(zones: &Zones<'_>, row: &Entry<'_>) -> Option<bool> {
    let kind = |field: &str| {
        row.get(field)
            .and_then(|zone| zones.get(&fold(zone)))
            .and_then(|(_, kind)| *kind)
    };
    let (from, to) = (kind("from_zone")?, kind("to_zone")?);
    let other = match (PLANT.contains(&from), PLANT.contains(&to)) {
        (true, false) => to,
        (false, true) => from,
        _ => return None,
    };
    OFFICE.contains(&other).then_some(matches!(other, "internet" | "guest"))
}

/// The conduit that a path runs through: same zones (either way round where it is two-way), with purpose and owner, in
/// force, and for the path's protocol where both name one.
fn conduit<'a>(cx: &Context<'a>, zones: &Zones<'_>, path: &Entry<'_>) -> Option<Entry<'a>> {
    let ends = (canonical(zones, path, "from_zone"), canonical(zones, path, "to_zone"));
    let mut used: Vec<String> = path.list("protocol").into_iter().map(fold).collect();
    used.extend(path.list("service").into_iter().map(fold));
    cx.registers().rows("conduits").find(|row| {
        let own = (canonical(zones, row, "from_zone"), canonical(zones, row, "to_zone"));
        let turned = (own.1.clone(), own.0.clone());
        let same_ends = own == ends || (row.get("direction") == Some("two-way") && turned == ends);
        let allowed: Vec<String> = row.list("protocol").into_iter().map(fold).collect();
        let same_protocol = allowed.is_empty() || used.is_empty() || used.iter().any(|p| allowed.contains(p));
        let in_force = !is_over(row.date("expires_at"), cx.today());
        same_ends && same_protocol && in_force && row.has("purpose") && row.has("owner")
    })
}
