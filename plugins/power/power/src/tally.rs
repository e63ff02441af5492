//! A count of rows by the country of their supplier, and of those whose country is not known.

use crate::words::some;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// How many rows a finding cites.
const CITED: usize = 1000;

/// Rows by country, and the suppliers whose country is not known.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) total: usize,
    by_country: BTreeMap<String, Country>,
    unknown: usize,
    strangers: BTreeMap<String, usize>,
}

/// What comes from one country.
#[derive(Debug, Default)]
struct Country {
    count: usize,
    cited: Vec<Number>,
    suppliers: BTreeMap<String, usize>,
}

/// A fact by its number.
#[derive(Debug)]
struct Number(u32);

impl Fact for Number {
    fn fact(&self) -> u32 {
        self.0
    }
}

impl Tally {
    /// Counts a row.
    pub(crate) fn add(&mut self, supplier: Option<&str>, country: Option<&str>, fact: u32) {
        self.total += 1;
        let name = supplier.unwrap_or("-");
        let Some(country) = country else {
            self.unknown += 1;
            *self.strangers.entry(name.to_owned()).or_default() += 1;
            return;
        };
        let country = self.by_country.entry(country.to_owned()).or_default();
        country.count += 1;
        if country.cited.len() < CITED {
            country.cited.push(Number(fact));
        }
        *country.suppliers.entry(name.to_owned()).or_default() += 1;
    }

    /// Says what there is, and what of it is not allowed.
    pub(crate) fn tell(&self, part: &str, denied: &[String], max: f64, out: &mut Findings) {
        let by_country = self.by_country.iter();
        let mut counts: Vec<(&String, usize)> = by_country.map(|(name, country)| (name, country.count)).collect();
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
            if let Some(own) = self.by_country.get(country) {
                out.fail("denied")
                    .arg("country", country)
                    .arg("count", own.count)
                    .arg("names", listed(&own.suppliers))
                    .cite_all(&own.cited);
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
