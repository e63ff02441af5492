//! SPDX 2.0 to 2.3 in five syntaxes: one document model, one set of rules, one way to rows. SPDX 3.0 is a graph of its
//! own kind and has its own reader, `three`.

mod in_json;
pub(super) mod loss;
mod model;
mod rdf;
mod relations;
mod rows;
mod rules;
#[cfg(test)]
mod same;
mod tag_value;
mod three;
mod xml;

use super::emit::json_error;
use super::value::text;
use crate::{ReadError, Reading};
use model::Document;
use rows::Rows;
use rules::Rules;

const SUPPORTED: &str = "SPDX 2.2 or 2.3 as JSON, tag-value, YAML, XML or RDF/XML, SPDX 3.0 as JSON-LD";

/// Reads JSON. Each package becomes rows as soon as it is read, and is forgotten; where something is wrong, the document is
/// read as a whole, by serde_json at last, which says what it is.
pub(super) fn read_json(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let before = reading.mark();
    if let Some(label) = by_package(source, reading) {
        return Ok(label);
    }
    reading.take_back(&before);
    let document = serde_json::from_str(source).map_err(|e| json_error("SPDX JSON", &e))?;
    finish(&document, "spdx-json", reading)
}

fn by_package(source: &str, reading: &mut Reading<'_>) -> Option<String> {
    let (document, packages) = in_json::around_packages(source).ok()?;
    let version = version(&document).ok()?;
    let mut rules = Rules::default();
    rules.head(&document, reading);
    let mut rows = Rows::new(reading, &document, version).ok()?;
    in_json::packages(source, packages, |index, package| {
        rules.package(package, index, rows.reading).is_ok() && rows.package(package, index).is_ok()
    })
    .ok()?;
    rules.tail(&document, rows.reading);
    rows.close().ok()?;
    Some(format!("spdx-json-{version}"))
}

/// Reads YAML.
pub(super) fn read_yaml(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    // Every event and node needs at least one byte of text, so the size of the text bounds them; what could grow
    // beyond it are aliases, and those keep the parser's own bounds.
    let most = source.len().saturating_add(64);
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_documents: 1,
            max_events: most,
            max_nodes: most,
            max_total_scalar_bytes: most,
            max_depth: reading.limits.depth as usize,
        },
    };
    let document: Document<'_> = serde_saphyr::from_str_with_options(source, options).map_err(|error| {
        let reason: String = error
            .to_string()
            .lines()
            .next()
            .unwrap_or("no valid YAML")
            .chars()
            .take(200)
            .collect();
        ReadError::Malformed {
            format: "SPDX YAML",
            reason,
            line: error.location().and_then(|l| u32::try_from(l.line()).ok()),
            locator: None,
        }
    })?;
    finish(&document, "spdx-yaml", reading)
}

/// Reads tag-value text.
pub(super) fn read_tag_value(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let document = tag_value::parse(source)?;
    finish(&document, "spdx-tag-value", reading)
}

/// Reads XML.
pub(super) fn read_xml(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let (document, remarks) = xml::parse(source, reading.limits)?;
    for remark in remarks {
        reading.note(remark);
    }
    finish(&document, "spdx-xml", reading)
}

/// Reads RDF/XML.
pub(super) fn read_rdf(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let graph = rdf::parse(source, reading.limits)?;
    let licenses = graph.licenses(reading.limits)?;
    let (document, remarks) = graph.document(&licenses)?;
    for remark in remarks {
        reading.note(remark);
    }
    finish(&document, "spdx-rdf", reading)
}

/// Reads SPDX 3.0 as JSON-LD.
pub(super) fn read_spdx3(source: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    three::read(source, reading)
}

fn finish(document: &Document<'_>, label: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let version = version(document)?;
    let mut rules = Rules::default();
    rules.head(document, reading);
    for (index, package) in document.packages.iter().enumerate() {
        rules.package(package, index, reading)?;
    }
    rules.tail(document, reading);
    let mut rows = Rows::new(reading, document, version)?;
    for (index, package) in document.packages.iter().enumerate() {
        rows.package(package, index)?;
    }
    rows.close()?;
    Ok(format!("{label}-{version}"))
}

/// The version of a document, which must be one that we read.
fn version<'d>(document: &'d Document<'_>) -> Result<&'d str, ReadError> {
    let written = text(&document.spdx_version).unwrap_or("");
    if written.is_empty() {
        return Err(ReadError::malformed("SPDX", "the version of SPDX is not stated"));
    }
    // 2.0 and 2.1 have the same syntax with fewer fields.
    let version = written
        .strip_prefix("SPDX-")
        .filter(|v| matches!(*v, "2.0" | "2.1" | "2.2" | "2.3"));
    version.ok_or_else(|| unsupported(written))
}

fn unsupported(version: &str) -> ReadError {
    let version = version.chars().take(40).collect();
    ReadError::UnsupportedVersion {
        format: "SPDX",
        version,
        supported: SUPPORTED,
    }
}
