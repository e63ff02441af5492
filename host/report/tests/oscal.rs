//! Assessment results in OSCAL: whatever the record says, the official schema holds, no reference dangles, and nothing is
//! `satisfied` that is not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so and stops"
)]

#[path = "oscal/record.rs"]
mod record;

use proptest::prelude::*;
use record::{hostile, sample};
use sekisho_model::excerpt::Tlp;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, canonical};
use sekisho_report::excerpt::{self, Common};
use sekisho_report::{Format, Options, render};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Everything that the official schema says against a document.
fn against_schema(document: &Value) -> Vec<String> {
    static VALIDATOR: OnceLock<jsonschema::Validator> = OnceLock::new();
    let validator = VALIDATOR.get_or_init(|| {
        let path = "../../tests/data/schemas/oscal-1.2.1/assessment-results.json";
        let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let options = jsonschema::options().should_validate_formats(true);
        options.build(&schema).unwrap()
    });
    let errors = validator.iter_errors(document);
    errors.map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn rendered(record: &Assessment, language: Language) -> Value {
    let options = Options {
        language,
        ..Options::default()
    };
    serde_json::from_slice(&render(record, Format::Oscal, options).unwrap()).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn result(document: &Value) -> &Value {
    let results = list(&document["assessment-results"], "results");
    assert_eq!(results.len(), 1);
    &results[0]
}

fn prop<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    let found = list(of, "props").iter().find(|p| p["name"] == name)?;
    found["value"].as_str()
}

/// Calls back for every member of every object.
fn walk(value: &Value, seen: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, item)| {
            seen(key, item);
            walk(item, seen);
        }),
        Value::Array(items) => items.iter().for_each(|item| walk(item, seen)),
        _ => {}
    }
}

/// Every UUID is declared once, and everything that is referred to is declared.
fn assert_whole(document: &Value) {
    let mut declared: Vec<String> = Vec::new();
    let mut referred: BTreeSet<String> = BTreeSet::new();
    walk(document, &mut |key, value| match (key, value) {
        ("uuid", Value::String(uuid)) => declared.push(uuid.clone()),
        ("href", Value::String(href)) => referred.extend(href.strip_prefix('#').map(ToOwned::to_owned)),
        ("party-uuids", Value::Array(all)) => referred.extend(all.iter().map(|u| u.as_str().unwrap().to_owned())),
        (key, Value::String(uuid)) if key.ends_with("-uuid") => {
            referred.insert(uuid.clone());
        }
        _ => {}
    });
    let unique: BTreeSet<String> = declared.iter().cloned().collect();
    assert_eq!(unique.len(), declared.len(), "a UUID stands there twice");
    let lost: Vec<&String> = referred.difference(&unique).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let roles: BTreeSet<&str> = list(&document["assessment-results"]["metadata"], "roles")
        .iter()
        .map(|r| r["id"].as_str().unwrap())
        .collect();
    walk(document, &mut |key, value| {
        assert!(key != "role-id" || roles.contains(value.as_str().unwrap()), "{value}");
    });
}

#[test]
fn the_schema_holds_and_nothing_dangles() {
    for language in [Language::Ja, Language::En] {
        let document = rendered(&sample(), language);
        assert_eq!(against_schema(&document), [""; 0]);
        assert_whole(&document);
    }
}

#[test]
fn a_record_of_nothing_is_still_assessment_results() {
    let mut empty = sample();
    empty.policies.clear();
    empty.plugins.clear();
    empty.subjects.clear();
    empty.evidence.clear();
    empty.findings.clear();
    empty.statuses.clear();
    empty.waivers.clear();
    empty.diagnostics.clear();
    empty.ledger.entries.clear();
    assert_eq!(against_schema(&rendered(&empty, Language::Ja)), [""; 0]);
    // A catalogue of which only the frame is there, and a profile that leaves nothing.
    let mut frame = sample();
    frame.policies[0].controls.clear();
    for control in &mut frame.policies[1].controls {
        control.excluded = Some(sekisho_model::Bilingual::new("対象外", "out"));
    }
    let document = rendered(&frame, Language::En);
    assert_eq!(against_schema(&document), [""; 0]);
    let selections = list(&result(&document)["reviewed-controls"], "control-selections");
    assert!(selections.iter().all(|s| s["include-all"] == json!({})));
    assert_eq!(
        list(&selections[1], "exclude-controls").len(),
        frame.policies[1].controls.len()
    );
}

#[test]
fn only_what_evidence_shows_is_satisfied() {
    let record = sample();
    let document = rendered(&record, Language::En);
    let findings = list(result(&document), "findings");
    assert_eq!(findings.len(), record.statuses.len());
    let mut seen = BTreeMap::new();
    for (finding, status) in findings.iter().zip(&record.statuses) {
        let word = prop(finding, "status").unwrap();
        assert_eq!(word, status.status.name());
        let target = &finding["target"];
        let told = (
            target["status"]["state"].as_str().unwrap(),
            target["status"]["reason"].as_str().unwrap(),
            target["implementation-status"]["state"].as_str().unwrap_or(""),
        );
        seen.insert(word.to_owned(), told);
    }
    let expected = [
        ("satisfied", ("satisfied", "pass", "")),
        ("not-satisfied", ("not-satisfied", "fail", "")),
        ("attested", ("not-satisfied", "other", "")),
        ("indeterminate", ("not-satisfied", "other", "")),
        ("not-applicable", ("not-satisfied", "other", "not-applicable")),
    ];
    assert_eq!(seen, expected.map(|(word, told)| (word.to_owned(), told)).into());
}

#[test]
fn findings_lead_to_observations_and_the_objectives_that_are_declared() {
    let record = sample();
    let document = rendered(&record, Language::Ja);
    let mut objectives = BTreeSet::new();
    for objective in list(
        &document["assessment-results"]["local-definitions"],
        "objectives-and-methods",
    ) {
        objectives.extend(list(objective, "parts").iter().map(|p| p["id"].as_str().unwrap()));
    }
    let observations = list(result(&document), "observations");
    for (finding, status) in list(result(&document), "findings").iter().zip(&record.statuses) {
        assert!(objectives.contains(finding["target"]["target-id"].as_str().unwrap()));
        let related: Vec<&str> = list(finding, "related-observations")
            .iter()
            .map(|o| o["observation-uuid"].as_str().unwrap())
            .collect();
        let expected: Vec<&str> = observations
            .iter()
            .zip(&record.findings)
            .filter(|(_, f)| (&f.subject, &f.policy, &f.control) == (&status.subject, &status.policy, &status.control))
            .map(|(o, _)| o["uuid"].as_str().unwrap())
            .collect();
        assert_eq!(related, expected);
    }
    // The same number in two guidelines is two objectives.
    assert_eq!(
        record
            .policies
            .iter()
            .filter(|p| p.controls.iter().any(|c| c.id == "4-1-1-2"))
            .count(),
        2
    );
    assert_eq!(objectives.iter().filter(|o| o.starts_with("_4-1-1-2_obj_")).count(), 2);
}

#[test]
fn observations_say_how_from_what_and_since_when() {
    let record = sample();
    let document = rendered(&record, Language::Ja);
    let observations = list(result(&document), "observations");
    assert_eq!(observations.len(), record.findings.len());
    let of = |message: &str| {
        let found = observations.iter().find(|o| prop(o, "message") == Some(message));
        found.unwrap_or_else(|| panic!("{message}"))
    };
    let methods = |message: &str| of(message)["methods"].clone();
    assert_eq!(methods("sbom-supplier"), json!(["TEST"]));
    assert_eq!(methods("attest-stated"), json!(["INTERVIEW"]));
    assert_eq!(methods("register-met"), json!(["EXAMINE"]));
    assert_eq!(methods("mixed"), json!(["EXAMINE", "TEST"]));
    assert_eq!(methods("missing"), json!(["EXAMINE"]));
    let failed = of("sbom-supplier");
    assert_eq!(failed["types"], json!(["finding"]));
    assert_eq!(failed["collected"], "2026-10-01T00:00:00Z");
    assert_eq!(of("attest-stated")["collected"], "2026-11-23T00:00:00Z");
    let evidence = &list(failed, "relevant-evidence")[0];
    assert_eq!(evidence["href"], "%E5%B7%A5%E5%A0%B4/sbom/a%20b.json");
    assert_eq!(
        prop(evidence, "digest"),
        Some(record.evidence[0].digest.to_string().as_str())
    );
    assert_eq!(prop(evidence, "collected-at"), Some("2026-10-01"));
    // Two places in one file are one piece of evidence.
    assert_eq!(list(failed, "relevant-evidence").len(), 1);
    assert_eq!(evidence["description"], "sbom/a b.json:3, 9");
    // In the order of the ledger, as many for each entry as it says.
    let entries: Vec<usize> = observations
        .iter()
        .map(|o| prop(o, "ledger-entry").unwrap().parse().unwrap())
        .collect();
    assert!(entries.is_sorted());
    for (at, finding) in entries.iter().zip(&record.findings) {
        let entry = &record.ledger.entries[*at];
        assert_eq!((&entry.control, &entry.check), (&finding.control, &finding.check));
    }
    // The other language is never lost.
    assert_eq!(failed["description"], "供給者がありません: \\<b\\>x\\</b\\>");
    assert!(
        failed["remarks"]
            .as_str()
            .unwrap()
            .starts_with("no supplier: \\<b\\>x\\</b\\>")
    );
}

#[test]
fn a_waiver_is_an_approved_deviation_until_its_last_day() {
    let record = sample();
    let document = rendered(&record, Language::En);
    let risks = list(result(&document), "risks");
    let open = record
        .statuses
        .iter()
        .filter(|s| matches!(s.status.name(), "not-satisfied" | "indeterminate"))
        .count();
    assert_eq!(risks.len(), open);
    let waived: Vec<&Value> = risks.iter().filter(|r| r["status"] == "deviation-approved").collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["deadline"], "2027-03-31T00:00:00Z");
    let accepted = &list(waived[0], "remediations")[0];
    assert_eq!(
        (prop(accepted, "type"), prop(accepted, "approver")),
        (Some("accept"), Some("山田"))
    );
    assert_eq!(accepted["description"], "later");
    let left: Vec<&Value> = risks.iter().filter(|r| r["status"] == "open").collect();
    assert!(left.iter().all(|r| r.get("deadline").is_none()) && !left.is_empty());
    let advised = left.iter().flat_map(|r| list(r, "remediations"));
    assert!(advised.clone().count() > 0 && advised.clone().all(|r| r["lifecycle"] == "recommendation"));
    // The finding stays what it is.
    let uuid = &waived[0]["uuid"];
    let finding = list(result(&document), "findings")
        .iter()
        .find(|f| list(f, "related-risks").iter().any(|r| r["risk-uuid"] == *uuid));
    assert_eq!(finding.unwrap()["target"]["status"]["state"], "not-satisfied");
    assert_eq!(prop(finding.unwrap(), "waived"), Some("yes"));
}

#[test]
fn statements_stand_apart_with_who_made_them() {
    let document = rendered(&sample(), Language::Ja);
    let attestations = list(result(&document), "attestations");
    let parties = list(&document["assessment-results"]["metadata"], "parties");
    let names: Vec<Vec<&str>> = attestations
        .iter()
        .map(|a| {
            let uuids = list(a, "responsible-parties")
                .iter()
                .flat_map(|r| list(r, "party-uuids"));
            uuids
                .map(|u| {
                    parties.iter().find(|p| p["uuid"] == *u).unwrap()["name"]
                        .as_str()
                        .unwrap()
                })
                .collect()
        })
        .collect();
    // What a register says names nobody.
    assert_eq!(names, [vec![], vec!["鈴木 一郎"]]);
    let people: Vec<&Value> = parties.iter().filter(|p| p["type"] == "person").collect();
    assert_eq!(people.len(), 1);
}

#[test]
fn the_same_record_gives_the_same_bytes_and_another_one_other_uuids() {
    let bytes = |record: &Assessment| render(record, Format::Oscal, Options::default()).unwrap();
    let record = sample();
    let again: Assessment = serde_json::from_slice(&canonical::to_vec(&record).unwrap()).unwrap();
    assert_eq!(bytes(&record), bytes(&again));
    let mut later = record.clone();
    later.evidence[0].size += 1;
    let (before, after) = (rendered(&record, Language::En), rendered(&later, Language::En));
    let uuid = |d: &Value| d["assessment-results"]["uuid"].clone();
    assert_ne!(uuid(&before), uuid(&after));
    // What outlives a record keeps its name: subjects, plugins, risks; observations do not.
    let ids = |d: &Value, key: &str| {
        let all = list(result(d), key)
            .iter()
            .map(|r| r["uuid"].as_str().unwrap().to_owned());
        all.collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(&before, "risks"), ids(&after, "risks"));
    assert!(ids(&before, "observations").is_disjoint(&ids(&after, "observations")));
    let parts = |d: &Value| result(d)["local-definitions"]["components"].clone();
    assert_eq!(parts(&before), parts(&after));
}

#[test]
fn an_excerpt_wears_its_mark_and_proves_nothing() {
    let common = Common {
        message: &|_, _| None,
        is_word: &|_| false,
        is_profile: &|_, _| false,
    };
    let record = sample();
    for tlp in [Tlp::Red, Tlp::AmberStrict, Tlp::Amber, Tlp::Green, Tlp::Clear] {
        let excerpt = excerpt::make(&record, tlp, &common);
        let bytes = excerpt::render(&excerpt, Format::Oscal, Options::default()).unwrap();
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(against_schema(&document), [""; 0], "{tlp:?}");
        assert_whole(&document);
        let metadata = &document["assessment-results"]["metadata"];
        assert_eq!(prop(metadata, "marking"), Some(tlp.label()));
        assert!(metadata["remarks"].as_str().unwrap().starts_with(tlp.label()));
        for name in ["ledger-root", "record-digest"] {
            assert_eq!(prop(result(&document), name), None, "{tlp:?}");
        }
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            !text.contains("000000000000000000000000"),
            "{tlp:?}: no digest is not a digest"
        );
        let tells = text.contains("鈴木") || text.contains("山田") || text.contains("sbom/a b.json");
        assert_eq!(tells, matches!(tlp, Tlp::Red | Tlp::AmberStrict), "{tlp:?}");
    }
}

#[test]
fn words_of_evidence_are_no_markup() {
    let text = String::from_utf8(render(&sample(), Format::Oscal, Options::default()).unwrap()).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    walk(&document, &mut |key, value| {
        let is_markup = matches!(key, "title" | "description" | "remarks" | "prose" | "statement");
        if let (true, Value::String(text)) = (is_markup, value) {
            let bare = text.match_indices(['<', '*', '_', '[']);
            for (at, _) in bare {
                assert!(at > 0 && text.as_bytes()[at - 1] == b'\\', "{key}: {text}");
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_schema_holds_for_any_record(seed in any::<u64>(), is_japanese in any::<bool>(), is_torn in any::<bool>()) {
        let record = hostile(seed, is_torn);
        let document = rendered(&record, if is_japanese { Language::Ja } else { Language::En });
        prop_assert_eq!(against_schema(&document), [""; 0]);
        let findings = list(result(&document), "findings");
        prop_assert_eq!(findings.len(), record.statuses.len());
        let satisfied = findings.iter().filter(|f| f["target"]["status"]["state"] == "satisfied").count();
        let met = record.statuses.iter().filter(|s| s.status == sekisho_model::Status::Satisfied).count();
        prop_assert_eq!(satisfied, met);
    }
}
