//! What can be wrong with a key, a signature or the file that holds one.

mod format;
mod key;

pub use format::FormatError;
pub use key::KeyError;

use crate::sign::Algorithm;
use sekisho_model::Digest;
use sekisho_model::error::Hint;

/// Why nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The signer says no: a token that is locked, a person who declined.
    #[error("the signer refused: {0}")]
    Refused(String),
    /// The signer must see what it signs, and only a digest was given.
    #[error("{0} signs the artifact itself, and only its digest was given")]
    NeedsMessage(Algorithm),
    /// The signature does not fit the signer's own public key.
    #[error("the signature that the signer made does not fit its public key {0}")]
    Faulty(Digest),
    /// What would be signed is not valid.
    #[error(transparent)]
    Format(#[from] FormatError),
}

impl Hint for SignError {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "sign-refused",
            Self::NeedsMessage(_) => "sign-needs-message",
            Self::Faulty(_) => "sign-faulty",
            Self::Format(error) => error.code(),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NeedsMessage(_) => Some("give the artifact".to_owned()),
            Self::Faulty(_) => {
                Some("secret and public key are not a pair, or the device is broken: do not use it".to_owned())
            }
            Self::Refused(_) => None,
            Self::Format(error) => error.hint(),
        }
    }
}

/// Why a signature says nothing about what it was held against.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The file is none.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Signed under a key that is not among those trusted.
    #[error("unknown signer: the signature names key {0}, which is not trusted here")]
    UnknownSigner(Digest),
    /// The key is known, the signature is not its own.
    #[error("the signature does not match: it was not made by key {key} ({algorithm}) over this content")]
    Signature {
        /// The key.
        key: Digest,
        /// Its algorithm.
        algorithm: Algorithm,
    },
    /// Two digests that must be one.
    #[error("{of} has digest {found}, not {expected}")]
    Digest {
        /// What has it.
        of: &'static str,
        /// The digest that was asked for.
        expected: Digest,
        /// The one that it has.
        found: Digest,
    },
    /// An envelope around something else.
    #[error("the signed payload is `{found}`, not `{expected}`")]
    PayloadType {
        /// Its type.
        found: String,
        /// The one that was asked for.
        expected: &'static str,
    },
    /// A message signature where a statement was asked for.
    #[error("the bundle signs an artifact, not a statement")]
    NoStatement,
    /// A statement that says something else.
    #[error("the statement is one of `{found}`, not `{expected}`")]
    PredicateType {
        /// Its predicate type.
        found: String,
        /// The one that was asked for.
        expected: String,
    },
    /// A statement about other things.
    #[error("none of the {subjects} subjects of the statement has digest {expected}")]
    Subject {
        /// How many it has.
        subjects: usize,
        /// The digest that was asked for.
        expected: Digest,
    },
    /// A signature of an artifact that speaks of several.
    #[error("the statement signs {0} subjects at once, not one artifact")]
    Subjects(usize),
    /// Cannot be decided from the digest.
    #[error("a message signature by Ed25519 (key {0}) can only be verified with the artifact at hand")]
    NeedsArtifact(Digest),
}

impl Hint for VerifyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format(error) => error.code(),
            Self::UnknownSigner(_) => "verify-unknown-signer",
            Self::Signature { .. } => "verify-signature",
            Self::Digest { .. } => "verify-digest",
            Self::PayloadType { .. } => "verify-payload-type",
            Self::NoStatement => "verify-no-statement",
            Self::PredicateType { .. } => "verify-predicate-type",
            Self::Subject { .. } => "verify-subject",
            Self::Subjects(_) => "verify-subjects",
            Self::NeedsArtifact(_) => "verify-needs-artifact",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Format(error) => return error.hint(),
            Self::UnknownSigner(_) => {
                "get the signer's public key from somebody you trust, not from where the signature is"
            }
            Self::Signature { .. } => {
                "the content was changed after signing, or the file belongs to another one: fetch both again"
            }
            Self::Digest { .. } => "the signature belongs to another file or version: fetch both again",
            Self::NeedsArtifact(_) => "give the artifact",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

/// Why a threshold is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdError {
    /// Satisfied by nobody's signature.
    #[error("the threshold asks for no signature")]
    Nothing,
    /// A role that nobody must fill.
    #[error("the threshold asks for nobody in role `{0}`")]
    Zero(String),
    /// A role that stands there twice.
    #[error("the threshold names role `{0}` twice")]
    Twice(String),
    /// More signatures than are ever collected.
    #[error("the threshold asks for {asked} signatures, more than {limit}")]
    TooMany {
        /// How many.
        asked: usize,
        /// The most.
        limit: usize,
    },
}

impl Hint for ThresholdError {
    fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "threshold-nothing",
            Self::Zero(_) => "threshold-zero",
            Self::Twice(_) => "threshold-twice",
            Self::TooMany { .. } => "threshold-too-many",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Nothing | Self::Zero(_) => Some("ask for at least one signature, or leave the role out".to_owned()),
            Self::Twice(_) => Some("name each role once, with how many signers it needs".to_owned()),
            Self::TooMany { .. } => None,
        }
    }
}
