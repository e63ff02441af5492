//! The trait that every check implements.

use crate::{Context, Findings, Spec};

/// Code that decides one control, or part of one, for one subject.
pub trait Check {
    /// What the check is. Must always answer the same.
    fn spec(&self) -> Spec;

    /// Called once per subject and set of parameters. Must add at least one finding, or answer an error.
    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError>;
}

/// Why a check cannot conclude: its outcome becomes `error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckError {
    /// A fact that must exist by the contract is not there.
    MissingFact(String),
    /// A parameter has a value that the check cannot use.
    BadParameter(String),
    /// The check does not support what it was given.
    Unsupported(String),
    /// Anything else.
    Internal(String),
}
