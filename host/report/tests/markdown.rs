//! What the Markdown report tells beside statuses: what a profile left out and why, and which risk sources stay open. The page and
//! the view say the same.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so and stops"
)]

#[allow(dead_code, reason = "the tests of OSCAL use all of it")]
#[path = "oscal/record.rs"]
mod record;

use record::sample;
use sekisho_model::assessment::{RiskSource, RiskTable};
use sekisho_model::excerpt::Tlp;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Digest};
use sekisho_report::excerpt::{self, Common};
use sekisho_report::views::{Kind, With, page};
use sekisho_report::{Format, Options, render};

fn text(record: &Assessment, format: Format, language: Language) -> String {
    let options = Options {
        language,
        ..Options::default()
    };
    String::from_utf8(render(record, format, options).unwrap()).unwrap()
}

/// The lines of a section, without its heading.
fn section<'t>(report: &'t str, heading: &str) -> Vec<&'t str> {
    let after = report.split(heading).nth(1).unwrap_or_default();
    let own = after.split("\n## ").next().unwrap_or_default();
    own.lines().skip(1).filter(|line| !line.is_empty()).collect()
}

#[test]
fn what_a_profile_leaves_out_stands_there_with_its_reason() {
    let record = sample();
    let ja = text(&record, Format::Md, Language::Ja);
    assert_eq!(
        section(&ja, "\n## 適用除外 – 指針"),
        ["- **C** Cの題 – 対象外の水準"],
        "one line for each control left out, and for no other"
    );
    let en = text(&record, Format::Md, Language::En);
    assert_eq!(
        section(&en, "\n## left out – Guideline"),
        ["- **C** title of C – another level"]
    );
    // The policy that leaves nothing out has no such section.
    assert_eq!(en.matches("\n## left out").count(), 1);
    let mut whole = record;
    for control in &mut whole.policies[0].controls {
        control.excluded = None;
    }
    assert!(!text(&whole, Format::Md, Language::En).contains("## left out"));
}

#[test]
fn reasons_are_text_and_no_markup() {
    let mut record = sample();
    let control = record.policies[0].controls.iter_mut().find(|c| c.excluded.is_some());
    let reason = control.unwrap().excluded.as_mut().unwrap();
    "<img src=x>\n## [a](b) `c` |".clone_into(&mut reason.en);
    let en = text(&record, Format::Md, Language::En);
    assert_eq!(
        section(&en, "\n## left out – Guideline"),
        ["- **C** title of C – &lt;img src=x&gt; \\#\\# \\[a\\](b) \\`c\\` \\|"]
    );
}

fn with_risks() -> Assessment {
    let mut record = sample();
    let source = |id: &str, controls: &[&str]| RiskSource {
        id: id.to_owned(),
        layer: "第1層".to_owned(),
        threat: format!("<b>threat of {id}</b>"),
        controls: controls.iter().map(|c| (*c).to_owned()).collect(),
        ..RiskSource::default()
    };
    record.policies[0].risks = Some(RiskTable {
        digest: Digest::of(b"table"),
        sources: vec![
            source("R_closed", &["A 1"]),
            source("R_partly", &["4-1-1-2", "A 1"]),
            source("R_open", &["4-1-1-2"]),
            source("R_undecided", &["A 1", "B"]),
            source("R_left_out", &["C"]),
        ],
    });
    record
}

#[test]
fn risk_sources_that_stay_open_stand_in_every_report_for_people() {
    let record = with_risks();
    let md = text(&record, Format::Md, Language::En);
    let lines = section(&md, "\n## Risk sources that stay open – Guideline (工場)");
    assert_eq!(
        lines[1],
        "open: no control meets it 1 · partly open 1 · undecided 2 · closed 1"
    );
    assert_eq!(
        lines[2..],
        [
            "- **R\\_open** (open: no control meets it · 第1層) &lt;b&gt;threat of R\\_open&lt;/b&gt;",
            "  - not satisfied: 4-1-1-2",
            "- **R\\_partly** (partly open · 第1層) &lt;b&gt;threat of R\\_partly&lt;/b&gt;",
            "  - not satisfied: 4-1-1-2 · met: A 1",
            "- **R\\_undecided** (undecided · 第1層) &lt;b&gt;threat of R\\_undecided&lt;/b&gt;",
            "  - indeterminate: B · met: A 1",
            "- **R\\_left\\_out** (undecided · 第1層) &lt;b&gt;threat of R\\_left\\_out&lt;/b&gt;",
            "  - indeterminate: C",
        ]
    );
    let html = text(&record, Format::Html, Language::Ja);
    assert!(html.contains("id=\"risks\"") && html.contains("残っているリスク源") && html.contains("R_open"));
    assert!(!html.contains("<b>threat"));
    assert!(text(&record, Format::Terminal, Language::En).contains("R_open, R_partly"));
    // The second policy has no table, and a record without any has no such section.
    assert_eq!(
        md.matches("\n## Risk sources that stay open").count(),
        2,
        "one a subject"
    );
    assert!(!text(&sample(), Format::Md, Language::En).contains("Risk sources"));
}

#[test]
fn the_view_of_risk_sources_tells_programs_the_same() {
    let record = with_risks();
    let shown = page(&record, Kind::Risks, With::default(), Language::En).unwrap();
    let first = &shown.data["results"][0];
    assert_eq!(first["subject"], "工場");
    assert_eq!(first["counts"]["open"], 1);
    let ids = |list: &str| -> Vec<String> {
        let list = first[list].as_array().unwrap();
        list.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("open"), ["R_open", "R_partly"]);
    assert_eq!(ids("undecided"), ["R_undecided", "R_left_out"]);
    assert_eq!(first["open"][1]["holds"][0], "A 1");
    let error = page(&sample(), Kind::Risks, With::default(), Language::En).unwrap_err();
    assert!(error.to_string().contains("--risks"), "{error}");
}

#[test]
fn the_words_of_a_table_are_not_passed_on() {
    let record = with_risks();
    let common = Common {
        message: &|_, _| None,
        is_word: &|_| false,
        is_profile: &|_, _| true,
    };
    for (tlp, knows_file) in [(Tlp::Amber, true), (Tlp::Green, false), (Tlp::Clear, false)] {
        let excerpt = excerpt::make(&record, tlp, &common);
        let table = excerpt.record.policies[0].risks.as_ref().unwrap();
        assert!(
            table
                .sources
                .iter()
                .all(|s| s.threat.is_empty() && !s.controls.is_empty())
        );
        assert_eq!(table.digest == Digest::of(b"table"), knows_file);
    }
}
