//! Who answers for a rule, when it was last looked at, and whether it has outlived its purpose.

use super::label;
use crate::age::{is_over, older_than};
use crate::words::some;
use sekisho_sdk::prelude::*;

/// Defaults belong to the firewall itself: nobody owns them.
fn own<'r, 'a>(rules: &'r [Entry<'a>]) -> impl Iterator<Item = &'r Entry<'a>> {
    rules.iter().filter(|rule| rule.flag("default_rule") != Some(true))
}

/// `documented`: an owner and a purpose.
pub(super) fn documented(rules: &[Entry<'_>], out: &mut Findings) {
    for rule in own(rules) {
        let missing: Vec<&str> = ["owner", "purpose"]
            .into_iter()
            .filter(|field| !rule.has(field))
            .collect();
        if !missing.is_empty() {
            out.fail("undocumented")
                .arg("rule", label(rule))
                .arg("fields", missing.join(", "))
                .cite(rule);
        }
    }
}

/// `reviewed`: looked at within the limit.
pub(super) fn reviewed(rules: &[Entry<'_>], today: Date, limit: i64, out: &mut Findings) {
    for rule in own(rules) {
        match rule.date("last_reviewed") {
            Some(day) if older_than(day, today, limit) => {
                let finding = out.fail("review-old").arg("rule", label(rule)).arg("reviewed", day);
                finding
                    .arg("days", today.days_since(day))
                    .arg("limit", limit)
                    .cite(rule);
            }
            Some(_) => {}
            None if rule.has("last_reviewed") => _ = out.unknown("review-unclear").arg("rule", label(rule)).cite(rule),
            None => _ = out.fail("never-reviewed").arg("rule", label(rule)).cite(rule),
        }
    }
}

/// `no-obsolete`: no rule past its time. Where nothing else asks for reviews, a rule that has neither an end nor a
/// review shows nothing about whether it is still needed.
pub(super) fn obsolete(rules: &[Entry<'_>], today: Date, alone: bool, out: &mut Findings) {
    let mut unstated = Vec::new();
    for rule in own(rules) {
        let end = rule.date("expires_at");
        if is_over(end, today) {
            let day = end.unwrap_or(today);
            out.fail("expired")
                .arg("rule", label(rule))
                .arg("expired", day)
                .cite(rule);
        } else if rule.has("expires_at") && end.is_none() {
            out.unknown("expiry-unclear").arg("rule", label(rule)).cite(rule);
        } else if alone && end.is_none() && rule.date("last_reviewed").is_none() {
            unstated.push(*rule);
        }
    }
    if !unstated.is_empty() {
        let names: Vec<String> = unstated.iter().map(label).collect();
        let finding = out
            .unknown("need-unstated")
            .arg("count", names.len())
            .arg("rules", some(&names));
        finding.cite_all(&unstated);
    }
}
