//! `cert.version`: the version that was evaluated is the one in the inventory.

use crate::certificate::{REGISTER, of_schemes};
use crate::rows::{filled, label};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::{says, squash};
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Version;

impl Check for Version {
    fn spec(&self) -> Spec {
        Spec::new("cert.version")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("schemes", &["eucc", "sog-is", "cc"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let schemes = cx.texts("schemes")?;
        let Some(register) = cx.registers().get(REGISTER) else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut known: BTreeMap<String, Vec<Option<&str>>> = BTreeMap::new();
        for asset in cx.assets().assets() {
            let version = asset
                .product_version()
                .or_else(|| asset.firmware())
                .filter(|text| says(text));
            let mut names: Vec<String> = [asset.id(), asset.name()].into_iter().flatten().map(squash).collect();
            names.dedup();
            for name in names {
                known.entry(name).or_default().push(version);
            }
        }
        let mut groups = Groups::default();
        for row in of_schemes(&register, schemes) {
            let mut add = |tone, message, args| groups.add(tone, message, args, label(&row), &row);
            let (Some(product), Some(evaluated)) = (filled(&row, "product"), filled(&row, "toe_version")) else {
                add(Tone::Unknown, "open", Vec::new());
                continue;
            };
            let Some(versions) = known.get(&squash(product)) else {
                add(Tone::Unknown, "not-in-inventory", Vec::new());
                continue;
            };
            let mut others: Vec<&str> = versions
                .iter()
                .flatten()
                .copied()
                .filter(|own| bare(own) != bare(evaluated))
                .collect();
            others.sort_unstable();
            others.dedup();
            if !others.is_empty() {
                let args = vec![("evaluated", evaluated.to_owned()), ("found", others.join(", "))];
                add(Tone::Fail, "other-version", args);
            } else if versions.contains(&None) {
                add(Tone::Unknown, "no-version", Vec::new());
            } else {
                add(Tone::Pass, "same", Vec::new());
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}

/// A version without the letter that people put before it.
fn bare(version: &str) -> String {
    let text = squash(version);
    text.strip_prefix('v').map_or_else(|| text.clone(), ToOwned::to_owned)
}
