//! Many subjects at once: batches, workers and instances of their own make no difference to the record.

use sekisho_tests::binary::{
    ASSETS, DAY, POLICY, Scratch, binary, bundle, command, finish, good, sbom, scan_with, sekisho, without_supplier,
};
use std::path::Path;

const MIXED: &str = "plugin-mixes-subjects";

/// Forty subjects under one root; every third has a failure.
fn fleet() -> Scratch {
    let s = Scratch::new();
    for number in 0..40 {
        let name = format!("fleet/host-{number:02}");
        if number % 3 == 0 {
            without_supplier(&s, &name);
        } else {
            good(&s, &name);
        }
        s.write(&format!("{name}/assets.csv"), ASSETS);
    }
    s
}

#[test]
fn the_record_is_the_same_in_batches_alone_and_on_any_number_of_workers() {
    let s = fleet();
    let record = |more: &[&str]| {
        let mut arguments = vec!["-o", "json"];
        arguments.extend(more);
        scan_with("honest", &s.at("fleet"), &arguments).exits(1).stdout
    };
    let first = record(&["--jobs", "1"]);
    let value: serde_json::Value = serde_json::from_slice(&first).unwrap();
    assert_eq!(value["subjects"].as_array().unwrap().len(), 40);
    let remarks = value["diagnostics"].as_array().unwrap();
    assert!(remarks.iter().all(|d| d["code"] != MIXED), "{MIXED}");
    for plugin in value["plugins"].as_array().unwrap() {
        let measured = plugin["measured_subjects"].as_u64().unwrap();
        assert!(measured < 40, "{measured}: a sample");
        let checks = plugin["checks"].as_array().unwrap();
        assert!(!checks.is_empty());
    }
    for more in [&["--jobs", "4"][..], &["--isolate"], &["--isolate", "--jobs", "3"]] {
        assert!(record(more) == first, "{more:?} gives another record");
    }
}

/// More than a scan holds of its record, however it is packed: names that say nothing twice.
#[test]
fn a_record_that_waits_outside_of_memory_is_the_same() {
    const SUBJECTS: usize = 40;
    const COMPONENTS: usize = 3_000;
    const NAME: usize = 200;
    let s = Scratch::new();
    let mut state = 1u64;
    for subject in 0..SUBJECTS {
        let name = || -> String {
            let mut digit = |_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from_digit(u32::try_from(state >> 60).unwrap(), 16).unwrap()
            };
            (0..NAME).map(&mut digit).collect()
        };
        let names: Vec<String> = std::iter::repeat_with(name).take(COMPONENTS).collect();
        let components: Vec<(&str, &str, &str)> = names.iter().map(|name| (name.as_str(), "1", "")).collect();
        s.write(&format!("fleet/s{subject:02}/bom.json"), sbom(&components));
    }
    let record = |more: &[&str]| {
        let file = format!("json:{}", s.at("out/record.json"));
        let mut arguments = vec!["-o", &file];
        arguments.extend(more);
        scan_with("honest", &s.at("fleet"), &arguments).exits(1);
        let left: Vec<_> = std::fs::read_dir(s.path().join("out")).unwrap().collect();
        assert_eq!(
            left.len(),
            if more.contains(&"-o") { 2 } else { 1 },
            "nothing but the record stays"
        );
        s.read("out/record.json")
    };
    s.write("out/record.json", "");
    // Another report needs the record as a value, which waits nowhere.
    let junit = format!("junit:{}", s.at("out/report.xml"));
    let whole = record(&["--jobs", "1", "-o", &junit]);
    std::fs::remove_file(s.path().join("out/report.xml")).unwrap();
    assert!(
        whole.len() > SUBJECTS * COMPONENTS * (NAME + 32),
        "every name with a fingerprint"
    );
    let store = s.at("store");
    for more in [
        &["--jobs", "1"][..],
        &["--jobs", "3"],
        &["--jobs", "2", "--store", &store],
        &["--jobs", "2", "--store", &store],
    ] {
        assert!(record(more) == whole, "{more:?} gives another record");
    }
}

#[test]
fn a_scan_has_more_subjects_and_files_than_a_process_may_open() {
    let s = Scratch::new();
    for number in 0..200 {
        let bom = sbom(&[("zlib", "1", "Jean-loup Gailly")]);
        s.write(&format!("fleet/host-{number:03}/bom.json"), &bom);
        s.write(&format!("files/host-{number:03}.json"), &bom);
    }
    let bundle = bundle("honest");
    let program = binary();
    let scan = |evidence: &str| {
        let words = format!(
            "ulimit -n 100 && exec {} scan {evidence} --policy {POLICY} --allow-unsigned --bundle {} --as-of {DAY} -o json",
            program.display(),
            bundle.path().display(),
        );
        let mut shell = command(Path::new("sh"));
        finish(shell.args(["-c", &words]).current_dir(s.path())).exits(0).json()
    };
    for evidence in ["fleet", "fleet/*", "fleet/./host-*/", "files/*.json"] {
        let record = scan(evidence);
        assert_eq!(record["subjects"].as_array().unwrap().len(), 200, "{evidence}");
        assert_eq!(record["evidence"].as_array().unwrap().len(), 200, "{evidence}");
    }
}

#[test]
fn few_subjects_are_all_measured_and_costs_have_names() {
    let s = Scratch::new();
    good(&s, "a");
    s.write("a/assets.csv", ASSETS);
    let record = scan_with("honest", &s.at("a"), &["-o", "json"]).exits(0).json();
    let sbom = record["plugins"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["id"] == "common/sbom")
        .unwrap();
    assert_eq!(sbom["measured_subjects"], 1);
    let sum: u64 = sbom["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["fuel"].as_u64().unwrap())
        .sum();
    assert!(sum > 0 && sum <= sbom["fuel"].as_u64().unwrap());
}

#[test]
fn a_plugin_that_mixes_subjects_up_is_found_out_and_run_alone() {
    let s = fleet();
    let run = |more: &[&str]| {
        let mut arguments = vec!["-o", "json"];
        arguments.extend(more);
        scan_with("leaks", &s.at("fleet"), &arguments).exits(1).json()
    };
    let record = run(&[]);
    let remarks = record["diagnostics"].as_array().unwrap();
    let remark = remarks.iter().find(|d| d["code"] == MIXED).unwrap();
    assert!(remark["message"].as_str().unwrap().contains("test/hostile"));
    let own = |record: &serde_json::Value| {
        let findings = record["findings"].as_array().unwrap();
        findings
            .iter()
            .filter(|f| f["check"] == "hostile.check")
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(own(&record).len(), 40);
    assert!(
        own(&record).iter().all(|f| f["outcome"] == "pass"),
        "what it says of each alone"
    );
    assert_eq!(record["findings"], run(&["--isolate"])["findings"]);
}

#[test]
fn a_plugin_that_breaks_breaks_for_each_subject_by_itself() {
    let s = fleet();
    let record = scan_with("traps", &s.at("fleet"), &["-o", "json"]).exits(1).json();
    let findings = record["findings"].as_array().unwrap();
    let broken = findings
        .iter()
        .filter(|f| f["check"] == "hostile.check" && f["outcome"] == "error");
    assert_eq!(broken.count(), 40);
    let passed = findings.iter().filter(|f| f["outcome"] == "pass").count();
    assert!(passed > 40, "the other plugins concluded: {passed}");
}

#[test]
fn the_cost_of_a_plugin_can_be_kept_and_compared() {
    let s = Scratch::new();
    good(&s, "a");
    without_supplier(&s, "b");
    let (a, b, saved) = (s.at("a"), s.at("b"), s.at("costs.json"));
    let bench = |evidence: &str, more: &[&str]| {
        let mut arguments = vec!["plugin", "bench", "common/sbom", evidence, "--as-of", "2026-11-24"];
        arguments.extend(more);
        sekisho(&arguments)
    };
    let first = bench(&a, &["--save", &saved, "-o", "json"]).exits(0).json();
    assert!(first["checks"].as_object().unwrap().len() >= 14);
    let again = bench(&a, &["--compare", &saved, "--threshold", "0", "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(first, again, "the same on every run");
    bench(&b, &["--compare", &saved]).exits(3);
    let (name, fuel) = first["checks"].as_object().unwrap().iter().next().unwrap();
    let text = s.text("costs.json");
    let cheaper = text.replace(
        &format!("\"{name}\": {fuel}"),
        &format!("\"{name}\": {}", fuel.as_u64().unwrap() - 1),
    );
    assert_ne!(text, cheaper);
    s.write("cheaper.json", cheaper);
    let cheaper = s.at("cheaper.json");
    let ran = bench(&a, &["--compare", &cheaper]).exits(1);
    assert!(ran.stderr.contains(name), "{}", ran.stderr);
    bench(&a, &["--compare", &cheaper, "--threshold", "5"]).exits(0);
    s.write("other.json", "{}");
    assert!(
        bench(&a, &["--compare", &s.at("other.json")])
            .exits(3)
            .stderr
            .contains("hint:")
    );
}
