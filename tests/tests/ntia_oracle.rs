//! NTIA verdicts of others: what the reference project asserts about its own files, and what its tool says about many
//! more, against `sbom.ntia7` with the parameters that mean what the reference means.
//!
//! The reference counts the id inside the document as an identifier, takes a tool for an author, takes any timestamp, and
//! takes "describes" for a dependency relationship. Those are parameters here, not special cases; the defaults follow the
//! rule library, which is stricter. Differences that remain stand in tables, each with its reason; a difference that goes
//! away must leave its table.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_model::check::Argument;
use sekisho_model::{Date, Outcome};
use sekisho_tests::{read, root, run_check_on};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Files of syntaxes that Sekisho does not read, recognized and refused with one clear error.
fn is_unread_syntax(file: &str) -> bool {
    file.ends_with(".rdf.xml") || file.ends_with(".spdx.xml") || file.ends_with(".rdf")
}

fn oracle(name: &str) -> Vec<Value> {
    let path = root().join("tests/data/corpus/1-sbom/_oracles").join(name);
    let value: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    value["cases"].as_array().unwrap().clone()
}

#[derive(Debug)]
struct Ours {
    /// Fields that are complete.
    complete: BTreeMap<&'static str, bool>,
    /// Names of components that lack a field.
    lacking: BTreeMap<&'static str, BTreeSet<String>>,
    missing: BTreeMap<&'static str, u64>,
    total: u64,
}

const FIELDS: [&str; 7] = [
    "supplier",
    "name",
    "version",
    "identifier",
    "dependency",
    "author",
    "timestamp",
];

/// Runs the check on one file; nothing where the file is not read as an SBOM.
fn ours(file: &str, components: &str) -> Option<Ours> {
    let subject = read(&root().join("tests/data/corpus").join(file));
    let mut ours = Ours {
        complete: BTreeMap::new(),
        lacking: BTreeMap::new(),
        missing: BTreeMap::new(),
        total: 0,
    };
    for field in FIELDS {
        let text = format!(
            "field = \"{field}\"\ncomponents = \"{components}\"\nidentifiers = [\"reference\"]\ndependency_by = \"description\"\ntool_is_author = true\ntimestamp_form = \"any\"\n"
        );
        let parameters: toml::Table = toml::from_str(&text).unwrap();
        let result = run_check_on(
            "common/sbom",
            "sbom.ntia7",
            &parameters,
            &subject,
            Date::from_days(20_780),
        );
        if result.outcome == Outcome::Unknown {
            return None;
        }
        assert_ne!(result.outcome, Outcome::Error, "{file}: {:?}", result.findings);
        ours.complete.insert(field, result.outcome == Outcome::Pass);
        for finding in &result.findings {
            let number = |name: &str| match finding.message.args.get(name) {
                Some(Argument::Integer(n)) => *n as u64,
                _ => 0,
            };
            if finding.message.args.contains_key("total") {
                ours.missing.insert(field, number("total") - number("present"));
                if field == "name" {
                    ours.total = number("total");
                }
            } else if let Some(Argument::Text(component)) = finding.message.args.get("component") {
                ours.lacking.entry(field).or_default().insert(component.clone());
            }
        }
    }
    Some(ours)
}

fn asserted_differences() -> Vec<String> {
    let mut faults = Vec::new();
    let mut unread = 0;
    for case in oracle("ntia_asserted.json") {
        let file = case["sbom"].as_str().unwrap();
        let expected = &case["expected"];
        if expected.get("document_invalid").is_some() || expected.get("must_not_crash").is_some() {
            // Only that nothing breaks is asserted.
            let _ = ours(file, "all");
            continue;
        }
        let Some(ours) = ours(file, "all") else {
            if is_unread_syntax(file) {
                unread += 1;
            } else {
                faults.push(format!("{file}: not read"));
            }
            continue;
        };
        let mut flag = |name: &str, field: &str| {
            if let Some(wanted) = expected.get(name).and_then(Value::as_bool)
                && ours.complete.get(field) != Some(&wanted)
            {
                faults.push(format!(
                    "{file}: {field} is {:?}, asserted {wanted}",
                    ours.complete.get(field)
                ));
            }
        };
        flag("author", "author");
        flag("timestamp", "timestamp");
        flag("dependency_relationships", "dependency");
        flag("all_suppliers_provided", "supplier");
        for (name, field) in [
            ("missing_names", "name"),
            ("missing_versions", "version"),
            ("missing_suppliers", "supplier"),
            ("missing_identifiers", "identifier"),
        ] {
            let Some(list) = expected.get(name).and_then(Value::as_array) else {
                continue;
            };
            let found = ours.missing.get(field).copied().unwrap_or(0);
            if found != list.len() as u64 {
                faults.push(format!(
                    "{file}: {found} without {field} ({:?}), asserted {list:?}",
                    ours.lacking.get(field)
                ));
                continue;
            }
            for component in list.iter().filter_map(Value::as_str) {
                let named = ours
                    .lacking
                    .get(field)
                    .is_some_and(|set| set.iter().any(|c| c.contains(component)));
                if !named {
                    faults.push(format!(
                        "{file}: {component} should lack {field}: {:?}",
                        ours.lacking.get(field)
                    ));
                }
            }
        }
        if let Some(count) = expected.get("n_missing_versions").and_then(Value::as_u64)
            && ours.missing.get("version") != Some(&count)
        {
            faults.push(format!(
                "{file}: {:?} without version, asserted {count}",
                ours.missing.get("version")
            ));
        }
        if let Some(total) = expected.get("total_components").and_then(Value::as_u64)
            && ours.total != total
        {
            faults.push(format!("{file}: {} components, asserted {total}", ours.total));
        }
        if let Some(wanted) = expected.get("ntia_conformant").and_then(Value::as_bool) {
            let all = ours.complete.values().all(|c| *c);
            if all != wanted {
                faults.push(format!(
                    "{file}: conformant is {all}, asserted {wanted}: {:?}",
                    ours.complete
                ));
            }
        }
    }
    assert!(unread > 0, "the files of unread syntaxes went somewhere");
    faults
}

#[test]
fn every_asserted_verdict_agrees() {
    let faults = asserted_differences();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn reference_differences() -> (usize, BTreeMap<String, Vec<String>>) {
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut judged = 0;
    for case in oracle("ntia_reference_tool.json") {
        if case["compliance"] != "ntia" || case["outcome"] != "ok" {
            continue;
        }
        let file = case["file"].as_str().unwrap();
        if is_unread_syntax(file) {
            continue;
        }
        judged += 1;
        let result = &case["result"];
        let mut fault = |text: String| faults.entry(file.to_owned()).or_default().push(text);
        let Some(ours) = ours(file, "reachable") else {
            fault("not read".to_owned());
            continue;
        };
        for (name, field) in [
            ("authorNameProvided", "author"),
            ("timestampProvided", "timestamp"),
            ("dependencyRelationshipsProvided", "dependency"),
        ] {
            let wanted = result[name].as_bool().unwrap();
            if ours.complete.get(field) != Some(&wanted) {
                fault(format!(
                    "{field} is {:?}, the tool says {wanted}",
                    ours.complete.get(field)
                ));
            }
        }
        for (name, field) in [
            ("componentNames", "name"),
            ("componentVersions", "version"),
            ("componentSuppliers", "supplier"),
            ("componentIdentifiers", "identifier"),
        ] {
            let wanted = result[name]["nonconformantCount"].as_u64().unwrap();
            let found = ours.missing.get(field).copied().unwrap_or(0);
            if found != wanted {
                fault(format!("{found} without {field}, the tool says {wanted}"));
            }
        }
    }
    (judged, faults)
}

/// Files on which we differ from the reference tool, each with the reason.
const EXPLAINED: &[(&str, &str)] = &[];

#[test]
fn the_reference_tool_agrees_on_almost_all_files() {
    let (judged, faults) = reference_differences();
    let mut unexplained = Vec::new();
    for (file, texts) in &faults {
        if !EXPLAINED.iter().any(|(known, _)| known == file) {
            unexplained.push(format!("{file}: {}", texts.join("; ")));
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} of {judged} files:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    for (file, reason) in EXPLAINED {
        assert!(
            faults.contains_key(*file),
            "{file} agrees now: take it out of the table ({reason})"
        );
    }
    let share = (judged - faults.len()) as f64 / judged as f64;
    assert!(share >= 0.99, "{share:.4} of {judged} files agree");
}
