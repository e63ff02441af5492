//! Workbooks: XLSX, XLS, XLSB and ODS, sheet by sheet, values only (formulas count by their cached results).

mod cells;

use super::grid::{COLUMNS, Grid, Line, Places, Value};
use super::guard;
use super::left_out::LeftOut;
use crate::{ReadError, Reading};
use calamine::{Data, Ods, Range, Reader, SheetVisible, Xls, Xlsb, Xlsx};
use cells::{borrowed, owned};
use std::io::Cursor;

/// Sheets that explain a template are no evidence.
const EXPLANATIONS: [&str; 2] = ["項目の説明", "Fields explained"];

/// A kind of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workbook {
    /// Office Open XML.
    Xlsx,
    /// Office Open XML, binary parts.
    Xlsb,
    /// BIFF in a compound file.
    Xls,
    /// OpenDocument.
    Ods,
    /// A compound file around an encrypted workbook.
    Encrypted,
}

/// A workbook, read.
#[derive(Debug)]
pub struct Book {
    /// How it is written.
    pub format: &'static str,
    /// All its sheets.
    pub grids: Vec<Grid>,
    /// Names of the sheets that nobody sees who opens it.
    pub hidden: Vec<String>,
}

/// The kind of workbook that some bytes are, judged by the bytes alone.
pub fn detect(bytes: &[u8]) -> Option<Workbook> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let name = |n: &str| n.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let has = |n: &str| memchr::memmem::find(bytes, &name(n)).is_some();
        return if guard::is_encrypted_package(bytes) {
            Some(Workbook::Encrypted)
        } else {
            (has("Workbook") || has("Book") || has("WORKBOOK") || has("BOOK")).then_some(Workbook::Xls)
        };
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let has = |name: &str| {
        archive
            .file_names()
            .take(10_001)
            .filter_map(Result::ok)
            .any(|n| n.eq_ignore_ascii_case(name))
    };
    let under = |prefix: &str| {
        archive
            .file_names()
            .take(10_001)
            .filter_map(Result::ok)
            .any(|n| n.to_ascii_lowercase().starts_with(prefix))
    };
    if has("xl/workbook.bin") {
        Some(Workbook::Xlsb)
    } else if has("xl/workbook.xml") || (has("[Content_Types].xml") && under("xl/")) {
        Some(Workbook::Xlsx)
    } else {
        (has("content.xml") && (has("mimetype") || has("META-INF/manifest.xml"))).then_some(Workbook::Ods)
    }
}

/// Whether a sheet is one that our templates add to explain the fields.
pub fn is_explanation(sheet: &str) -> bool {
    EXPLANATIONS.contains(&sheet)
}

/// The name of the explaining sheet.
pub fn explanation(japanese: bool) -> &'static str {
    let [ja, en] = EXPLANATIONS;
    if japanese { ja } else { en }
}

/// All sheets of a workbook.
pub fn read(bytes: &[u8], reading: &mut Reading<'_>) -> Result<Book, ReadError> {
    let kind = detect(bytes).ok_or_else(|| unknown(bytes))?;
    let cells = reading.limits.rows as usize;
    let content = match kind {
        Workbook::Encrypted => return Err(guard::encrypted()),
        Workbook::Xls => {
            guard::binary(bytes, cells)?;
            None
        }
        Workbook::Xlsx | Workbook::Xlsb | Workbook::Ods => guard::archive(bytes, reading.limits)?,
    };
    if let (Workbook::Ods, Some(content)) = (kind, &content) {
        guard::open_document(content, cells)?;
    }
    let (format, (grids, hidden)) = match kind {
        Workbook::Xlsx => ("xlsx", guarded(|| xlsx(bytes, cells))?),
        Workbook::Xlsb => ("xlsb", guarded(|| xlsb(bytes, cells))?),
        Workbook::Xls => (
            "xls",
            guarded(|| ranges(Xls::new(Cursor::new(bytes)).map_err(malformed)?, cells))?,
        ),
        Workbook::Ods => (
            "ods",
            guarded(|| ranges(Ods::new(Cursor::new(bytes)).map_err(malformed)?, cells))?,
        ),
        Workbook::Encrypted => return Err(guard::encrypted()),
    };
    let longest = reading.limits.text_bytes as usize;
    for grid in &grids {
        for line in &grid.lines {
            let long = |c: &Value| matches!(c, Value::Text(text) if text.len() > longest);
            if let Some(column) = line.cells.iter().position(long) {
                let locator = Some(grid.place(line, column, "").1);
                return Err(ReadError::Limit {
                    what: "length of one cell",
                    limit: format!("{longest} bytes"),
                    line: None,
                    locator,
                });
            }
        }
    }
    Ok(Book { format, grids, hidden })
}

fn unknown(bytes: &[u8]) -> ReadError {
    let is_whole = zip::ZipArchive::new(Cursor::new(bytes)).is_ok();
    let reason = if is_whole {
        "it is no workbook that we know"
    } else {
        "its ZIP container is broken or cut off"
    };
    ReadError::malformed("workbook", reason)
}

/// Sheets, and the names of the hidden ones.
type Sheets = (Vec<Grid>, Vec<String>);

/// A library that stumbles over a hostile file costs that file, not the run.
fn guarded(read: impl FnOnce() -> Result<Sheets, ReadError>) -> Result<Sheets, ReadError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ReadError::malformed("workbook", "its parts contradict each other")))
}

fn malformed<E: std::fmt::Display>(error: E) -> ReadError {
    let reason = error.to_string();
    if reason.to_ascii_lowercase().contains("password protected") {
        return guard::encrypted();
    }
    let reason = reason.lines().next().unwrap_or("").trim_end_matches('.').to_owned();
    let mut letters = reason.chars();
    let reason = letters
        .next()
        .map(|c| c.to_lowercase().collect::<String>() + letters.as_str())
        .unwrap_or_default();
    ReadError::malformed("workbook", reason)
}

/// A sheet in the making, bounded by the cells it keeps.
struct Sheet {
    grid: Grid,
    kept: usize,
}

impl Sheet {
    fn new(name: &str) -> Self {
        Self {
            grid: Grid {
                name: name.to_owned(),
                places: Places::Sheet,
                lines: Vec::new(),
                common: Vec::new(),
                left_out: LeftOut::default(),
            },
            kept: 0,
        }
    }

    fn put(&mut self, row: u32, column: u32, value: Value, cells: usize) -> Result<(), ReadError> {
        if value.is_blank() {
            return Ok(());
        }
        let (number, column) = (row.saturating_add(1), column as usize);
        if column >= COLUMNS {
            return Err(ReadError::limit("number of columns", COLUMNS.to_string()));
        }
        // Rows come in order, except from hostile or very odd files.
        let at = match self.grid.lines.last() {
            Some(line) if line.number == number => self.grid.lines.len() - 1,
            Some(line) if line.number > number => match self.grid.lines.binary_search_by_key(&number, |l| l.number) {
                Ok(at) => at,
                Err(_) => {
                    return Err(ReadError::malformed(
                        "workbook",
                        format!("row {number} stands after a later row"),
                    ));
                }
            },
            _ => {
                self.grid.lines.push(Line {
                    number,
                    ..Line::default()
                });
                self.grid.lines.len() - 1
            }
        };
        let Some(line) = self.grid.lines.get_mut(at) else {
            return Ok(());
        };
        if line.cells.len() <= column {
            self.kept += column + 1 - line.cells.len();
            if self.kept > cells {
                return Err(ReadError::limit("size of a sheet", format!("{cells} cells")));
            }
            line.cells.resize(column + 1, Value::Empty);
        }
        if let Some(cell) = line.cells.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }
}

fn xlsx(bytes: &[u8], cells: usize) -> Result<Sheets, ReadError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(malformed)?;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        // Charts and macros stand among the sheets and have no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut sheet = Sheet::new(&name);
        while let Some(cell) = reader.next_cell().map_err(malformed)? {
            let (row, column) = cell.get_position();
            sheet.put(row, column, borrowed(cell.get_value()), cells)?;
        }
        grids.push(sheet.grid);
    }
    Ok((grids, hidden(&book)))
}

fn xlsb(bytes: &[u8], cells: usize) -> Result<Sheets, ReadError> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(malformed)?;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut sheet = Sheet::new(&name);
        while let Some(cell) = reader.next_cell().map_err(malformed)? {
            let (row, column) = cell.get_position();
            sheet.put(row, column, borrowed(cell.get_value()), cells)?;
        }
        grids.push(sheet.grid);
    }
    Ok((grids, hidden(&book)))
}

fn ranges<'b, R>(mut book: R, cells: usize) -> Result<Sheets, ReadError>
where
    R: Reader<Cursor<&'b [u8]>>,
    R::Error: std::fmt::Display,
{
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        grids.push(grid(&name, &range, cells)?);
    }
    Ok((grids, hidden(&book)))
}

fn hidden<B, R>(book: &R) -> Vec<String>
where
    B: std::io::Read + std::io::Seek,
    R: Reader<B>,
{
    let sheets = book.sheets_metadata().iter();
    let hidden = sheets.filter(|s| s.visible != SheetVisible::Visible);
    hidden.map(|s| s.name.clone()).collect()
}

fn grid(name: &str, range: &Range<Data>, cells: usize) -> Result<Grid, ReadError> {
    let mut sheet = Sheet::new(name);
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, column, value) in range.used_cells() {
        let row = top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        sheet.put(row, column, owned(value), cells)?;
    }
    Ok(sheet.grid)
}
