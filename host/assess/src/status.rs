//! Outcomes become the status of a control; statuses become a verdict.
//!
//! `unknown` and `error` never count as met. A person's statement stands in only where evidence is missing, and never
//! outweighs evidence.

use sekisho_catalog::policy::{AnswerUse, Combine};
use sekisho_model::{Outcome, Status, Verdict};

/// Status of a control from the outcomes of its checks and of its answer, if it has one.
pub fn status(checks: &[Outcome], answer: Option<Outcome>, use_of_answer: AnswerUse, combine: Combine) -> Status {
    let decided: Vec<Outcome> = checks
        .iter()
        .copied()
        .filter(|o| *o != Outcome::Informational)
        .collect();
    if let Some(Outcome::Error) = answer {
        return if of_checks(&decided, combine) == Status::NotSatisfied {
            Status::NotSatisfied
        } else {
            Status::Indeterminate
        };
    }
    let alone = of_checks(&decided, combine);
    // "No" and "partly" are believed, whatever evidence shows.
    if answer == Some(Outcome::Fail) {
        return Status::NotSatisfied;
    }
    let no_checks = checks.is_empty();
    let broke = decided.contains(&Outcome::Error);
    match (alone, answer, use_of_answer) {
        (Status::NotSatisfied, _, _) => Status::NotSatisfied,
        (_, _, AnswerUse::None) | (_, None, _) => alone,
        (_, Some(Outcome::Unknown), AnswerUse::Required) => Status::Indeterminate,
        // What needs a person's word beside the evidence rests on it.
        (Status::Satisfied, Some(Outcome::Attested), AnswerUse::Required) => Status::Attested,
        (_, Some(given), _) if no_checks => of_checks(&[given], combine),
        (Status::Indeterminate, Some(Outcome::Attested), _) if !broke => Status::Attested,
        (Status::Indeterminate, Some(Outcome::NotApplicable), _) if !broke && undecided(&decided) => {
            Status::NotApplicable
        }
        _ => alone,
    }
}

/// Whether nothing was decided by evidence: only then may a person say that the control does not apply.
fn undecided(outcomes: &[Outcome]) -> bool {
    outcomes
        .iter()
        .all(|o| matches!(o, Outcome::Unknown | Outcome::NotApplicable))
}

fn of_checks(outcomes: &[Outcome], combine: Combine) -> Status {
    let has = |outcome| outcomes.contains(&outcome);
    let met = if has(Outcome::Attested) {
        Status::Attested
    } else {
        Status::Satisfied
    };
    match combine {
        _ if outcomes.is_empty() => Status::Indeterminate,
        Combine::All if has(Outcome::Fail) => Status::NotSatisfied,
        _ if has(Outcome::Error) => Status::Indeterminate,
        Combine::Any if has(Outcome::Pass) => Status::Satisfied,
        Combine::Any if has(Outcome::Attested) => Status::Attested,
        _ if has(Outcome::Unknown) => Status::Indeterminate,
        _ if has(Outcome::Fail) => Status::NotSatisfied,
        _ if has(Outcome::Pass) || has(Outcome::Attested) => met,
        _ => Status::NotApplicable,
    }
}

/// Verdict from statuses (each with whether a waiver stands beside every failure behind it) and from whether something
/// else keeps it undecided: unreadable evidence, an expired or unmatched waiver.
pub fn verdict(statuses: impl IntoIterator<Item = (Status, bool)>, undecided: bool) -> Verdict {
    let mut verdict = if undecided {
        Verdict::Indeterminate
    } else {
        Verdict::Conformant
    };
    let mut any = false;
    for (status, waived) in statuses {
        any = true;
        match status {
            _ if waived => {}
            Status::NotSatisfied => return Verdict::NonConformant,
            Status::Indeterminate => verdict = Verdict::Indeterminate,
            Status::Satisfied | Status::Attested | Status::NotApplicable => {}
        }
    }
    if any { verdict } else { Verdict::Indeterminate }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Attested, Error, Fail, Informational, NotApplicable, Pass, Unknown};

    fn all(checks: &[Outcome]) -> Status {
        status(checks, None, AnswerUse::None, Combine::All)
    }

    #[test]
    fn unknown_and_error_are_never_met() {
        for met in [Pass, Attested, NotApplicable] {
            assert_eq!(all(&[met, Unknown]), Status::Indeterminate);
            assert_eq!(all(&[met, Error]), Status::Indeterminate);
            assert_eq!(
                status(&[met, Error], Some(Attested), AnswerUse::Fallback, Combine::Any),
                Status::Indeterminate
            );
        }
        assert_eq!(all(&[]), Status::Indeterminate);
        assert_eq!(all(&[Informational]), Status::Indeterminate);
    }

    #[test]
    fn a_failure_outweighs_everything_but_an_alternative() {
        for other in [Pass, Attested, NotApplicable, Unknown, Error] {
            assert_eq!(all(&[Fail, other]), Status::NotSatisfied);
        }
        assert_eq!(
            status(&[Fail, Pass], None, AnswerUse::None, Combine::Any),
            Status::Satisfied
        );
        assert_eq!(
            status(&[Fail, Unknown], None, AnswerUse::None, Combine::Any),
            Status::Indeterminate
        );
        assert_eq!(
            status(&[Fail, Fail], None, AnswerUse::None, Combine::Any),
            Status::NotSatisfied
        );
    }

    #[test]
    fn a_statement_stands_in_for_missing_evidence_only() {
        let with = |checks: &[Outcome], answer| status(checks, Some(answer), AnswerUse::Fallback, Combine::All);
        assert_eq!(with(&[Unknown], Attested), Status::Attested);
        assert_eq!(with(&[Pass, Unknown], Attested), Status::Attested);
        assert_eq!(with(&[Fail], Attested), Status::NotSatisfied);
        assert_eq!(with(&[Pass], Attested), Status::Satisfied);
        assert_eq!(with(&[Pass], Fail), Status::NotSatisfied);
        assert_eq!(with(&[Unknown], Unknown), Status::Indeterminate);
        assert_eq!(with(&[Error], Attested), Status::Indeterminate);
        assert_eq!(with(&[Unknown], NotApplicable), Status::NotApplicable);
        assert_eq!(with(&[Pass, Unknown], NotApplicable), Status::Indeterminate);
        assert_eq!(with(&[], Attested), Status::Attested);
        assert_eq!(with(&[], Unknown), Status::Indeterminate);
        assert_eq!(
            status(&[Pass], Some(Unknown), AnswerUse::Required, Combine::All),
            Status::Indeterminate
        );
    }

    #[test]
    fn not_applicable_is_met_only_if_nothing_else_decides() {
        assert_eq!(all(&[NotApplicable, Informational]), Status::NotApplicable);
        assert_eq!(all(&[NotApplicable, Pass]), Status::Satisfied);
        assert_eq!(all(&[Attested, Pass]), Status::Attested);
    }

    #[test]
    fn verdicts() {
        let s = |status| (status, false);
        assert_eq!(
            verdict([s(Status::Satisfied), s(Status::Attested)], false),
            Verdict::Conformant
        );
        assert_eq!(verdict([s(Status::Satisfied)], true), Verdict::Indeterminate);
        assert_eq!(
            verdict([s(Status::Indeterminate), s(Status::NotSatisfied)], false),
            Verdict::NonConformant
        );
        assert_eq!(
            verdict([(Status::NotSatisfied, true), s(Status::Satisfied)], false),
            Verdict::Conformant
        );
        assert_eq!(verdict([], false), Verdict::Indeterminate);
    }
}
