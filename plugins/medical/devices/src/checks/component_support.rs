//! `component.support`: of each component the end of support is stated, in the SBOM or in the register `support-lifecycle`. One that
//! is not stated fails. Whether it has passed is for `sbom.eol` to say.
//!
//! Source: the acceptance row on the premarket guidance of the FDA; IMDRF N73 recommends the same (as generally known).

use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use sekisho_sdk::words::fold;
use sekisho_versions::Purl;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Stated;

impl Check for Stated {
    fn spec(&self) -> Spec {
        Spec::new("component.support")
            .reads("sbom")
            .reads("registers")
            .parameter(Parameter::choice("missing", &["fail", "unknown"], "fail"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let missing = if cx.text("missing")? == "unknown" {
            Tone::Unknown
        } else {
            Tone::Fail
        };
        if cx.sbom().components().is_empty() {
            out.unknown("no-sbom");
            return Ok(());
        }
        let table = Table::read(cx);
        let mut groups = Groups::default();
        for component in cx.sbom().components().filter(|c| c.scope() != Some("excluded")) {
            let product = component.document().and_then(|d| d.root()).unwrap_or(component);
            let args = vec![("product", named(product))];
            if component.support_end().is_some() || table.tells(component) {
                groups.add(Tone::Pass, "stated", args, named(component), &component);
            } else {
                groups.add(missing, "missing", args, named(component), &component);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope");
        }
        groups.tell(out);
        Ok(())
    }
}

fn named(component: Component<'_>) -> String {
    match (component.name(), component.version()) {
        (Some(name), Some(version)) => format!("{name} {version}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => component.reference().unwrap_or("?").to_owned(),
    }
}

/// Rows of the register with a day, by package and by name.
#[derive(Debug, Default)]
struct Table<'a> {
    by_package: BTreeMap<String, Vec<Purl>>,
    by_name: BTreeMap<String, Vec<Option<&'a str>>>,
}

impl<'a> Table<'a> {
    fn read(cx: &Context<'a>) -> Self {
        let mut table = Self::default();
        for row in cx.registers().rows("support-lifecycle") {
            if row.date("support_end").is_none() {
                continue;
            }
            if let Some(purl) = row.get("purl").and_then(|text| Purl::parse(text).ok()) {
                table.by_package.entry(purl.package_key()).or_default().push(purl);
            } else if let Some(name) = row.get("product") {
                table.by_name.entry(fold(name)).or_default().push(row.get("version"));
            }
        }
        table
    }

    fn tells(&self, component: Component<'_>) -> bool {
        let purl = component.purl().and_then(|text| Purl::parse(text).ok());
        let of_package = purl.is_some_and(|own| {
            let rows = self.by_package.get(&own.package_key());
            rows.into_iter().flatten().any(|row| row.designates(&own))
        });
        let rows = component.name().and_then(|name| self.by_name.get(&fold(name)));
        let in_cycle = |cycle: &Option<&str>| match (cycle, component.version()) {
            (None, _) => true,
            (Some(cycle), Some(version)) => is_of_cycle(version, cycle),
            (Some(_), None) => false,
        };
        of_package || rows.into_iter().flatten().any(in_cycle)
    }
}

/// Whether a version belongs to a release cycle: `3.8.10` to `3.8` and `3.8.x`, not to `3.81`.
fn is_of_cycle(version: &str, cycle: &str) -> bool {
    let plain = |text: &str| fold(text).trim_start_matches('v').to_owned();
    let (version, cycle) = (plain(version), plain(cycle));
    let cycle = cycle.trim_end_matches(['x', '*']).trim_end_matches('.');
    let rest = version.strip_prefix(cycle);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '+', '_', '~']))
}

#[cfg(test)]
mod tests {
    use super::is_of_cycle;

    #[test]
    fn a_cycle_is_a_prefix_of_whole_numbers() {
        assert!(is_of_cycle("v3.8.10", "3.8"));
        assert!(is_of_cycle("3.8", "3.8.x"));
        assert!(!is_of_cycle("3.81.0", "3.8"));
    }
}
