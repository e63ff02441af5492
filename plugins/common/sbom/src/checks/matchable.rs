//! `sbom.matchable`: each component can be found in lists of vulnerabilities, because it has an identifier that can be
//! read. Rows of the register `parts` (a list of parts kept in a spreadsheet) are asked the same.

use crate::same::Called;
use crate::{field, scope};
use sekisho_sdk::prelude::*;
use sekisho_versions::{Cpe, Purl};

/// The check.
#[derive(Debug)]
pub(crate) struct Matchable;

/// What the components have, by the surest.
#[derive(Debug, Default)]
struct Counts {
    purl: usize,
    cpe: usize,
    swid: usize,
    name: usize,
    nothing: usize,
}

impl Check for Matchable {
    fn spec(&self) -> Spec {
        Spec::new("sbom.matchable")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::choice(
                "components",
                &["all", "without-root", "reachable"],
                "without-root",
            ))
            .parameter(Parameter::choice(
                "name_and_version",
                &["fail", "informational"],
                "fail",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let register = cx.registers().get("parts").filter(|r| !r.is_empty());
        let documents = scope::listing(cx);
        if documents.is_empty() && register.is_none() {
            scope::without_sbom(cx, out);
            return Ok(());
        }
        let weak_fails = cx.text("name_and_version")? == "fail";
        let mut counts = Counts::default();
        for component in field::counted(cx, cx.text("components")?) {
            let called = Called::component(component);
            let stated = (component.purl(), component.cpe());
            judge(
                &called,
                stated,
                component.swid(),
                &component,
                weak_fails,
                &mut counts,
                out,
            );
        }
        for row in register.iter().flat_map(|r| r.rows()) {
            let called = Called::entry(row);
            judge(
                &called,
                (row.get("purl"), row.get("cpe")),
                None,
                &row,
                weak_fails,
                &mut counts,
                out,
            );
        }
        let total = counts.purl + counts.cpe + counts.swid + counts.name + counts.nothing;
        if total == 0 {
            out.fail("no-components").cite_all(&documents);
        } else {
            out.informational("counted")
                .arg("total", total)
                .arg("purl", counts.purl)
                .arg("cpe", counts.cpe)
                .arg("swid", counts.swid)
                .arg("name", counts.name)
                .arg("nothing", counts.nothing)
                .cite_all(&documents)
                .cite_all(&register);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", total).cite_all(&documents).cite_all(&register);
        }
        Ok(())
    }
}

fn judge(
    called: &Called,
    (purl, cpe): (Option<&str>, Option<&str>),
    swid: Option<&str>,
    fact: &impl Fact,
    weak_fails: bool,
    counts: &mut Counts,
    out: &mut Findings,
) {
    let name = called.shown.as_str();
    // An identifier that cannot be read finds nothing, and hides that there is none.
    let broken = purl
        .filter(|p| Purl::parse(p).is_err())
        .or(cpe.filter(|c| Cpe::parse(c).is_none()));
    if let Some(broken) = broken {
        out.fail("unreadable")
            .arg("component", name)
            .arg("identifier", broken)
            .cite(fact);
    }
    if purl.is_some_and(|p| Purl::parse(p).is_ok()) {
        counts.purl += 1;
    } else if called.identified() {
        counts.cpe += 1;
    } else if swid.is_some() {
        counts.swid += 1;
    } else if called.versioned() {
        counts.name += 1;
        let finding = if weak_fails {
            out.fail("no-identifier")
        } else {
            out.informational("no-identifier")
        };
        finding.arg("component", name).cite(fact);
    } else {
        counts.nothing += 1;
        out.fail("not-matchable").arg("component", name).cite(fact);
    }
}
