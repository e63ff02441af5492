//! Known vulnerabilities of what an SBOM names, closed by what the maker states (VEX). Only records with versions count here: whether a
//! listed product is exploited, and every doubt of a component, is for the checks of `common/sbom` to tell.

use crate::statements::{Statements, target};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::advisories::{Advisory, AffectedPackage};
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::product::designates;
use sekisho_versions::purl::same_name;
use sekisho_versions::{Interval, Purl, Scheme};
use std::collections::BTreeMap;

/// How grave a vulnerability is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Grave {
    /// Its base score; a bare word stands for the least score of its band.
    Score(f64),
    /// Nobody says.
    NotScored,
}

/// A vulnerability met in a component.
#[derive(Debug, Clone)]
pub(crate) struct Hit<'a> {
    /// Its CVE number, else the id of the record.
    pub(crate) name: &'a str,
    /// How grave it is.
    pub(crate) grave: Grave,
    /// Day of the fix, else of publication.
    pub(crate) since: Option<Date>,
    /// Whether the versions cannot be compared.
    pub(crate) is_doubtful: bool,
    /// Whether the maker states that the product is not affected (with a reason) or fixed.
    pub(crate) is_answered: bool,
}

/// An interval of versions, how versions are compared in it, and the day of the fix.
type Stretch<'a> = (Interval<'a>, Option<&'a str>, Option<Date>);

/// Advisories and statements by what they are found under.
#[derive(Debug, Default)]
pub(crate) struct Book<'a> {
    packages: Vec<AffectedPackage<'a>>,
    by_package: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_product: Vec<usize>,
    intervals: BTreeMap<u32, Vec<Stretch<'a>>>,
    versions: BTreeMap<u32, Vec<&'a str>>,
    names: BTreeMap<u32, Vec<&'a str>>,
    statements: Statements<'a>,
    today: Option<Date>,
}

impl<'a> Book<'a> {
    /// Reads all of them.
    pub(crate) fn read(cx: &Context<'a>) -> Self {
        let facts = cx.advisories();
        let mut book = Self {
            today: Some(cx.today()),
            statements: Statements::read(cx),
            ..Self::default()
        };
        for alias in facts.aliases() {
            if let (Some(advisory), Some(name)) = (alias.advisory(), alias.value()) {
                book.names.entry(advisory.row()).or_default().push(name);
            }
        }
        for package in facts.affected() {
            book.add(package);
        }
        for range in facts.ranges().filter(|range| range.range_type() != Some("git")) {
            if let Some(package) = range.affected() {
                let interval = Interval {
                    introduced: range.introduced(),
                    fixed: range.fixed(),
                    last_affected: range.last_affected(),
                };
                let own = book.intervals.entry(package.row()).or_default();
                own.push((interval, range.range_type(), range.fixed_at()));
            }
        }
        for version in facts.versions() {
            if let (Some(package), Some(value)) = (version.affected(), version.value()) {
                book.versions.entry(package.row()).or_default().push(value);
            }
        }
        book
    }

    fn add(&mut self, package: AffectedPackage<'a>) {
        let Some(advisory) = package.advisory() else { return };
        let is_over = advisory.withdrawn().is_some_and(|day| Some(day) <= self.today);
        if is_over || advisory.source() == Some("kev") || advisory.published() > self.today {
            return;
        }
        let at = self.packages.len();
        if let Some(purl) = package.purl().and_then(|text| Purl::parse(text).ok()) {
            self.by_package.entry(purl.package_key()).or_default().push(at);
        } else if let Some(name) = package.name() {
            self.by_name.entry(last_part(name)).or_default().push(at);
        } else if package.has_product() {
            self.by_product.push(at);
        }
        self.packages.push(package);
    }

    /// Whether no record can be asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.packages.is_empty()
    }

    /// The vulnerabilities of a component, by name.
    pub(crate) fn hits(&self, part: Component<'a>) -> Vec<Hit<'a>> {
        let purl = part.purl().and_then(|text| Purl::parse(text).ok());
        let mut found: BTreeMap<&'a str, Hit<'a>> = BTreeMap::new();
        for at in self.candidates(part, purl.as_ref()) {
            let Some(package) = self.packages.get(at).copied() else {
                continue;
            };
            let Some(advisory) = package.advisory() else { continue };
            let Some((is_doubtful, fixed_at)) = self.decide(part, purl.as_ref(), package) else {
                continue;
            };
            let name = self.name_of(advisory);
            let hit = Hit {
                name,
                grave: grave(advisory),
                since: fixed_at.or_else(|| advisory.published()),
                is_doubtful,
                is_answered: self.statements.close(self.all_names(advisory), part),
            };
            // Of several records the certain and graver one counts.
            let is_better = found
                .get(name)
                .is_none_or(|old| (hit.is_doubtful, -score(hit.grave)) < (old.is_doubtful, -score(old.grave)));
            if is_better {
                found.insert(name, hit);
            }
        }
        found.into_values().collect()
    }

    fn candidates(&self, part: Component<'a>, purl: Option<&Purl>) -> Vec<usize> {
        let mut rows: Vec<usize> = Vec::new();
        if let Some(purl) = purl {
            rows.extend(self.by_package.get(&purl.package_key()).into_iter().flatten());
            let named = self.by_name.get(&last_part(purl.name())).into_iter().flatten();
            rows.extend(named.filter(|at| self.is_named(**at, purl)));
        }
        let target = target(part);
        let is_meant = |at: &&usize| {
            let product = self.packages.get(**at).and_then(|package| package.product());
            product.is_some_and(|product| designates(product, &target))
        };
        rows.extend(self.by_product.iter().filter(is_meant));
        rows
    }

    /// Whether a record that names an ecosystem and a name means this package.
    fn is_named(&self, at: usize, purl: &Purl) -> bool {
        let Some(package) = self.packages.get(at) else {
            return false;
        };
        let (Some(ecosystem), Some(name)) = (package.ecosystem(), package.name()) else {
            return false;
        };
        let full = purl.namespace().map(|space| {
            let sign = if purl.ty() == "maven" { ':' } else { '/' };
            format!("{space}{sign}{}", purl.name())
        });
        let is_same_kind =
            Scheme::of_ecosystem(ecosystem).is_some() && Scheme::of_ecosystem(ecosystem) == purl.scheme();
        is_same_kind && same_name(ecosystem, name, full.as_deref().unwrap_or_else(|| purl.name()))
    }

    /// Whether a component is affected: doubt, and the day of the fix. Nothing where it is not.
    fn decide(
        &self,
        part: Component<'a>,
        purl: Option<&Purl>,
        package: AffectedPackage<'a>,
    ) -> Option<(bool, Option<Date>)> {
        let ranges = self.intervals.get(&package.row()).map_or(&[][..], Vec::as_slice);
        let listed = self.versions.get(&package.row()).map_or(&[][..], Vec::as_slice);
        if ranges.is_empty() && listed.is_empty() {
            // Without versions a record means exactly the component that its product id names; a bare package says nothing of them.
            return match package.product() {
                Some(product) => designates(product, &target(part)).then_some((false, None)),
                None => Some((true, None)),
            };
        }
        let comparable = purl.and_then(Purl::comparable_version);
        let Some(version) = comparable.as_deref().or_else(|| part.version()) else {
            return Some((true, None));
        };
        let kind = purl.map(Purl::ty);
        let mut doubt = false;
        match Scheme::of_range(None, package.ecosystem(), kind).is_listed(version, listed) {
            Ok(true) => return Some((false, ranges.iter().filter_map(|(_, _, day)| *day).min())),
            Ok(false) => {}
            Err(_) => doubt = true,
        }
        for (interval, range_type, fixed_at) in ranges {
            match Scheme::of_range(*range_type, package.ecosystem(), kind).is_inside(version, interval) {
                Ok(true) => return Some((false, *fixed_at)),
                Ok(false) => {}
                Err(_) => doubt = true,
            }
        }
        doubt.then_some((true, None))
    }

    /// The CVE number of a record where it has exactly one, else its id.
    fn name_of(&self, advisory: Advisory<'a>) -> &'a str {
        let id = advisory.advisory_id().unwrap_or("?");
        let mut cves = self.all_names(advisory).filter(|name| name.starts_with("CVE-"));
        match (cves.next(), cves.next()) {
            (Some(only), None) => only,
            _ => id,
        }
    }

    fn all_names(&self, advisory: Advisory<'a>) -> impl Iterator<Item = &'a str> {
        let aliases = self.names.get(&advisory.row()).into_iter().flatten().copied();
        let id = advisory.advisory_id();
        id.into_iter().chain(aliases.filter(move |name| Some(*name) != id))
    }
}

fn grave(advisory: Advisory<'_>) -> Grave {
    if let Some(score) = advisory.score() {
        return Grave::Score(score);
    }
    match advisory.severity().map(str::to_ascii_lowercase).as_deref() {
        Some("critical") => Grave::Score(9.0),
        Some("high" | "important") => Grave::Score(7.0),
        Some("medium" | "moderate") => Grave::Score(4.0),
        Some("low") => Grave::Score(0.1),
        _ => Grave::NotScored,
    }
}

fn score(grave: Grave) -> f64 {
    match grave {
        Grave::Score(score) => score,
        Grave::NotScored => 0.0,
    }
}

/// The last part of a name, lower case.
fn last_part(name: &str) -> String {
    name.rsplit(['/', ':']).next().unwrap_or(name).to_lowercase()
}
