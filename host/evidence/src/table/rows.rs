//! Rows of a recognized table become facts: assets with their attributes, register entries with their cells, data flows.

use super::answers;
use super::grid::{Grid, Line, Value};
use super::header::{Column, Found};
use super::value::{Normal, normalize_cell};
use super::vocabulary::{Field, FieldType};
use crate::{ReadError, Reading};
use sekisho_model::schema::rows::{assets, data_flows, registers};
use sekisho_model::schema::{self, Cell, ColumnType, Kind};
use sekisho_model::{Diagnostic, EvidenceKind};
use std::collections::HashMap;

/// Number of the table `assets` in its kind.
const ASSETS: usize = 1;
/// Distinct words remembered per table: choices and flags repeat on every row.
const REMEMBERED: usize = 10_000;

/// One filled cell of a row, understood.
#[derive(Debug)]
pub struct Filled<'g> {
    /// The field, where it is the register's.
    pub field: Option<&'static Field>,
    /// Header as written.
    pub header: &'g str,
    /// Column, from 0.
    pub column: usize,
    /// As written.
    pub raw: String,
    /// Its values.
    pub values: Vec<Normal>,
}

impl Filled<'_> {
    /// Field id, or the header as written.
    pub fn name(&self) -> &str {
        self.field.map_or(self.header, |f| f.id.as_str())
    }

    /// All values as one text.
    pub fn joined(&self) -> String {
        self.values
            .iter()
            .map(|v| v.text.as_str())
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// One row, understood.
#[derive(Debug)]
pub struct Row<'g> {
    /// The line it stands on.
    pub line: &'g Line,
    /// Its filled cells, in the order of the columns.
    pub cells: Vec<Filled<'g>>,
}

impl Row<'_> {
    /// The cell of a field.
    pub fn field(&self, id: &str) -> Option<&Filled<'_>> {
        self.cells.iter().find(|c| c.field.is_some_and(|f| f.id == id))
    }

    /// The text of a field.
    pub fn text(&self, id: &str) -> Option<String> {
        self.field(id).map(Filled::joined)
    }
}

/// Pushes all rows of a table; answers what the table is about.
pub fn land(grid: &Grid, found: &Found, reading: &mut Reading<'_>) -> Result<EvidenceKind, ReadError> {
    let rows = understand(grid, found, reading);
    let key_column = found
        .columns
        .iter()
        .position(|c| field_of(found, c).is_some_and(|f| f.key))
        .unwrap_or(0);
    remark_missing(grid, found, &rows, reading);
    if found.register.id == "answers" {
        answers::push(grid, found, &rows, key_column, reading)?;
        return Ok(EvidenceKind::Answers);
    }
    remark_duplicates(grid, found, &rows, key_column, reading);
    if found.register.id == "assets" {
        push_assets(grid, &rows, key_column, reading)?;
        return Ok(EvidenceKind::Assets);
    }
    push_register(grid, found, &rows, key_column, reading)?;
    match found.register.id.as_str() {
        "data-items" => push_items(grid, &rows, key_column, reading)?,
        "data-events" => push_events(grid, &rows, key_column, reading)?,
        _ => return Ok(EvidenceKind::Register),
    }
    Ok(EvidenceKind::DataFlows)
}

fn field_of(found: &Found, column: &Column) -> Option<&'static Field> {
    match column {
        Column::Field(index) => found.register.fields.get(*index),
        _ => None,
    }
}

fn understand<'g>(grid: &'g Grid, found: &'g Found, reading: &mut Reading<'_>) -> Vec<Row<'g>> {
    let mut memory = Memory::new();
    let mut rows = Vec::with_capacity(grid.lines.len().saturating_sub(found.header + 1));
    let width = found.headers.len();
    let (mut short, mut first_short) = (0_u32, 0);
    let mut headless = vec![false; width];
    for line in grid.lines.iter().skip(found.header + 1) {
        if line.is_blank() || repeats_header(line, found) {
            continue;
        }
        if let Some(column) = (width..line.cells.len()).find(|c| !line.cell(*c).is_blank()) {
            let (number, locator) = grid.place(line, column, "");
            let text = format!(
                "the row has more cells than the header has columns ({} > {width})",
                line.cells.len()
            );
            let remark = Diagnostic::warning("row-too-long", text).at(locator);
            let remark = remark.hint("quote cells that contain the delimiter, or add the missing header");
            reading.note(if number > 0 { remark.at_line(number) } else { remark });
        } else if line.cells.len() < width && grid.places == super::grid::Places::Lines {
            short += 1;
            first_short = if short == 1 { line.number } else { first_short };
        }
        let mut cells = Vec::new();
        for (column, (meaning, header)) in found.columns.iter().zip(&found.headers).enumerate() {
            let value = line.cell(column);
            if value.is_blank() {
                continue;
            }
            if *meaning == Column::Ignored {
                if let (true, Some(seen)) = (header.is_empty(), headless.get_mut(column)) {
                    *seen = true;
                }
                continue;
            }
            let field = field_of(found, meaning);
            let raw = value.text();
            let (values, odd) = recall(&mut memory, column, &raw, value, field);
            if let Some(odd) = odd {
                let (number, locator) = grid.place(line, column, header);
                let text = format!("{odd}: field `{}`", field.map_or(header.as_str(), |f| f.id.as_str()));
                let remark = Diagnostic::warning("value-not-understood", text).at(locator);
                let remark = remark.hint(expected(field));
                reading.note(if number > 0 { remark.at_line(number) } else { remark });
            }
            cells.push(Filled {
                field,
                header,
                column,
                raw,
                values,
            });
        }
        for (header, value) in &grid.common {
            inherit(found, header, value, &mut cells);
        }
        rows.push(Row { line, cells });
    }
    if short > 0 {
        let text = format!("{short} rows have fewer cells than the header; the missing cells count as empty");
        reading.note(Diagnostic::note("row-too-short", text).at_line(first_short));
    }
    for (column, _) in headless.iter().enumerate().filter(|(_, seen)| **seen) {
        let text = format!(
            "column {} has values but no header; it is ignored",
            super::grid::letters(column)
        );
        reading.note(Diagnostic::warning("column-without-header", text).hint("name the column in the header row"));
    }
    rows
}

/// A value said once above all rows counts for every row that does not say it itself.
fn inherit<'g>(found: &'g Found, header: &'g str, value: &Value, cells: &mut Vec<Filled<'g>>) {
    let senses = super::vocabulary::vocabulary().senses(header);
    let own = super::vocabulary::vocabulary()
        .register(&found.register.id)
        .map(|(index, _)| index);
    let field = senses
        .iter()
        .filter(|s| Some(s.register) == own)
        .find_map(|s| found.register.fields.get(s.field));
    // The key and the answers themselves are never said for all rows at once.
    if field.is_some_and(|f| f.key) || field.is_none() && !answers::is_own_header(header) {
        return;
    }
    if field.is_some_and(|f| cells.iter().any(|c| c.field.is_some_and(|g| g.id == f.id))) {
        return;
    }
    let (values, _) = normalize_cell(value, field);
    cells.push(Filled {
        field,
        header,
        column: 0,
        raw: value.text(),
        values,
    });
}

/// What a written word was understood as, by column.
type Memory = HashMap<(usize, String), (Vec<Normal>, Option<String>)>;

fn recall(
    memory: &mut Memory,
    column: usize,
    raw: &str,
    value: &Value,
    field: Option<&'static Field>,
) -> (Vec<Normal>, Option<String>) {
    let repeats = field.is_some_and(|f| matches!(f.ty, FieldType::Choice | FieldType::Flag));
    if !repeats || !matches!(value, Value::Text(_)) {
        return normalize_cell(value, field);
    }
    let key = (column, raw.to_owned());
    if let Some(known) = memory.get(&key) {
        return known.clone();
    }
    let result = normalize_cell(value, field);
    if memory.len() < REMEMBERED {
        memory.insert(key, result.clone());
    }
    result
}

/// Printed tables repeat their header on every page.
fn repeats_header(line: &Line, found: &Found) -> bool {
    let same = |(i, header): (usize, &String)| header.is_empty() || line.cell(i).text() == *header;
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

fn remark_missing(grid: &Grid, found: &Found, rows: &[Row<'_>], reading: &mut Reading<'_>) {
    for field in found.register.fields.iter().filter(|f| f.required) {
        let column = found
            .columns
            .iter()
            .position(|c| field_of(found, c).is_some_and(|f| f.id == field.id));
        let mut missing = rows.iter().filter(|r| r.field(&field.id).is_none());
        let Some(first) = missing.next() else { continue };
        let count = missing.count() + 1;
        let Some(column) = column else {
            let text = format!(
                "the table has no column for the field `{}` of the register `{}`",
                field.id, found.register.id
            );
            let hint = format!("add a column `{}` or `{}`", field.title.ja, field.title.en);
            reading.note(Diagnostic::note("column-missing", text).hint(hint));
            continue;
        };
        let header = found.headers.get(column).map_or("", String::as_str);
        let (number, locator) = grid.place(first.line, column, header);
        let text = format!(
            "the field `{}` is empty in {count} of {} rows; this is the first",
            field.id,
            rows.len()
        );
        let remark = Diagnostic::note("field-empty", text).at(locator);
        reading.note(if number > 0 { remark.at_line(number) } else { remark });
    }
}

fn remark_duplicates(grid: &Grid, found: &Found, rows: &[Row<'_>], key: usize, reading: &mut Reading<'_>) {
    let Some(field) = found.register.fields.iter().find(|f| f.key) else {
        return;
    };
    let mut seen: HashMap<String, (u32, String)> = HashMap::new();
    for row in rows {
        let Some(text) = row.text(&field.id) else { continue };
        let place = grid.row_place(row.line, key);
        if let Some(first) = seen.get(&text) {
            let first = if first.1.is_empty() {
                format!("line {}", first.0)
            } else {
                first.1.clone()
            };
            let what = if found.register.id == "assets" {
                "duplicate-asset-id"
            } else {
                "duplicate-key"
            };
            let short: String = text.chars().take(60).collect();
            let remark = Diagnostic::warning(
                what,
                format!("`{short}` stands here again; it stands at {first} already"),
            );
            let remark = remark.at(place.1).hint("give every row its own number");
            reading.note(if place.0 > 0 { remark.at_line(place.0) } else { remark });
        } else {
            seen.insert(text, place);
        }
    }
}

fn push_assets(grid: &Grid, rows: &[Row<'_>], key: usize, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let name = sheet_name(grid, reading);
    let inventory = assets::Inventory {
        name: Some(&name),
        row_count: i64::try_from(rows.len()).ok(),
    };
    let inventory = reading.push(&inventory, 0, "")?;
    let schema = schema::table(Kind::Assets, ASSETS);
    for row in rows {
        let (line, locator) = grid.row_place(row.line, key);
        reading.count_row()?;
        let origin = reading.builder.origin(reading.file, line, &locator);
        let asset = reading.builder.push_empty(Kind::Assets, ASSETS, origin);
        reading.builder.set(
            Kind::Assets,
            ASSETS,
            asset,
            "inventory",
            Cell::Reference(Some(inventory)),
        );
        for cell in &row.cells {
            let column = cell
                .field
                .and_then(|f| schema.and_then(|s| s.columns.iter().find(|c| c.name == f.id)));
            let first = cell.values.first();
            let joined = cell.joined();
            let held = match column.map(|c| c.ty) {
                Some(ColumnType::Text) => Some(Cell::Text(Some(&joined))),
                Some(ColumnType::Date) => first.and_then(|v| v.date).map(|d| Cell::Date(Some(d))),
                Some(ColumnType::Flag) => first.and_then(|v| v.flag).map(|f| Cell::Flag(Some(f))),
                _ => None,
            };
            if let Some(value) = held {
                reading.builder.set(Kind::Assets, ASSETS, asset, cell.name(), value);
                continue;
            }
            // No column of its own, or a value that its typed column cannot hold: the text is kept beside.
            let (line, locator) = grid.place(row.line, cell.column, cell.header);
            for value in &cell.values {
                let attribute = assets::Attribute {
                    asset: Some(asset),
                    field: Some(cell.name()),
                    value: Some(&value.text),
                    number: value.number,
                    date: value.date,
                    flag: value.flag,
                    known: Some(cell.field.is_some()),
                };
                reading.push(&attribute, line, &locator)?;
            }
        }
    }
    Ok(())
}

fn push_register(
    grid: &Grid,
    found: &Found,
    rows: &[Row<'_>],
    key: usize,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    let register = Some(found.register.id.as_str());
    let name = sheet_name(grid, reading);
    let sheet = registers::Sheet {
        register,
        name: Some(&name),
        row_count: i64::try_from(rows.len()).ok(),
    };
    let sheet = reading.push(&sheet, 0, "")?;
    let key_field = found.register.fields.iter().find(|f| f.key);
    for row in rows {
        let (line, locator) = grid.row_place(row.line, key);
        let text = key_field.and_then(|f| row.text(&f.id));
        let entry = registers::Entry {
            sheet: Some(sheet),
            register,
            key: text.as_deref(),
        };
        let entry = reading.push(&entry, line, &locator)?;
        for cell in &row.cells {
            let (line, locator) = grid.place(row.line, cell.column, cell.header);
            for value in &cell.values {
                let fact = registers::RegisterCell {
                    entry: Some(entry),
                    field: Some(cell.name()),
                    value: Some(&value.text),
                    number: value.number,
                    date: value.date,
                    flag: value.flag,
                    known: Some(cell.field.is_some()),
                };
                reading.push(&fact, line, &locator)?;
            }
        }
    }
    Ok(())
}

fn push_items(grid: &Grid, rows: &[Row<'_>], key: usize, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    for row in rows {
        let (line, locator) = grid.row_place(row.line, key);
        let text = |id: &str| row.text(id);
        let retention = row.field("retention_until");
        // One statement, so that the texts live as long as the row.
        reading.push(
            &data_flows::DataItem {
                id: text("id").as_deref(),
                name: text("name").as_deref(),
                owner: text("owner").as_deref(),
                category: text("category").as_deref(),
                event: text("event").as_deref(),
                place: text("place").as_deref(),
                country: text("country").as_deref(),
                operator: text("operator").as_deref(),
                purpose: text("purpose").as_deref(),
                disclosure: text("disclosure").as_deref(),
                retention: retention.map(|c| c.raw.as_str()),
                retention_until: retention.and_then(|c| c.values.first()).and_then(|v| v.date),
                legal_basis: text("legal_basis").as_deref(),
            },
            line,
            &locator,
        )?;
    }
    Ok(())
}

fn push_events(grid: &Grid, rows: &[Row<'_>], key: usize, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    for row in rows {
        let (line, locator) = grid.row_place(row.line, key);
        reading.push(
            &data_flows::DataEvent {
                id: row.text("id").as_deref(),
                item: row.text("inputs").or_else(|| row.text("outputs")).as_deref(),
                event: row.text("kind").as_deref(),
                from: row.text("place").as_deref(),
                to: row.text("counterparty").as_deref(),
                purpose: row.text("purpose").as_deref(),
            },
            line,
            &locator,
        )?;
    }
    Ok(())
}

fn sheet_name(grid: &Grid, reading: &Reading<'_>) -> String {
    if grid.name.is_empty() {
        reading.path.to_owned()
    } else {
        grid.name.clone()
    }
}
