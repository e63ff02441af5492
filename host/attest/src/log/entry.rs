//! What Sekisho writes into a log: bundles and statements, each by its digest. One thing has one entry, so that whoever has the thing can
//! find out whether it was logged.
//!
//! An entry tells no names of companies and no results: the digest of a statement, what type it is of, and the digests of what it is about. Who has
//! signed is not part of it: the signatures are beside the thing, and one entry stands for all of them. A disclosure has no entry: it is a
//! part of what a logged statement is about, and that somebody was shown it is nobody else's business.

use super::checkpoint::Policy;
use super::error::LogError;
use super::proof::InclusionProof;
use sekisho_bundle::sign::Statement;
use sekisho_model::merkle::{self, Head};
use sekisho_model::{Digest, canonical};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The value of `format`.
pub const FORMAT: &str = "log-entry/1";

const WHAT: &str = "log entry";

/// An entry, `format = "log-entry/1"`: canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Entry {
    /// A bundle of plugins and policies.
    Bundle {
        /// Always [`FORMAT`].
        format: String,
        /// Id of the bundle.
        id: String,
        /// Its version.
        version: String,
        /// SHA-256 of its manifest.
        digest: Digest,
    },
    /// An in-toto statement: what somebody attests.
    Attestation {
        /// Always [`FORMAT`].
        format: String,
        /// SHA-256 of the statement's bytes: of the payload that is signed.
        digest: Digest,
        /// What it says (a URI).
        predicate_type: String,
        /// What it is about.
        subjects: Subjects,
    },
}

/// What a statement is about: SHA-256 of each, sorted, each once. An entry has a bound; where there are many, it has their number and the
/// root of a Merkle tree (RFC 9162) whose leaves are these digests, 32 bytes each, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Subjects {
    /// Up to [`LISTED`] of them.
    Listed(Vec<Digest>),
    /// More.
    Many(Head),
}

/// So many subjects stand in an entry by themselves.
pub const LISTED: usize = 256;

impl Subjects {
    /// In the one form that they have.
    pub fn of(digests: impl IntoIterator<Item = Digest>) -> Self {
        let digests: BTreeSet<Digest> = digests.into_iter().collect();
        if digests.len() <= LISTED {
            return Self::Listed(digests.into_iter().collect());
        }
        let leaves: Vec<Digest> = digests.iter().map(|digest| merkle::leaf(digest.as_bytes())).collect();
        Self::Many(Head {
            leaves: leaves.len() as u64,
            root: merkle::root(&leaves),
        })
    }

    /// Whether they could have come out of [`Subjects::of`].
    fn is_one_form(&self) -> bool {
        match self {
            Self::Listed(digests) => Self::of(digests.iter().copied()) == *self,
            Self::Many(head) => head.leaves > LISTED as u64,
        }
    }
}

impl Entry {
    /// Reads an entry; the bytes must be the very ones that it is written with.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogError> {
        let wrong = |reason: String| LogError::malformed(WHAT, reason);
        let entry: Self = serde_json::from_slice(bytes).map_err(|e| wrong(e.to_string()))?;
        let (Self::Bundle { format, .. } | Self::Attestation { format, .. }) = &entry;
        if format != FORMAT {
            return Err(wrong(format!("its format is not `{FORMAT}`")));
        }
        if let Self::Attestation { subjects, .. } = &entry
            && !subjects.is_one_form()
        {
            return Err(wrong("its subjects are not in order".to_owned()));
        }
        if entry.bytes()? == bytes {
            Ok(entry)
        } else {
            Err(wrong("it is not canonical JSON".to_owned()))
        }
    }

    /// The bytes that stand in the log.
    pub fn bytes(&self) -> Result<Vec<u8>, LogError> {
        canonical::to_vec(self).map_err(|e| LogError::malformed(WHAT, e.to_string()))
    }
}

/// The entry of a bundle: its id, its version, and the SHA-256 of its manifest.
pub fn of_bundle(id: &str, version: &str, digest: &Digest) -> Result<Vec<u8>, LogError> {
    let entry = Entry::Bundle {
        format: FORMAT.to_owned(),
        id: id.to_owned(),
        version: version.to_owned(),
        digest: *digest,
    };
    entry.bytes()
}

/// The entry of a statement, from the bytes that are signed: the payload of its DSSE envelope, which must be an in-toto Statement v1. Whose
/// signature it is, and whether it holds, is not looked at.
pub fn of_statement(payload: &[u8]) -> Result<Vec<u8>, LogError> {
    let statement = Statement::parse(payload).map_err(|e| LogError::malformed("statement", e.to_string()))?;
    let entry = Entry::Attestation {
        format: FORMAT.to_owned(),
        digest: Digest::of(payload),
        predicate_type: statement.predicate_type().to_owned(),
        subjects: Subjects::of(statement.subjects().iter().filter_map(|s| s.sha256())),
    };
    entry.bytes()
}

/// Where an entry stands, and under what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logged {
    /// Number of the entry, from 0.
    pub index: u64,
    /// Number of entries under the checkpoint.
    pub size: u64,
    /// Root of the log at that size.
    pub root: Digest,
    /// The known witnesses that have signed the checkpoint.
    pub witnesses: Vec<String>,
    /// When the entry was there at the latest, in seconds since 1970: the latest time at which a known witness signed the checkpoint, so that no single one can put
    /// it too early. `None` without witnesses: the log itself says no time.
    pub time: Option<u64>,
}

/// Whether an entry stands in the log that the policy names, by a proof in the form of `tlog-proof@v1`. Needs nothing else.
pub fn verify_logged(entry: &[u8], proof: &[u8], policy: &Policy) -> Result<Logged, LogError> {
    let proof = InclusionProof::parse(proof)?;
    let believed = proof.verify(entry, policy)?;
    let head = believed.checkpoint.head;
    Ok(Logged {
        index: proof.index,
        size: head.leaves,
        root: head.root,
        time: believed.witnessed.iter().map(|(_, time)| *time).max(),
        witnesses: believed.witnessed.into_iter().map(|(name, _)| name).collect(),
    })
}
