//! Waivers and profiles: what they change, and that nothing they touch disappears.

use sekisho_tests::binary::{Scratch, good, scan, without_supplier};
use serde_json::Value;

fn waiver(control: &str, expires: &str) -> String {
    format!(
        "format = \"waivers/1\"\n\n[[waiver]]\nid = \"w-1\"\ncontrol = \"{control}\"\nsubject = \"a*\"\njustification = \"replaced in spring\"\napprover = \"Tanaka\"\nexpires = \"{expires}\"\n"
    )
}

fn entry<'r>(record: &'r Value, control: &str) -> &'r Value {
    let entries = record["ledger"]["entries"].as_array().unwrap();
    entries.iter().find(|e| e["control"] == control).unwrap()
}

fn remark<'r>(record: &'r Value, code: &str) -> Option<&'r Value> {
    let remarks = record["diagnostics"].as_array().unwrap();
    remarks.iter().find(|d| d["code"].as_str().unwrap().starts_with(code))
}

#[test]
fn an_applied_waiver_takes_a_failure_out_of_the_verdict_and_nowhere_else() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    s.write("w.toml", waiver("supplier", "2026-11-24"));
    let record = scan(&s.at("a"), &["--waivers", &s.at("w.toml"), "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(record["verdict"], "conformant");
    assert_eq!(record["waivers"][0]["state"], "applied", "the last day counts");
    assert_eq!(record["waivers"][0]["entries"], 1);
    let entry = entry(&record, "supplier");
    assert_eq!(entry["state"]["outcome"], "fail", "the outcome stays");
    assert_eq!(entry["waived"]["id"], "w-1");
    assert_eq!(entry["waived"]["until"], "2026-11-24");
    let status = record["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["control"] == "supplier")
        .unwrap();
    assert_eq!(status["status"], "not-satisfied");
    assert_eq!(status["waived"], true);
    let finding = record["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["outcome"] == "fail")
        .unwrap();
    assert_eq!(finding["waived"], "w-1");
    assert!(remark(&record, "waiver-").is_none());
}

#[test]
fn missing_evidence_can_be_waived_and_a_broken_check_cannot() {
    let s = Scratch::new();
    s.write("a/assets.csv", sekisho_tests::binary::ASSETS);
    s.write("w.toml", format!("{}\n[[waiver]]\nid = \"w-2\"\ncontrol = \"version\"\njustification = \"x\"\napprover = \"y\"\nexpires = \"2027-01-01\"\n", waiver("supplier", "2027-01-01")));
    scan(&s.at("a"), &["--waivers", &s.at("w.toml")]).exits(0);
    good(&s, "b/a");
    s.write("broken.toml", waiver("listed", "2027-01-01"));
    let arguments = ["--waivers", &s.at("broken.toml"), "-o", "json"];
    let record = sekisho_tests::binary::scan_with("declines", &s.at("b/a"), &arguments)
        .exits(2)
        .json();
    assert_eq!(record["waivers"][0]["state"], "unmatched");
    assert!(entry(&record, "listed").get("waived").is_none());
}

#[test]
fn an_expired_waiver_waives_nothing_and_keeps_the_verdict_open() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    good(&s, "b/a");
    s.write("w.toml", waiver("supplier", "2026-11-23"));
    let record = scan(&s.at("a"), &["--waivers", &s.at("w.toml"), "-o", "json"])
        .exits(1)
        .json();
    assert_eq!(record["waivers"][0]["state"], "expired");
    assert!(entry(&record, "supplier").get("waived").is_none());
    let expired = remark(&record, "waiver-expired").unwrap();
    assert_eq!(
        (&expired["path"], &expired["line"]),
        (&Value::from("w.toml"), &Value::from(4))
    );
    // The day decides, not the clock.
    let record = scan_as_of(&s, "2026-11-23").json();
    assert_eq!(record["waivers"][0]["state"], "applied");
    // Nothing failed: still not conformant with a stale file of waivers.
    let record = scan(&s.at("b/a"), &["--waivers", &s.at("w.toml"), "-o", "json"])
        .exits(2)
        .json();
    assert_eq!(record["verdict"], "indeterminate");
}

fn scan_as_of(s: &Scratch, day: &str) -> sekisho_tests::binary::Ran {
    let bundle = sekisho_tests::binary::bundle("honest");
    let bundle = bundle.path().to_str().unwrap();
    sekisho_tests::binary::sekisho(&[
        "scan",
        &s.at("a"),
        "--policy",
        "test/example",
        "--allow-unsigned",
        "--bundle",
        bundle,
        "--as-of",
        day,
        "--waivers",
        &s.at("w.toml"),
        "-o",
        "json",
    ])
}

#[test]
fn an_unmatched_waiver_keeps_the_verdict_open() {
    let s = Scratch::new();
    good(&s, "a");
    for control in ["supplier", "no-such-control"] {
        s.write("w.toml", waiver(control, "2027-01-01"));
        let record = scan(&s.at("a"), &["--waivers", &s.at("w.toml"), "-o", "json"])
            .exits(2)
            .json();
        assert_eq!(record["verdict"], "indeterminate");
        assert_eq!(record["waivers"][0]["state"], "unmatched");
        assert!(remark(&record, "waiver-unmatched").is_some());
    }
    without_supplier(&s, "other");
    s.write("w.toml", waiver("supplier", "2027-01-01"));
    let record = scan(&s.at("other"), &["--waivers", &s.at("w.toml"), "-o", "json"])
        .exits(1)
        .json();
    assert_eq!(
        record["waivers"][0]["state"], "unmatched",
        "the pattern names other subjects"
    );
}

#[test]
fn what_a_profile_leaves_out_stands_in_the_ledger() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let all = scan(&s.at("a"), &["-o", "json"]).exits(1).json();
    for profile in ["without-supplier", "test/example=without-supplier"] {
        let record = scan(&s.at("a"), &["--profile", profile, "-o", "json"]).exits(0).json();
        let reason = entry(&record, "supplier")["state"]["not-run"].as_str().unwrap();
        assert!(!reason.is_empty());
        assert_eq!(
            record["ledger"]["leaves"], all["ledger"]["leaves"],
            "leaving out is not forgetting"
        );
        let control = record["policies"][0]["controls"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["id"] == "supplier")
            .unwrap();
        assert_eq!(control["excluded"]["en"], "Suppliers are looked at elsewhere.");
        assert_eq!(record["policies"][0]["profile"], "without-supplier");
        assert_ne!(
            record["policies"][0]["digest"], all["policies"][0]["digest"],
            "the profile is part of what was judged"
        );
    }
}

#[test]
fn a_profile_may_be_a_file() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    s.write("mine.toml", "format = \"profile/1\"\nid = \"mine\"\npolicy = \"test/example\"\ntitle = { ja = \"私\", en = \"Mine\" }\n\n[[exclude]]\nid = \"supplier\"\nreason = { ja = \"理由\", en = \"A reason\" }\n");
    let record = scan(&s.at("a"), &["--profile", &s.at("mine.toml"), "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(record["policies"][0]["profile"], "mine");
}
