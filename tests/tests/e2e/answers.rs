//! Answers carried from one version of a guideline to the next: what is equal is kept, nothing else counts before it was
//! looked at.

use sekisho_tests::binary::{Scratch, sekisho};
use serde_json::{Value, json};

const OLD: &str = "management/keiei-2.0";
const NEW: &str = "management/keiei-3.0";
const SHEET: &str = "Control,Answer,Answered by,Answered on,Evidence,Reason,Valid until,Policy\n\
    1,yes,Sato,2026-05-11,rule A,,2027-05-10,\n\
    2,no,Sato,2026-05-11,,no staff,,management/keiei-2.0\n\
    3,yes,Sato,2026-05-11,rule B,,,another/guideline\n\
    5,yes,Suzuki,2026-05-12,plan,,,\n\
    7,perhaps,Suzuki,2026-05-12,plan,,,\n\
    ４２,yes,Suzuki,2026-05-12,plan,,,\n";

fn carry(s: &Scratch, to: &str, more: &[&str]) -> Value {
    s.write("old.csv", SHEET);
    let (sheet, to) = (s.at("old.csv"), s.at(to));
    let mut arguments = vec![
        "answers",
        "carry",
        &sheet,
        "--from",
        OLD,
        "--to",
        NEW,
        "--to-file",
        &to,
        "-o",
        "json",
    ];
    arguments.extend(more);
    sekisho(&arguments).exits(0).json()
}

/// The status of a control in a scan of one file.
fn status(s: &Scratch, file: &str, control: &str) -> String {
    let ran = sekisho(&[
        "scan",
        &s.at(file),
        "--policy",
        NEW,
        "--as-of",
        "2026-11-24",
        "-o",
        "json",
    ]);
    let record = ran.json();
    let found = record["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["control"] == control && f["check"] == "attest");
    found.map_or_else(String::new, |f| f["outcome"].as_str().unwrap().to_owned())
}

#[test]
fn equal_items_are_kept_and_the_others_must_be_reviewed() {
    let s = Scratch::new();
    for (to, lang) in [("new.csv", "ja"), ("new.xlsx", "en")] {
        let told = carry(&s, to, &["--lang", lang]);
        assert_eq!(told["kept"], json!(["1", "2"]));
        // 5 was changed; the answer to 7 is none.
        assert_eq!(told["review"], json!(["5", "7"]));
        assert_eq!(told["unanswered"], json!(["3", "4", "6", "8", "9", "10"]));
        assert_eq!(told["strange"], json!(["42"]));
        assert_eq!(status(&s, to, "1"), "attested");
        assert_eq!(status(&s, to, "2"), "fail");
        assert_eq!(status(&s, to, "5"), "unknown", "a mark is no answer");
        assert_eq!(status(&s, to, "3"), "unknown");
    }
    let text = s.text("new.csv");
    assert!(
        text.contains("要確認: はい") && text.contains("2027-05-10") && text.contains("一部重なる"),
        "{text}"
    );
}

#[test]
fn the_mark_taken_away_makes_it_an_answer() {
    let s = Scratch::new();
    carry(&s, "new.csv", &["--lang", "en"]);
    s.write("reviewed.csv", s.text("new.csv").replace("review: yes", "yes"));
    assert_eq!(status(&s, "reviewed.csv", "5"), "attested");
}

#[test]
fn a_crosswalk_of_ones_own_leads_to_new_and_withdrawn_items() {
    let s = Scratch::new();
    let table = |from: &str, map: &str| {
        format!(
            "format = \"crosswalk/1\"\n[[target]]\nid = \"{from}\"\ntitle = {{ ja = \"a\", en = \"a\" }}\nrelationship = \"equal\"\nconfidence = \"confirmed\"\nnote = {{ ja = \"a\", en = \"a\" }}\n[target.map]\n{map}"
        )
    };
    s.write("c.toml", table(NEW, "1 = [\"2\"]\n2 = [\"3\"]\n5 = [\"3\"]\n"));
    let told = carry(&s, "new.csv", &["--crosswalk", &s.at("c.toml")]);
    assert_eq!(told["kept"], json!(["2"]));
    assert_eq!(told["review"], json!(["3"]), "two old items became one");
    assert_eq!(told["new"], json!(["1", "4", "5", "6", "7", "8", "9", "10"]));
    assert_eq!(told["withdrawn"][0], json!({ "control": "3", "answered": false }));
    assert!(
        s.text("new.csv").contains("review: no"),
        "the less favorable of two answers"
    );
    // The same table from the side of the new version.
    s.write("c.toml", table(OLD, "2 = [\"1\"]\n"));
    assert_eq!(
        carry(&s, "new.csv", &["--crosswalk", &s.at("c.toml")])["kept"],
        json!(["2"])
    );
}

#[test]
fn what_cannot_be_carried_is_said() {
    let s = Scratch::new();
    s.write("old.csv", SHEET);
    let run = |from: &str, to: &str, more: &[&str], file: &str| {
        let (sheet, file) = (s.at("old.csv"), s.at(file));
        let mut arguments = vec![
            "answers",
            "carry",
            &sheet,
            "--from",
            from,
            "--to",
            to,
            "--to-file",
            &file,
        ];
        arguments.extend(more);
        sekisho(&arguments)
    };
    let ran = run(OLD, "scs/star3", &[], "new.csv").exits(3);
    assert!(ran.stderr.contains("there is no crosswalk between"), "{}", ran.stderr);
    s.write("c.toml", "format = \"crosswalk/1\"\ntarget = []\n");
    let ran = run(OLD, NEW, &["--crosswalk", &s.at("c.toml")], "new.csv").exits(3);
    assert!(ran.stderr.contains("does not lead from"), "{}", ran.stderr);
    run(OLD, NEW, &[], "new.pdf").exits(3);
    s.write("old.csv", "id,name\n1,x\n");
    run(OLD, NEW, &[], "new.csv").exits(4);
}
