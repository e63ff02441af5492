//! Failures of the program, as opposed to findings about a subject: one sentence, what and where, then a hint.

use crate::print;
use sekisho_model::error::Hint;

/// The exit codes: part of the public contract.
pub(crate) mod exit {
    /// Every control is met.
    pub(crate) const CONFORMANT: u8 = 0;
    /// At least one control is not met.
    pub(crate) const NON_CONFORMANT: u8 = 1;
    /// Something is undecided.
    pub(crate) const INDETERMINATE: u8 = 2;
    /// Wrong arguments or configuration.
    pub(crate) const USAGE: u8 = 3;
    /// Evidence could not be read.
    pub(crate) const EVIDENCE: u8 = 4;
    /// Trust refused: authority, signature.
    pub(crate) const TRUST: u8 = 5;
    /// A fault of this program.
    pub(crate) const INTERNAL: u8 = 6;
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
    hint: Option<String>,
}

impl Failure {
    fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(exit::USAGE, message)
    }

    pub(crate) fn evidence(message: impl Into<String>) -> Self {
        Self::new(exit::EVIDENCE, message)
    }

    /// Something that is not to be trusted.
    pub(crate) fn untrusted(message: impl Into<String>) -> Self {
        Self::new(exit::TRUST, message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(exit::INTERNAL, message)
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The failure with what an error hints at.
    pub(crate) fn of_hint(error: &dyn Hint, failure: Self) -> Self {
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Arguments that are not understood, said as every other error is.
    pub(crate) fn arguments(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let text = text.split("\nFor more information").next().unwrap_or(text);
        Self::usage(text.trim_end()).hint("`--help` shows what can be given")
    }

    /// A plugin that is refused at load.
    pub(crate) fn refused(error: &sekisho_sandbox::LoadError) -> Self {
        Self::of_hint(error, Self::new(exit::TRUST, error.to_string()))
    }

    /// A refusal by the trust root, or a wrong use of it; the rule stands behind the sentence.
    pub(crate) fn trust(error: &sekisho_bundle::trust::TrustError) -> Self {
        let code = if error.is_refusal() { exit::TRUST } else { exit::USAGE };
        let failure = Self::new(code, format!("{error} [{}]", error.code()));
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// What went wrong with a registry: what somebody served and must not be used is refused, the rest is a matter of usage.
    pub(crate) fn registry(error: &sekisho_bundle::registry::RegistryError) -> Self {
        let code = if error.is_refusal() { exit::TRUST } else { exit::USAGE };
        Self::of_hint(error, Self::new(code, format!("{error} [{}]", error.code())))
    }

    /// Faults of policy files, all at once.
    pub(crate) fn policy(errors: &[sekisho_catalog::CatalogError]) -> Self {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let failure = Self::usage(lines.join("\n       "));
        match errors.first().and_then(Hint::hint) {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn code(&self) -> u8 {
        self.code
    }

    pub(crate) fn tell(&self) {
        print::talk(&format!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            print::talk(&format!("hint: {hint}"));
        }
    }
}

impl From<sekisho_benchmark::BenchmarkError> for Failure {
    fn from(error: sekisho_benchmark::BenchmarkError) -> Self {
        Self::of_hint(&error, Self::usage(error.to_string()))
    }
}

impl From<sekisho_bundle::BundleError> for Failure {
    fn from(error: sekisho_bundle::BundleError) -> Self {
        // What is merely not written yet is a matter of usage; what is not what it says is one of trust.
        let failure = match error {
            sekisho_bundle::BundleError::Fields(_) => Self::usage(error.to_string()),
            _ => Self::untrusted(error.to_string()),
        };
        Self::of_hint(&error, failure)
    }
}

impl From<sekisho_bundle::trust::TrustError> for Failure {
    fn from(error: sekisho_bundle::trust::TrustError) -> Self {
        Self::trust(&error)
    }
}

impl From<sekisho_bundle::registry::RegistryError> for Failure {
    fn from(error: sekisho_bundle::registry::RegistryError) -> Self {
        Self::registry(&error)
    }
}

impl From<sekisho_supply::SupplyError> for Failure {
    fn from(error: sekisho_supply::SupplyError) -> Self {
        use sekisho_supply::SupplyError as E;
        let failure = match error {
            E::Archive(_) | E::OtherRequest { .. } => Self::untrusted(error.to_string()),
            E::Nothing(_) | E::Products(_) | E::Rows { .. } => Self::evidence(error.to_string()),
            E::Crypto(_) => Self::internal(error.to_string()),
            _ => Self::usage(error.to_string()),
        };
        Self::of_hint(&error, failure)
    }
}

impl From<sekisho_procure::ProcureError> for Failure {
    fn from(error: sekisho_procure::ProcureError) -> Self {
        Self::of_hint(&error, Self::usage(error.to_string()))
    }
}

impl From<sekisho_report::ReportError> for Failure {
    fn from(error: sekisho_report::ReportError) -> Self {
        Self::internal(error.to_string())
    }
}
