//! One line of a recognized table becomes a row of understood cells, remarks included.

use super::answers;
use super::grid::{Grid, Line, Places, Value, letters};
use super::header::{Column, Found};
use super::normal::Normals;
use super::rows::field_of;
use super::value::normalize_cell;
use super::vocabulary::{Field, FieldType, vocabulary};
use crate::Reading;
use foldhash::fast::RandomState;
use sekisho_model::Diagnostic;
use std::borrow::Cow;
use std::collections::HashMap;

/// Distinct words remembered per column: choices and flags repeat on every row.
const REMEMBERED: usize = 10_000;

/// One filled cell of a row, understood.
#[derive(Debug)]
pub struct Filled<'g> {
    /// The field, where it is the register's.
    pub field: Option<&'static Field>,
    /// Its number in the register.
    pub(super) number: Option<usize>,
    /// Header as written.
    pub header: &'g str,
    /// Column, from 0.
    pub column: usize,
    /// As written.
    pub raw: Cow<'g, str>,
    /// Its values.
    pub values: Normals<'g>,
}

impl Filled<'_> {
    /// Field id, or the header as written.
    pub fn name(&self) -> &str {
        self.field.map_or(self.header, |f| f.id.as_str())
    }

    /// All values as one text.
    pub fn joined(&self) -> Cow<'_, str> {
        match &*self.values {
            [one] => Cow::Borrowed(&one.text),
            all => Cow::Owned(all.iter().map(|v| v.text.as_ref()).collect::<Vec<_>>().join("; ")),
        }
    }
}

/// One row, understood.
#[derive(Debug)]
pub struct Row<'g> {
    /// The line it stands on.
    pub line: &'g Line,
    /// Its filled cells whose values somebody wants, in the order of the columns.
    pub cells: Vec<Filled<'g>>,
}

/// Which fields of a row say something, by number: those too whose values nobody wants.
#[derive(Debug, Default)]
pub(super) struct Said(Vec<bool>);

impl Said {
    fn clear(&mut self) {
        self.0.fill(false);
    }

    fn add(&mut self, number: Option<usize>) {
        if let Some(said) = number.and_then(|number| self.0.get_mut(number)) {
            *said = true;
        }
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number).copied().unwrap_or(false)
    }
}

impl Row<'_> {
    /// The cell of a field.
    pub fn field(&self, id: &str) -> Option<&Filled<'_>> {
        self.cells.iter().find(|c| c.field.is_some_and(|f| f.id == id))
    }

    /// The text of a field.
    pub fn text(&self, id: &str) -> Option<Cow<'_, str>> {
        self.field(id).map(Filled::joined)
    }
}

/// What a written word was understood as.
type Memory = HashMap<String, (Normals<'static>, Option<String>), RandomState>;

/// Understands the lines of one table.
pub(super) struct Understanding<'g> {
    grid: &'g Grid,
    found: &'g Found,
    memory: Vec<Memory>,
    /// Columns whose values somebody wants; of the others it is told only whether they are filled.
    needed: Vec<bool>,
    /// Of the last row.
    pub(super) said: Said,
    short: (u32, u32),
    headless: Vec<bool>,
}

impl<'g> Understanding<'g> {
    /// Of a table whose header was found.
    pub(super) fn new(grid: &'g Grid, found: &'g Found, is_needed: impl Fn(Option<&Field>) -> bool) -> Self {
        let needed = |column: &Column| is_needed(field_of(found, column));
        Self {
            needed: found.columns.iter().map(needed).collect(),
            grid,
            found,
            said: Said(vec![false; found.register.fields.len()]),
            memory: found.headers.iter().map(|_| Memory::default()).collect(),
            short: (0, 0),
            headless: vec![false; found.headers.len()],
        }
    }

    /// The row of a line; none where it is blank or the header again.
    pub(super) fn row<'l>(&mut self, line: &'l Line, reading: &mut Reading<'_>) -> Option<Row<'l>>
    where
        'g: 'l,
    {
        let (grid, found) = (self.grid, self.found);
        if line.is_blank() || repeats_header(line, found) {
            return None;
        }
        self.remark_width(line, reading);
        self.said.clear();
        let mut cells = Vec::with_capacity(line.cells.len());
        for (column, (meaning, header)) in found.columns.iter().zip(&found.headers).enumerate() {
            let value = line.cell(column);
            if value.is_blank() {
                continue;
            }
            if *meaning == Column::Ignored {
                if let (true, Some(seen)) = (header.is_empty(), self.headless.get_mut(column)) {
                    *seen = true;
                }
                continue;
            }
            let number = match meaning {
                Column::Field(number) => Some(*number),
                _ => None,
            };
            self.said.add(number);
            if self.needed.get(column) == Some(&false) {
                continue;
            }
            let field = number.and_then(|number| found.register.fields.get(number));
            let raw = value.written();
            let (values, odd) = match self.memory.get_mut(column) {
                Some(memory) => recall(memory, &raw, value, field),
                None => normalize_cell(value, field),
            };
            if let Some(odd) = odd {
                let (number, locator) = grid.place(line, column, header);
                let text = format!("{odd}: field `{}`", field.map_or(header.as_str(), |f| f.id.as_str()));
                let remark = Diagnostic::warning("value-not-understood", text).at(locator);
                let remark = remark.hint(expected(field));
                reading.note(if number > 0 { remark.at_line(number) } else { remark });
            }
            cells.push(Filled {
                field,
                number,
                header,
                column,
                raw,
                values,
            });
        }
        for (header, value) in &grid.common {
            inherit(found, header, value, &mut self.said, &mut cells);
        }
        Some(Row { line, cells })
    }

    fn remark_width(&mut self, line: &Line, reading: &mut Reading<'_>) {
        let width = self.found.headers.len();
        if let Some(column) = (width..line.cells.len()).find(|c| !line.cell(*c).is_blank()) {
            let (number, locator) = self.grid.place(line, column, "");
            let text = format!(
                "the row has more cells than the header has columns ({} > {width})",
                line.cells.len()
            );
            let remark = Diagnostic::warning("row-too-long", text).at(locator);
            let remark = remark.hint("quote cells that contain the delimiter, or add the missing header");
            reading.note(if number > 0 { remark.at_line(number) } else { remark });
        } else if line.cells.len() < width && self.grid.places == Places::Lines {
            self.short.0 += 1;
            if self.short.0 == 1 {
                self.short.1 = line.number;
            }
        }
    }

    /// After the last line: what was odd about many.
    pub(super) fn finish(&self, reading: &mut Reading<'_>) {
        let (short, first) = self.short;
        if short > 0 {
            let text = format!("{short} rows have fewer cells than the header; the missing cells count as empty");
            reading.note(Diagnostic::note("row-too-short", text).at_line(first));
        }
        for (column, _) in self.headless.iter().enumerate().filter(|(_, seen)| **seen) {
            let text = format!("column {} has values but no header; it is ignored", letters(column));
            reading.note(Diagnostic::warning("column-without-header", text).hint("name the column in the header row"));
        }
    }
}

/// A value said once above all rows counts for every row that does not say it itself.
fn inherit<'l>(found: &'l Found, header: &'l str, value: &'l Value, said: &mut Said, cells: &mut Vec<Filled<'l>>) {
    let senses = vocabulary().senses(header);
    let own = vocabulary().register(&found.register.id).map(|(index, _)| index);
    let number = senses.iter().find(|s| Some(s.register) == own).map(|s| s.field);
    let field = number.and_then(|number| found.register.fields.get(number));
    // The key and the answers themselves are never said for all rows at once.
    if field.is_some_and(|f| f.key) || field.is_none() && !answers::is_own_header(header) {
        return;
    }
    if number.is_some_and(|number| said.has(number)) {
        return;
    }
    said.add(number);
    let (values, _) = normalize_cell(value, field);
    cells.push(Filled {
        field,
        number,
        header,
        column: 0,
        raw: value.written(),
        values,
    });
}

fn recall<'v>(
    memory: &mut Memory,
    raw: &str,
    value: &'v Value,
    field: Option<&'static Field>,
) -> (Normals<'v>, Option<String>) {
    let repeats = field.is_some_and(|f| matches!(f.ty, FieldType::Choice | FieldType::Flag));
    if !repeats || !matches!(value, Value::Text(_)) {
        return normalize_cell(value, field);
    }
    if let Some(known) = memory.get(raw) {
        return known.clone();
    }
    let (values, odd) = normalize_cell(value, field);
    if memory.len() < REMEMBERED {
        memory.insert(raw.to_owned(), (values.to_static(field), odd.clone()));
    }
    (values, odd)
}

/// Printed tables repeat their header on every page.
fn repeats_header(line: &Line, found: &Found) -> bool {
    let same = |(i, header): (usize, &String)| header.is_empty() || line.cell(i).written() == *header;
    found.headers.len() > 1 && found.headers.iter().enumerate().all(same) && line.cells.len() >= found.headers.len()
}

fn expected(field: Option<&Field>) -> String {
    match field.map(|f| f.ty) {
        Some(FieldType::Date) => "write the date as YYYY-MM-DD".to_owned(),
        Some(FieldType::Flag) => "write yes or no".to_owned(),
        Some(FieldType::Choice) => {
            let words: Vec<&str> = field.iter().flat_map(|f| &f.choices).map(|c| c.id.as_str()).collect();
            format!("write one of: {}", words.join(", "))
        }
        _ => "write a plain number".to_owned(),
    }
}
