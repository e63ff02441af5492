//! What is told of a control never tells how one firm stands, not even to somebody who knows the rules by which counts
//! are held back, and his own standing: every table of up to 16 firms is tried.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use sekisho_benchmark::Standing;
use sekisho_benchmark::cells::{Cell, Counts, tell};
use std::collections::{BTreeMap, BTreeSet};

type Table = [usize; 5];

/// All ways in which `firms` firms can stand.
fn tables(firms: usize) -> Vec<Table> {
    let mut tables = Vec::new();
    for a in 0..=firms {
        for b in 0..=firms - a {
            for c in 0..=firms - a - b {
                for d in 0..=firms - a - b - c {
                    tables.push([a, b, c, d, firms - a - b - c - d]);
                }
            }
        }
    }
    tables
}

fn told(table: &Table, minimum: usize) -> Vec<Cell> {
    let counts: Counts = Standing::ALL.into_iter().zip(table.iter().copied()).collect();
    tell(&counts, minimum)
}

/// The tables by what is told of them: whoever reads it knows that the table is one of these and no more.
fn alike(firms: usize, minimum: usize) -> Vec<(Vec<Cell>, Vec<Table>)> {
    let mut alike: BTreeMap<String, (Vec<Cell>, Vec<Table>)> = BTreeMap::new();
    for table in tables(firms) {
        let cells = told(&table, minimum);
        let entry = alike.entry(format!("{cells:?}")).or_insert_with(|| (cells, Vec::new()));
        entry.1.push(table);
    }
    alike.into_values().collect()
}

fn index(standing: Standing) -> usize {
    Standing::ALL.iter().position(|one| *one == standing).unwrap()
}

/// Whether a count is told on its own.
fn is_told(cells: &[Cell], standing: Standing) -> bool {
    cells
        .iter()
        .any(|cell| cell.standings == [standing] && cell.firms.is_some())
}

fn every_size(with: impl Fn(usize, usize, &[Cell], &[Table])) {
    for minimum in 3..=6 {
        for firms in 3..=16 {
            for (cells, tables) in alike(firms, minimum) {
                with(firms, minimum, &cells, &tables);
            }
        }
    }
}

#[test]
fn no_told_count_is_small_and_all_add_up() {
    every_size(|firms, minimum, cells, tables| {
        let standings: BTreeSet<Standing> = cells.iter().flat_map(|c| c.standings.iter().copied()).collect();
        assert_eq!(standings.len(), 5);
        assert_eq!(cells.iter().map(|c| c.standings.len()).sum::<usize>(), 5);
        for cell in cells {
            let is_everybody = cell.standings.len() == 5;
            assert!(
                cell.firms
                    .is_none_or(|count| count == 0 || count >= minimum || is_everybody),
                "{cells:?}"
            );
            for table in tables {
                let count: usize = cell.standings.iter().map(|s| table[index(*s)]).sum();
                assert!(cell.firms.is_none_or(|told| told == count), "{cells:?} {table:?}");
                assert!(cell.fewer_than.is_none_or(|bound| count < bound), "{cells:?} {table:?}");
            }
        }
        let sum: Option<usize> = cells.iter().map(|c| c.firms).sum();
        assert!(sum.is_none_or(|sum| sum == firms));
    });
}

#[test]
fn a_count_that_is_held_back_cannot_be_derived() {
    every_size(|firms, minimum, cells, tables| {
        for standing in Standing::ALL.into_iter().filter(|s| !is_told(cells, *s)) {
            let possible: BTreeSet<usize> = tables.iter().map(|t| t[index(standing)]).collect();
            assert!(
                possible.len() >= 2,
                "{firms} firms, minimum {minimum}: {standing:?} is {possible:?} in {cells:?}"
            );
        }
    });
}

#[test]
fn not_even_by_a_firm_that_subtracts_itself() {
    every_size(|firms, minimum, cells, tables| {
        for own in Standing::ALL {
            // What is possible for one who stands like this.
            let left: Vec<&Table> = tables.iter().filter(|t| t[index(own)] > 0).collect();
            if left.is_empty() {
                continue;
            }
            for standing in Standing::ALL.into_iter().filter(|s| !is_told(cells, *s)) {
                let possible: BTreeSet<usize> = left.iter().map(|t| t[index(standing)]).collect();
                assert!(
                    possible.len() >= 2,
                    "{firms} firms, minimum {minimum}, own {own:?}: {standing:?} is {possible:?} in {cells:?}"
                );
            }
        }
    });
}

#[test]
fn nobody_learns_that_every_firm_is_behind() {
    every_size(|firms, minimum, cells, tables| {
        let is_behind = |table: &Table| table[index(Standing::Unknown)] + table[index(Standing::Open)] == firms;
        assert!(
            !tables.iter().all(is_behind),
            "{firms} firms, minimum {minimum}: all are behind in {cells:?}"
        );
    });
}
