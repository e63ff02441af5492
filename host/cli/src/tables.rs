//! Tables of the user's own that are joined to a policy: read where they lie, like evidence, and written nowhere.

use crate::failure::Failure;
use crate::limits::Limits;
use crate::machine;
use sekisho_catalog::tables::Row;
use sekisho_evidence::sheet::{self, Sheet};
use sekisho_model::Digest;
use std::path::Path;

/// Largest file.
const FILE_BYTES: u64 = 64 << 20;

/// The sheets of a file, and its digest.
pub(crate) fn sheets(path: &Path) -> Result<(Vec<Sheet>, Digest), Failure> {
    let bytes = machine::read(path, FILE_BYTES)?;
    let sheets = sheet::read(&bytes, &path.display().to_string(), &Limits::parse(&[])?.read).map_err(|error| {
        let line = match &error {
            sekisho_evidence::ReadError::Malformed { line: Some(line), .. }
            | sekisho_evidence::ReadError::Limit { line: Some(line), .. }
            | sekisho_evidence::ReadError::Encoding { line: Some(line), .. } => format!(":{line}"),
            _ => String::new(),
        };
        let failure = Failure::usage(format!("cannot read `{}{line}`: {error}", path.display()));
        match error {
            // Their hints speak of a directory of evidence.
            sekisho_evidence::ReadError::Refused { .. } => Failure::of_hint(&error, failure),
            _ => failure.hint("save it again as CSV in UTF-8, or as XLSX"),
        }
    })?;
    Ok((sheets, Digest::of(&bytes)))
}

/// The rows of the one table that fits: of several sheets the visible one with the columns that are looked for.
pub(crate) fn rows(path: &Path, fits: &dyn Fn(&[Row]) -> bool) -> Result<(Vec<Row>, Digest), Failure> {
    let (sheets, digest) = sheets(path)?;
    let visible: Vec<(String, Vec<Row>)> = sheets
        .into_iter()
        .filter(|sheet| !sheet.is_hidden)
        .map(|sheet| {
            let row = |row: sheet::Row| Row {
                place: row.place,
                cells: row.cells,
            };
            (sheet.name, sheet.rows.into_iter().map(row).collect())
        })
        .collect();
    let fitting: Vec<&str> = visible
        .iter()
        .filter(|(_, rows)| fits(rows))
        .map(|(name, _)| name.as_str())
        .collect();
    if let [first, second, ..] = fitting.as_slice() {
        let place = path.display();
        return Err(Failure::usage(format!(
            "the sheets `{first}` and `{second}` of `{place}` both have the columns that are looked for"
        ))
        .hint("hide the sheet that is not meant, or save the other one as CSV"));
    }
    let chosen = fitting.first().copied().map(ToOwned::to_owned);
    let rows = match chosen {
        Some(name) => visible.into_iter().find(|(sheet, _)| *sheet == name),
        // What is missing is told of the first one.
        None => visible.into_iter().next(),
    };
    Ok((rows.map(|(_, rows)| rows).unwrap_or_default(), digest))
}
