//! Which SBOMs are about critical software: those whose root is a product that the inventory puts into one of the categories
//! that a policy treats as critical (`software_category`). What a product does is not written in an SBOM.

use crate::identity::{Match, compare, hashes, roots};
use crate::scope;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::Document;
use std::collections::BTreeMap;

/// A document about critical software.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Critical<'a> {
    /// The SBOM.
    pub(crate) document: Document<'a>,
    /// The product.
    pub(crate) asset: Asset<'a>,
    /// Its category.
    pub(crate) category: &'a str,
}

/// The documents about critical software, by the row of the document. The category is that of the product, whatever its
/// version.
pub(crate) fn documents<'a>(cx: &Context<'a>, categories: &[String]) -> BTreeMap<u32, Critical<'a>> {
    let mut found = BTreeMap::new();
    if categories.is_empty() {
        return found;
    }
    let mut category_of: BTreeMap<u32, &'a str> = BTreeMap::new();
    for attribute in cx.assets().attributes() {
        if let (Some(asset), Some("software_category"), Some(value)) =
            (attribute.asset(), attribute.field(), attribute.value())
            && categories.iter().any(|category| category == value)
        {
            category_of.insert(asset.row(), value);
        }
    }
    let tagged: Vec<(Asset<'a>, &'a str)> = scope::assets_in_use(cx)
        .into_iter()
        .filter_map(|asset| Some((asset, *category_of.get(&asset.row())?)))
        .collect();
    if tagged.is_empty() {
        return found;
    }
    let hashes = hashes(cx, |c| c.is_root() == Some(true));
    for root in roots(cx) {
        let own = tagged
            .iter()
            .find(|(asset, _)| compare(*asset, root, &hashes, false) == Match::Yes);
        if let Some((asset, category)) = own {
            found.entry(root.document.row()).or_insert(Critical {
                document: root.document,
                asset: *asset,
                category,
            });
        }
    }
    found
}
