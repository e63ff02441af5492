//! OSCAL by the command line: a policy goes out, comes back, and its profile chooses the same controls.

use sekisho_tests::assert_oscal;
use sekisho_tests::binary::{Scratch, sekisho};
use serde_json::Value;

const ID: &str = "scs/star4";

#[test]
fn a_policy_goes_out_and_comes_back() {
    let s = Scratch::new();
    let outputs = [
        format!("oscal:{}", s.at("catalog.json")),
        format!("oscal-profile:{}", s.at("profile.json")),
    ];
    let ran = sekisho(&[
        "policy",
        "export",
        ID,
        "-o",
        &outputs[0],
        "-o",
        &outputs[1],
        "--lang",
        "ja",
    ])
    .exits(0);
    assert!(ran.stdout.is_empty());
    for kind in ["catalog", "profile"] {
        let document: Value = serde_json::from_slice(&s.read(&format!("{kind}.json"))).unwrap();
        assert_oscal(kind, &document);
    }
    // The same bytes again, on stdout.
    let again = sekisho(&["policy", "export", ID, "-o", "oscal", "--lang", "ja"]).exits(0);
    assert!(again.stdout == s.read("catalog.json"));
    let ran = sekisho(&[
        "policy",
        "import",
        &s.at("catalog.json"),
        "--id",
        "test/back",
        "--to",
        &s.at("back"),
    ])
    .exits(0);
    assert!(
        ran.out().starts_with("test/back: 153 controls") && ran.stderr.is_empty(),
        "{}",
        ran.stderr
    );
    let file = s.at("back/profiles/mine.toml");
    let ran = sekisho(&[
        "policy",
        "import",
        &s.at("profile.json"),
        "--policy",
        &s.at("back"),
        "--id",
        "mine",
        "--to",
        &file,
    ])
    .exits(0);
    assert!(ran.out().contains(" of 153 controls of test/back"), "{}", ran.out());
    // It is not written over.
    let ran = sekisho(&[
        "policy",
        "import",
        &s.at("profile.json"),
        "--policy",
        &s.at("back"),
        "--id",
        "mine",
        "--to",
        &file,
    ])
    .exits(3);
    assert!(ran.stderr.contains("is there already"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_done_is_said() {
    let s = Scratch::new();
    sekisho(&[
        "policy",
        "export",
        ID,
        "-o",
        &format!("oscal-profile:{}", s.at("profile.json")),
    ])
    .exits(0);
    let refused = |arguments: &[&str]| sekisho(arguments).exits(3).stderr;
    let (profile, to) = (s.at("profile.json"), s.at("to"));
    assert!(refused(&["policy", "import", &profile, "--id", "a/b", "--to", &to]).contains("OSCAL profile"));
    assert!(refused(&["policy", "export", ID, "-o", "xccdf"]).contains("cannot be written as `xccdf`"));
    assert!(refused(&["policy", "export", ID, "-o", "oscal", "-o", "oscal-profile"]).contains("both go to stdout"));
    assert!(refused(&["policy", "export", ID, "-o", "oscal", "--profile", "none-such"]).contains("none-such"));
}
