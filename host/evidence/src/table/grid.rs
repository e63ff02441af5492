//! What every table becomes before anyone asks what it means: lines of values that know where they stand.

use super::left_out::LeftOut;
use sekisho_model::Date;
use std::borrow::Cow;

/// Most columns of a table: the bound of the spreadsheet programs themselves.
pub const COLUMNS: usize = 16_384;

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A text as written.
    Text(String),
    /// A number (typed cells only).
    Number(f64),
    /// Yes or no (typed cells only).
    Flag(bool),
    /// A day (typed cells only).
    Date(Date),
    /// Several texts (JSON, YAML).
    List(Vec<String>),
}

impl Value {
    /// The value as text.
    pub fn text(&self) -> String {
        self.written().into_owned()
    }

    /// The value as text, lent where it is one.
    pub fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(trim(text)),
            Self::Number(n) => super::number::write(*n).into(),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Date(date) => date.to_string().into(),
            Self::List(items) => items.join("; ").into(),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => trim(text).is_empty(),
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }
}

/// A text without the blanks around it, of which most have none.
#[inline]
fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic) {
        text
    } else {
        text.trim()
    }
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Line (CSV, NDJSON) or row (workbook) from 1; 0 where there is none.
    pub number: u32,
    /// JSON pointer or YAML path of the row, else empty.
    pub pointer: String,
    /// Its cells.
    pub cells: Vec<Value>,
}

impl Line {
    /// One cell; beyond the end there is nothing.
    pub fn cell(&self, column: usize) -> &Value {
        const EMPTY: &Value = &Value::Empty;
        self.cells.get(column).unwrap_or(EMPTY)
    }

    /// Whether all cells are blank.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Value::is_blank)
    }
}

/// How places in a grid are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// By line and header.
    Lines,
    /// By sheet and cell.
    Sheet,
    /// By pointer.
    Pointers,
}

/// One table.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Name of the sheet or of the array; empty for a file that is one table.
    pub name: String,
    /// How places are named.
    pub places: Places,
    /// Its lines. For pointers, line 0 holds the keys.
    pub lines: Vec<Line>,
    /// Values said once for all rows (`policy: …` above a list of answers).
    pub common: Vec<(String, Value)>,
    /// What its source holds and it does not.
    pub left_out: LeftOut,
}

impl Grid {
    /// Whether nothing is in it.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().all(Line::is_blank)
    }

    /// Line and locator of a cell.
    pub fn place(&self, line: &Line, column: usize, header: &str) -> (u32, String) {
        match self.places {
            Places::Lines => (line.number, header.to_owned()),
            Places::Sheet => (0, format!("{}!{}{}", self.name, letters(column), line.number)),
            Places::Pointers => (
                line.number,
                format!("{}/{}", line.pointer, header.replace('~', "~0").replace('/', "~1")),
            ),
        }
    }

    /// Line and locator of a row, whose key stands in a column.
    pub fn row_place(&self, line: &Line, key: usize) -> (u32, String) {
        match self.places {
            Places::Lines => (line.number, String::new()),
            Places::Sheet => (0, format!("{}!{}{}", self.name, letters(key), line.number)),
            Places::Pointers => (line.number, line.pointer.clone()),
        }
    }
}

/// Spreadsheet letters of a column counted from 0.
pub fn letters(column: usize) -> String {
    let mut n = column + 1;
    let mut out = Vec::new();
    while n > 0 {
        let digit = u8::try_from((n - 1) % 26).unwrap_or(0);
        out.push(char::from(b'A' + digit));
        n = (n - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        for (n, text) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(n), text);
        }
    }
}
