//! Canonical settings: from our own snapshot form, and from what formats call them.

use crate::support::{detected, read};
use sekisho_evidence::config::{self, ConfigFormat};

#[test]
fn a_path_that_is_a_key_is_that_setting_in_every_generic_format() {
    for (name, text) in [
        (
            "h.json",
            "{\"hostname\": \"h\", \"settings\": {\"password.min_length\": 12}}",
        ),
        ("h.json", "{\"password\": {\"min_length\": 12}}"),
        ("h.yaml", "asset: h\npassword:\n  min_length: 12\n"),
        ("h.toml", "[password]\nmin_length = 12\n"),
        ("h.ini", "[password]\nmin_length = 12\n"),
        ("h.properties", "password.min_length=12\n"),
        ("h.xml", "<s><password><min_length>12</min_length></password></s>"),
    ] {
        let (_, out) = detected(name, text);
        assert_eq!(out.assets, ["h"], "{name}");
        assert_eq!(out.keys("password.min_length"), ["12"], "{name}: {:#?}", out.rows);
        let row = out.rows.iter().find(|r| r.key == "password.min_length").unwrap();
        assert_eq!(row.number, Some(12.0), "{name}");
    }
}

#[test]
fn a_value_that_stays_the_same_is_one_row_and_another_is_two() {
    let out = read(
        ConfigFormat::Json,
        "h.json",
        "{\"password\": {\"min_length\": 12, \"complexity\": \"Yes\"}}",
    )
    .unwrap();
    let rows: Vec<_> = out
        .rows
        .iter()
        .map(|r| (r.path.as_str(), r.key.as_str(), r.value.as_str(), r.flag))
        .collect();
    assert_eq!(
        rows,
        [
            ("password.min_length", "password.min_length", "12", None),
            ("password.complexity", "", "Yes", None),
            ("password.complexity", "password.complexity", "true", Some(true)),
        ]
    );
}

#[test]
fn lists_give_one_row_per_item() {
    for text in [
        "{\"ssh\": {\"ciphers\": [\"a\", \"b\"]}}",
        "{\"ssh\": {\"ciphers\": \"a,b\"}}",
    ] {
        let out = read(ConfigFormat::Json, "h.json", text).unwrap();
        assert_eq!(out.keys("ssh.ciphers"), ["a", "b"], "{text}");
    }
}

#[test]
fn a_value_that_cannot_be_used_is_a_remark_and_no_setting() {
    let out = read(
        ConfigFormat::Json,
        "h.json",
        "{\"password\": {\"min_length\": \"long\", \"complexity\": null}}",
    )
    .unwrap();
    assert!(out.rows.iter().all(|r| r.key.is_empty()), "{:?}", out.rows);
    assert_eq!(out.codes(), ["setting-not-understood"]);
}

#[test]
fn maps_bound_to_file_names_hold_only_there() {
    let text = "server ntp1.example.com iburst\npool ntp2.example.com\n";
    let out = read(ConfigFormat::Keyword, "etc/chrony.conf", text).unwrap();
    assert_eq!(out.keys("time.ntp_sources"), ["ntp1.example.com", "ntp2.example.com"]);
    let out = read(ConfigFormat::Keyword, "etc/other.conf", text).unwrap();
    assert!(out.keys("time.ntp_sources").is_empty());
}

#[test]
fn a_snapshot_names_its_asset_and_day() {
    let text = "{\"hostname\": \"plc-3\", \"class\": \"plc\", \"collected_at\": \"2026-04-01T08:00:00Z\", \"x\": 1}";
    let (_, out) = detected("export.json", text);
    assert_eq!(
        (out.assets, out.classes, out.collected),
        (vec!["plc-3".into()], vec!["plc".into()], vec![Some(20_544)])
    );
}

#[test]
fn other_texts_are_not_claimed() {
    for (name, text) in [
        ("readme.txt", "This is a note.\nIt has some lines of plain words.\n"),
        ("a.csv", "id,name,owner\n1,a,b\n2,c,d\n"),
        ("page.html", "<!DOCTYPE html><html></html>"),
        ("blank.json", "  \n"),
        ("binary", "PK\u{3}\u{4}\0\0"),
    ] {
        assert_eq!(config::detect(name, text), None, "{name}");
    }
}

#[test]
fn registers_inside_a_snapshot_are_no_settings() {
    let text = "{\"hostname\": \"h\", \"settings\": {\"privilege.uac\": true}, \
                \"accounts\": [{\"id\": \"a-1\", \"name\": \"admin\"}], \"accounts_note\": [{\"x\": 1}]}";
    let out = read(ConfigFormat::Json, "h.json", text).unwrap();
    assert_eq!(out.keys("privilege.uac"), ["true"]);
    assert!(
        out.rows.iter().all(|r| !r.path.starts_with("accounts[")),
        "{:?}",
        out.rows
    );
    assert_eq!(out.value("accounts_note[0].x"), Some("1"));
    let out = read(ConfigFormat::Json, "h.json", "{\"ports\": [{\"port\": 1}]}").unwrap();
    assert_eq!(out.value("ports[0].port"), Some("1"), "no snapshot of ours");
}
