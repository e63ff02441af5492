//! Which asset is an SBOM about? Package URL, CPE or hash decide where both sides have one; name and version stand in
//! only where there is nothing stronger to compare.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::views::sbom::{Component, Document};
use sekisho_versions::{Cpe, Purl};
use std::collections::BTreeMap;

/// Hashes by component: algorithm and value.
pub(crate) type Hashes<'a> = BTreeMap<u32, Vec<(&'a str, &'a str)>>;

/// A component that a document says it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root<'a> {
    /// The document.
    pub(crate) document: Document<'a>,
    /// The component.
    pub(crate) component: Component<'a>,
}

/// All roots of all documents.
pub(crate) fn roots<'a>(cx: &Context<'a>) -> Vec<Root<'a>> {
    let roots = cx.sbom().components().filter(|c| c.is_root() == Some(true));
    roots
        .filter_map(|component| {
            Some(Root {
                document: component.document()?,
                component,
            })
        })
        .collect()
}

/// The hashes of the components for which `wanted` holds.
pub(crate) fn hashes<'a>(cx: &Context<'a>, wanted: impl Fn(Component<'a>) -> bool) -> Hashes<'a> {
    let mut found = Hashes::new();
    for hash in cx.sbom().hashes() {
        if let (Some(component), Some(algorithm), Some(value)) = (hash.component(), hash.algorithm(), hash.value())
            && wanted(component)
        {
            found.entry(component.row()).or_default().push((algorithm, value));
        }
    }
    found
}

/// How sure it is that a root is an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// The names agree, but a version is missing on one side.
    Unclear,
}

/// Compares a root with an asset; `versions` tells whether the versions must agree as well.
pub(crate) fn compare(asset: Asset<'_>, root: Root<'_>, hashes: &Hashes<'_>, versions: bool) -> Match {
    let component = root.component;
    let purls = both(asset.purl().and_then(purl), component.purl().and_then(purl));
    let by_purl = purls.map(|(a, r)| if versions { a.designates(&r) } else { a.same_package(&r) });
    let cpes = both(asset.cpe().and_then(Cpe::parse), component.cpe().and_then(Cpe::parse));
    let by_cpe = cpes.map(|(a, r)| if versions { a.covers(&r) } else { same_product(&a, &r) });
    let own = hashes.get(&component.row());
    let by_hash = both(asset.hash(), own).map(|(asset, own)| {
        let value = hash_value(asset);
        own.iter().any(|(_, v)| v.eq_ignore_ascii_case(value))
    });
    // A hash names one build: that another build of the product has another one says nothing.
    let compared = [
        by_purl,
        by_cpe,
        if versions {
            by_hash
        } else {
            by_hash.filter(|same| *same)
        },
    ];
    if compared.contains(&Some(true)) {
        return Match::Yes;
    }
    if compared.iter().any(Option::is_some) {
        return Match::No;
    }
    by_name(asset, component, versions)
}

fn by_name(asset: Asset<'_>, component: Component<'_>, versions: bool) -> Match {
    let Some((wanted, name)) = both(asset.name(), component.name()) else {
        return Match::No;
    };
    if !same_text(wanted, name) {
        return Match::No;
    }
    match both(asset.product_version(), component.version()) {
        _ if !versions => Match::Yes,
        Some((a, c)) if same_version(a, c) => Match::Yes,
        Some(_) => Match::No,
        None => Match::Unclear,
    }
}

/// Part, vendor and product.
fn same_product(left: &Cpe, right: &Cpe) -> bool {
    (0..3).all(|i| left.attribute(i).is_some() && left.attribute(i) == right.attribute(i))
}

/// Whether two versions are the same text, a leading `v` aside.
pub(crate) fn same_version(left: &str, right: &str) -> bool {
    let plain = |v: &str| v.trim().trim_start_matches(['v', 'V']).to_owned();
    plain(left).eq_ignore_ascii_case(&plain(right))
}

/// Whether two names are the same, letter case and outer blanks aside.
pub(crate) fn same_text(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}

/// The digits of `sha256:…`, or the whole text.
pub(crate) fn hash_value(text: &str) -> &str {
    text.rsplit_once(':').map_or(text, |(_, value)| value).trim()
}

fn purl(text: &str) -> Option<Purl> {
    Purl::parse(text).ok()
}

fn both<A, B>(left: Option<A>, right: Option<B>) -> Option<(A, B)> {
    left.zip(right)
}

#[cfg(test)]
mod tests {
    use super::{hash_value, same_text, same_version};

    #[test]
    fn texts_are_compared_as_people_write_them() {
        assert!(same_version("v1.2.0", "1.2.0"));
        assert!(!same_version("1.2.0", "1.2"));
        assert!(same_text(" Gateway ", "gateway"));
        assert_eq!(hash_value("sha256:abcd"), "abcd");
        assert_eq!(hash_value("abcd"), "abcd");
    }
}
