//! The examples say what their README says: every planted fault is found, none is missed, nothing else fails or is open.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_model::{Assessment, Status};
use sekisho_tests::binary::{Scratch, sekisho};
use sekisho_tests::{assert_sarif, root};
use std::collections::BTreeSet;
use std::process::Command;

/// Runs the binary and answers exit code and record.
fn scan(arguments: &[&str]) -> (Option<i32>, Vec<u8>) {
    scan_as_of("2026-11-23", arguments)
}

fn scan_as_of(day: &str, arguments: &[&str]) -> (Option<i32>, Vec<u8>) {
    let binary = root().join("target/release/sekisho");
    let output = Command::new(&binary)
        .args(["scan", "-o", "json", "--as-of", day])
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap_or_else(|e| panic!("{}: {e}; run `cargo xtask build`", binary.display()));
    (output.status.code(), output.stdout)
}

/// The lines of the last code block of a README: policy, control, and remarks.
fn told(readme: &str) -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(root().join(readme)).unwrap();
    let block = text.rsplit("```").nth(1).unwrap();
    let pair = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    block.lines().filter_map(pair).collect()
}

#[track_caller]
fn assert_as_told(record: &[u8], readme: &str) {
    let assessment: Assessment = serde_json::from_slice(record).unwrap();
    let with = |status: Status| -> BTreeSet<(String, String)> {
        let rows = assessment.statuses.iter().filter(|s| s.status == status);
        rows.map(|s| (s.policy.clone(), s.control.clone())).collect()
    };
    assert_eq!(with(Status::NotSatisfied), told(readme), "{readme}");
    assert_eq!(with(Status::Indeterminate), BTreeSet::new(), "{readme}");
    assert_eq!(assessment.ledger.leaves, assessment.ledger.entries.len() as u64);
    let planned: usize = assessment
        .policies
        .iter()
        .flat_map(|p| &p.controls)
        .map(|c| c.checks.len())
        .sum();
    let planned = planned * assessment.subjects.len();
    assert_eq!(
        assessment.ledger.leaves, planned as u64,
        "one line for every planned check"
    );
}

/// The record as SARIF, in both languages.
fn assert_sarif_of(record: &[u8]) {
    let s = Scratch::new();
    s.write("a.json", record);
    for lang in ["ja", "en"] {
        let ran = sekisho(&["convert", &s.at("a.json"), "-o", "sarif", "--lang", lang]).exits(0);
        assert_sarif(&serde_json::from_slice(&ran.stdout).unwrap());
    }
}

#[test]
fn the_factory_is_as_its_readme_says() {
    let arguments = [
        "examples/factory",
        "--policy",
        "factory/meti-factory",
        "--policy",
        "scs/star3",
    ];
    let (code, record) = scan(&arguments);
    assert_eq!(code, Some(1));
    assert_as_told(&record, "examples/factory/README.md");
    let (_, again) = scan(&arguments);
    assert_eq!(record, again, "two runs give the same bytes");
    assert_sarif_of(&record);
    let s = Scratch::new();
    s.write("a.json", &record);
    let page = sekisho(&["convert", &s.at("a.json"), "-o", "html", "--lang", "en"]).exits(0);
    assert!(page.out().contains("32 controls") && !page.out().contains("2026-03-27 2026-03-27"));
    // Who scans it some weeks later finds the same.
    for day in ["2026-11-28", "2026-12-21"] {
        let (code, later) = scan_as_of(day, &arguments);
        assert_eq!(code, Some(1));
        assert_as_told(&later, "examples/factory/README.md");
    }
}

/// What the README of an example tells its reader to type, without day and language.
fn command_of(readme: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(readme)).unwrap();
    let line = text.lines().find(|line| line.starts_with("sekisho scan ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().skip(2).collect();
    let mut arguments = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word {
            "--as-of" | "--lang" => drop(words.next()),
            word => arguments.push(word.to_owned()),
        }
    }
    arguments
}

#[test]
fn each_use_case_of_iot_is_as_its_readme_says() {
    for name in ["water-heater", "drone", "agv", "distillation", "welding", "monitoring"] {
        let readme = format!("examples/iot/{name}/README.md");
        let arguments = command_of(&readme);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (code, record) = scan(&arguments);
        assert_eq!(code, Some(1), "{name}");
        assert_as_told(&record, &readme);
    }
}

#[test]
fn the_maker_of_medical_devices_is_as_its_readme_says() {
    let readme = "examples/medical/maker/README.md";
    let arguments = command_of(readme);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    for day in ["2026-11-23", "2026-12-21"] {
        let (code, record) = scan_as_of(day, &arguments);
        assert_eq!(code, Some(1), "as of {day}");
        assert_as_told(&record, readme);
    }
}

#[test]
fn every_sector_is_as_its_readme_says() {
    let mut examples = 0;
    for entry in std::fs::read_dir(root().join("examples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // Those two have tests of their own.
        if name == "factory" || name == "product" {
            continue;
        }
        let readme = format!("examples/{name}/README.md");
        let arguments = command_of(&readme);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        for day in ["2026-11-23", "2026-12-21"] {
            let (code, record) = scan_as_of(day, &arguments);
            assert_eq!(code, Some(1), "{name} as of {day}");
            assert_as_told(&record, &readme);
        }
        examples += 1;
    }
    assert!(examples >= 3, "the examples are found");
}

#[test]
fn the_product_is_as_its_readme_says() {
    let (code, record) = scan(&[
        "examples/product/evidence",
        "--bundle",
        "examples/product/bundle",
        "--policy",
        "software/sbom-ntia-2021",
        "--policy",
        "example/release-gate",
    ]);
    assert_eq!(code, Some(1));
    assert_as_told(&record, "examples/product/README.md");
    assert_sarif_of(&record);
}

#[test]
fn the_model_of_a_plant_is_as_its_readme_says() {
    let arguments = ["examples/factory-model", "--policy", "factory/meti-factory-steps"];
    let (code, record) = scan(&arguments);
    assert_eq!(code, Some(1));
    assert_as_told(&record, "examples/factory-model/README.md");
    assert_sarif_of(&record);
    let s = Scratch::new();
    s.write("a.json", &record);
    let report = sekisho(&["convert", &s.at("a.json"), "-o", "csv", "--lang", "ja"]).exits(0);
    let golden = std::fs::read_to_string(root().join("tests/data/golden/factory-model.ja.csv")).unwrap();
    for (number, (got, wanted)) in report.out().lines().zip(golden.lines()).enumerate() {
        assert_eq!(got, wanted, "line {} of the golden report", number + 1);
    }
    assert_eq!(report.out().lines().count(), golden.lines().count());
    let (code, later) = scan_as_of("2026-12-21", &arguments);
    assert_eq!(code, Some(1));
    assert_as_told(&later, "examples/factory-model/README.md");
}
