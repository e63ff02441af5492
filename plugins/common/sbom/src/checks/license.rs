//! SB-08 `sbom.license`: each component has an SPDX licence expression, and none is outside the allow-list.
//!
//! The concluded licence goes before the declared one; several statements of one kind must all hold. A free name is no
//! SPDX expression.

use crate::license::{Allowed, Lists};
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::License;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Licenses;

impl Check for Licenses {
    fn spec(&self) -> Spec {
        Spec::new("sbom.license")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::texts("allow", &[]))
            .parameter(Parameter::texts("deny", &[]))
            .parameter(Parameter::choice(
                "components",
                &["all", "without-root", "reachable"],
                "all",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let lists = Lists {
            allow: cx.texts("allow")?,
            deny: cx.texts("deny")?,
        };
        let components = field::counted(cx, cx.text("components")?);
        let absences = field::Absences::of(cx);
        let mut statements: BTreeMap<u32, Vec<License<'_>>> = BTreeMap::new();
        for license in cx.sbom().licenses().filter(|l| l.source() != Some("observed")) {
            if let Some(component) = license.component() {
                statements.entry(component.row()).or_default().push(license);
            }
        }
        let mut answers: BTreeMap<&str, Allowed> = BTreeMap::new();
        for component in &components {
            let name = label::component(*component);
            let stated = statements.get(&component.row()).map_or(&[][..], Vec::as_slice);
            if stated.is_empty() {
                let absent = absences.presence(*component, "licenses", false) != field::Presence::Missing;
                let id = if absent { "declared-unknown" } else { "missing" };
                out.fail(id).arg("component", name).cite(component);
                continue;
            }
            let concluded = stated.iter().any(|l| l.source() == Some("concluded"));
            for license in stated.iter().filter(|l| !concluded || l.source() == Some("concluded")) {
                let text = license.expression().unwrap_or("");
                let id = match *answers.entry(text).or_insert_with(|| lists.ask(text)) {
                    Allowed::Yes => continue,
                    Allowed::No => "not-allowed",
                    Allowed::NotSpdx => "not-spdx",
                };
                out.fail(id)
                    .arg("component", name.as_str())
                    .arg("license", text)
                    .cite(component)
                    .cite(license);
            }
        }
        if components.is_empty() {
            out.fail("no-components").cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", components.len()).cite_all(&documents);
        }
        Ok(())
    }
}
