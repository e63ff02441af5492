//! What the command line says of a record, and the exit code.

use crate::failure::exit;
use crate::print;
use sekisho_assess::Brief;
use sekisho_model::{Digest, Severity, Verdict};

/// Errors that are told one by one.
const TOLD: usize = 20;

/// A record in brief.
#[derive(Debug)]
pub(crate) struct Summary(Brief);

impl Summary {
    pub(crate) fn of(brief: Brief) -> Self {
        Self(brief)
    }

    pub(crate) fn root(&self) -> Digest {
        self.0.root
    }

    /// Lines on stderr; the verdict where the report itself does not go to the terminal.
    pub(crate) fn tell(&self, with_verdict: bool) {
        for diagnostic in self.0.errors.iter().take(TOLD) {
            let subject = diagnostic
                .subject
                .as_deref()
                .map(|s| format!("{s}/"))
                .unwrap_or_default();
            let path = diagnostic.path.as_deref().unwrap_or("");
            let line = diagnostic.line.map(|n| format!(":{n}")).unwrap_or_default();
            print::talk(&format!("error: {subject}{path}{line}: {}", diagnostic.message));
            if let Some(hint) = &diagnostic.hint {
                print::talk(&format!("hint: {hint}"));
            }
        }
        if with_verdict {
            print::talk(&format!(
                "{}: {} ledger entries, {}",
                self.0.verdict.name(),
                self.0.leaves,
                self.0.root
            ));
        }
    }

    /// The exit code: unreadable evidence first, since the assessment then rests on less than it was given.
    pub(crate) fn code(&self, fail_on: Option<Severity>) -> u8 {
        if !self.0.errors.is_empty() {
            return exit::EVIDENCE;
        }
        if self
            .0
            .gravest
            .is_some_and(|gravest| fail_on.is_none_or(|bound| gravest >= bound))
        {
            return exit::NON_CONFORMANT;
        }
        match self.0.verdict {
            _ if self.0.is_open => exit::INDETERMINATE,
            Verdict::Indeterminate => exit::INDETERMINATE,
            // Below the bound of `--fail-on` a failure is reported and does not fail.
            Verdict::Conformant | Verdict::NonConformant => exit::CONFORMANT,
        }
    }
}
