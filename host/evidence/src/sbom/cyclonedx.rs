//! CycloneDX 1.0 to 1.7: two syntaxes, one document model, one set of rules, one way to rows.

mod inside;
mod model;
mod place;
mod rows;
mod rules;
mod signed;
mod words;
mod xml;

use super::emit::json_error;
use crate::{ReadError, Reading};
use model::Bom;
use place::{Place, Syntax};
use signed::Signed;

const FORMAT: &str = "CycloneDX";
const SUPPORTED: &str = "CycloneDX 1.2 to 1.7 (XML also 1.0 and 1.1)";

/// Reads JSON.
pub(super) fn read_json(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let bom: Bom<'_> = serde_json::from_str(text).map_err(|e| json_error("CycloneDX JSON", &e))?;
    let written = super::value::text(&bom.spec_version).unwrap_or("");
    let minor = match minor(written) {
        Some(minor @ 2..=7) => minor,
        _ if written.is_empty() => {
            return Err(ReadError::malformed(
                "CycloneDX JSON",
                "member `specVersion` is missing",
            ));
        }
        _ => return Err(unsupported(written)),
    };
    let signed = if bom.signature.0 {
        Signed::in_json(text, reading)
    } else {
        Signed::nowhere()
    };
    finish(&bom, minor, Place::new(Syntax::Json), &signed, reading)?;
    Ok(format!("cyclonedx-json-1.{minor}"))
}

/// Reads XML.
pub(super) fn read_xml(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let (bom, remarks) = xml::parse(text, reading.limits)?;
    let written = super::value::text(&bom.spec_version).unwrap_or("");
    let minor = minor(written).filter(|m| *m <= 7).ok_or_else(|| unsupported(written))?;
    for remark in remarks {
        reading.note(remark);
    }
    let signed = if bom.signature.0 {
        Signed::in_xml(reading)
    } else {
        Signed::nowhere()
    };
    finish(&bom, minor, Place::new(Syntax::Xml), &signed, reading)?;
    Ok(format!("cyclonedx-xml-1.{minor}"))
}

/// Namespaces whose elements are CycloneDX's own: versions carry their number, dependencies had an extension once.
pub(crate) fn is_namespace(namespace: &str) -> bool {
    namespace.starts_with("http://cyclonedx.org/schema/bom/")
        || namespace.starts_with("http://cyclonedx.org/schema/ext/dependency-graph")
}

fn finish(bom: &Bom<'_>, minor: u8, place: Place, signed: &Signed, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    rules::check(bom, minor, place.clone(), reading)?;
    rows::push(bom, minor, place, signed, reading)
}

fn minor(version: &str) -> Option<u8> {
    version.strip_prefix("1.")?.parse().ok().filter(|_| version.len() == 3)
}

fn unsupported(version: &str) -> ReadError {
    let version = version.chars().take(40).collect();
    ReadError::UnsupportedVersion {
        format: FORMAT,
        version,
        supported: SUPPORTED,
    }
}
