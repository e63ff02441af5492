//! Bundles as a user meets them: built from a directory, looked into before anything runs, compared, and refused where nobody
//! known has signed them.

use sekisho_tests::binary::{DAY, POLICY, Scratch, bundle, good, sekisho};
use serde_json::Value;

const ABOUT: &str = r#"
format = "bundle/1"
id = "example-auto/suppliers"
version = "1.0.0"
title = { ja = "部品会社向け", en = "For suppliers" }
issuer = { ja = "例示自動車工業会", en = "Example Automobile Association" }
source_document = { ja = "例示指針", en = "Example guideline" }
source_date = 2026-04-01
effective_from = 2026-10-01
"#;

/// A directory that can be built.
fn directory(guest: &str) -> Scratch {
    let scratch = bundle(guest);
    scratch.write("bundle.toml", ABOUT);
    scratch
}

fn build(from: &Scratch, to: &str) -> String {
    let ran = sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", to]).exits(0);
    ran.out().split_whitespace().last().unwrap().to_owned()
}

#[test]
fn the_same_files_give_the_same_bundle_wherever_they_lie() {
    let s = Scratch::new();
    let (a, b) = (directory("honest"), directory("honest"));
    let digest = build(&a, &s.at("a.tar"));
    assert_eq!(digest, build(&b, &s.at("b.tar")));
    assert_eq!(
        std::fs::read(s.at("a.tar")).unwrap(),
        std::fs::read(s.at("b.tar")).unwrap()
    );
    // The same as a directory that any OCI tool reads.
    let from = a.path().to_str().unwrap();
    sekisho(&["bundle", "build", from, "--to", &s.at("layout"), "--folder"]).exits(0);
    let shown = sekisho(&["bundle", "inspect", &s.at("layout"), "-o", "json"]).exits(0);
    let shown: Value = shown.json();
    assert_eq!(shown["digest"], digest.as_str());
}

#[test]
fn what_a_bundle_lacks_is_told_field_by_field() {
    let s = Scratch::new();
    let from = directory("honest");
    from.write(
        "bundle.toml",
        "format = \"bundle/1\"\nid = \"a/b\"\nversion = \"1.0.0\"\n",
    );
    let ran = sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", &s.at("x.tar")]).exits(3);
    for field in [
        "issuer.ja",
        "issuer.en",
        "source_document.ja",
        "source_document.en",
        "source_date",
    ] {
        assert!(
            ran.stderr.contains(&format!("`{field}` is missing")),
            "{field}: {}",
            ran.stderr
        );
    }
    assert!(!std::path::Path::new(&s.at("x.tar")).exists());
}

#[test]
fn a_policy_that_does_not_hold_together_is_not_built() {
    let s = Scratch::new();
    let from = directory("honest");
    let policy = std::fs::read_to_string(from.at("policies/test/example/policy.toml")).unwrap();
    from.write(
        "policies/test/example/policy.toml",
        policy.replace("sbom.ntia7", "sbom.nothing"),
    );
    let ran = sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", &s.at("x.tar")]).exits(3);
    assert!(ran.stderr.contains("sbom.nothing"), "{}", ran.stderr);
}

#[test]
fn looking_into_a_bundle_runs_nothing_of_it() {
    let s = Scratch::new();
    let honest = directory("honest");
    build(&honest, &s.at("a.tar"));
    for lang in ["ja", "en"] {
        let shown = sekisho(&["bundle", "inspect", &s.at("a.tar"), "--lang", lang]).exits(0);
        assert!(shown.out().contains("assets"), "{}", shown.out());
        assert!(shown.out().contains("memory_bytes"), "{}", shown.out());
    }
    let shown = sekisho(&["bundle", "inspect", &s.at("a.tar"), "-o", "json"]).exits(0);
    let shown: Value = shown.json();
    assert_eq!(shown["policies"][0]["id"], POLICY);
    assert_eq!(shown["policies"][0]["controls"], 3);
    assert!(shown["plugins"][0]["authority"]["reads"]["assets"].is_array());
    assert_eq!(shown["signatures"], 0);
}

#[test]
fn plugins_that_nobody_signed_do_not_run_unless_a_person_says_so() {
    let s = Scratch::new();
    let from = directory("honest");
    let digest = build(&from, &s.at("a.tar"));
    good(&s, "e");
    let folder = from.path().to_str().unwrap().to_owned();
    for given in [s.at("a.tar"), folder] {
        let scan = [
            "scan",
            &s.at("e"),
            "--policy",
            POLICY,
            "--as-of",
            DAY,
            "--bundle",
            &given,
        ];
        let ran = sekisho(&scan).exits(5);
        assert!(ran.stderr.contains("not signed by anyone known"), "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
        let mut allowed = scan.to_vec();
        allowed.extend(["--allow-unsigned", "-o", "json"]);
        let ran = sekisho(&allowed).exits(0);
        let record: Value = ran.json();
        assert_eq!(record["bundles"][0]["trust"], "unsigned");
        assert_eq!(record["diagnostics"][0]["code"], "bundle-unsigned");
        if given.ends_with(".tar") {
            assert_eq!(record["bundles"][0]["digest"], digest.as_str());
            assert_eq!(record["bundles"][0]["id"], "example-auto/suppliers");
        }
        // And every report that shows remarks shows this one.
        for form in ["terminal", "md", "html", "sarif"] {
            let mut allowed = scan.to_vec();
            allowed.extend(["--allow-unsigned", "-o", form]);
            assert!(
                sekisho(&allowed).exits(0).out().contains("not signed by anyone known"),
                "{form}"
            );
        }
    }
}

#[test]
fn a_bundle_that_was_touched_is_refused_everywhere() {
    let s = Scratch::new();
    build(&directory("honest"), &s.at("a.tar"));
    let bytes = std::fs::read(s.at("a.tar")).unwrap();
    good(&s, "e");
    for at in [600, bytes.len() / 3, bytes.len() / 2, bytes.len() - 600] {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 1;
        s.write("x.tar", &spoilt);
        let x = s.at("x.tar");
        for command in [
            vec!["bundle", "inspect", &x],
            vec!["bundle", "diff", &x, &x],
            vec!["policy", "list", "--bundle", &x],
        ] {
            let ran = sekisho(&command).exits(5);
            assert!(ran.stderr.contains("hint:"), "{at}: {}", ran.stderr);
        }
    }
}

#[test]
fn what_a_new_version_may_read_is_told_first() {
    let s = Scratch::new();
    let from = directory("answers_nothing");
    build(&from, &s.at("a.tar"));
    from.write("bundle.toml", ABOUT.replace("1.0.0", "1.1.0"));
    let honest = std::fs::read(bundle("honest").at("plugins/guest.wasm")).unwrap();
    from.write("plugins/guest.wasm", honest);
    let policy = std::fs::read_to_string(from.at("policies/test/example/catalogue.toml")).unwrap();
    from.write(
        "policies/test/example/catalogue.toml",
        policy.replacen("en = \"", "en = \"New ", 1),
    );
    build(&from, &s.at("b.tar"));
    let same = sekisho(&["bundle", "diff", &s.at("a.tar"), &s.at("a.tar"), "--lang", "en"]).exits(0);
    assert_eq!(same.out().trim(), "no difference");
    let told = sekisho(&["bundle", "diff", &s.at("a.tar"), &s.at("b.tar"), "--lang", "en"]).exits(0);
    let first = told.out().lines().next().unwrap_or_default();
    assert!(first.starts_with("+ reads "), "{}", told.out());
    assert!(told.out().contains("1.0.0 → 1.1.0"), "{}", told.out());
    let told = sekisho(&["bundle", "diff", &s.at("b.tar"), &s.at("a.tar"), "-o", "json"]).exits(0);
    let told: Value = told.json();
    assert_eq!(told["changes"][0]["part"], "authority");
    assert_eq!(told["changes"][0]["to"], Value::Null);
}
