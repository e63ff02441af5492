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
    /// What can be computed again was written by an earlier program.
    #[error("store `{place}` holds a memo of format {found}, this program writes {known}")]
    Older {
        /// The directory.
        place: String,
        /// The memo's format.
        found: u64,
        /// The format written here.
        known: u64,
    },
    /// A value is not what was written: a disk or a hand altered it.
    #[error("store `{place}` holds a value that is not what was written")]
    Altered {
        /// The directory.
        place: String,
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
            Self::Older { .. } => "store-older",
            Self::Altered { .. } => "store-altered",
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
                Self::Older { .. } => "nothing is to be done: the next scan remembers again",
                Self::Altered { .. } => "check the disk; the value is written anew",
                Self::Damaged { .. } => "delete the directory `memo` in it; what it held is computed again",
            }
            .to_owned(),
        )
    }
}
