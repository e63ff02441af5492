//! The ledger: exactly one state for every subject × control × check of the plan, so that an omission is provable.

use crate::canonical::{self, CanonicalError};
use crate::{Digest, Outcome, merkle};
use serde::{Deserialize, Serialize};

/// What became of one planned check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It ran (or broke); this is its outcome.
    Outcome(Outcome),
    /// It was not run, and why.
    NotRun(String),
}

/// One line of the ledger. Where the lines stand in it is said at [`Ledger::entries`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The check.
    pub check: String,
    /// The control.
    pub control: String,
    /// How many findings stand in the record for it.
    pub findings: u32,
    /// Digest of the canonical JSON of those findings, in order.
    pub findings_digest: Digest,
    /// Which use of this check by this control, from 0 (a control may use a check with several parameter sets).
    pub instance: u32,
    /// Digest of the canonical JSON of the effective parameters.
    pub parameters_digest: Digest,
    /// The plugin.
    pub plugin: String,
    /// The policy.
    pub policy: String,
    /// What became of it.
    pub state: State,
    /// The subject.
    pub subject: String,
    /// The waiver beside it, if any, with its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<WaivedUntil>,
}

impl Entry {
    /// Its leaf of the ledger's tree: the leaf hash of its canonical JSON.
    pub fn leaf(&self) -> Result<Digest, CanonicalError> {
        Ok(merkle::leaf(&canonical::to_vec(self)?))
    }
}

/// A waiver beside a ledger entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaivedUntil {
    /// Id of the waiver.
    pub id: String,
    /// Last day on which it holds.
    pub until: crate::Date,
}

/// The ledger of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Number of leaves: of entries.
    pub leaves: u64,
    /// Root of the Merkle tree (RFC 6962 hashing) over the canonical JSON of the entries, in order.
    pub root: Digest,
    /// The entries, in the order of the plan: subjects by id, policies as they were asked for, controls as the policy's
    /// catalogue lists them, checks as the policy binds them; last in each policy, what a profile excludes.
    pub entries: Vec<Entry>,
}
