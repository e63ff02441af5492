//! The places of the IoT security safety framework, through the component: a higher place never asks for fewer viewpoints, harm and
//! loss never lower a place.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_model::finding::Finding;
use sekisho_model::{Date, Outcome};
use sekisho_tests::binary::Scratch;
use sekisho_tests::run_check;
use std::collections::BTreeSet;

const HEAD: &str = "id,use,device,stakeholder,incident,result,safety_impact,axis_1,axis_2,loss_amount\n";
const USES: &str = "id,name,devices,stakeholders\nU-1,Heating,Heater,Resident\n";

fn run(check: &str, risk: &str) -> (Outcome, Vec<Finding>) {
    let s = Scratch::new();
    s.write("iot-uses.csv", USES);
    s.write(
        "iot-risks.csv",
        format!("{HEAD}R-1,U-1,Heater,Resident,Tampering,Stop,{risk}\n"),
    );
    let day = Date::parse("2026-11-23").unwrap();
    let got = run_check("iot/ssf", check, &toml::Table::new(), s.path(), day);
    (got.outcome, got.findings)
}

fn argument(finding: &Finding, name: &str) -> String {
    finding.message.args[name].to_string()
}

/// The viewpoints that a place asks for and nobody decided.
fn asked(axis_1: u8, axis_2: u8) -> BTreeSet<String> {
    let (_, findings) = run("ssf.viewpoints", &format!("none,{axis_1},{axis_2},0"));
    findings
        .iter()
        .filter(|f| f.outcome == Outcome::Fail)
        .map(|f| argument(f, "viewpoint"))
        .collect()
}

#[test]
fn a_higher_place_never_asks_for_fewer_viewpoints() {
    let places: Vec<(u8, u8)> = (0..3).flat_map(|a| (0..3).map(move |b| (a, b))).collect();
    let all: Vec<BTreeSet<String>> = places.iter().map(|(a, b)| asked(*a, *b)).collect();
    assert!(all[0].is_empty() && all[8].len() == 4, "{all:?}");
    for (low, few) in places.iter().zip(&all) {
        for (high, many) in places.iter().zip(&all) {
            if low.0 <= high.0 && low.1 <= high.1 {
                assert!(few.is_subset(many), "{low:?} {few:?} {high:?} {many:?}");
            }
        }
    }
}

#[test]
fn harm_and_loss_never_lower_a_place() {
    let place = |harm: &str, loss: &str| {
        let (_, findings) = run("ssf.place", &format!("{harm},0,0,{loss}"));
        (argument(&findings[0], "axis_1"), argument(&findings[0], "axis_2"))
    };
    let harms = ["none", "minor", "serious", "fatal"];
    let losses = ["0", "999999", "1000000", "99999999.5", "100000000", "900000000000"];
    let all: Vec<Vec<(String, String)>> = harms
        .iter()
        .map(|harm| losses.iter().map(|loss| place(harm, loss)).collect())
        .collect();
    for row in &all {
        assert!(row.is_sorted_by(|a, b| a.1 <= b.1), "{row:?}");
    }
    for at in 0..losses.len() {
        let column: Vec<&String> = all.iter().map(|row| &row[at].0).collect();
        assert!(column.is_sorted(), "{column:?}");
    }
    assert_eq!(all[3][5], ("2".to_owned(), "2".to_owned()));
}

#[test]
fn a_level_that_is_none_is_refused_whatever_else_stands_there() {
    for odd in ["3", "-1", "1.5", "high", "0x1", "２０"] {
        let (outcome, findings) = run("ssf.place", &format!("none,{odd},0,0"));
        assert_eq!(outcome, Outcome::Fail, "{odd}");
        assert_eq!(findings[0].message.id, "ssf-place-outside", "{odd}");
    }
}
