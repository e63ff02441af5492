//! A filled check sheet under its mapping: every row with an answer is an item that the mapping knows, in words that it knows. What is
//! not is refused with its place; nothing is guessed and nothing left out in silence.

use super::mapping::{Columns, Mapping, key};
use crate::sheet::{Row, Sheet};
use crate::table::date::{self, Reading};
use crate::table::vocabulary::normalize;
use sekisho_model::Date;
use std::collections::{BTreeMap, HashMap};

/// Title rows may stand above the header, but not more than this.
const HEADER_WITHIN: usize = 100;
/// How many faults are named.
const NAMED: usize = 10;

/// One item, as answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its number among the items of the mapping.
    pub item: usize,
    /// Where it stands, for people.
    pub place: String,
    /// `yes`, `partial`, `no`, `n/a`; nothing where the cell is empty.
    pub answer: Option<&'static str>,
    /// Who answered.
    pub by: String,
    /// Role.
    pub role: String,
    /// When.
    pub at: Option<Date>,
    /// Where the proof is.
    pub evidence: String,
    /// Why not.
    pub reason: String,
}

/// Reads the items of a sheet, in its order.
///
/// Errors: no such sheet or header; an item that is unknown or stands there twice; an answer without an item; a word or day that is
/// not understood. Each with its place, several at once.
pub fn items(sheets: &[Sheet], mapping: &Mapping) -> Result<Vec<Item>, String> {
    let sheet = chosen(sheets, mapping)?;
    let (header, columns) = header(sheet, &mapping.columns)?;
    let mut faults = Vec::new();
    let common = common(sheet, mapping, &mut faults);
    let mut seen: HashMap<usize, String> = HashMap::new();
    let mut items = Vec::new();
    for row in sheet.rows.iter().skip(header + 1) {
        let cell = |field: &str| columns.get(field).map_or("", |at| row.cell(*at).trim());
        let (id, said) = (cell("item"), cell("answer"));
        if id.is_empty() && said.is_empty() {
            continue;
        }
        let place = &row.place;
        let known = mapping.item(id);
        let Some(item) = known else {
            match (id.is_empty(), said.is_empty()) {
                // A heading between items has no answer.
                (_, true) => {}
                (true, false) => faults.push(format!("{place}: an answer without an item")),
                (false, false) => faults.push(format!("{place}: the mapping has no item `{}`", shown(id))),
            }
            continue;
        };
        if let Some(first) = seen.insert(item, place.clone()) {
            faults.push(format!("{place}: item `{}` stands at {first} already", shown(id)));
            continue;
        }
        let answer = mapping.word(said);
        if answer.is_none() && !said.is_empty() {
            faults.push(format!(
                "{place}: `{}` is no answer of item `{}`; known are {}",
                shown(said),
                shown(id),
                mapping.known().join(", ")
            ));
        }
        let at = match cell("answered_at") {
            "" => common.at,
            text => day(text, place, &mut faults),
        };
        let own = |field: &str, common: &str| match cell(field) {
            "" => common.to_owned(),
            text => text.to_owned(),
        };
        items.push(Item {
            item,
            place: place.clone(),
            answer,
            by: own("answered_by", &common.by),
            role: own("answered_role", &common.role),
            at,
            evidence: own("evidence", ""),
            reason: own("reason", ""),
        });
    }
    if items.is_empty() && faults.is_empty() {
        return Err("no row below the header holds an item of the mapping".to_owned());
    }
    refused(&faults)?;
    Ok(items)
}

fn refused(faults: &[String]) -> Result<(), String> {
    if faults.is_empty() {
        return Ok(());
    }
    let mut list: Vec<String> = faults.iter().take(NAMED).cloned().collect();
    if faults.len() > NAMED {
        list.push(format!("and {} more", faults.len() - NAMED));
    }
    Err(list.join("\n       "))
}

/// What stands in cells of its own for all items.
fn common(sheet: &Sheet, mapping: &Mapping, faults: &mut Vec<String>) -> Item {
    let text = |field: &str| {
        let (column, number) = mapping.cells.get(field)?;
        let row = sheet.rows.iter().find(|row| row.number == *number)?;
        Some((row.cell(*column).trim().to_owned(), row.place.clone())).filter(|(text, _)| !text.is_empty())
    };
    let at = text("answered_at").and_then(|(text, place)| day(&text, &place, faults));
    Item {
        by: text("answered_by").map(|(text, _)| text).unwrap_or_default(),
        role: text("answered_role").map(|(text, _)| text).unwrap_or_default(),
        at,
        ..Item::default()
    }
}

fn day(text: &str, place: &str, faults: &mut Vec<String>) -> Option<Date> {
    match date::parse(text) {
        Reading::Day(day) => Some(day),
        _ => {
            faults.push(format!("{place}: `{}` is no day", shown(text)));
            None
        }
    }
}

/// The sheet that is named, or the only visible one.
fn chosen<'s>(sheets: &'s [Sheet], mapping: &Mapping) -> Result<&'s Sheet, String> {
    let names = || {
        let names: Vec<&str> = sheets.iter().map(|s| s.name.as_str()).collect();
        names.join(", ")
    };
    if let (Some(name), false) = (&mapping.sheet, matches!(sheets, [only] if only.name.is_empty())) {
        let found = sheets.iter().find(|sheet| key(&sheet.name) == key(name));
        return found.ok_or_else(|| format!("it has no sheet `{name}`, only {}", names()));
    }
    let visible: Vec<&Sheet> = sheets.iter().filter(|sheet| !sheet.is_hidden).collect();
    match visible.as_slice() {
        [] => Err("it has no sheet that is visible".to_owned()),
        [one] => Ok(one),
        _ => Err(format!(
            "it has several sheets ({}); the mapping names none with `sheet`",
            names()
        )),
    }
}

/// The row of the header and the columns by field.
fn header<'c>(sheet: &Sheet, columns: &'c Columns) -> Result<(usize, BTreeMap<&'c str, usize>), String> {
    let wanted: Vec<(&str, String)> = Columns::FIELDS
        .iter()
        .filter_map(|field| Some((*field, normalize(columns.of(field)?))))
        .collect();
    let position = |row: &Row, name: &str| row.cells.iter().position(|cell| normalize(cell) == name);
    let mut missing: Option<Vec<&str>> = None;
    for (at, row) in sheet.rows.iter().enumerate().take(HEADER_WITHIN) {
        let found: BTreeMap<&str, usize> = wanted
            .iter()
            .filter_map(|(field, name)| Some((*field, position(row, name)?)))
            .collect();
        if found.len() == wanted.len() {
            let twice = wanted.iter().find(|(_, name)| {
                let cells = row.cells.iter().filter(|cell| normalize(cell) == *name);
                cells.count() > 1
            });
            return match twice {
                Some((field, _)) => Err(format!(
                    "{}: the column `{}` stands there twice",
                    row.place,
                    columns.of(field).unwrap_or_default()
                )),
                None => Ok((at, found)),
            };
        }
        let lacks: Vec<&str> = wanted
            .iter()
            .filter(|(field, _)| !found.contains_key(field))
            .filter_map(|(field, _)| columns.of(field))
            .collect();
        if missing.as_ref().is_none_or(|best| lacks.len() < best.len()) {
            missing = Some(lacks);
        }
    }
    let missing = missing.unwrap_or_else(|| vec![columns.item.as_str(), columns.answer.as_str()]);
    Err(format!("no row has the columns `{}`", missing.join("`, `")))
}

/// A text of the sheet, short and without control characters.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    short.escape_debug().to_string()
}
