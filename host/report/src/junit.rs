//! `JUnit` XML for build servers: a suite per subject and policy, a case per planned check of a control.
//!
//! `fail` is a failure, `error` an error, `unknown` a failure too (an undecided control must not look met); `not-run`
//! and `not-applicable` are skipped. Control characters are dropped by the writer. The property `bundle-unsigned` of a suite
//! names each bundle for which nobody known vouches.

use crate::view::unsigned;
use crate::{ReportError, words};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use sekisho_model::finding::Finding;
use sekisho_model::ledger::State;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Outcome};

/// Renders.
pub fn render(assessment: &Assessment, l: Language) -> Result<Vec<u8>, ReportError> {
    let mut report = Report::new("sekisho");
    let mut suites: Vec<TestSuite> = Vec::new();
    let unsigned = unsigned(assessment);
    let mut rest = assessment.findings.as_slice();
    for entry in &assessment.ledger.entries {
        // Findings stand in the order of the ledger, as many for each entry as it says.
        let (mine, after) = rest.split_at_checked(entry.findings as usize).unwrap_or((rest, &[]));
        rest = after;
        let name = format!("{} · {}", entry.subject, entry.policy);
        if suites.last().is_none_or(|s| s.name.as_str() != name) {
            let mut suite = TestSuite::new(name);
            suite.add_properties(unsigned.iter().map(|bundle| ("bundle-unsigned", bundle.as_str())));
            suites.push(suite);
        }
        let mut case = TestCase::new(case_name(entry), status(entry, mine, l));
        case.set_classname(format!("{}.{}", entry.policy, entry.control));
        if let Some(suite) = suites.last_mut() {
            suite.add_test_case(case);
        }
    }
    report.add_test_suites(suites);
    report
        .to_string()
        .map(String::into_bytes)
        .map_err(|e| ReportError::new("junit", e))
}

fn case_name(entry: &sekisho_model::ledger::Entry) -> String {
    let number = if entry.instance == 0 {
        String::new()
    } else {
        format!(" #{}", entry.instance + 1)
    };
    format!("{} {}:{}{number}", entry.control, entry.plugin, entry.check)
}

fn status(entry: &sekisho_model::ledger::Entry, findings: &[Finding], l: Language) -> TestCaseStatus {
    let outcome = match &entry.state {
        State::NotRun(reason) => {
            let mut skipped = TestCaseStatus::skipped();
            skipped.set_message(reason.clone());
            return skipped;
        }
        State::Outcome(outcome) => *outcome,
    };
    let text = |wanted: &[Outcome]| {
        let lines = findings
            .iter()
            .filter(|f| wanted.contains(&f.outcome))
            .map(|f| match l {
                Language::Ja => f.message.ja.as_str(),
                Language::En => f.message.en.as_str(),
            });
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut status = match outcome {
        Outcome::Pass | Outcome::Attested | Outcome::Informational => return TestCaseStatus::success(),
        Outcome::NotApplicable => TestCaseStatus::skipped(),
        Outcome::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
        Outcome::Fail | Outcome::Unknown if entry.waived.is_some() => TestCaseStatus::skipped(),
        Outcome::Fail | Outcome::Unknown => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    status.set_type(outcome.name());
    let waiver = entry
        .waived
        .as_ref()
        .map(|w| format!(" ({}: {} – {})", words::waived(l), w.id, w.until));
    status.set_message(format!("{}{}", words::outcome(outcome, l), waiver.unwrap_or_default()));
    status.set_description(text(&[outcome]));
    status
}
