//! What happens to traffic that no rule was made for, and rules that let everything through.

use super::{Wall, allows, label, may_be_inbound};
use crate::words::is_any;
use sekisho_sdk::prelude::*;

const ENDS: &[&str] = &["source", "destination", "service"];

/// Whether source, destination and service all mean "anything".
fn matches_all(rule: &Entry<'_>) -> bool {
    ENDS.iter().all(|field| rule.list(field).into_iter().any(is_any))
}

/// `default-deny`: of the stated defaults none lets in, and at least one is stated.
pub(super) fn deny(wall: &Wall<'_>, out: &mut Findings) {
    let reading = wall
        .device
        .as_ref()
        .map(|d| d.reading("firewall.default_inbound"))
        .unwrap_or_default();
    let forward = wall
        .device
        .as_ref()
        .map(|d| d.reading("firewall.default_forward"))
        .unwrap_or_default();
    let defaults: Vec<&Entry<'_>> = wall
        .rules
        .iter()
        .filter(|r| r.flag("default_rule") == Some(true) && may_be_inbound(r))
        .collect();
    let words: Vec<String> = reading.words().into_iter().chain(forward.words()).collect();
    let open_rules: Vec<&Entry<'_>> = defaults
        .iter()
        .copied()
        .filter(|r| r.get("action") == Some("allow"))
        .collect();
    if words.iter().any(|w| w == "allow") || !open_rules.is_empty() {
        let finding = out.fail("default-allow").arg("device", wall.name.clone());
        finding.cite_all(open_rules).cite_all(&reading.0).cite_all(&forward.0);
        return;
    }
    let denies = |rule: &&Entry<'_>| rule.get("action") == Some("deny");
    let last = wall.rules.iter().filter(|r| may_be_inbound(r) && matches_all(r));
    if !reading.words().iter().any(|w| w == "deny") && !defaults.iter().any(denies) && !last.clone().any(|r| denies(&r))
    {
        let finding = out.unknown("default-unstated").arg("device", wall.name.clone());
        finding
            .cite_all(&wall.rules)
            .cite_all(wall.device.iter().flat_map(|d| &d.snapshots));
        finding.cite_all(wall.device.iter().filter_map(|d| d.item.as_ref()));
    }
}

/// `inbound-rules`: somebody laid down what may come in.
pub(super) fn inbound(wall: &Wall<'_>, out: &mut Findings) {
    let directed = wall.rules.iter().filter(|r| r.has("direction")).count();
    if wall.rules.iter().any(|r| r.get("direction") == Some("inbound")) {
        return;
    }
    let finding = if directed > 0 {
        out.fail("no-inbound-rules")
    } else {
        out.unknown("inbound-unstated")
    };
    finding.arg("device", wall.name.clone()).cite_all(&wall.rules);
    finding.cite_all(wall.device.iter().filter_map(|d| d.item.as_ref()));
}

/// `no-any` (and, for inbound traffic, `default-deny`: such a rule undoes it).
pub(super) fn any(rules: &[Entry<'_>], all_directions: bool, out: &mut Findings) {
    for rule in rules.iter().filter(|r| allows(r)) {
        let is_default = rule.flag("default_rule") == Some(true);
        // A default is judged as a default; that of outbound traffic may be open.
        if is_default || !(all_directions || may_be_inbound(rule)) {
            continue;
        }
        let missing: Vec<&str> = ENDS.iter().copied().filter(|field| !rule.has(field)).collect();
        if !rule.has("action") || !missing.is_empty() {
            let others_open = ENDS
                .iter()
                .filter(|f| rule.has(f))
                .all(|f| rule.list(f).into_iter().any(is_any));
            if others_open || !rule.has("action") {
                out.unknown("rule-incomplete").arg("rule", label(rule)).cite(rule);
            }
        } else if matches_all(rule) {
            out.fail("any-any").arg("rule", label(rule)).cite(rule);
        }
    }
}
