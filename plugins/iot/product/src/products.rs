//! Products with their components: the register `product-components` joined with the inventory. Without the register, the assets of
//! class `product` are products of one component.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

/// One row of the register.
#[derive(Debug, Clone)]
pub(crate) struct Component<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) asset: Option<Asset<'a>>,
}

/// A product.
#[derive(Debug, Clone)]
pub(crate) struct Product<'a> {
    pub(crate) name: String,
    pub(crate) own: Option<Asset<'a>>,
    pub(crate) components: Vec<Component<'a>>,
}

impl<'a> Product<'a> {
    /// The version that is deployed: that of the product's own entry, else that of its device.
    pub(crate) fn version(&self) -> Option<&'a str> {
        let device = || {
            self.components
                .iter()
                .find(|c| c.kind == "device")
                .and_then(|c| c.asset)
        };
        self.own.and_then(version).or_else(|| device().and_then(version))
    }

    /// The entry that tells the version, for citing.
    pub(crate) fn entry(&self) -> Option<Asset<'a>> {
        let device = self
            .components
            .iter()
            .find(|c| c.kind == "device")
            .and_then(|c| c.asset);
        self.own.filter(|own| version(*own).is_some()).or(device).or(self.own)
    }

    /// What records may call it, as they are compared.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let own = self.own.into_iter().flat_map(|own| [own.id(), own.name()]).flatten();
        let mut names: BTreeSet<String> = own.map(squash).collect();
        names.insert(squash(&self.name));
        names
    }
}

/// All products, and rows of the register that name none.
#[derive(Debug, Default)]
pub(crate) struct Products<'a> {
    pub(crate) all: Vec<Product<'a>>,
    pub(crate) odd: Vec<Entry<'a>>,
    pub(crate) has_register: bool,
}

impl<'a> Products<'a> {
    /// Reads register and inventory.
    pub(crate) fn read(cx: &Context<'a>) -> Self {
        let assets: Vec<Asset<'a>> = cx
            .assets()
            .assets()
            .filter(|a| a.status() != Some("disposed"))
            .collect();
        let mut by_name: BTreeMap<String, Asset<'a>> = BTreeMap::new();
        // An id goes before a name that says the same.
        for name in [Asset::id, Asset::name] {
            for asset in &assets {
                if let Some(name) = name(*asset) {
                    by_name.entry(squash(name)).or_insert(*asset);
                }
            }
        }
        let find = |name: &str| by_name.get(&squash(name)).copied();
        let mut products = Self::default();
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        if let Some(register) = cx.registers().get("product-components") {
            products.has_register = true;
            for row in register.rows() {
                let (Some(product), Some(name)) = (row.get("product"), row.get("component")) else {
                    products.odd.push(row);
                    continue;
                };
                let index = *at.entry(squash(product)).or_insert_with(|| {
                    products.all.push(Product {
                        name: product.to_owned(),
                        own: find(product),
                        components: Vec::new(),
                    });
                    products.all.len() - 1
                });
                if let Some(product) = products.all.get_mut(index) {
                    product.components.push(Component {
                        row,
                        name,
                        kind: row.get("kind").unwrap_or("other"),
                        asset: find(name),
                    });
                }
            }
            return products;
        }
        let own = assets.iter().filter(|a| a.class() == Some("product"));
        products.all.extend(own.map(|asset| Product {
            name: asset.name().or_else(|| asset.id()).unwrap_or("?").to_owned(),
            own: Some(*asset),
            components: Vec::new(),
        }));
        products
    }
}

/// The version of an entry of the inventory.
pub(crate) fn version(asset: Asset<'_>) -> Option<&str> {
    asset.product_version().or_else(|| asset.firmware())
}

/// Whether two texts name one version: `v1.2`, `1.2`.
pub(crate) fn is_same_version(a: &str, b: &str) -> bool {
    let plain = |v: &str| {
        squash(v)
            .trim_start_matches("version")
            .trim_start_matches('v')
            .to_owned()
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::is_same_version;

    #[test]
    fn versions_are_compared_as_written() {
        assert!(is_same_version("v1.2", "1.2"));
        assert!(is_same_version("Version 1.2", "1.2"));
        assert!(!is_same_version("1.2", "1.3"));
        assert!(!is_same_version("1.2", "1.20"));
    }
}
