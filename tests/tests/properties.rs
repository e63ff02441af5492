//! Properties that hold for every golden case that fails: more members, another order of files, rows and members, or a
//! document that is there twice never turn a `fail` into something better.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_model::{Date, Outcome};
use sekisho_tests::binary::Scratch;
use sekisho_tests::{root, run_check};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// One failing case.
struct Case {
    folder: PathBuf,
    plugin: String,
    check: String,
    parameters: toml::Table,
    as_of: Date,
}

impl Case {
    fn outcome(&self, evidence: &Path) -> Outcome {
        run_check(&self.plugin, &self.check, &self.parameters, evidence, self.as_of).outcome
    }
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            collect(&entry, into);
        } else {
            into.push(entry);
        }
    }
}

fn failing() -> Vec<Case> {
    let cases = root().join("tests/cases");
    let mut files = Vec::new();
    collect(&cases, &mut files);
    let mut failing = Vec::new();
    for file in files.iter().filter(|f| f.ends_with("expected.json")) {
        let expected: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        if expected["outcome"] != "fail" {
            continue;
        }
        let folder = file.parent().unwrap();
        let parts: Vec<&str> = folder
            .strip_prefix(&cases)
            .unwrap()
            .iter()
            .map(|p| p.to_str().unwrap())
            .collect();
        let given = expected["parameters"].as_object().cloned().unwrap_or_default();
        failing.push(Case {
            folder: folder.to_owned(),
            plugin: format!("{}/{}", parts[0], parts[1]),
            check: expected["check"].as_str().unwrap().to_owned(),
            parameters: given
                .iter()
                .map(|(k, v)| (k.clone(), toml::Value::try_from(v).unwrap()))
                .collect(),
            as_of: Date::parse(expected["as_of"].as_str().unwrap()).unwrap(),
        });
    }
    failing
}

/// What becomes of one file: the files that stand in its place.
type Change = fn(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)>;

fn same(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    vec![(path.to_owned(), bytes.to_vec())]
}

/// Every object of a JSON document, and every table, has something more that nobody defines.
fn more_members(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    fn widen(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.values_mut().for_each(widen);
                members.insert("x-nobody-defines-this".to_owned(), Value::from("?"));
            }
            Value::Array(items) => items.iter_mut().for_each(widen),
            _ => {}
        }
    }
    if let Ok(mut value) = serde_json::from_slice::<Value>(bytes) {
        widen(&mut value);
        return vec![(path.to_owned(), value.to_string().into_bytes())];
    }
    match table(path, bytes) {
        Some(rows) => {
            let wider = rows.into_iter().enumerate().map(|(at, mut row)| {
                row.push(if at == 0 { "誰も定めない列" } else { "?" }.to_owned());
                row
            });
            vec![(path.to_owned(), written(wider.collect()))]
        }
        None => same(path, bytes),
    }
}

/// The members of every object stand the other way round, and so do the rows of tables.
fn other_order(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    fn backwards(value: &Value) -> String {
        match value {
            Value::Object(members) => {
                let members = members.iter().rev();
                let members = members.map(|(name, v)| format!("{}:{}", Value::from(name.as_str()), backwards(v)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(backwards).collect::<Vec<_>>().join(",")),
            other => other.to_string(),
        }
    }
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        return vec![(path.to_owned(), backwards(&value).into_bytes())];
    }
    match table(path, bytes) {
        Some(mut rows) => {
            if let Some(data) = rows.get_mut(1..) {
                data.reverse();
            }
            vec![(path.to_owned(), written(rows))]
        }
        None => same(path, bytes),
    }
}

/// The file is there twice.
fn twice(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = same(path, bytes);
    if !path.ends_with("evidence.toml") {
        files.push((format!("z copy/{path}"), bytes.to_vec()));
    }
    files
}

/// Files are read in another order: by a number that falls as their names rise.
fn other_names(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let first = path.bytes().next().unwrap_or(0);
    vec![(format!("{:03}-{path}", 255 - first), bytes.to_vec())]
}

fn table(path: &str, bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    if !path.ends_with(".csv") {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader
        .records()
        .map(|r| r.map(|r| r.iter().map(str::to_owned).collect()));
    rows.collect::<Result<_, _>>().ok()
}

fn written(rows: Vec<Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Runs all failing cases with their files changed, and tells which of them came out better.
fn better(change: Change, fits: fn(&[String]) -> bool) -> (usize, Vec<String>) {
    let (mut tried, mut better) = (0, Vec::new());
    for case in failing() {
        let evidence = case.folder.join("evidence");
        let mut files = Vec::new();
        collect(&evidence, &mut files);
        let relative = |file: &PathBuf| file.strip_prefix(&evidence).unwrap().to_str().unwrap().to_owned();
        let files: Vec<String> = files.iter().map(relative).collect();
        if !fits(&files) {
            continue;
        }
        let s = Scratch::new();
        let mut changed = false;
        for path in files {
            let bytes = std::fs::read(evidence.join(&path)).unwrap();
            let new = change(&path, &bytes);
            changed |= new != same(&path, &bytes);
            for (path, bytes) in new {
                s.write(&path, bytes);
            }
        }
        if !changed {
            continue;
        }
        tried += 1;
        let outcome = case.outcome(s.path());
        if !matches!(outcome, Outcome::Fail | Outcome::Unknown | Outcome::Error) {
            let folder = case.folder.strip_prefix(root()).unwrap().display();
            better.push(format!("{folder}: {}", outcome.name()));
        }
    }
    (tried, better)
}

#[track_caller]
fn assert_never_better(change: Change, fits: fn(&[String]) -> bool, at_least: usize) {
    let (tried, better) = better(change, fits);
    assert!(tried >= at_least, "only {tried} cases were changed");
    assert!(better.is_empty(), "{} of {tried}:\n{}", better.len(), better.join("\n"));
}

fn any(_: &[String]) -> bool {
    true
}

/// Paths in `evidence.toml` name the files: they cannot go elsewhere. Without a file at the top, directories are
/// subjects.
fn flat(files: &[String]) -> bool {
    files.iter().any(|f| !f.contains('/')) && !files.iter().any(|f| f == "evidence.toml")
}

#[test]
fn members_that_nobody_defines_make_nothing_better() {
    assert_never_better(more_members, any, 100);
}

#[test]
fn the_order_of_rows_and_members_makes_nothing_better() {
    assert_never_better(other_order, any, 100);
}

#[test]
fn the_order_of_files_makes_nothing_better() {
    assert_never_better(other_names, flat, 100);
}

#[test]
fn a_document_that_is_there_twice_makes_nothing_better() {
    assert_never_better(twice, flat, 100);
}
