//! SB-06 `sbom.kev`: no component with a vulnerability of the supplied list of exploited vulnerabilities, once the list's
//! due date has passed; VEX counts as in SB-05.
//!
//! The list names CVEs, not versions: versions come from advisories that carry the same CVE. Where none does, a component
//! whose CPE names the listed product is unknown.

use crate::vulnerability::{Answer, Book, Hit, Verdict};
use crate::{label, scope};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Exploited;

impl Check for Exploited {
    fn spec(&self) -> Spec {
        Spec::new("sbom.kev")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
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
        let listed: Vec<_> = cx
            .advisories()
            .advisories()
            .filter(|a| a.exploited() == Some(true))
            .collect();
        if listed.is_empty() {
            out.unknown("no-list").cite_all(&documents);
            return Ok(());
        }
        if !cx.advisories().advisories().any(|a| a.source() != Some("kev")) {
            out.unknown("no-versions")
                .arg("entries", listed.len())
                .cite_all(&documents)
                .cite_all(listed.first());
        }
        let book = Book::of(cx);
        for component in cx.sbom().components() {
            for hit in book.hits(component).iter().filter(|h| h.group.exploited.is_some()) {
                judge(hit, cx.today(), out);
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
                .arg("entries", listed.len());
            pass.cite_all(&documents).cite_all(listed.first());
        }
        Ok(())
    }
}

fn judge(hit: &Hit<'_, '_>, today: Date, out: &mut Findings) {
    let due = hit.group.due;
    let finding = match (hit.verdict, &hit.answer) {
        (_, Some((Answer::NotAffected, _))) => out.informational("vex-not-affected"),
        (_, Some((Answer::Fixed, _))) => out.informational("vex-fixed"),
        (Verdict::Doubt(reason), _) => out.unknown(reason.message()),
        (Verdict::Affected { .. }, _) if due.is_some_and(|d| today <= d) => out.informational("before-due"),
        (Verdict::Affected { .. }, Some((Answer::Rejected, _))) => out.fail("vex-rejected"),
        (Verdict::Affected { .. }, Some((Answer::UnderInvestigation, _))) => out.fail("under-investigation"),
        (Verdict::Affected { .. }, _) if due.is_none() => out.fail("open-without-due"),
        (Verdict::Affected { .. }, _) => out.fail("open"),
    };
    finding
        .arg("component", label::component(hit.component))
        .arg("vulnerability", hit.group.name);
    if let Some(due) = due {
        finding.arg("due", due);
    }
    finding
        .cite(&hit.component)
        .cite(&hit.advisory)
        .cite_all(&hit.group.exploited);
    if let Some((answer, statement)) = &hit.answer
        && *answer != Answer::Affected
    {
        finding.cite(statement);
    }
}
