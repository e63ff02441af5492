//! `sbom.matches`: matches of snippets and files that a tool found (register `reuse-matches`) have been looked at by a person. What
//! nobody has reviewed is counted apart: it is neither reuse nor none. What was confirmed has to stand in the SBOM.

use crate::same::{Called, compare};
use crate::{field, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Matches;

impl Check for Matches {
    fn spec(&self) -> Spec {
        Spec::new("sbom.matches")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::integer("max_unreviewed", 0, 1_000_000, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("reuse-matches").filter(|r| !r.is_empty()) else {
            if scope::listing(cx).is_empty() {
                scope::without_sbom(cx, out);
            } else {
                out.unknown("no-register").cite_all(&scope::listing(cx));
            }
            return Ok(());
        };
        let (mut confirmed, mut rejected, mut unreviewed) = (Vec::new(), 0usize, Vec::new());
        for row in register.rows() {
            match row.get("review") {
                Some("confirmed") => confirmed.push(row),
                Some("rejected") => rejected += 1,
                _ => unreviewed.push(row),
            }
        }
        out.informational("counted")
            .arg("confirmed", confirmed.len())
            .arg("rejected", rejected)
            .arg("unreviewed", unreviewed.len())
            .cite(&register);
        let limit = cx.integer("max_unreviewed")?;
        if i64::try_from(unreviewed.len()).unwrap_or(i64::MAX) > limit {
            out.fail("unreviewed")
                .arg("count", unreviewed.len())
                .arg("limit", limit)
                .cite_all(&unreviewed);
        }
        for row in confirmed.iter().filter(|row| !row.has("reviewed_by")) {
            out.fail("nobody").arg("match", shown(*row)).cite(row);
        }
        absent(cx, &confirmed, out);
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("matches", register.rows().count()).cite(&register);
        }
        Ok(())
    }
}

/// Confirmed reuse that the SBOM does not list, where there is an SBOM to look into. A component that was met in many files is
/// listed once, and looked for once.
fn absent(cx: &Context<'_>, confirmed: &[Entry<'_>], out: &mut Findings) {
    if scope::listing(cx).is_empty() {
        return;
    }
    let components = field::counted(cx, "all");
    let listed: Vec<Called> = components.iter().map(|c| Called::component(*c)).collect();
    let mut known = BTreeSet::new();
    let is_first =
        |row: &&Entry<'_>| known.insert(["component", "version", "purl"].map(|name| row.get(name).map(words::fold)));
    let confirmed: Vec<&Entry<'_>> = confirmed.iter().filter(is_first).collect();
    let reused: Vec<Called> = confirmed
        .iter()
        .map(|row| {
            let name = row.get("component").unwrap_or_default();
            Called::of(shown(**row), name, row.get("version"), row.get("purl"), None)
        })
        .collect();
    for at in compare(&reused, &listed).left {
        if let Some(row) = confirmed.get(at) {
            out.fail("not-listed").arg("match", shown(**row)).cite(*row);
        }
    }
}

/// `src/a.c (zlib 1.3.1)`.
fn shown(row: Entry<'_>) -> String {
    let file = row.get("file").unwrap_or("-");
    let component = row.get("component").unwrap_or("-");
    match row.get("version") {
        Some(version) => format!("{file} ({component} {version})"),
        None => format!("{file} ({component})"),
    }
}
