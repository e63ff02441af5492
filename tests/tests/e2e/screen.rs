//! stdout is data, stderr is talk; nothing hostile reaches the screen; no color where none is wanted.

use sekisho_tests::binary::{Scratch, bundle, command, finish, good, sbom, scan, sekisho, without_supplier};

const ESCAPES: &str = "evil\u{1b}[31m\u{1b}]0;title\u{7}\u{9b}2J\u{202e}name";

fn has_escapes(text: &str) -> bool {
    text.chars()
        .any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c))
}

#[test]
fn stdout_holds_data_only() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let ran = scan(&s.at("a"), &["-o", "json"]).exits(1);
    assert_eq!(ran.json()["format"], "assessment/1");
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    let ran = scan(&s.at("a"), &["-o", &format!("json:{}", s.at("a.json"))]).exits(1);
    assert!(ran.stdout.is_empty(), "{}", ran.out());
    assert!(ran.stderr.contains("sha256:"), "{}", ran.stderr);
    let ran = scan(&s.at("a"), &["-o", "json", "-vv", "--log-format", "json"]).exits(1);
    assert_eq!(ran.json()["format"], "assessment/1");
    assert!(!ran.stderr.is_empty());
    for line in ran.stderr.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
    }
}

#[test]
fn several_reports_at_once() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let (json, html, xlsx) = (
        format!("json:{}", s.at("o.json")),
        format!("html:{}", s.at("o.html")),
        format!("xlsx:{}", s.at("o.xlsx")),
    );
    let ran = scan(&s.at("a"), &["-o", &json, "-o", &html, "-o", &xlsx, "-o", "md"]).exits(1);
    assert!(ran.out().starts_with("# "), "{}", ran.out());
    let mut left: Vec<_> = std::fs::read_dir(s.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["a", "o.html", "o.json", "o.xlsx"], "no half-written file stays");
}

#[test]
fn a_pipe_gets_no_color() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let bundle = bundle("honest");
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("TERM", "dumb"),
        ("TERM", "xterm-256color"),
        ("CLICOLOR_FORCE", "1"),
    ] {
        let arguments = [
            "scan",
            &s.at("a"),
            "--policy",
            "test/example",
            "--allow-unsigned",
            "--bundle",
            bundle.path().to_str().unwrap(),
            "-o",
            "terminal",
            "-v",
        ];
        let ran = finish(
            command(&sekisho_tests::binary::binary())
                .args(arguments)
                .env(name, value),
        )
        .exits(1);
        assert!(
            !ran.out().contains('\u{1b}') && !ran.stderr.contains('\u{1b}'),
            "{name}={value}"
        );
    }
}

#[test]
fn escapes_in_evidence_do_not_reach_the_screen() {
    let s = Scratch::new();
    good(&s, "a");
    s.write("a/sbom.json", sbom(&[(ESCAPES, "1", "")]));
    for lang in ["ja", "en"] {
        let ran = scan(&s.at("a"), &["--lang", lang]).exits(1);
        assert!(ran.out().contains("evil"), "the name is shown: {}", ran.out());
        assert!(
            !has_escapes(ran.out()) && !has_escapes(&ran.stderr),
            "{lang}: {:?}",
            ran.out()
        );
        let ran = scan(&s.at("a"), &["--lang", lang, "-o", "md"]).exits(1);
        assert!(
            ran.out().contains("evil") && !has_escapes(ran.out()),
            "{lang}: {:?}",
            ran.out()
        );
    }
}

#[test]
fn escapes_in_names_of_files_do_not_reach_the_screen() {
    let s = Scratch::new();
    let hostile = "x\u{1b}[31m.json";
    s.write(
        &format!("a/{hostile}"),
        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", ",
    );
    let ran = scan(&s.at("a"), &[]).exits(4);
    assert!(
        !has_escapes(ran.out()) && !has_escapes(&ran.stderr),
        "{:?} {:?}",
        ran.out(),
        ran.stderr
    );
    for command in ["inspect", "validate"] {
        let ran = sekisho(&["evidence", command, &s.at("a")]);
        assert!(
            !has_escapes(ran.out()) && !has_escapes(&ran.stderr),
            "{command}: {:?} {:?}",
            ran.out(),
            ran.stderr
        );
    }
    let gone = s.at("gone\u{1b}[31m");
    for arguments in [
        ["evidence", "inspect", &gone],
        ["plugin", "inspect", &gone],
        ["policy", "show", &gone],
    ] {
        let ran = sekisho(&arguments);
        assert!(
            ran.code > 0 && !has_escapes(&ran.stderr),
            "{arguments:?}: {:?}",
            ran.stderr
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let s = Scratch::new();
    good(&s, "a");
    let bundle = bundle("honest");
    let mut child = command(&sekisho_tests::binary::binary())
        .args([
            "scan",
            &s.at("a"),
            "--policy",
            "test/example",
            "--allow-unsigned",
            "--bundle",
            bundle.path().to_str().unwrap(),
            "-o",
            "json",
        ])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
