//! What a plugin says of many subjects in one call is what it says of each alone: every plugin of the standard bundle,
//! all its checks, on the evidence of all golden cases.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_model::{Date, Facts};
use sekisho_sandbox::Limits;
use sekisho_tests::{all_checks, plugin, read, root, sandbox};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn evidence(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries.into_iter().filter(|p| p.is_dir()) {
        if entry.ends_with("evidence") {
            found.push(entry);
        } else {
            evidence(&entry, found);
        }
    }
}

fn compare(id: &str, fewest: usize) {
    let plugin = plugin(id);
    let mut folders = Vec::new();
    evidence(&root().join("tests/cases").join(id), &mut folders);
    assert!(folders.len() > fewest, "{id}: {} cases", folders.len());
    let selected = all_checks(&plugin);
    let (as_of, limits) = (Date::parse("2026-04-01").unwrap(), Limits::default());
    let parts: Vec<Arc<Facts>> = folders.iter().map(|folder| read(folder).facts).collect();
    for (number, chunk) in parts.chunks(48).enumerate() {
        let batch = sandbox().run_batch(&plugin, chunk, as_of, &selected, &limits).unwrap();
        assert_eq!(batch.subjects.len(), chunk.len());
        for (index, facts) in chunk.iter().enumerate() {
            let alone = sandbox().measure(&plugin, facts, as_of, &selected, &limits);
            for (check, (got, wanted)) in batch.subjects[index].iter().zip(&alone.checks).enumerate() {
                let name = &plugin.info().checks[selected[check].check].id;
                let folder = folders[number * 48 + index].display();
                assert_eq!(got, wanted, "{name} on {folder}");
            }
            let cost: u64 = alone.check_fuel.iter().sum();
            assert!(alone.check_fuel.iter().all(|fuel| *fuel > 0) && cost <= alone.fuel);
        }
    }
}

#[test]
fn sbom() {
    compare("common/sbom", 50);
}

#[test]
fn inventory() {
    compare("common/inventory", 50);
}

#[test]
fn settings() {
    compare("common/settings", 50);
}

#[test]
fn answers() {
    compare("common/answers", 50);
}

#[test]
fn factory() {
    compare("factory/meti-factory", 30);
}

#[test]
fn defence() {
    compare("defence/sp800-171", 20);
}

#[test]
fn smarthome() {
    compare("smarthome/fleet", 20);
}

#[test]
fn power() {
    compare("power/power", 20);
}

#[test]
fn data() {
    compare("data/transfer", 30);
}

#[test]
fn iot() {
    compare("iot/ssf", 30);
    compare("iot/product", 20);
}

#[test]
fn medical() {
    compare("medical/devices", 30);
}
