//! Proofs as files: C2SP `tlog-proof@v1` for an entry, and for two checkpoints the form in which logs hand a consistency
//! proof to witnesses (C2SP `tlog-witness`, `add-checkpoint`). Both carry the signed checkpoint: a key is all one needs beside.

use super::checkpoint::{Believed, Checkpoint, Policy, decimal, hash};
use super::error::LogError;
use super::note::{MOST_BYTES, Note};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sekisho_model::Digest;

const FIRST: &str = "c2sp.org/tlog-proof@v1";
/// No tree is deeper.
const MOST_HASHES: usize = 64;
/// No proof between two sizes is longer: at most one hash for each level, and the one it begins with.
const MOST_CONSISTENCY: usize = MOST_HASHES + 1;

/// That an entry stands in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// Bytes for whoever made the proof. Nobody signed them.
    pub extra: Option<Vec<u8>>,
    /// Number of the entry, from 0.
    pub index: u64,
    /// The hashes, from the entry's sibling upwards.
    pub hashes: Vec<Digest>,
    /// The signed checkpoint, byte for byte.
    pub checkpoint: String,
}

impl InclusionProof {
    /// Writes the file (`.tlog-proof`).
    pub fn text(&self) -> String {
        let extra = self.extra.as_ref();
        let extra = extra.map(|extra| format!("extra {}\n", STANDARD.encode(extra)));
        format!(
            "{FIRST}\n{}index {}\n{}\n{}",
            extra.unwrap_or_default(),
            self.index,
            lines(&self.hashes),
            self.checkpoint
        )
    }

    /// Reads the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogError> {
        const WHAT: &str = "inclusion proof";
        let wrong = |reason: &str| LogError::malformed(WHAT, reason);
        let (head, checkpoint) = split(bytes, WHAT)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST) {
            return Err(wrong(&format!("its first line is not `{FIRST}`")));
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra.and_then(|line| line.strip_prefix("extra "));
        let extra = extra.map(|text| {
            STANDARD
                .decode(text)
                .map_err(|_| wrong("its extra data are not base64"))
        });
        let index = lines.next().and_then(|line| decimal(line.strip_prefix("index ")?));
        Ok(Self {
            extra: extra.transpose()?,
            index: index.ok_or_else(|| wrong("it does not say `index` and a number"))?,
            hashes: hashes(lines, MOST_HASHES, WHAT)?,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Whether these bytes lead to the root that its checkpoint names. Nobody has said yet whether to believe that checkpoint.
    pub fn leads(&self, entry: &[u8]) -> Result<(), LogError> {
        let text = Note::parse(self.checkpoint.as_bytes())?.text;
        Checkpoint::parse(&text)?.includes(entry, self.index, &self.hashes)
    }

    /// Whether these bytes are an entry of the log that the policy names; answers the checkpoint that says so.
    pub fn verify(&self, entry: &[u8], policy: &Policy) -> Result<Believed, LogError> {
        let believed = policy.believe(self.checkpoint.as_bytes())?;
        believed.checkpoint.includes(entry, self.index, &self.hashes)?;
        Ok(believed)
    }
}

/// That a log has only appended since it had `old` entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// How many entries it had.
    pub old: u64,
    /// The hashes, lowest first.
    pub hashes: Vec<Digest>,
    /// The later checkpoint, signed, byte for byte.
    pub checkpoint: String,
}

impl ConsistencyProof {
    /// Writes the file.
    pub fn text(&self) -> String {
        format!("old {}\n{}\n{}", self.old, lines(&self.hashes), self.checkpoint)
    }

    /// Reads the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogError> {
        const WHAT: &str = "consistency proof";
        let (head, checkpoint) = split(bytes, WHAT)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?));
        Ok(Self {
            old: old.ok_or_else(|| LogError::malformed(WHAT, "it does not say `old` and a number"))?,
            hashes: hashes(lines, MOST_CONSISTENCY, WHAT)?,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Whether the log that the policy names has only appended since an earlier checkpoint, which must be one that was believed;
    /// answers the later one.
    pub fn verify(&self, earlier: &Checkpoint, policy: &Policy) -> Result<Believed, LogError> {
        let believed = policy.believe(self.checkpoint.as_bytes())?;
        if self.old != earlier.head.leaves {
            return Err(LogError::malformed(
                "consistency proof",
                format!(
                    "it begins at {} entries, not at the {} seen",
                    self.old, earlier.head.leaves
                ),
            ));
        }
        earlier.is_extended_by(&believed.checkpoint, &self.hashes)?;
        Ok(believed)
    }
}

fn lines(hashes: &[Digest]) -> String {
    let lines = hashes
        .iter()
        .map(|hash| format!("{}\n", STANDARD.encode(hash.as_bytes())));
    lines.collect()
}

/// What stands before the first empty line, and after.
fn split<'b>(bytes: &'b [u8], what: &'static str) -> Result<(&'b str, &'b str), LogError> {
    if bytes.len() > 2 * MOST_BYTES {
        return Err(LogError::malformed(what, "it is too long"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| LogError::malformed(what, "it is not UTF-8"))?;
    let parts = text.split_once("\n\n");
    parts.ok_or_else(|| LogError::malformed(what, "no empty line stands before its checkpoint"))
}

fn hashes<'l>(lines: impl Iterator<Item = &'l str>, most: usize, what: &'static str) -> Result<Vec<Digest>, LogError> {
    let mut hashes = Vec::new();
    for line in lines {
        if hashes.len() == most {
            return Err(LogError::malformed(what, format!("it has more than {most} hashes")));
        }
        let hash = hash(line).ok_or_else(|| LogError::malformed(what, "a hash is not the base64 of 32 bytes"))?;
        hashes.push(hash);
    }
    Ok(hashes)
}
