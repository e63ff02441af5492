//! Uses of the outside that a control forbids, such as mail or the web from inside a plant.

use super::{Wall, allows, label};
use crate::scope::fold;
use crate::words::is_any;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Uses that can be forbidden.
pub(super) const USES: &[&str] = &["mail", "internet"];

const MAIL: &[&str] = &[
    "mail",
    "メール",
    "smtp",
    "smtps",
    "submission",
    "pop",
    "pop3",
    "pop3s",
    "imap",
    "imaps",
    "25",
    "465",
    "587",
    "110",
    "995",
    "143",
    "993",
];

/// Whether a rule's service is of a kind; `tcp/25` and `SMTP (25)` are both mail.
fn is_mail(service: &str) -> bool {
    let service = fold(service);
    service.contains("メール")
        || service
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| MAIL.contains(&word))
}

/// `outbound`: no allow rule from inside (from a plant zone, where zones are known) to the outside for such a use.
pub(super) fn forbidden(cx: &Context<'_>, uses: &[String], walls: &[Wall<'_>], out: &mut Findings) {
    let mut kinds: BTreeMap<String, &str> = BTreeMap::new();
    for zone in cx.registers().rows("zones") {
        for name in ["id", "name"].into_iter().filter_map(|field| zone.get(field)) {
            kinds.extend(zone.get("kind").map(|kind| (fold(name), kind)));
        }
    }
    let kind = |rule: &Entry<'_>, field: &str| rule.get(field).and_then(|zone| kinds.get(&fold(zone)).copied());
    let mut told = false;
    for wall in walls {
        let reading = wall
            .device
            .as_ref()
            .map(|d| d.reading("firewall.default_outbound"))
            .unwrap_or_default();
        let words = reading.words();
        told |= !words.is_empty();
        if words.iter().any(|w| w == "allow") {
            out.fail("outbound-default")
                .arg("device", wall.name.clone())
                .cite_all(&reading.0);
        }
        for rule in &wall.rules {
            let from_plant = kind(rule, "from_zone").is_none_or(|k| matches!(k, "ot" | "safety"));
            let outward = rule.get("direction") == Some("outbound")
                || kind(rule, "to_zone") == Some("internet")
                || rule.get("to_zone").is_some_and(is_any);
            told |= outward;
            if !outward || !from_plant || !allows(rule) {
                continue;
            }
            let services = rule.list("service");
            let all = services.is_empty() || services.iter().any(|s| is_any(s));
            let anywhere =
                rule.list("destination").into_iter().any(is_any) || kind(rule, "to_zone") == Some("internet");
            let hit = uses.iter().find(|one| match one.as_str() {
                "mail" => all || services.iter().any(|s| is_mail(s)),
                _ => anywhere,
            });
            if let Some(one) = hit {
                out.fail("outbound").arg("rule", label(rule)).arg("use", one).cite(rule);
            }
        }
    }
    if !told && !walls.is_empty() {
        out.unknown("outbound-unstated")
            .cite_all(walls.iter().flat_map(|w| &w.rules));
    }
}
