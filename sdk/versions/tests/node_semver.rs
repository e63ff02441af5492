//! npm's own tables: order, equality, valid versions, and the ranges that an interval can say.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

#[path = "support/common.rs"]
mod common;

use sekisho_versions::{Interval, Scheme};
use serde_json::Value;
use std::cmp::Ordering;

fn rows(table: &str) -> Vec<Vec<Value>> {
    let cases = common::json("_oracles/node_semver_tables.json");
    let rows: Vec<Vec<Value>> = cases["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["table"] == table)
        .map(|case| case["row"].as_array().unwrap().clone())
        .collect();
    assert!(!rows.is_empty(), "{table}");
    rows
}

#[test]
fn comparisons_and_equality() {
    for row in rows("comparisons") {
        let (greater, smaller) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        assert_eq!(
            Scheme::Npm.compare(greater, smaller),
            Ok(Ordering::Greater),
            "{greater} {smaller}"
        );
        assert_eq!(
            Scheme::Npm.compare(smaller, greater),
            Ok(Ordering::Less),
            "{smaller} {greater}"
        );
    }
    for row in rows("equality") {
        let (left, right) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        assert_eq!(Scheme::Npm.compare(left, right), Ok(Ordering::Equal), "{left} {right}");
    }
}

#[test]
fn valid_versions_are_read_and_others_are_refused() {
    for row in rows("valid-versions") {
        let text = row[0].as_str().unwrap();
        assert_eq!(Scheme::Npm.compare(text, text), Ok(Ordering::Equal), "{text}");
    }
    for text in ["1", "1.2", "1.2.x", "hello, world", "99999999999999999999.0.0", "*"] {
        assert!(Scheme::Npm.compare(text, "1.0.0").is_err(), "{text}");
    }
}

/// The intervals of a range, if it is made of nothing but `>=`, `<`, `<=`, exact versions, hyphens and `||`.
fn intervals(range: &str) -> Option<Vec<Interval<'_>>> {
    range.split("||").map(|part| interval(part.trim())).collect()
}

fn interval(part: &str) -> Option<Interval<'_>> {
    let exact =
        |text: &str| Scheme::Npm.compare(text, text).is_ok() && text.bytes().next().is_some_and(|b| b.is_ascii_digit());
    if let Some((from, to)) = part.split_once(" - ") {
        return (exact(from) && exact(to)).then_some(Interval {
            introduced: Some(from),
            fixed: None,
            last_affected: Some(to),
        });
    }
    let mut interval = Interval::default();
    for comparator in part.split_whitespace() {
        let (sign, version) = comparator.split_at(comparator.find(|c: char| c.is_ascii_digit())?);
        if !exact(version) {
            return None;
        }
        match sign {
            ">=" if interval.introduced.is_none() => interval.introduced = Some(version),
            "<" if interval.fixed.is_none() => interval.fixed = Some(version),
            "<=" if interval.last_affected.is_none() => interval.last_affected = Some(version),
            "" | "=" if interval == Interval::default() => {
                interval.introduced = Some(version);
                interval.last_affected = Some(version);
            }
            _ => return None,
        }
    }
    (interval != Interval::default()).then_some(interval)
}

#[test]
fn ranges_that_an_interval_can_say() {
    let mut judged = [0, 0];
    for (index, (table, inside)) in [("range-include", true), ("range-exclude", false)]
        .into_iter()
        .enumerate()
    {
        for row in rows(table) {
            let (Some(range), Some(version)) = (row[0].as_str(), row[1].as_str()) else {
                continue;
            };
            // npm leaves pre-releases out of ranges unless told otherwise; advisories do not.
            let Some(intervals) = intervals(range).filter(|_| !version.contains('-')) else {
                continue;
            };
            if Scheme::Npm.compare(version, version).is_err() {
                continue;
            }
            assert_eq!(
                Scheme::Npm.is_affected(version, &intervals, &[]),
                Ok(inside),
                "{range} {version}"
            );
            judged[index] += 1;
        }
    }
    println!("{judged:?} rows of range-include and range-exclude");
    assert!(judged == [15, 11], "{judged:?}");
}
