//! Procurement: the annex lists what was chosen and nothing else; a supplier's sheet is complete or says what is missing.

use sekisho_tests::binary::{Ran, Scratch, sbom, sekisho};
use serde_json::{Value, json};
use std::io::Read as _;

const POLICY: &str = "factory/meti-factory";

fn annex(s: &Scratch, controls: &str, lang: &str, outputs: &[&str]) -> Ran {
    let mut arguments = vec![
        "procure",
        "annex",
        "--policy",
        POLICY,
        "--control",
        controls,
        "--lang",
        lang,
    ];
    arguments.extend(["--system", "Line <1>"]);
    let outputs: Vec<String> = outputs
        .iter()
        .map(|o| format!("{o}:{}", s.at(&format!("annex.{o}"))))
        .collect();
    for output in &outputs {
        arguments.extend(["-o", output]);
    }
    sekisho(&arguments).exits(0)
}

fn check(s: &Scratch, more: &[&str]) -> Ran {
    let (annex, sheet) = (s.at("annex.json"), s.at("answers.csv"));
    let mut arguments = vec!["procure", "check", &annex, &sheet, "--as-of", "2026-11-24"];
    arguments.extend(more);
    sekisho(&arguments)
}

const HEAD: &str = "Control,Answer,Answered by,Answered on,Evidence,Reason\n";

#[test]
fn the_annex_lists_what_was_chosen() {
    let s = Scratch::new();
    for (lang, words) in [
        ("ja", ["要求事項", "提出物", "受入検査"]),
        ("en", ["Requirement", "Deliverables", "Acceptance"]),
    ] {
        annex(&s, "1-1,3-6", lang, &["md", "html", "docx", "json"]);
        let docx = s.read("annex.docx");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
        let mut document = String::new();
        archive
            .by_name("word/document.xml")
            .unwrap()
            .read_to_string(&mut document)
            .unwrap();
        for text in [s.text("annex.md"), s.text("annex.html"), document] {
            assert!(words.iter().all(|word| text.contains(word)), "{lang}: {text}");
            assert!(
                text.contains("1-1") && text.contains("3-6") && !text.contains("1-2"),
                "{text}"
            );
            assert!(!text.contains("<1>"), "markup of a name");
        }
        let file: Value = serde_json::from_slice(&s.read("annex.json")).unwrap();
        assert_eq!(file["format"], "annex/1");
        assert_eq!(file["requirements"].as_array().unwrap().len(), 2);
        assert!(
            file["requirements"][1]["evidence"]
                .as_array()
                .unwrap()
                .contains(&json!("answers"))
        );
    }
    let before = s.read("annex.docx");
    annex(&s, "1-1,3-6", "en", &["docx"]);
    assert!(before == s.read("annex.docx"), "the same annex is the same bytes");
}

#[test]
fn what_is_not_there_cannot_be_asked_for() {
    let run = |more: &[&str]| {
        let mut arguments = vec!["procure", "annex", "-o", "md"];
        arguments.extend(more);
        sekisho(&arguments).exits(3).stderr
    };
    assert!(run(&["--policy", POLICY, "--control", "99"]).contains("has no control `99`"));
    assert!(run(&["--policy", POLICY, "--control", "1-1", "--profile", "none"]).contains("has no profile"));
    assert!(run(&[]).contains("--policy"));
    let docx = sekisho(&["procure", "annex", "--policy", POLICY, "-o", "docx"]).exits(3);
    assert!(docx.stderr.contains("name a file"));
}

#[test]
fn a_missing_answer_makes_it_incomplete() {
    let s = Scratch::new();
    annex(&s, "1-1,1-2,3-6", "en", &["json"]);
    s.write(
        "answers.csv",
        format!("{HEAD}1-1,yes,Sato,2026-05-01,rule A,\n1-2,,,,,\n9-9,yes,Sato,2026-05-01,x,\n"),
    );
    let told = check(&s, &["-o", "json"]).exits(2).json();
    assert_eq!(told["complete"], false);
    let missing: Vec<&Value> = told["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["control"])
        .collect();
    assert_eq!(missing, [&json!("1-2"), &json!("3-6")]);
    assert_eq!(told["not_asked"], json!(["9-9"]));
    let ran = check(&s, &["--lang", "ja"]).exits(2);
    assert!(
        ran.out().contains("不完全") && ran.out().contains("3-6 (回答がない)"),
        "{}",
        ran.out()
    );
}

#[test]
fn a_complete_sheet_passes_and_a_no_does_not() {
    let s = Scratch::new();
    annex(&s, "1-1,1-2", "en", &["json"]);
    let good = format!("{HEAD}1-1,yes,Sato,2026-05-01,rule A,\n1-2,n/a,Sato,2026-05-01,,one department\n");
    s.write("answers.csv", &good);
    assert_eq!(check(&s, &["-o", "json"]).exits(0).json()["complete"], true);
    // The same without an annex file.
    let sheet = s.at("answers.csv");
    sekisho(&[
        "procure",
        "check",
        "--policy",
        POLICY,
        "--control",
        "1-1,1-2",
        &sheet,
        "--as-of",
        "2026-11-24",
    ])
    .exits(0);
    for (from, to, code, word) in [
        ("rule A", "", 2, "no-evidence"),
        ("one department", "", 2, "no-reason"),
        ("Sato", "", 2, "no-answerer"),
        ("2026-05-01", "", 2, "no-date"),
        ("2026-05-01", "2027-05-01", 2, "future-date"),
        ("yes", "perhaps", 2, "not-understood"),
        ("yes", "no", 1, "\"no\""),
        ("yes", "partial", 1, "\"partial\""),
    ] {
        s.write("answers.csv", good.replacen(from, to, 1));
        let ran = check(&s, &["-o", "json"]).exits(code);
        assert!(ran.out().contains(word), "{word}: {}", ran.out());
    }
}

#[test]
fn where_an_sbom_is_asked_for_it_must_be_whole() {
    let s = Scratch::new();
    let policy = "software/sbom-ntia-2021";
    let to = format!("json:{}", s.at("annex.json"));
    sekisho(&[
        "procure",
        "annex",
        "--policy",
        policy,
        "--control",
        "supplier-name",
        "-o",
        &to,
    ])
    .exits(0);
    s.write(
        "answers.csv",
        format!("{HEAD}supplier-name,yes,Sato,2026-05-01,sbom.json,\n"),
    );
    let told = check(&s, &["-o", "json"]).exits(2).json();
    assert_eq!(told["sbom"]["documents"], 0);
    let with = |text: String| {
        s.write("sbom.json", text);
        check(&s, &["-o", "json", "--sbom", &s.at("sbom.json")])
    };
    let without = sbom(&[("alpha", "1.0", "")]);
    assert_eq!(with(without).exits(2).json()["sbom"]["without_supplier"], 1);
    let whole = sbom(&[("alpha", "1.0", "Alpha")]).replace(
        "\"version\": \"1.0\"",
        "\"version\": \"1.0\", \"purl\": \"pkg:npm/alpha@1.0\"",
    );
    with(whole).exits(0);
    with("id,name\n1,x\n".to_owned()).exits(4);
}

#[test]
fn a_strange_annex_is_refused() {
    let s = Scratch::new();
    annex(&s, "1-1,1-2", "en", &["json"]);
    s.write("answers.csv", format!("{HEAD}1-1,yes,Sato,2026-05-01,rule A,\n"));
    let good = s.text("annex.json");
    for bad in [
        good.replace("annex/1", "annex/2"),
        good.replace("\"control\":\"1-2\"", "\"control\":\"1-1\""),
        good.replace("\"system\"", "\"sistem\""),
        "[]".to_owned(),
    ] {
        s.write("annex.json", bad);
        let ran = check(&s, &[]).exits(3);
        assert!(ran.stderr.contains("is no annex"), "{}", ran.stderr);
    }
}
