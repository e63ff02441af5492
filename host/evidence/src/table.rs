//! Tables of any origin (CSV, workbooks, JSON, YAML) that become inventories, registers, answer sheets and data registers.
//!
//! Reading order: [`vocabulary`] (which registers and fields there are), [`grid`] (what every origin becomes),
//! [`delimited`], [`structured`] and [`workbook`] (the origins, the last guarded by [`guard`]), [`header`] (which row
//! names the fields and which register it is), [`value`] with [`date`], [`number`] and [`words`] (what a cell means),
//! [`row`] (what a line means), [`rows`] with `sink`, and [`answers`] (the facts).

pub mod answers;
pub mod date;
pub mod delimited;
pub mod grid;
pub mod guard;
pub mod header;
pub mod left_out;
pub mod normal;
pub mod number;
pub mod row;
pub mod rows;
mod sink;
pub mod structured;
pub mod value;
pub mod vocabulary;
pub mod words;
pub mod workbook;

use crate::config::tree::Node;
use crate::{ReadError, Reading};
use delimited::Records;
use grid::{Grid, Line};
use sekisho_model::{Diagnostic, EvidenceKind};
use std::collections::BTreeMap;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Separated values with this delimiter.
    Delimited(u8),
    /// One JSON document.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A YAML document.
    Yaml,
}

impl Format {
    /// The word in format labels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delimited(b'\t') => "tsv",
            Self::Delimited(_) => "csv",
            Self::Json => "json",
            Self::JsonLines => "ndjson",
            Self::Yaml => "yaml",
        }
    }
}

/// What `evidence.toml` states about one table.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// The register it is.
    pub register: Option<String>,
    /// Column header → field id.
    pub mapping: BTreeMap<String, String>,
}

/// What came of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// What it is about; [`EvidenceKind::Unrecognized`] where no register fits.
    pub kind: EvidenceKind,
    /// Label of the format: `assets-csv`, `register-xlsx`, `answers-yaml` …
    pub format: String,
}

/// Whether a text that is no document (JSON, YAML) is a table, and how it is written.
///
/// A delimited file is a table by its name or by its header; JSON Lines only where a register's headers are met.
pub fn detect(name: &str, text: &str) -> Option<Format> {
    let lower = name.to_ascii_lowercase();
    let head = text.trim_start();
    let structured = head.starts_with(['{', '[']) && !head.starts_with("[[");
    let fits = |grid: &Grid| header::recognize(grid, &lower, &Statement::default()).is_some();
    if structured && let Some((format, grids)) = structured::sample(text) {
        return grids.iter().any(fits).then_some(format);
    }
    if head.starts_with('<') {
        return None;
    }
    if lower.ends_with(".csv") || lower.ends_with(".tsv") || lower.ends_with(".tab") {
        return Some(Format::Delimited(delimited::sniff(text)));
    }
    if structured || lower.ends_with(".yaml") || lower.ends_with(".yml") {
        return None;
    }
    let grid = delimited::sample(name, text)?;
    fits(&grid).then(|| Format::Delimited(delimited::sniff(text)))
}

/// Reads a text table into facts.
pub fn read(format: Format, text: &str, statement: &Statement, reading: &mut Reading<'_>) -> Result<Read, ReadError> {
    let grids = match format {
        Format::Delimited(delimiter) => {
            let mut records = delimited::Records::new(text, delimiter, reading.limits);
            let head = records.head(HEAD)?;
            return land(&[head], Some(&mut records), format.name(), statement, reading);
        }
        Format::Json => structured::json(text, reading)?,
        Format::JsonLines => structured::json_lines(text, reading)?,
        Format::Yaml => structured::yaml(text, reading)?,
    };
    land(&grids, None, format.name(), statement, reading)
}

/// Reads documents that are parsed already into facts.
pub(crate) fn read_documents(
    format: Format,
    documents: &[Node<'_>],
    statement: &Statement,
    reading: &mut Reading<'_>,
) -> Result<Read, ReadError> {
    let grids = structured::tables(documents, usize::MAX, reading.limits)?;
    land(&grids, None, format.name(), statement, reading)
}

/// Reads a workbook (XLSX, XLS, ODS) into facts.
pub fn read_workbook(bytes: &[u8], statement: &Statement, reading: &mut Reading<'_>) -> Result<Read, ReadError> {
    let mut book = workbook::read(bytes, reading)?;
    let name = reading.path.to_lowercase();
    book.grids.retain(|grid| {
        if !book.hidden.contains(&grid.name) || grid.is_blank() || workbook::is_explanation(&grid.name) {
            return true;
        }
        let is_read = header::recognize(grid, &name, statement).is_some();
        reading.note(hidden_sheet(grid, is_read));
        is_read
    });
    land(&book.grids, None, book.format, statement, reading)
}

/// Lines of a delimited file in which its header is looked for.
const HEAD: usize = 64;

/// Finds the register of each grid and pushes its rows; `rest` is what follows the only grid. A file over a bound leaves
/// nothing behind.
fn land(
    grids: &[Grid],
    rest: Option<&mut Records<'_>>,
    format: &str,
    statement: &Statement,
    reading: &mut Reading<'_>,
) -> Result<Read, ReadError> {
    let before = reading.mark();
    let landed = land_all(grids, rest, format, statement, reading);
    if landed.is_err() {
        reading.take_back(&before);
    }
    landed
}

fn land_all(
    grids: &[Grid],
    mut rest: Option<&mut Records<'_>>,
    format: &str,
    statement: &Statement,
    reading: &mut Reading<'_>,
) -> Result<Read, ReadError> {
    let name = reading.path.to_lowercase();
    let mut kind = EvidenceKind::Unrecognized;
    for grid in grids {
        // What explains a template has headers of its own, and they may be those of a register.
        if grid.places == grid::Places::Sheet && workbook::is_explanation(&grid.name) {
            continue;
        }
        let Some(found) = header::recognize(grid, &name, statement) else {
            if !grid.is_blank() {
                reading.note(not_recognized(grid));
            }
            // What is wrong further down is told all the same.
            while let Some(records) = rest.as_deref_mut()
                && records.next(&mut Line::default())?
            {}
            continue;
        };
        for diagnostic in &found.diagnostics {
            reading.note(diagnostic.clone());
        }
        let own = rows::land(grid, rest.as_deref_mut(), &found, reading)?;
        if kind == EvidenceKind::Unrecognized || (kind == EvidenceKind::Register && own != kind) {
            kind = own;
        }
    }
    if let Some(records) = rest {
        records.finish(reading);
    }
    let format = if kind == EvidenceKind::Unrecognized {
        format.to_owned()
    } else {
        format!("{}-{format}", kind.name())
    };
    Ok(Read { kind, format })
}

/// Hiding a sheet takes nothing out of the evidence, and what nobody sees does not count in silence either.
fn hidden_sheet(grid: &Grid, is_read: bool) -> Diagnostic {
    let diagnostic = if is_read {
        let text = format!("the sheet `{}` is hidden; it is read like the others", grid.name);
        Diagnostic::warning("hidden-sheet", text).hint("make the sheet visible, or delete it if it is no evidence")
    } else {
        let text = format!("the hidden sheet `{}` fits no register and is not read", grid.name);
        Diagnostic::note("hidden-sheet", text)
            .hint("if it is evidence, make it visible and name its fields as `sekisho evidence template` does")
    };
    diagnostic.at(grid.name.clone())
}

fn not_recognized(grid: &Grid) -> Diagnostic {
    let diagnostic = if grid.name.is_empty() {
        Diagnostic::warning(
            "register-not-recognized",
            "the table's headers fit no register".to_owned(),
        )
    } else {
        let text = format!("the headers of `{}` fit no register", grid.name);
        Diagnostic::warning("register-not-recognized", text).at(grid.name.clone())
    };
    diagnostic.hint(
        "state `register = \"…\"` (and `[file.mapping]` for own headers) for the file in `evidence.toml`, \
         or start from `sekisho evidence template`",
    )
}
