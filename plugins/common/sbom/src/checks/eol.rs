//! SB-07 `sbom.eol`: no component is past its end of support, by the register `support-lifecycle` (purl, CPE, or name) and
//! by what the SBOM itself states. The last day of support is still supported.

use crate::identity::{Match, compare, hashes, roots, same_text};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::{Cpe, Purl};
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
        let table = Table::of(register);
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

/// The rows of the register by what they are found under.
struct Table<'a> {
    by_package: BTreeMap<String, Vec<(Purl, Entry<'a>)>>,
    by_product: BTreeMap<String, Vec<(Cpe, Entry<'a>)>>,
    by_name: BTreeMap<String, Vec<Entry<'a>>>,
}

impl<'a> Table<'a> {
    fn of(register: Option<Register<'a>>) -> Self {
        let mut table = Self {
            by_package: BTreeMap::new(),
            by_product: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for row in register.into_iter().flat_map(|r| r.rows()) {
            if let Some(purl) = row.get("purl").and_then(|p| Purl::parse(p).ok()) {
                table
                    .by_package
                    .entry(purl.package_key())
                    .or_default()
                    .push((purl, row));
            } else if let Some(cpe) = row.get("cpe").and_then(Cpe::parse) {
                let key = cpe.attribute(2).unwrap_or("").to_owned();
                table.by_product.entry(key).or_default().push((cpe, row));
            } else if let Some(name) = row.get("product") {
                table.by_name.entry(name.trim().to_lowercase()).or_default().push(row);
            }
        }
        table
    }

    /// The row that speaks of a component: the one that names its version most closely.
    fn find(&self, component: Component<'_>) -> Option<Entry<'a>> {
        let mut rows: Vec<Entry<'a>> = Vec::new();
        let mut version = component.version().map(ToOwned::to_owned);
        if let Some(purl) = component.purl().and_then(|p| Purl::parse(p).ok()) {
            let same = self.by_package.get(&purl.package_key()).into_iter().flatten();
            rows.extend(same.filter(|(p, _)| p.designates(&purl)).map(|(_, row)| *row));
            version = purl.version().map(ToOwned::to_owned).or(version);
        }
        if let Some(cpe) = component.cpe().and_then(Cpe::parse) {
            let same = cpe
                .attribute(2)
                .and_then(|p| self.by_product.get(p))
                .into_iter()
                .flatten();
            rows.extend(same.filter(|(c, _)| c.covers(&cpe)).map(|(_, row)| *row));
        }
        if rows.is_empty() {
            let name = component.name().map(|n| n.trim().to_lowercase());
            rows.extend(name.and_then(|n| self.by_name.get(&n)).into_iter().flatten());
        }
        rows.retain(|row| {
            row.get("version")
                .is_none_or(|cycle| in_cycle(version.as_deref(), cycle))
        });
        let closeness = |row: &Entry<'a>| row.get("version").map_or(0, str::len);
        // Of equally close rows the earlier in the register holds.
        rows.into_iter().rev().max_by_key(closeness)
    }
}

/// Whether a version belongs to a release cycle: `3.8.10` to `3.8`, `3.8.x` and `3.8.10`, not to `3.81`.
fn in_cycle(version: Option<&str>, cycle: &str) -> bool {
    let Some(version) = version else { return false };
    let plain = |v: &str| v.trim().trim_start_matches(['v', 'V']).to_lowercase();
    let (version, cycle) = (plain(version), plain(cycle));
    let cycle = cycle.trim_end_matches(['x', '*']).trim_end_matches('.');
    version
        .strip_prefix(cycle)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '+', '_', '~']))
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
    use super::{in_cycle, says};

    #[test]
    fn a_cycle_is_a_prefix_of_whole_numbers() {
        assert!(in_cycle(Some("3.8.10"), "3.8"));
        assert!(in_cycle(Some("v3.8.10"), "3.8.x"));
        assert!(in_cycle(Some("3.8"), "3.8"));
        assert!(!in_cycle(Some("3.81.0"), "3.8"));
        assert!(!in_cycle(None, "3.8"));
    }

    #[test]
    fn measures_are_known_in_both_languages() {
        assert!(says("2026年4月にインターネット遮断済み", "internet-blocked"));
        assert!(says("Removed on 2026-04-01", "removed"));
        assert!(!says("検討中", "removed"));
    }
}
