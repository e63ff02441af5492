//! The record: its public shape, its order, its repeatability, and the ledger checked by a second implementation.

use sekisho_tests::binary::{CONTROLS, DAY, POLICY, Scratch, good, sbom, scan, without_supplier};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

fn record(s: &Scratch, evidence: &str) -> Value {
    serde_json::from_slice(&scan(&s.at(evidence), &["-o", "json"]).stdout).unwrap()
}

/// Compact JSON with sorted keys: canonical (RFC 8785) for what stands in a record, whose keys are ASCII.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(fields) => {
            let sorted: std::collections::BTreeMap<_, _> = fields.iter().collect();
            let fields: Vec<_> = sorted
                .iter()
                .map(|(k, v)| format!("{}:{}", json!(k), canonical(v)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        plain => plain.to_string(),
    }
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|p| hash.update(p));
    hash.finalize().into()
}

fn named(hash: [u8; 32]) -> String {
    let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256:{hex}")
}

/// RFC 6962 §2.1, as it stands there.
fn merkle(leaves: &[Vec<u8>]) -> [u8; 32] {
    match leaves.len() {
        0 => sha256(&[]),
        1 => sha256(&[&[0], &leaves[0]]),
        n => {
            let mut k = 1;
            while k * 2 < n {
                k *= 2;
            }
            sha256(&[&[1], &merkle(&leaves[..k]), &merkle(&leaves[k..])])
        }
    }
}

fn three(s: &Scratch) {
    good(s, "root/c");
    without_supplier(s, "root/a");
    s.write(
        "root/b/sbom.json",
        sbom(&[("gamma", "", ""), ("delta", "", "Delta"), ("部品", "1", "")]),
    );
}

#[test]
fn the_record_has_the_public_shape() {
    let digest = json!({ "type": "string", "pattern": "^sha256:[0-9a-f]{64}$" });
    let text = json!({ "type": "string", "minLength": 1 });
    let both = json!({ "type": "object", "required": ["ja", "en"], "properties": { "ja": text, "en": text } });
    let outcome =
        json!({ "enum": ["pass", "fail", "attested", "not-applicable", "unknown", "error", "informational"] });
    let of = |required: Value, properties: Value| json!({ "type": "array", "items": { "type": "object", "required": required, "properties": properties } });
    let place = of(
        json!(["path"]),
        json!({ "path": text, "locator": text, "line": { "type": "integer", "minimum": 1 } }),
    );
    let schema = json!({
        "type": "object",
        "required": ["format", "verdict", "as_of", "policies", "plugins", "evidence", "findings", "statuses", "waivers", "diagnostics", "ledger"],
        "properties": {
            "format": { "const": "assessment/1" },
            "verdict": { "enum": ["conformant", "indeterminate", "non-conformant"] },
            "as_of": { "const": DAY },
            "policies": of(json!(["id", "version", "digest", "title"]), json!({ "id": text, "version": text, "digest": digest, "title": both })),
            "plugins": of(json!(["id", "version", "digest", "authority", "fuel"]), json!({
                "id": text, "version": text, "digest": digest, "authority": { "type": "array", "items": text }, "fuel": { "type": "integer", "minimum": 1 }
            })),
            "evidence": of(json!(["subject", "path", "kind", "format", "digest"]), json!({
                "subject": text, "path": text, "kind": text, "format": text, "digest": digest
            })),
            "findings": of(json!(["subject", "policy", "control", "check", "outcome", "severity", "message", "evidence"]), json!({
                "subject": text, "policy": text, "control": text, "check": text, "outcome": outcome,
                "severity": { "enum": ["info", "low", "medium", "high", "critical"] },
                "message": { "type": "object", "required": ["id", "args", "ja", "en"], "properties": { "id": text, "args": { "type": "object" }, "ja": text, "en": text } },
                "evidence": place,
            })),
            "statuses": of(json!(["subject", "policy", "control", "status"]), json!({
                "subject": text, "policy": text, "control": text,
                "status": { "enum": ["satisfied", "not-satisfied", "attested", "indeterminate", "not-applicable"] }
            })),
            "waivers": { "type": "array" },
            "diagnostics": of(json!(["code", "message"]), json!({ "code": text, "path": text, "message": text })),
            "ledger": { "type": "object", "required": ["leaves", "root", "entries"], "properties": { "leaves": { "type": "integer" }, "root": digest } },
        },
    });
    let validator = jsonschema::validator_for(&schema).unwrap();
    let s = Scratch::new();
    three(&s);
    s.write("root/b/odd.csv", "x,y\n1,2\n");
    let record = record(&s, "root");
    let errors: Vec<String> = validator
        .iter_errors(&record)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(!record["diagnostics"].as_array().unwrap().is_empty());
}

#[test]
fn the_record_is_canonical_and_sorted() {
    let s = Scratch::new();
    three(&s);
    let ran = scan(&s.at("root"), &["-o", "json"]);
    let record = ran.json();
    assert_eq!(ran.out().trim_end(), canonical(&record));
    let key = |item: &Value| {
        (
            item["subject"].as_str().unwrap().to_owned(),
            item["policy"].as_str().unwrap().to_owned(),
        )
    };
    for list in ["findings", "statuses"] {
        let keys: Vec<_> = record[list].as_array().unwrap().iter().map(key).collect();
        assert!(keys.is_sorted(), "{list}");
    }
    assert!(
        record["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e["subject"].to_string(), e["path"].to_string()))
            .is_sorted()
    );
    // Paths of this machine and the time of day have no place in it.
    assert!(!ran.out().contains(s.path().to_str().unwrap()));
}

#[test]
fn the_ledger_is_the_plan() {
    let s = Scratch::new();
    three(&s);
    let record = record(&s, "root");
    let entries = record["ledger"]["entries"].as_array().unwrap();
    let mut planned = 0;
    for subject in ["a", "b", "c"] {
        for control in CONTROLS {
            let mine = entries
                .iter()
                .filter(|e| e["subject"] == subject && e["control"] == control && e["policy"] == POLICY);
            assert_eq!(mine.count(), 1, "{subject} {control}");
            planned += 1;
        }
    }
    assert_eq!(entries.len(), planned);
    assert_eq!(record["ledger"]["leaves"], planned);
    let of_policy: usize = record["policies"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["controls"].as_array().unwrap())
        .map(|c| c["checks"].as_array().unwrap().len())
        .sum();
    assert_eq!(of_policy * 3, planned, "controls × checks × subjects");
}

#[test]
fn the_root_and_every_digest_can_be_computed_again() {
    let s = Scratch::new();
    three(&s);
    let record = record(&s, "root");
    let entries = record["ledger"]["entries"].as_array().unwrap();
    let leaves: Vec<Vec<u8>> = entries.iter().map(|e| canonical(e).into_bytes()).collect();
    assert_eq!(record["ledger"]["root"], named(merkle(&leaves)));
    let mut rest = record["findings"].as_array().unwrap().as_slice();
    for entry in entries {
        let (mine, after) = rest.split_at(usize::try_from(entry["findings"].as_u64().unwrap()).unwrap());
        rest = after;
        for finding in mine {
            for field in ["subject", "policy", "control", "plugin", "check"] {
                assert_eq!(
                    finding[field], entry[field],
                    "findings stand in the order of the ledger"
                );
            }
        }
        let digest = named(sha256(&[canonical(&Value::Array(mine.to_vec())).as_bytes()]));
        assert_eq!(entry["findings_digest"], digest);
    }
    assert!(rest.is_empty(), "no finding without an entry");
    for item in record["evidence"].as_array().unwrap() {
        let path = format!(
            "root/{}/{}",
            item["subject"].as_str().unwrap(),
            item["path"].as_str().unwrap()
        );
        assert_eq!(item["digest"], named(sha256(&[&s.read(&path)])), "{path}");
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let s = Scratch::new();
    three(&s);
    let first = scan(&s.at("root"), &["-o", "json"]).stdout;
    assert_eq!(scan(&s.at("root"), &["-o", "json"]).stdout, first, "twice");
    for jobs in ["1", "2", "7"] {
        assert_eq!(
            scan(&s.at("root"), &["-o", "json", "--jobs", jobs]).stdout,
            first,
            "--jobs {jobs}"
        );
    }
    // Elsewhere, written in another order, later.
    let other = Scratch::new();
    for subject in ["b", "c", "a"] {
        for file in ["sbom.json", "assets.csv"] {
            let path = format!("deep/er/root/{subject}/{file}");
            if let Ok(bytes) = std::fs::read(s.path().join(format!("root/{subject}/{file}"))) {
                other.write(&path, bytes);
            }
        }
    }
    assert_eq!(
        scan(&other.at("deep/er/root"), &["-o", "json"]).stdout,
        first,
        "elsewhere"
    );
    let single: Vec<String> = ["c", "a", "b"].iter().map(|n| s.at(&format!("root/{n}"))).collect();
    let ran = scan(&single[0], &[&single[1], &single[2], "-o", "json"]);
    assert_eq!(ran.stdout, first, "given one by one");
}

#[test]
fn the_order_of_policies_on_the_command_line_does_not_matter() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let other = ["-p", "software/sbom-ntia-2021"];
    let after = scan(&s.at("a"), &[&other[..], &["-o", "json"]].concat());
    let bundle = sekisho_tests::binary::bundle("honest");
    let before = sekisho_tests::binary::sekisho(&[
        "scan",
        &s.at("a"),
        other[0],
        other[1],
        "-p",
        POLICY,
        "--allow-unsigned",
        "--bundle",
        bundle.path().to_str().unwrap(),
        "--as-of",
        DAY,
        "-o",
        "json",
    ]);
    assert_eq!(after.out(), before.out());
}

#[test]
fn a_changed_fact_changes_the_root_and_the_day_is_in_the_record() {
    let s = Scratch::new();
    good(&s, "a");
    let before = record(&s, "a");
    s.write("a/sbom.json", sbom(&[("alpha", "1.0", "")]));
    assert_ne!(record(&s, "a")["ledger"]["root"], before["ledger"]["root"]);
    assert_eq!(before["as_of"], DAY);
}

#[test]
fn findings_cite_the_file_they_rest_on() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let record = record(&s, "a");
    let failed = record["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["outcome"] == "fail")
        .unwrap();
    assert_eq!(failed["evidence"][0]["path"], "sbom.json");
    assert!(failed["message"]["en"].as_str().unwrap().contains("beta"), "{failed}");
    let listed = record["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["control"] == "listed")
        .unwrap();
    assert_eq!(listed["evidence"][0]["path"], "assets.csv");
    assert_eq!(listed["evidence"][0]["line"], 2);
}
