//! Reads a text as the platform would: detect, read, freeze.

use sekisho_evidence::sbom::{self, SbomFormat};
use sekisho_evidence::{Limits, ReadError, Reading};
use sekisho_model::diagnostic::Level;
use sekisho_model::facts::Column;
use sekisho_model::schema::{Kind, table_by_name};
use sekisho_model::{Diagnostic, Facts, FactsBuilder};
use std::path::{Path, PathBuf};

/// What came out of one file.
pub(crate) struct Outcome {
    pub(crate) label: Result<String, ReadError>,
    pub(crate) facts: Facts,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether anything is wrong enough to be said aloud.
    pub(crate) fn is_diagnosed(&self) -> bool {
        self.label.is_err() || self.diagnostics.iter().any(|d| d.level >= Level::Warning)
    }

    /// Whether the file was used without a remark of level error.
    pub(crate) fn is_accepted(&self) -> bool {
        self.label.is_ok() && self.diagnostics.iter().all(|d| d.level < Level::Error)
    }

    /// Rows of a table.
    pub(crate) fn rows(&self, table: &str) -> u32 {
        self.facts.rows(Kind::Sbom, table)
    }

    /// One text cell.
    pub(crate) fn text(&self, table: &str, column: &str, row: u32) -> Option<&str> {
        self.facts.text(Kind::Sbom, table, column, row)
    }

    /// One cell of a reference or flag column, as a number.
    pub(crate) fn number(&self, table: &str, column: &str, row: u32) -> Option<u32> {
        let (index, schema) = table_by_name(Kind::Sbom, table)?;
        let position = schema.columns.iter().position(|c| c.name == column)?;
        match self.facts.kind(Kind::Sbom).tables()[index].columns().get(position)? {
            Column::Reference(values) => values.get(row as usize).copied().filter(|v| *v != u32::MAX),
            Column::Flag(values) => values.get(row as usize).map(|v| u32::from(*v)),
            _ => None,
        }
    }
}

/// Folder with the test files of others.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/corpus")
}

/// All files below a folder of the corpus, in order.
pub(crate) fn files(below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![corpus().join(below)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    found
}

/// Reads in a given format.
pub(crate) fn read_as(format: SbomFormat, text: &str) -> Outcome {
    let (mut builder, mut diagnostics, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    let mut reading = Reading::new(&mut builder, &mut diagnostics, &limits, 0, "bom");
    let label = sbom::read(format, text, &mut reading);
    reading.finish();
    Outcome {
        label,
        facts: builder.finish(),
        diagnostics,
    }
}

/// Detects and reads.
pub(crate) fn read(text: &str) -> Option<Outcome> {
    sbom::detect(text).map(|format| read_as(format, text))
}

/// Detects and reads a file of the corpus.
pub(crate) fn read_file(path: &Path) -> Option<Outcome> {
    read(&std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}
