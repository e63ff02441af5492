//! IN-14 `inv.genuine`: critical assets were verified to be genuine (domain.md, IN-14).
//!
//! Predicate: for critical assets the serial number or hash was verified no more than 365 days ago with result ok.
//! `critical` says which ratings count, `methods` which ways of verification.

use crate::age::{Age, age, unclear};
use crate::cells::Cells;
use crate::inventory::{self, Inventory, Item, classes};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

const RATINGS: &[&str] = &["critical", "high", "medium", "low"];

/// The check.
#[derive(Debug)]
pub(crate) struct Genuine;

impl Check for Genuine {
    fn spec(&self) -> Spec {
        Spec::new("inv.genuine")
            .reads("assets")
            .parameter(Parameter::texts("critical", &["critical", "high"]))
            .parameter(Parameter::texts("methods", &["serial", "hash"]))
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let critical = cx.known_texts("critical", RATINGS)?;
        let methods = cx.known_texts("methods", &["serial", "hash", "signature", "label", "other"])?;
        let (classes, limit) = (classes(cx)?, cx.integer("max_age_days")?);
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, |item| {
            item.is_kept() && rating(item).is_none_or(|rating| holds(critical, rating))
        });
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        let (unrated, judged): (Vec<&Item<'_>>, Vec<&Item<'_>>) =
            chosen.inside.iter().partition(|item| rating(item).is_none());
        inventory::unclear(out, "rating-unclear", &unrated);
        for item in &judged {
            verified(cx.today(), limit, methods, item, out);
        }
        if let Some(finding) = out.pass_if_clean("genuine") {
            finding
                .arg("count", judged.len())
                .arg("days", limit)
                .cite_all(&inventory.sheets);
        }
        Ok(())
    }
}

fn verified(today: Date, limit: i64, methods: &[String], item: &Item<'_>, out: &mut Findings) {
    let label = item.label();
    match age(item.stated("genuine_checked_at"), today, limit) {
        Age::Nothing => {
            out.fail("not-verified").arg("entry", label).cite(item);
            return;
        }
        Age::Old(day) => {
            out.fail("verified-long-ago")
                .arg("entry", &label)
                .arg("date", day)
                .arg("days", limit)
                .cite(item);
        }
        Age::Fresh => {}
        odd => {
            unclear(out, &label, "genuine_checked_at", odd).map(|finding| finding.cite(item));
        }
    }
    match item.text("genuine_method") {
        Some(method) if holds(methods, method) => {}
        Some(method) => {
            out.fail("method-not-accepted")
                .arg("entry", &label)
                .arg("method", method)
                .cite(item);
        }
        None => {
            out.unknown("fields-unclear")
                .arg("entry", &label)
                .arg("fields", "genuine_method")
                .cite(item);
        }
    }
    match item.text("genuine_result") {
        Some("ok") => {}
        Some(result @ ("failed" | "warning")) => {
            out.fail("result-not-ok")
                .arg("entry", &label)
                .arg("result", result)
                .cite(item);
        }
        _ => {
            out.unknown("fields-unclear")
                .arg("entry", &label)
                .arg("fields", "genuine_result")
                .cite(item);
        }
    }
}

fn rating<'a>(item: &Item<'a>) -> Option<&'a str> {
    item.asset.criticality().filter(|rating| RATINGS.contains(rating))
}
