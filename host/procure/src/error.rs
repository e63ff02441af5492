//! What can be wrong with an annex, or the wish for one.

use sekisho_model::error::Hint;

/// Why there is no annex.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProcureError {
    /// A control that the policy does not have.
    #[error("policy `{policy}` has no control `{control}`")]
    NoControl {
        /// The policy.
        policy: String,
        /// The control.
        control: String,
    },
    /// A control that the profile leaves out.
    #[error("profile leaves control `{0}` out")]
    Excluded(String),
    /// Nothing is left to ask for.
    #[error("policy `{0}` has no control to ask for")]
    Nothing(String),
    /// A file that is no annex.
    #[error("`{file}` is no annex: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The document could not be written.
    #[error("the annex cannot be written as {form}: {reason}")]
    Render {
        /// The form.
        form: &'static str,
        /// Why.
        reason: String,
    },
}

impl Hint for ProcureError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoControl { .. } => "procure-no-control",
            Self::Excluded(_) => "procure-excluded",
            Self::Nothing(_) => "procure-nothing",
            Self::Unreadable { .. } => "procure-unreadable",
            Self::Render { .. } => "procure-render",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NoControl { policy, .. } => Some(format!("`sekisho policy show {policy}` lists them")),
            Self::Unreadable { .. } => Some("give a file written by `sekisho procure annex -o json:FILE`".to_owned()),
            _ => None,
        }
    }
}
