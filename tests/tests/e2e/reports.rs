//! The reports: the same from the record as from the scan, each valid for its readers, none of them a way in for
//! hostile evidence.

use calamine::Reader as _;
use sekisho_tests::binary::{Ran, Scratch, good, sbom, scan, sekisho};
use serde_json::Value;

const FORMATS: [&str; 9] = [
    "terminal", "json", "sarif", "oscal", "html", "xlsx", "junit", "csv", "md",
];
const SCRIPT: &str = "<img src=x onerror=1>\"'&<script>";

/// Three subjects: met, not met with a hostile name, broken; one waiver. Writes `o.<format>`.
fn reports(s: &Scratch, lang: &str) -> Ran {
    good(s, "root/good");
    good(s, "root/bad");
    s.write(
        "root/bad/evidence.toml",
        "format = \"evidence/1\"\nsubject = \"=1+1\"\nname = { ja = \"<b>悪い\", en = \"<b>bad\" }\n",
    );
    s.write(
        "root/bad/sbom.json",
        sbom(&[(SCRIPT, "1", ""), ("=cmd", "", "X"), ("plain", "1", "")]),
    );
    s.write(
        "root/broken/sbom.json",
        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", ",
    );
    s.write("root/broken/設定 表.csv", "x,y\n1,2\n");
    s.write("w.toml", "format = \"waivers/1\"\n[[waiver]]\nid = \"w-1\"\ncontrol = \"version\"\nsubject = \"=*\"\njustification = \"<i>later\"\napprover = \"=HYPERLINK(1)\"\nexpires = \"2027-01-01\"\n");
    let outputs: Vec<String> = FORMATS
        .iter()
        .map(|f| format!("{f}:{}", s.at(&format!("o.{f}"))))
        .collect();
    let mut arguments = vec!["--lang", lang, "--waivers"];
    let waivers = s.at("w.toml");
    arguments.push(&waivers);
    for output in &outputs {
        arguments.extend(["-o", output]);
    }
    scan(&s.at("root"), &arguments).exits(4)
}

fn record(s: &Scratch) -> Value {
    serde_json::from_slice(&s.read("o.json")).unwrap()
}

fn count(record: &Value, list: &str) -> usize {
    record[list].as_array().unwrap().len()
}

#[test]
fn a_report_from_the_record_is_the_report_of_the_scan() {
    for lang in ["ja", "en"] {
        let s = Scratch::new();
        reports(&s, lang);
        for format in FORMATS {
            let to = format!("{format}:{}", s.at("again"));
            let ran = sekisho(&["convert", &s.at("o.json"), "-o", &to, "--lang", lang]).exits(0);
            assert!(ran.stdout.is_empty());
            assert!(s.read("again") == s.read(&format!("o.{format}")), "{format} {lang}");
        }
        let ran = sekisho(&["convert", &s.at("o.json"), "-o", "terminal", "--lang", lang]).exits(0);
        assert_eq!(ran.stdout, s.read("o.terminal"));
    }
}

#[test]
fn every_report_says_the_verdict_in_its_language() {
    for (lang, verdict, label) in [("ja", "不適合", "総合判定"), ("en", "non-conformant", "Verdict")] {
        let s = Scratch::new();
        reports(&s, lang);
        assert_eq!(record(&s)["verdict"], "non-conformant");
        for format in ["terminal", "html", "md"] {
            let text = s.text(&format!("o.{format}"));
            assert!(
                (format == "md" || text.contains(label)) && text.contains(verdict),
                "{format} {lang}"
            );
        }
    }
}

#[test]
fn oscal_is_valid() {
    for lang in ["ja", "en"] {
        let s = Scratch::new();
        reports(&s, lang);
        let oscal: Value = serde_json::from_slice(&s.read("o.oscal")).unwrap();
        sekisho_tests::assert_oscal("assessment-results", &oscal);
        let (result, record) = (&oscal["assessment-results"]["results"][0], record(&s));
        for (list, of) in [("observations", "findings"), ("findings", "statuses")] {
            assert_eq!(result[list].as_array().unwrap().len(), count(&record, of));
        }
        let risks = result["risks"].as_array().unwrap();
        assert!(
            risks
                .iter()
                .any(|r| r["status"] == "open" && r.get("deadline").is_none())
        );
        let text = s.text("o.oscal");
        let (all, escaped) = (text.matches("<img").count(), text.matches("\\\\<img").count());
        assert!(
            all > 0 && all == escaped,
            "words of evidence are no markup: {escaped} of {all}"
        );
    }
}

#[test]
fn sarif_is_valid() {
    for lang in ["ja", "en"] {
        let s = Scratch::new();
        reports(&s, lang);
        let sarif: Value = serde_json::from_slice(&s.read("o.sarif")).unwrap();
        sekisho_tests::assert_sarif(&sarif);
        let (run, record) = (&sarif["runs"][0], record(&s));
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), count(&record, "findings"));
        assert_eq!(run["artifacts"].as_array().unwrap().len(), count(&record, "evidence"));
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"], "§3.27.6");
            for location in result["locations"].as_array().unwrap() {
                let at = &location["physicalLocation"]["artifactLocation"];
                let index = usize::try_from(at["index"].as_u64().unwrap()).unwrap();
                assert_eq!(run["artifacts"][index]["location"]["uri"], at["uri"], "§3.4.5");
            }
        }
        let waived = results.iter().filter(|r| r.get("suppressions").is_some()).count();
        let expected = record["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f.get("waived").is_some())
            .count();
        assert!(waived == expected && waived > 0, "{waived} {expected}");
        assert_eq!(
            run["invocations"][0]["toolExecutionNotifications"]
                .as_array()
                .unwrap()
                .len(),
            count(&record, "diagnostics")
        );
    }
}

#[test]
fn junit_counts_what_the_ledger_counts() {
    let s = Scratch::new();
    reports(&s, "en");
    let text = s.text("o.junit");
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut cases, mut failures, mut errors, mut skipped, mut said) = (0, 0, 0, 0, (0, 0, 0));
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) => match e.name().as_ref() {
                "testcase" => cases += 1,
                "failure" => failures += 1,
                "error" => errors += 1,
                "skipped" => skipped += 1,
                "testsuites" => {
                    let number = |name: &str| {
                        let found = e.try_get_attribute(name).unwrap().unwrap();
                        found.value.parse::<usize>().unwrap()
                    };
                    said = (number("tests"), number("failures"), number("errors"));
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let record = record(&s);
    let entries = record["ledger"]["entries"].as_array().unwrap();
    let states = |wanted: &[&str], waived: bool| {
        let of = |e: &&Value| {
            e["state"]["outcome"].as_str().is_some_and(|o| wanted.contains(&o)) && e.get("waived").is_some() == waived
        };
        entries.iter().filter(of).count()
    };
    assert_eq!(cases, entries.len());
    assert_eq!(failures, states(&["fail", "unknown"], false));
    assert_eq!(errors, states(&["error"], false));
    let not_run = entries.iter().filter(|e| e["state"].get("not-run").is_some()).count();
    assert_eq!(
        skipped,
        states(&["fail", "unknown"], true) + states(&["not-applicable"], false) + not_run
    );
    assert_eq!(said, (cases, failures, errors));
    assert!(failures > 0 && skipped > 0);
}

#[test]
fn csv_has_a_row_for_each_finding_and_no_formula() {
    for lang in ["ja", "en"] {
        let s = Scratch::new();
        reports(&s, lang);
        let bytes = s.read("o.csv");
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("spreadsheets need the mark");
        let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(text);
        assert!(reader.headers().unwrap().iter().all(|h| !h.is_empty()));
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), count(&record(&s), "findings"));
        assert!(rows.iter().any(|r| &r[0] == "'=1+1"), "the subject's id is a text");
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
}

#[test]
fn the_workbook_opens_and_holds_texts_only() {
    for (lang, names) in [
        ("ja", ["概要", "管理策", "所見", "例外承認", "読み取り時の注意", "証跡"]),
        (
            "en",
            [
                "Summary",
                "Controls",
                "Findings",
                "Waivers",
                "Remarks on inputs",
                "Evidence",
            ],
        ),
    ] {
        let s = Scratch::new();
        reports(&s, lang);
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(s.read("o.xlsx"))).unwrap();
        assert_eq!(book.sheet_names(), names);
        let record = record(&s);
        let lists = ["statuses", "findings", "waivers", "diagnostics", "evidence"];
        for (sheet, list) in names.into_iter().skip(1).zip(lists) {
            let range = book.worksheet_range(sheet).unwrap();
            assert_eq!(
                range.height(),
                count(&record, list) + 1,
                "{sheet}: a line for each, and the header"
            );
            assert!(
                book.worksheet_formula(sheet).unwrap().used_cells().next().is_none(),
                "{sheet}"
            );
        }
        let range = book.worksheet_range(names[2]).unwrap();
        assert!(
            range
                .used_cells()
                .any(|(_, _, c)| matches!(c, calamine::Data::String(t) if t == "=1+1")),
            "a text, as it is"
        );
    }
}

#[test]
fn the_page_is_self_contained_and_escapes_everything() {
    for lang in ["ja", "en"] {
        let s = Scratch::new();
        reports(&s, lang);
        let page = s.text("o.html");
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains(&format!("<html lang=\"{lang}\">")));
        assert!(
            page.contains("&#60;img src=x onerror=1&#62;") || page.contains("&lt;img src=x onerror=1&gt;"),
            "the name is shown"
        );
        let lower = page.to_lowercase();
        for bad in [
            "<script",
            "<img",
            "<link",
            "<iframe",
            "<object",
            "<embed",
            "@import",
            "url(",
            "javascript:",
            "<b>bad",
            "<b>悪い",
            "<i>later",
        ] {
            assert!(!lower.contains(bad), "{bad}");
        }
        // No attribute outside the text refers to anything that would be fetched.
        for tag in lower.split('<').skip(1).map(|t| t.split('>').next().unwrap()) {
            assert!(!tag.contains(" src="), "{tag}");
            for target in tag.split("href=\"").skip(1) {
                let inner = target.starts_with('#') || (tag.starts_with("a ") && target.starts_with("http"));
                assert!(inner, "{tag}");
            }
            assert!(
                !tag.split_whitespace()
                    .any(|word| word.starts_with("on") && word.contains('=')),
                "{tag}"
            );
        }
    }
}

#[test]
fn markdown_is_not_html() {
    let s = Scratch::new();
    reports(&s, "en");
    let text = s.text("o.md");
    assert!(
        !text.contains("<img") && !text.contains("<script") && !text.contains("<b>"),
        "{text}"
    );
}
