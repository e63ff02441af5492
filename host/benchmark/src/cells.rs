//! Which counts of a control may be told, so that no firm can be told from them.
//!
//! A count of 1 to K-1 firms is small. Small counts are never told, and neither are counts that would give one by
//! subtraction. Counts are not struck out one by one: where one is small, it is told together with its neighbor, in
//! steps, until nothing small is left. So what is told always adds up to all firms, and nothing can be subtracted:
//!
//! 1. met and attested apart, does-not-apply apart, unknown and open apart;
//! 2. a pair with a small count as one: met or attested; unknown or open;
//! 3. all three kinds of done as one, where does-not-apply or met-or-attested is still small;
//! 4. where done or not done as a whole is small: only which of the two it is, and that only from 2K-1 firms on;
//! 5. otherwise nothing but the number of firms.
//!
//! A status that all firms share would say it of each of them. Where all are open or unknown, step 4 says "fewer than K
//! have done it", as it would for one or two.
//!
//! Whoever knows these rules learns from a merged cell of M firms that one part is small: 1 to K-1, or M less 1 to K-1.
//! With M at least K and K at least 3 there are two such splits or more for every M. `tests/privacy.rs` tries all tables up
//! to 16 firms, also for one who knows how he stands himself.

use crate::score::Standing;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many firms have each standing, in the order of [`Standing::ALL`]. Never leaves this crate in a file.
pub type Counts = BTreeMap<Standing, usize>;

/// What is told of one control: a cell, over one or several standings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The standings that are told together.
    pub standings: Vec<Standing>,
    /// How many firms, where it may be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firms: Option<usize>,
    /// Their share of all firms, to four places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Fewer than this many, where that is all that may be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fewer_than: Option<usize>,
}

const DONE: [Standing; 3] = [Standing::Met, Standing::Attested, Standing::NotApplicable];
const FULFILLED: [Standing; 2] = [Standing::Met, Standing::Attested];
const NOT_DONE: [Standing; 2] = [Standing::Unknown, Standing::Open];

/// The cells that may be told. `minimum` is K.
pub fn tell(counts: &Counts, minimum: usize) -> Vec<Cell> {
    let of = |standings: &[Standing]| standings.iter().filter_map(|s| counts.get(s)).sum::<usize>();
    let is_small = |count: usize| count > 0 && count < minimum;
    let firms = of(&Standing::ALL);
    let cell = |standings: &[Standing]| Cell {
        standings: standings.to_vec(),
        firms: Some(of(standings)),
        rate: Some(rate(of(standings), firms)),
        fewer_than: None,
    };
    let (done, not_done) = (of(&DONE), of(&NOT_DONE));
    if is_small(done) || is_small(not_done) || done == 0 {
        if firms + 1 < 2 * minimum {
            return vec![cell(&Standing::ALL)];
        }
        let bound = |standings: &[Standing], is_few: bool| Cell {
            standings: standings.to_vec(),
            firms: None,
            rate: None,
            fewer_than: is_few.then_some(minimum),
        };
        let few_done = done < minimum;
        return vec![bound(&DONE, few_done), bound(&NOT_DONE, !few_done)];
    }
    let pair = |pair: &[Standing; 2]| {
        if pair.iter().any(|one| is_small(of(&[*one]))) {
            vec![cell(pair)]
        } else {
            pair.iter().map(|one| cell(&[*one])).collect()
        }
    };
    let mut cells = if is_small(of(&FULFILLED)) || is_small(of(&[Standing::NotApplicable])) {
        vec![cell(&DONE)]
    } else {
        let mut cells = pair(&FULFILLED);
        cells.push(cell(&[Standing::NotApplicable]));
        cells
    };
    cells.extend(pair(&NOT_DONE));
    cells
}

/// A share to four places.
fn rate(part: usize, whole: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of firms are far below 2^52")]
    let share = part as f64 / whole.max(1) as f64;
    (share * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(met: usize, attested: usize, na: usize, unknown: usize, open: usize) -> String {
        let counts: Counts = Standing::ALL
            .into_iter()
            .zip([met, attested, na, unknown, open])
            .collect();
        let cells = tell(&counts, 5);
        let text = |cell: &Cell| {
            let names: Vec<&str> = cell.standings.iter().map(|s| s.name()).collect();
            let count = match (cell.firms, cell.fewer_than) {
                (Some(firms), _) => format!("={firms}"),
                (None, Some(bound)) => format!("<{bound}"),
                (None, None) => String::new(),
            };
            names.join("+") + &count
        };
        cells.iter().map(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn small_counts_are_told_with_their_neighbors() {
        for ((met, attested, na, unknown, open), expected) in [
            (
                (20, 10, 5, 6, 9),
                "met=20 attested=10 not-applicable=5 unknown=6 open=9",
            ),
            ((20, 0, 0, 0, 9), "met=20 attested=0 not-applicable=0 unknown=0 open=9"),
            ((20, 1, 0, 6, 9), "met+attested=21 not-applicable=0 unknown=6 open=9"),
            ((20, 10, 5, 6, 1), "met=20 attested=10 not-applicable=5 unknown+open=7"),
            ((20, 10, 1, 6, 9), "met+attested+not-applicable=31 unknown=6 open=9"),
            ((1, 2, 7, 6, 9), "met+attested+not-applicable=10 unknown=6 open=9"),
            ((20, 10, 5, 1, 2), "met+attested+not-applicable unknown+open<5"),
            ((1, 1, 1, 9, 9), "met+attested+not-applicable<5 unknown+open"),
            ((0, 0, 0, 0, 30), "met+attested+not-applicable<5 unknown+open"),
            ((30, 0, 0, 0, 0), "met=30 attested=0 not-applicable=0 unknown=0 open=0"),
            ((4, 0, 0, 0, 4), "met+attested+not-applicable+unknown+open=8"),
            ((0, 0, 0, 0, 6), "met+attested+not-applicable+unknown+open=6"),
        ] {
            assert_eq!(told(met, attested, na, unknown, open), expected);
        }
    }
}
