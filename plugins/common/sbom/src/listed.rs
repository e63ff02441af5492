//! Rows of a register that speak of components: by package URL, by CPE name, else by name; of several the one that names
//! the version most closely.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::{Cpe, Purl};
use std::collections::BTreeMap;

/// The rows of the register by what they are found under.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    by_package: BTreeMap<String, Vec<(Purl, Entry<'a>)>>,
    by_product: BTreeMap<String, Vec<(Cpe, Entry<'a>)>>,
    by_name: BTreeMap<String, Vec<Entry<'a>>>,
}

impl<'a> Table<'a> {
    /// Of a register; `name` is the column with the name of the product or component.
    pub(crate) fn of(register: Option<Register<'a>>, name: &str) -> Self {
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
            } else if let Some(name) = row.get(name) {
                table.by_name.entry(name.trim().to_lowercase()).or_default().push(row);
            }
        }
        table
    }

    /// The row that speaks of a component: the one that names its version most closely.
    pub(crate) fn find(&self, component: Component<'_>) -> Option<Entry<'a>> {
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

#[cfg(test)]
mod tests {
    use super::in_cycle;

    #[test]
    fn a_cycle_is_a_prefix_of_whole_numbers() {
        assert!(in_cycle(Some("3.8.10"), "3.8"));
        assert!(in_cycle(Some("v3.8.10"), "3.8.x"));
        assert!(in_cycle(Some("3.8"), "3.8"));
        assert!(!in_cycle(Some("3.81.0"), "3.8"));
        assert!(!in_cycle(None, "3.8"));
    }
}
