//! The rules of SPDX 2 that a document must keep. A broken rule is a warning; the document is still used.

use super::model::Document;
use crate::sbom::emit::{At, check_length};
use crate::sbom::value::{Plain, UnknownNames, text};
use crate::{ReadError, Reading};
use sekisho_model::{Date, Diagnostic};
use std::collections::HashSet;

/// Checks a whole document; collects the members it does not know.
pub(super) fn check(
    document: &Document<'_>,
    unknown: &mut UnknownNames,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    unknown.add(&document.unknown);
    required(reading, "SPDXID", &document.id, "", 0);
    required(reading, "name", &document.name, "", 0);
    required(reading, "documentNamespace", &document.namespace, "", 0);
    let creation = document.creation.as_ref();
    if let Some(creation) = creation {
        unknown.add(&creation.unknown);
    }
    let line = creation.map_or(0, |c| c.line);
    match creation.and_then(|c| text(&c.created)) {
        None => missing(reading, "created", "/creationInfo", line),
        Some(created) if Date::parse(created).is_none() || !created.ends_with('Z') => {
            let message = format!("`created` has `{}`, which is no UTC timestamp", shown(created));
            let remark = Diagnostic::warning("invalid-value", message);
            reading.note(placed(remark, "/creationInfo/created", line));
        }
        Some(_) => {}
    }
    if creation.is_some_and(|c| c.creators.iter().any(|creator| creator.0.odd)) {
        let message = "`creators` has objects where texts such as `Person: name` belong".to_owned();
        let remark = Diagnostic::warning("invalid-value", message);
        reading.note(placed(remark, "/creationInfo/creators", line));
    }
    if creation.is_none_or(|c| c.creators.is_empty()) {
        missing(reading, "creators", "/creationInfo", line);
    }
    if !document.snippets.is_empty() {
        let message = format!(
            "snippets ({}) are parts of files and become no facts",
            document.snippets.len()
        );
        reading.note(Diagnostic::note("snippets-not-read", message));
    }
    packages(document, unknown, reading)?;
    for (index, relationship) in document.relationships.iter().enumerate() {
        unknown.add(&relationship.unknown);
        let at = format!("/relationships/{index}");
        required(reading, "spdxElementId", &relationship.from, &at, relationship.line);
        required(reading, "relationshipType", &relationship.kind, &at, relationship.line);
        required(reading, "relatedSpdxElement", &relationship.to, &at, relationship.line);
    }
    Ok(())
}

fn packages(document: &Document<'_>, unknown: &mut UnknownNames, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let mut ids = HashSet::new();
    for (index, package) in document.packages.iter().enumerate() {
        unknown.add(&package.unknown);
        let at = format!("/packages/{index}");
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
        check_length(
            reading,
            &texts,
            At {
                line: package.line,
                locator: &at,
            },
        )?;
        required(reading, "name", &package.name, &at, package.line);
        required(reading, "SPDXID", &package.id, &at, package.line);
        required(
            reading,
            "downloadLocation",
            &package.download_location,
            &at,
            package.line,
        );
        if let Some(id) = text(&package.id) {
            if !id.starts_with("SPDXRef-") {
                let message = format!("`SPDXID` has `{}`, which does not begin with `SPDXRef-`", shown(id));
                reading.note(placed(Diagnostic::warning("invalid-value", message), &at, package.line));
            }
            if !ids.insert(id) {
                let message = format!("`SPDXID` `{}` is used more than once", shown(id));
                reading.note(placed(
                    Diagnostic::warning("duplicate-spdx-id", message),
                    &at,
                    package.line,
                ));
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
                reading.note(placed(Diagnostic::warning("invalid-value", message), &at, package.line));
            }
        }
        for checksum in package.checksums.iter() {
            unknown.add(&checksum.unknown);
            if text(&checksum.value).is_none_or(|v| !v.bytes().all(|b| b.is_ascii_hexdigit())) {
                let message = "`checksumValue` is not hex digits".to_owned();
                reading.note(placed(Diagnostic::warning("invalid-value", message), &at, package.line));
            }
        }
        for reference in package.external_references.iter() {
            unknown.add(&reference.unknown);
        }
    }
    Ok(())
}

fn required(reading: &mut Reading<'_>, member: &str, value: &Option<Plain<'_>>, at: &str, line: u32) {
    if text(value).is_none() {
        missing(reading, member, at, line);
    }
}

fn missing(reading: &mut Reading<'_>, member: &str, at: &str, line: u32) {
    let message = format!("`{member}` is required and missing or empty");
    reading.note(placed(
        Diagnostic::warning("missing-field", message),
        &format!("{at}/{member}"),
        line,
    ));
}

/// Tag-value, XML and RDF/XML have lines, JSON and YAML have pointers.
fn placed(diagnostic: Diagnostic, at: &str, line: u32) -> Diagnostic {
    if line > 0 {
        diagnostic.at_line(line)
    } else {
        diagnostic.at(at)
    }
}

fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}
