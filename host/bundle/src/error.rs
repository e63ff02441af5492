//! What can be wrong with a bundle as a thing; whether to trust it is another question.

use sekisho_model::Digest;
use sekisho_model::error::Hint;

/// Why a bundle cannot be made or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Something that should be JSON, TOML or tar and is not.
    #[error("`{place}` cannot be read: {reason}")]
    Unreadable {
        /// Which part.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// Something that an archive of a bundle does not hold.
    #[error("`{name}` does not belong into a bundle: {reason}")]
    Entry {
        /// Its name.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// More than the limit.
    #[error("{what} is larger than {limit} bytes")]
    TooLarge {
        /// Which part.
        what: String,
        /// The limit.
        limit: u64,
    },
    /// More parts than the limit.
    #[error("the bundle has more than {0} parts")]
    TooMany(usize),
    /// A part that is named and not there.
    #[error("{what} `{digest}` is missing")]
    Missing {
        /// Which part.
        what: String,
        /// Its digest.
        digest: Digest,
    },
    /// A part whose bytes are not those that are named.
    #[error("{what} has digest `{found}`, and `{expected}` is named")]
    Digest {
        /// Which part.
        what: String,
        /// As named.
        expected: Digest,
        /// As computed.
        found: Digest,
    },
    /// A part whose length is not that which is named.
    #[error("{what} has {found} bytes, and {expected} are named")]
    Size {
        /// Which part.
        what: String,
        /// As named.
        expected: u64,
        /// As counted.
        found: u64,
    },
    /// A part of another type.
    #[error("{what} is of the type `{found}`, not `{expected}`")]
    MediaType {
        /// Which part.
        what: String,
        /// As it must be.
        expected: &'static str,
        /// As it is.
        found: String,
    },
    /// The layout holds no bundle, or more than one.
    #[error("the layout holds {0} bundles, not one")]
    NotOne(usize),
    /// An archive that is not written the one way in which a bundle is.
    #[error("the archive is not written as bundles are: {0}")]
    NotCanonical(&'static str),
    /// Fields of `bundle.toml` or the configuration that are missing or wrong, each with a sentence.
    #[error("{}", .0.join("\n       "))]
    Fields(Vec<String>),
    /// The configuration says something else of a part than is true.
    #[error("the bundle says that {what} is {claimed}, and it is {found}")]
    Claim {
        /// Of what.
        what: String,
        /// As the configuration says.
        claimed: String,
        /// As it is.
        found: String,
    },
}

impl BundleError {
    pub(crate) fn unreadable(place: impl Into<String>, reason: impl ToString) -> Self {
        Self::Unreadable {
            place: place.into(),
            reason: reason.to_string(),
        }
    }
}

impl Hint for BundleError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "bundle-unreadable",
            Self::Entry { .. } => "bundle-entry",
            Self::TooLarge { .. } | Self::TooMany(_) => "bundle-too-large",
            Self::Missing { .. } => "bundle-missing",
            Self::Digest { .. } | Self::Size { .. } => "bundle-digest",
            Self::MediaType { .. } => "bundle-media-type",
            Self::NotOne(_) => "bundle-not-one",
            Self::NotCanonical(_) => "bundle-not-canonical",
            Self::Fields(_) => "bundle-fields",
            Self::Claim { .. } => "bundle-claim",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Unreadable { .. } => "give a file written by `sekisho bundle build`, or an OCI image layout",
            Self::Entry { .. } => "a bundle holds `plugins/*.wasm` and `policies/**/*.toml`, nothing else",
            Self::TooLarge { .. } | Self::TooMany(_) => "split the bundle",
            Self::Missing { .. } | Self::Digest { .. } | Self::Size { .. } => {
                "it was changed or cut short after it was built: get it again from its issuer"
            }
            Self::MediaType { .. } | Self::NotOne(_) => "`sekisho bundle build` writes a bundle",
            Self::NotCanonical(_) => "unpack it into a directory and give that, or get it again from its issuer",
            Self::Fields(_) => "every bundle says who issued it and after which document",
            Self::Claim { .. } => "do not use it: what it says of itself is not true; tell its issuer",
        };
        Some(text.to_owned())
    }
}
