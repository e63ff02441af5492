//! `supplier.country`: from which countries the components of software, the equipment and the partners come.
//!
//! Source: the seed's frame for supply chain risk in the power sector. It is a report: it says nothing of met or not met
//! unless a policy names countries that are not allowed (`denied`) or a share that must be known.

use crate::cells::filled;
use crate::countries::code;
use crate::words::{says, some, squash};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PARTS: &[&str] = &["components", "equipment", "partners"];
/// How many rows a finding cites.
const CITED: usize = 1000;

/// The check.
#[derive(Debug)]
pub(crate) struct Countries;

impl Check for Countries {
    fn spec(&self) -> Spec {
        Spec::new("supplier.country")
            .reads("sbom")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("countries", &[]))
            .parameter(Parameter::texts("denied", &[]))
            .parameter(Parameter::decimal("max_unknown_percent", 0.0, 100.0, 100.0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = crate::cells::known_words(cx, "require", PARTS)?;
        let asks = |part: &str| parts.is_empty() || parts.iter().any(|own| own == part);
        let homes = Homes::load(cx)?;
        let denied: Vec<String> = cx.texts("denied")?.iter().map(|text| code(text)).collect();
        let max = cx.decimal("max_unknown_percent")?;
        let mut is_told = false;
        for part in PARTS.iter().filter(|part| asks(part)) {
            let table = match *part {
                "components" => components(cx, &homes),
                "equipment" => equipment(cx, &homes),
                _ => partners(cx),
            };
            if table.total > 0 {
                is_told = true;
                table.tell(part, &denied, max, out);
            }
        }
        if !is_told {
            let partners = cx.registers().get("partners");
            match partners.filter(|_| cx.sbom().documents().is_empty() && cx.assets().inventories().is_empty()) {
                Some(register) => out.not_applicable("none-listed").cite(&register),
                None => out.unknown("no-evidence"),
            };
        } else if !denied.is_empty() || max < 100.0 {
            if let Some(finding) = out.pass_if_clean("allowed") {
                let none = "-".to_owned();
                finding
                    .arg("denied", if denied.is_empty() { none } else { denied.join(", ") })
                    .arg("max", max);
            }
        }
        Ok(())
    }
}

/// The country of each supplier, by the partner register and by the policy.
struct Homes(BTreeMap<String, String>);

impl Homes {
    fn load(cx: &Context<'_>) -> Result<Self, CheckError> {
        let mut homes = BTreeMap::new();
        for row in cx.registers().rows("partners") {
            if let Some(country) = filled(&row, "country") {
                for name in [row.key(), filled(&row, "name")].into_iter().flatten() {
                    homes.insert(squash(name), code(country));
                }
            }
        }
        for text in cx.texts("countries")? {
            let (name, country) = text.rsplit_once('=').ok_or_else(|| {
                CheckError::BadParameter(format!(
                    "parameter `countries` takes texts such as `Supplier=JP`, not `{text}`"
                ))
            })?;
            homes.insert(squash(name), code(country));
        }
        Ok(Self(homes))
    }

    fn of(&self, supplier: &str) -> Option<&str> {
        self.0.get(&squash(supplier)).map(String::as_str)
    }
}

/// Rows by country, and the suppliers whose country is not known.
#[derive(Debug, Default)]
struct Table {
    total: usize,
    by_country: BTreeMap<String, (usize, Vec<u32>, BTreeMap<String, usize>)>,
    unknown: usize,
    strangers: BTreeMap<String, usize>,
}

/// A fact by its number.
struct Number(u32);

impl Fact for Number {
    fn fact(&self) -> u32 {
        self.0
    }
}

impl Table {
    fn add(&mut self, supplier: Option<&str>, country: Option<&str>, fact: u32) {
        self.total += 1;
        let name = supplier.unwrap_or("-");
        let Some(country) = country else {
            self.unknown += 1;
            *self.strangers.entry(name.to_owned()).or_default() += 1;
            return;
        };
        let (count, facts, names) = self.by_country.entry(country.to_owned()).or_default();
        *count += 1;
        if facts.len() < CITED {
            facts.push(fact);
        }
        *names.entry(name.to_owned()).or_default() += 1;
    }

    fn tell(&self, part: &str, denied: &[String], max: f64, out: &mut Findings) {
        let mut counts: Vec<(&String, usize)> = self.by_country.iter().map(|(c, (n, ..))| (c, *n)).collect();
        counts.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        let counts: Vec<String> = counts
            .iter()
            .map(|(country, count)| format!("{country} {count}"))
            .collect();
        let percent = percent(self.unknown, self.total);
        out.informational(part)
            .arg("total", self.total)
            .arg(
                "countries",
                if counts.is_empty() {
                    "-".to_owned()
                } else {
                    some(&counts)
                },
            )
            .arg("unknown", self.unknown)
            .arg("percent", percent.as_str())
            .arg("names", listed(&self.strangers));
        for country in denied {
            if let Some((count, facts, names)) = self.by_country.get(country) {
                let facts: Vec<Number> = facts.iter().copied().map(Number).collect();
                out.fail("denied")
                    .arg("country", country)
                    .arg("count", *count)
                    .arg("names", listed(names))
                    .cite_all(&facts);
            }
        }
        if as_decimal(self.unknown) * 100.0 > max * as_decimal(self.total) {
            out.fail("too-unknown")
                .arg("unknown", self.unknown)
                .arg("total", self.total)
                .arg("percent", percent)
                .arg("max", max)
                .arg("names", listed(&self.strangers));
        }
    }
}

/// Components of all bills of materials but what they are about.
fn components(cx: &Context<'_>, homes: &Homes) -> Table {
    let roots: BTreeSet<u32> = cx.sbom().documents().filter_map(|d| Some(d.root()?.row())).collect();
    let mut table = Table::default();
    for component in cx.sbom().components().filter(|c| !roots.contains(&c.row())) {
        let named = [component.supplier(), component.manufacturer(), component.publisher()];
        let supplier = named.into_iter().flatten().find(|name| says(name));
        let country = supplier.and_then(|name| homes.of(name));
        table.add(supplier, country, component.fact());
    }
    table
}

/// Equipment of the inventory by its maker; what was disposed of is left out.
fn equipment(cx: &Context<'_>, homes: &Homes) -> Table {
    let mut table = Table::default();
    for asset in cx.assets().assets().filter(|asset| asset.status() != Some("disposed")) {
        let maker = asset.vendor().filter(|name| says(name));
        table.add(maker, maker.and_then(|name| homes.of(name)), asset.fact());
    }
    table
}

/// Partners by their own column; customers supply nothing.
fn partners(cx: &Context<'_>) -> Table {
    let mut table = Table::default();
    for row in cx
        .registers()
        .rows("partners")
        .filter(|row| row.get("kind") != Some("customer"))
    {
        let country = filled(&row, "country").map(code);
        table.add(filled(&row, "name"), country.as_deref(), row.fact());
    }
    table
}

/// Names with their counts, the most frequent first.
fn listed(names: &BTreeMap<String, usize>) -> String {
    let mut names: Vec<(&String, usize)> = names.iter().map(|(name, count)| (name, *count)).collect();
    names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let texts: Vec<String> = names.iter().map(|(name, count)| format!("{name} ({count})")).collect();
    if texts.is_empty() { "-".to_owned() } else { some(&texts) }
}

/// A share in percent with one decimal; some are never shown as none.
fn percent(count: usize, total: usize) -> String {
    let (count_wide, total_wide) = (count as u128, total.max(1) as u128);
    match (count_wide * 2000 + total_wide) / (total_wide * 2) {
        0 if count > 0 => "<0.1".to_owned(),
        tenths => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

fn as_decimal(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn some_are_not_none() {
        assert_eq!(percent(12, 48), "25.0");
        assert_eq!(percent(1, 10_000), "<0.1");
        assert_eq!(percent(0, 0), "0.0");
    }
}
