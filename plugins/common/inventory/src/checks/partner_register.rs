//! IN-10 `partner.register`: who the company works with, what is exchanged, and how secure they are (domain.md, IN-10).
//!
//! Predicate: each partner has exchanged information, means and both criticality flags; for partners with a flag set,
//! the security status was looked at no more than 365 days ago. Parts: `register`, `status`. `kinds` is a filter.
//! Partners whose business has ended or that are marked as out of scope are not judged. `scope` says for which partners the
//! status counts; with `system-access` a permission of remote access that stands is believed before the flag of the
//! register.

use crate::age::{Age, age, unclear};
use crate::cells::Cells;
use crate::fields::PARTNERS;
use crate::registers::{Empty, open};
use crate::words::{some, squash};
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
/// Words of the parameter `scope`, with the flag of the register.
const SCOPES: [(&str, &str); 3] = [
    ("handles-confidential", "handles_confidential"),
    ("business-critical", "business_critical"),
    ("system-access", "system_access"),
];

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
            .parameter(Parameter::texts(
                "scope",
                &["handles-confidential", "business-critical"],
            ))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["register", "status"])?;
        let kinds = cx.known_texts("kinds", KINDS)?;
        let scopes = cx.known_texts("scope", &SCOPES.map(|(word, _)| word))?;
        let flags: Vec<&str> = SCOPES
            .iter()
            .filter(|(word, _)| holds(scopes, word))
            .map(|(_, flag)| *flag)
            .collect();
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
        let open_doors = Doors::load(cx);
        for row in &judged {
            if parts.asks("register") {
                PARTNERS.gaps(row, &fields).tell(out, &Entry::label(row), row);
            }
            if !parts.asks("status") {
                continue;
            }
            let (mut is_weighty, mut is_unclear) = (false, false);
            for flag in &flags {
                let seen = if *flag == "system_access" {
                    open_doors.of(row)
                } else {
                    Vec::new()
                };
                match (row.yes(flag), seen.is_empty()) {
                    (Some(true), _) | (None, false) => is_weighty = true,
                    (Some(false), false) => {
                        is_weighty = true;
                        let finding = out.fail("access-denied").arg("entry", Entry::label(row));
                        let doors: Vec<String> = seen.iter().map(Entry::label).collect();
                        finding.arg("permissions", some(&doors)).cite(row).cite_all(&seen);
                    }
                    (Some(false), true) => {}
                    (None, true) => is_unclear = true,
                }
            }
            if is_weighty {
                weighty += 1;
                status(cx.today(), limit, row, out);
            } else if is_unclear && !parts.asks("register") {
                out.unknown("flags-unclear")
                    .arg("entry", Entry::label(row))
                    .arg("flags", flags.join(", "))
                    .cite(row);
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

/// Permissions of remote access that stand on the day, by the partner that they name.
struct Doors<'a>(Vec<(String, Entry<'a>)>);

impl<'a> Doors<'a> {
    fn load(cx: &Context<'a>) -> Self {
        let rows = cx.registers().rows("remote-access").filter(|row| {
            let over = row.day("expires_at").is_some_and(|day| day < cx.today());
            !over && row.yes("enabled") != Some(false)
        });
        Self(
            rows.filter_map(|row| Some((squash(row.some_text("partner")?), row)))
                .collect(),
        )
    }

    /// Those of one partner, by its number or name.
    fn of(&self, partner: &Entry<'_>) -> Vec<Entry<'a>> {
        let names: Vec<String> = ["id", "name"]
            .iter()
            .filter_map(|field| partner.text(field))
            .map(squash)
            .collect();
        let own = self.0.iter().filter(|(name, _)| names.contains(name));
        own.map(|(_, row)| *row).collect()
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
