//! Every exit code that can be provoked, and that none of them is 0 when anything is amiss.

use sekisho_tests::binary::{
    CONTROLS, POLICY, Scratch, bundle, command, finish, good, scan, scan_with, sekisho, without_supplier,
};

#[test]
fn zero_is_conformant() {
    let s = Scratch::new();
    good(&s, "a");
    let ran = scan(&s.at("a"), &["-o", "json"]).exits(0);
    assert_eq!(ran.json()["verdict"], "conformant");
}

#[test]
fn one_is_non_conformant() {
    let s = Scratch::new();
    without_supplier(&s, "a");
    let ran = scan(&s.at("a"), &["-o", "json"]).exits(1);
    assert_eq!(ran.json()["verdict"], "non-conformant");
}

#[test]
fn two_is_undecided() {
    let s = Scratch::new();
    s.write("a/assets.csv", sekisho_tests::binary::ASSETS);
    let ran = scan(&s.at("a"), &["-o", "json"]).exits(2);
    assert_eq!(ran.json()["verdict"], "indeterminate");
}

#[test]
fn three_is_usage() {
    let s = Scratch::new();
    good(&s, "a");
    s.write(
        "waivers.toml",
        "format = \"waivers/1\"\n[[waiver]]\nid = \"w\"\ncontrol = \"supplier\"\n",
    );
    s.write("key.toml", "format = \"waivers/1\"\nwaver = 1\n");
    s.write(
        "profile.toml",
        "format = \"profile/1\"\nid = \"x\"\npolicy = \"other/policy\"\ntitle = { ja = \"x\", en = \"x\" }\n",
    );
    s.write("wrong.toml", format!("format = \"profile/1\"\nid = \"x\"\npolicy = \"{POLICY}\"\ntitle = {{ ja = \"x\", en = \"x\" }}\n[[exclude]]\nid = \"no-such-control\"\nreason = {{ ja = \"x\", en = \"x\" }}\n"));
    s.write("empty/readme.txt", "");
    let (waivers, key, profile, wrong) = (
        s.at("waivers.toml"),
        s.at("key.toml"),
        s.at("profile.toml"),
        s.at("wrong.toml"),
    );
    let (empty, gone) = (s.at("empty"), s.at("gone"));
    let cases: [(&[&str], &str); 18] = [
        (&["--policy", "no/policy"], "no/policy"),
        (&["--profile", "nope"], "nope"),
        (&["--profile", &profile], "other/policy"),
        (&["--profile", &wrong], "no-such-control"),
        (&["--waivers", &waivers], "waivers.toml:"),
        (&["--waivers", &key], "key.toml:2"),
        (&["--waivers", &gone], "gone"),
        (&["--limit", "fuel"], "fuel"),
        (&["--limit", "fuel=much"], "fuel=much"),
        (&["--limit", "patience=1"], "patience"),
        (&["--as-of", "2026-02-30"], "2026-02-30"),
        (&["-o", "pdf"], "pdf"),
        (&["-o", "json:"], "json"),
        (&["-o", "xlsx"], "cannot go to the terminal"),
        (&["-o", "json", "-o", "csv"], "stdout"),
        (&["--bundle", &gone], "gone"),
        (&["--bundle", &empty], "empty"),
        (&["--fail-on", "grave"], "grave"),
    ];
    for (arguments, word) in cases {
        let ran = scan(&s.at("a"), arguments).exits(3);
        assert!(ran.stdout.is_empty(), "{arguments:?}: {}", ran.out());
        assert!(ran.stderr.starts_with("error: "), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(word), "{arguments:?}: {}", ran.stderr);
    }
    for arguments in [
        &[][..],
        &["scan"],
        &["scan", "x"],
        &["no-such-command"],
        &["convert", "x"],
    ] {
        let ran = sekisho(arguments).exits(3);
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{arguments:?}");
    }
    sekisho(&["--help"]).exits(0);
    sekisho(&["--version"]).exits(0);
}

#[test]
fn the_same_subject_twice_is_usage() {
    let s = Scratch::new();
    good(&s, "x/a");
    good(&s, "y/a");
    let ran = scan(&s.at("x/a"), &[&s.at("y/a")]).exits(3);
    assert!(
        ran.stderr.contains("`a`") && ran.stderr.contains("hint: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn four_is_unreadable_evidence_and_the_rest_is_assessed() {
    let s = Scratch::new();
    good(&s, "root/one");
    good(&s, "root/three");
    good(&s, "root/two");
    s.write(
        "root/two/sbom.json",
        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"components\": [",
    );
    let ran = scan(&s.at("root"), &["-o", "json"]).exits(4);
    let record = ran.json();
    let verdicts: Vec<_> = record["subjects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["id"].as_str().unwrap(), s["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(
        verdicts,
        [("one", "conformant"), ("three", "conformant"), ("two", "indeterminate")]
    );
    assert_eq!(record["verdict"], "indeterminate");
    for subject in ["one", "three"] {
        for control in CONTROLS {
            let found = record["statuses"]
                .as_array()
                .unwrap()
                .iter()
                .find(|s| s["subject"] == subject && s["control"] == control);
            assert_eq!(found.unwrap()["status"], "satisfied", "{subject} {control}");
        }
    }
    let line = ran.stderr.lines().find(|l| l.starts_with("error: ")).unwrap();
    assert!(line.starts_with("error: two/sbom.json:"), "{line}");
    assert!(ran.stderr.lines().any(|l| l.starts_with("hint: ")), "{}", ran.stderr);
}

#[test]
fn four_is_also_no_evidence_at_all() {
    let s = Scratch::new();
    let ran = scan(&s.at("gone"), &[]).exits(4);
    assert!(
        ran.stderr.contains("gone") && ran.stderr.contains("hint: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_failure_beside_unreadable_evidence_is_still_four() {
    let s = Scratch::new();
    without_supplier(&s, "root/a");
    s.write("root/b/sbom.json", "{\"bomFormat\": \"CycloneDX\"");
    let record = scan(&s.at("root"), &["-o", "json"]).exits(4).json();
    assert_eq!(
        record["verdict"], "non-conformant",
        "what is known to be unmet stays unmet"
    );
}

#[test]
fn five_is_a_plugin_that_wants_more_than_facts() {
    let s = Scratch::new();
    good(&s, "a");
    for import in ["wasi:filesystem/types@0.2.0", "sekisho:policy/network@0.1.0"] {
        let wat = format!("(component (import \"{import}\" (instance)))");
        s.write("b/plugins/greedy.wat", &wat).write("greedy.wat", &wat);
        let ran = scan(&s.at("a"), &["--bundle", &s.at("b"), "-o", "json"]).exits(5);
        assert!(ran.stdout.is_empty() && ran.stderr.contains(import), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("greedy.wat") && ran.stderr.contains("hint: "),
            "{}",
            ran.stderr
        );
        let ran = sekisho(&["plugin", "inspect", &s.at("greedy.wat")]).exits(5);
        assert!(ran.stdout.is_empty() && ran.stderr.contains(import), "{}", ran.stderr);
    }
}

#[test]
fn five_is_a_plugin_that_lies_about_itself() {
    let s = Scratch::new();
    good(&s, "a");
    for guest in ["lacks_english", "describes_twice", "loops_in_describe"] {
        let ran = scan_with(guest, &s.at("a"), &["--limit", "fuel=50000000", "-o", "json"]).exits(5);
        assert!(
            ran.stdout.is_empty() && ran.stderr.contains("guest.wasm"),
            "{guest}: {}",
            ran.stderr
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn six_is_our_own_fault() {
    let s = Scratch::new();
    good(&s, "a");
    let bundle = bundle("honest");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let child = command(&sekisho_tests::binary::binary())
        .args([
            "scan",
            &s.at("a"),
            "--policy",
            POLICY,
            "--allow-unsigned",
            "--bundle",
            bundle.path().to_str().unwrap(),
            "-o",
            "json",
        ])
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(6));
    assert!(String::from_utf8_lossy(&output.stderr).contains("stdout"));
}

#[test]
fn a_check_that_breaks_is_never_zero() {
    let s = Scratch::new();
    good(&s, "a");
    for guest in [
        "declines",
        "traps",
        "cites_foreign_fact",
        "unknown_message",
        "answers_nothing",
    ] {
        let ran = scan_with(guest, &s.at("a"), &["-o", "json"]).exits(2);
        let record = ran.json();
        let broken = record["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["check"] == "hostile.check")
            .unwrap();
        assert_eq!(broken["outcome"], "error", "{guest}");
        assert_eq!(record["verdict"], "indeterminate", "{guest}");
        let others = record["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|s| s["control"] != "listed");
        assert!(
            others.clone().count() == 2 && others.clone().all(|s| s["status"] == "satisfied"),
            "{guest}"
        );
        // Nor is it excused by a bound on severities.
        scan_with(guest, &s.at("a"), &["--fail-on", "critical", "-o", "json"]).exits(2);
    }
    let ran = scan_with("loops", &s.at("a"), &["--limit", "fuel=30000000", "-o", "json"]).exits(2);
    let text = String::from_utf8(ran.stdout).unwrap();
    assert!(text.contains("limits.fuel"), "the error names the limit");
    assert_ne!(scan(&s.at("a"), &["--limit", "fuel=1000"]).code, 0);
}

#[test]
fn a_bound_on_severities_excuses_what_lies_below_it_only() {
    let s = Scratch::new();
    good(&s, "low");
    s.write("low/sbom.json", sekisho_tests::binary::sbom(&[("alpha", "", "Alpha")]));
    scan(&s.at("low"), &[]).exits(1);
    scan(&s.at("low"), &["--fail-on", "low"]).exits(1);
    let ran = scan(&s.at("low"), &["--fail-on", "medium", "-o", "json"]).exits(0);
    assert_eq!(ran.json()["verdict"], "non-conformant", "the verdict stays");
    without_supplier(&s, "high");
    scan(&s.at("high"), &["--fail-on", "high"]).exits(1);
    scan(&s.at("high"), &["--fail-on", "critical"]).exits(0);
}

#[test]
fn commands_say_what_is_missing_instead_of_doing_something_else() {
    let s = Scratch::new();
    s.write("not.json", "{}")
        .write("other.json", "{\"format\": \"assessment/9\"}")
        .write("no.txt", "x");
    for (arguments, word) in [
        (["convert", &s.at("gone.json"), "-o", "md"], "gone.json"),
        (["convert", &s.at("not.json"), "-o", "md"], "not.json"),
        (["convert", &s.at("other.json"), "-o", "md"], "other.json"),
        (["policy", "show", "no/policy", "--lang=en"], "no/policy"),
        (["plugin", "inspect", "no/plugin", "--lang=en"], "no/plugin"),
        (["plugin", "inspect", &s.at("no.txt"), "--lang=en"], "no.txt"),
        (["evidence", "template", "no-register", "--lang=en"], "no-register"),
        (["evidence", "template", "assets", "--to=x.pdf"], "pdf"),
    ] {
        let ran = sekisho(&arguments).exits(3);
        assert!(
            ran.stdout.is_empty() && ran.stderr.contains(word),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
    let ran =
        finish(command(&sekisho_tests::binary::binary()).args(["plugin", "inspect", &s.at("gone.wasm")])).exits(3);
    assert!(ran.stderr.contains("gone.wasm"), "{}", ran.stderr);
}
