//! From the graph to the document that all syntaxes share: whoever stands for an id is written as elsewhere.

use super::FORMAT;
use super::graph::{Graph, Node, Value};
use super::licenses::Licenses;
use super::terms::{self, SPDX};
use crate::ReadError;
use crate::sbom::spdx::model::{
    Annotation, Checksum, CreationInfo, Creator, Document, Element, ExternalRef, Package, Relationship,
};
use crate::sbom::value::{List, Plain};
use sekisho_model::Diagnostic;
use std::borrow::Cow;
use std::collections::HashSet;

/// How IRIs become ids: those of this document lose its namespace, those of others get the name of the other document.
#[derive(Debug)]
pub(super) struct Names<'g> {
    document: Option<u32>,
    namespace: Option<&'g str>,
    others: Vec<(&'g str, &'g str)>,
}

impl<'g> Names<'g> {
    /// The document is the node that says which version of SPDX it is, else the first of its class.
    pub(super) fn of(graph: &'g Graph<'_>) -> Self {
        let documents = graph.of_class("SpdxDocument");
        let stated = |number: &&u32| graph.node(**number).is_some_and(|n| n.first("specVersion").is_some());
        let document = documents.iter().find(stated).or(documents.first()).copied();
        let iri = document.and_then(|number| graph.node(number)?.iri.as_deref());
        let namespace = iri
            .map(|iri| split(iri).0)
            .filter(|n| !n.is_empty() && !n.starts_with("_:"));
        let mut others = Vec::new();
        for number in graph.of_class("ExternalDocumentRef") {
            let Some(node) = graph.node(number) else { continue };
            let stated = node.first("externalDocumentId").and_then(|v| graph.text(v));
            let id = stated.or_else(|| split(node.iri.as_deref()?).1);
            let other = node.first("spdxDocument").and_then(|v| graph.text(v));
            if let (Some(id), Some(other)) = (id, other) {
                others.push((split(other).0, id));
            }
        }
        others.sort_unstable();
        Self {
            document,
            namespace,
            others,
        }
    }

    /// The id of an element.
    fn element(&self, graph: &'g Graph<'_>, number: u32) -> Option<Cow<'g, str>> {
        let Some(iri) = graph.node(number)?.iri.as_deref() else {
            // Nobody else can mean this node, but its own relationships hang on it.
            return Some(format!("_:{number}").into());
        };
        let own = split(iri);
        if self.document == Some(number) && own.1.is_none() {
            return Some("SPDXRef-DOCUMENT".into());
        }
        Some(self.id(iri))
    }

    fn id(&self, iri: &'g str) -> Cow<'g, str> {
        if let Some(word) = iri.strip_prefix(SPDX) {
            match word {
                "none" => return "NONE".into(),
                "noassertion" => return "NOASSERTION".into(),
                _ => {}
            }
        }
        let (namespace, Some(fragment)) = split(iri) else {
            return iri.into();
        };
        if namespace.is_empty() || self.namespace == Some(namespace) {
            return fragment.into();
        }
        match self.others.binary_search_by(|(other, _)| (*other).cmp(namespace)) {
            Ok(found) => {
                let name = self.others.get(found).map_or("", |(_, name)| *name);
                format!("{name}:{fragment}").into()
            }
            Err(_) => iri.into(),
        }
    }

    /// The id of one licence: of the SPDX list by its address, of a document by its name.
    pub(super) fn license(&self, graph: &'g Graph<'_>, number: u32) -> Option<String> {
        let node = graph.node(number)?;
        let stated = node
            .first("licenseId")
            .and_then(|v| graph.text(v))
            .filter(|id| !id.is_empty());
        let Some(iri) = node.iri.as_deref().filter(|iri| !iri.starts_with("_:")) else {
            return stated.map(str::to_owned);
        };
        let listed = ["http://spdx.org/licenses/", "https://spdx.org/licenses/"];
        if let Some(id) = listed.iter().find_map(|prefix| iri.strip_prefix(prefix)) {
            let bare = [".html", ".json", ".jsonld"]
                .iter()
                .find_map(|end| id.strip_suffix(end));
            return Some(bare.unwrap_or(id).to_owned()).filter(|id| !id.is_empty());
        }
        let id = self.id(iri);
        let foreign = id.starts_with("DocumentRef-") || matches!(id.as_ref(), "NONE" | "NOASSERTION");
        Some(
            stated
                .filter(|_| !foreign)
                .map_or_else(|| id.into_owned(), str::to_owned),
        )
    }
}

/// An IRI up to its last `#`, and what comes after it.
fn split(iri: &str) -> (&str, Option<&str>) {
    iri.rsplit_once('#')
        .map_or((iri, None), |(namespace, fragment)| (namespace, Some(fragment)))
}

impl Graph<'_> {
    /// The document, with remarks on what it says twice.
    pub(in crate::sbom::spdx) fn document<'g>(
        &'g self,
        licenses: &'g Licenses,
    ) -> Result<(Document<'g>, Vec<Diagnostic>), ReadError> {
        let names = Names::of(self);
        let Some((number, node)) = names.document.and_then(|n| Some((n, self.node(n)?))) else {
            return Err(ReadError::malformed(FORMAT, "no node is of the class `SpdxDocument`"));
        };
        let mut reader = Reader {
            graph: self,
            licenses,
            names,
            remarks: Vec::new(),
        };
        let documents = self.of_class("SpdxDocument").into_iter().filter_map(|n| self.node(n));
        if documents.filter(|n| n.first("specVersion").is_some()).count() > 1 {
            let message = "more than one `SpdxDocument` is described; all elements are read as those of the first";
            reader
                .remarks
                .push(Diagnostic::warning("several-documents", message).at_line(node.line));
        }
        let document = Document {
            spdx_version: reader.one(node, "specVersion"),
            id: node.iri.as_deref().and_then(|iri| split(iri).1).map(Plain::new),
            name: reader.one(node, "name"),
            namespace: reader.names.namespace.map(Plain::new),
            creation: reader.creation(node),
            annotations: reader.annotations(node),
            describes: reader.described(node),
            packages: List(
                self.of_class("Package")
                    .into_iter()
                    .filter_map(|n| reader.package(n))
                    .collect(),
            ),
            files: reader.elements("File"),
            snippets: reader.elements("Snippet"),
            relationships: reader.relationships(number),
            unknown: self.unknown.clone(),
            line: node.line,
        };
        Ok((document, reader.remarks))
    }
}

struct Reader<'g, 'a> {
    graph: &'g Graph<'a>,
    licenses: &'g Licenses,
    names: Names<'g>,
    remarks: Vec<Diagnostic>,
}

impl<'g, 'a> Reader<'g, 'a> {
    /// The one text of a property; two that differ are a fault of the document.
    fn one(&mut self, node: &'g Node<'a>, property: &str) -> Option<Plain<'g>> {
        let graph = self.graph;
        let mut texts = node.all(property).filter_map(|v| graph.text(v));
        let first = texts.next()?;
        if texts.any(|other| other != first) {
            self.repeated(node, property);
        }
        Some(Plain::new(word(first)))
    }

    fn repeated(&mut self, node: &Node<'_>, property: &str) {
        let message = format!("`{property}` is stated more than once where one is allowed; the first is read");
        self.remarks
            .push(Diagnostic::warning("repeated-element", message).at_line(node.line));
    }

    /// The texts of a property that may stand often.
    fn many(&self, node: &'g Node<'a>, property: &str) -> Vec<Plain<'g>> {
        let texts = node.all(property).filter_map(|v| self.graph.text(v));
        texts.map(|t| Plain::new(word(t))).collect()
    }

    /// A word of SPDX such as `checksumAlgorithm_sha1`, without what comes before the line.
    fn term(&self, node: &'g Node<'a>, property: &str) -> Option<&'g str> {
        let text = node.first(property).and_then(|v| self.graph.text(v))?;
        let Some(word) = text.strip_prefix(SPDX) else {
            return Some(text);
        };
        Some(word.split_once('_').map_or(word, |(_, word)| word))
    }

    /// The nodes that a property leads to.
    fn nodes(&self, node: &'g Node<'a>, property: &str) -> Vec<(u32, &'g Node<'a>)> {
        let numbers = node.all(property).filter_map(|value| match value {
            Value::Node(number) => Some(*number),
            Value::Text(_) => None,
        });
        numbers.filter_map(|n| Some((n, self.graph.node(n)?))).collect()
    }

    fn creation(&mut self, document: &'g Node<'a>) -> Option<CreationInfo<'g>> {
        let (_, node) = self.nodes(document, "creationInfo").into_iter().next()?;
        Some(CreationInfo {
            created: self.one(node, "created"),
            creators: List(self.many(node, "creator").into_iter().map(Creator).collect()),
            line: node.line,
            ..CreationInfo::default()
        })
    }

    fn annotations(&mut self, node: &'g Node<'a>) -> List<Annotation<'g>> {
        let mut found = Vec::new();
        for (_, node) in self.nodes(node, "annotation") {
            found.push(Annotation {
                comment: self.one(node, "comment"),
                line: node.line,
                ..Annotation::default()
            });
        }
        List(found)
    }

    /// An old way to say what is described, beside relationships.
    fn described(&self, document: &'g Node<'a>) -> List<Plain<'g>> {
        let ids = self.nodes(document, "describesPackage").into_iter();
        List(
            ids.filter_map(|(n, _)| self.names.element(self.graph, n))
                .map(Plain::new)
                .collect(),
        )
    }

    fn elements(&self, class: &str) -> List<Element<'g>> {
        let numbers = self.graph.of_class(class).into_iter();
        List(
            numbers
                .map(|n| Element {
                    id: self.names.element(self.graph, n).map(Plain::new),
                })
                .collect(),
        )
    }

    fn package(&mut self, number: u32) -> Option<Package<'g>> {
        let node = self.graph.node(number)?;
        let mut checksums = Vec::new();
        for (_, checksum) in self.nodes(node, "checksum") {
            checksums.push(Checksum {
                algorithm: self
                    .term(checksum, "algorithm")
                    .map(|a| Plain::new(terms::algorithm(a))),
                value: self.one(checksum, "checksumValue"),
                line: checksum.line,
                ..Checksum::default()
            });
        }
        let mut references = Vec::new();
        for (_, reference) in self.nodes(node, "externalRef") {
            references.push(ExternalRef {
                category: None,
                kind: self.reference_type(reference),
                locator: self.one(reference, "referenceLocator"),
                comment: self.one(reference, "comment"),
                line: reference.line,
                ..ExternalRef::default()
            });
        }
        let purpose = self.term(node, "primaryPackagePurpose").map(terms::upper_snake);
        Some(Package {
            id: self.names.element(self.graph, number).map(Plain::new),
            name: self.one(node, "name"),
            version: self.one(node, "versionInfo"),
            supplier: self.one(node, "supplier"),
            originator: self.one(node, "originator"),
            download_location: self.one(node, "downloadLocation"),
            homepage: self.one(node, "homepage"),
            checksums: List(checksums),
            concluded: self.one_license(node, "licenseConcluded"),
            declared: self.one_license(node, "licenseDeclared"),
            from_files: List(self.license(node, "licenseInfoFromFiles")),
            copyright: self.one(node, "copyrightText"),
            summary: self.one(node, "summary"),
            description: self.one(node, "description"),
            external_references: List(references),
            annotations: self.annotations(node),
            purpose: purpose.map(Plain::new),
            valid_until: self.one(node, "validUntilDate"),
            line: node.line,
            ..Package::default()
        })
    }

    /// The type of a reference: a name of the SPDX list, or the whole address of another one.
    fn reference_type(&self, reference: &'g Node<'a>) -> Option<Plain<'g>> {
        let mut kind = reference.first("referenceType").and_then(|v| self.graph.text(v))?;
        let listed = ["http://spdx.org/rdf/references/", "https://spdx.org/rdf/references/"];
        if let Some(name) = listed.iter().find_map(|prefix| kind.strip_prefix(prefix)) {
            return Some(Plain::new(name));
        }
        // Some writers put the namespace before a type that has it already.
        if let Some(own) = self.names.namespace {
            while let Some(rest) = kind.strip_prefix(own).and_then(|k| k.strip_prefix('#'))
                && rest.starts_with(own)
            {
                kind = rest;
            }
        }
        Some(Plain::new(kind))
    }

    fn license(&mut self, node: &'g Node<'a>, property: &str) -> Vec<Plain<'g>> {
        let (graph, licenses) = (self.graph, self.licenses);
        let mut found = Vec::new();
        for value in node.all(property) {
            match value {
                Value::Text(text) => found.push(Plain::new(word(text.trim()))),
                Value::Node(number) => match licenses.of(*number) {
                    Some(expression) => found.push(Plain::new(expression)),
                    None => {
                        let line = graph.node(*number).map_or(0, |n| n.line).max(node.line);
                        let message = format!("the value of `{property}` names no license");
                        self.remarks
                            .push(Diagnostic::warning("invalid-value", message).at_line(line));
                    }
                },
            }
        }
        found
    }

    fn one_license(&mut self, node: &'g Node<'a>, property: &str) -> Option<Plain<'g>> {
        let mut all = self.license(node, property).into_iter();
        let first = all.next()?;
        if all.any(|other| other != first) {
            self.repeated(node, property);
        }
        Some(first)
    }

    /// All relationships, also those that nobody has.
    fn relationships(&self, document: u32) -> List<Relationship<'g>> {
        let graph = self.graph;
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let others = (0_u32..)
            .zip(&graph.nodes)
            .map(|(number, _)| number)
            .filter(|n| *n != document);
        for number in std::iter::once(document).chain(others) {
            let Some(node) = graph.node(number) else { continue };
            for (relationship, _) in self.nodes(node, "relationship") {
                seen.insert(relationship);
                self.relationship(Some(number), relationship, &mut found);
            }
        }
        for number in graph.of_class("Relationship") {
            if !seen.contains(&number) {
                self.relationship(None, number, &mut found);
            }
        }
        // As the other syntaxes have them: in the order of the text.
        found.sort_by_key(|r| r.line);
        List(found)
    }

    fn relationship(&self, from: Option<u32>, number: u32, found: &mut Vec<Relationship<'g>>) {
        let Some(node) = self.graph.node(number) else { return };
        let from = from.and_then(|n| self.names.element(self.graph, n));
        let kind = self.term(node, "relationshipType").map(terms::upper_snake);
        let mut targets: Vec<Cow<'g, str>> = Vec::new();
        for value in node.all("relatedSpdxElement") {
            let target = match value {
                Value::Node(number) => self.names.element(self.graph, *number),
                Value::Text(text) => Some(Cow::Borrowed(text.trim())),
            };
            targets.extend(target);
        }
        let mut push = |to: Option<Cow<'g, str>>| {
            found.push(Relationship {
                from: from.clone().map(Plain::new),
                kind: kind.clone().map(Plain::new),
                to: to.map(Plain::new),
                line: node.line,
                ..Relationship::default()
            });
        };
        if targets.is_empty() {
            push(None);
        }
        for target in targets {
            push(Some(target));
        }
    }
}

/// The words that stand for no value; any other text as it is.
fn word(text: &str) -> &str {
    match text.strip_prefix(SPDX) {
        Some("none") => "NONE",
        Some("noassertion") => "NOASSERTION",
        _ => text,
    }
}
