//! Which components of several documents are one.

use super::Source;
use crate::look;
use sekisho_model::schema::Kind;
use sekisho_versions::Purl;
use std::collections::{BTreeMap, BTreeSet};

/// A component of the result.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Source and row of each entry, in the order of the sources.
    pub(super) members: Vec<(usize, u32)>,
    /// Whether a member was joined by name and version alone.
    pub(super) by_name: bool,
}

impl Group {
    /// Places of the documents it stands in.
    pub(super) fn documents(&self) -> BTreeSet<usize> {
        self.members.iter().map(|(source, _)| *source).collect()
    }
}

type Named = (String, String);

/// The groups: those with a package URL first, by it; then those with a CPE name; then the rest.
pub(super) fn groups(sources: &[Source<'_>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_purl: BTreeMap<Purl, usize> = BTreeMap::new();
    let mut by_cpe: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut by_name: BTreeMap<Named, BTreeSet<usize>> = BTreeMap::new();
    let (mut with_cpe, mut rest) = (Vec::new(), Vec::new());
    for (at, source) in sources.iter().enumerate() {
        for row in 0..source.facts.rows(Kind::Sbom, "components") {
            let document = look::reference(source.facts, Kind::Sbom, "components", "document", row);
            if document != Some(source.document) || look::is_root(source.facts, row) {
                continue;
            }
            let cell = |column| look::sbom(source.facts, "components", column, row);
            let cpe = cell("cpe").map(str::to_lowercase);
            let Some(purl) = cell("purl").and_then(|purl| Purl::parse(purl).ok()) else {
                match cpe {
                    Some(cpe) => with_cpe.push((at, row, cpe)),
                    None => rest.push((at, row)),
                }
                continue;
            };
            let group = *by_purl.entry(purl).or_insert_with(|| add(&mut groups));
            join(&mut groups, group, (at, row), false);
            if let Some(cpe) = cpe {
                by_cpe.entry(cpe).or_default().insert(group);
            }
            by_name.entry(named(source, row)).or_default().insert(group);
        }
    }
    for (at, row, cpe) in with_cpe {
        let known = by_cpe.entry(cpe).or_default();
        let only = if known.len() == 1 { known.first().copied() } else { None };
        let group = only.unwrap_or_else(|| add(&mut groups));
        known.insert(group);
        join(&mut groups, group, (at, row), false);
        if let Some(source) = sources.get(at) {
            by_name.entry(named(source, row)).or_default().insert(group);
        }
    }
    for (at, row) in rest {
        let Some(source) = sources.get(at) else { continue };
        let known = by_name.entry(named(source, row)).or_default();
        let only = if known.len() == 1 { known.first().copied() } else { None };
        let group = only.unwrap_or_else(|| add(&mut groups));
        known.insert(group);
        join(&mut groups, group, (at, row), only.is_some());
    }
    for group in &mut groups {
        group.members.sort_unstable();
    }
    groups
}

fn add(groups: &mut Vec<Group>) -> usize {
    groups.push(Group::default());
    groups.len() - 1
}

fn join(groups: &mut [Group], at: usize, member: (usize, u32), by_name: bool) {
    if let Some(group) = groups.get_mut(at) {
        group.members.push(member);
        group.by_name |= by_name;
    }
}

/// Name with its namespace, and version, letter case aside.
fn named(source: &Source<'_>, row: u32) -> Named {
    let cell = |column| {
        look::sbom(source.facts, "components", column, row)
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    };
    let name = match cell("group") {
        group if group.is_empty() => cell("name"),
        group => format!("{group}/{}", cell("name")),
    };
    (name, cell("version"))
}
