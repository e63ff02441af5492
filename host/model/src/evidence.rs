//! Evidence: the bytes an assessment rests on, with digest, kind, format, origin and time collected.

use crate::{Date, Digest};
use serde::{Deserialize, Serialize};

/// What a piece of evidence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// A software bill of materials.
    Sbom,
    /// Vulnerability advisories, exploited lists and VEX statements.
    Advisories,
    /// The asset inventory.
    Assets,
    /// Any other register (partners, accounts, trainings, documents …).
    Register,
    /// A configuration snapshot.
    Settings,
    /// An answer sheet.
    Answers,
    /// A data register (items, events, places).
    DataFlows,
    /// Read, but not understood as any kind: kept in the record with its digest.
    Unrecognized,
}

impl EvidenceKind {
    /// The word used in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sbom => "sbom",
            Self::Advisories => "advisories",
            Self::Assets => "assets",
            Self::Register => "register",
            Self::Settings => "settings",
            Self::Answers => "answers",
            Self::DataFlows => "data-flows",
            Self::Unrecognized => "unrecognized",
        }
    }
}

/// One file of evidence as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// When it was collected, as stated in `evidence.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected_at: Option<Date>,
    /// SHA-256 of the bytes as read.
    pub digest: Digest,
    /// Text encoding, where it is text: `utf-8`, `utf-16le`, `shift_jis` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// How it is written, e.g. `cyclonedx-json-1.5`, `register-csv`, `sshd-config`.
    pub format: String,
    /// What it is about.
    pub kind: EvidenceKind,
    /// Where the file came from, as stated in `evidence.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Path inside the subject's directory, `/` between the parts.
    pub path: String,
    /// Length in bytes.
    pub size: u64,
    /// The subject it belongs to.
    pub subject: String,
}
