//! IN-09 `ext.register`: systems of others that the company uses are registered and checked (domain.md, IN-09).
//!
//! Predicate: each external system has provider, data class, a day on which security requirements were checked and a
//! confidentiality agreement; reviewed no more than 365 days ago. Parts: `register`, `requirements-checked`,
//! `confidentiality`, `reviewed`. `fields` replaces the fields of the parts asked for (all but `reviewed`). An empty
//! register says that none is used, unless the inventory has a cloud service.

use crate::age::{Age, age, unclear};
use crate::cells::{Cells, Stated};
use crate::fields::EXTERNAL_SYSTEMS;
use crate::inventory::Inventory;
use crate::words::fold;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

const PARTS: &[&str] = &["register", "requirements-checked", "confidentiality", "reviewed"];

/// The check.
#[derive(Debug)]
pub(crate) struct ExternalSystems;

impl Check for ExternalSystems {
    fn spec(&self) -> Spec {
        Spec::new("ext.register")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("fields", &[]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let limit = cx.integer("max_age_days")?;
        let given = EXTERNAL_SYSTEMS.read(cx, "fields")?;
        let Some(register) = cx.registers().get("external-systems") else {
            out.unknown("no-register");
            return Ok(());
        };
        if register.is_empty() {
            let inventory = Inventory::load(cx);
            let clouds: Vec<_> = inventory
                .items
                .iter()
                .filter(|i| i.is_live() && i.is_class(&["cloud"]))
                .collect();
            if clouds.is_empty() {
                out.not_applicable("register-empty").cite(&register);
            } else {
                out.fail("cloud-not-listed")
                    .arg("count", clouds.len())
                    .cite(&register)
                    .cite_all(clouds);
            }
            return Ok(());
        }
        let mut fields = given;
        if fields.is_empty() {
            for (part, own) in [
                ("register", ["provider", "data_class"].as_slice()),
                ("requirements-checked", &["requirement_checked_at"]),
            ] {
                if parts.asks(part) {
                    fields.extend(own);
                }
            }
        }
        for row in register.rows() {
            let label = Entry::label(&row);
            EXTERNAL_SYSTEMS.gaps(&row, &fields).tell(out, &label, &row);
            if parts.asks("requirements-checked") {
                checked(cx, &row, out);
            }
            if parts.asks("confidentiality") {
                agreed(cx, &row, out);
            }
            if parts.asks("reviewed") {
                match age(row.stated("last_reviewed"), cx.today(), limit) {
                    Age::Fresh => {}
                    Age::Nothing => {
                        out.fail("never-reviewed").arg("entry", label).cite(&row);
                    }
                    Age::Old(day) => {
                        out.fail("review-old")
                            .arg("entry", label)
                            .arg("date", day)
                            .arg("days", limit)
                            .cite(&row);
                    }
                    odd => {
                        unclear(out, &label, "last_reviewed", odd).map(|finding| finding.cite(&row));
                    }
                }
            }
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding.arg("count", register.len()).cite(&register);
        }
        Ok(())
    }
}

/// The check of requirements took place and did not go wrong. An empty or unreadable day is told with the fields.
fn checked(cx: &Context<'_>, row: &Entry<'_>, out: &mut Findings) {
    let label = Entry::label(row);
    if let ahead @ Age::Ahead(_) = age(row.stated("requirement_checked_at"), cx.today(), i64::MAX) {
        unclear(out, &label, "requirement_checked_at", ahead).map(|finding| finding.cite(row));
    }
    match row.text("requirement_result") {
        Some("failed") => {
            out.fail("requirements-failed").arg("entry", label).cite(row);
        }
        None if row.get("requirement_result") == Some("unknown") => {
            out.fail("requirements-unchecked").arg("entry", label).cite(row);
        }
        _ => {}
    }
}

/// A reference, or else a contract or pledge with the provider; a contract that is found must still run.
fn agreed(cx: &Context<'_>, row: &Entry<'_>, out: &mut Findings) {
    let label = Entry::label(row);
    let today = cx.today();
    let reference = row.some_text("confidentiality_ref");
    let names: Vec<String> = ["partner", "provider"]
        .into_iter()
        .filter_map(|field| row.text(field))
        .map(fold)
        .collect();
    let is_over = |row: &Entry<'_>, field: &str| match row.stated(field) {
        Stated::Day(day) => day < today && row.yes("auto_renewal") != Some(true),
        _ => row.get("status") == Some("ended"),
    };
    let contracts = cx.registers().rows("contracts").filter(|contract| {
        let by_number = reference.is_some() && contract.text("id").map(fold) == reference.map(fold);
        let with = contract
            .text("partner")
            .is_some_and(|partner| names.contains(&fold(partner)));
        let clauses = contract.items("clauses");
        let secret = contract.get("kind") == Some("nda")
            || clauses
                .iter()
                .any(|c| fold(c).contains("confidential") || c.contains("秘密保持") || c.contains("機密保持"));
        by_number || reference.is_none() && with && secret
    });
    let contracts: Vec<Entry<'_>> = contracts.collect();
    if !contracts.is_empty() {
        if contracts.iter().all(|contract| is_over(contract, "ends_at")) {
            out.fail("agreement-over")
                .arg("entry", label)
                .cite(row)
                .cite_all(&contracts);
        }
        return;
    }
    let pledged = cx.registers().rows("pledges").any(|pledge| {
        pledge
            .text("subject")
            .is_some_and(|subject| names.contains(&fold(subject)))
            && !is_over(&pledge, "expires_at")
    });
    if reference.is_none() && !pledged {
        out.fail("no-agreement").arg("entry", label).cite(row);
    }
}
