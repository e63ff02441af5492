//! Why two versions could not be compared. Not knowing is an answer of its own: callers report it as unknown.

/// A comparison that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VersionError {
    /// There is no version at all.
    #[error("a version is missing")]
    Missing,
    /// The text is longer than any real version.
    #[error("a version is longer than {0} bytes")]
    TooLong(usize),
    /// The text is no version of its scheme.
    #[error("`{version}` is not a version of the {scheme} scheme")]
    Invalid {
        /// The scheme.
        scheme: &'static str,
        /// The text.
        version: String,
    },
    /// Both are versions, but the order depends on a part that one of them leaves out.
    #[error("`{left}` and `{right}` differ only in a part that one of them leaves out")]
    Incomplete {
        /// One version.
        left: String,
        /// The other.
        right: String,
    },
}

impl VersionError {
    pub(crate) fn invalid(scheme: &'static str, version: &str) -> Self {
        Self::Invalid {
            scheme,
            version: version.to_owned(),
        }
    }
}
