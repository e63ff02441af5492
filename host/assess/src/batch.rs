//! Finds out whether what a plugin said of many subjects at once is what it says of each alone.
//!
//! The host does not believe that a plugin keeps subjects apart: some of every batch are evaluated again, each in an
//! instance of its own, and must give the same answers. Which ones is decided by a digest of their ids: nothing that a
//! plugin sees tells it who will be looked at, and the same inputs are looked at in the same way.

use crate::cost::Cost;
use sekisho_model::Digest;
use sekisho_sandbox::CheckRun;

/// Of so many subjects of a batch, at least one is evaluated again.
const SAMPLE_ONE_IN: usize = 64;

/// What became of a batch.
#[derive(Debug)]
pub(crate) enum Batched {
    /// For each subject its answers, and what it cost alone where that was asked for.
    Proved(Vec<(Vec<CheckRun>, Option<Cost>)>),
    /// The call broke as a whole: nothing is known of any one subject.
    Broken,
    /// Of this subject the plugin says something else alone.
    Mixed(String),
}

/// Compares a batch with some of its subjects alone: those to be measured, and others up to the size of the sample.
pub(crate) fn prove(
    batch: Vec<Vec<CheckRun>>,
    ids: &[&str],
    measured: &[bool],
    alone: impl Fn(usize) -> Option<(Vec<CheckRun>, Cost)>,
) -> Batched {
    let sample = sample(ids, measured);
    let mut proved = Vec::with_capacity(batch.len());
    for (number, answers) in batch.into_iter().enumerate() {
        let mut cost = None;
        if sample.contains(&number) {
            let Some((again, used)) = alone(number) else {
                return Batched::Broken;
            };
            if again != answers {
                return Batched::Mixed(ids.get(number).copied().unwrap_or("?").to_owned());
            }
            cost = Some(used).filter(|_| measured.get(number) == Some(&true));
        }
        proved.push((answers, cost));
    }
    Batched::Proved(proved)
}

/// Numbers of the subjects to look at again.
fn sample(ids: &[&str], measured: &[bool]) -> Vec<usize> {
    let wanted = ids.len().div_ceil(SAMPLE_ONE_IN).max(1);
    let mut order: Vec<(bool, Digest, usize)> = ids
        .iter()
        .enumerate()
        // What is measured is looked at in any case; of the others, those whose digest comes first.
        .map(|(number, id)| (measured.get(number) != Some(&true), Digest::of(format!("sample {id}").as_bytes()), number))
        .collect();
    order.sort();
    let must = order.iter().filter(|(is_other, ..)| !is_other).count();
    order.truncate(wanted.max(must));
    order.into_iter().map(|(_, _, number)| number).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use sekisho_model::Outcome;
    use sekisho_model::check::{MessageInfo, Messages};
    use sekisho_model::finding::RawFinding;
    use std::collections::BTreeMap;

    fn answer(outcome: Outcome) -> Vec<CheckRun> {
        let map = BTreeMap::from([("m".to_owned(), MessageInfo::default())]);
        let finding = RawFinding {
            outcome,
            message: Messages::from(map).number("m").unwrap(),
            arguments: BTreeMap::new(),
            facts: [1].into_iter().collect(),
        };
        vec![Ok([finding].into_iter().collect())]
    }

    fn cost() -> Cost {
        Cost {
            subjects: 1,
            fuel: 7,
            checks: vec![7],
        }
    }

    #[test]
    fn a_batch_that_differs_from_one_subject_alone_is_not_believed() {
        let ids: Vec<String> = (0..100).map(|n| format!("host-{n}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let batch = || ids.iter().map(|_| answer(Outcome::Pass)).collect::<Vec<_>>();
        let none = vec![false; 100];
        let looked_at = sample(&ids, &none);
        assert_eq!(looked_at.len(), 2);
        let honest = prove(batch(), &ids, &none, |_| Some((answer(Outcome::Pass), cost())));
        assert!(matches!(honest, Batched::Proved(runs) if runs.len() == 100 && runs.iter().all(|(_, c)| c.is_none())));
        let mixed = prove(batch(), &ids, &none, |number| {
            let outcome = if number == looked_at[1] {
                Outcome::Fail
            } else {
                Outcome::Pass
            };
            Some((answer(outcome), cost()))
        });
        assert!(matches!(mixed, Batched::Mixed(id) if id == ids[looked_at[1]]));
    }

    #[test]
    fn what_is_measured_is_looked_at_and_keeps_its_cost() {
        let measured = [false, true, true];
        let batch = (0..3).map(|_| answer(Outcome::Pass)).collect();
        let Batched::Proved(runs) = prove(batch, &["a", "b", "c"], &measured, |_| {
            Some((answer(Outcome::Pass), cost()))
        }) else {
            unreachable!()
        };
        assert_eq!(runs.iter().map(|(_, c)| c.is_some()).collect::<Vec<_>>(), measured);
    }
}
