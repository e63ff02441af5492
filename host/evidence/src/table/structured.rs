//! JSON, JSON Lines and YAML: arrays of objects, wherever an export puts them, become tables.
//!
//! Scalars stay as written (control `1.10` is not `1.1`); the trees are those of the configuration readers.

use super::Format;
use super::grid::{COLUMNS, Grid, Line, Places, Value};
use super::vocabulary::normalize;
use crate::config::tree::{Node, Value as Tree};
use crate::config::{json as json_tree, yaml as yaml_tree};
use crate::{Limits, ReadError, Reading};
use sekisho_model::FactsBuilder;
use std::borrow::Cow;
use std::collections::HashMap;

/// How deep inside a document a table may lie.
const TABLE_DEPTH: usize = 4;
/// How deep objects inside a row are flattened into `a.b` columns.
const ROW_DEPTH: usize = 3;
/// Rows looked at in detection.
const SAMPLE_ROWS: usize = 20;
/// Largest document parsed only to see what it is.
const SAMPLE_BYTES: usize = 64 << 20;

type Entry<'t> = (Cow<'t, str>, Node<'t>);
type Entries<'n, 't> = &'n [Entry<'t>];

/// The tables at the start of a JSON or JSON Lines text.
pub fn sample(text: &str) -> Option<(Format, Vec<Grid>)> {
    let trimmed = text.trim_start();
    let first = |text: &str| {
        serde_json::Deserializer::from_str(text)
            .into_iter::<Box<serde_json::value::RawValue>>()
            .next()?
            .ok()
    };
    let rows = |text: &str| looking(|reading| tables(&json_tree::parse(text, reading)?, reading.limits));
    if let Some(items) = trimmed.strip_prefix('[') {
        // The first object tells; the rest need not be parsed twice.
        return Some((Format::Json, rows(&format!("[{}]", first(items)?.get()))?));
    }
    let mut lines = trimmed.lines().filter(|l| !l.trim().is_empty());
    if let (Some(one), Some(two)) = (lines.next(), lines.next())
        && two.starts_with('{')
        && one.trim_end().ends_with('}')
    {
        let lines = [one, two];
        let grid = looking(|reading| json_lines(&lines.join("\n"), reading))?;
        return Some((Format::JsonLines, grid));
    }
    if trimmed.len() > SAMPLE_BYTES {
        return None;
    }
    let mut grids = rows(trimmed)?;
    grids.iter_mut().for_each(|g| g.lines.truncate(SAMPLE_ROWS));
    Some((Format::Json, grids))
}

/// The tables of a YAML text.
pub fn yaml_sample(text: &str) -> Option<Vec<Grid>> {
    if text.len() > SAMPLE_BYTES {
        return None;
    }
    looking(|reading| yaml(text, reading))
}

/// Parses only to look: facts and remarks go nowhere.
fn looking<T>(read: impl FnOnce(&mut Reading<'_>) -> Result<T, ReadError>) -> Option<T> {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    read(&mut Reading::new(&mut builder, &mut remarks, &limits, 0, "")).ok()
}

/// Tables of one JSON document.
pub fn json(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, ReadError> {
    let document = json_tree::parse(text, reading)?;
    tables(&document, reading.limits)
}

/// The table of a JSON Lines text.
pub fn json_lines(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, ReadError> {
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        if rows.len() >= reading.limits.rows as usize {
            return Err(ReadError::limit(
                "number of facts in one file",
                reading.limits.rows.to_string(),
            ));
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let row = json_tree::parse(line, reading).map_err(|error| at_line(error, number))?;
        rows.push((number, row));
    }
    let rows = rows
        .iter()
        .map(|(number, row)| (*number, String::new(), row.entries()))
        .collect();
    Ok(vec![grid("", Places::Lines, rows, Vec::new(), reading.limits)?])
}

fn at_line(mut error: ReadError, number: u32) -> ReadError {
    if let ReadError::Malformed { line, .. } | ReadError::Limit { line, .. } = &mut error {
        *line = Some(number);
    }
    error
}

/// Tables of a YAML stream.
pub fn yaml(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, ReadError> {
    let mut grids = Vec::new();
    for document in yaml_tree::parse(text, reading)? {
        grids.extend(tables(&document, reading.limits)?);
    }
    Ok(grids)
}

/// Every array of objects in a document, with the scalars that stand above it.
fn tables(document: &Node<'_>, limits: &Limits) -> Result<Vec<Grid>, ReadError> {
    let mut grids = Vec::new();
    find(document, "", &[], 0, limits, &mut grids)?;
    Ok(grids)
}

fn find(
    node: &Node<'_>,
    pointer: &str,
    common: &[(String, Value)],
    depth: usize,
    limits: &Limits,
    out: &mut Vec<Grid>,
) -> Result<(), ReadError> {
    if depth > TABLE_DEPTH {
        return Ok(());
    }
    if node.items().iter().any(Node::is_map) {
        let rows = node.items().iter().enumerate().filter(|(_, item)| item.is_map());
        let rows = rows
            .map(|(n, item)| (item.line, format!("{pointer}/{n}"), item.entries()))
            .collect();
        out.push(grid(pointer, Places::Pointers, rows, common.to_vec(), limits)?);
        return Ok(());
    }
    let entries = node.entries();
    let mut common = common.to_vec();
    common.extend(
        entries
            .iter()
            .filter_map(|(k, v)| scalar(v).map(|v| (k.to_string(), v))),
    );
    for (key, child) in entries {
        let pointer = format!("{pointer}/{}", escape(key));
        if child.is_map() && normalize(key) == "answers" {
            out.push(answer_map(&pointer, child.entries(), &common, limits)?);
        } else {
            find(child, &pointer, &common, depth + 1, limits, out)?;
        }
    }
    Ok(())
}

/// `answers: { "1.1": yes, "1.2": { answer: no, reason: … } }`.
fn answer_map(
    pointer: &str,
    entries: Entries<'_, '_>,
    common: &[(String, Value)],
    limits: &Limits,
) -> Result<Grid, ReadError> {
    let rows: Vec<(u32, String, Vec<Entry<'_>>)> = entries
        .iter()
        .map(|(control, answer)| {
            let mut row = answer.entries().to_vec();
            if !answer.is_map() {
                row.push((Cow::Borrowed("answer"), answer.clone()));
            }
            let id = Node {
                line: answer.line,
                value: Tree::Text(control.clone()),
            };
            row.push((Cow::Borrowed("control"), id));
            (answer.line, format!("{pointer}/{}", escape(control)), row)
        })
        .collect();
    let rows = rows
        .iter()
        .map(|(line, pointer, row)| (*line, pointer.clone(), row.as_slice()))
        .collect();
    grid(pointer, Places::Pointers, rows, common.to_vec(), limits)
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn scalar(node: &Node<'_>) -> Option<Value> {
    match &node.value {
        Tree::Text(text) | Tree::Number(text) => Some(Value::Text(text.to_string())),
        Tree::Bool(flag) => Some(Value::Flag(*flag)),
        _ => None,
    }
}

fn grid(
    name: &str,
    places: Places,
    rows: Vec<(u32, String, Entries<'_, '_>)>,
    common: Vec<(String, Value)>,
    limits: &Limits,
) -> Result<Grid, ReadError> {
    let mut keys: HashMap<String, usize> = HashMap::new();
    let mut headers: Vec<Value> = Vec::new();
    let mut lines = vec![Line::default()];
    let mut kept = 0_usize;
    for (number, pointer, row) in rows {
        let mut flat = Vec::new();
        flatten(row, "", 0, &mut flat);
        let mut line = Line {
            number,
            pointer,
            cells: Vec::new(),
        };
        for (key, value) in flat {
            let column = *keys.entry(key).or_insert_with_key(|key| {
                headers.push(Value::Text(key.clone()));
                headers.len() - 1
            });
            if column >= COLUMNS {
                return Err(ReadError::limit(
                    "number of different keys in one table",
                    COLUMNS.to_string(),
                ));
            }
            if line.cells.len() <= column {
                kept += column + 1 - line.cells.len();
                line.cells.resize(column + 1, Value::Empty);
            }
            // A thousand rows with keys of their own are a million empty cells.
            if kept > (limits.rows as usize).saturating_mul(4) {
                return Err(ReadError::limit(
                    "number of table cells in one file",
                    limits.rows.to_string(),
                ));
            }
            if let Some(cell) = line.cells.get_mut(column) {
                *cell = value;
            }
        }
        lines.push(line);
    }
    if let Some(first) = lines.first_mut() {
        first.cells = headers;
    }
    Ok(Grid {
        name: name.to_owned(),
        places,
        lines,
        common,
    })
}

fn flatten(entries: Entries<'_, '_>, prefix: &str, depth: usize, out: &mut Vec<(String, Value)>) {
    for (name, child) in entries {
        let key = if prefix.is_empty() {
            name.to_string()
        } else {
            format!("{prefix}.{name}")
        };
        match &child.value {
            // Exports of service desks wrap each value with what is shown for it.
            Tree::Map(fields) => match child.get("display_value").and_then(scalar) {
                Some(shown) => out.push((key, shown)),
                None if depth < ROW_DEPTH => flatten(fields, &key, depth + 1, out),
                None => {}
            },
            Tree::List(items) => out.push((key, Value::List(items.iter().filter_map(item).collect()))),
            _ => out.extend(scalar(child).map(|value| (key, value))),
        }
    }
}

/// An item of a list as text: an object stands for its name.
fn item(node: &Node<'_>) -> Option<String> {
    let named = || ["name", "value", "id"].iter().find_map(|k| node.get(k));
    let value = if node.is_map() { scalar(named()?) } else { scalar(node) };
    value.map(|v| v.text()).filter(|t| !t.is_empty())
}
