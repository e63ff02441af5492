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

/// The check.
#[derive(Debug)]
pub(crate) struct Identified;

/// What an SBOM describes.
struct Root {
    name: String,
    version: Option<String>,
    purl: Option<String>,
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

fn roots(cx: &Context<'_>) -> Vec<Root> {
    let described = cx.sbom().components().filter(|c| c.is_root() == Some(true));
    described
        .map(|c| Root {
            name: c.name().map(squash).unwrap_or_default(),
            version: c.version().map(ToOwned::to_owned),
            purl: c.purl().map(ToOwned::to_owned),
        })
        .collect()
}

fn owes_sbom(component: &Component<'_>, asset: Asset<'_>) -> bool {
    asset.software_scope().unwrap_or(component.kind != "accessory")
}

/// By package URL; else by id or name, and by the version where both state one.
fn has_sbom(asset: Asset<'_>, roots: &[Root]) -> bool {
    let same_version = |root: &Root| match (version(asset), root.version.as_deref()) {
        (Some(own), Some(described)) => is_same_version(own, described),
        _ => true,
    };
    roots.iter().any(|root| {
        if let (Some(own), Some(described)) = (asset.purl(), root.purl.as_deref()) {
            return own == described;
        }
        let names = [asset.id(), asset.name()].into_iter().flatten();
        !root.name.is_empty() && names.map(squash).any(|name| name == root.name) && same_version(root)
    })
}
