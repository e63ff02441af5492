//! Q-12 `audit.ok`: each party in scope was audited or checked within a year, and what was found is tracked. Where `scope`
//! names a rule or a subject, one such audit within the period is enough.

use crate::ages::{Names, is_over, max_age, recent};
use crate::aliases::{DOCUMENTS, Fit, fit};
use crate::documents::find;
use crate::heard::{filled, id, label};
use crate::partners::{ByParty, SCOPES, scoped};
use crate::problem::{Problem, best, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Audits;

const KINDS: &[&str] = &["internal", "external", "supplier", "access", "compliance", "other"];
const AUDITED: Names = Names {
    missing: "date-missing",
    odd: "date-odd",
    future: "date-future",
    old: "too-old",
};

impl Check for Audits {
    fn spec(&self) -> Spec {
        Spec::new("audit.ok")
            .reads("registers")
            .parameter(Parameter::texts("kinds", &[]))
            .parameter(Parameter::text("scope", 200, "partners"))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (scope, kinds, limit) = (
            cx.text("scope")?,
            cx.known_texts("kinds", KINDS)?,
            cx.integer("max_age_days")?,
        );
        let per_party = SCOPES.contains(&scope);
        let parties = if per_party { scoped(cx, scope) } else { None };
        if let Some(parties) = parties.as_ref().filter(|p| p.inside.is_empty() && p.unclear.is_empty()) {
            out.not_applicable("none-in-scope")
                .arg("scope", scope)
                .cite(&parties.register);
            return Ok(());
        }
        let Some(register) = cx.registers().get("audits") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut rows: Vec<Entry<'_>> = register.rows().filter(|row| is_kind(row, kinds)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.date("audited_at")));
        let findings = findings(cx);
        let judge = |row: &Entry<'_>| {
            let own = row.key().and_then(|key| findings.get(&id(key)));
            against(cx.today(), limit, row, own.map_or(&[][..], Vec::as_slice))
        };
        let mut good = Vec::new();
        if !per_party {
            let known = cx
                .registers()
                .get("documents")
                .map(|register| find(&register, scope))
                .unwrap_or_default();
            let about = |row: &&Entry<'_>| {
                let says = |text: &str| fit(DOCUMENTS, scope, text) != Fit::None || known.iter().any(|d| d.is(text));
                scope.is_empty()
                    || ["scope", "party", "report"]
                        .iter()
                        .any(|field| filled(row, field).is_some_and(says))
            };
            match best(rows.iter().filter(about).map(|row| (*row, judge(row)))) {
                Some((row, problems)) if problems.is_empty() => good.push(row),
                Some((_, problems)) => tell_all(problems, out),
                None => {
                    out.fail("none").arg("scope", scope).cite(&register);
                }
            }
        } else if let Some(parties) = parties {
            let of_party = ByParty::new(rows, "party");
            for party in &parties.unclear {
                out.unknown("scope-unstated")
                    .arg("party", party.name())
                    .arg("scope", scope)
                    .cite(party);
            }
            for party in &parties.inside {
                match best(of_party.of(*party).into_iter().map(|row| (row, judge(&row)))) {
                    Some((row, problems)) if problems.is_empty() => good.push(row),
                    Some((_, problems)) => tell_all(problems, out),
                    None => {
                        out.fail("party-unaudited")
                            .arg("party", party.name())
                            .cite(party)
                            .cite(&register);
                    }
                }
            }
        } else {
            out.unknown("no-partners").arg("scope", scope).cite(&register);
        }
        if out.is_empty() {
            out.attested("met").arg("count", good.len()).cite_all(&good);
        }
        Ok(())
    }
}

/// An audit without a kind may be any.
fn is_kind(row: &Entry<'_>, kinds: &[String]) -> bool {
    kinds.is_empty() || filled(row, "kind").is_none_or(|kind| kinds.iter().any(|k| k == kind))
}

/// Findings by the number of their audit.
fn findings<'a>(cx: &Context<'a>) -> BTreeMap<String, Vec<Entry<'a>>> {
    let mut found: BTreeMap<String, Vec<Entry<'a>>> = BTreeMap::new();
    for row in cx.registers().rows("audit-findings") {
        if let Some(audit) = row.get("audit") {
            found.entry(id(audit)).or_default().push(row);
        }
    }
    found
}

fn against(today: Date, limit: i64, row: &Entry<'_>, findings: &[Entry<'_>]) -> Vec<Problem> {
    let name = filled(row, "scope").map_or_else(|| label(row, "party"), ToOwned::to_owned);
    let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
    let mut problems = Vec::new();
    problems.extend(recent(row, "audited_at", today, limit, &name, AUDITED).err());
    match row.get("result") {
        Some("ok" | "warning" | "failed") => {}
        Some("unknown") => problems.push(fail("not-done")),
        Some(text) if filled(row, "result").is_some() => {
            problems.push(
                Problem::unknown("result-odd")
                    .arg("name", name.clone())
                    .arg("text", text)
                    .cite(row),
            );
        }
        _ => problems.push(fail("result-missing")),
    }
    let none_found = row.number("findings_count") == Some(0.0)
        || row.number("findings_count").is_none() && row.get("result") == Some("ok");
    match row.flag("findings_tracked") {
        Some(true) => {}
        Some(false) if !none_found => problems.push(fail("untracked")),
        // Findings that stand in their own register are tracked there.
        None if !none_found && findings.is_empty() => problems.push(match filled(row, "findings_tracked") {
            Some(text) => Problem::unknown("tracking-odd")
                .arg("name", name.clone())
                .arg("text", text)
                .cite(row),
            None => fail("tracking-unstated"),
        }),
        _ => {}
    }
    for finding in findings {
        let closed = finding.has("done_at") || matches!(finding.get("status"), Some("done" | "accepted" | "cancelled"));
        if let (false, Some(due)) = (closed, finding.date("due_at").filter(|due| is_over(Some(*due), today))) {
            problems.push(
                fail("finding-late")
                    .arg("finding", label(finding, "title"))
                    .arg("date", due)
                    .cite(finding),
            );
        }
    }
    problems
}
