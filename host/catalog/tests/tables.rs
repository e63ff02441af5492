//! Tables of a user's own, joined to a catalogue: as people write them, and as nobody should.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so and stops"
)]

use sekisho_catalog::tables::{Row, measures, risks};
use sekisho_catalog::{Catalogue, catalogue};
use sekisho_model::Digest;
use sekisho_model::assessment::RiskTable;

fn cpsf() -> Catalogue {
    let path = "../../policies/framework/cpsf/catalogue.toml";
    catalogue::parse(path, &std::fs::read_to_string(path).unwrap()).unwrap()
}

fn rows(table: &[&[&str]]) -> Vec<Row> {
    let row = |(at, cells): (usize, &&[&str])| Row {
        place: format!("line {}", at + 1),
        cells: cells.iter().map(|c| (*c).to_owned()).collect(),
    };
    table.iter().enumerate().map(row).collect()
}

fn risk(table: &[&[&str]]) -> Result<RiskTable, String> {
    risks::read(&rows(table), Digest::of(b"x"), &cpsf())
}

#[test]
fn one_row_for_each_link_or_one_for_all() {
    let table = risk(&[
        &["付属書Bの写し(架空)"],
        &[
            "層",
            "想定されるセキュリティインシデント",
            "脅威",
            "脆弱性ID",
            "脆弱性",
            "対策要件ID",
            "対策要件",
        ],
        &["第1層", "漏えい", "盗聴", "X1_a", "暗号化なし", "CPS.AC-7", "分離する"],
        &["", "", "", "", "", "ＣＰＳ．ＡＣ－８", "認証する"],
        &[
            "第2層",
            "停止",
            "故障",
            "X2_a",
            "予備なし",
            "CPS.DS-1、CPS.DS-2\nCPS.DS-3; CPS.DS-1",
            "",
        ],
        &["", "", "", "", "", "", ""],
        &["", "", "", "X1_a", "", "CPS.AM-1", ""],
    ])
    .unwrap();
    let of = |id: &str| table.sources.iter().find(|s| s.id == id).unwrap();
    assert_eq!(of("X1_a").controls, ["CPS.AC-7", "CPS.AC-8", "CPS.AM-1"]);
    assert_eq!(of("X2_a").controls, ["CPS.DS-1", "CPS.DS-2", "CPS.DS-3"]);
    assert_eq!(
        (of("X1_a").layer.as_str(), of("X1_a").vulnerability.as_str()),
        ("第1層", "暗号化なし")
    );
    let english = risk(&[
        &["Risk Source ID", "Layer", "Control IDs"],
        &["A", "L1", "CPS.AM-1 CPS.AM-2"],
    ])
    .unwrap();
    assert_eq!(english.sources[0].controls.len(), 2);
}

#[test]
fn what_a_table_of_risk_sources_may_not_say() {
    let head: &[&str] = &["リスク源ID", "脅威", "対策要件ID"];
    let long = "x".repeat(201);
    for (table, fault) in [
        (vec![], "no row names the column `id`"),
        (
            vec![&["リスク源ID", "脅威"][..]],
            "no row names the column `controls` (対策要件ID",
        ),
        (vec![head], "no risk source below the header (line 1)"),
        (
            vec![head, &["A", "", "CPS.AM-1 CPS.SC-28"], &["B", "", "CPS.IA-2"]],
            "has no control `CPS.SC-28` (line 2), `CPS.IA-2` (line 3)",
        ),
        (vec![head, &["", "", "CPS.AM-1"]], "line 2: the row has no id"),
        (vec![head, &["A", "x", ""]], "line 2: `A` names no control"),
        (
            vec![head, &["A", "x", "CPS.AM-1"], &["A", "y", "CPS.AM-2"]],
            "line 3: `A` has another threat than in line 2",
        ),
        (
            vec![head, &["A\u{7}", "", "CPS.AM-1"]],
            "line 2: the id is too long, or",
        ),
        (
            vec![head, &[long.as_str(), "", "CPS.AM-1"]],
            "line 2: the id is too long, or",
        ),
        (
            vec![&["リスク源ID", "対策要件ID", "対策要件ID"][..]],
            "line 1: two columns are called `controls`",
        ),
    ] {
        let error = risk(&table).unwrap_err();
        assert!(error.contains(fault), "{error}");
    }
    let many: Vec<String> = (0..40).map(|n| format!("NO-{n}")).collect();
    let many: Vec<[&str; 3]> = many.iter().map(|id| ["A", "", id.as_str()]).collect();
    let table: Vec<&[&str]> = std::iter::once(head)
        .chain(many.iter().map(<[&str; 3]>::as_slice))
        .collect();
    assert!(risk(&table).unwrap_err().ends_with("and 30 more"));
    let endless = vec![head; 50_001];
    assert!(risk(&endless).unwrap_err().contains("more than 50000 rows"));
}

fn measure(table: &[&[&str]]) -> Result<measures::Measures, String> {
    measures::read(&rows(table), &cpsf())
}

#[test]
fn measures_stand_in_columns_or_in_rows() {
    let wide = measure(&[
        &[
            "対策要件ID",
            "対策要件",
            "対策例(High-Advanced)",
            "High-Advanced",
            "Advanced",
            "Basic",
        ],
        &["CPS.AM-1", "…", "", "自動で集める", "月に一度見直す", "一覧を作る"],
        &["", "", "", "", "", "責任者を書く"],
        &["CPS.AM-2", "", "", "", "", ""],
    ])
    .unwrap();
    assert_eq!(wide.of("CPS.AM-1", "high-advanced"), Some("自動で集める"));
    assert_eq!(wide.of("CPS.AM-1", "basic"), Some("一覧を作る\n責任者を書く"));
    assert_eq!((wide.len(), wide.of("CPS.AM-2", "basic")), (1, None));
    let long = measure(&[
        &["control id", "level", "measure"],
        &["CPS.AM-1", "Basic", "list"],
        &["", "advanced", "review"],
    ])
    .unwrap();
    assert_eq!(long.of("CPS.AM-1", "advanced"), Some("review"));
}

#[test]
fn what_a_table_of_measures_may_not_say() {
    for (table, fault) in [
        (
            vec![&["対策要件ID", "内容"][..]],
            "neither a column for one of the levels",
        ),
        (vec![&["対策例"][..]], "no row names the column `control`"),
        (
            vec![&["control", "level", "text"][..], &["CPS.AM-1", "Expert", "x"]],
            "line 2: `Expert` is none of the levels basic, advanced, high-advanced",
        ),
        (
            vec![&["control", "basic"][..], &["", "x"]],
            "line 2: a measure without a control",
        ),
        (
            vec![&["control", "basic"][..], &["CPS.AM-99", "x"]],
            "no control `CPS.AM-99` (line 2)",
        ),
        (vec![&["control", "basic"][..]], "no measure below the header"),
    ] {
        let error = measure(&table).unwrap_err();
        assert!(error.contains(fault), "{error}");
    }
    let star = "../../policies/scs/star3/catalogue.toml";
    let star = catalogue::parse(star, &std::fs::read_to_string(star).unwrap()).unwrap();
    let error = measures::read(&rows(&[&["control", "basic"]]), &star).unwrap_err();
    assert!(error.contains("`scs/star3` has no levels of measures"), "{error}");
}
