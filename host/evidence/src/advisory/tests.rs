//! Real documents of every format give sensible rows, and no bytes make a reader stop hard.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::{AdvisoryFormat, cyclonedx_has_vex, detect, read};
use crate::{Limits, ReadError, Reading};
use sekisho_model::schema::{Kind, table_by_name};
use sekisho_model::{Diagnostic, Facts, FactsBuilder};
use std::path::{Path, PathBuf};

struct Outcome {
    label: Result<String, ReadError>,
    facts: Facts,
    remarks: Vec<Diagnostic>,
}

fn run(format: AdvisoryFormat, text: &str) -> Outcome {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, "file");
    let label = read(format, text, &mut reading);
    reading.finish();
    Outcome {
        label,
        facts: builder.finish(),
        remarks,
    }
}

impl Outcome {
    fn rows(&self, table: &str) -> u32 {
        let (index, _) = table_by_name(Kind::Advisories, table).unwrap();
        self.facts.kind(Kind::Advisories).tables()[index].rows()
    }

    fn column(&self, table: &str, column: &str) -> Vec<String> {
        let text = |row| {
            self.facts
                .text(Kind::Advisories, table, column, row)
                .unwrap_or("-")
                .to_owned()
        };
        (0..self.rows(table)).map(text).collect()
    }
}

fn corpus(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/corpus")
        .join(path)
}

fn files(path: &str) -> Vec<(String, String)> {
    let (mut found, mut waiting) = (Vec::new(), vec![corpus(path)]);
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "json" || e == "yaml") {
                found.push((
                    path.to_string_lossy().into_owned(),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{path}");
    found
}

fn one(path: &str, format: AdvisoryFormat) -> Outcome {
    let text = std::fs::read_to_string(corpus(path)).unwrap();
    assert_eq!(detect(path, &text), Some(format), "{path}");
    let outcome = run(format, &text);
    assert!(outcome.label.is_ok(), "{path}: {:?}", outcome.label);
    outcome
}

#[test]
fn python_advisories_in_yaml() {
    let mut versions = 0;
    for (path, text) in files("2-vex-vuln/pypa-advisory-subset") {
        assert_eq!(detect(&path, &text), Some(AdvisoryFormat::OsvYaml), "{path}");
        let outcome = run(AdvisoryFormat::OsvYaml, &text);
        assert!(outcome.label.is_ok(), "{path}: {:?}", outcome.label);
        assert_eq!(outcome.rows("advisories"), 1, "{path}");
        assert!(
            outcome.rows("affected") >= 1 && outcome.remarks.is_empty(),
            "{path}: {:?}",
            outcome.remarks
        );
        let listed = text
            .lines()
            .skip_while(|l| l.trim() != "versions:")
            .skip(1)
            .take_while(|l| l.starts_with("  - "));
        assert_eq!(outcome.rows("versions") as usize, listed.count(), "{path}");
        versions += outcome.rows("versions");
    }
    assert!(versions > 3000, "{versions}");
}

#[test]
fn versions_in_yaml_stay_texts() {
    let yaml = "id: X-1\nmodified: 2020-01-01T00:00:00Z\naffected:\n- package: {ecosystem: PyPI, name: x}\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: 1.10\n    - fixed: 2.0\n  versions: [1.10, 010, 1e3]\n";
    let outcome = run(AdvisoryFormat::OsvYaml, yaml);
    assert_eq!(outcome.label.as_deref(), Ok("osv-yaml"));
    assert_eq!(outcome.column("versions", "value"), ["1.10", "010", "1e3"]);
    assert_eq!(outcome.column("ranges", "introduced"), ["1.10"]);
    assert_eq!(outcome.column("ranges", "fixed"), ["2.0"]);
}

#[test]
fn osv_records_of_many_databases() {
    let mut read_files = 0;
    for (path, text) in files("2-vex-vuln/osv-schema") {
        let Some(format) = detect(&path, &text) else { continue };
        assert_eq!(format, AdvisoryFormat::OsvJson, "{path}");
        let outcome = run(format, &text);
        assert!(outcome.label.is_ok(), "{path}: {:?}", outcome.label);
        assert_eq!(outcome.rows("advisories"), 1, "{path}");
        read_files += 1;
    }
    assert_eq!(read_files, 15);
    let red_hat = one(
        "2-vex-vuln/osv-schema/tools/redhat/testdata/OSV/RHSA-2024_4546.json",
        AdvisoryFormat::OsvJson,
    );
    assert_eq!(red_hat.column("ranges", "fixed")[0], "0:2.13.3-3.el8_6.1");
    assert_eq!(red_hat.column("affected", "purl")[0], "pkg:rpm/redhat/git-lfs");
    assert_eq!(red_hat.column("aliases", "value"), ["CVE-2023-45288"]);
    assert_eq!(red_hat.label.as_deref(), Ok("osv-json-1.7.0"));
}

#[test]
fn osv_as_list_as_wrapper_and_as_lines() {
    let record = |id: &str| {
        format!(
            r#"{{"id":"{id}","modified":"2024-01-01T00:00:00Z","affected":[{{"package":{{"ecosystem":"npm","name":"a"}},"ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}},{{"fixed":"1.2.0"}}]}}]}}]}}"#
        )
    };
    let (a, b) = (record("A-1"), record("B-2"));
    for text in [
        format!("[{a},\n{b}]"),
        format!("{{\"vulns\":[{a},{b}]}}"),
        format!("{a}\n{b}\n"),
    ] {
        assert_eq!(detect("x", &text), Some(AdvisoryFormat::OsvJson), "{text}");
        let outcome = run(AdvisoryFormat::OsvJson, &text);
        assert!(outcome.label.is_ok(), "{:?}", outcome.label);
        assert_eq!(outcome.column("advisories", "advisory_id"), ["A-1", "B-2"]);
        assert_eq!(outcome.column("ranges", "fixed"), ["1.2.0", "1.2.0"]);
    }
    let broken = run(
        AdvisoryFormat::OsvJson,
        &format!("[{a},{{\"id\":7}},{{\"summary\":\"no id\"}}]"),
    );
    assert_eq!(
        (broken.rows("advisories"), broken.remarks.len()),
        (1, 2),
        "{:?}",
        broken.remarks
    );
    assert!(run(AdvisoryFormat::OsvJson, "{\"id\":7}").label.is_err());
    assert!(run(AdvisoryFormat::OsvJson, "{}").label.is_err());
    let twice = run(AdvisoryFormat::OsvJson, r#"{"id":"A","id":"B","affected":[]}"#);
    assert!(twice.label.is_err(), "two readers would see two records");
}

#[test]
fn exploited_list_in_both_forms() {
    let json = r#"{"title":"t","catalogVersion":"2024.01.02","count":2,"vulnerabilities":[
        {"cveID":"CVE-2021-44228","vendorProject":"Apache","product":"Log4j2","vulnerabilityName":"RCE","dateAdded":"2021-12-10","dueDate":"2021-12-24"},
        {"vendorProject":"nobody"}]}"#;
    let csv = "cveID,vendorProject,product,vulnerabilityName,dateAdded,dueDate\n\"CVE-2021-44228\",Apache,Log4j2,\"RCE\",2021-12-10,2021-12-24\n,nobody,,,,\n";
    for (text, format, label) in [
        (json, AdvisoryFormat::KevJson, "kev-json-2024.01.02"),
        (csv, AdvisoryFormat::KevCsv, "kev-csv"),
    ] {
        assert_eq!(detect("x", text), Some(format));
        let outcome = run(format, text);
        assert_eq!(outcome.label.as_deref(), Ok(label));
        assert_eq!(outcome.column("advisories", "advisory_id"), ["CVE-2021-44228"]);
        assert_eq!(outcome.column("affected", "product"), ["Apache Log4j2"]);
        assert_eq!(outcome.remarks.len(), 1, "{:?}", outcome.remarks);
    }
}

#[test]
fn openvex_of_both_generations() {
    let old = one("2-vex-vuln/go-vex/csaf/testdata/openvex.json", AdvisoryFormat::OpenVex);
    assert_eq!(old.label.as_deref(), Ok("openvex-0.0.1"));
    assert_eq!(old.column("statements", "status"), ["fixed"]);
    assert_eq!(old.rows("statement_products"), 2);
    let new = one(
        "2-vex-vuln/go-vex/vex/testdata/v020-1.vex.json",
        AdvisoryFormat::OpenVex,
    );
    assert_eq!(new.label.as_deref(), Ok("openvex-0.2.0"));
    assert_eq!(new.column("statements", "vulnerability"), ["CVE-9876-54321"]);
    assert_eq!(
        new.column("statement_products", "product"),
        ["pkg:apk/wolfi/bash@1.0.0"]
    );
    let full = r#"{"@context":"https://openvex.dev/ns/v0.2.0","@id":"d","author":"a","timestamp":"2024-05-06T00:00:00Z","version":3,"statements":[
        {"vulnerability":{"@id":"https://x/CVE-1","name":"CVE-1","aliases":["GHSA-1"]},"status":"not_affected","justification":"component_not_present",
         "products":[{"@id":"https://x/app","identifiers":{"purl":"pkg:oci/app@1"},"subcomponents":[{"@id":"pkg:npm/a@1"},{"@id":"pkg:npm/b@1"}]}]}]}"#;
    let full = run(AdvisoryFormat::OpenVex, full);
    assert_eq!(
        full.column("statement_products", "product"),
        ["pkg:oci/app@1", "pkg:oci/app@1"]
    );
    assert_eq!(
        full.column("statement_products", "subcomponent"),
        ["pkg:npm/a@1", "pkg:npm/b@1"]
    );
    assert_eq!(full.column("statement_aliases", "value"), ["GHSA-1"]);
    assert_eq!(full.column("vex_documents", "version"), ["3"]);
}

#[test]
fn cyclonedx_states_become_the_four_words() {
    let (mut words, mut documents) = (Vec::new(), 0);
    for (path, text) in files("1-sbom/cyclonedx-bom-examples/VEX")
        .into_iter()
        .chain(files("1-sbom/guac-testdata"))
    {
        let has = cyclonedx_has_vex(&text);
        assert_eq!(
            has,
            detect(&path, &text) == Some(AdvisoryFormat::CyclonedxVex),
            "{path}"
        );
        assert!(has || !path.ends_with("/vex.json"), "{path}");
        if !has {
            continue;
        }
        documents += 1;
        let outcome = run(AdvisoryFormat::CyclonedxVex, &text);
        assert!(
            outcome.label.is_ok_and(|l| l.starts_with("cyclonedx-json-1.")),
            "{path}"
        );
        words.extend(
            Outcome {
                label: Ok(String::new()),
                ..outcome
            }
            .column("statements", "status"),
        );
    }
    assert!(documents >= 14, "{documents}");
    words.sort();
    words.dedup();
    assert_eq!(words, ["affected", "fixed", "not_affected", "under_investigation"]);
    let vex = one(
        "1-sbom/cyclonedx-bom-examples/VEX/vex.json",
        AdvisoryFormat::CyclonedxVex,
    );
    assert_eq!(vex.column("statements", "justification"), ["code_not_reachable"]);
    assert_eq!(
        vex.column("affected", "purl"),
        ["pkg:maven/com.fasterxml.jackson.core/jackson-databind"]
    );
    assert!(!cyclonedx_has_vex(
        r#"{"bomFormat":"CycloneDX","specVersion":"1.5","vulnerabilities":[]}"#
    ));
    assert!(!cyclonedx_has_vex(r#"{"vulnerabilities":[{"id":"CVE-1"}]}"#));
}

#[test]
fn csaf_advisories_and_the_vex_profile() {
    for (path, text) in files("2-vex-vuln/csaf-cisa-ot") {
        assert_eq!(detect(&path, &text), Some(AdvisoryFormat::Csaf), "{path}");
        let outcome = run(AdvisoryFormat::Csaf, &text);
        assert_eq!(outcome.label.as_deref(), Ok("csaf-2.0"), "{path}");
        let expected = text.matches("\"cve\":").count();
        assert_eq!(outcome.rows("advisories") as usize, expected, "{path}");
        assert!(
            outcome.rows("affected") > 0 && outcome.rows("vex_documents") == 0,
            "{path}"
        );
        assert!(
            outcome.column("advisories", "vector").iter().all(|v| v != "-"),
            "{path}"
        );
        assert!(outcome.remarks.is_empty(), "{path}: {:?}", outcome.remarks);
    }
    let vex = one("2-vex-vuln/go-vex/vex/testdata/csaf.json", AdvisoryFormat::Csaf);
    assert_eq!(vex.column("statements", "status"), ["not_affected"]);
    assert_eq!(
        vex.column("statements", "impact"),
        ["Class with vulnerable code was removed before shipping."]
    );
    assert_eq!(
        vex.column("statement_products", "product"),
        ["pkg:golang/github.com/go-homedir@v1.2.0"]
    );
    assert_eq!(vex.column("vex_documents", "author"), ["Example Company"]);
    let odd = one("2-vex-vuln/go-vex/csaf/testdata/csaf.json", AdvisoryFormat::Csaf);
    assert_eq!(odd.remarks.len(), 1, "a status names a product that is not there");
    assert_eq!(odd.rows("statements"), 4);
}

#[test]
fn cut_and_bent_files_are_errors_not_crashes() {
    let mut samples: Vec<(AdvisoryFormat, String)> = Vec::new();
    for path in [
        "2-vex-vuln/go-vex",
        "2-vex-vuln/osv-schema/tools/ghsa",
        "1-sbom/guac-testdata",
    ] {
        samples.extend(files(path).into_iter().filter_map(|(p, t)| Some((detect(&p, &t)?, t))));
    }
    let (path, yaml) = files("2-vex-vuln/pypa-advisory-subset").remove(0);
    samples.push((detect(&path, &yaml).unwrap(), yaml));
    samples.push((
        AdvisoryFormat::KevCsv,
        "cveID,dateAdded\n\"CVE-1\",\"2020-01-01\"\n".to_owned(),
    ));
    for (format, text) in samples {
        let step = text.len() / 60 + 1;
        for cut in (0..text.len()).step_by(step) {
            let Some(head) = text.get(..cut) else { continue };
            let _ = detect("x", head);
            let outcome = run(format, head);
            if format != AdvisoryFormat::KevCsv && format != AdvisoryFormat::OsvYaml {
                assert!(
                    outcome.label.is_err() || head.trim_end().len() + 1 >= text.trim_end().len(),
                    "{format:?} cut at {cut}"
                );
            }
            if outcome.label.is_err() {
                assert_eq!(outcome.facts.count(), 0, "an unusable file leaves nothing behind");
            }
            // The same bytes with a piece in the middle turned into something else.
            if let Some(tail) = text.get(cut + 1..) {
                for other in ["null", "[]", "{", "\"", "7"] {
                    let _ = run(format, &format!("{head}{other}{tail}"));
                }
            }
        }
    }
    for format in [
        AdvisoryFormat::OsvJson,
        AdvisoryFormat::OpenVex,
        AdvisoryFormat::Csaf,
        AdvisoryFormat::KevJson,
        AdvisoryFormat::CyclonedxVex,
    ] {
        for text in [
            "",
            "null",
            "[]",
            "{}",
            "[[[]]]",
            "\u{0}",
            &"[".repeat(100_000),
            &"{\"a\":".repeat(100_000),
        ] {
            assert!(
                run(format, text).label.is_err() || (format == AdvisoryFormat::OsvJson && text == "[]"),
                "{format:?} {:.20}",
                text
            );
            let _ = detect("x", text);
        }
    }
}

/// The XML of a CycloneDX document in JSON, so far as vulnerabilities need it, by the rules of its schema.
fn as_xml(document: &serde_json::Value) -> String {
    fn element(name: &str, value: &serde_json::Value, out: &mut String) {
        use serde_json::Value;
        let text = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;");
        match value {
            Value::Null => {}
            Value::Array(items) => {
                let (holder, item) = match name {
                    "response" => ("responses", "response"),
                    "affects" => ("affects", "target"),
                    "vulnerabilities" => ("vulnerabilities", "vulnerability"),
                    // Lists of other things are not looked at.
                    other => (other, other.strip_suffix('s').unwrap_or("item")),
                };
                out.push_str(&format!("<{holder}>\n"));
                items.iter().for_each(|value| element(item, value, out));
                out.push_str(&format!("</{holder}>\n"));
            }
            Value::Object(members) => {
                out.push_str(&format!("<{name}"));
                for attribute in ["bom-ref", "type"] {
                    if let Some(value) = members.get(attribute).and_then(Value::as_str) {
                        out.push_str(&format!(" {attribute}=\"{}\"", text(value).replace('"', "&quot;")));
                    }
                }
                out.push_str(">\n");
                let inside = members
                    .iter()
                    .filter(|(name, _)| !matches!(name.as_str(), "bom-ref" | "type"));
                inside.for_each(|(name, value)| element(name, value, out));
                out.push_str(&format!("</{name}>\n"));
            }
            Value::String(t) => out.push_str(&format!("<{name}>{}</{name}>\n", text(t))),
            other => out.push_str(&format!("<{name}>{other}</{name}>\n")),
        }
    }
    let head = |key: &str| match &document[key] {
        serde_json::Value::String(text) => format!(" {key}=\"{text}\""),
        serde_json::Value::Number(number) => format!(" {key}=\"{number}\""),
        _ => String::new(),
    };
    let version = document["specVersion"].as_str().unwrap();
    let mut out = format!(
        "<bom xmlns=\"http://cyclonedx.org/schema/bom/{version}\"{}",
        head("serialNumber")
    );
    out.push_str(&format!("{}>\n", head("version")));
    for member in ["metadata", "components", "vulnerabilities"] {
        element(member, &document[member], &mut out);
    }
    out.push_str("</bom>\n");
    out
}

#[test]
fn cyclonedx_in_xml_says_what_the_same_in_json_says() {
    let kinds = sekisho_model::schema::KINDS
        .iter()
        .find(|k| k.kind == Kind::Advisories)
        .unwrap();
    let (mut documents, mut statements) = (0, 0);
    for (path, text) in files("1-sbom/cyclonedx-bom-examples/VEX")
        .into_iter()
        .chain(files("1-sbom/guac-testdata"))
        .chain(files("1-sbom/sbomqs/testdata"))
    {
        if !cyclonedx_has_vex(&text) {
            continue;
        }
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let xml = as_xml(&document);
        assert_eq!(detect(&path, &xml), Some(AdvisoryFormat::CyclonedxVex), "{path}");
        let (json, xml) = (
            run(AdvisoryFormat::CyclonedxVex, &text),
            run(AdvisoryFormat::CyclonedxVex, &xml),
        );
        let label = xml.label.as_ref().unwrap_or_else(|e| panic!("{path}: {e}"));
        assert!(label.starts_with("cyclonedx-xml-1."), "{label}");
        for table in kinds.tables {
            for column in table.columns {
                let (a, b) = (
                    json.column(table.name, column.name),
                    xml.column(table.name, column.name),
                );
                assert_eq!(a, b, "{path}: {}.{}", table.name, column.name);
                let cells = |o: &Outcome| {
                    let (index, schema) = table_by_name(Kind::Advisories, table.name).unwrap();
                    let at = schema.columns.iter().position(|c| c.name == column.name).unwrap();
                    format!("{:?}", o.facts.kind(Kind::Advisories).tables()[index].columns()[at])
                };
                if !cells(&json).starts_with("Text") {
                    assert_eq!(cells(&json), cells(&xml), "{path}: {}.{}", table.name, column.name);
                }
            }
        }
        documents += 1;
        statements += json.rows("statements");
    }
    assert!(
        documents >= 14 && statements >= 14,
        "{documents} documents, {statements} statements"
    );
}

#[test]
fn cyclonedx_xml_of_others_is_read_with_lines() {
    let text = std::fs::read_to_string(corpus("1-sbom/guac-testdata/cyclonedx-vex.xml")).unwrap();
    let outcome = run(AdvisoryFormat::CyclonedxVex, &text);
    assert_eq!(outcome.label.as_deref(), Ok("cyclonedx-xml-1.5"));
    assert_eq!(outcome.column("advisories", "advisory_id"), ["CVE-2018-7489"]);
    assert_eq!(outcome.column("advisories", "severity"), ["critical"]);
    assert_eq!(outcome.column("statements", "status"), ["not_affected"]);
    assert_eq!(outcome.column("statements", "justification"), ["code_not_reachable"]);
    let (index, _) = table_by_name(Kind::Advisories, "statements").unwrap();
    let first = outcome.facts.kind(Kind::Advisories).tables()[index].first();
    assert_eq!(outcome.facts.find(first).unwrap().line, 4);
    // A prefix changes nothing; a word in a text is no list.
    let prefixed = text.replace("</", "</c:").replace('<', "<c:").replace("<c:/c:", "</c:");
    let prefixed = prefixed.replace("<c:?", "<?").replace("xmlns=", "xmlns:c=");
    assert_eq!(
        run(AdvisoryFormat::CyclonedxVex, &prefixed).column("statements", "status"),
        ["not_affected"]
    );
    for end in (0..text.len()).step_by(53) {
        let cut = run(AdvisoryFormat::CyclonedxVex, &text[..end]);
        assert!(cut.label.is_err() && cut.rows("advisories") == 0, "{end}");
    }
    assert!(!cyclonedx_has_vex(
        "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components/></bom>"
    ));
    let deep = format!(
        "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">{}<vulnerability",
        "<components><component>".repeat(10_000)
    );
    assert!(matches!(
        run(AdvisoryFormat::CyclonedxVex, &deep).label,
        Err(ReadError::Limit { .. })
    ));
}
