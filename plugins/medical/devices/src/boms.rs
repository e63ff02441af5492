//! Which SBOM is about a device? By package URL or CPE where both sides have one; else by model and version.

use crate::units::{Unit, same_version};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use sekisho_sdk::words::squash;
use sekisho_versions::{Cpe, Purl};
use std::collections::BTreeMap;

/// What is known about the SBOM of a device.
#[derive(Debug, Clone)]
pub(crate) enum Bom<'a> {
    /// SBOMs of its model and version: what they describe.
    Of(Vec<Component<'a>>),
    /// Only of other versions: which.
    Other(String),
    /// Of its model, but a version is not stated on one side.
    Open,
    /// None.
    None,
}

/// What the SBOMs at hand describe, by name and by identifier.
#[derive(Debug, Default)]
pub(crate) struct Boms<'a> {
    roots: Vec<Component<'a>>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_package: BTreeMap<String, Vec<(Purl, usize)>>,
    by_cpe: Vec<(Cpe, usize)>,
}

impl<'a> Boms<'a> {
    /// Of all documents.
    pub(crate) fn read(cx: &Context<'a>) -> Self {
        let mut boms = Self::default();
        for component in cx.sbom().components().filter(|c| c.is_root() == Some(true)) {
            let at = boms.roots.len();
            if let Some(name) = component.name() {
                boms.by_name.entry(squash(name)).or_default().push(at);
            }
            if let Some(purl) = component.purl().and_then(versioned_purl) {
                boms.by_package.entry(purl.package_key()).or_default().push((purl, at));
            }
            boms.by_cpe
                .extend(component.cpe().and_then(versioned_cpe).map(|cpe| (cpe, at)));
            boms.roots.push(component);
        }
        boms
    }

    /// Whether there is none at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// What package URL or CPE of a device designate, version and all.
    fn designated(&self, unit: &Unit<'a>) -> Vec<Component<'a>> {
        let Some(asset) = unit.asset else { return Vec::new() };
        let mut found: Vec<usize> = Vec::new();
        if let Some(own) = asset.purl().and_then(versioned_purl) {
            let same = self.by_package.get(&own.package_key()).into_iter().flatten();
            found.extend(same.filter(|(root, _)| own.designates(root)).map(|(_, at)| *at));
        } else if let Some(own) = asset.cpe().and_then(versioned_cpe) {
            let same = self.by_cpe.iter().filter(|(root, _)| own.covers(root));
            found.extend(same.map(|(_, at)| *at));
        }
        found.into_iter().filter_map(|at| self.roots.get(at).copied()).collect()
    }

    /// The SBOM of a device.
    pub(crate) fn of(&self, unit: &Unit<'a>) -> Bom<'a> {
        let by_id = self.designated(unit);
        if !by_id.is_empty() {
            return Bom::Of(by_id);
        }
        let named = unit.model.and_then(|model| self.by_name.get(&squash(model)));
        let named: Vec<Component<'a>> = named
            .into_iter()
            .flatten()
            .filter_map(|at| self.roots.get(*at).copied())
            .collect();
        if named.is_empty() {
            return Bom::None;
        }
        let own: Vec<Component<'a>> = named
            .iter()
            .filter(|root| {
                let both = root.version().zip(unit.version);
                both.is_some_and(|(root, own)| same_version(root, own))
            })
            .copied()
            .collect();
        if !own.is_empty() {
            return Bom::Of(own);
        }
        if unit.version.is_none() || named.iter().any(|root| root.version().is_none()) {
            return Bom::Open;
        }
        let mut versions: Vec<&str> = named.iter().filter_map(|root| root.version()).collect();
        versions.sort_unstable();
        versions.dedup();
        Bom::Other(versions.join(", "))
    }
}

fn versioned_purl(text: &str) -> Option<Purl> {
    Purl::parse(text).ok().filter(|purl| purl.version().is_some())
}

fn versioned_cpe(text: &str) -> Option<Cpe> {
    Cpe::parse(text).filter(|cpe| cpe.attribute(3).is_some_and(|version| version != "*"))
}
