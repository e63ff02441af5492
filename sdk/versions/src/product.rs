//! What does a product id of a VEX statement designate? A package URL, a CPE name, a bom-ref, a BOM-Link, a hash, the
//! address of a document or a name: each is tried in its own grammar, and only certain agreement counts.

use crate::cpe::percent_decode;
use crate::{Cpe, Purl};

/// What is known about a component (or, as the root, about the product a document describes).
#[derive(Debug, Clone, Copy, Default)]
pub struct Target<'a> {
    /// Its package URL.
    pub purl: Option<&'a str>,
    /// Its CPE name.
    pub cpe: Option<&'a str>,
    /// Its id inside the document: bom-ref or SPDX id.
    pub bom_ref: Option<&'a str>,
    /// Its name.
    pub name: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// Its hashes: algorithm and value.
    pub hashes: &'a [(&'a str, &'a str)],
    /// Id of its document: serial number (`urn:uuid:…`) or namespace.
    pub document: Option<&'a str>,
    /// Version of its document.
    pub document_version: Option<&'a str>,
    /// Whether it is what the document as a whole is about.
    pub root: bool,
}

/// Whether a product id designates the target.
pub fn designates(product: &str, target: &Target<'_>) -> bool {
    let product = product.trim();
    if product.is_empty() {
        return false;
    }
    if target.bom_ref == Some(product) || (target.root && target.document == Some(product)) {
        return true;
    }
    let head = product.get(..8).unwrap_or(product).to_ascii_lowercase();
    if head.starts_with("pkg:") {
        let purls = Purl::parse(product)
            .ok()
            .zip(target.purl.and_then(|p| Purl::parse(p).ok()));
        return purls.is_some_and(|(pattern, purl)| pattern.designates(&purl)) || target.purl == Some(product);
    }
    if head.starts_with("cpe:") {
        let names = Cpe::parse(product).zip(target.cpe.and_then(Cpe::parse));
        return names.is_some_and(|(pattern, name)| pattern.covers(&name));
    }
    if head == "urn:cdx:" {
        return bom_link(product, target);
    }
    if head == "urn:uuid" {
        return target.root && target.document.is_some_and(|d| d.eq_ignore_ascii_case(product));
    }
    if let Some((algorithm, value)) = product.split_once(':')
        && target
            .hashes
            .iter()
            .any(|(a, v)| same_algorithm(a, algorithm) && v.eq_ignore_ascii_case(value))
    {
        return true;
    }
    by_name(product, target)
}

/// Whether a statement about `product` (and, if given, a component inside it) speaks of `component`, which stands in the
/// document whose root is `root`. A statement about the whole product speaks of everything inside it.
pub fn speaks_of(product: &str, subcomponent: Option<&str>, component: &Target<'_>, root: Option<&Target<'_>>) -> bool {
    let on_product = root.is_some_and(|root| designates(product, root));
    match subcomponent.map(str::trim).filter(|s| !s.is_empty()) {
        Some(inside) => on_product && designates(inside, component),
        None => on_product || designates(product, component),
    }
}

/// `urn:cdx:<serial>/<version>` and `…#<bom-ref>`.
fn bom_link(product: &str, target: &Target<'_>) -> bool {
    let rest = product.get(8..).unwrap_or("");
    let (document, fragment) = rest.split_once('#').map_or((rest, None), |(d, f)| (d, Some(f)));
    let (serial, version) = document.split_once('/').map_or((document, None), |(s, v)| (s, Some(v)));
    let own = target.document.unwrap_or("").trim();
    let own = own
        .get(9..)
        .filter(|_| own.get(..9).is_some_and(|h| h.eq_ignore_ascii_case("urn:uuid:")))
        .unwrap_or(own);
    let document_fits = !serial.is_empty()
        && serial.eq_ignore_ascii_case(own)
        && match (version, target.document_version) {
            (Some(asked), Some(has)) => asked == has.trim(),
            _ => true,
        };
    document_fits
        && match fragment {
            None | Some("") => target.root,
            Some(fragment) => {
                let decoded = percent_decode(fragment);
                let is = |id: &str| id == fragment || decoded.as_deref() == Some(id);
                // Many writers use the package URL itself as the id.
                target.bom_ref.is_some_and(is) || target.purl.is_some_and(is)
            }
        }
}

fn same_algorithm(left: &str, right: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect::<String>()
    };
    plain(left) == plain(right)
}

/// A bare name, or name and version with `@`, `:` or a blank between.
fn by_name(product: &str, target: &Target<'_>) -> bool {
    let Some(name) = target.name.map(str::trim).filter(|n| !n.is_empty()) else {
        return false;
    };
    if product == name {
        return true;
    }
    let version = target.version.map(str::trim).filter(|v| !v.is_empty());
    version.is_some_and(|version| {
        product
            .strip_prefix(name)
            .is_some_and(|rest| rest.strip_prefix(['@', ':', ' ']).is_some_and(|v| v.trim() == version))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASHES: &[(&str, &str)] = &[("SHA-256", "ABCD")];

    fn target() -> Target<'static> {
        Target {
            purl: Some("pkg:maven/org.acme/lib@1.2.0"),
            cpe: Some("cpe:2.3:a:acme:lib:1.2.0:*:*:*:*:*:*:*"),
            bom_ref: Some("ref 7"),
            name: Some("lib"),
            version: Some("1.2.0"),
            hashes: HASHES,
            document: Some("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"),
            document_version: Some("2"),
            root: false,
        }
    }

    #[test]
    fn every_kind_of_id_is_tried_in_its_own_grammar() {
        for product in [
            "pkg:maven/org.acme/lib",
            "pkg:maven/org.acme/lib@1.2",
            "cpe:/a:acme:lib",
            "ref 7",
            "urn:cdx:3E671687-395b-41f5-a30f-a58921a69b79/2#ref%207",
            "sha256:abcd",
            "lib",
            "lib@1.2.0",
            "lib 1.2.0",
        ] {
            assert!(designates(product, &target()), "{product}");
        }
        for product in [
            "",
            "pkg:maven/org.acme/lib@1.3",
            "pkg:maven/lib",
            "cpe:/a:acme:other",
            "ref",
            "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#ref%207",
            "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/2",
            "sha1:abcd",
            "libx",
            "lib@1.3.0",
            "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        ] {
            assert!(!designates(product, &target()), "{product}");
        }
    }

    #[test]
    fn a_product_speaks_of_what_is_inside_and_a_subcomponent_narrows() {
        let root = Target {
            root: true,
            purl: Some("pkg:oci/app@1"),
            bom_ref: Some("app"),
            ..target()
        };
        let part = target();
        assert!(speaks_of("pkg:oci/app", None, &part, Some(&root)));
        assert!(speaks_of(
            "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/2",
            None,
            &part,
            Some(&root)
        ));
        assert!(speaks_of(
            "pkg:oci/app",
            Some("pkg:maven/org.acme/lib"),
            &part,
            Some(&root)
        ));
        assert!(!speaks_of(
            "pkg:oci/app",
            Some("pkg:maven/org.acme/other"),
            &part,
            Some(&root)
        ));
        assert!(!speaks_of(
            "pkg:oci/other",
            Some("pkg:maven/org.acme/lib"),
            &part,
            Some(&root)
        ));
        assert!(speaks_of("pkg:maven/org.acme/lib@1.2.0", None, &part, Some(&root)));
        assert!(!speaks_of("pkg:oci/other", None, &part, None));
    }
}
