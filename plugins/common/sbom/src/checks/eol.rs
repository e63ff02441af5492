//! SB-07 `sbom.eol`: no component is past its end of support, by the register `support-lifecycle` (purl, CPE, or name) and
//! by what the SBOM itself states. The last day of support is still supported.

use crate::identity::{Match, compare, hashes, roots, same_text};
use crate::listed::Table;
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use std::collections::BTreeMap;

/// How registers write the measures that policies name.
const MEASURES: &[(&str, &[&str])] = &[
    (
        "removed",
        &["removed", "uninstalled", "削除", "撤去", "アンインストール"],
    ),
    (
        "internet-blocked",
        &[
            "internet-blocked",
            "internet blocked",
            "no internet",
            "インターネット遮断",
            "インターネット接続不可",
            "インターネット接続を遮断",
            "インターネット非接続",
        ],
    ),
];

/// The check.
#[derive(Debug)]
pub(crate) struct EndOfLife;

impl Check for EndOfLife {
    fn spec(&self) -> Spec {
        Spec::new("sbom.eol")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::choice("end", &["support", "security"], "support"))
            .parameter(Parameter::texts("exceptions", &[]))
            .parameter(Parameter::choice(
                "unlisted",
                &["informational", "unknown"],
                "informational",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let column = if cx.text("end")? == "security" {
            "security_end"
        } else {
            "support_end"
        };
        let register = cx.registers().get("support-lifecycle").filter(|r| !r.is_empty());
        let stated = cx.sbom().components().any(|c| c.support_end().is_some());
        if register.is_none() && !stated {
            out.unknown("no-lifecycle").cite_all(&documents);
            return Ok(());
        }
        let table = Table::of(register, "product");
        let exceptions = cx.texts("exceptions")?;
        let excepted = assets_with_measures(cx, exceptions);
        let mut supported = 0usize;
        let mut unlisted = Vec::new();
        for component in cx.sbom().components() {
            let row = table.find(component);
            let end = row.as_ref().and_then(|r| r.date(column));
            if let Some(row) = row.as_ref().filter(|_| end.is_none()) {
                let name = label::component(component);
                out.unknown("date-unreadable")
                    .arg("component", name)
                    .arg("row", row.label())
                    .cite(&component)
                    .cite(row);
                continue;
            }
            let Some(end) = end.into_iter().chain(component.support_end()).min() else {
                unlisted.push(component);
                continue;
            };
            if end >= cx.today() {
                supported += 1;
                continue;
            }
            let document = component.document().map(|d| d.row());
            let removed = component.scope() == Some("excluded") && exceptions.iter().any(|e| e == "removed");
            let asset = document.and_then(|d| excepted.get(&d));
            let finding = if removed || asset.is_some() {
                out.informational("excepted")
            } else {
                out.fail("ended")
            };
            finding
                .arg("component", label::component(component))
                .arg("end", end)
                .cite(&component);
            finding.cite_all(&row).cite_all(asset);
        }
        if !unlisted.is_empty() {
            let strict = cx.text("unlisted")? == "unknown" || supported == 0 && out.is_empty();
            let finding = if strict {
                out.unknown("unlisted")
            } else {
                out.informational("unlisted-noted")
            };
            finding.arg("components", unlisted.len()).cite_all(&unlisted);
        }
        if let Some(pass) = out.pass_if_clean("supported") {
            pass.arg("components", supported)
                .cite_all(&documents)
                .cite_all(&register);
        }
        Ok(())
    }
}

/// The assets whose register says that an accepted measure is in force, by SBOM document.
fn assets_with_measures<'a>(cx: &Context<'a>, exceptions: &[String]) -> BTreeMap<u32, Asset<'a>> {
    let mut found = BTreeMap::new();
    if exceptions.is_empty() {
        return found;
    }
    let mut measures: BTreeMap<u32, bool> = BTreeMap::new();
    let mut lapsed: BTreeMap<u32, bool> = BTreeMap::new();
    for attribute in cx.assets().attributes() {
        let Some(asset) = attribute.asset() else { continue };
        match attribute.field() {
            Some("compensating_measure" | "exception_reason") => {
                let value = attribute.value().unwrap_or("");
                *measures.entry(asset.row()).or_default() |= exceptions.iter().any(|e| says(value, e));
            }
            Some("exception_until") => {
                // An end that cannot be read does not prolong an exception.
                let over = attribute.date().is_none_or(|d| d < cx.today());
                lapsed.insert(asset.row(), over);
            }
            _ => {}
        }
    }
    let none = hashes(cx, |c| c.is_root() == Some(true));
    for asset in cx.assets().assets() {
        let in_force = measures.get(&asset.row()) == Some(&true) && lapsed.get(&asset.row()) != Some(&true);
        for root in roots(cx).into_iter().filter(|_| in_force) {
            if compare(asset, root, &none, false) == Match::Yes {
                found.insert(root.document.row(), asset);
            }
        }
    }
    found
}

fn says(value: &str, exception: &str) -> bool {
    let words = MEASURES
        .iter()
        .find(|(id, _)| *id == exception)
        .map_or(&[][..], |(_, words)| *words);
    same_text(value, exception) || words.iter().any(|w| value.to_lowercase().contains(w))
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn measures_are_known_in_both_languages() {
        assert!(says("2026年4月にインターネット遮断済み", "internet-blocked"));
        assert!(says("Removed on 2026-04-01", "removed"));
        assert!(!says("検討中", "removed"));
    }
}
