//! Which statuses a control can have with given outcomes, whatever its policy says about combining them.
//!
//! The rules of `sekisho-assess` (`status`) ask the policy whether one check is enough and what an answer counts; a disclosure does not
//! carry that. What follows here holds for every policy.

use sekisho_model::finding::Finding;
use sekisho_model::ledger::State;
use sekisho_model::{Outcome, Status};

/// The outcome of findings: the greatest of them. A check without any is broken.
pub(super) fn outcome(findings: &[Finding]) -> Outcome {
    findings.iter().map(|f| f.outcome).max().unwrap_or(Outcome::Error)
}

/// Why a control cannot have this status with all these states, if it cannot.
pub(super) fn impossible(status: Option<Status>, states: &[&State]) -> Option<String> {
    let has = |outcome| states.contains(&&State::Outcome(outcome));
    let ran = states.iter().any(|state| matches!(state, State::Outcome(_)));
    let Some(status) = status else {
        return ran.then(|| "it was checked and has no status".to_owned());
    };
    if !ran {
        return Some("it has a status and was not checked".to_owned());
    }
    let decides = |state: &&State| !matches!(state, State::NotRun(_) | State::Outcome(Outcome::Informational));
    let is_possible = match status {
        Status::NotSatisfied => has(Outcome::Fail),
        Status::Satisfied => has(Outcome::Pass) && !has(Outcome::Error),
        Status::Attested => has(Outcome::Attested) && !has(Outcome::Error),
        Status::NotApplicable => has(Outcome::NotApplicable) && !has(Outcome::Error) && !has(Outcome::Fail),
        Status::Indeterminate => has(Outcome::Unknown) || has(Outcome::Error) || !states.iter().any(decides),
    };
    let names = states.iter().map(|state| match state {
        State::Outcome(outcome) => outcome.name(),
        State::NotRun(_) => "not-run",
    });
    let names = || names.collect::<Vec<_>>().join(", ");
    (!is_possible).then(|| format!("`{}` does not follow from {}", status.name(), names()))
}
