//! `product.components`: every component that a product is sold with (device, app, gateway, cloud service, accessory) stands in the
//! inventory, and each with software has an SBOM.
//!
//! Source: the label criteria of NIST speak of an IoT product with all of its components, not of the device alone. Whether a
//! component has software is for the inventory to say (`software_scope`); an app, a gateway and a device have some unless it says no.

use crate::products::is_same_version;
use crate::products::{Component, Products, version};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Identified;

/// What SBOMs describe.
#[derive(Debug, Default)]
struct Roots {
    purls: BTreeSet<String>,
    /// By name: the version, and whether a package URL is given.
    by_name: BTreeMap<String, BTreeSet<(Option<String>, bool)>>,
}

impl Check for Identified {
    fn spec(&self) -> Spec {
        Spec::new("product.components")
            .reads("assets")
            .reads("registers")
            .reads("sbom")
            .parameter(Parameter::boolean("sbom", true))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let wants_sbom = cx.boolean("sbom")?;
        let products = Products::read(cx);
        if !products.has_register {
            out.unknown("no-register");
            return Ok(());
        }
        let roots = roots(cx);
        let mut groups = Groups::default();
        for row in &products.odd {
            groups.add(Tone::Unknown, "row-open", Vec::new(), row.label(), row);
        }
        for product in &products.all {
            let args = |kind: &str| vec![("product", product.name.clone()), ("kind", kind.to_owned())];
            for component in &product.components {
                let (tone, message) = match component.asset {
                    None => (Tone::Fail, "not-listed"),
                    Some(asset) if wants_sbom && owes_sbom(component, asset) && !has_sbom(asset, &roots) => {
                        (Tone::Fail, "no-sbom")
                    }
                    Some(_) => (Tone::Pass, "identified"),
                };
                let label = component.name.to_owned();
                groups.add(tone, message, args(component.kind), label, &component.row);
            }
            if let Some(first) = product
                .components
                .first()
                .filter(|_| !product.components.iter().any(|c| c.kind == "device"))
            {
                groups.add(Tone::Unknown, "no-device", Vec::new(), product.name.clone(), &first.row);
            }
        }
        if groups.is_empty() {
            // Whoever hands in an empty list says that there is no product.
            out.not_applicable("no-rows")
                .cite_all(cx.registers().get("product-components").iter());
        }
        groups.tell(out);
        Ok(())
    }
}

fn roots(cx: &Context<'_>) -> Roots {
    let mut roots = Roots::default();
    for root in cx.sbom().components().filter(|c| c.is_root() == Some(true)) {
        roots.purls.extend(root.purl().map(ToOwned::to_owned));
        if let Some(name) = root.name() {
            let version = root.version().map(ToOwned::to_owned);
            let known = roots.by_name.entry(squash(name)).or_default();
            known.insert((version, root.purl().is_some()));
        }
    }
    roots
}

fn owes_sbom(component: &Component<'_>, asset: Asset<'_>) -> bool {
    asset.software_scope().unwrap_or(component.kind != "accessory")
}

/// By package URL where both have one; else by id or name, and by the version where both state one.
fn has_sbom(asset: Asset<'_>, roots: &Roots) -> bool {
    if asset.purl().is_some_and(|own| roots.purls.contains(own)) {
        return true;
    }
    let names = [asset.id(), asset.name()].into_iter().flatten().map(squash);
    let mut described = names.filter_map(|name| roots.by_name.get(&name)).flatten();
    described.any(|(described, has_purl)| {
        let is_comparable = !(*has_purl && asset.purl().is_some());
        let is_same = match (version(asset), described.as_deref()) {
            (Some(own), Some(described)) => is_same_version(own, described),
            _ => true,
        };
        is_comparable && is_same
    })
}
