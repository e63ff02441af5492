//! `sbom.firmware`: firmware of the SBOMs and devices of the inventory are joined by model and version, so that a weakness in the
//! firmware leads to the devices, told with their serial numbers.
//!
//! A firmware component is of the models that it is named after, that it lies in (a component of type `device`), or that its document
//! is about. The version of a device is that of its firmware, else that of the product.

use crate::identity::{same_text, same_version};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::Component;
use std::collections::BTreeSet;

/// How deep a device may lie around its firmware.
const DEPTH: usize = 32;

/// The check.
#[derive(Debug)]
pub(crate) struct Firmware;

impl Check for Firmware {
    fn spec(&self) -> Spec {
        Spec::new("sbom.firmware")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let is_firmware = |c: &Component<'_>| c.component_type() == Some("firmware");
        let firmware: Vec<Component<'_>> = cx.sbom().components().filter(is_firmware).collect();
        if firmware.is_empty() {
            out.not_applicable("no-firmware").cite_all(&documents);
            return Ok(());
        }
        let assets = scope::assets_in_use(cx);
        if assets.is_empty() {
            out.unknown("no-inventory").cite_all(&firmware);
            return Ok(());
        }
        let (mut joined, mut devices) = (0usize, BTreeSet::new());
        let mut of_model: Vec<(Asset<'_>, Vec<Component<'_>>)> = Vec::new();
        for component in &firmware {
            let models = models(*component, cx);
            let same = assets
                .iter()
                .filter(|a| a.model().is_some_and(|m| is_model(&models, **a, m)));
            let same: Vec<Asset<'_>> = same.copied().collect();
            if same.is_empty() {
                out.fail("no-asset")
                    .arg("component", label::component(*component))
                    .cite(component);
            }
            let here: Vec<Asset<'_>> = same.iter().filter(|a| is_version(**a, *component)).copied().collect();
            for asset in &same {
                match of_model.iter_mut().find(|(known, _)| known.row() == asset.row()) {
                    Some((_, components)) => components.push(*component),
                    None => of_model.push((*asset, vec![*component])),
                }
            }
            if !here.is_empty() {
                joined += 1;
                devices.extend(here.iter().map(|a| a.row()));
                out.informational("joined")
                    .arg("component", label::component(*component))
                    .arg("assets", named(&here))
                    .cite(component)
                    .cite_all(&here);
            }
        }
        for (asset, components) in of_model.iter().filter(|(asset, _)| !devices.contains(&asset.row())) {
            let own = version(*asset);
            let listed: Vec<String> = components.iter().map(|c| label::component(*c)).collect();
            let finding = match own {
                Some(own) => out.fail("other-version").arg("version", own),
                None => out.unknown("no-version"),
            };
            finding
                .arg("asset", named(&[*asset]))
                .arg("listed", listed.join(", "))
                .cite(asset)
                .cite_all(components);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", joined)
                .arg("devices", devices.len())
                .cite_all(&firmware);
        }
        Ok(())
    }
}

/// What a firmware component may be the firmware of: its own name, devices around it, and what its document is about.
fn models<'a>(component: Component<'a>, cx: &Context<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = component.name().into_iter().collect();
    let mut around = component.parent();
    for _ in 0..DEPTH {
        let Some(outer) = around else { break };
        if outer.component_type() == Some("device") {
            names.extend(outer.name());
        }
        around = outer.parent();
    }
    let document = component.document().map(|d| d.row());
    let roots = cx.sbom().components().filter(|c| c.is_root() == Some(true));
    for root in roots.filter(|root| root.document().map(|d| d.row()) == document) {
        if matches!(root.component_type(), Some("device" | "firmware")) {
            names.extend(root.name());
        }
    }
    names
}

fn is_model(names: &[&str], asset: Asset<'_>, model: &str) -> bool {
    let with_vendor = asset.vendor().map(|vendor| format!("{vendor} {model}"));
    names
        .iter()
        .any(|name| same_text(name, model) || with_vendor.as_deref().is_some_and(|whole| same_text(name, whole)))
}

fn version(asset: Asset<'_>) -> Option<&str> {
    asset.firmware().or(asset.product_version())
}

fn is_version(asset: Asset<'_>, component: Component<'_>) -> bool {
    let both = version(asset).zip(component.version());
    both.is_some_and(|(own, listed)| same_version(own, listed))
}

/// `EQ-01 (S/N 1234), EQ-02`.
fn named(assets: &[Asset<'_>]) -> String {
    let name = |asset: &Asset<'_>| {
        let id = asset.id().or(asset.name()).unwrap_or("-");
        match asset.serial() {
            Some(serial) => format!("{id} (S/N {serial})"),
            None => id.to_owned(),
        }
    };
    assets.iter().map(name).collect::<Vec<_>>().join(", ")
}
