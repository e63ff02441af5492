//! Golden cases: a folder is a case. `tests/cases/<sector>/<plugin>/<check>/<case>/{evidence/…, expected.json}`.
//!
//! Every case is run through readers and sandbox; all that differ are told at once. A filter on the command line is
//! `SEKISHO_CASES=<part of a path>`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_model::Date;
use sekisho_model::finding::Finding;
use sekisho_tests::{root, run_check};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    check: String,
    #[serde(default)]
    parameters: serde_json::Map<String, serde_json::Value>,
    as_of: String,
    outcome: String,
    findings: Vec<ExpectedFinding>,
    /// Codes of remarks that the readers must make.
    #[serde(default)]
    diagnostics: Vec<String>,
    /// Why this is right: for people.
    #[serde(default)]
    #[allow(dead_code, reason = "read by people")]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    outcome: String,
    message: String,
    #[serde(default)]
    args: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    evidence: Vec<String>,
}

fn folders(dir: &Path, found: &mut Vec<PathBuf>) {
    if dir.join("expected.json").is_file() {
        found.push(dir.to_owned());
        return;
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries.iter().filter(|p| p.is_dir()).for_each(|p| folders(p, found));
}

fn toml_of(value: &serde_json::Value) -> toml::Value {
    toml::Value::try_from(value).unwrap()
}

/// `path`, `path#locator` or `path:line`: a prefix of what is cited.
fn cites(finding: &Finding, wanted: &str) -> bool {
    finding.evidence.iter().any(|e| {
        let mut forms = vec![e.path.clone(), format!("{}#{}", e.path, e.locator)];
        if let Some(line) = e.line {
            forms.push(format!("{}:{line}", e.path));
        }
        forms.iter().any(|f| f.starts_with(wanted))
    })
}

fn differences(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Expected = match serde_json::from_str(&text) {
        Ok(expected) => expected,
        Err(error) => return vec![format!("expected.json: {error}")],
    };
    let cases = root().join("tests/cases");
    let parts: Vec<&str> = folder
        .strip_prefix(&cases)
        .unwrap()
        .iter()
        .map(|p| p.to_str().unwrap())
        .collect();
    let plugin = format!("{}/{}", parts[0], parts[1]);
    let parameters: toml::Table = expected
        .parameters
        .iter()
        .map(|(k, v)| (k.clone(), toml_of(v)))
        .collect();
    let as_of = Date::parse(&expected.as_of).expect("as_of");
    let got = run_check(&plugin, &expected.check, &parameters, &folder.join("evidence"), as_of);
    let mut faults = Vec::new();
    if parts[2] != expected.check {
        faults.push(format!("stands in folder {} but runs {}", parts[2], expected.check));
    }
    if got.outcome.name() != expected.outcome {
        faults.push(format!(
            "outcome is {}, expected {}",
            got.outcome.name(),
            expected.outcome
        ));
    }
    if got.findings.len() != expected.findings.len() {
        faults.push(format!(
            "{} findings, expected {}",
            got.findings.len(),
            expected.findings.len()
        ));
    }
    for (index, (found, wanted)) in got.findings.iter().zip(&expected.findings).enumerate() {
        if found.outcome.name() != wanted.outcome || found.message.id != wanted.message {
            let (o, m) = (found.outcome.name(), &found.message.id);
            faults.push(format!(
                "finding {index} is {o} {m}, expected {} {}",
                wanted.outcome, wanted.message
            ));
        }
        for (name, value) in &wanted.args {
            let actual = found.message.args.get(name).map(|a| serde_json::to_value(a).unwrap());
            if actual.as_ref() != Some(value) {
                faults.push(format!("finding {index}: {name} is {actual:?}, expected {value}"));
            }
        }
        for wanted in wanted.evidence.iter().filter(|w| !cites(found, w)) {
            faults.push(format!("finding {index} does not cite {wanted}: {:?}", found.evidence));
        }
        for text in [&found.message.ja, &found.message.en] {
            if text.contains("{$") || text.is_empty() {
                faults.push(format!("finding {index}: text is not filled in: {text}"));
            }
        }
    }
    for code in &expected.diagnostics {
        if !got.diagnostics.iter().any(|d| d.code == *code) {
            faults.push(format!("no remark {code}"));
        }
    }
    if !faults.is_empty() {
        for finding in &got.findings {
            faults.push(format!(
                "  got {} {} {:?} {:?}",
                finding.outcome.name(),
                finding.message.id,
                finding.message.args,
                finding.evidence
            ));
        }
        for remark in &got.diagnostics {
            faults.push(format!("  remark {} {:?} {}", remark.code, remark.path, remark.message));
        }
    }
    faults
}

#[test]
fn every_case_gives_what_is_expected() {
    let filter = std::env::var("SEKISHO_CASES").unwrap_or_default();
    let mut all = Vec::new();
    folders(&root().join("tests/cases"), &mut all);
    all.retain(|p| p.to_string_lossy().contains(&filter));
    assert!(!all.is_empty(), "no case matches `{filter}`");
    let mut faults = Vec::new();
    for folder in &all {
        for fault in differences(folder) {
            faults.push(format!("{}: {fault}", folder.strip_prefix(root()).unwrap().display()));
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {} cases:\n{}",
        faults.len(),
        all.len(),
        faults.join("\n")
    );
}
