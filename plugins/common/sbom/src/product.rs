//! Which SBOMs are about one product? By the name of what they describe; a document that describes nothing goes by its own
//! name.

use crate::same::Called;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, Document};
use std::collections::BTreeMap;

/// A document and what it describes.
#[derive(Debug, Clone)]
pub(crate) struct About<'a> {
    /// The document.
    pub(crate) document: Document<'a>,
    /// Its root, where there is one.
    pub(crate) root: Option<Called>,
}

impl About<'_> {
    /// Whether both may be about one version: a version that is not stated contradicts none.
    pub(crate) fn one_version(&self, other: &Self) -> bool {
        match (&self.root, &other.root) {
            (Some(a), Some(b)) => !a.versioned() || !b.versioned() || a.same_version(b),
            _ => true,
        }
    }
}

/// Documents by product, each list in the order of its documents.
pub(crate) fn by_product<'a>(cx: &Context<'a>, documents: &[Document<'a>]) -> BTreeMap<String, Vec<About<'a>>> {
    let mut roots: BTreeMap<u32, Called> = BTreeMap::new();
    for component in cx.sbom().components().filter(|c| c.is_root() == Some(true)) {
        if let Some(document) = component.document() {
            roots
                .entry(document.row())
                .or_insert_with(|| Called::component(component));
        }
    }
    let mut products: BTreeMap<String, Vec<About<'_>>> = BTreeMap::new();
    for document in documents {
        let root = roots.get(&document.row()).cloned();
        let name = root.as_ref().map(|r| r.bare().to_owned());
        let name = name
            .or_else(|| document.name().map(str::to_lowercase))
            .unwrap_or_default();
        products.entry(name).or_default().push(About {
            document: *document,
            root,
        });
    }
    products
}

/// Components of a document, the product itself aside.
pub(crate) fn parts<'a>(components: &[Component<'a>], document: Document<'_>) -> Vec<Component<'a>> {
    let of = |c: &&Component<'a>| c.document().is_some_and(|d| d.row() == document.row());
    components.iter().filter(of).copied().collect()
}
