//! What can be wrong with figures, lists that are matched, and what is merged.

use sekisho_model::error::Hint;

/// Why there is no report, list or document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SupplyError {
    /// A sum that does not fit.
    #[error("a sum of the figures is too large to be exact")]
    TooLarge,
    /// A file of figures that cannot be used.
    #[error("`{file}` holds no figures of costs: {reason}")]
    Figures {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A file of private matching that is not what it should be.
    #[error("`{file}` is no {what}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What it should be.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// An answer to another request.
    #[error("the answer belongs to request {answered}, not to {own}")]
    OtherRequest {
        /// Digest of the request that was answered.
        answered: String,
        /// Digest of the own request.
        own: String,
    },
    /// A list without anything that can be matched.
    #[error("there is nothing that can be matched: {0}")]
    Nothing(&'static str),
    /// More than a list may hold.
    #[error("{what} has {count} items, the most are {most}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// The most.
        most: usize,
    },
    /// The cryptography failed: the system gave no randomness that is fit.
    #[error("the items cannot be blinded: {0}")]
    Crypto(String),
    /// SBOMs of different products.
    #[error("the SBOMs are about different products: {0}")]
    Products(String),
    /// Rows of the register that no VEX statement can be made of.
    #[error("{} of the register cannot become a statement: {}", rows.len(), rows.join("; "))]
    Rows {
        /// Each row with what it lacks.
        rows: Vec<String>,
    },
    /// An archive whose index or content is not what was put into it.
    #[error("the archive cannot be used: {0}")]
    Archive(String),
}

impl Hint for SupplyError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "supply-too-large",
            Self::Figures { .. } => "supply-figures",
            Self::Unreadable { .. } => "supply-unreadable",
            Self::OtherRequest { .. } => "supply-other-request",
            Self::Nothing(_) => "supply-nothing",
            Self::TooMany { .. } => "supply-too-many",
            Self::Crypto(_) => "supply-crypto",
            Self::Products(_) => "supply-products",
            Self::Rows { .. } => "supply-rows",
            Self::Archive(_) => "supply-archive",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Figures { .. } => "docs/sbom-costs.md tells what stands in it; examples/simulation-platform has one",
            Self::Unreadable { .. } => "docs/private-matching.md tells which command writes which file",
            Self::OtherRequest { .. } => "take the state that was written together with the request",
            Self::Nothing(_) => "components and affected packages are matched by their package URL",
            Self::TooMany { .. } => "split the list and match the parts one after the other",
            Self::Products(_) => "name the product with `--name`, if they are parts of one product all the same",
            Self::Rows { .. } => "complete the rows in the register",
            Self::Archive(_) => "do not change files of an archive by hand; take the copy from the backup",
            Self::TooLarge | Self::Crypto(_) => return None,
        };
        Some(text.to_owned())
    }
}
