//! What the tests share: reading one text into rows that are easy to compare.

use sekisho_evidence::config::{self, ConfigFormat};
use sekisho_evidence::{Limits, ReadError, Reading};
use sekisho_model::facts::Column;
use sekisho_model::schema::{self, Kind};
use sekisho_model::{Diagnostic, Facts, FactsBuilder};
use std::path::{Path, PathBuf};

/// One setting, owned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) snapshot: u32,
    pub(crate) path: String,
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) number: Option<f64>,
    pub(crate) flag: Option<bool>,
    pub(crate) ty: String,
    pub(crate) line: u32,
}

/// What came of one file.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) format: String,
    pub(crate) assets: Vec<String>,
    pub(crate) classes: Vec<String>,
    pub(crate) collected: Vec<Option<i32>>,
    pub(crate) rows: Vec<Row>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    pub(crate) fn value(&self, path: &str) -> Option<&str> {
        self.rows.iter().find(|r| r.path == path).map(|r| r.value.as_str())
    }

    pub(crate) fn row(&self, path: &str) -> &Row {
        self.rows
            .iter()
            .find(|r| r.path == path)
            .unwrap_or_else(|| panic!("no `{path}` in {:#?}", self.rows))
    }

    pub(crate) fn keys(&self, key: &str) -> Vec<&str> {
        self.rows
            .iter()
            .filter(|r| r.key == key)
            .map(|r| r.value.as_str())
            .collect()
    }

    pub(crate) fn codes(&self) -> Vec<&str> {
        self.diagnostics.iter().map(|d| d.code.as_str()).collect()
    }
}

/// Reads a text as if it stood in a file.
pub(crate) fn read(format: ConfigFormat, path: &str, text: &str) -> Result<Outcome, ReadError> {
    read_within(format, path, text, &Limits::default())
}

/// The same within other bounds.
pub(crate) fn read_within(format: ConfigFormat, path: &str, text: &str, limits: &Limits) -> Result<Outcome, ReadError> {
    let mut builder = FactsBuilder::new();
    let mut diagnostics = Vec::new();
    let mut reading = Reading::new(&mut builder, &mut diagnostics, limits, 0, path);
    let result = config::read(format, text, &mut reading);
    reading.finish();
    let facts = builder.finish();
    if result.is_err() {
        assert_eq!(
            facts.kind(Kind::Settings).tables()[1].rows(),
            0,
            "an unusable file leaves nothing behind"
        );
    }
    Ok(outcome(result?, &facts, diagnostics))
}

/// Detects and reads.
pub(crate) fn detected(path: &str, text: &str) -> (ConfigFormat, Outcome) {
    let format = config::detect(path, text).unwrap_or_else(|| panic!("{path} is not detected"));
    let outcome = read(format, path, text).unwrap_or_else(|error| panic!("{path} as {}: {error}", format.name()));
    (format, outcome)
}

fn column<'f>(facts: &'f Facts, table: &str, name: &str) -> &'f Column {
    let (index, schema) = schema::table_by_name(Kind::Settings, table).unwrap();
    let at = schema.columns.iter().position(|c| c.name == name).unwrap();
    &facts.kind(Kind::Settings).tables()[index].columns()[at]
}

fn outcome(format: String, facts: &Facts, diagnostics: Vec<Diagnostic>) -> Outcome {
    let text =
        |table: &str, name: &str, row: u32| facts.text(Kind::Settings, table, name, row).unwrap_or("").to_owned();
    let tables = facts.kind(Kind::Settings).tables();
    let Column::Reference(snapshots) = column(facts, "settings", "snapshot") else {
        panic!("snapshot")
    };
    let Column::Decimal(numbers) = column(facts, "settings", "number") else {
        panic!("number")
    };
    let Column::Flag(flags) = column(facts, "settings", "flag") else {
        panic!("flag")
    };
    let Column::Date(days) = column(facts, "snapshots", "collected") else {
        panic!("collected")
    };
    let rows = (0..tables[1].rows())
        .map(|row| Row {
            snapshot: snapshots[row as usize],
            path: text("settings", "path", row),
            key: text("settings", "key", row),
            value: text("settings", "value", row),
            number: Some(numbers[row as usize]).filter(|n| !n.is_nan()),
            flag: [None, Some(false), Some(true)][flags[row as usize] as usize],
            ty: text("settings", "value_type", row),
            line: facts.find(tables[1].first() + row).unwrap().line,
        })
        .collect();
    let snapshots = 0..tables[0].rows();
    Outcome {
        format,
        assets: snapshots.clone().map(|row| text("snapshots", "asset", row)).collect(),
        classes: snapshots.map(|row| text("snapshots", "class", row)).collect(),
        collected: days.iter().map(|d| Some(*d).filter(|d| *d != i32::MIN)).collect(),
        rows,
        diagnostics,
    }
}

/// A directory of the corpus.
pub(crate) fn corpus(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/corpus")
        .join(path)
}

/// All files below a directory, sorted, with their path inside it.
pub(crate) fn files(path: &str) -> Vec<(String, Vec<u8>)> {
    let root = corpus(path);
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(&directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap() != "SOURCE.md" {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{path} has files");
    found
}

/// UTF-16 or UTF-8 to text, as the step before the readers does it.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks(2)
                .map(|c| u16::from_le_bytes([c[0], *c.get(1).unwrap_or(&0)]))
                .collect();
            String::from_utf16(&units).ok()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}
