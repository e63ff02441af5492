//! Why nothing is disclosed, and why a disclosure is refused.

use super::checks::Check;
use sekisho_model::canonical::CanonicalError;
use sekisho_model::error::Hint;

/// Why there is no disclosure.
#[derive(Debug, thiserror::Error)]
pub enum DiscloseError {
    /// Not a record.
    #[error("only a record can be disclosed from, this is `{0}`")]
    NotARecord(String),
    /// A record whose parts do not fit together.
    #[error("the record does not fit together: {0}")]
    Broken(String),
    /// A subject that is not in it.
    #[error("the record has no subject `{0}`")]
    NoSubject(String),
    /// A control that is not in it.
    #[error("the record has no control `{0}`")]
    NoControl(String),
    /// A control id that several policies have.
    #[error("several policies have a control `{control}`: {policies}")]
    Ambiguous {
        /// The control.
        control: String,
        /// The policies.
        policies: String,
    },
    /// A control without any check.
    #[error("no check decides control `{0}`, so the ledger has no entry for it")]
    NoEntry(String),
    /// Nothing was chosen.
    #[error("nothing is chosen")]
    Nothing,
    /// The record cannot be written.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl Hint for DiscloseError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotARecord(_) => "disclose-not-a-record",
            Self::Broken(_) => "disclose-broken-record",
            Self::NoSubject(_) => "disclose-no-subject",
            Self::NoControl(_) => "disclose-no-control",
            Self::Ambiguous { .. } => "disclose-ambiguous",
            Self::NoEntry(_) => "disclose-no-entry",
            Self::Nothing => "disclose-nothing",
            Self::Canonical(_) => "disclose-canonical",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotARecord(_) => "give the file that `sekisho scan -o json:FILE` wrote",
            Self::Broken(_) => "the file was changed after the scan: take it from where it was kept, or scan again",
            Self::Ambiguous { .. } => "name the policy as well",
            Self::Nothing => "choose at least one subject and one control",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

/// A disclosure that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the disclosure is refused at the check `{}`: {}", .failed.code.name(), .failed.detail)]
pub struct Refused {
    /// The checks that were made before, all held or open.
    pub before: Vec<Check>,
    /// The first that failed.
    pub failed: Check,
}

impl Hint for Refused {
    fn code(&self) -> &'static str {
        "disclosure-refused"
    }

    fn hint(&self) -> Option<String> {
        Some("ask whoever disclosed for the untouched file; if it stays like this, for the whole record".to_owned())
    }
}
