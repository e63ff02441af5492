//! The names that are matched: package URLs in one form, with the version and without it. A name with its version matches exactly;
//! the one without it says only that the package is there, and is used where a weakness names ranges of versions.

use super::files::Note;
use crate::look;
use sekisho_model::Facts;
use sekisho_model::schema::Kind;
use sekisho_versions::Purl;
use std::collections::{BTreeMap, BTreeSet};

/// Names that a firm uses.
#[derive(Debug, Clone, Default)]
pub struct Used {
    /// The name, and how the components behind it are called.
    pub names: BTreeMap<String, String>,
    /// Components that have no package URL, and are not matched.
    pub without: Vec<String>,
}

/// Names that a publisher tells something of.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The name, and what is told of it.
    pub names: BTreeMap<String, BTreeSet<Note>>,
    /// Weaknesses that name no package URL, and are not matched.
    pub without: Vec<String>,
}

/// One version of a package.
fn exact(package: &Purl, version: &str) -> String {
    format!("version\0{}\0{version}", package.package_key())
}

/// A package.
fn any(package: &Purl) -> String {
    format!("package\0{}", package.package_key())
}

/// Adds the names of the components of a subject; what a document is about is one, too.
pub fn used(facts: &Facts, into: &mut Used) {
    for row in 0..facts.rows(Kind::Sbom, "components") {
        let label = look::label(facts, row);
        let purl = look::sbom(facts, "components", "purl", row).and_then(|purl| Purl::parse(purl).ok());
        let Some(purl) = purl else {
            if !look::is_root(facts, row) {
                into.without.push(label);
            }
            continue;
        };
        let version = purl.version().or(look::sbom(facts, "components", "version", row));
        let names = version
            .map(|version| exact(&purl, version))
            .into_iter()
            .chain([any(&purl)]);
        for name in names {
            let known = into.names.entry(name).or_default();
            if known.is_empty() {
                known.clone_from(&label);
            } else if !known.split(", ").any(|one| one == label) {
                known.push_str(", ");
                known.push_str(&label);
            }
        }
    }
}

/// Adds the names that the advisories of a subject are about.
pub fn published(facts: &Facts, into: &mut Published) {
    let mut versions: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for row in 0..facts.rows(Kind::Advisories, "versions") {
        let affected = look::reference(facts, Kind::Advisories, "versions", "affected", row);
        let value = facts.text(Kind::Advisories, "versions", "value", row);
        if let (Some(affected), Some(value)) = (affected, value) {
            versions.entry(affected).or_default().push(value);
        }
    }
    let mut ranges: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for row in 0..facts.rows(Kind::Advisories, "ranges") {
        let text = |column| {
            facts
                .text(Kind::Advisories, "ranges", column, row)
                .filter(|t| !t.is_empty())
        };
        // Commits of a repository say nothing of versions.
        if text("range_type") == Some("git") {
            continue;
        }
        let mut parts = Vec::new();
        parts.extend(text("introduced").filter(|v| *v != "0").map(|v| format!(">= {v}")));
        parts.extend(text("fixed").map(|v| format!("< {v}")));
        parts.extend(text("last_affected").map(|v| format!("<= {v}")));
        let range = if parts.is_empty() {
            "*".to_owned()
        } else {
            parts.join(", ")
        };
        if let Some(affected) = look::reference(facts, Kind::Advisories, "ranges", "affected", row) {
            ranges.entry(affected).or_default().push(range);
        }
    }
    for row in 0..facts.rows(Kind::Advisories, "affected") {
        let text = |column| facts.text(Kind::Advisories, "affected", column, row);
        let advisory = look::reference(facts, Kind::Advisories, "affected", "advisory", row);
        let Some(advisory) = advisory.and_then(|a| facts.text(Kind::Advisories, "advisories", "advisory_id", a)) else {
            continue;
        };
        let Some(purl) = text("purl").and_then(|purl| Purl::parse(purl).ok()) else {
            into.without.push(advisory.to_owned());
            continue;
        };
        let mut tell = |name: String, versions: Option<String>| {
            into.names.entry(name).or_default().insert(Note {
                advisory: advisory.to_owned(),
                versions,
            });
        };
        let exactly = versions.get(&row).into_iter().flatten().copied().chain(purl.version());
        let mut told = false;
        for version in exactly {
            told = true;
            tell(exact(&purl, version), None);
        }
        if let Some(ranges) = ranges.get(&row) {
            told = true;
            tell(any(&purl), Some(ranges.join(" | ")));
        }
        if !told {
            tell(any(&purl), Some("*".to_owned()));
        }
    }
    into.without.sort();
    into.without.dedup();
}
