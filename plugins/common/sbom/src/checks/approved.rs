//! `sbom.approved`: each component is on the organisation's list of approved components (register `approved-components`),
//! and its approval has not run out. A row without a version approves every version, `3.8` all of 3.8.

use crate::listed::Table;
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Approved;

impl Check for Approved {
    fn spec(&self) -> Spec {
        Spec::new("sbom.approved")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::choice(
                "components",
                &["all", "without-root", "reachable"],
                "without-root",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let Some(register) = cx.registers().get("approved-components").filter(|r| !r.is_empty()) else {
            out.unknown("no-list").cite_all(&documents);
            return Ok(());
        };
        let table = Table::of(Some(register), "name");
        let components = field::counted(cx, cx.text("components")?);
        for component in &components {
            let name = label::component(*component);
            let Some(row) = table.find(*component) else {
                out.fail("not-listed").arg("component", name).cite(component);
                continue;
            };
            if row.get("decision") == Some("refused") {
                out.fail("refused").arg("component", name).cite(component).cite(&row);
            } else if row.has("expires_at") {
                match row.date("expires_at") {
                    Some(end) if end >= cx.today() => {}
                    Some(end) => {
                        out.fail("expired")
                            .arg("component", name)
                            .arg("end", end)
                            .cite(component)
                            .cite(&row);
                    }
                    None => {
                        out.unknown("date-unreadable")
                            .arg("component", name)
                            .arg("row", row.label())
                            .cite(&row);
                    }
                }
            }
        }
        if components.is_empty() {
            out.fail("no-components").cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", components.len())
                .cite_all(&documents)
                .cite(&register);
        }
        Ok(())
    }
}
