//! The rules of SPDX 2 that a document must keep. A broken rule is a warning; the document is still used.

use super::model::{Document, Package};
use crate::sbom::emit::{check_length, note_unknown};
use crate::sbom::value::{Plain, UnknownNames, text};
use crate::{ReadError, Reading};
use sekisho_model::{Date, Diagnostic};
use std::borrow::Cow;
use std::collections::HashSet;

/// The rules of one document, and what they remember of it.
#[derive(Default)]
pub(super) struct Rules<'t> {
    ids: HashSet<Cow<'t, str>>,
    unknown: UnknownNames,
}

/// Where something stands, written out only where there is something to say: a member, or an item of a list.
#[derive(Clone, Copy)]
struct Spot {
    path: &'static str,
    item: Option<usize>,
    line: u32,
}

impl Spot {
    fn of(path: &'static str, line: u32) -> Self {
        Self { path, item: None, line }
    }

    fn item(path: &'static str, index: usize, line: u32) -> Self {
        Self {
            item: Some(index),
            ..Self::of(path, line)
        }
    }

    fn written(self) -> String {
        match self.item {
            Some(index) => format!("{}/{index}", self.path),
            None => self.path.to_owned(),
        }
    }

    /// Tag-value, XML and RDF/XML have lines, JSON and YAML have pointers.
    fn place(self, diagnostic: Diagnostic) -> Diagnostic {
        self.place_member(diagnostic, "")
    }

    fn place_member(self, diagnostic: Diagnostic, member: &str) -> Diagnostic {
        if self.line > 0 {
            return diagnostic.at_line(self.line);
        }
        let separator = if member.is_empty() { "" } else { "/" };
        diagnostic.at(format!("{}{separator}{member}", self.written()))
    }
}

impl<'t> Rules<'t> {
    /// What is said of the document as a whole.
    pub(super) fn head(&mut self, document: &Document<'t>, reading: &mut Reading<'_>) {
        self.unknown.add(&document.unknown);
        let top = Spot::of("", 0);
        required(reading, "SPDXID", &document.id, top);
        required(reading, "name", &document.name, top);
        required(reading, "documentNamespace", &document.namespace, top);
        let creation = document.creation.as_ref();
        if let Some(creation) = creation {
            self.unknown.add(&creation.unknown);
        }
        let at = Spot::of("/creationInfo", creation.map_or(0, |c| c.line));
        match creation.and_then(|c| text(&c.created)) {
            None => missing(reading, "created", at),
            Some(created) if Date::parse(created).is_none() || !created.ends_with('Z') => {
                let message = format!("`created` has `{}`, which is no UTC timestamp", shown(created));
                let remark = Diagnostic::warning("invalid-value", message);
                reading.note(at.place_member(remark, "created"));
            }
            Some(_) => {}
        }
        if creation.is_some_and(|c| c.creators.iter().any(|creator| creator.0.odd)) {
            let message = "`creators` has objects where texts such as `Person: name` belong".to_owned();
            let remark = Diagnostic::warning("invalid-value", message);
            reading.note(at.place_member(remark, "creators"));
        }
        if creation.is_none_or(|c| c.creators.is_empty()) {
            missing(reading, "creators", at);
        }
        if !document.snippets.is_empty() {
            let message = format!(
                "snippets ({}) are parts of files and become no facts",
                document.snippets.len()
            );
            reading.note(Diagnostic::note("snippets-not-read", message));
        }
    }

    /// What is said of a package.
    pub(super) fn package(
        &mut self,
        package: &Package<'t>,
        index: usize,
        reading: &mut Reading<'_>,
    ) -> Result<(), ReadError> {
        self.unknown.add(&package.unknown);
        let at = Spot::item("/packages", index, package.line);
        let texts = [
            text(&package.id),
            text(&package.name),
            text(&package.version),
            text(&package.supplier),
            text(&package.originator),
            text(&package.download_location),
            text(&package.copyright),
            text(&package.description),
            text(&package.summary),
            text(&package.declared),
            text(&package.concluded),
        ];
        check_length(reading, &texts, || (at.line, at.written()))?;
        required(reading, "name", &package.name, at);
        required(reading, "SPDXID", &package.id, at);
        required(reading, "downloadLocation", &package.download_location, at);
        if let Some(own) = package.id.as_ref().filter(|id| !id.as_str().is_empty()) {
            let id = own.as_str();
            if !id.starts_with("SPDXRef-") {
                let message = format!("`SPDXID` has `{}`, which does not begin with `SPDXRef-`", shown(id));
                reading.note(at.place(Diagnostic::warning("invalid-value", message)));
            }
            if !self.ids.insert(own.shared()) {
                let message = format!("`SPDXID` `{}` is used more than once", shown(id));
                reading.note(at.place(Diagnostic::warning("duplicate-spdx-id", message)));
            }
        }
        for (field, value) in [("supplier", &package.supplier), ("originator", &package.originator)] {
            let Some(value) = text(value) else { continue };
            let agent = ["Person:", "Organization:"].iter().any(|p| value.starts_with(p));
            if !agent && value != "NOASSERTION" {
                let message = format!(
                    "`{field}` has `{}`, which names no person or organization",
                    shown(value)
                );
                reading.note(at.place(Diagnostic::warning("invalid-value", message)));
            }
        }
        for checksum in package.checksums.iter() {
            self.unknown.add(&checksum.unknown);
            if text(&checksum.value).is_none_or(|v| !v.bytes().all(|b| b.is_ascii_hexdigit())) {
                let message = "`checksumValue` is not hex digits".to_owned();
                reading.note(at.place(Diagnostic::warning("invalid-value", message)));
            }
        }
        for reference in package.external_references.iter() {
            self.unknown.add(&reference.unknown);
        }
        Ok(())
    }

    /// What is said of the relationships, and of all members that nobody defines.
    pub(super) fn tail(mut self, document: &Document<'t>, reading: &mut Reading<'_>) {
        for (index, relationship) in document.relationships.iter().enumerate() {
            self.unknown.add(&relationship.unknown);
            let at = Spot::item("/relationships", index, relationship.line);
            required(reading, "spdxElementId", &relationship.from, at);
            required(reading, "relationshipType", &relationship.kind, at);
            required(reading, "relatedSpdxElement", &relationship.to, at);
        }
        note_unknown(reading, &self.unknown);
    }
}

fn required(reading: &mut Reading<'_>, member: &str, value: &Option<Plain<'_>>, at: Spot) {
    if text(value).is_none() {
        missing(reading, member, at);
    }
}

fn missing(reading: &mut Reading<'_>, member: &str, at: Spot) {
    let message = format!("`{member}` is required and missing or empty");
    reading.note(at.place_member(Diagnostic::warning("missing-field", message), member));
}

fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}
