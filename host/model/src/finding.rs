//! Findings: what a check concludes about a subject, and the words for outcome, severity, status and verdict.

use crate::Bilingual;
use crate::check::{Argument, MessageNumber};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// Outcome of a check on a subject (XCCDF `rule-result`, with `attested` and without `notselected`).
///
/// The order is that of aggregation: the outcome of several findings is the greatest of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Told for information; decides nothing.
    Informational,
    /// Does not apply, with a reason.
    NotApplicable,
    /// Met, as far as evidence shows.
    Pass,
    /// A named person says that it is met; never shown as pass.
    Attested,
    /// Evidence is missing.
    Unknown,
    /// Not met.
    Fail,
    /// The check broke: trap, limit, nonsense.
    Error,
}

impl Outcome {
    /// All outcomes, worst first.
    pub const WORST_FIRST: [Self; 7] = [
        Self::Error,
        Self::Fail,
        Self::Unknown,
        Self::Attested,
        Self::Pass,
        Self::NotApplicable,
        Self::Informational,
    ];

    /// The word in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::NotApplicable => "not-applicable",
            Self::Pass => "pass",
            Self::Attested => "attested",
            Self::Unknown => "unknown",
            Self::Fail => "fail",
            Self::Error => "error",
        }
    }
}

/// Severity, from the policy, never from the plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For information.
    Info,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical (SARIF `error`).
    Critical,
}

impl Severity {
    /// The word in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// Status of a control for a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Evidence shows that it is not met.
    NotSatisfied,
    /// Something is undecided: evidence missing, a check broke, or a check was not run.
    Indeterminate,
    /// Met by a person's statement.
    Attested,
    /// Met by evidence.
    Satisfied,
    /// Does not apply.
    NotApplicable,
}

impl Status {
    /// All statuses, worst first.
    pub const WORST_FIRST: [Self; 5] = [
        Self::NotSatisfied,
        Self::Indeterminate,
        Self::Attested,
        Self::Satisfied,
        Self::NotApplicable,
    ];

    /// The word in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotSatisfied => "not-satisfied",
            Self::Indeterminate => "indeterminate",
            Self::Attested => "attested",
            Self::Satisfied => "satisfied",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// Verdict of a whole assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every control is satisfied, attested or not applicable.
    Conformant,
    /// Something is undecided, nothing is known to be unmet.
    Indeterminate,
    /// At least one control is not satisfied.
    NonConformant,
}

impl Verdict {
    /// The word in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conformant => "conformant",
            Self::Indeterminate => "indeterminate",
            Self::NonConformant => "non-conformant",
        }
    }
}

/// A finding as a plugin hands it over: its citations are fact ids, not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct RawFinding {
    /// Outcome.
    pub outcome: Outcome,
    /// Which message of the plugin.
    pub message: MessageNumber,
    /// Arguments of the message.
    pub arguments: BTreeMap<String, Argument>,
    /// The facts it rests on.
    pub facts: CitedFacts,
}

/// Fact ids that a finding cites: few as a rule, which then need no memory of their own.
pub type CitedFacts = SmallVec<[u32; 4]>;

/// What a check found: one thing as a rule, which then needs no memory of its own.
pub type RawFindings = SmallVec<[RawFinding; 1]>;

/// A message as it stands in the record: id, arguments and both texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Arguments.
    pub args: BTreeMap<String, Argument>,
    /// English text.
    pub en: String,
    /// What to do, in both languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Bilingual>,
    /// Id, `<plugin message id>`.
    pub id: String,
    /// Japanese text.
    pub ja: String,
}

/// What a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EvidenceReference {
    /// Path of the evidence file inside the subject.
    pub path: String,
    /// Place inside it: JSON pointer, `Sheet!B7`, setting path, bom-ref …; empty for the whole file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub locator: String,
    /// Line from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// A finding as it stands in the record. Its fields, like those of all that a record says of every subject, are in the order of
/// their names: that of canonical JSON, which then has nothing to put in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The check.
    pub check: String,
    /// The control.
    pub control: String,
    /// Evidence.
    pub evidence: Vec<EvidenceReference>,
    /// Identity over runs: never depends on texts (SARIF `partialFingerprints`).
    pub fingerprint: String,
    /// Message.
    pub message: Message,
    /// Outcome.
    pub outcome: Outcome,
    /// The plugin that concluded.
    pub plugin: String,
    /// The policy.
    pub policy: String,
    /// Severity.
    pub severity: Severity,
    /// The subject.
    pub subject: String,
    /// The waiver that stands beside it, if any. A waiver never changes the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
}
