//! What the command line says of a record, and the exit code: little enough to be remembered with a whole scan.

use crate::failure::exit;
use crate::print;
use sekisho_model::diagnostic::Level;
use sekisho_model::{Assessment, Diagnostic, Digest, Outcome, Severity, Status, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Errors that are told one by one.
const TOLD: usize = 20;

/// A record in brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    verdict: Verdict,
    pub(crate) leaves: u64,
    pub(crate) root: Digest,
    /// The first errors about evidence.
    errors: Vec<Diagnostic>,
    /// The gravest failure that no waiver stands beside.
    gravest: Option<Severity>,
    /// Whether something broke or is undecided.
    is_open: bool,
}

impl Summary {
    pub(crate) fn of(assessment: &Assessment) -> Self {
        let mut failures: BTreeMap<(&str, &str, &str), Severity> = BTreeMap::new();
        for finding in assessment.findings.iter().filter(|f| f.outcome == Outcome::Fail) {
            let key = (
                finding.subject.as_str(),
                finding.policy.as_str(),
                finding.control.as_str(),
            );
            let worst = failures.entry(key).or_insert(finding.severity);
            *worst = (*worst).max(finding.severity);
        }
        let unmet = assessment
            .statuses
            .iter()
            .filter(|s| s.status == Status::NotSatisfied && !s.waived);
        let severities = unmet.map(|s| {
            let key = (s.subject.as_str(), s.policy.as_str(), s.control.as_str());
            failures.get(&key).copied().unwrap_or(Severity::Critical)
        });
        let is_open = |s: &sekisho_model::assessment::StatusRecord| s.status == Status::Indeterminate && !s.waived;
        Self {
            verdict: assessment.verdict,
            leaves: assessment.ledger.leaves,
            root: assessment.ledger.root,
            errors: assessment
                .diagnostics
                .iter()
                .filter(|d| d.level == Level::Error)
                .take(TOLD)
                .cloned()
                .collect(),
            gravest: severities.max(),
            is_open: assessment.findings.iter().any(|f| f.outcome == Outcome::Error)
                || assessment.statuses.iter().any(is_open),
        }
    }

    /// Lines on stderr; the verdict where the report itself does not go to the terminal.
    pub(crate) fn tell(&self, with_verdict: bool) {
        for diagnostic in &self.errors {
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
                self.verdict.name(),
                self.leaves,
                self.root
            ));
        }
    }

    /// The exit code: unreadable evidence first, since the assessment then rests on less than it was given.
    pub(crate) fn code(&self, fail_on: Option<Severity>) -> u8 {
        if !self.errors.is_empty() {
            return exit::EVIDENCE;
        }
        if self
            .gravest
            .is_some_and(|gravest| fail_on.is_none_or(|bound| gravest >= bound))
        {
            return exit::NON_CONFORMANT;
        }
        match self.verdict {
            _ if self.is_open => exit::INDETERMINATE,
            Verdict::Indeterminate => exit::INDETERMINATE,
            // Below the bound of `--fail-on` a failure is reported and does not fail.
            Verdict::Conformant | Verdict::NonConformant => exit::CONFORMANT,
        }
    }
}
