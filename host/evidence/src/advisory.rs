//! Vulnerability advisories, exploited lists and VEX statements.
//!
//! Reading order: `json` (documents as strict trees), `records` (what every format ends in, and how that becomes rows),
//! `cvss` (scores from vectors), [`detect`], then one module per format: `osv` (with `events`), `kev`, `openvex`, `cyclonedx`, `csaf`.
//!
//! A reader keeps what the source says, withdrawn records included. Whether a statement is sound (a justification is
//! there, a product exists) is for checks to judge; only input that is malformed is remarked on here.

mod csaf;
mod cvss;
mod cyclonedx;
mod detection;
mod events;
pub(crate) mod json;
mod kev;
mod openvex;
mod osv;
mod places;
mod records;
#[cfg(test)]
mod tests;
mod vers;

use crate::{ReadError, Reading};

pub use cyclonedx::{cyclonedx_has_vex, read_cyclonedx_vex};
pub use detection::detect;

/// A format of advisories or statements, as told from the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdvisoryFormat {
    /// OSV records in JSON: one, a list, `{"vulns": […]}`, or one per line.
    OsvJson,
    /// One or more OSV records in YAML.
    OsvYaml,
    /// The catalogue of known exploited vulnerabilities in JSON.
    KevJson,
    /// The same as a table.
    KevCsv,
    /// OpenVEX, bare or inside an in-toto statement.
    OpenVex,
    /// The vulnerabilities of a CycloneDX document.
    CyclonedxVex,
    /// CSAF 2.
    Csaf,
}

impl AdvisoryFormat {
    /// Name for people and for `evidence.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OsvJson => "osv-json",
            Self::OsvYaml => "osv-yaml",
            Self::KevJson => "kev-json",
            Self::KevCsv => "kev-csv",
            Self::OpenVex => "openvex",
            Self::CyclonedxVex => "cyclonedx-vex",
            Self::Csaf => "csaf",
        }
    }

    /// The format of a name, as `evidence.toml` may give it.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::OsvJson,
            Self::OsvYaml,
            Self::KevJson,
            Self::KevCsv,
            Self::OpenVex,
            Self::CyclonedxVex,
            Self::Csaf,
        ]
        .into_iter()
        .find(|format| format.name() == name)
    }
}

/// Reads a text in a known format into rows; answers the label of the format with its version.
pub fn read(format: AdvisoryFormat, text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        AdvisoryFormat::OsvJson => osv::read_json(text, reading),
        AdvisoryFormat::OsvYaml => osv::read_yaml(text, reading),
        AdvisoryFormat::KevJson => kev::read_json(text, reading),
        AdvisoryFormat::KevCsv => kev::read_csv(text, reading),
        AdvisoryFormat::OpenVex => openvex::read(text, reading),
        AdvisoryFormat::CyclonedxVex => read_cyclonedx_vex(text, reading),
        AdvisoryFormat::Csaf => csaf::read(text, reading),
    }
}
