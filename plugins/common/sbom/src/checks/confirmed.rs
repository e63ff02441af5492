//! `sbom.confirmed`: the supplier's own list of parts (register `parts`) and the SBOM name the same components.
//! All lists of a subject are held against all of its SBOMs: what was delivered together is looked at together.

use crate::same::{Called, compare};
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Confirmed;

impl Check for Confirmed {
    fn spec(&self) -> Spec {
        Spec::new("sbom.confirmed")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let Some(register) = cx.registers().get("parts").filter(|r| !r.is_empty()) else {
            out.unknown("no-list").cite_all(&documents);
            return Ok(());
        };
        let rows: Vec<Entry<'_>> = register.rows().collect();
        let components = field::counted(cx, "without-root");
        let listed: Vec<Called> = rows.iter().map(|r| Called::entry(*r)).collect();
        let built: Vec<Called> = components.iter().map(|c| Called::component(*c)).collect();
        let found = compare(&listed, &built);
        for (row, component) in &found.versions {
            let (Some(row), Some(component)) = (rows.get(*row), components.get(*component)) else {
                continue;
            };
            out.fail("other-version")
                .arg("listed", Called::entry(*row).shown)
                .arg("component", label::component(*component))
                .cite(row)
                .cite(component);
        }
        for row in found.left.iter().filter_map(|at| rows.get(*at)) {
            out.fail("not-in-sbom")
                .arg("listed", Called::entry(*row).shown)
                .cite(row);
        }
        for component in found.right.iter().filter_map(|at| components.get(*at)) {
            out.fail("not-listed")
                .arg("component", label::component(*component))
                .cite(component);
        }
        let differences = found.versions.len() + found.left.len() + found.right.len();
        if differences > 0 {
            out.informational("compared")
                .arg("listed", rows.len())
                .arg("components", components.len())
                .arg("differences", differences)
                .cite_all(&documents)
                .cite(&register);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", components.len())
                .cite_all(&documents)
                .cite(&register);
        }
        Ok(())
    }
}
