//! Every way in which a store can refuse or break.

use sekisho_model::error::Hint;

/// Why a store cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Written by a later program; left alone.
    #[error("store `{place}` has format {found}, this program knows {known}")]
    Newer {
        /// The directory.
        place: String,
        /// Its format.
        found: u64,
        /// The format written here.
        known: u64,
    },
    /// Holds files, but is no store.
    #[error("directory `{place}` is not empty and is no store")]
    Foreign {
        /// The directory.
        place: String,
    },
    /// Another process works with it.
    #[error("store `{place}` is in use by another process")]
    Busy {
        /// The directory.
        place: String,
    },
    /// The system refuses.
    #[error("store `{place}` cannot be used: {reason}")]
    Io {
        /// The directory.
        place: String,
        /// The system's word.
        reason: String,
    },
    /// Its files are damaged.
    #[error("store `{place}` is damaged: {reason}")]
    Damaged {
        /// The directory.
        place: String,
        /// What the database says.
        reason: String,
    },
}

impl StoreError {
    /// Whether the person must choose another directory, instead of the scan going on without a memo.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Newer { .. } | Self::Foreign { .. })
    }
}

impl Hint for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "store-newer",
            Self::Foreign { .. } => "store-foreign",
            Self::Busy { .. } => "store-busy",
            Self::Io { .. } => "store-io",
            Self::Damaged { .. } => "store-damaged",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Newer { .. } => "update this program, or name another directory",
                Self::Foreign { .. } => "name an empty or a new directory",
                Self::Busy { .. } => "wait for the other scan, or give each its own directory",
                Self::Io { .. } => "check the directory's permissions and the space left on its disk",
                Self::Damaged { .. } => "delete the directory `memo` in it; what it held is computed again",
            }
            .to_owned(),
        )
    }
}
