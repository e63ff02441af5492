//! `scan --store`: what is remembered gives the same bytes as what is computed, whatever happens to the store.

use sekisho_tests::binary::{
    DAY, POLICY, Ran, Scratch, binary, bundle, command, good, kill_when, sbom, scan, without_supplier,
};

/// Scans into `record.json`, and answers the record with what was told.
pub(crate) fn record(s: &Scratch, more: &[&str]) -> (Vec<u8>, Ran) {
    let (store, out) = (s.at("store"), format!("json:{}", s.at("record.json")));
    let mut arguments = vec!["-o", &out, "--store", &store];
    arguments.extend(more);
    let ran = scan(&s.at("root"), &arguments);
    assert!((0..=2).contains(&ran.code), "{}", ran.stderr);
    (s.read("record.json"), ran)
}

/// Remembered and computed: two plugins, the guest and the answer sheet's, for every subject.
pub(crate) fn counts(ran: &Ran) -> (u32, u32) {
    let line = ran
        .stderr
        .lines()
        .find(|l| l.starts_with("memo: "))
        .unwrap_or_else(|| panic!("{}", ran.stderr));
    let numbers: Vec<u32> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    (numbers[0], numbers[2])
}

pub(crate) fn subjects(s: &Scratch, count: usize) {
    for number in 0..count {
        match number % 3 {
            0 => good(s, &format!("root/s{number:03}")),
            1 => without_supplier(s, &format!("root/s{number:03}")),
            _ => {
                s.write(&format!("root/s{number:03}/assets.csv"), sekisho_tests::binary::ASSETS);
            }
        }
    }
}

#[test]
fn the_second_scan_remembers_and_gives_the_same_bytes() {
    let s = Scratch::new();
    subjects(&s, 40);
    let (first, ran) = record(&s, &[]);
    assert_eq!(counts(&ran), (0, 80));
    let (second, ran) = record(&s, &[]);
    assert_eq!(counts(&ran), (80, 0));
    assert!(first == second, "the record differs");
    let (without, ran) = record(&s, &["--no-memo"]);
    assert!(!ran.stderr.contains("memo:"), "{}", ran.stderr);
    assert!(first == without, "the record differs without a memo");
    let (isolated, ran) = record(&s, &["--isolate", "--jobs", "1"]);
    assert_eq!(counts(&ran), (80, 0));
    assert!(first == isolated);
    let run = || serde_json::from_str::<serde_json::Value>(&s.text("store/run.json")).unwrap();
    assert_eq!(
        (run()["whole"].clone(), run()["remembered"].clone()),
        (true.into(), 80.into())
    );
    // Another report beside the record is rendered from the remembered record.
    let csv = format!("csv:{}", s.at("findings.csv"));
    let (beside, ran) = record(&s, &["-o", &csv]);
    assert_eq!(counts(&ran), (80, 0));
    assert!(first == beside, "the record differs");
    let run = run();
    assert_eq!(
        (run["format"].clone(), run["whole"].clone()),
        ("run/1".into(), true.into())
    );
    assert_eq!(run["subjects"].as_array().unwrap().len(), 0);
    let record: serde_json::Value = serde_json::from_slice(&first).unwrap();
    assert_eq!(run["ledger_root"], record["ledger"]["root"]);
}

#[test]
fn only_what_changed_is_computed_again() {
    let s = Scratch::new();
    subjects(&s, 12);
    record(&s, &[]);
    // A change that the plugin reads, one that it does not read, and one that changes only where things stand.
    without_supplier(&s, "root/s000");
    s.write(
        "root/s003/assets.csv",
        "Asset ID,Asset name,Owner\nplc-01,Another name,Sato\n",
    );
    let moved = format!("\n\n\n{}", sbom(&[("alpha", "1.0", "Alpha"), ("beta", "2.0", "")]));
    s.write("root/s001/sbom.json", moved);
    let (remembered, ran) = record(&s, &[]);
    assert_eq!(counts(&ran), (23, 1), "{}", ran.stderr);
    let run: serde_json::Value = serde_json::from_str(&s.text("store/run.json")).unwrap();
    let listed = run["subjects"].as_array().unwrap();
    assert_eq!(listed.len(), 3, "a subject with changed files is listed: {run}");
    assert_eq!(listed[0]["subject"], "s000");
    assert_eq!(
        (listed[0]["computed"].clone(), listed[1]["computed"].clone()),
        (["common/sbom"][..].into(), serde_json::json!([]))
    );
    assert_eq!(listed[1]["remembered"].as_array().unwrap().len(), 2);
    let (computed, _) = record(&s, &["--no-memo"]);
    assert!(remembered == computed, "the record differs");
    // The lines of the moved file are those of now.
    let value: serde_json::Value = serde_json::from_slice(&remembered).unwrap();
    let finding = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["subject"] == "s001" && f["outcome"] == "fail");
    assert!(finding.unwrap()["evidence"][0]["line"].as_u64().unwrap_or(9) > 3);
    let (again, ran) = record(&s, &[]);
    assert_eq!(counts(&ran), (24, 0));
    assert!(again == computed);
}

#[test]
fn every_ingredient_of_an_answer_counts() {
    let s = Scratch::new();
    subjects(&s, 6);
    let (first, _) = record(&s, &[]);
    // The day is in the record; whether a check asked for it decides whether anything is computed.
    let (other_day, _) = record(&s, &["--as-of", "2026-12-24"]);
    assert!(other_day != first);
    let (computed, _) = record(&s, &["--as-of", "2026-12-24", "--no-memo"]);
    assert!(other_day == computed);
    let (_, ran) = record(&s, &["--limit", "findings=5000"]);
    assert_eq!(counts(&ran), (0, 12), "other limits");
    let (profiled, _) = record(&s, &["--profile", "without-supplier"]);
    let (computed, _) = record(&s, &["--profile", "without-supplier", "--no-memo"]);
    assert!(profiled == computed && profiled != first);
    s.write(
        "root/s000/evidence.toml",
        "format = \"evidence/1\"\nname = { ja = \"一号機\", en = \"Unit one\" }\n",
    );
    let (named, _) = record(&s, &[]);
    let (computed, _) = record(&s, &["--no-memo"]);
    assert!(named == computed && named != first);
}

#[test]
fn stores_that_are_none_are_refused_and_left_alone() {
    let s = Scratch::new();
    good(&s, "root/a");
    s.write("future/sekisho-store", "sekisho-store/7\n")
        .write("future/memo/db", "bytes of the future");
    s.write("mine/letter.txt", "dear");
    for (store, words) in [("future", "has format 7"), ("mine", "is no store")] {
        let ran = scan(&s.at("root"), &["--store", &s.at(store)]).exits(3);
        assert!(
            ran.stderr.contains(words) && ran.stderr.contains("hint: "),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(s.text("future/memo/db"), "bytes of the future");
    assert_eq!(std::fs::read_dir(s.path().join("future")).unwrap().count(), 2);
    assert_eq!(std::fs::read_dir(s.path().join("mine")).unwrap().count(), 1);
}

#[test]
fn a_store_that_cannot_be_used_costs_the_memo_and_not_the_scan() {
    let s = Scratch::new();
    subjects(&s, 6);
    let (first, _) = record(&s, &[]);
    // A damaged database.
    for name in ["db", "conf"] {
        s.write(&format!("store/memo/{name}"), vec![0x5a; 70_000]);
        let (again, ran) = record(&s, &[]);
        assert!(again == first, "{}", ran.stderr);
        let (again, ran) = record(&s, &[]);
        assert!(again == first);
        assert_eq!(counts(&ran), (12, 0), "the next one remembers: {}", ran.stderr);
    }
    // A file in the place of the directory.
    s.write("file", "x");
    let ran = scan(&s.at("root"), &["--store", &s.at("file"), "-o", "json"]);
    assert!(ran.stderr.contains("warning: store"), "{}", ran.stderr);
    assert_eq!(ran.stdout, first);
}

#[test]
fn a_killed_scan_leaves_a_store_that_works() {
    let s = Scratch::new();
    subjects(&s, 60);
    let (first, _) = record(&s, &["--no-memo"]);
    let bundle = bundle("honest");
    let (store, written) = (s.at("store"), s.path().join("store/memo/db"));
    for round in 0..8u64 {
        let _ = std::fs::remove_dir_all(&store);
        let mut scan = command(&binary());
        scan.args(["scan", &s.at("root"), "--policy", POLICY, "--as-of", DAY, "-o", "json"])
            .args([
                "--allow-unsigned",
                "--bundle",
                bundle.path().to_str().unwrap(),
                "--store",
                &store,
            ]);
        // Founding, opening, and at several lengths of what is written.
        kill_when(&mut scan, || match round {
            0 => s.path().join("store").exists(),
            1 => s.path().join("store/sekisho-store").exists(),
            _ => std::fs::metadata(&written).is_ok_and(|m| m.len() >= (round - 2) * 8_000),
        });
        let (again, ran) = record(&s, &[]);
        assert!(again == first, "round {round}: {}", ran.stderr);
    }
    let (_, ran) = record(&s, &[]);
    assert_eq!(counts(&ran), (120, 0));
}

#[test]
fn two_scans_at_once_both_give_their_result() {
    let s = Scratch::new();
    subjects(&s, 60);
    let (first, _) = record(&s, &["--no-memo"]);
    let (root, store) = (s.at("root"), s.at("store"));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let ran = scan(&root, &["--store", &store, "-o", "json"]);
                assert!(ran.stdout == first, "{}", ran.stderr);
                let told = ran.stderr.contains("memo: ") || ran.stderr.contains("in use by another process");
                assert!(told, "{}", ran.stderr);
            });
        }
    });
    let (again, _) = record(&s, &[]);
    assert!(again == first);
}
