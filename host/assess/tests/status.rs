//! Statuses and verdicts against a second, slow and plain reading of the rules (`docs/decisions/0003`), and the
//! properties that no change of the rules may break.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use proptest::prelude::*;
use proptest::sample::select;
use sekisho_assess::status::{status, verdict};
use sekisho_catalog::policy::{AnswerUse, Combine};
use sekisho_model::{Outcome, Status, Verdict};

const OUTCOMES: [Outcome; 7] = [
    Outcome::Pass,
    Outcome::Fail,
    Outcome::Attested,
    Outcome::NotApplicable,
    Outcome::Unknown,
    Outcome::Error,
    Outcome::Informational,
];
const STATUSES: [Status; 5] = [
    Status::Satisfied,
    Status::NotSatisfied,
    Status::Attested,
    Status::NotApplicable,
    Status::Indeterminate,
];

/// The rules read aloud, one question after the other.
fn naive(checks: &[Outcome], answer: Option<Outcome>, use_of: AnswerUse, combine: Combine) -> Status {
    let some = |o: Outcome| checks.contains(&o);
    let by_checks = || {
        if checks.iter().all(|c| *c == Outcome::Informational) {
            return Status::Indeterminate;
        }
        if combine == Combine::All && some(Outcome::Fail) {
            return Status::NotSatisfied;
        }
        if some(Outcome::Error) {
            return Status::Indeterminate;
        }
        if combine == Combine::Any {
            // One met check is enough; evidence before a statement.
            for (met, status) in [
                (Outcome::Pass, Status::Satisfied),
                (Outcome::Attested, Status::Attested),
                (Outcome::Unknown, Status::Indeterminate),
                (Outcome::Fail, Status::NotSatisfied),
            ] {
                if some(met) {
                    return status;
                }
            }
            return Status::NotApplicable;
        }
        for (found, status) in [
            (Outcome::Unknown, Status::Indeterminate),
            (Outcome::Attested, Status::Attested),
            (Outcome::Pass, Status::Satisfied),
        ] {
            if some(found) {
                return status;
            }
        }
        Status::NotApplicable
    };
    let alone = by_checks();
    // "No" and "partly" are believed; so is evidence against the control.
    if answer == Some(Outcome::Fail) || alone == Status::NotSatisfied {
        return Status::NotSatisfied;
    }
    // An answer that broke keeps the control undecided.
    if answer == Some(Outcome::Error) {
        return Status::Indeterminate;
    }
    let Some(answer) = answer else { return alone };
    if use_of == AnswerUse::None {
        return alone;
    }
    if checks.is_empty() {
        return match answer {
            Outcome::Pass => Status::Satisfied,
            Outcome::Attested => Status::Attested,
            Outcome::NotApplicable => Status::NotApplicable,
            _ => Status::Indeterminate,
        };
    }
    if use_of == AnswerUse::Required && answer == Outcome::Unknown {
        return Status::Indeterminate;
    }
    // A control that needs a person's word beside the evidence is as strong as that word.
    if use_of == AnswerUse::Required && answer == Outcome::Attested && alone == Status::Satisfied {
        return Status::Attested;
    }
    if alone != Status::Indeterminate || some(Outcome::Error) {
        return alone;
    }
    let decided = some(Outcome::Pass) || some(Outcome::Attested) || some(Outcome::Fail);
    match answer {
        Outcome::Attested => Status::Attested,
        Outcome::NotApplicable if !decided => Status::NotApplicable,
        _ => alone,
    }
}

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    proptest::collection::vec(select(&OUTCOMES[..]), 0..6)
}

fn answers() -> impl Strategy<Value = Option<Outcome>> {
    proptest::option::of(select(&OUTCOMES[..6]))
}

fn uses() -> impl Strategy<Value = AnswerUse> {
    select(&[AnswerUse::None, AnswerUse::Fallback, AnswerUse::Required][..])
}

fn combines() -> impl Strategy<Value = Combine> {
    select(&[Combine::All, Combine::Any][..])
}

fn met(status: Status) -> bool {
    matches!(status, Status::Satisfied | Status::Attested | Status::NotApplicable)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_status_is_what_the_rules_say(
        checks in outcomes(), answer in answers(), use_of in uses(), combine in combines()
    ) {
        prop_assert_eq!(
            status(&checks, answer, use_of, combine),
            naive(&checks, answer, use_of, combine),
            "{:?} {:?} {:?} {:?}", checks, answer, use_of, combine
        );
    }

    #[test]
    fn order_and_repetition_say_nothing(
        checks in outcomes(), answer in answers(), use_of in uses(), combine in combines()
    ) {
        let once = status(&checks, answer, use_of, combine);
        let mut other: Vec<Outcome> = checks.iter().rev().copied().collect();
        prop_assert_eq!(status(&other, answer, use_of, combine), once);
        other.extend(checks);
        prop_assert_eq!(status(&other, answer, use_of, combine), once);
    }

    #[test]
    fn where_all_must_be_met_no_further_failure_or_gap_makes_it_better(
        checks in outcomes(), answer in answers(), use_of in uses(), bad in select(&[Outcome::Fail, Outcome::Error][..])
    ) {
        let mut more = checks.clone();
        more.push(bad);
        prop_assert!(!met(status(&more, answer, use_of, Combine::All)));
        if !met(status(&checks, None, use_of, Combine::All)) && !checks.is_empty() {
            more.pop();
            more.push(Outcome::Unknown);
            prop_assert!(!met(status(&more, None, use_of, Combine::All)));
        }
    }

    #[test]
    fn the_verdict_is_as_bad_as_its_worst_status(
        statuses in proptest::collection::vec((select(&STATUSES[..]), any::<bool>()), 0..8), undecided in any::<bool>()
    ) {
        let counted: Vec<Status> = statuses.iter().filter(|(_, waived)| !waived).map(|(s, _)| *s).collect();
        let expected = if counted.contains(&Status::NotSatisfied) {
            Verdict::NonConformant
        } else if undecided || statuses.is_empty() || counted.contains(&Status::Indeterminate) {
            Verdict::Indeterminate
        } else {
            Verdict::Conformant
        };
        prop_assert_eq!(verdict(statuses, undecided), expected);
    }
}
