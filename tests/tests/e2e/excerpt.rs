//! Excerpts under a marking of the Traffic Light Protocol: no name leaves, every format bears the mark, and nobody can take
//! an excerpt for the record.

use sekisho_tests::binary::{Scratch, sekisho};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read as _;

const FORMATS: [&str; 9] = [
    "terminal", "json", "sarif", "oscal", "html", "xlsx", "junit", "csv", "md",
];
const POLICIES: [&str; 2] = ["factory/meti-factory", "software/sbom-ntia-2021"];

/// Names that stand in the evidence and nowhere else.
const NAMES: [&str; 8] = [
    "himitsu-plant",
    "秘密工場",
    "Himitsu Plant",
    "himitsu-assets",
    "plc-himitsu-07",
    "Himitsu Taro",
    "himitsu-lib",
    "himitsu.example",
];

/// Scans evidence full of names, with a waiver and a remark that hold some too.
fn scanned(s: &Scratch) -> Value {
    let folder = "plants/a";
    s.write(
        &format!("{folder}/evidence.toml"),
        "format = \"evidence/1\"\nsubject = \"himitsu-plant\"\nname = { ja = \"秘密工場\", en = \"Himitsu Plant\" }\n[[file]]\npath = \"himitsu-assets.csv\"\norigin = \"cmdb.himitsu.example\"\n",
    );
    s.write(
        &format!("{folder}/himitsu-assets.csv"),
        "Asset ID,Asset name,Hostname,Owner,OS,Class,End of support\n\
         plc-himitsu-07,plc-himitsu-07,plc-himitsu-07.himitsu.example,Himitsu Taro,Windows XP,PLC,2014-04-08\nplc-himitsu-07,,,,,,soon\n",
    );
    s.write(
        &format!("{folder}/himitsu-answers.csv"),
        "Control,Answer,Answered by,Answered on,Evidence,Reason\n1-1,yes,Himitsu Taro,2026-05-01,himitsu.example/wiki,\n1-2,perhaps himitsu,Himitsu Taro,2026-05-01,,\n",
    );
    s.write(
        &format!("{folder}/himitsu-sbom.json"),
        sekisho_tests::binary::sbom(&[("himitsu-lib", "1.0", ""), ("himitsu-lib-2", "", "Himitsu Taro")]),
    );
    s.write("plants/b/assets.csv", "Asset ID,Asset name\na-1,A\n");
    s.write(
        "w.toml",
        "format = \"waivers/1\"\n[[waiver]]\nid = \"himitsu-w-1\"\ncontrol = \"2-8\"\nsubject = \"himitsu-*\"\njustification = \"Himitsu Plant moves\"\napprover = \"Himitsu Taro\"\nexpires = \"2027-01-01\"\n\
         [[waiver]]\nid = \"himitsu-w-2\"\ncontrol = \"himitsu.example\"\njustification = \"x\"\napprover = \"Himitsu Taro\"\nexpires = \"2027-01-01\"\n",
    );
    let (plants, waivers, to) = (s.at("plants"), s.at("w.toml"), format!("json:{}", s.at("a.json")));
    let mut arguments = vec![
        "scan",
        &plants,
        "--waivers",
        &waivers,
        "--as-of",
        "2026-11-24",
        "-o",
        &to,
    ];
    for policy in POLICIES {
        arguments.extend(["--policy", policy]);
    }
    let ran = sekisho(&arguments);
    assert!(ran.code < 3, "{}", ran.stderr);
    let text = s.text("a.json");
    for name in NAMES {
        assert!(
            text.contains(name),
            "the record lacks {name}, and the test would show nothing"
        );
    }
    serde_json::from_str(&text).unwrap()
}

/// A report as text; of a workbook, all of its parts.
fn report(s: &Scratch, from: &str, format: &str, more: &[&str]) -> String {
    let (from, to) = (s.at(from), s.at("report"));
    let output = format!("{format}:{to}");
    let mut arguments = vec!["convert", &from, "-o", &output];
    arguments.extend(more);
    sekisho(&arguments).exits(0);
    if format != "xlsx" {
        return s.text("report");
    }
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(s.read("report"))).unwrap();
    let mut text = String::new();
    for part in 0..book.len() {
        book.by_index(part).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

/// Everything in a record that somebody could be told by.
fn secrets(record: &Value) -> BTreeSet<String> {
    let mut secrets: BTreeSet<String> = NAMES.map(ToOwned::to_owned).into();
    let mut add = |values: &[&Value]| {
        let texts = values.iter().filter_map(|value| value.as_str());
        secrets.extend(texts.filter(|text| text.len() > 3).map(ToOwned::to_owned));
    };
    for subject in record["subjects"].as_array().unwrap() {
        add(&[&subject["name"]["ja"], &subject["name"]["en"]]);
    }
    for file in record["evidence"].as_array().unwrap() {
        add(&[&file["path"], &file["digest"], &file["origin"]]);
    }
    for finding in record["findings"].as_array().unwrap() {
        add(&[&finding["fingerprint"]]);
        for reference in finding["evidence"].as_array().unwrap() {
            add(&[&reference["path"], &reference["locator"]]);
        }
    }
    for entry in record["ledger"]["entries"].as_array().unwrap() {
        add(&[&entry["findings_digest"], &entry["parameters_digest"]]);
    }
    for waiver in record["waivers"].as_array().unwrap() {
        add(&[&waiver["id"], &waiver["approver"], &waiver["justification"]]);
    }
    for remark in record["diagnostics"].as_array().unwrap() {
        add(&[&remark["message"], &remark["path"]]);
    }
    secrets
}

#[test]
fn no_name_leaves_in_any_format() {
    let s = Scratch::new();
    let record = scanned(&s);
    let secrets = secrets(&record);
    for tlp in ["amber", "green", "clear"] {
        for (format, lang) in FORMATS.into_iter().flat_map(|f| [(f, "ja"), (f, "en")]) {
            let text = report(&s, "a.json", format, &["--tlp", tlp, "--lang", lang]);
            for secret in &secrets {
                assert!(!text.contains(secret), "{secret} stands in the {format} at {tlp}");
            }
            assert!(!text.to_lowercase().contains("himitsu"), "{format} {tlp}");
            assert!(
                text.contains(&format!("TLP:{}", tlp.to_uppercase())) || format == "json",
                "{format} {tlp}"
            );
        }
    }
}

#[test]
fn what_is_left_is_still_worth_something() {
    let s = Scratch::new();
    let record = scanned(&s);
    let excerpt: Value = serde_json::from_str(&report(&s, "a.json", "json", &["--tlp", "green"])).unwrap();
    assert_eq!(
        (&excerpt["format"], &excerpt["tlp"]),
        (&"excerpt/1".into(), &"green".into())
    );
    let left = &excerpt["record"];
    assert_eq!(left["format"], "excerpt/1");
    assert_eq!(
        left["statuses"].as_array().unwrap().len(),
        record["statuses"].as_array().unwrap().len()
    );
    assert_eq!(
        left["findings"].as_array().unwrap().len(),
        record["findings"].as_array().unwrap().len()
    );
    let mut counts = [&record, left].map(|r| {
        let statuses = r["statuses"].as_array().unwrap().iter();
        let mut statuses: Vec<String> = statuses.map(|s| format!("{} {}", s["control"], s["status"])).collect();
        statuses.sort();
        statuses
    });
    let [before, after] = &mut counts;
    assert_eq!(before, after);
    // The plugin's own words, with what was evidence blackened.
    let text = left["findings"].to_string();
    assert!(text.contains("■■■") && !text.contains("are not disclosed"), "{text}");
    let clear: Value = serde_json::from_str(&report(&s, "a.json", "json", &["--tlp", "clear"])).unwrap();
    assert_eq!(clear["record"]["as_of"], "2026-11-01");
    assert!(clear["record"]["findings"].as_array().unwrap().is_empty());
    assert!(clear.get("of").is_none() && excerpt.get("of").is_none());
}

#[test]
fn the_narrow_markings_keep_everything_and_say_what_it_is() {
    let s = Scratch::new();
    let record = scanned(&s);
    for tlp in ["red", "amber+strict"] {
        let excerpt: Value = serde_json::from_str(&report(&s, "a.json", "json", &["--tlp", tlp])).unwrap();
        assert_eq!(excerpt["of"], record["ledger"]["root"]);
        assert_eq!(excerpt["record"]["findings"], record["findings"]);
        let page = report(&s, "a.json", "html", &["--tlp", tlp]);
        assert!(page.contains(&format!("TLP:{}", tlp.to_uppercase())) && page.contains("plc-himitsu-07"));
    }
}

#[test]
fn an_excerpt_is_no_record_and_keeps_its_mark() {
    let s = Scratch::new();
    scanned(&s);
    s.write("e.json", report(&s, "a.json", "json", &["--tlp", "green"]));
    for format in FORMATS {
        let again = report(&s, "e.json", format, &[]);
        let first = report(&s, "a.json", format, &["--tlp", "green"]);
        assert!(again == first, "{format}");
    }
    let refused = |arguments: &[&str]| sekisho(arguments).exits(3).stderr;
    let (e, wider) = (s.at("e.json"), ["--tlp", "clear"]);
    assert!(refused(&["convert", &e, "-o", "md", wider[0], wider[1]]).contains("is marked TLP:GREEN already"));
    assert!(refused(&["benchmark", "export", &e]).contains("excerpt"));
    let inner: Value = serde_json::from_slice(&s.read("e.json")).unwrap();
    s.write("inner.json", inner["record"].to_string());
    assert!(refused(&["convert", &s.at("inner.json"), "-o", "md"]).contains("excerpt"));
    // A view bears the mark too.
    let view = report(&s, "e.json", "html", &["--view", "management"]);
    assert!(view.contains("TLP:GREEN") && !view.to_lowercase().contains("himitsu"));
}

#[test]
fn the_numbers_of_subjects_do_not_follow_the_alphabet() {
    let s = Scratch::new();
    let names = |good: &str, bad: &str| {
        s.write(
            &format!("{good}-{bad}/{good}/sbom.json"),
            sekisho_tests::binary::sbom(&[("a", "1", "A")]),
        );
        s.write(
            &format!("{good}-{bad}/{bad}/sbom.json"),
            sekisho_tests::binary::sbom(&[("a", "", "")]),
        );
        let (root, to) = (s.at(&format!("{good}-{bad}")), format!("json:{}", s.at("n.json")));
        sekisho(&[
            "scan",
            &root,
            "--policy",
            POLICIES[1],
            "--as-of",
            "2026-11-24",
            "-o",
            &to,
        ])
        .exits(1);
        report(&s, "n.json", "json", &["--tlp", "green"])
    };
    assert_eq!(names("alpha", "omega"), names("omega", "alpha"));
}
