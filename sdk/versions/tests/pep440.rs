//! Python's own tables: the ascending list of versions, invalid versions, normal forms, and simple specifiers.
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

fn values(table: &str) -> Vec<Value> {
    let cases = common::json("_oracles/pep440_tables.json");
    let all = cases["cases"].as_array().unwrap();
    let rows: Vec<Value> = all
        .iter()
        .filter(|c| c["table"] == table)
        .map(|c| c["value"].clone())
        .collect();
    assert!(!rows.is_empty(), "{table}");
    rows
}

#[test]
fn every_pair_of_the_ascending_list() {
    let list = values("VERSIONS").remove(0);
    let versions: Vec<&str> = list.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    assert!(versions.len() > 60);
    for (i, left) in versions.iter().enumerate() {
        for (j, right) in versions.iter().enumerate() {
            assert_eq!(Scheme::Pep440.compare(left, right), Ok(i.cmp(&j)), "{left} {right}");
        }
    }
}

#[test]
fn invalid_versions_are_refused() {
    for value in values("test_version.py::test_invalid_versions") {
        let text = value.as_str().unwrap();
        assert!(Scheme::Pep440.compare(text, "1.0").is_err(), "{text}");
    }
}

#[test]
fn a_version_equals_its_normal_form() {
    for row in values("test_version.py::test_normalized_versions") {
        let (text, normal) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        assert_eq!(
            Scheme::Pep440.compare(text, normal),
            Ok(Ordering::Equal),
            "{text} {normal}"
        );
    }
}

#[test]
fn specifiers_that_an_interval_can_say() {
    let mut judged = 0;
    for table in [
        "test_specifiers.py::test_contains_post_release_boundary_intersection",
        "test_specifiers.py::test_boundary_closure_short_release",
    ] {
        for row in values(table) {
            let (spec, version, inside) = (
                row[0].as_str().unwrap(),
                row[1].as_str().unwrap(),
                row[2].as_bool().unwrap(),
            );
            if let Some(last) = spec.strip_prefix("<=") {
                let interval = Interval {
                    last_affected: Some(last),
                    ..Interval::default()
                };
                assert_eq!(
                    Scheme::Pep440.is_affected(version, &[interval], &[]),
                    Ok(inside),
                    "{spec} {version}"
                );
                judged += 1;
            }
        }
    }
    assert_eq!(
        judged, 1,
        "the other rows use `>`, `!=` or a rule of their own for pre-releases"
    );
}
