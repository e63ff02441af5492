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
use sekisho_model::facts::Column;
use sekisho_model::schema::{Kind, table_by_name};
use sekisho_model::{Date, Facts, Outcome};
use sekisho_tests::{read, root, run_check_on};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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

/// Whether the components without a concluded license are those that are asserted: a list of names, or `non-empty`.
fn license_faults(file: &str, wanted: &Value) -> Option<String> {
    let facts = read(&root().join("tests/data/corpus").join(file)).facts;
    let cell = |table: &str, column: &str, row| facts.text(Kind::Sbom, table, column, row).map(str::to_owned);
    let concluded: BTreeSet<u32> = (0..facts.rows(Kind::Sbom, "licenses"))
        .filter(|row| cell("licenses", "source", *row).as_deref() == Some("concluded"))
        .filter_map(|row| reference(&facts, "licenses", "component", row))
        .collect();
    let lacking: BTreeSet<String> = (0..facts.rows(Kind::Sbom, "components"))
        .filter(|row| !concluded.contains(row))
        .map(|row| cell("components", "name", row).unwrap_or_default())
        .collect();
    let agrees = match wanted.as_array() {
        Some(names) => lacking == names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => wanted == "non-empty" && !lacking.is_empty(),
    };
    (!agrees).then(|| format!("{file}: {lacking:?} lack a concluded license, asserted {wanted}"))
}

fn reference(facts: &Facts, table: &str, column: &str, row: u32) -> Option<u32> {
    let (index, schema) = table_by_name(Kind::Sbom, table)?;
    let position = schema.columns.iter().position(|c| c.name == column)?;
    match facts.kind(Kind::Sbom).tables()[index].columns().get(position)? {
        Column::Reference(values) => values.get(row as usize).copied().filter(|v| *v != u32::MAX),
        _ => None,
    }
}

fn asserted_differences() -> Vec<String> {
    let mut faults = Vec::new();
    let mut evaluated = 0;
    for case in oracle("ntia_asserted.json") {
        let file = case["sbom"].as_str().unwrap();
        let expected = &case["expected"];
        if expected.get("must_not_crash").is_some() {
            // Only that nothing breaks is asserted.
            let _ = ours(file, "all");
            continue;
        }
        if let Some(wanted) = expected
            .get("fsct3_missing_concluded_license")
            .or(expected.get("missing_concluded_license"))
        {
            faults.extend(license_faults(file, wanted));
        }
        let Some(ours) = ours(file, "all") else {
            faults.push(format!("{file}: not read"));
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
            evaluated += 1;
            if all != wanted {
                faults.push(format!(
                    "{file}: conformant is {all}, asserted {wanted}: {:?}",
                    ours.complete
                ));
            }
        }
    }
    assert!(evaluated >= 28, "only {evaluated} verdicts were evaluated");
    faults
}

#[test]
fn every_asserted_verdict_agrees() {
    let faults = asserted_differences();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the reference tool and we say differently about one file.
#[derive(Debug, Default)]
struct Differences {
    /// Fields that one calls complete and the other does not.
    verdicts: Vec<String>,
    /// Fields that both call incomplete, with other counts.
    counts: Vec<String>,
    /// All fields are complete for both, and the tool still refuses the document.
    refused: bool,
}

fn reference_differences() -> (usize, BTreeMap<String, Differences>) {
    let mut all: BTreeMap<String, Differences> = BTreeMap::new();
    let mut judged = 0;
    for case in oracle("ntia_reference_tool.json") {
        if case["compliance"] != "ntia" || case["outcome"] != "ok" {
            continue;
        }
        let file = case["file"].as_str().unwrap();
        judged += 1;
        let result = &case["result"];
        let found = all.entry(file.to_owned()).or_default();
        let Some(ours) = ours(file, "reachable") else {
            found.verdicts.push("not read".to_owned());
            continue;
        };
        for (name, field) in [
            ("authorNameProvided", "author"),
            ("timestampProvided", "timestamp"),
            ("dependencyRelationshipsProvided", "dependency"),
        ] {
            let wanted = result[name].as_bool().unwrap();
            if ours.complete.get(field) != Some(&wanted) {
                let own = ours.complete.get(field);
                found
                    .verdicts
                    .push(format!("{field} is {own:?}, the tool says {wanted}"));
            }
        }
        for (name, field) in [
            ("componentNames", "name"),
            ("componentVersions", "version"),
            ("componentSuppliers", "supplier"),
            ("componentIdentifiers", "identifier"),
        ] {
            let wanted = result[name]["allProvided"].as_bool().unwrap();
            let count = result[name]["nonconformantCount"].as_u64().unwrap();
            let own = ours.missing.get(field).copied().unwrap_or(0);
            let text = format!("{own} without {field}, the tool says {count}");
            if ours.complete.get(field) != Some(&wanted) {
                found.verdicts.push(text);
            } else if own != count {
                found.counts.push(text);
            }
        }
        let complete = ours.complete.values().all(|c| *c);
        found.refused = found.verdicts.is_empty() && complete != result["isNtiaConformant"].as_bool().unwrap();
    }
    all.retain(|_, d| d.refused || !d.verdicts.is_empty() || !d.counts.is_empty());
    (judged, all)
}

/// Files of which a field has another verdict, each with the reason.
const VERDICTS: &[(&str, &str)] = &[
    ("1-sbom/sbom-scorecard/examples/julia.spdx.json", OTHER_END),
    (
        "1-sbom/sbomqs/spdx3/example7-third-party-modules.spdx3.json",
        ANY_ELEMENTS,
    ),
    (
        "1-sbom/spdx-examples/software/example7/spdx3.0/example7-go-module.spdx3.json",
        ANY_ELEMENTS,
    ),
    (
        "1-sbom/spdx-examples/software/example7/spdx3.0/example7-third-party-modules.spdx3.json",
        ANY_ELEMENTS,
    ),
];

const OTHER_END: &str = "the parts hang on the product by BUILD_DEPENDENCY_OF and the like; the tool does not follow \
     relationships stated from the other end and looks at the product alone";
const ANY_ELEMENTS: &str = "the tool asks SPDX 2 for `describes`, which the parameters stand for, but SPDX 3 for a \
     relationship between two elements, files included; this document describes its product and has no such one";

/// Files of which a field is incomplete for both, with another count, each with the reason.
const COUNTS: &[(&str, &str)] = &[
    (
        "1-sbom/sbomqs/spdx3/example4-bim.spdx3.json",
        "the way to two packages leads through a file, and files are no components here",
    ),
    (
        "1-sbom/spdx-examples/software/example14/content/examplemaven-0.0.1.spdx.json",
        "one package is a TEST_DEPENDENCY_OF the product, which the tool does not follow",
    ),
    (
        "1-sbom/spdx-examples/software/example14/spdx2.3/examplemaven-0.0.1-enriched.spdx.json",
        "one package is a TEST_DEPENDENCY_OF the product, which the tool does not follow",
    ),
    (
        "1-sbom/spdx-examples/software/example4/spdx2.2/example4-bin.spdx",
        "the way to two packages leads through a file, and files are no components here",
    ),
    (
        "1-sbom/spdx-examples/software/example4/spdx3.0/example4-bin.json",
        "the way to two packages leads through a file, and files are no components here",
    ),
];

/// Files with all seven fields that the tool refuses for breaking rules of SPDX outside the seven fields; such rules are
/// remarks of the reader here.
const REFUSED: &[&str] = &[
    "1-sbom/sbomqs/testdata/fixtures/spdx-no-dependencies.json",
    "1-sbom/sbomqs/testdata/fixtures/spdx-perfect-score.json",
];

#[test]
fn the_reference_tool_agrees_on_almost_all_files() {
    let (judged, differences) = reference_differences();
    let mut faults = Vec::new();
    for (file, found) in &differences {
        let explained = |table: &[(&str, &str)]| table.iter().any(|(known, _)| known == file);
        if !found.verdicts.is_empty() && !explained(VERDICTS) {
            faults.push(format!("{file}: {}", found.verdicts.join("; ")));
        }
        if !found.counts.is_empty() && !explained(COUNTS) && !explained(VERDICTS) {
            faults.push(format!("{file}: {}", found.counts.join("; ")));
        }
        if found.refused && !REFUSED.contains(&file.as_str()) {
            faults.push(format!("{file}: all fields are complete, the tool refuses it"));
        }
    }
    for (file, reason) in VERDICTS {
        if differences.get(*file).is_none_or(|d| d.verdicts.is_empty()) {
            faults.push(format!("{file} agrees now: take it out of the table ({reason})"));
        }
    }
    for (file, reason) in COUNTS {
        if differences.get(*file).is_none_or(|d| d.counts.is_empty()) {
            faults.push(format!(
                "{file} counts the same now: take it out of the table ({reason})"
            ));
        }
    }
    for file in REFUSED {
        if !differences.get(*file).is_some_and(|d| d.refused) {
            faults.push(format!("{file} is not refused any more: take it out of the table"));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults, {judged} files:\n{}",
        faults.len(),
        faults.join("\n")
    );
    let verdicts = judged * FIELDS.len();
    let agreeing = verdicts - differences.values().map(|d| d.verdicts.len()).sum::<usize>();
    assert!(
        agreeing * 100 >= verdicts * 99,
        "{agreeing} of {verdicts} verdicts agree"
    );
}
