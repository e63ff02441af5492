//! CycloneDX 1.0 to 1.7: two syntaxes, one document model, one set of rules, one way to rows.

mod ahead;
mod columns;
mod dependencies;
mod inside;
mod model;
mod names;
mod parts;
mod place;
mod rows;
mod rules;
#[cfg(test)]
mod same;
mod signed;
mod stream;
mod words;
mod xml;

use super::emit::json_error;
use super::lines::Lines;
use super::object::Seed;
use crate::{ReadError, Reading};
use model::Bom;
use place::{Place, Syntax};
use rules::Rules;
use serde::de::DeserializeSeed;
use stream::Stop;

const FORMAT: &str = "CycloneDX";
const SUPPORTED: &str = "CycloneDX 1.2 to 1.7 (XML also 1.0 and 1.1)";

/// Reads JSON. What a document gave that turns out to be unusable is taken back.
pub(super) fn read_json(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let parts = parts::of(reading.builder.wanted());
    let before = reading.mark();
    let mut read = stream::read(text, parts, reading);
    if matches!(read, Err(Stop::Json(_))) {
        reading.take_back(&before);
        read = stream::read_again(text, parts, reading);
    }
    let read = match read {
        Err(Stop::Order) => {
            reading.take_back(&before);
            whole(text, parts, reading)
        }
        Err(Stop::Json(error)) => Err(json_error("CycloneDX JSON", &error)),
        Err(Stop::Unusable(error)) => Err(error),
        Ok(read) => Ok(read),
    };
    match read {
        Ok((minor, has_vulnerabilities)) => {
            reading.has_vulnerabilities = has_vulnerabilities;
            Ok(format!("cyclonedx-json-1.{minor}"))
        }
        Err(error) => {
            reading.take_back(&before);
            Err(error)
        }
    }
}

fn whole(text: &str, parts: super::object::Parts, reading: &mut Reading<'_>) -> Result<(u8, bool), ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let bom = Seed::<Bom<'_>>::new(parts).deserialize(&mut deserializer);
    let bom = bom.and_then(|bom| deserializer.end().map(|()| bom));
    let bom = bom.map_err(|e| json_error("CycloneDX JSON", &e))?;
    let minor = minor_of(&bom)?;
    let rules = Rules::new(reading, Place::new(Syntax::Json), Lines::of(text), minor);
    rows::push(&bom, rules, parts)?;
    Ok((minor, bom.has_vulnerabilities()))
}

/// The version of a document in JSON, which must be one that we read.
fn minor_of(bom: &Bom<'_>) -> Result<u8, ReadError> {
    let written = super::value::text(&bom.spec_version).unwrap_or("");
    match minor(written) {
        Some(minor @ 2..=7) => Ok(minor),
        _ if written.is_empty() => Err(ReadError::malformed(
            "CycloneDX JSON",
            "member `specVersion` is missing",
        )),
        _ => Err(unsupported(written)),
    }
}

/// Reads XML.
pub(super) fn read_xml(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let (bom, remarks) = xml::parse(text, reading.limits)?;
    let written = super::value::text(&bom.spec_version).unwrap_or("");
    let minor = minor(written).filter(|m| *m <= 7).ok_or_else(|| unsupported(written))?;
    for remark in remarks {
        reading.note(remark);
    }
    let parts = parts::of(reading.builder.wanted());
    let before = reading.mark();
    let rules = Rules::new(reading, Place::new(Syntax::Xml), Lines::known(), minor);
    let pushed = rows::push(&bom, rules, parts);
    if pushed.is_err() {
        reading.take_back(&before);
    }
    pushed?;
    reading.has_vulnerabilities = crate::advisory::cyclonedx_has_vex(text);
    Ok(format!("cyclonedx-xml-1.{minor}"))
}

/// Namespaces whose elements are CycloneDX's own: versions carry their number, dependencies had an extension once.
pub(crate) fn is_namespace(namespace: &str) -> bool {
    namespace.starts_with("http://cyclonedx.org/schema/bom/")
        || namespace.starts_with("http://cyclonedx.org/schema/ext/dependency-graph")
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
