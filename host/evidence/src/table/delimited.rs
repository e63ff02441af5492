//! Separated values: CSV, TSV and their kin, with the delimiter found by looking.

use super::grid::{COLUMNS, Grid, Line, Places, Value};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How much is looked at to find the delimiter and, in detection, the header.
const SAMPLE: usize = 64 << 10;
const SAMPLE_RECORDS: usize = 40;

/// The delimiter under which the first records agree best on a number of columns.
pub fn sniff(text: &str) -> u8 {
    if let Some(stated) = separator_line(text) {
        return stated.0;
    }
    let head = start(text);
    let score = |delimiter: u8| {
        let mut widths = records(head, delimiter).take(SAMPLE_RECORDS).map(|r| r.len()).collect::<Vec<_>>();
        widths.sort_unstable();
        let mode = widths.chunk_by(|a, b| a == b).filter(|c| c.first().is_some_and(|w| *w > 1)).max_by_key(|c| c.len());
        mode.map_or((0, 0), |m| (m.len(), m.first().copied().unwrap_or(0)))
    };
    // On equal terms the earlier delimiter wins: max_by_key keeps the last, hence the reversal.
    DELIMITERS.into_iter().rev().max_by_key(|d| score(*d)).filter(|d| score(*d).0 > 0).unwrap_or(b',')
}

/// The first records, where they look like a table at all.
pub fn sample(name: &str, text: &str) -> Option<Grid> {
    let delimiter = sniff(text);
    let body = separator_line(text).map_or(text, |(_, rest)| rest);
    let lines: Vec<_> = records(start(body), delimiter).take(SAMPLE_RECORDS).map(|r| line(&r, 0)).collect();
    let wide = lines.iter().filter(|l| l.cells.len() > 1).count();
    (wide > 0 && wide * 2 >= lines.len()).then(|| grid(name, lines))
}

/// Reads a whole text.
pub fn read(text: &str, delimiter: u8, reading: &mut Reading<'_>) -> Result<Grid, ReadError> {
    let (skipped, body) = match separator_line(text) {
        Some((_, rest)) => (1, rest),
        None => (0, text),
    };
    let mut lines = Vec::new();
    let mut reader = reader(body, delimiter);
    let mut record = csv::StringRecord::new();
    let longest = reading.limits.text_bytes as usize;
    let mut cells = 0_usize;
    let mut last = (0, 0);
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(ReadError::malformed("CSV", error.to_string().to_lowercase())),
        }
        // The reader counts lines of what follows the blank lines it has skipped: the position is that of the record.
        let at = record.position().map_or(0, csv::Position::line).saturating_add(skipped);
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let limit = |what, limit: String| {
            ReadError::Limit { what, limit, line: Some(number), locator: None }
        };
        if record.len() > COLUMNS {
            return Err(limit("number of columns", COLUMNS.to_string()));
        }
        if record.iter().any(|cell| cell.len() > longest) {
            return Err(limit("length of one cell", format!("{longest} bytes")));
        }
        cells = cells.saturating_add(record.len());
        if cells > (reading.limits.rows as usize).saturating_mul(4) {
            return Err(limit("number of table cells in one file", reading.limits.rows.to_string()));
        }
        last = (number, record.iter().map(|c| c.matches('\n').count()).sum::<usize>());
        lines.push(line(&record, number));
    }
    if last.1 > 0 && body.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        let text = "a quoted cell is never closed: the rest of the file was read into it";
        let remark = Diagnostic::warning("quote-unclosed", text).at_line(last.0);
        reading.note(remark.hint("close the quotation mark, or double it inside a quoted cell"));
    }
    Ok(grid("", lines))
}

fn grid(name: &str, lines: Vec<Line>) -> Grid {
    Grid { name: name.to_owned(), places: Places::Lines, lines, common: Vec::new() }
}

fn line(record: &csv::StringRecord, number: u32) -> Line {
    let cell = |text: &str| if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) };
    Line { number, pointer: String::new(), cells: record.iter().map(cell).collect() }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = csv::StringRecord> {
    reader(text, delimiter).into_records().map_while(Result::ok)
}

/// The start of a text, cut at a line's end.
fn start(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text);
    if end == text.len() { head } else { head.rfind('\n').and_then(|n| head.get(..n)).unwrap_or(head) }
}

/// The line `sep=;` that some spreadsheet programs put first, and what follows it.
fn separator_line(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let stated = first.trim_end_matches('\r').strip_prefix("sep=")?;
    match stated.as_bytes() {
        [delimiter] if delimiter.is_ascii() => Some((*delimiter, rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sniff;

    #[test]
    fn the_delimiter_is_found_by_agreement() {
        assert_eq!(sniff("a,b\n1,2\n"), b',');
        assert_eq!(sniff("a;b\n1,5;2,7\n2,5;3\n"), b';');
        assert_eq!(sniff("a\tb, c\n1\t2\n"), b'\t');
        assert_eq!(sniff("\"a;b\",c\n\"1;2\",3\n"), b',');
        assert_eq!(sniff("sep=|\na|b\n"), b'|');
        assert_eq!(sniff("alone\n1\n"), b',');
    }
}
