//! SP 800-53 Rev. 5 comes in as an OSCAL catalogue without losing a control id. NIST's catalogue itself is not kept here: this one has its
//! shape (families, enhancements inside their control, labels, a withdrawn one) and the ids that NIST's own profiles choose from it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so and stops"
)]

use sekisho_catalog::{catalogue, crosswalk, import};
use serde_json::Value;
use std::collections::BTreeSet;

const ROOT: &str = "../..";

fn text(path: &str) -> String {
    std::fs::read_to_string(format!("{ROOT}/{path}")).unwrap()
}

/// The ids that a profile of NIST names.
fn chosen(name: &str) -> BTreeSet<String> {
    let folder = "tests/data/corpus/3-policy/oscal-content/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5";
    let profile: Value = serde_json::from_str(&text(&format!("{folder}_{name}-baseline_profile.json"))).unwrap();
    let ids = &profile["profile"]["imports"][0]["include-controls"][0]["with-ids"];
    let ids = ids.as_array().unwrap().iter();
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// Every id of a document, however deep, withdrawn ones apart.
fn gather(item: &Value, ids: &mut BTreeSet<String>, withdrawn: &mut BTreeSet<String>) {
    for control in item["controls"].as_array().into_iter().flatten() {
        let id = control["id"].as_str().unwrap().to_owned();
        let is_gone = control["props"]
            .as_array()
            .unwrap()
            .iter()
            .any(|p| p["value"] == "withdrawn");
        let list = if is_gone { &mut *withdrawn } else { &mut *ids };
        assert!(list.insert(id));
        gather(control, ids, withdrawn);
    }
    for group in item["groups"].as_array().into_iter().flatten() {
        gather(group, ids, withdrawn);
    }
}

#[test]
fn no_control_id_of_rev5_is_lost() {
    let file = text("tests/rows/059/rev5-shape.json");
    let document: Value = serde_json::from_str(&file).unwrap();
    let (mut ids, mut withdrawn) = (BTreeSet::new(), BTreeSet::new());
    gather(&document["catalog"], &mut ids, &mut withdrawn);
    for name in ["MODERATE", "HIGH"] {
        let chosen = chosen(name);
        assert!(chosen.len() > 280 && chosen.is_subset(&ids), "{name}");
    }
    let read = import::read(&file).unwrap();
    let (written, policy) = import::written(&read, "us/sp800-53-r5", "rev5.json").unwrap();
    let catalogue = catalogue::parse("catalogue.toml", &written).unwrap();
    let got: BTreeSet<String> = catalogue.controls.iter().map(|c| c.id.clone()).collect();
    assert_eq!(got, ids);
    assert!(!withdrawn.is_empty() && withdrawn.is_disjoint(&got));
    assert!(
        read.remarks
            .iter()
            .any(|r| r.starts_with("1 controls are withdrawn") && r.contains("`ac-2.10`"))
    );
    assert!(policy.contains("ac-2.13"));
    let enhanced = catalogue.controls.iter().find(|c| c.id == "ac-2.13").unwrap();
    assert_eq!((enhanced.group.as_str(), enhanced.clause.as_str()), ("ac", "AC-2(13)"));
}

#[test]
fn the_needs_that_the_buyers_questions_name_are_ids_of_rev5() {
    let own = catalogue::parse("catalogue.toml", &text("policies/us/sp800-213/catalogue.toml")).unwrap();
    let walk = crosswalk::parse("crosswalk.toml", &text("policies/us/sp800-213/crosswalk.toml"), &own).unwrap();
    let known: BTreeSet<String> = chosen("MODERATE").union(&chosen("HIGH")).cloned().collect();
    let target = walk.targets.iter().find(|t| t.id == "us/sp800-53-r5").unwrap();
    let named: BTreeSet<String> = target
        .pairs
        .values()
        .flat_map(|pair| pair.ids.iter().cloned())
        .collect();
    assert!(named.contains("au-12") && named.is_subset(&known), "{named:?}");
}
