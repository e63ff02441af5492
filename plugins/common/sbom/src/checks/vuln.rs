//! SB-05 `sbom.vuln`: no component in an affected range with a CVSS base score of `min_cvss` or more, unless a valid VEX
//! statement says not affected or fixed, or the fix is younger than `max_days`.
//!
//! Products of the categories `critical` are held against `critical_min_cvss`, and it is told which they are.
//!
//! Nothing that VEX settles disappears: it is reported with the statement. A version that cannot be compared, a component
//! that cannot be identified and (by default) a vulnerability without score are unknown.

use crate::vulnerability::{Answer, Book, Hit, Verdict};
use crate::{critical, label, scope};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Vulnerabilities;

/// The parameters.
struct Policy {
    threshold: f64,
    critical_threshold: f64,
    grace: i64,
    unscored_fails: bool,
    unscored_counts: bool,
}

impl Check for Vulnerabilities {
    fn spec(&self) -> Spec {
        Spec::new("sbom.vuln")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::decimal("min_cvss", 0.0, 10.0, 7.0))
            .parameter(Parameter::integer("max_days", 0, 3650, 14))
            .parameter(Parameter::texts("critical", &[]))
            .parameter(Parameter::decimal("critical_min_cvss", 0.0, 10.0, 7.0))
            .parameter(Parameter::choice("unscored", &["unknown", "fail", "ignore"], "unknown"))
            .parameter(Parameter::choice(
                "unidentified",
                &["unknown", "informational"],
                "unknown",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let sources: Vec<_> = cx
            .advisories()
            .advisories()
            .filter(|a| a.source() != Some("kev"))
            .collect();
        if sources.is_empty() {
            out.unknown("no-advisories").cite_all(&documents);
            return Ok(());
        }
        let unscored = cx.text("unscored")?;
        let policy = Policy {
            threshold: cx.decimal("min_cvss")?,
            critical_threshold: cx.decimal("critical_min_cvss")?,
            grace: cx.integer("max_days")?,
            unscored_fails: unscored == "fail",
            unscored_counts: unscored != "ignore",
        };
        let grave = critical::documents(cx, cx.texts("critical")?);
        for found in grave.values() {
            out.informational("critical")
                .arg("product", label::asset(found.asset))
                .arg("category", found.category)
                .arg("threshold", format!("{:.1}", policy.critical_threshold))
                .cite(&found.asset)
                .cite(&found.document);
        }
        let book = Book::of(cx);
        let mut below = 0usize;
        for component in cx.sbom().components() {
            let is_critical = component.document().is_some_and(|d| grave.contains_key(&d.row()));
            for hit in book.hits(component) {
                below += usize::from(!judge(&hit, &policy, is_critical, cx.today(), out));
            }
        }
        let unidentified = Book::unidentified(cx.sbom().components());
        if !unidentified.is_empty() {
            let strict = cx.text("unidentified")? == "unknown";
            let finding = if strict {
                out.unknown("unidentified")
            } else {
                out.informational("unidentified-noted")
            };
            finding.arg("components", unidentified.len()).cite_all(&unidentified);
        }
        if let Some(pass) = out.pass_if_clean("none") {
            pass.arg("components", cx.sbom().components().len())
                .arg("advisories", sources.len())
                .arg("below", below);
            pass.cite_all(&documents).cite_all(sources.first());
        }
        Ok(())
    }
}

/// Adds the finding of a hit; answers whether the vulnerability counts at all.
fn judge(hit: &Hit<'_, '_>, policy: &Policy, is_critical: bool, today: Date, out: &mut Findings) -> bool {
    let reaches = hit.group.reaches(match is_critical {
        true => policy.critical_threshold,
        false => policy.threshold,
    });
    if reaches == Some(false) || reaches.is_none() && !policy.unscored_counts {
        return false;
    }
    let settled = matches!(hit.answer, Some((Answer::NotAffected | Answer::Fixed, _)));
    let certain = reaches.is_some() || policy.unscored_fails;
    let finding = match (hit.verdict, &hit.answer) {
        (_, Some((Answer::NotAffected, _))) => out.informational("vex-not-affected"),
        (_, Some((Answer::Fixed, _))) => out.informational("vex-fixed"),
        (Verdict::Doubt(reason), _) => out.unknown(reason.message()),
        (Verdict::Affected { .. }, _) if !certain => out.unknown("unscored"),
        (
            Verdict::Affected {
                fix: true,
                since: Some(since),
            },
            _,
        ) if today.days_since(since) < policy.grace => {
            let days = policy.grace - today.days_since(since);
            out.informational("grace").arg("since", since).arg("days", days)
        }
        (Verdict::Affected { .. }, Some((Answer::Rejected, _))) => out.fail("vex-rejected"),
        (Verdict::Affected { .. }, Some((Answer::UnderInvestigation, _))) => out.fail("under-investigation"),
        (Verdict::Affected { fix: false, .. }, _) => out.fail("open-without-fix"),
        (Verdict::Affected { .. }, _) => out.fail("open"),
    };
    finding
        .arg("component", label::component(hit.component))
        .arg("vulnerability", hit.group.name);
    let score = hit
        .group
        .score
        .map(|s| format!("{s:.1}"))
        .or_else(|| hit.group.severity.map(ToOwned::to_owned));
    finding.arg("score", score.unwrap_or_else(|| "?".to_owned()));
    finding.cite(&hit.component).cite(&hit.advisory);
    if let Some((answer, statement)) = &hit.answer
        && (settled || *answer != Answer::Affected)
    {
        finding.cite(statement);
    }
    true
}
