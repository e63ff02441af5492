//! `cert.version`: the version that was evaluated is the one in the inventory.

use crate::certificate::judge_each;
use crate::rows::filled;
use sekisho_sdk::groups::Tone;
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
        judge_each(cx, schemes, out, |row, say| {
            let (Some(product), Some(evaluated)) = (filled(row, "product"), filled(row, "toe_version")) else {
                say(Tone::Unknown, "open", Vec::new());
                return;
            };
            let Some(versions) = known.get(&squash(product)) else {
                say(Tone::Unknown, "not-in-inventory", Vec::new());
                return;
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
                say(Tone::Fail, "other-version", args);
            } else if versions.contains(&None) {
                say(Tone::Unknown, "no-version", Vec::new());
            } else {
                say(Tone::Pass, "same", Vec::new());
            }
        });
        Ok(())
    }
}

/// A version without the letter that people put before it.
fn bare(version: &str) -> String {
    let text = squash(version);
    text.strip_prefix('v').map_or_else(|| text.clone(), ToOwned::to_owned)
}
