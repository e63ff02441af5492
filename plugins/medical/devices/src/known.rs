//! Known vulnerabilities of what an SBOM names, closed by what the maker states (VEX). Only records with versions count here: whether a
//! listed product is exploited, and every doubt of a component, is for the checks of `common/sbom` to tell.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::advisories::{Advisory, AffectedPackage, Statement, StatementProduct};
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::product::{Target, designates, speaks_of};
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

/// Advisories and statements by what they are found under.
#[derive(Debug, Default)]
pub(crate) struct Book<'a> {
    packages: Vec<AffectedPackage<'a>>,
    by_package: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_product: Vec<usize>,
    intervals: BTreeMap<u32, Vec<(Interval<'a>, Option<&'a str>, Option<Date>)>>,
    versions: BTreeMap<u32, Vec<&'a str>>,
    names: BTreeMap<u32, Vec<&'a str>>,
    statements: BTreeMap<&'a str, Vec<Statement<'a>>>,
    products: BTreeMap<u32, Vec<StatementProduct<'a>>>,
    roots: BTreeMap<u32, Component<'a>>,
    today: Option<Date>,
}

impl<'a> Book<'a> {
    /// Reads all of them.
    pub(crate) fn read(cx: &Context<'a>) -> Self {
        let facts = cx.advisories();
        let mut book = Self {
            today: Some(cx.today()),
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
        for statement in facts.statements() {
            if let Some(name) = statement.vulnerability() {
                book.statements.entry(name).or_default().push(statement);
            }
        }
        for alias in facts.statement_aliases() {
            if let (Some(statement), Some(name)) = (alias.statement(), alias.value()) {
                book.statements.entry(name).or_default().push(statement);
            }
        }
        for product in facts.statement_products() {
            if let Some(statement) = product.statement() {
                book.products.entry(statement.row()).or_default().push(product);
            }
        }
        for root in cx.sbom().components().filter(|c| c.is_root() == Some(true)) {
            if let Some(document) = root.document() {
                book.roots.entry(document.row()).or_insert(root);
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
                is_answered: self.is_answered(advisory, part),
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
            // Without versions a product id means exactly the component it names; a bare package says nothing of versions.
            return Some((!package.has_product(), None));
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

    /// Whether the latest statement about this component says that it is not affected, with a reason, or fixed.
    fn is_answered(&self, advisory: Advisory<'a>, part: Component<'a>) -> bool {
        let mut latest: Option<(Option<Date>, bool)> = None;
        for statement in self
            .all_names(advisory)
            .filter_map(|name| self.statements.get(name))
            .flatten()
        {
            let day = statement
                .stated()
                .or_else(|| statement.document().and_then(|d| d.created()));
            if day > self.today || !self.is_about(*statement, part) {
                continue;
            }
            let closes = match statement.status() {
                Some("not_affected") => statement.has_justification() || statement.has_impact(),
                Some("fixed") => true,
                _ => false,
            };
            // On one day the worse word counts.
            let is_later = latest.is_none_or(|(known, old)| day > known || (day == known && old && !closes));
            if is_later {
                latest = Some((day, closes));
            }
        }
        latest.is_some_and(|(_, closes)| closes)
    }

    fn is_about(&self, statement: Statement<'a>, part: Component<'a>) -> bool {
        let own = target(part);
        let root = part
            .document()
            .and_then(|d| self.roots.get(&d.row()))
            .map(|root| target(*root));
        self.products.get(&statement.row()).into_iter().flatten().any(|named| {
            let product = named.product();
            product.is_some_and(|product| speaks_of(product, named.subcomponent(), &own, root.as_ref()))
        })
    }
}

fn target(component: Component<'_>) -> Target<'_> {
    Target {
        purl: component.purl(),
        cpe: component.cpe(),
        bom_ref: component.reference(),
        name: component.name(),
        version: component.version(),
        hashes: &[],
        document: component.document().and_then(|d| d.identifier()),
        document_version: None,
        root: component.is_root() == Some(true),
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
