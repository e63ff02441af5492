//! Software bills of materials: one module per format, all ending in the same rows.
//!
//! Reading order: `json`, `object`, `value`, `put` and `lines` (how documents are read without a tree), `emit` (what both formats share on the way to
//! rows), [`detect`] (which format a text is), then `cyclonedx` and `spdx`: each has its document model, its syntaxes,
//! its rules and its rows.

pub(crate) mod cursor;
mod cyclonedx;
mod detection;
mod emit;
mod from_xml;
mod json;
mod lines;
mod object;
mod put;
mod spdx;
#[cfg(test)]
pub(crate) mod told;
mod value;

use crate::{ReadError, Reading};

pub(crate) use cyclonedx::is_namespace as is_cyclonedx_namespace;
pub use detection::detect;
pub use spdx::loss::{Loss, Raw, loss};

/// A format of software bill of materials, as told from the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SbomFormat {
    /// CycloneDX in JSON.
    CyclonedxJson,
    /// CycloneDX in XML.
    CyclonedxXml,
    /// SPDX 2 in JSON.
    SpdxJson,
    /// SPDX 2 as tag-value text.
    SpdxTagValue,
    /// SPDX 2 in YAML.
    SpdxYaml,
    /// SPDX 3 in JSON-LD.
    Spdx3Json,
    /// SPDX 2 in RDF/XML.
    SpdxRdf,
    /// SPDX 2 in plain XML.
    SpdxXml,
}

impl SbomFormat {
    /// Whether it is JSON: its reader takes no text that is none.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::CyclonedxJson | Self::SpdxJson | Self::Spdx3Json)
    }

    /// Name for people and for `evidence.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CyclonedxJson => "cyclonedx-json",
            Self::CyclonedxXml => "cyclonedx-xml",
            Self::SpdxJson => "spdx-json",
            Self::SpdxTagValue => "spdx-tag-value",
            Self::SpdxYaml => "spdx-yaml",
            Self::Spdx3Json => "spdx3-json",
            Self::SpdxRdf => "spdx-rdf",
            Self::SpdxXml => "spdx-xml",
        }
    }
}

/// Reads a text in a known format and pushes its rows; answers the format label with its version, such as
/// `cyclonedx-json-1.5`.
pub fn read(format: SbomFormat, text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    match format {
        SbomFormat::CyclonedxJson => cyclonedx::read_json(text, reading),
        SbomFormat::CyclonedxXml => cyclonedx::read_xml(text, reading),
        SbomFormat::SpdxJson => spdx::read_json(text, reading),
        SbomFormat::SpdxTagValue => spdx::read_tag_value(text, reading),
        SbomFormat::SpdxYaml => spdx::read_yaml(text, reading),
        SbomFormat::Spdx3Json => spdx::read_spdx3(text, reading),
        SbomFormat::SpdxRdf => spdx::read_rdf(text, reading),
        SbomFormat::SpdxXml => spdx::read_xml(text, reading),
    }
}
