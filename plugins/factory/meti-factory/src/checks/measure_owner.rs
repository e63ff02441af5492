//! `measure.owner`: step 3, every measure is somebody's and is kept up (domain-rows 145, domain.md 2.2).
//!
//! Predicate: each measure that is not given up has an owner, who stands in the role register where there is one
//! (`owner`), and a cycle (`cycle`); what is not in force yet is not past its day, and what is in force was checked in
//! time (`on-time`); a supplier it relies on stands in the partner register where there is one (`supplier`).

use crate::measures::{self, Measure, State};
use crate::roles::Roles;
use crate::words::{Day, Word, day, fold, named, word};
use crate::zones::Zones;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

const PARTS: &[&str] = &["owner", "cycle", "on-time", "supplier"];
const SIDES: &[&str] = &[
    "network",
    "device",
    "program",
    "system",
    "physical",
    "operation",
    "supply-chain",
    "other",
];
/// Cycles with the days they may take, as the longest of their kind.
const CYCLES: &[(&str, i64)] = &[
    ("daily", 1),
    ("weekly", 7),
    ("monthly", 31),
    ("quarterly", 92),
    ("half-yearly", 184),
    ("yearly", 366),
    ("two-yearly", 731),
];

/// The check.
#[derive(Debug)]
pub(crate) struct Owned;

impl Check for Owned {
    fn spec(&self) -> Spec {
        Spec::new("measure.owner")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("sides", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let sides = cx.known_texts("sides", SIDES)?;
        let Some(register) = cx.registers().get("measures") else {
            out.unknown("no-measures");
            return Ok(());
        };
        let measures = measures::load(cx, &Zones::load(cx)).unwrap_or_default();
        let kept: Vec<&Measure<'_>> = measures
            .iter()
            .filter(|measure| measure.state != State::Retired && is_chosen(measure, sides))
            .collect();
        if kept.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", measures.len())
                .cite(&register);
            return Ok(());
        }
        let roles = Roles::load(cx);
        let partners = partners(cx);
        for measure in &kept {
            let label = label(measure);
            if parts.asks("owner") {
                owned(measure, &label, roles.as_ref(), out);
            }
            if parts.asks("cycle") && named(&measure.row, "cycle").is_none() {
                out.fail("no-cycle").arg("entry", &label).cite(*measure);
            }
            if parts.asks("on-time") {
                on_time(cx.today(), measure, &label, out);
            }
            if parts.asks("supplier")
                && let (Some(partners), Some(supplier)) = (&partners, named(&measure.row, "supplier"))
                && !partners.contains(&fold(supplier))
            {
                let finding = out.fail("supplier-unknown").arg("entry", &label);
                finding.arg("supplier", supplier).cite(*measure);
            }
        }
        if parts.asks("owner") && roles.is_none() {
            out.informational("no-roles").cite(&register);
        }
        if let Some(finding) = out.pass_if_clean("kept-up") {
            finding
                .arg("parts", parts.told(PARTS))
                .arg("count", kept.len())
                .cite(&register);
        }
        Ok(())
    }
}

/// A side that is not stated or not understood might be meant.
fn is_chosen(measure: &Measure<'_>, sides: &[String]) -> bool {
    match word(&measure.row, "side", SIDES) {
        Word::One(side) => sides.is_empty() || sides.iter().any(|word| word == side),
        _ => true,
    }
}

fn label(measure: &Measure<'_>) -> String {
    match named(&measure.row, "name") {
        Some(name) if measure.row.key() != Some(name) => format!("{} {name}", measure.row.label()),
        _ => measure.row.label(),
    }
}

fn partners(cx: &Context<'_>) -> Option<BTreeSet<String>> {
    let register = cx.registers().get("partners")?;
    let names = register.rows().flat_map(|row| [named(&row, "id"), named(&row, "name")]);
    Some(names.flatten().map(fold).collect())
}

fn owned(measure: &Measure<'_>, label: &str, roles: Option<&Roles>, out: &mut Findings) {
    let Some(owner) = named(&measure.row, "owner") else {
        out.fail("no-owner").arg("entry", label).cite(measure);
        return;
    };
    let Some(roles) = roles else { return };
    if let Some(day) = roles.left(owner) {
        let finding = out.fail("owner-left").arg("entry", label).arg("owner", owner);
        finding.arg("date", day).cite(measure);
    } else if !roles.has(owner) {
        out.fail("owner-unknown")
            .arg("entry", label)
            .arg("owner", owner)
            .cite(measure);
    }
}

/// The day itself is in time.
fn on_time(today: Date, measure: &Measure<'_>, label: &str, out: &mut Findings) {
    let is_running = measure.state == State::InForce;
    let field = if is_running { "next_review" } else { "due" };
    match day(&measure.row, field) {
        Day::On(day) if day < today => {
            let message = if is_running { "check-late" } else { "late" };
            out.fail(message).arg("entry", label).arg("date", day).cite(measure);
            return;
        }
        Day::On(_) => return,
        Day::Odd(text) => return unclear(measure, label, field, text, out),
        Day::Empty if !is_running => {
            out.unknown("no-due").arg("entry", label).cite(measure);
            return;
        }
        Day::Empty => {}
    }
    // In force, and the next check is not stated: the cycle tells when it was due.
    let length = CYCLES.iter().find(|(cycle, _)| measure.row.get("cycle") == Some(cycle));
    match (day(&measure.row, "last_reviewed"), length) {
        (Day::On(last), Some((_, days))) if today.days_since(last) > *days => {
            let finding = out.fail("cycle-missed").arg("entry", label);
            finding.arg("date", last).arg("days", *days).cite(measure);
        }
        (Day::Odd(text), _) => unclear(measure, label, "last_reviewed", text, out),
        _ => {}
    }
}

fn unclear(measure: &Measure<'_>, label: &str, field: &str, text: &str, out: &mut Findings) {
    let finding = out.unknown("date-unclear").arg("entry", label).arg("field", field);
    finding.arg("value", text).cite(measure);
}
