//! JSON and YAML that hold both: what a document is about decides how it is read, and nothing is left unread in silence.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use sekisho_evidence::table::Statement;
use sekisho_evidence::{Limits, Reading, detect};
use sekisho_model::schema::Kind;
use sekisho_model::{Diagnostic, EvidenceKind, Facts, FactsBuilder};

fn read(name: &str, text: &str) -> (EvidenceKind, Facts, Vec<Diagnostic>) {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, name);
    let found = detect::text(name, text, None, &mut reading).unwrap();
    let read = detect::read(found, text, &Statement::default(), &mut reading).unwrap();
    reading.finish();
    (read.kind, builder.finish(), remarks)
}

fn settings(facts: &Facts) -> Vec<&str> {
    let rows = 0..facts.rows(Kind::Settings, "settings");
    rows.filter_map(|row| facts.text(Kind::Settings, "settings", "path", row))
        .collect()
}

fn has(remarks: &[Diagnostic], code: &str) -> bool {
    remarks.iter().any(|remark| remark.code == code)
}

const INTERFACES: &str = r#"[{"name":"eth0","address":"10.0.0.5","mac":"00:11:22:33:44:55"},
 {"name":"eth1","address":"10.0.1.5","mac":"00:11:22:33:44:56"}]"#;
const SETTINGS: &str = r#""ssh":{"permit_root_login":false,"max_auth_tries":3},"password":{"min_length":12,"history":5},
 "lockout":{"threshold":5},"firewall":{"host":{"enabled":true}},"ntp":{"server":"10.0.0.1"}"#;

#[test]
fn a_list_of_objects_inside_a_snapshot_is_part_of_it() {
    let text = format!("{{\"interfaces\":{INTERFACES},{SETTINGS}}}");
    let (kind, facts, remarks) = read("plc-1.json", &text);
    assert_eq!(kind, EvidenceKind::Settings);
    let paths = settings(&facts);
    for path in ["ssh.max_auth_tries", "firewall.host.enabled", "interfaces[1].mac"] {
        assert!(paths.contains(&path), "{path} {paths:?}");
    }
    assert!(has(&remarks, "register-inside-settings"), "{remarks:?}");

    let yaml = "lockout:\n  threshold: 5\nssh:\n  max_auth_tries: 3\n  permit_root_login: no\n  x11: no\ninterfaces:\n  - name: eth0\n    mac: '00:11'\n";
    let (kind, facts, _) = read("plc-1.yaml", yaml);
    assert_eq!(kind, EvidenceKind::Settings);
    assert!(settings(&facts).contains(&"ssh.max_auth_tries"));
}

#[test]
fn a_document_about_a_table_is_a_table() {
    let assets = r#"[{"id":"A-1","name":"HMI","class":"hmi","os":"Windows 10","ip":"10.0.0.1","location":"L1","owner":"Sato"},{"id":"A-2","name":"PLC","class":"plc","ip":"10.0.0.2","location":"L1","owner":"Mori"}]"#;
    for (name, text) in [
        ("export.json", assets.to_owned()),
        (
            "export.json",
            format!("{{\"exported_at\":\"2026-04-01\",\"tool\":\"x\",\"assets\":{assets}}}"),
        ),
        // A name that says so outweighs what stands around.
        (
            "assets.json",
            format!(
                "{{\"meta\":{{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}},\"assets\":{assets}}}"
            ),
        ),
    ] {
        let (kind, facts, remarks) = read(name, &text);
        assert_eq!(kind, EvidenceKind::Assets, "{text}");
        assert_eq!(facts.rows(Kind::Assets, "assets"), 2);
        assert_eq!(has(&remarks, "outside-tables"), text.contains("meta"), "{remarks:?}");
    }
}

#[test]
fn what_stands_among_rows_and_is_none_is_told_with_its_place() {
    const ROW: &str = r#"{"id":"A-1","name":"HMI","class":"hmi","owner":"Sato","location":"L1"}"#;
    let other = ROW.replace("A-1", "A-2");
    let stray = |remarks: &[Diagnostic]| {
        let remark = remarks.iter().find(|remark| remark.code == "item-not-a-row")?;
        let count = remark.message.chars().find(char::is_ascii_digit)?;
        Some((count, remark.line, remark.locator.clone()))
    };
    for (name, text, expected) in [
        (
            "assets.json",
            format!("{{\"assets\":[{ROW},\n\"A-7\",null,{other},\n42,[{ROW}]]}}"),
            Some(('3', Some(2), Some("/assets/1".to_owned()))),
        ),
        (
            "assets.yaml",
            format!("- {ROW}\n-\n- {other}\n- A-7\n"),
            Some(('1', Some(4), Some("/3".to_owned()))),
        ),
        (
            "assets.jsonl",
            format!("{ROW}\n{other}\n\n\"A-7\"\n"),
            Some(('1', Some(4), None)),
        ),
        ("assets.json", format!("[{ROW},null,{other}]"), None),
    ] {
        let (kind, facts, remarks) = read(name, &text);
        assert_eq!(
            (kind, facts.rows(Kind::Assets, "assets")),
            (EvidenceKind::Assets, 2),
            "{text}"
        );
        assert_eq!(stray(&remarks), expected, "{text} {remarks:?}");
    }
}

#[test]
fn what_a_row_holds_and_no_column_does_is_told_with_its_place() {
    const FIELDS: &str = r#""name":"HMI","class":"hmi","owner":"Sato","location":"L1""#;
    let deep = r#""a":{"b":{"c":{"d":{"e":1}},"f":2}}"#;
    let told = |remarks: &[Diagnostic], code: &str| {
        let remark = remarks.iter().find(|remark| remark.code == code)?;
        let count = remark.message.chars().find(char::is_ascii_digit)?;
        Some((count, remark.line, remark.locator.clone()))
    };
    let at = |count, line, place: &str| Some((count, Some(line), (!place.is_empty()).then(|| place.to_owned())));
    for (name, text, too_deep, no_text) in [
        (
            "assets.json",
            format!("{{\"assets\":[{{\"id\":\"A-1\",{FIELDS}}},\n{{\"id\":\"A-2\",{FIELDS},{deep}}}]}}"),
            at('1', 2, "/assets/1/a/b/c/d"),
            None,
        ),
        (
            "assets.jsonl",
            format!("{{\"id\":\"A-1\",{FIELDS},{deep},\"l\":[[1]]}}\n{{\"id\":\"A-2\",{FIELDS},{deep}}}\n"),
            at('2', 1, ""),
            at('1', 1, ""),
        ),
        (
            "assets.json",
            format!(
                "[{{\"id\":\"A-1\",{FIELDS},\"tags\":[\"x\",null,{{}},\"\",\" \",{{\"name\":\"y\"}},[],{{\"value\":3}}]}},\n{{\"id\":\"A-2\",{FIELDS},\n\"a/b\":[\"x\",{{\"ip\":\"1\"}},[2]]}}]"
            ),
            None,
            at('2', 3, "/1/a~1b/1"),
        ),
    ] {
        let (kind, facts, remarks) = read(name, &text);
        let rows = facts.rows(Kind::Assets, "assets");
        assert_eq!((kind, rows), (EvidenceKind::Assets, 2), "{text}");
        assert_eq!(told(&remarks, "value-too-deep"), too_deep, "{text} {remarks:?}");
        assert_eq!(told(&remarks, "item-without-text"), no_text, "{text} {remarks:?}");
    }
}

#[test]
fn a_register_inside_a_snapshot_keeps_the_names_in_its_lists_and_tells_what_it_leaves_out() {
    let accounts = r#"[{"id":"root","admin":true,"groups":[{"name":"wheel"},{"gid":7}]},
        {"id":"op","admin":false},{"id":"x","admin":false}]"#;
    let text = format!("{{\"hostname\":\"srv-1\",{SETTINGS},\"accounts\":{accounts}}}");
    let (kind, facts, remarks) = read("srv-1.json", &text);
    assert_eq!(
        (kind, facts.rows(Kind::Registers, "entries")),
        (EvidenceKind::Settings, 3)
    );
    let remark = remarks
        .iter()
        .find(|remark| remark.code == "item-without-text")
        .unwrap();
    assert_eq!(remark.locator.as_deref(), Some("/accounts/0"));
    let cells = 0..facts.rows(Kind::Registers, "cells");
    let mut values = cells.filter_map(|row| facts.text(Kind::Registers, "cells", "value", row));
    assert!(values.any(|value| value == "wheel"));
}

#[test]
fn a_register_inside_a_snapshot_that_is_wider_than_a_table_tells_what_has_no_column() {
    let account = |row: u32| {
        let fields: Vec<String> = (0..6_000).map(|n| format!("\"f{row}-{n}\":1")).collect();
        format!("{{\"id\":\"a{row}\",\"admin\":true,{}}}", fields.join(","))
    };
    let accounts = [0, 1, 2].map(account).join(",\n");
    let text = format!("{{\"hostname\":\"srv-1\",{SETTINGS},\"accounts\":[{accounts}]}}");
    let (_, facts, remarks) = read("srv-1.json", &text);
    assert_eq!(facts.rows(Kind::Registers, "entries"), 3);
    let remark = remarks.iter().find(|remark| remark.code == "too-many-columns").unwrap();
    assert_eq!(remark.locator.as_deref(), Some("/accounts/2"));
    // Two fields that all have and 18,000 others, of which a table holds 16,384 together.
    assert!(remark.message.contains("1618"), "{}", remark.message);
}

#[test]
fn answers_are_answers_whatever_stands_around() {
    let text = r#"{"policy":"scs/star3","assessor":{"name":"Abe","company":"X","phone":"1","mail":"a@b","post":"c"},
        "answers":{"1-1-1-1":"yes"}}"#;
    let (kind, facts, _) = read("sheet.json", text);
    assert_eq!(kind, EvidenceKind::Answers);
    assert_eq!(facts.rows(Kind::Answers, "answers"), 1);
}

#[test]
fn a_snapshot_keeps_its_settings_and_its_registers() {
    let text = format!(
        "{{\"hostname\":\"srv-1\",{SETTINGS},\"accounts\":[{{\"id\":\"root\",\"admin\":true}},{{\"id\":\"op\",\"admin\":false}},{{\"id\":\"x\",\"admin\":false}}]}}"
    );
    let (kind, facts, _) = read("srv-1.json", &text);
    assert_eq!(kind, EvidenceKind::Settings);
    assert!(settings(&facts).contains(&"password.min_length"));
    assert_eq!(facts.rows(Kind::Registers, "entries"), 3);
}

#[test]
fn a_broken_document_is_read_once_as_what_it_was_meant_to_be() {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let text = "{\"a\":1,\"a\":2,\"interfaces\":[{\"name\":\"x\"}";
    let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, "plc.json");
    let found = detect::text("plc.json", text, None, &mut reading).unwrap();
    assert!(detect::read(found, text, &Statement::default(), &mut reading).is_err());
    reading.finish();
    assert_eq!(remarks.len(), 1, "the name that comes twice is said once: {remarks:?}");
}

#[test]
fn a_table_is_bounded_by_its_facts_and_one_over_the_bound_leaves_nothing_behind() {
    let row = |n: usize| format!("A-{n},,server,Sato,L{n},10.0.0.{n},x\n");
    let table = |rows: usize| {
        let rows: String = (0..rows).map(row).collect();
        format!("id,name,class,owner,location,ip,color\n{rows}")
    };
    let limits = Limits {
        rows: 90,
        ..Limits::default()
    };
    // An inventory, 40 assets and the color of each are 81 facts in 280 cells.
    for (rows, facts) in [(40, Some(81)), (50, None)] {
        let (mut builder, mut remarks) = (FactsBuilder::new(), Vec::new());
        let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, "assets.csv");
        let text = table(rows);
        let found = detect::text("assets.csv", &text, None, &mut reading).unwrap();
        let read = detect::read(found, &text, &Statement::default(), &mut reading);
        reading.finish();
        assert_eq!(read.is_ok(), facts.is_some());
        assert_eq!(builder.finish().count(), facts.unwrap_or(0));
        assert_eq!(remarks.is_empty(), facts.is_none(), "{remarks:?}");
    }
}

#[test]
fn the_own_format_of_a_tool_is_named_and_not_taken_for_something_else() {
    let row = r#"{"id":"a1","name":"musl","version":"1.2","type":"apk","language":"","purl":"pkg:apk/musl"}"#;
    for (text, label) in [
        (
            format!(
                r#"{{"artifacts":[{row}],"artifactRelationships":[],"source":{{"id":"x"}},"descriptor":{{"name":"syft"}}}}"#
            ),
            "syft-json",
        ),
        (
            format!(r#"{{"matches":[{row}],"source":{{}},"descriptor":{{"name":"grype"}}}}"#),
            "grype-json",
        ),
        (
            format!(r#"{{"SchemaVersion":2,"ArtifactName":"x","ArtifactType":"filesystem","Results":[{row}]}}"#),
            "trivy-json",
        ),
        (
            r#"{"sbom":{"spdxVersion":"SPDX-2.3","packages":[]}}"#.to_owned(),
            "github-sbom",
        ),
    ] {
        let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
        let mut reading = Reading::new(&mut builder, &mut remarks, &limits, 0, "scan.json");
        let found = detect::text("scan.json", &text, None, &mut reading).unwrap();
        let read = detect::read(found, &text, &Statement::default(), &mut reading).unwrap();
        reading.finish();
        assert_eq!((read.kind, read.format.as_str()), (EvidenceKind::Unrecognized, label));
        assert_eq!(builder.finish().count(), 0);
        let [remark] = remarks.as_slice() else {
            panic!("{remarks:?}")
        };
        assert!(remark.code == "format-of-a-tool" && remark.hint.is_some());
    }
}
