//! IN-17 `inv.redundancy`: what must not fail has something to fall back on (domain.md, IN-17).
//!
//! Predicate: each asset with high availability names a redundancy or a spare. `means` says what counts: `redundancy`,
//! `spare`, `manual` (work by hand, written in either field). A spare that is gone or is the asset itself is none.

use crate::cells::Cells;
use crate::inventory::{self, Inventory, Item, classes};
use crate::words::fold;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

const LEVELS: &[&str] = &["high", "medium", "low"];
const MANUAL: &[&str] = &[
    "手作業",
    "手動",
    "手書",
    "紙",
    "電話",
    "fax",
    "ファクス",
    "人手",
    "manual",
    "paper",
    "by hand",
    "phone",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Redundancy;

impl Check for Redundancy {
    fn spec(&self) -> Spec {
        Spec::new("inv.redundancy")
            .reads("assets")
            .parameter(Parameter::texts("means", &["redundancy", "spare"]))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let means = cx.known_texts("means", &["redundancy", "spare", "manual"])?;
        let classes = classes(cx)?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let chosen = inventory.choose(classes, |item| {
            item.is_live() && level(item).is_none_or(|level| level == "high")
        });
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        let (unrated, judged): (Vec<&Item<'_>>, Vec<&Item<'_>>) =
            chosen.inside.iter().partition(|item| level(item).is_none());
        inventory::unclear(out, "availability-unclear", &unrated);
        for item in &judged {
            match fallback(&inventory, item, means) {
                Fallback::Found => {}
                Fallback::Gone(spare) => {
                    out.fail("spare-gone")
                        .arg("entry", item.label())
                        .arg("spare", spare)
                        .cite(*item);
                }
                Fallback::None => {
                    out.fail("no-fallback")
                        .arg("entry", item.label())
                        .arg("means", means.join(", "))
                        .cite(*item);
                }
            }
        }
        if let Some(finding) = out.pass_if_clean("prepared") {
            finding.arg("count", judged.len()).cite_all(&inventory.sheets);
        }
        Ok(())
    }
}

enum Fallback<'a> {
    Found,
    Gone(&'a str),
    None,
}

fn fallback<'a>(inventory: &Inventory<'a>, item: &Item<'a>, means: &[String]) -> Fallback<'a> {
    let mut found = Fallback::None;
    for (field, mean) in [("redundancy", "redundancy"), ("spare_ref", "spare")] {
        if item.yes(field) == Some(true) && holds(means, mean) {
            return Fallback::Found;
        }
        let Some(text) = item.some_text(field) else { continue };
        let by_hand = MANUAL.iter().any(|word| fold(text).contains(word));
        if !holds(means, if by_hand { "manual" } else { mean }) {
            continue;
        }
        match inventory.find(text).filter(|_| field == "spare_ref") {
            Some(spare)
                if spare.fact() == item.fact()
                    || matches!(spare.asset.status(), Some("disposed" | "lost" | "planned")) =>
            {
                found = Fallback::Gone(text);
            }
            _ => return Fallback::Found,
        }
    }
    found
}

fn level<'a>(item: &Item<'a>) -> Option<&'a str> {
    item.asset.availability().filter(|level| LEVELS.contains(level))
}
