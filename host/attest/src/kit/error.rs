//! What can be wrong with a kit as a thing; whether to believe it is another question.

use sekisho_bundle::BundleError;
use sekisho_model::Digest;
use sekisho_model::error::Hint;

/// Why a kit cannot be written or opened.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// The file cannot be read or written.
    #[error("the kit cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// A part that is not what it should be.
    #[error("`{part}` of the kit cannot be read: {reason}")]
    Unreadable {
        /// Which part.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// Another format.
    #[error("the kit has format `{0}`, this program reads `kit/1`")]
    Format(String),
    /// Something that no kit holds.
    #[error("`{name}` does not belong into a kit: {reason}")]
    Entry {
        /// Its name.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// A path that leads out.
    #[error("the path `{0}` leads out of the kit")]
    Path(String),
    /// Written in another way than kits are.
    #[error("the kit is not written as kits are: {0}")]
    NotCanonical(&'static str),
    /// Bytes that are not those of their name.
    #[error("`{name}` has digest `{found}`, and `{expected}` is named")]
    Digest {
        /// Which bytes.
        name: String,
        /// As named.
        expected: Digest,
        /// As computed.
        found: Digest,
    },
    /// A part that is named and not there.
    #[error("`{0}` is named and not in the kit")]
    Missing(String),
    /// Something that nothing names.
    #[error("`{0}` is in the kit, and nothing names it")]
    Stray(String),
    /// Larger than what is read.
    #[error("`{what}` is larger than {limit} bytes")]
    TooLarge {
        /// Which part.
        what: String,
        /// The limit.
        limit: u64,
    },
    /// More entries than are read.
    #[error("the kit has more than {0} entries")]
    TooMany(usize),
    /// A manifest of it.
    #[error(transparent)]
    Manifest(#[from] BundleError),
}

impl KitError {
    pub(crate) fn unreadable(part: impl Into<String>, reason: impl ToString) -> Self {
        Self::Unreadable {
            part: part.into(),
            reason: reason.to_string(),
        }
    }
}

impl Hint for KitError {
    fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "kit-io",
            Self::Unreadable { .. } => "kit-unreadable",
            Self::Format(_) => "kit-format",
            Self::Entry { .. } | Self::Stray(_) => "kit-entry",
            Self::Path(_) => "kit-path",
            Self::NotCanonical(_) => "kit-not-canonical",
            Self::Digest { .. } => "kit-digest",
            Self::Missing(_) => "kit-missing",
            Self::TooLarge { .. } | Self::TooMany(_) => "kit-too-large",
            Self::Manifest(_) => "kit-manifest",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Io(_) => "check the file, its permissions and the space on the disk",
            Self::Format(_) => "use the version of the program that wrote it",
            Self::Unreadable { .. } | Self::Entry { .. } | Self::Path(_) | Self::NotCanonical(_) => {
                "`sekisho audit run` writes a kit; do not repack it"
            }
            Self::Digest { .. } | Self::Missing(_) | Self::Stray(_) | Self::Manifest(_) => {
                "it was changed or cut short after it was made: ask for it again"
            }
            Self::TooLarge { .. } | Self::TooMany(_) => "split the audit, or leave the evidence out of the kit",
        };
        Some(text.to_owned())
    }
}
