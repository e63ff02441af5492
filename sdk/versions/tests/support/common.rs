//! Where the oracles lie, and how their misses are held against a checked-in list.
#![allow(dead_code, clippy::panic, reason = "each test file uses its part")]

use std::path::PathBuf;

/// A file of the corpus.
pub(crate) fn corpus(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/corpus/2-vex-vuln")
        .join(path)
}

pub(crate) fn text(path: &str) -> String {
    std::fs::read_to_string(corpus(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub(crate) fn json(path: &str) -> serde_json::Value {
    serde_json::from_str(&text(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The list of known misses must equal what was found: a new miss fails, and so does one that went away.
pub(crate) fn assert_known(list: &str, mut found: Vec<String>) {
    let mut known: Vec<&str> = list
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect();
    known.sort_unstable();
    known.dedup();
    found.sort_unstable();
    found.dedup();
    let new: Vec<_> = found
        .iter()
        .filter(|f| known.binary_search(&f.as_str()).is_err())
        .collect();
    let gone: Vec<_> = known.iter().filter(|k| found.iter().all(|f| f != *k)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "misses that are not in the list:\n{new:#?}\nlisted, but no longer a miss:\n{gone:#?}"
    );
}
