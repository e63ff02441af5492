//! IN-10 `partner.register`: who the company works with, what is exchanged, and how secure they are (domain.md, IN-10).
//!
//! Predicate: each partner has exchanged information, means and both criticality flags; for partners with a flag set,
//! the security status was looked at no more than 365 days ago. Parts: `register`, `status`. `kinds` is a filter.
//! Partners whose business has ended or that are marked as out of scope are not judged.

use crate::age::{Age, age, unclear};
use crate::cells::Cells;
use crate::fields::PARTNERS;
use crate::registers::{Empty, open};
use crate::words::some;
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

const KINDS: &[&str] = &[
    "supplier",
    "contractor",
    "customer",
    "subsidiary",
    "cloud",
    "integrator",
    "maintenance",
    "other",
];
const FLAGS: &[&str] = &["handles_confidential", "business_critical"];

/// The check.
#[derive(Debug)]
pub(crate) struct Partners;

impl Check for Partners {
    fn spec(&self) -> Spec {
        Spec::new("partner.register")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("kinds", &[]))
            .parameter(Parameter::texts(
                "fields",
                &[
                    "exchanged_info",
                    "exchange_means",
                    "handles_confidential",
                    "business_critical",
                ],
            ))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["register", "status"])?;
        let kinds = cx.known_texts("kinds", KINDS)?;
        let (fields, limit) = (PARTNERS.read(cx, "fields")?, cx.integer("max_age_days")?);
        let Some(register) = open(cx, out, "partners", Empty::NotApplicable) else {
            return Ok(());
        };
        let (mut judged, mut unkind) = (Vec::new(), Vec::new());
        for row in register.rows() {
            let ended = row.day("ends_at").is_some_and(|day| day < cx.today());
            if ended || row.yes("in_scope") == Some(false) {
                continue;
            }
            match row.text("kind").filter(|kind| KINDS.contains(kind)) {
                _ if kinds.is_empty() => judged.push(row),
                Some(kind) if holds(kinds, kind) => judged.push(row),
                Some(_) => {}
                None => unkind.push(row),
            }
        }
        if !unkind.is_empty() {
            let labels: Vec<String> = unkind.iter().map(Entry::label).collect();
            out.unknown("kind-unclear")
                .arg("count", unkind.len())
                .arg("entries", some(&labels))
                .cite_all(&unkind);
        }
        if judged.is_empty() {
            if unkind.is_empty() {
                out.not_applicable("none-in-scope")
                    .arg("count", register.len())
                    .cite(&register);
            }
            return Ok(());
        }
        let mut weighty = 0_usize;
        for row in &judged {
            if parts.asks("register") {
                PARTNERS.gaps(row, &fields).tell(out, &Entry::label(row), row);
            }
            if !parts.asks("status") {
                continue;
            }
            if FLAGS.iter().any(|flag| row.yes(flag) == Some(true)) {
                weighty += 1;
                status(cx.today(), limit, row, out);
            } else if !parts.asks("register") && FLAGS.iter().any(|flag| row.yes(flag).is_none()) {
                out.unknown("flags-unclear").arg("entry", Entry::label(row)).cite(row);
            }
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding
                .arg("count", judged.len())
                .arg("flagged", weighty)
                .cite(&register);
        }
        Ok(())
    }
}

fn status(today: Date, limit: i64, row: &Entry<'_>, out: &mut Findings) {
    let label = Entry::label(row);
    match age(row.stated("security_status_at"), today, limit) {
        Age::Fresh if row.get("security_status") == Some("unknown") => {
            out.fail("status-missing").arg("entry", label).cite(row);
        }
        Age::Fresh => {}
        Age::Nothing => {
            out.fail("status-missing").arg("entry", label).cite(row);
        }
        Age::Old(day) => {
            out.fail("status-old")
                .arg("entry", label)
                .arg("date", day)
                .arg("days", limit)
                .cite(row);
        }
        odd => {
            unclear(out, &label, "security_status_at", odd).map(|finding| finding.cite(row));
        }
    }
}
