//! The tests of the VERS specification, as far as they order versions or ask for containment in what an interval says.
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

fn tests(file: &str) -> Vec<Value> {
    common::json(&format!("vers-spec-tests/tests/{file}"))["tests"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn arch_versions_compare() {
    let tests = tests("alpm_version_cmp_test.json");
    assert_eq!(tests.len(), 42);
    for test in tests {
        let versions: Vec<&str> = test["input"]["versions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap())
            .collect();
        let order = Scheme::Alpm.compare(versions[0], versions[1]);
        match test["test_type"].as_str().unwrap() {
            "equality" => assert_eq!(
                order.map(Ordering::is_eq).ok(),
                test["expected_output"].as_bool(),
                "{versions:?}"
            ),
            _ => {
                let first = test["expected_output"][0].as_str().unwrap();
                let expected = if first == versions[0] {
                    Ordering::Less
                } else {
                    Ordering::Greater
                };
                assert_eq!(order, Ok(expected), "{versions:?}");
            }
        }
    }
}

/// Intervals and listed versions of a VERS range; `None` where it uses `>` or `!=`, which no interval can say.
fn convert(vers: &str) -> Option<(Scheme, Vec<Interval<'_>>, Vec<&str>)> {
    let (ty, constraints) = vers.strip_prefix("vers:")?.split_once('/')?;
    let scheme = Scheme::of_purl_type(ty)?;
    let (mut intervals, mut listed): (Vec<Interval<'_>>, Vec<&str>) = (Vec::new(), Vec::new());
    for constraint in constraints.split('|') {
        if constraint == "*" {
            intervals.push(Interval::default());
        } else if let Some(version) = constraint.strip_prefix(">=") {
            intervals.push(Interval {
                introduced: Some(version),
                ..Interval::default()
            });
        } else if let Some(version) = constraint.strip_prefix("<=") {
            match intervals.last_mut() {
                Some(open) if open.last_affected.is_none() && open.fixed.is_none() => {
                    open.last_affected = Some(version)
                }
                _ => intervals.push(Interval {
                    last_affected: Some(version),
                    ..Interval::default()
                }),
            }
        } else if let Some(version) = constraint.strip_prefix('<') {
            match intervals.last_mut() {
                Some(open) if open.last_affected.is_none() && open.fixed.is_none() => open.fixed = Some(version),
                _ => intervals.push(Interval {
                    fixed: Some(version),
                    ..Interval::default()
                }),
            }
        } else if constraint.starts_with(['>', '!']) {
            return None;
        } else {
            listed.push(constraint.trim_start_matches('='));
        }
    }
    Some((scheme, intervals, listed))
}

#[test]
fn containment() {
    let (mut judged, mut beyond) = (0, Vec::new());
    for file in ["pypi_range_containment_test.json", "npm_range_containment_test.json"] {
        for test in tests(file) {
            let vers = test["input"]["vers"].as_str().unwrap();
            let version = test["input"]["version"].as_str().unwrap();
            let Some((scheme, intervals, listed)) = convert(vers) else {
                beyond.push(vers.to_owned());
                continue;
            };
            let inside = scheme.is_affected(version, &intervals, &listed);
            assert_eq!(inside.ok(), test["expected_output"].as_bool(), "{vers} {version}");
            judged += 1;
        }
    }
    assert_eq!(judged, 9);
    assert_eq!(
        beyond,
        ["vers:pypi/>0.0.2", "vers:pypi/>=3.0.0|!=2.0.3"],
        "beyond what an interval can say"
    );
}
