//! `sbom.without`: none of the named components is contained, however deep. Tells the way from the product, across SBOMs that
//! refer to each other (CycloneDX BOM-Link), and the assets of the inventory that the product is.

use crate::graph::Graph;
use crate::identity::{Match, Root, compare, hashes, same_text, same_version};
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::Purl;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Without;

impl Check for Without {
    fn spec(&self) -> Spec {
        Spec::new("sbom.without")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::texts("names", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let names = cx.texts("names")?;
        if names.is_empty() {
            out.not_applicable("nothing-named");
            return Ok(());
        }
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let all: Vec<Component<'_>> = cx.sbom().components().collect();
        let mut graph = Graph::of(cx);
        let children = join(cx, &mut graph, out);
        let is_top = |c: &&Component<'_>| c.is_root() == Some(true) && !children.contains(&c.row());
        let is_root = |c: &&Component<'_>| c.is_root() == Some(true);
        let mut tops: Vec<u32> = all.iter().filter(is_top).map(|c| c.row()).collect();
        // Documents that refer to each other in a ring have no top: each of them is one.
        if tops.is_empty() {
            tops = all.iter().filter(is_root).map(|c| c.row()).collect();
        }
        let before = graph.ways(tops);
        let known = hashes(cx, |c| c.is_root() == Some(true));
        let components = field::counted(cx, "all");
        for component in components.iter().filter(|c| names.iter().any(|n| is_named(**c, n))) {
            let way = way(&before, &all, component.row());
            let path: Vec<String> = way.iter().map(|c| label::component(*c)).collect();
            let top = way.first().copied().unwrap_or(*component);
            let root = top.document().map(|document| Root {
                document,
                component: top,
            });
            let holds = |asset: &sekisho_sdk::views::assets::Asset<'_>| {
                root.is_some_and(|root| compare(*asset, root, &known, true) == Match::Yes)
            };
            let assets: Vec<_> = scope::assets_in_use(cx).into_iter().filter(holds).collect();
            let ids: Vec<&str> = assets.iter().filter_map(|a| a.id()).collect();
            let finding = if ids.is_empty() {
                out.fail("contained")
            } else {
                out.fail("contained-in").arg("assets", ids.join(", "))
            };
            finding
                .arg("component", label::component(*component))
                .arg("path", path.join(" > "))
                .arg("steps", path.len().saturating_sub(1))
                .cite(component)
                .cite_all(&assets);
        }
        if let Some(pass) = out.pass_if_clean("none") {
            pass.arg("components", components.len()).cite_all(&documents);
        }
        Ok(())
    }
}

/// `log4j-core`, `log4j-core@2.14.1`, a package URL with or without version.
fn is_named(component: Component<'_>, name: &str) -> bool {
    if let Ok(wanted) = Purl::parse(name) {
        return component
            .purl()
            .and_then(|p| Purl::parse(p).ok())
            .is_some_and(|own| wanted.designates(&own));
    }
    let (wanted, version) = match name.rsplit_once('@') {
        Some((wanted, version)) if !wanted.is_empty() => (wanted, Some(version)),
        _ => (name, None),
    };
    component.name().is_some_and(|own| same_text(own, wanted))
        && version.is_none_or(|v| component.version().is_some_and(|own| same_version(own, v)))
}

/// Joins documents that refer to each other; answers the roots that something refers to.
fn join(cx: &Context<'_>, graph: &mut Graph, out: &mut Findings) -> BTreeSet<u32> {
    let mut roots: BTreeMap<&str, u32> = BTreeMap::new();
    for component in cx.sbom().components().filter(|c| c.is_root() == Some(true)) {
        if let Some(identifier) = component.document().and_then(|d| d.identifier()) {
            roots.entry(serial(identifier)).or_insert_with(|| component.row());
        }
    }
    let mut children = BTreeSet::new();
    for reference in cx.sbom().references().filter(|r| r.reference_type() == Some("bom")) {
        let (Some(from), Some(url)) = (reference.component(), reference.url()) else {
            continue;
        };
        match roots.get(serial(url)) {
            Some(to) => {
                graph.join(from.row(), *to);
                children.insert(*to);
            }
            None => {
                out.unknown("child-missing")
                    .arg("component", label::component(from))
                    .arg("url", url)
                    .cite(&reference);
            }
        }
    }
    children
}

/// The number in `urn:uuid:…`, `urn:cdx:…/1#part`.
fn serial(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix("urn:uuid:")
        .or_else(|| text.strip_prefix("urn:cdx:"))
        .unwrap_or(text);
    text.split(['/', '#']).next().unwrap_or(text)
}

/// From the product to a component; a component that no way leads to stands alone.
fn way<'a>(before: &[Option<u32>], all: &[Component<'a>], row: u32) -> Vec<Component<'a>> {
    let mut way = Vec::new();
    let mut at = row;
    while let Some(component) = all.get(at as usize) {
        way.push(*component);
        match before.get(at as usize).copied().flatten() {
            Some(next) if next != at => at = next,
            _ => break,
        }
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::serial;

    #[test]
    fn links_name_the_serial_number() {
        let number = "3e671687-395b-41f5-a30f-a58921a69b79";
        assert_eq!(serial(&format!("urn:uuid:{number}")), number);
        assert_eq!(serial(&format!("urn:cdx:{number}/1#part")), number);
        assert_eq!(serial("https:"), "https:");
    }
}
