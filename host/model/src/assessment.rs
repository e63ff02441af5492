//! The record of an assessment, `format = "assessment/1"`: everything a report needs, nothing that differs from run to run.

mod policy;
mod risk;

pub use policy::{
    BodyRecord, ControlRecord, CrosswalkRecord, DimensionRecord, EventRecord, GroupRecord, PointsRecord, PolicyRecord,
    ReferenceRecord, ScopeRecord, SourceRecord, TermRecord, TitledRecord,
};
pub use risk::{Judged, RiskSource, RiskTable, Standing};

use crate::diagnostic::Diagnostic;
use crate::finding::{Finding, Status, Verdict};
use crate::ledger::Ledger;
use crate::{Bilingual, Date, Digest, Evidence};
use serde::{Deserialize, Serialize};

/// The value of `format`.
pub const FORMAT: &str = "assessment/1";

/// One assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Always [`FORMAT`].
    pub format: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The day as of which it was assessed.
    pub as_of: Date,
    /// The program that assessed.
    pub tool: Tool,
    /// The policies, with the catalogue texts that reports show.
    pub policies: Vec<PolicyRecord>,
    /// The plugins that ran.
    pub plugins: Vec<PluginRecord>,
    /// The bundles beside the standard one: whose plugins and policies were used, and who vouches for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bundles: Vec<BundleRecord>,
    /// The subjects.
    pub subjects: Vec<SubjectRecord>,
    /// The evidence, by subject and path.
    pub evidence: Vec<Evidence>,
    /// The findings, sorted.
    pub findings: Vec<Finding>,
    /// Status of every control for every subject, sorted.
    pub statuses: Vec<StatusRecord>,
    /// The waivers given, and what became of them.
    pub waivers: Vec<WaiverRecord>,
    /// Remarks about inputs and configuration.
    pub diagnostics: Vec<Diagnostic>,
    /// The ledger.
    pub ledger: Ledger,
}

/// The assessing program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `sekisho`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A bundle as used, or a directory in place of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleRecord {
    /// Its id; a directory that was never built into a bundle has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Bilingual>,
    /// Digest of its manifest; of a directory, that of its paths and the digests of its files.
    pub digest: Digest,
    /// Whether enough of the known signers vouch for it.
    pub trust: Trust,
    /// Those whose signatures count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<SignerRecord>,
}

/// Whether a bundle is vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// By as many known signers as the rules ask for.
    Signed,
    /// By nobody, or by too few; it was used because a person allowed it.
    Unsigned,
}

/// Who signed a bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SignerRecord {
    /// Id in the list of signers.
    pub id: String,
    /// Name.
    pub name: Bilingual,
    /// The key: SHA-256 of its SPKI form.
    pub key: Digest,
}

/// A plugin as used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginRecord {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Digest of the component.
    pub digest: Digest,
    /// Interface version, e.g. `0.1.0`.
    pub interface: String,
    /// What it can read, computed from its imports.
    pub authority: Vec<String>,
    /// Fuel it used: the sum over the subjects whose cost was measured. A cost that no machine and no company changes:
    /// each of them was evaluated in an instance of its own.
    pub fuel: u64,
    /// How many subjects were measured: all where there are few, otherwise the first, the large ones and a
    /// sample of the others.
    #[serde(default)]
    pub measured_subjects: u64,
    /// Fuel of each of its checks over the same subjects.
    #[serde(default)]
    pub checks: Vec<CheckCost>,
}

/// What one check cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCost {
    /// The check.
    pub check: String,
    /// Its fuel.
    pub fuel: u64,
}

/// A subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectRecord {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Bilingual,
    /// Verdict for this subject alone.
    pub verdict: Verdict,
}

/// Status of a control for a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusRecord {
    /// Control.
    pub control: String,
    /// Policy.
    pub policy: String,
    /// Status.
    pub status: Status,
    /// Subject.
    pub subject: String,
    /// Whether every failure behind it is waived.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
}

/// A waiver and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverRecord {
    /// Id.
    pub id: String,
    /// The policy it speaks of; `*` for all.
    pub policy: String,
    /// The control it speaks of; `*` for all.
    pub control: String,
    /// The check; `*` for all.
    pub check: String,
    /// Subject pattern.
    pub subject: String,
    /// Why.
    pub justification: String,
    /// Who approved it.
    pub approver: String,
    /// Last day on which it holds.
    pub expires: Date,
    /// `applied`, `expired` or `unmatched`.
    pub state: String,
    /// How many ledger entries it stands beside.
    pub entries: u64,
}
