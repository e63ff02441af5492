//! Why a note, a checkpoint, a proof or a log is refused: each by its name.

use sekisho_model::error::Hint;
use sekisho_model::merkle::ProofError;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Text that is no signed note, no checkpoint, no proof, no key.
    #[error("this is no {what}: {reason}")]
    Malformed {
        /// What it should be: `signed note`, `checkpoint`, `verifier key`, `inclusion proof`, `consistency proof`, `log entry`, `statement`.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// Nobody signed whose key is known.
    #[error("no known key has signed this; it bears the names {names}")]
    UnknownSigners {
        /// Names and key ids on the note.
        names: String,
    },
    /// The name is known, the key is another.
    #[error("`{name}` has signed with the key {found}, known is {expected}")]
    OtherKey {
        /// The name.
        name: String,
        /// Key id on the note.
        found: String,
        /// Key id that is known.
        expected: String,
    },
    /// A known key, and a signature that is not its own.
    #[error("the signature of `{name}` does not match the text")]
    BadSignature {
        /// The name of the key.
        name: String,
    },
    /// Too few witnesses.
    #[error("{found} of the known witnesses have signed, {needed} are needed")]
    Quorum {
        /// How many have.
        found: usize,
        /// How many must.
        needed: usize,
    },
    /// The checkpoint of another log.
    #[error("the checkpoint is of the log `{found}`, not of `{expected}`")]
    WrongOrigin {
        /// Its origin.
        found: String,
        /// The origin that is expected.
        expected: String,
    },
    /// A smaller tree after a larger one.
    #[error("the log was rolled back: it has {new} entries, {old} were seen before")]
    RolledBack {
        /// Entries seen before.
        old: u64,
        /// Entries now.
        new: u64,
    },
    /// Two trees that cannot be one log.
    #[error("the log was forked: what it signed for {size} entries is not what it signed before")]
    Forked {
        /// Entries of the earlier tree.
        size: u64,
    },
    /// A proof that does not hold.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A file of the log that is not what the checkpoint says.
    #[error("`{path}` of the log is not what was signed: {reason}")]
    Damaged {
        /// Which file.
        path: String,
        /// How.
        reason: String,
    },
    /// A file of the log that should be there.
    #[error("the log has no `{path}`")]
    Missing {
        /// Which file.
        path: String,
    },
    /// A log where none should be.
    #[error("there is a log already")]
    Exists,
    /// Another program writes.
    #[error("another program is appending to this log")]
    Busy,
    /// An entry longer than the format can hold.
    #[error("an entry of {length} bytes is too long: 65535 is the most")]
    LongEntry {
        /// Its length.
        length: usize,
    },
    /// No entry of that number under the checkpoint.
    #[error("the checkpoint covers {size} entries, {wanted} is asked for")]
    Beyond {
        /// Entries under the checkpoint.
        size: u64,
        /// What was asked for: an entry's number, or a size.
        wanted: u64,
    },
    /// The signer could not sign.
    #[error("`{name}` could not sign: {reason}")]
    Signer {
        /// Name of the key.
        name: String,
        /// Why.
        reason: String,
    },
    /// The system refused.
    #[error("`{path}` of the log: {reason}")]
    Io {
        /// Which file.
        path: String,
        /// The system's word.
        reason: String,
    },
}

impl LogError {
    pub(crate) fn malformed(what: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self::Malformed { what, reason }
    }

    pub(crate) fn damaged(path: &str, reason: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    pub(crate) fn io(path: &str, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::NotFound {
            return Self::Missing { path: path.to_owned() };
        }
        Self::Io {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

impl Hint for LogError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "log-malformed",
            Self::UnknownSigners { .. } => "log-unknown-signers",
            Self::OtherKey { .. } => "log-other-key",
            Self::BadSignature { .. } => "log-bad-signature",
            Self::Quorum { .. } => "log-quorum",
            Self::WrongOrigin { .. } => "log-wrong-origin",
            Self::RolledBack { .. } => "log-rolled-back",
            Self::Forked { .. } => "log-forked",
            Self::Proof(inner) => inner.code(),
            Self::Damaged { .. } => "log-damaged",
            Self::Missing { .. } => "log-file-missing",
            Self::Exists => "log-exists",
            Self::Busy => "log-busy",
            Self::LongEntry { .. } => "log-long-entry",
            Self::Beyond { .. } => "log-beyond",
            Self::Signer { .. } => "log-signer",
            Self::Io { .. } => "log-io",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::UnknownSigners { .. } | Self::OtherKey { .. } => {
                "if the log has changed its key, get the new one from its keeper by a way you trust, and add it"
            }
            Self::BadSignature { .. } | Self::Damaged { .. } => {
                "the file was changed or cut short on its way: copy the log again from its keeper"
            }
            Self::Quorum { .. } => "ask the keeper of the log for a checkpoint that the witnesses have signed",
            Self::RolledBack { .. } | Self::Forked { .. } => {
                "keep both checkpoints: together they show that the log does not only append; tell its keeper and witnesses"
            }
            Self::Proof(inner) => return inner.hint(),
            Self::Missing { .. } => "copy the whole directory of the log: `checkpoint` and `tile/`",
            Self::LongEntry { .. } => "log the digest of what is long, not the thing itself",
            Self::Beyond { .. } => "get a newer checkpoint of the log",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
