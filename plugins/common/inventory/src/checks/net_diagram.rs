//! IN-07 `net.diagram`: network diagram and data-flow diagram are kept up to date (domain.md, IN-07).
//!
//! Predicate: a document of the type with a date no more than 365 days ago that lists every zone of the inventory.
//! `document` says whether both are asked for or one of them. Parts: `date`, `zones`.

use crate::age::{Age, age, unclear};
use crate::cells::{Cells, Stated};
use crate::inventory::Inventory;
use crate::words::{some, squash};
use crate::zones::Zones;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

const NETWORK: &[&str] = &[
    "networkdiagram",
    "ネットワーク構成図",
    "ネットワーク図",
    "nw構成図",
    "nw図",
    "システム構成図",
    "構成図",
    "systemdiagram",
    "configurationdiagram",
];
const FLOW: &[&str] = &["dataflow", "データフロ", "dfd"];

/// The check.
#[derive(Debug)]
pub(crate) struct Diagram;

impl Check for Diagram {
    fn spec(&self) -> Spec {
        Spec::new("net.diagram")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::choice(
                "document",
                &["both", "network-diagram", "data-flow"],
                "both",
            ))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["date", "zones"])?;
        let (document, limit) = (cx.text("document")?, cx.integer("max_age_days")?);
        let inventory = Inventory::load(cx);
        let networked = inventory.items.iter().any(|item| item.is_kept() && item.is_networked());
        if !inventory.items.is_empty() && !networked {
            out.not_applicable("nothing-networked")
                .arg("count", inventory.items.len())
                .cite_all(&inventory.sheets);
            return Ok(());
        }
        let Some(register) = cx.registers().get("documents") else {
            out.unknown("no-documents");
            return Ok(());
        };
        let zones = Zones::load(cx);
        let all = zones.all(&inventory);
        if parts.asks("zones") && all.is_empty() {
            out.unknown("no-zones").cite(&register).cite_all(&inventory.sheets);
        }
        let mut rests_on = Vec::new();
        for (kind, words) in [("network-diagram", NETWORK), ("data-flow", FLOW)] {
            if document != "both" && document != kind {
                continue;
            }
            let drawn: Vec<Entry<'_>> = register.rows().filter(|row| is_of(row, words)).collect();
            if drawn.is_empty() {
                out.fail("no-diagram").arg("document", kind).cite(&register);
                continue;
            }
            if parts.asks("date") {
                dated(cx.today(), limit, kind, &drawn, out);
            }
            if parts.asks("zones") {
                shown(&zones, &all, kind, &drawn, out);
            }
            rests_on.extend(drawn);
        }
        if let Some(finding) = out.pass_if_clean("diagrams") {
            finding
                .arg("document", document)
                .arg("zones", all.len())
                .arg("days", limit)
                .cite_all(&rests_on);
        }
        Ok(())
    }
}

fn is_of(row: &Entry<'_>, words: &[&str]) -> bool {
    let names = ["type", "title"]
        .into_iter()
        .filter_map(|field| row.text(field))
        .map(squash);
    let live = !matches!(row.get("status"), Some("draft" | "obsolete"));
    live && names
        .into_iter()
        .any(|name| words.iter().any(|word| name.contains(&squash(word))))
}

/// The newest day on any of the diagrams counts: one network may be drawn on several sheets, judged by the best of them.
fn dated(today: Date, limit: i64, kind: &str, drawn: &[Entry<'_>], out: &mut Findings) {
    let fields = ["reviewed_at", "revised_at", "approved_at"];
    for row in drawn {
        let past = fields
            .into_iter()
            .filter_map(|field| row.day(field))
            .filter(|day| *day <= today)
            .max();
        match past.map(|day| age(Stated::Day(day), today, limit)) {
            Some(Age::Old(day)) => {
                let finding = out
                    .fail("diagram-old")
                    .arg("entry", Entry::label(row))
                    .arg("document", kind);
                finding.arg("date", day).arg("days", limit).cite(row);
            }
            Some(_) => {}
            None => {
                let odd = fields
                    .into_iter()
                    .map(|field| (field, age(row.stated(field), today, limit)));
                let odd = odd.into_iter().find(|(_, age)| *age != Age::Nothing);
                match odd {
                    Some((field, odd)) => {
                        unclear(out, &Entry::label(row), field, odd).map(|finding| finding.cite(row));
                    }
                    None => {
                        out.fail("no-date")
                            .arg("entry", Entry::label(row))
                            .arg("document", kind)
                            .cite(row);
                    }
                }
            }
        }
    }
}

fn shown(zones: &Zones, all: &BTreeSet<String>, kind: &str, drawn: &[Entry<'_>], out: &mut Findings) {
    let listed: BTreeSet<String> = drawn
        .iter()
        .flat_map(|row| row.items("zones"))
        .map(|zone| zones.id(zone))
        .collect();
    let missing: Vec<&String> = all.iter().filter(|zone| !listed.contains(*zone)).collect();
    if !missing.is_empty() {
        out.fail("zones-missing")
            .arg("document", kind)
            .arg("zones", some(&missing))
            .arg("count", missing.len())
            .cite_all(drawn);
    }
}
