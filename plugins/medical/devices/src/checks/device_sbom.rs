//! `device.sbom`: each device (or model) is joined to the SBOM of its model and version. Those whose SBOM is not known are counted, never
//! left out.
//!
//! Source: IMDRF N60 (the maker gives an SBOM to the customer, the hospital asks for it and uses it) and the guide for hospitals.

use crate::boms::{Bom, Boms};
use crate::stage::Stage;
use crate::units::{load, scoped};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Joined;

impl Check for Joined {
    fn spec(&self) -> Spec {
        scoped(Spec::new("device.sbom"))
            .reads("sbom")
            .parameter(Parameter::choice("without", &["unknown", "fail"], "unknown"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let without = if cx.text("without")? == "fail" {
            Tone::Fail
        } else {
            Tone::Unknown
        };
        let Some(units) = load(cx, out)? else {
            return Ok(());
        };
        let boms = Boms::read(cx);
        let mut groups = Groups::default();
        let (mut joined, mut unknown, mut total) = (0usize, Vec::new(), 0usize);
        let mut models = BTreeSet::new();
        for unit in &units {
            if unit.has_no_software() {
                groups.add(Tone::NotApplicable, "no-software", Vec::new(), unit.label.clone(), unit);
                continue;
            }
            // Of what is not on the market yet no customer has an SBOM.
            if unit.asset.is_none()
                && unit
                    .row
                    .is_some_and(|row| Stage::of(&row) == Ok(Some(Stage::Development)))
            {
                groups.add(
                    Tone::NotApplicable,
                    "in-development",
                    Vec::new(),
                    unit.label.clone(),
                    unit,
                );
                continue;
            }
            total += 1;
            let mut args = vec![("model", unit.named())];
            let (tone, message) = match boms.of(unit) {
                Bom::Of(_) => {
                    joined += 1;
                    models.insert(unit.named());
                    groups.add(Tone::Pass, "joined", args, unit.label.clone(), unit);
                    continue;
                }
                Bom::Other(versions) => {
                    args.push(("versions", versions));
                    (Tone::Fail, "other-version")
                }
                Bom::Open => (Tone::Unknown, "version-open"),
                Bom::None => (without, "none"),
            };
            unknown.push(unit);
            groups.add(tone, message, args, unit.label.clone(), unit);
        }
        if total > 0 {
            out.informational("tally")
                .arg("total", total)
                .arg("joined", joined)
                .arg("models", models.len())
                .arg("without", unknown.len())
                .cite_all(unknown);
        }
        groups.tell(out);
        Ok(())
    }
}
