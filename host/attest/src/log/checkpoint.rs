//! A checkpoint (C2SP `tlog-checkpoint`): how many entries a log has and their root, as a signed note, and what one demands
//! before believing it.

use super::error::LogError;
use super::keys::{Kind, NoteVerifier};
use super::note::Note;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sekisho_model::merkle::{self, Head};
use sekisho_model::{Digest, merkle::ProofError};
use std::collections::BTreeSet;

const WHAT: &str = "checkpoint";

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many entries, and their root.
    pub head: Head,
    /// Further lines: read and kept, given no meaning. Logs of ours have none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let root = STANDARD.encode(self.head.root.as_bytes());
        let mut text = format!("{}\n{}\n{root}\n", self.origin, self.head.leaves);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads the text of a note.
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let wrong = |reason: &str| LogError::malformed(WHAT, reason);
        let lines = text
            .strip_suffix('\n')
            .ok_or_else(|| wrong("its last line does not end"))?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(wrong("it must have three lines: origin, size, root hash"));
        };
        let leaves = decimal(size).ok_or_else(|| wrong("its size is not a number without leading zeros"))?;
        let root = hash(root).ok_or_else(|| wrong("its root is not the base64 of 32 bytes"))?;
        let extensions: Vec<String> = lines.map(ToOwned::to_owned).collect();
        if origin.is_empty() || extensions.iter().any(String::is_empty) {
            return Err(wrong("it has an empty line"));
        }
        if leaves == 0 && root != merkle::empty() {
            return Err(wrong("its root is not that of an empty log"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            head: Head { leaves, root },
            extensions,
        })
    }

    /// Whether a later checkpoint of the same log only appends to this one, by the proof for these two sizes.
    pub fn is_extended_by(&self, later: &Self, proof: &[Digest]) -> Result<(), LogError> {
        if self.origin != later.origin {
            return Err(LogError::WrongOrigin {
                found: later.origin.clone(),
                expected: self.origin.clone(),
            });
        }
        let (old, new) = (self.head, later.head);
        if new.leaves < old.leaves {
            return Err(LogError::RolledBack {
                old: old.leaves,
                new: new.leaves,
            });
        }
        if new.leaves == old.leaves && new.root != old.root {
            return Err(LogError::Forked { size: old.leaves });
        }
        if old.leaves == 0 {
            // Every log extends the empty one, and no hash is needed to see it.
            return match proof.len() {
                0 => Ok(()),
                found => Err(ProofError::Length { found, expected: 0 }.into()),
            };
        }
        merkle::verify_consistency(old.leaves, &old.root, new.leaves, &new.root, proof).map_err(LogError::Proof)
    }

    /// Whether these bytes are entry `index` of the log under this checkpoint.
    pub fn includes(&self, entry: &[u8], index: u64, proof: &[Digest]) -> Result<(), LogError> {
        let Head { leaves, root } = self.head;
        merkle::verify_inclusion(&merkle::leaf(entry), index, leaves, proof, &root).map_err(LogError::Proof)
    }
}

/// Whose checkpoints are believed: the log's name and keys, and how many of which witnesses must have signed as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Which log.
    pub origin: String,
    /// Keys of the log (kind [`Kind::Note`]): one must have signed. Several while it changes its key.
    pub keys: Vec<NoteVerifier>,
    /// Keys of witnesses (kind [`Kind::Witness`]).
    pub witnesses: Vec<NoteVerifier>,
    /// How many different witnesses must have signed: different keys under different names.
    pub quorum: usize,
}

/// A checkpoint that is believed, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Believed {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The signed note, byte for byte.
    pub note: String,
    /// The witnesses that have signed, each with its time in seconds since 1970. Whether a time is too old is for whoever has
    /// a clock.
    pub witnessed: Vec<(String, u64)>,
}

impl Policy {
    /// Reads a signed checkpoint and decides whether to believe it.
    pub fn believe(&self, bytes: &[u8]) -> Result<Believed, LogError> {
        let note = Note::parse(bytes)?;
        let keys: Vec<NoteVerifier> = of_kind(&self.keys, Kind::Note);
        note.check(&keys)?;
        let checkpoint = Checkpoint::parse(&note.text)?;
        if checkpoint.origin != self.origin {
            return Err(LogError::WrongOrigin {
                found: checkpoint.origin,
                expected: self.origin.clone(),
            });
        }
        let witnesses = of_kind(&self.witnesses, Kind::Witness);
        let signed = match note.check(&witnesses) {
            Ok(signed) => signed,
            Err(LogError::UnknownSigners { .. } | LogError::OtherKey { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        // One key under two names is one witness, and so are two keys under one name.
        let keys: BTreeSet<&[u8; 32]> = signed.iter().map(|s| s.by.key()).collect();
        let names: BTreeSet<&str> = signed.iter().map(|s| s.by.name()).collect();
        let distinct = keys.len().min(names.len());
        if distinct < self.quorum {
            return Err(LogError::Quorum {
                found: distinct,
                needed: self.quorum,
            });
        }
        let witnessed = signed.iter().filter_map(|s| Some((s.by.name().to_owned(), s.time?)));
        Ok(Believed {
            witnessed: witnessed.collect(),
            note: note.written(),
            checkpoint,
        })
    }
}

fn of_kind(keys: &[NoteVerifier], kind: Kind) -> Vec<NoteVerifier> {
    keys.iter().filter(|key| key.kind() == kind).cloned().collect()
}

/// A number as C2SP texts write it: decimal, no sign, no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}

/// A hash as C2SP texts write it.
pub(crate) fn hash(text: &str) -> Option<Digest> {
    let bytes = STANDARD.decode(text).ok()?;
    bytes.try_into().ok().map(Digest::from_bytes)
}
