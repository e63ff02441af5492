//! Is a field of a component or of a document given? Shared by the checks that count fields.

use crate::graph::Graph;
use crate::time::is_rfc3339;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, Document};
use std::collections::BTreeMap;

/// What is known about one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence<'a> {
    /// It is given.
    Given,
    /// The document says that it is unknown, none or withheld: `noassertion`, `none`, `redacted`.
    Declared(&'a str),
    /// Nothing is said.
    Missing,
}

/// Which components are counted.
pub(crate) fn counted<'a>(cx: &Context<'a>, which: &str) -> Vec<Component<'a>> {
    // Elements that an SPDX document only points to are described elsewhere.
    let described =
        |c: &Component<'a>| c.is_external() != Some(true) || c.document().and_then(Document::format) != Some("spdx");
    let components = cx.sbom().components().filter(described);
    match which {
        "without-root" => components.filter(|c| c.is_root() != Some(true)).collect(),
        "reachable" => {
            let roots = cx
                .sbom()
                .components()
                .filter(|c| c.is_root() == Some(true))
                .map(Component::row);
            let distances = Graph::of(cx).distances(roots);
            components
                .filter(|c| distances.get(c.row() as usize).is_some_and(Option::is_some))
                .collect()
        }
        _ => components.collect(),
    }
}

/// What documents state to be absent, by component.
#[derive(Debug)]
pub(crate) struct Absences<'a>(BTreeMap<u32, Vec<(&'a str, &'a str)>>);

impl<'a> Absences<'a> {
    /// Of all components.
    pub(crate) fn of(cx: &Context<'a>) -> Self {
        let mut stated: BTreeMap<u32, Vec<(&str, &str)>> = BTreeMap::new();
        for unknown in cx.sbom().unknowns() {
            if let (Some(component), Some(field)) = (unknown.component(), unknown.field()) {
                stated
                    .entry(component.row())
                    .or_default()
                    .push((field, unknown.state().unwrap_or("noassertion")));
            }
        }
        Self(stated)
    }

    /// The state stated for a field: by its own name, or as `<name>.<part>`.
    fn state(&self, component: Component<'_>, field: &str) -> Option<&'a str> {
        let stated = self.0.get(&component.row())?;
        let of_field = |f: &str| {
            f.strip_prefix(field)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        stated.iter().find(|(f, _)| of_field(f)).map(|(_, state)| *state)
    }

    /// Given, else stated to be absent, else missing.
    pub(crate) fn presence(&self, component: Component<'_>, field: &str, given: bool) -> Presence<'a> {
        if given {
            return Presence::Given;
        }
        self.state(component, field)
            .map_or(Presence::Missing, Presence::Declared)
    }
}

/// Whether a component has a supplier. CycloneDX has two more places where an SBOM may name it, and one for the product.
pub(crate) fn has_supplier(component: Component<'_>) -> bool {
    if component.has_supplier() {
        return true;
    }
    let Some(document) = component.document() else {
        return false;
    };
    document.format() == Some("cyclonedx")
        && (component.has_publisher()
            || component.has_manufacturer()
            || component.is_root() == Some(true) && document.has_supplier())
}

/// Components that have an identifier of one of the types; `reference` stands for the id inside the document.
pub(crate) fn identified(cx: &Context<'_>, types: &[String]) -> Vec<bool> {
    let asked = |ty: &str| types.iter().any(|t| t.eq_ignore_ascii_case(ty));
    let (purl, cpe, swid, reference) = (asked("purl"), asked("cpe"), asked("swid"), asked("reference"));
    let own = |c: Component<'_>| {
        purl && c.has_purl() || cpe && c.has_cpe() || swid && c.has_swid() || reference && c.has_reference()
    };
    let mut found: Vec<bool> = cx.sbom().components().map(own).collect();
    for identifier in cx.sbom().identifiers() {
        if let Some(component) = identifier.component()
            && identifier.identifier_type().is_some_and(asked)
            && let Some(slot) = found.get_mut(component.row() as usize)
        {
            *slot = true;
        }
    }
    found
}

/// The documents that name an author, as `(a person or organization, a tool)` by document.
pub(crate) fn authors(cx: &Context<'_>) -> Vec<(bool, bool)> {
    let mut found = vec![(false, false); cx.sbom().documents().len()];
    for author in cx.sbom().authors() {
        if let Some(document) = author.document()
            && (author.has_name() || author.has_email())
            && let Some((agent, tool)) = found.get_mut(document.row() as usize)
        {
            *(if author.role() == Some("tool") { tool } else { agent }) = true;
        }
    }
    found
}

/// The documents with at least one relation between two components other than `describes`.
pub(crate) fn related(cx: &Context<'_>) -> Vec<bool> {
    let mut found = vec![false; cx.sbom().documents().len()];
    let mut mark = |document: Option<Document<'_>>| {
        if let Some(slot) = document.and_then(|d| found.get_mut(d.row() as usize)) {
            *slot = true;
        }
    };
    for dependency in cx.sbom().dependencies() {
        let between = dependency.from().is_some() && dependency.to().is_some();
        if between && dependency.relation().is_some_and(|r| r != "describes") {
            mark(dependency.document());
        }
    }
    for component in cx.sbom().components().filter(|c| c.parent().is_some()) {
        mark(component.document());
    }
    found
}

/// The documents that say which component they describe.
pub(crate) fn describing(cx: &Context<'_>) -> Vec<bool> {
    cx.sbom().documents().map(|d| d.root().is_some()).collect()
}

/// The timestamp of a document: given, given but not RFC 3339 (`Declared` with the text), or missing.
pub(crate) fn timestamp(document: Document<'_>) -> Presence<'_> {
    match document.created_at() {
        None => Presence::Missing,
        Some(text) if is_rfc3339(text) => Presence::Given,
        Some(text) => Presence::Declared(text),
    }
}
