//! CF-12 `fw.rules`: firewalls let in only what is wanted, and somebody answers for each rule (domain.md, CF-12).
//!
//! Predicate: default inbound = deny; no allow rule from anywhere to anywhere; each rule has owner, purpose and a review
//! within the limit; no expired rule. `inbound-rules` and `admin-source` are judged only where a control names them,
//! outbound traffic only where a control forbids some.

use crate::scope::{Inventory, fold};
use crate::sources::{Device, Devices};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod admin;
mod defaults;
mod outbound;
mod upkeep;

const PARTS: &[&str] = &[
    "default-deny",
    "no-any",
    "documented",
    "reviewed",
    "no-obsolete",
    "inbound-rules",
    "admin-source",
    "outbound",
];
/// Parts that speak of each rule.
const ABOUT_EACH_RULE: &[&str] = &["no-any", "documented", "reviewed", "no-obsolete"];
/// Devices whose snapshots can speak of a network firewall.
const FIREWALLS: &[&str] = &["firewall", "network-device", "cloud"];

/// The check.
#[derive(Debug)]
pub(crate) struct Rules;

/// One firewall: its rules and, where there is one, the device.
struct Wall<'a> {
    name: String,
    device: Option<Device<'a>>,
    rules: Vec<Entry<'a>>,
}

impl Check for Rules {
    fn spec(&self) -> Spec {
        Spec::new("fw.rules")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::integer("max_review_age_days", 1, 3650, 365))
            .parameter(Parameter::texts("forbidden_outbound", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let forbidden = cx.known_texts("forbidden_outbound", outbound::USES)?;
        let limit = cx.integer("max_review_age_days")?;
        let inventory = Inventory::load(cx);
        if parts.names("admin-source") {
            admin::source(cx, out);
        }
        let about_rules = PARTS.iter().any(|part| *part != "admin-source" && parts.asks(part));
        let walls = if about_rules { walls(cx, &inventory) } else { Vec::new() };
        let rules: Vec<Entry<'_>> = walls.iter().flat_map(|w| &w.rules).copied().collect();
        for wall in &walls {
            if parts.asks("default-deny") {
                defaults::deny(wall, out);
            }
            if parts.names("inbound-rules") {
                defaults::inbound(wall, out);
            }
        }
        if parts.asks("default-deny") || parts.asks("no-any") {
            defaults::any(&rules, parts.asks("no-any"), out);
        }
        if parts.asks("documented") {
            upkeep::documented(&rules, out);
        }
        if parts.asks("reviewed") {
            upkeep::reviewed(&rules, cx.today(), limit, out);
        }
        if parts.asks("no-obsolete") {
            upkeep::obsolete(&rules, cx.today(), !parts.asks("reviewed"), out);
        }
        // Settings tell defaults; what is asked of each rule cannot be judged where nobody handed rules in.
        if rules.is_empty() && ABOUT_EACH_RULE.iter().any(|part| parts.names(part)) && !walls.is_empty() {
            out.unknown("no-rules").arg("firewalls", walls.len());
        }
        if !forbidden.is_empty() && parts.asks("outbound") {
            outbound::forbidden(cx, forbidden, &walls, out);
        }
        if !walls.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding.arg("firewalls", walls.len()).arg("rules", rules.len());
                finding.cite_all(&rules).cite_all(
                    walls
                        .iter()
                        .filter_map(|w| w.device.as_ref())
                        .flat_map(|d| &d.snapshots),
                );
            }
        } else if out.is_empty() {
            out.unknown("no-evidence")
                .cite_all(cx.registers().get("firewall-rules").as_ref());
        }
        Ok(())
    }
}

/// Firewalls: those that rules name, those that have a snapshot, those of the inventory. Rules that name no device are
/// the rules of all of them, as in a company with one firewall.
fn walls<'a>(cx: &Context<'a>, inventory: &Inventory<'a>) -> Vec<Wall<'a>> {
    let devices = Devices::gather(cx, inventory, &[("firewall-rules", "device")]);
    let enabled = |row: &Entry<'a>| row.flag("enabled") != Some(false);
    let mut nameless: Vec<Entry<'a>> = cx
        .registers()
        .rows("firewall-rules")
        .filter(|row| !row.has("device"))
        .collect();
    nameless.retain(enabled);
    let mut walls = Vec::new();
    for device in &devices.list {
        let is_firewall = device.class() == Some("firewall") && device.is_in(FIREWALLS);
        let has_settings =
            device.is_in(FIREWALLS) && device.has_any(&["firewall.default_inbound", "firewall.default_outbound"]);
        if device.rows.is_empty() && !has_settings && !is_firewall {
            continue;
        }
        let mut rules: Vec<Entry<'a>> = device.rows.iter().copied().filter(enabled).collect();
        rules.extend(nameless.iter().copied());
        walls.push(Wall {
            name: device.name.clone(),
            device: Some(device.clone()),
            rules,
        });
    }
    if walls.is_empty() && !nameless.is_empty() {
        walls.push(Wall {
            name: "firewall-rules".to_owned(),
            device: None,
            rules: nameless,
        });
    } else if let Some((_, others)) = walls.split_first_mut() {
        // The shared rules are judged once.
        for other in others.iter_mut().filter(|_| !nameless.is_empty()) {
            let shared: Vec<u32> = nameless.iter().map(Fact::fact).collect();
            other.rules.retain(|row| !shared.contains(&row.fact()));
        }
    }
    walls
}

/// Whether a rule lets traffic pass.
fn allows(rule: &Entry<'_>) -> bool {
    rule.get("action") != Some("deny")
}

/// Whether a rule can concern traffic that comes in.
fn may_be_inbound(rule: &Entry<'_>) -> bool {
    rule.get("direction") != Some("outbound")
}

/// What messages call a rule.
fn label(rule: &Entry<'_>) -> String {
    match (rule.key(), rule.get("name")) {
        (Some(key), Some(name)) if fold(key) != fold(name) => format!("{key} ({name})"),
        _ => rule.label(),
    }
}
