//! The benchmark: scores without names, an aggregate that tells of nobody, a comparison that says where it holds back.

use sekisho_tests::binary::{Ran, Scratch, bundle, good, scan, sekisho, without_supplier};
use serde_json::Value;

/// Assessments of firms: `met` of them meet everything, `open` lack a supplier; then their scores in `scores/`.
fn scores(s: &Scratch, met: usize, open: usize, bundle: &str) {
    good(s, "met");
    without_supplier(s, "open");
    let subject =
        "format = \"evidence/1\"\nsubject = \"himitsu-kk\"\nname = { ja = \"秘密株式会社\", en = \"Himitsu KK\" }\n";
    for (folder, code) in [("met", 0), ("open", 1)] {
        s.write(&format!("{folder}/evidence.toml"), subject);
        scan(
            &s.at(folder),
            &["-o", &format!("json:{}", s.at(&format!("{folder}.json")))],
        )
        .exits(code);
    }
    std::fs::create_dir_all(s.path().join("scores")).unwrap();
    for number in 0..met + open {
        let of = if number < met { "met.json" } else { "open.json" };
        let to = s.at(&format!("scores/{number}.json"));
        let size = ["1-20", "21-100"][number % 2];
        let arguments = [
            "benchmark",
            "export",
            &s.at(of),
            "--to",
            &to,
            "--allow-unsigned",
            "--bundle",
            bundle,
            "--size-class",
            size,
        ];
        sekisho(&arguments).exits(0);
    }
}

fn add(s: &Scratch, more: &[&str]) -> Ran {
    let scores = s.at("scores");
    let mut arguments = vec!["benchmark", "aggregate", &scores];
    arguments.extend(more);
    sekisho(&arguments)
}

fn cells(aggregate: &Value, control: usize) -> String {
    let cells = aggregate["slices"][0]["controls"][control].as_array().unwrap();
    let text = |cell: &Value| {
        let names: Vec<&str> = cell["standings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        format!("{}={}", names.join("+"), cell["firms"])
    };
    cells.iter().map(text).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_score_holds_no_name_no_path_no_day_and_no_digest() {
    let (s, b) = (Scratch::new(), bundle("honest"));
    scores(&s, 1, 0, b.path().to_str().unwrap());
    let text = s.text("scores/0.json");
    let record = s.text("met.json");
    assert!(record.contains("himitsu-kk") && record.contains("秘密") && record.contains("sha256:"));
    for word in [
        "himitsu",
        "Himitsu",
        "秘密",
        "assets",
        "sbom",
        "sha256",
        "2026-11-24",
        "alpha",
        "tmp",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let score: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(score["month"], "2026-11");
    assert_eq!(score["standings"]["supplier"], "met");
    assert_eq!(score["size_class"], "1-20");
}

#[test]
fn too_few_firms_are_refused_and_a_copy_is_no_firm() {
    let (s, b) = (Scratch::new(), bundle("honest"));
    let b = b.path().to_str().unwrap();
    scores(&s, 2, 2, b);
    let ran = add(&s, &["--allow-unsigned", "--bundle", b]).exits(3);
    assert!(ran.stderr.contains("4 firms are fewer than the 5"), "{}", ran.stderr);
    assert!(ran.stdout.is_empty());
    s.write("scores/copy.json", s.text("scores/0.json"));
    let ran = add(&s, &["--allow-unsigned", "--bundle", b]).exits(3);
    assert!(ran.stderr.contains("4 firms"), "{}", ran.stderr);
    let ran = add(&s, &["--allow-unsigned", "--bundle", b, "--min-firms", "4"]).exits(0);
    assert!(ran.stderr.contains("counts once"), "{}", ran.stderr);
    add(&s, &["--allow-unsigned", "--bundle", b, "--min-firms", "2"]).exits(3);
}

#[test]
fn small_counts_are_held_back_and_the_comparison_says_so() {
    let (s, b) = (Scratch::new(), bundle("honest"));
    let b = b.path().to_str().unwrap();
    scores(&s, 9, 1, b);
    let to = s.at("all.json");
    add(&s, &["--allow-unsigned", "--bundle", b, "--to", &to]).exits(0);
    let aggregate: Value = serde_json::from_slice(&s.read("all.json")).unwrap();
    assert_eq!(
        cells(&aggregate, 0),
        "met=10 attested=0 not-applicable=0 unknown=0 open=0"
    );
    // One firm lacks a supplier: neither the one nor the nine are told.
    assert_eq!(
        cells(&aggregate, 1),
        "met+attested+not-applicable=null unknown+open=null"
    );
    let ran = sekisho(&["benchmark", "compare", &s.at("open.json"), &to, "--lang", "ja"]).exits(0);
    for word in ["優先して取り組む項目", "1. supplier", "5社に満たない", "5社未満"] {
        assert!(ran.out().contains(word), "{word}: {}", ran.out());
    }
    let html = s.at("c.html");
    let arguments = [
        "benchmark",
        "compare",
        &s.at("scores/9.json"),
        &to,
        "-o",
        &format!("html:{html}"),
        "-o",
        "json",
    ];
    let ran = sekisho(&arguments).exits(0);
    assert_eq!(ran.json()["priorities"], serde_json::json!(["supplier"]));
    let page = s.text("c.html");
    assert!(page.contains("<svg") && !page.contains("<script") && !page.contains("http://"));
}

#[test]
fn strange_files_are_refused_with_one_error() {
    let (s, b) = (Scratch::new(), bundle("honest"));
    let b = b.path().to_str().unwrap();
    scores(&s, 5, 0, b);
    let good = s.text("scores/0.json");
    for (bad, reason) in [
        (good.replace("\"supplier\"", "\"supplies\""), "`supplier` is missing"),
        (good.replace("\"met\"", "NaN"), "is no score"),
        (good.replace("\"month\"", "\"x\":1e400,\"month\""), "is no score"),
        (good.replace("score/1", "score/2"), "`score/2`"),
        (format!("{good}{}", " ".repeat(2 << 20)), "larger than"),
        ("[".repeat(100_000), "is no score"),
        (String::new(), "is no score"),
    ] {
        s.write("scores/bad.json", bad);
        let ran = add(&s, &["--allow-unsigned", "--bundle", b]).exits(3);
        assert!(ran.stderr.contains(reason), "{reason}: {}", ran.stderr);
        assert_eq!(ran.stderr.matches("error:").count(), 1);
    }
}

#[test]
fn a_tailoring_of_ones_own_makes_no_score() {
    let (s, b) = (Scratch::new(), bundle("honest"));
    good(&s, "met");
    s.write(
        "himitsu.toml",
        "format = \"profile/1\"\nid = \"himitsu-kk\"\npolicy = \"test/example\"\ntitle = { ja = \"独自\", en = \"own\" }\n",
    );
    let (to, profile) = (format!("json:{}", s.at("own.json")), s.at("himitsu.toml"));
    scan(&s.at("met"), &["-o", &to, "--profile", &profile]).exits(0);
    let ran = sekisho(&[
        "benchmark",
        "export",
        &s.at("own.json"),
        "--allow-unsigned",
        "--bundle",
        b.path().to_str().unwrap(),
    ])
    .exits(3);
    assert!(
        ran.stderr.contains("a profile of its own") && !ran.stderr.contains("himitsu"),
        "{}",
        ran.stderr
    );
    // A policy that is not the one at hand: its texts were changed.
    scan(&s.at("met"), &["-o", &to]).exits(0);
    let changed = b.path().join("policies/test/example/policy.toml");
    let text = std::fs::read_to_string(&changed)
        .unwrap()
        .replace("severity = \"low\"", "severity = \"high\"");
    std::fs::write(&changed, text).unwrap();
    let ran = sekisho(&[
        "benchmark",
        "export",
        &s.at("own.json"),
        "--allow-unsigned",
        "--bundle",
        b.path().to_str().unwrap(),
    ])
    .exits(3);
    assert!(ran.stderr.contains("is not the one at hand"), "{}", ran.stderr);
}
