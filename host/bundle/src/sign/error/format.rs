//! What can be wrong with a file that holds a signature.

use sekisho_model::error::Hint;

/// Why a file is no bundle, envelope or statement that is read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// More bytes than are read.
    #[error("the {what} has {size} bytes, more than {limit}")]
    TooLarge {
        /// What is read.
        what: &'static str,
        /// Its size in bytes.
        size: usize,
        /// The most that is read.
        limit: usize,
    },
    /// Not JSON, or not the members that it must have.
    #[error("the {what} is not well formed: {reason}")]
    Json {
        /// What is read.
        what: &'static str,
        /// What is wrong, and where.
        reason: String,
    },
    /// A member has a value that it must not have.
    #[error("the {what} is not valid: `{at}` {reason}")]
    Value {
        /// What is read.
        what: &'static str,
        /// Which member.
        at: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another version of the format.
    #[error("the sigstore bundle is `{0}`, not version 0.3")]
    Version(String),
    /// A signature that is vouched for by a certificate.
    #[error("the sigstore bundle names a certificate (`{0}`), not a public key")]
    Certificate(&'static str),
    /// Not exactly one content.
    #[error("the sigstore bundle has {0}, not one `messageSignature` or one `dsseEnvelope`")]
    Contents(&'static str),
    /// Not exactly one signature in an envelope.
    #[error("the DSSE envelope has {0} signatures, not one")]
    Signatures(usize),
}

impl Hint for FormatError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "signature-too-large",
            Self::Json { .. } => "signature-malformed",
            Self::Value { .. } => "signature-invalid",
            Self::Version(_) => "signature-version",
            Self::Certificate(_) => "signature-certificate",
            Self::Contents(_) => "signature-contents",
            Self::Signatures(_) => "signature-count",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Version(_) => "sign again with a tool that writes version 0.3 (cosign 3 does)",
            Self::Certificate(_) => "only signatures with plain keys are verified: ask for one made with `--key`",
            Self::Signatures(_) => "write one bundle per signer",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
