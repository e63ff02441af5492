//! The document, `format = "disclosure/2"`: canonical JSON, sorted, every list without a duplicate. There is one way to write each
//! disclosure, and no other is read.

use super::secret::Salt;
use sekisho_model::canonical::{self, CanonicalError};
use sekisho_model::finding::Finding;
use sekisho_model::ledger::Entry;
use sekisho_model::merkle::Head;
use sekisho_model::{Bilingual, Date, Digest, Status};
use serde::{Deserialize, Serialize};

/// The value of `format`.
pub const FORMAT: &str = "disclosure/2";

/// A disclosure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Always [`FORMAT`].
    pub format: String,
    /// The record it is taken from.
    pub record: Whole,
    /// The day as of which was assessed.
    pub as_of: Date,
    /// The salted tree over that record ([`commitment`](super::commitment)): as many leaves as its ledger has entries.
    pub commitment: Head,
    /// The policies of the entries, by id.
    pub policies: Vec<Named>,
    /// The plugins of the entries, by id.
    pub plugins: Vec<Named>,
    /// The chosen controls of the chosen subjects, in the order of the ledger.
    pub controls: Vec<Controlled>,
    /// Their entries, in the order of the ledger.
    pub entries: Vec<Disclosed>,
    /// The evidence that the findings cite, by subject and path.
    pub evidence: Vec<Evident>,
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// Its format, `assessment/1`.
    pub format: String,
    /// SHA-256 of its bytes.
    pub digest: Digest,
}

/// A policy or a plugin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Digest, as the record has it.
    pub digest: Digest,
}

/// A control of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controlled {
    /// Subject.
    pub subject: String,
    /// Policy.
    pub policy: String,
    /// Control.
    pub control: String,
    /// The checks that decide it, `plugin:check`, in the order of the policy.
    pub checks: Vec<String>,
    /// Its status; none where the profile leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Whether every failure behind it is waived.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// Its place in the ledger, from 0.
    pub index: u64,
    /// The entry.
    pub entry: Entry,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// Its salt.
    pub salt: Salt,
    /// RFC 6962 inclusion proof in the salted tree, from the entry's sibling upwards.
    pub proof: Vec<Digest>,
}

/// A file of evidence, by its digest alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evident {
    /// Subject.
    pub subject: String,
    /// Path inside the subject.
    pub path: String,
    /// SHA-256 of the file.
    pub digest: Digest,
}

/// How much is shown. Whoever shows a disclosure shows this as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Entries that are disclosed.
    pub disclosed: u64,
    /// Entries that are left out.
    pub omitted: u64,
    /// Entries of the ledger.
    pub leaves: u64,
}

impl Counts {
    /// In words.
    pub fn sentence(&self) -> Bilingual {
        let Self {
            disclosed,
            omitted,
            leaves,
        } = self;
        Bilingual::new(
            format!("判定簿 {leaves} 件のうち {disclosed} 件を開示 ({omitted} 件は非開示)"),
            format!("{disclosed} of {leaves} ledger entries disclosed, {omitted} left out"),
        )
    }
}

impl Disclosure {
    /// The bytes of the file.
    pub fn bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical::to_vec(self)
    }

    /// How much is shown.
    pub fn counts(&self) -> Counts {
        let disclosed = self.entries.len() as u64;
        Counts {
            disclosed,
            omitted: self.commitment.leaves.saturating_sub(disclosed),
            leaves: self.commitment.leaves,
        }
    }
}
