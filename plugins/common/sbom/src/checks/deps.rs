//! SB-04 `sbom.deps`: the dependency graph has one root, no dangling reference and no component that hangs on nothing;
//! where it is incomplete, the SBOM says so (CycloneDX `compositions`, SPDX `NOASSERTION`). A graph of depth 1 is reported.

use crate::graph::{Graph, is_composition};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, Document};

/// The check.
#[derive(Debug)]
pub(crate) struct Dependencies;

impl Check for Dependencies {
    fn spec(&self) -> Spec {
        Spec::new("sbom.deps")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::choice("undeclared", &["fail", "informational"], "fail"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let strict = cx.text("undeclared")? == "fail";
        let graph = Graph::of(cx);
        let declared = Declared::of(cx);
        let mut of_document: Vec<Vec<Component<'_>>> = vec![Vec::new(); cx.sbom().documents().len()];
        for component in cx.sbom().components() {
            let slot = component.document().and_then(|d| of_document.get_mut(d.row() as usize));
            if let Some(list) = slot {
                list.push(component);
            }
        }
        let mut edges = 0;
        for dependency in cx.sbom().dependencies() {
            edges += usize::from(is_composition(dependency));
            let ends = [
                (dependency.from().is_some(), dependency.from_reference()),
                (dependency.to().is_some(), dependency.to_reference()),
            ];
            let describes = dependency.relation() == Some("describes");
            for (index, (known, reference)) in ends.into_iter().enumerate() {
                // What describes is the document itself, which is no component.
                let Some(reference) = reference.filter(|_| !(known || describes && index == 0)) else {
                    continue;
                };
                if !is_document(reference) {
                    out.fail("dangling").arg("reference", reference).cite(&dependency);
                }
            }
        }
        for document in &documents {
            let components = of_document.get(document.row() as usize).map_or(&[][..], Vec::as_slice);
            one(*document, components, &graph, &declared, strict, out);
        }
        if let Some(pass) = out.pass_if_clean("complete") {
            let components = cx.sbom().components().len();
            pass.arg("components", components)
                .arg("edges", edges)
                .cite_all(&documents);
        }
        Ok(())
    }
}

fn one(
    document: Document<'_>,
    components: &[Component<'_>],
    graph: &Graph,
    declared: &Declared,
    strict: bool,
    out: &mut Findings,
) {
    let name = label::document(document);
    let roots: Vec<Component<'_>> = components
        .iter()
        .filter(|c| c.is_root() == Some(true))
        .copied()
        .collect();
    if roots.is_empty() {
        out.fail("no-root").arg("document", name).cite(&document);
        return;
    }
    if roots.len() > 1 {
        let finding = out
            .fail("many-roots")
            .arg("document", name.as_str())
            .arg("roots", roots.len());
        finding.cite(&document).cite_all(&roots);
    }
    let distances = graph.distances(roots.iter().map(|r| r.row()));
    let distance = |c: &Component<'_>| distances.get(c.row() as usize).copied().flatten();
    for component in components.iter().filter(|c| distance(c).is_none()) {
        out.fail("unreachable")
            .arg("component", label::component(*component))
            .cite(component);
    }
    let silent: Vec<Component<'_>> = components
        .iter()
        .filter(|c| distance(c).is_some() && !declared.has(**c))
        .copied()
        .collect();
    if !silent.is_empty() {
        let id = "undeclared";
        let finding = if strict {
            out.fail(id)
        } else {
            out.informational("undeclared-noted")
        };
        finding
            .arg("document", name.as_str())
            .arg("components", silent.len())
            .arg("total", components.len());
        finding.cite(&document).cite_all(&silent);
    }
    if components.len() > 1 && components.iter().filter_map(distance).max() == Some(1) {
        out.informational("shallow")
            .arg("document", name)
            .arg("components", components.len())
            .cite(&document);
    }
}

/// A reference to a document: this one, or another that is not at hand.
fn is_document(reference: &str) -> bool {
    reference == "SPDXRef-DOCUMENT" || reference.starts_with("DocumentRef-") || reference.starts_with("urn:cdx:")
}

/// The components of which the SBOM says how complete their dependencies are.
struct Declared {
    components: Vec<bool>,
    documents: Vec<bool>,
}

impl Declared {
    fn of(cx: &Context<'_>) -> Self {
        let mut components = vec![false; cx.sbom().components().len()];
        let mut documents = vec![false; cx.sbom().documents().len()];
        let lists = cx.sbom().dependency_lists().filter_map(|l| l.component());
        // `not_specified` is what holds anyway where nothing is said.
        let says = |aggregate: Option<&str>| aggregate.is_some_and(|a| a != "not-specified");
        let compositions = || {
            cx.sbom()
                .compositions()
                .filter(|c| c.scope() != Some("vulnerabilities") && says(c.aggregate()))
        };
        let named = compositions().filter_map(|c| c.component());
        for component in lists.chain(named) {
            if let Some(slot) = components.get_mut(component.row() as usize) {
                *slot = true;
            }
        }
        for composition in compositions().filter(|c| c.scope().is_none()) {
            if let Some(slot) = composition.document().and_then(|d| documents.get_mut(d.row() as usize)) {
                *slot = true;
            }
        }
        Self { components, documents }
    }

    fn has(&self, component: Component<'_>) -> bool {
        let document = component.document().and_then(|d| self.documents.get(d.row() as usize));
        self.components.get(component.row() as usize) == Some(&true) || document == Some(&true)
    }
}
