//! The rows of a recognized table become facts, one row at a time, so that a table may be larger than memory would hold.

use super::answers;
use super::delimited::Records;
use super::grid::{Grid, Line};
use super::header::{Column, Found};
use super::row::{Row, Said, Understanding};
use super::sink::Sink;
use super::vocabulary::Field;
use crate::{ReadError, Reading};
use sekisho_model::facts::Dictionary;
use sekisho_model::{Diagnostic, EvidenceKind, growth};

/// Pushes all rows of a table, those of `rest` behind those of the grid; answers what the table is about. On an error
/// some rows are pushed: whoever calls takes them back.
pub fn land(
    grid: &Grid,
    rest: Option<&mut Records<'_>>,
    found: &Found,
    reading: &mut Reading<'_>,
) -> Result<EvidenceKind, ReadError> {
    grid.left_out.tell(reading);
    if found.register.id == "answers" {
        return land_answers(grid, rest, found, reading);
    }
    let key_column = key_column(found);
    let mut seen = Seen::new(found);
    let mut sink = Sink::new(grid, found, key_column, reading)?;
    let is_needed = sink.needs(reading);
    let mut understanding = Understanding::new(grid, found, is_needed);
    for (index, line) in grid.lines.iter().enumerate().skip(found.header + 1) {
        if let Some(row) = understanding.row(line, reading) {
            seen.row(&row, &understanding.said, Some(index), reading);
            sink.row(&row, reading)?;
        }
    }
    if let Some(records) = rest {
        let mut line = Line::default();
        while records.next(&mut line)? {
            if let Some(row) = understanding.row(&line, reading) {
                seen.row(&row, &understanding.said, None, reading);
                sink.row(&row, reading)?;
            }
        }
    }
    understanding.finish(reading);
    seen.finish(grid, key_column, reading);
    Ok(sink.finish(reading))
}

/// An answer means something only beside the others: all rows are held.
fn land_answers(
    grid: &Grid,
    rest: Option<&mut Records<'_>>,
    found: &Found,
    reading: &mut Reading<'_>,
) -> Result<EvidenceKind, ReadError> {
    let lines = match rest {
        Some(records) => records.head(usize::MAX)?.lines,
        None => Vec::new(),
    };
    let mut understanding = Understanding::new(grid, found, |_| true);
    let mut seen = Seen::new(found);
    let mut rows = Vec::new();
    for (index, line) in grid.lines.iter().chain(&lines).enumerate().skip(found.header + 1) {
        if let Some(row) = understanding.row(line, reading) {
            let held = Some(index).filter(|index| *index < grid.lines.len());
            seen.row(&row, &understanding.said, held, reading);
            rows.push(row);
        }
    }
    understanding.finish(reading);
    seen.missing(grid, reading);
    answers::push(grid, found, &rows, key_column(found), reading)?;
    Ok(EvidenceKind::Answers)
}

pub(super) fn field_of(found: &Found, column: &Column) -> Option<&'static Field> {
    match column {
        Column::Field(index) => found.register.fields.get(*index),
        _ => None,
    }
}

fn key_column(found: &Found) -> usize {
    let is_key = |column: &Column| field_of(found, column).is_some_and(|f| f.key);
    found.columns.iter().position(is_key).unwrap_or(0)
}

/// A line, by its number and, where the grid holds it, its place there.
type At = (u32, Option<usize>);

/// What is said of all rows together: required fields that are empty, keys that come twice.
struct Seen<'g> {
    found: &'g Found,
    rows: usize,
    /// Fields that must be filled, by number.
    required: Vec<usize>,
    /// Of each field that is required: in how many rows it is empty, and the first.
    missing: Vec<(usize, Option<At>)>,
    key: Option<&'static Field>,
    keys: Keys,
    firsts: Vec<At>,
    /// Keys that came again: where, and the number of the key.
    again: Vec<(At, u32)>,
    more: u32,
}

/// The keys of all rows. As long as each is greater than the one before, none can come twice, and none is looked up: an
/// export is mostly in the order of its keys, and a table of a million keys lies in no cache.
#[derive(Default)]
struct Keys {
    known: Dictionary,
    is_indexed: bool,
}

impl Keys {
    /// The number of a key, from 1; the first one's where it comes again.
    fn code(&mut self, key: &str) -> u32 {
        if self.is_indexed {
            return self.known.intern(key);
        }
        let last = self.known.get(self.known.len());
        if last.is_none_or(|last| last < key) {
            return self.known.append(key);
        }
        self.is_indexed = true;
        self.known.index();
        self.known.intern(key)
    }
}

impl<'g> Seen<'g> {
    fn new(found: &'g Found) -> Self {
        let fields = found.register.fields.iter().enumerate();
        Self {
            found,
            rows: 0,
            required: fields.filter(|(_, f)| f.required).map(|(n, _)| n).collect(),
            missing: found.register.fields.iter().map(|_| (0, None)).collect(),
            key: found.register.fields.iter().find(|f| f.key),
            keys: Keys::default(),
            firsts: Vec::new(),
            again: Vec::new(),
            more: 0,
        }
    }

    fn row(&mut self, row: &Row<'_>, said: &Said, index: Option<usize>, reading: &Reading<'_>) {
        self.rows += 1;
        let at = (row.line.number, index);
        for number in &self.required {
            if !said.has(*number)
                && let Some((count, first)) = self.missing.get_mut(*number)
            {
                *count += 1;
                first.get_or_insert(at);
            }
        }
        let Some(key) = self.key.and_then(|key| row.text(&key.id)) else {
            return;
        };
        let code = self.keys.code(&key);
        if code as usize > self.firsts.len() {
            growth::push(&mut self.firsts, at);
        } else if self.again.len() < reading.limits.diagnostics as usize {
            self.again.push((at, code));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn missing(&self, grid: &Grid, reading: &mut Reading<'_>) {
        for (field, (count, first)) in self.found.register.fields.iter().zip(&self.missing) {
            let Some((number, index)) = first else { continue };
            let is_field = |column: &Column| field_of(self.found, column).is_some_and(|f| f.id == field.id);
            let Some(column) = self.found.columns.iter().position(is_field) else {
                let text = format!(
                    "the table has no column for the field `{}` of the register `{}`",
                    field.id, self.found.register.id
                );
                let hint = format!("add a column `{}` or `{}`", field.title.ja, field.title.en);
                reading.note(Diagnostic::note("column-missing", text).hint(hint));
                continue;
            };
            let header = self.found.headers.get(column).map_or("", String::as_str);
            let (number, locator) = grid.place(&line(grid, (*number, *index)), column, header);
            let text = format!(
                "the field `{}` is empty in {count} of {} rows; this is the first",
                field.id, self.rows
            );
            let remark = Diagnostic::note("field-empty", text).at(locator);
            reading.note(if number > 0 { remark.at_line(number) } else { remark });
        }
    }

    fn finish(&self, grid: &Grid, key: usize, reading: &mut Reading<'_>) {
        self.missing(grid, reading);
        let what = if self.found.register.id == "assets" {
            "duplicate-asset-id"
        } else {
            "duplicate-key"
        };
        for (at, code) in &self.again {
            let place = |at: At| grid.row_place(&line(grid, at), key);
            let first = self.firsts.get((*code as usize).saturating_sub(1));
            let first = match first.map(|at| place(*at)) {
                Some((number, locator)) if locator.is_empty() => format!("line {number}"),
                Some((_, locator)) => locator,
                None => continue,
            };
            let (number, locator) = place(*at);
            let short: String = self
                .keys
                .known
                .get(*code)
                .unwrap_or_default()
                .chars()
                .take(60)
                .collect();
            let text = format!("`{short}` stands here again; it stands at {first} already");
            let remark = Diagnostic::warning(what, text).at(locator);
            let remark = remark.hint("give every row its own number");
            reading.note(if number > 0 { remark.at_line(number) } else { remark });
        }
        reading.count_remarks(self.more);
    }
}

/// A line that was met: the grid's, or one that is known by its number only.
fn line(grid: &Grid, (number, index): At) -> Line {
    index.and_then(|index| grid.lines.get(index)).cloned().unwrap_or(Line {
        number,
        ..Line::default()
    })
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn a_key_that_comes_again_is_known_whatever_the_order() {
        for (keys, codes) in [
            (["a", "b", "c", "c"], [1, 2, 3, 3]),
            (["a", "b", "c", "a"], [1, 2, 3, 1]),
            (["c", "a", "b", "c"], [1, 2, 3, 1]),
            (["A9", "A10", "A11", "A9"], [1, 2, 3, 1]),
        ] {
            let mut known = Keys::default();
            assert_eq!(keys.map(|key| known.code(key)), codes, "{keys:?}");
        }
    }
}
