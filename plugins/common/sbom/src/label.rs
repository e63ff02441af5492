//! How things are called in messages: short, but enough to find them again.

use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::{Component, Document};

/// `group/name 1.2.3`, or the reference, or the number of the row.
pub(crate) fn component(component: Component<'_>) -> String {
    let Some(name) = component.name() else {
        return component
            .reference()
            .map_or_else(|| format!("#{}", component.row() + 1), ToOwned::to_owned);
    };
    let mut label = String::new();
    if let Some(group) = component.group() {
        label.push_str(group);
        label.push('/');
    }
    label.push_str(name);
    if let Some(version) = component.version() {
        label.push(' ');
        label.push_str(version);
    }
    label
}

/// Name of a document, or its identifier.
pub(crate) fn document(document: Document<'_>) -> String {
    let name = document.name().or_else(|| document.identifier());
    name.map_or_else(|| format!("SBOM #{}", document.row() + 1), ToOwned::to_owned)
}

/// Name of an asset, or its id.
pub(crate) fn asset(asset: Asset<'_>) -> String {
    let name = asset.name().or_else(|| asset.id());
    name.map_or_else(|| format!("#{}", asset.row() + 1), ToOwned::to_owned)
}
