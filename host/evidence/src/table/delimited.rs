//! Separated values: CSV, TSV and their kin, with the delimiter found by looking.

use super::grid::{COLUMNS, Grid, Line, Places, Value};
use super::left_out::LeftOut;
use crate::{Limits, ReadError, Reading};
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
        let mut widths = records(head, delimiter)
            .take(SAMPLE_RECORDS)
            .map(|r| r.len())
            .collect::<Vec<_>>();
        widths.sort_unstable();
        let mode = widths
            .chunk_by(|a, b| a == b)
            .filter(|c| c.first().is_some_and(|w| *w > 1))
            .max_by_key(|c| c.len());
        mode.map_or((0, 0), |m| (m.len(), m.first().copied().unwrap_or(0)))
    };
    // On equal terms the earlier delimiter wins: max_by_key keeps the last, hence the reversal.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|d| score(*d))
        .filter(|d| score(*d).0 > 0)
        .unwrap_or(b',')
}

/// The first records, where they look like a table at all.
pub fn sample(name: &str, text: &str) -> Option<Grid> {
    let delimiter = sniff(text);
    let body = separator_line(text).map_or(text, |(_, rest)| rest);
    let lines: Vec<_> = records(start(body), delimiter)
        .take(SAMPLE_RECORDS)
        .map(|r| line(&r, 0))
        .collect();
    let wide = lines.iter().filter(|l| l.cells.len() > 1).count();
    (wide > 0 && wide * 2 >= lines.len()).then(|| grid(name, lines))
}

/// The records of a text, one after the other: a table of a million rows is never held whole.
#[derive(Debug)]
pub struct Records<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: csv::StringRecord,
    counter: LineCounter<'t>,
    skipped: u64,
    limits: Limits,
    cells: usize,
    // Line of the last record, and how many line ends its cells hold.
    last: (u32, usize),
}

impl<'t> Records<'t> {
    /// Of a whole text.
    pub fn new(text: &'t str, delimiter: u8, limits: &Limits) -> Self {
        let (skipped, text) = match separator_line(text) {
            Some((_, rest)) => (1, rest),
            None => (0, text),
        };
        Self {
            text,
            reader: reader(text, delimiter),
            record: csv::StringRecord::new(),
            counter: LineCounter::new(text),
            skipped,
            limits: *limits,
            cells: 0,
            last: (0, 0),
        }
    }

    /// The first lines as a grid, in which the header is looked for.
    pub fn head(&mut self, most: usize) -> Result<Grid, ReadError> {
        let mut lines = Vec::new();
        let mut next = Line::default();
        while lines.len() < most && self.next(&mut next)? {
            lines.push(std::mem::take(&mut next));
        }
        Ok(grid("", lines))
    }

    /// Reads the next record into a line; answers whether there was one.
    pub fn next(&mut self, into: &mut Line) -> Result<bool, ReadError> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(error) => return Err(ReadError::malformed("CSV", error.to_string().to_lowercase())),
        }
        let record = &self.record;
        let byte = record.position().map_or(0, csv::Position::byte);
        let at = self.counter.line_of(byte).saturating_add(self.skipped);
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let limit = |what, limit: String| ReadError::Limit {
            what,
            limit,
            line: Some(number),
            locator: None,
        };
        if record.len() > COLUMNS {
            return Err(limit("number of columns", COLUMNS.to_string()));
        }
        let longest = self.limits.text_bytes as usize;
        if record.as_slice().len() > longest && record.iter().any(|cell| cell.len() > longest) {
            return Err(limit("length of one cell", format!("{longest} bytes")));
        }
        self.cells = self.cells.saturating_add(record.len());
        let most = (self.limits.rows as usize).saturating_mul(4);
        if self.cells > most {
            return Err(limit("number of table cells in one file", most.to_string()));
        }
        let ends = memchr::memchr_iter(b'\n', record.as_slice().as_bytes()).count();
        self.last = (number, ends);
        fill(into, record, number);
        Ok(true)
    }

    /// After the last record: whether it swallowed the rest of the file.
    pub fn finish(&self, reading: &mut Reading<'_>) {
        let (line, ends) = self.last;
        if ends > 0 && self.text.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
            let text = "a quoted cell is never closed: the rest of the file was read into it";
            let remark = Diagnostic::warning("quote-unclosed", text).at_line(line);
            reading.note(remark.hint("close the quotation mark, or double it inside a quoted cell"));
        }
    }
}

/// Counts physical lines up to a record. The reader's own count is one too small after a line that ends in CR LF, since
/// a record's position lies between the two.
#[derive(Debug)]
struct LineCounter<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> LineCounter<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line on which the record at a byte begins; blank lines in front of it are passed. Bytes must not go back.
    fn line_of(&mut self, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        for end in memchr::memchr2_iter(b'\r', b'\n', passed) {
            self.end(self.at + end);
        }
        self.at = self.at.max(start);
        while matches!(self.bytes.get(self.at), Some(b'\r' | b'\n')) {
            self.end(self.at);
            self.at += 1;
        }
        self.line
    }

    /// Counts the line end at a byte; CR before LF is half of one.
    fn end(&mut self, at: usize) {
        let pair = self.bytes.get(at) == Some(&b'\r') && self.bytes.get(at + 1) == Some(&b'\n');
        self.line += u64::from(!pair);
    }
}

fn grid(name: &str, lines: Vec<Line>) -> Grid {
    Grid {
        name: name.to_owned(),
        places: Places::Lines,
        lines,
        common: Vec::new(),
        left_out: LeftOut::default(),
    }
}

fn line(record: &csv::StringRecord, number: u32) -> Line {
    let mut line = Line::default();
    fill(&mut line, record, number);
    line
}

/// Puts a record into a line, whose memory is used again.
fn fill(line: &mut Line, record: &csv::StringRecord, number: u32) {
    line.number = number;
    line.cells.truncate(record.len());
    for (index, text) in record.iter().enumerate() {
        match line.cells.get_mut(index) {
            Some(Value::Text(held)) => {
                held.clear();
                held.push_str(text);
            }
            Some(cell) if text.is_empty() => *cell = Value::Empty,
            Some(cell) => *cell = Value::Text(text.to_owned()),
            None if text.is_empty() => line.cells.push(Value::Empty),
            None => line.cells.push(Value::Text(text.to_owned())),
        }
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
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
    if end == text.len() {
        head
    } else {
        head.rfind('\n').and_then(|n| head.get(..n)).unwrap_or(head)
    }
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
    fn lines_are_physical_whatever_ends_them() {
        for (text, starts, expected) in [
            ("a\r\nb\r\nc", vec![0, 2, 5], vec![1, 2, 3]),
            ("a\nb\n\nc", vec![0, 2, 4], vec![1, 2, 4]),
            ("\r\n\r\na\rb", vec![0, 6], vec![3, 4]),
            ("\"x\ny\"\nz", vec![0, 6], vec![1, 3]),
        ] {
            let mut counter = super::LineCounter::new(text);
            let lines: Vec<u64> = starts.into_iter().map(|s| counter.line_of(s)).collect();
            assert_eq!(lines, expected, "{text:?}");
        }
    }

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
