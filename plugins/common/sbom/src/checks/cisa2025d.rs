//! SB-03 `sbom.cisa2025d`: the data fields of CISA's 2025 minimum elements, public comment draft of 22 August 2025.
//!
//! Against 2021: the supplier is called producer; hash, licence, tool name and generation context are new; SWID is not
//! named any more. A value that the SBOM itself marks as unknown or redacted is accepted and counted apart. The final
//! text is not known: every message says that this is a draft.

use crate::field::{self, Absences, Presence};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, Document};

/// Fields of components, with the name under which an absence is stated.
const OF_COMPONENTS: &[(&str, &str)] = &[
    ("producer", "supplier"),
    ("name", "name"),
    ("version", "version"),
    ("identifier", "identifiers"),
    ("hash", "hashes"),
    ("license", "licenses"),
];

/// Fields of documents.
const OF_DOCUMENTS: &[&str] = &["dependency", "author", "tool", "timestamp", "context"];

/// The check.
#[derive(Debug)]
pub(crate) struct Cisa2025Draft;

impl Check for Cisa2025Draft {
    fn spec(&self) -> Spec {
        let names = OF_COMPONENTS
            .iter()
            .map(|(name, _)| *name)
            .chain(OF_DOCUMENTS.iter().copied());
        let fields: Vec<&str> = std::iter::once("all").chain(names).collect();
        Spec::new("sbom.cisa2025d")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::choice("field", &fields, "all"))
            .parameter(Parameter::choice(
                "components",
                &["all", "without-root", "reachable"],
                "all",
            ))
            .parameter(Parameter::texts(
                "identifiers",
                &["purl", "cpe", "swhid", "omnibor", "gitoid"],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let asked = cx.text("field")?;
        let components = field::counted(cx, cx.text("components")?);
        let absences = Absences::of(cx);
        let wanted = |name: &str| asked == "all" || name == asked;
        for (name, column) in OF_COMPONENTS.iter().filter(|(name, _)| wanted(name)) {
            let given: Vec<bool> = match *name {
                "identifier" => field::identified(cx, cx.texts("identifiers")?),
                "hash" => with_rows(cx, cx.sbom().hashes().filter_map(|h| h.component())),
                "license" => with_rows(cx, cx.sbom().licenses().filter_map(|l| l.component())),
                _ => cx.sbom().components().map(|c| has(name, c)).collect(),
            };
            let presence = |c: Component<'_>| absences.presence(c, column, given.get(c.row() as usize) == Some(&true));
            count_components(name, &components, &documents, presence, out);
        }
        let related = field::related(cx);
        let authors = field::authors(cx);
        for name in OF_DOCUMENTS.iter().filter(|name| wanted(name)) {
            let holds = |d: &Document<'_>| match *name {
                "dependency" => related.get(d.row() as usize) == Some(&true),
                "author" => authors.get(d.row() as usize).is_some_and(|(agent, _)| *agent),
                "tool" => authors.get(d.row() as usize).is_some_and(|(_, tool)| *tool),
                "timestamp" => field::timestamp(*d) == Presence::Given,
                _ => d.has_lifecycle(),
            };
            count_documents(name, &documents, holds, out);
        }
        Ok(())
    }
}

fn has(name: &str, component: Component<'_>) -> bool {
    match name {
        "producer" => field::has_supplier(component),
        "name" => component.has_name(),
        _ => component.has_version(),
    }
}

/// Which components have at least one row of another table.
fn with_rows<'a>(cx: &Context<'a>, components: impl Iterator<Item = Component<'a>>) -> Vec<bool> {
    let mut found = vec![false; cx.sbom().components().len()];
    for component in components {
        if let Some(slot) = found.get_mut(component.row() as usize) {
            *slot = true;
        }
    }
    found
}

fn count_components<'a>(
    name: &str,
    components: &[Component<'a>],
    documents: &[Document<'a>],
    presence: impl Fn(Component<'a>) -> Presence<'a>,
    out: &mut Findings,
) {
    let (mut present, mut unknown, mut redacted) = (0usize, 0usize, 0usize);
    for component in components {
        match presence(*component) {
            Presence::Given => present += 1,
            Presence::Declared("redacted") => redacted += 1,
            Presence::Declared(_) => unknown += 1,
            Presence::Missing => {
                let id = format!("{name}-missing");
                out.fail(&id)
                    .arg("component", label::component(*component))
                    .cite(component);
            }
        }
    }
    let finding = if components.is_empty() {
        out.fail("no-components")
    } else if present + unknown + redacted < components.len() {
        out.fail(&format!("{name}-incomplete"))
    } else {
        out.pass(&format!("{name}-complete"))
    };
    finding
        .arg("present", present)
        .arg("unknown", unknown)
        .arg("redacted", redacted)
        .arg("total", components.len())
        .cite_all(documents);
}

fn count_documents(name: &str, documents: &[Document<'_>], holds: impl Fn(&Document<'_>) -> bool, out: &mut Findings) {
    let (met, unmet): (Vec<Document<'_>>, Vec<Document<'_>>) = documents.iter().partition(|d| holds(d));
    for document in &unmet {
        out.fail(&format!("{name}-missing"))
            .arg("document", label::document(*document))
            .cite(document);
    }
    if unmet.is_empty() {
        let finding = out.pass(&format!("{name}-complete"));
        finding
            .arg("present", met.len())
            .arg("total", documents.len())
            .cite_all(documents);
    }
}
