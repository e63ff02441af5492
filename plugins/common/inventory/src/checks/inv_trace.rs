//! IN-19 `inv.trace`: what was produced can be traced to a record that is kept (domain.md, IN-19).
//!
//! Predicate: each lot or serial number links to a production record whose retention ends in the future (not on the day
//! of assessment itself). `min_retention_days` asks for so many days after production (0: not judged); `criticality`
//! is a filter.

use crate::cells::{Cells, Stated};
use crate::registers::{Empty, open};
use crate::words::{fold, some};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

const RATINGS: &[&str] = &["critical", "high", "medium", "low"];

/// The check.
#[derive(Debug)]
pub(crate) struct Trace;

impl Check for Trace {
    fn spec(&self) -> Spec {
        Spec::new("inv.trace")
            .reads("registers")
            .parameter(Parameter::texts("criticality", &[]))
            .parameter(Parameter::integer("min_retention_days", 0, 36_500, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = cx.known_texts("criticality", RATINGS)?;
        let shortest = cx.integer("min_retention_days")?;
        let Some(register) = open(cx, out, "production-lots", Empty::NotApplicable) else {
            return Ok(());
        };
        let (mut lots, mut unrated) = (Vec::new(), Vec::new());
        for lot in register.rows() {
            match lot.text("criticality").filter(|word| RATINGS.contains(word)) {
                _ if asked.is_empty() => lots.push(lot),
                Some(word) if holds(asked, word) => lots.push(lot),
                Some(_) => {}
                None => unrated.push(lot),
            }
        }
        if !unrated.is_empty() {
            let labels: Vec<String> = unrated.iter().map(Entry::label).collect();
            out.unknown("rating-unclear")
                .arg("count", unrated.len())
                .arg("entries", some(&labels))
                .cite_all(&unrated);
        } else if lots.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
            return Ok(());
        }
        let Some(records) = cx.registers().get("production-records") else {
            out.unknown("no-records").cite(&register);
            return Ok(());
        };
        let (mut by_id, mut by_lot) = (BTreeMap::new(), BTreeMap::new());
        for record in records.rows() {
            if let Some(id) = record.key() {
                by_id.entry(fold(id)).or_insert(record);
            }
            for lot in record.items("lots") {
                by_lot.entry(fold(lot)).or_insert(record);
            }
        }
        for lot in &lots {
            let stated = lot.text("record").map(|record| (record, by_id.get(&fold(record))));
            let listed = lot.key().and_then(|id| by_lot.get(&fold(id)));
            match (stated, listed) {
                (Some((_, Some(record))), _) | (None, Some(record)) => kept(cx.today(), shortest, lot, record, out),
                (Some((name, None)), _) => {
                    out.fail("record-not-found")
                        .arg("entry", Entry::label(lot))
                        .arg("record", name)
                        .cite(lot)
                        .cite(&records);
                }
                (None, None) => {
                    out.fail("no-record").arg("entry", Entry::label(lot)).cite(lot);
                }
            }
        }
        if let Some(finding) = out.pass_if_clean("traceable") {
            finding.arg("count", lots.len()).cite(&register).cite(&records);
        }
        Ok(())
    }
}

fn kept(today: Date, shortest: i64, lot: &Entry<'_>, record: &Entry<'_>, out: &mut Findings) {
    let (label, name) = (Entry::label(lot), Entry::label(record));
    match record.stated("retention_until") {
        Stated::Day(day) if day <= today => {
            out.fail("retention-over")
                .arg("entry", &label)
                .arg("record", &name)
                .arg("date", day)
                .cite(record)
                .cite(lot);
        }
        Stated::Day(day) if shortest > 0 => match lot.day("produced_at").or_else(|| record.day("recorded_at")) {
            Some(made) if day.days_since(made) >= shortest => {}
            Some(_) => {
                let finding = out.fail("retention-short").arg("entry", &label).arg("record", &name);
                finding.arg("date", day).arg("days", shortest).cite(record).cite(lot);
            }
            None => {
                out.unknown("fields-unclear")
                    .arg("entry", &label)
                    .arg("fields", "produced_at")
                    .cite(lot);
            }
        },
        Stated::Day(_) => {}
        Stated::Nothing => {
            out.fail("no-retention")
                .arg("entry", &label)
                .arg("record", &name)
                .cite(record)
                .cite(lot);
        }
        _ => {
            out.unknown("fields-unclear")
                .arg("entry", &name)
                .arg("fields", "retention_until")
                .cite(record);
        }
    }
}
