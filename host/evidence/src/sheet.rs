//! A table as it stands, cell by cell, for readers of tables that are no evidence: a guideline's annex, a check sheet with a
//! mapping. Encodings, delimiters, workbooks and bounds are those of evidence.

use crate::table::delimited::{Records, sniff};
use crate::table::grid::{Grid, Line};
use crate::table::workbook;
use crate::{Limits, ReadError, Reading, encoding};
use sekisho_model::FactsBuilder;

/// One table: a whole file, or one sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet; empty for a file that is one table.
    pub name: String,
    /// Whether nobody sees it who opens the workbook.
    pub is_hidden: bool,
    /// Its rows; of a workbook those that are not empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, or row of the sheet, from 1.
    pub number: u32,
    /// The same for people: `line 7`, `基本!A7`.
    pub place: String,
    /// Cells as written, without blanks around them.
    pub cells: Vec<String>,
}

impl Row {
    /// One cell; beyond the end there is nothing.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a file of separated values in any encoding that evidence may have, or a workbook (XLSX, XLSB, XLS, ODS).
///
/// Errors: it is neither, it breaks a bound, or a quotation mark swallows the rest of the file.
pub fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let (mut builder, mut remarks) = (FactsBuilder::new(), Vec::new());
    let mut reading = Reading::new(&mut builder, &mut remarks, limits, 0, name);
    if workbook::detect(bytes).is_some() {
        let book = workbook::read(bytes, &mut reading)?;
        let sheet = |grid: &Grid| Sheet {
            name: grid.name.clone(),
            is_hidden: book.hidden.contains(&grid.name),
            rows: grid.lines.iter().map(|line| row(grid, line)).collect(),
        };
        return Ok(book.grids.iter().map(sheet).collect());
    }
    let decoded = encoding::decode(bytes, None)?;
    let Some(text) = decoded else {
        return Err(ReadError::malformed("table", "it is neither text nor a workbook"));
    };
    let mut records = Records::new(&text.text, sniff(&text.text), limits);
    let grid = records.head(usize::MAX)?;
    records.finish(&mut reading);
    if let Some(odd) = remarks.first() {
        return Err(match odd.line {
            Some(line) => ReadError::malformed_at("table", odd.message.clone(), line),
            None => ReadError::malformed("table", odd.message.clone()),
        });
    }
    Ok(vec![Sheet {
        name: String::new(),
        is_hidden: false,
        rows: grid.lines.iter().map(|line| row(&grid, line)).collect(),
    }])
}

fn row(grid: &Grid, line: &Line) -> Row {
    let (number, locator) = grid.row_place(line, 0);
    Row {
        number: line.number,
        place: if locator.is_empty() {
            format!("line {number}")
        } else {
            locator
        },
        cells: line.cells.iter().map(|cell| cell.written().into_owned()).collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Row> {
        read(bytes, "t.csv", &Limits::default()).unwrap().remove(0).rows
    }

    #[test]
    fn the_same_cells_in_every_encoding() {
        let text = "番号,回答\r\n1,はい\r\n\r\n\"2\",\"一部、\n二行\"\r\n";
        let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        let plain = rows(text.as_bytes());
        assert_eq!(plain, rows(&utf16));
        assert_eq!(plain, rows(&cp932));
        assert_eq!(plain[2].place, "line 4");
        assert_eq!((plain[2].cell(1), plain[2].cell(9)), ("一部、\n二行", ""));
        assert_eq!(rows("a\tb\n1\t2\n".as_bytes())[1].cells, ["1", "2"]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let fault = |bytes: &[u8]| read(bytes, "t", &Limits::default()).unwrap_err().to_string();
        assert!(fault(b"\x00\x01\x02\xff\x00\x03").contains("neither text nor a workbook"));
        assert!(fault(b"a,b\n1,\"2\n3,4\n").contains("never closed"));
        let small = Limits {
            text_bytes: 8,
            ..Limits::default()
        };
        let long = read(b"a,b\n1,0123456789\n", "t", &small).unwrap_err();
        assert!(long.to_string().contains("length of one cell"), "{long}");
    }
}
