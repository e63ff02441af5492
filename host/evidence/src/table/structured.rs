//! JSON, JSON Lines and YAML: arrays of objects, wherever an export puts them, become tables.
//!
//! Scalars stay as written (control `1.10` is not `1.1`); the trees are those of the configuration readers.

mod flat;

pub(crate) use flat::{is_nothing, item_text};

use super::Format;
use super::grid::{COLUMNS, Grid, Line, Places, Value};
use super::left_out::LeftOut;
use super::vocabulary::normalize;
use crate::config::tree::{Node, Value as Tree};
use crate::config::{json as json_tree, yaml as yaml_tree};
use crate::{Limits, ReadError, Reading};
use sekisho_model::FactsBuilder;
use std::borrow::Cow;
use std::collections::HashMap;

/// How deep inside a document a table may lie.
const TABLE_DEPTH: usize = 4;

type Entry<'t> = (Cow<'t, str>, Node<'t>);
type Entries<'n, 't> = &'n [Entry<'t>];

/// The table at the start of a text that is no JSON document: JSON Lines, or a list whose end is broken.
pub fn sample(text: &str) -> Option<(Format, Vec<Grid>)> {
    let trimmed = text.trim_start();
    if let Some(items) = trimmed.strip_prefix('[') {
        // The first object tells what the error is about.
        let first = serde_json::Deserializer::from_str(items)
            .into_iter::<Box<serde_json::value::RawValue>>()
            .next()?
            .ok()?;
        let first = format!("[{}]", first.get());
        let grids = looking(|reading| tables(&[json_tree::parse(&first, reading)?], usize::MAX, reading.limits))?;
        return Some((Format::Json, grids));
    }
    let mut lines = trimmed.lines().filter(|l| !l.trim().is_empty());
    let (one, two) = (lines.next()?, lines.next()?);
    if !two.starts_with('{') || !one.trim_end().ends_with('}') {
        return None;
    }
    let lines = [one, two];
    let grid = looking(|reading| json_lines(&lines.join("\n"), reading))?;
    Some((Format::JsonLines, grid))
}

/// Parses only to look: facts and remarks go nowhere.
fn looking<T>(read: impl FnOnce(&mut Reading<'_>) -> Result<T, ReadError>) -> Option<T> {
    let (mut builder, mut remarks, limits) = (FactsBuilder::new(), Vec::new(), Limits::default());
    read(&mut Reading::new(&mut builder, &mut remarks, &limits, 0, "")).ok()
}

/// Tables of one JSON document.
pub fn json(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, ReadError> {
    let document = json_tree::parse(text, reading)?;
    tables(&[document], usize::MAX, reading.limits)
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
    let mut left_out = LeftOut::default();
    for (number, row) in &rows {
        left_out.is_no_row(row, *number, String::new);
    }
    let rows = rows
        .iter()
        .map(|(number, row)| (*number, String::new(), row.entries()))
        .collect();
    let grid = grid("", Places::Lines, rows, Vec::new(), left_out, reading.limits)?;
    Ok(vec![grid])
}

fn at_line(mut error: ReadError, number: u32) -> ReadError {
    if let ReadError::Malformed { line, .. } | ReadError::Limit { line, .. } = &mut error {
        *line = Some(number);
    }
    error
}

/// Tables of a YAML stream.
pub fn yaml(text: &str, reading: &mut Reading<'_>) -> Result<Vec<Grid>, ReadError> {
    let documents = yaml_tree::parse(text, reading)?;
    tables(&documents, usize::MAX, reading.limits)
}

/// Every array of objects in documents, with the scalars that stand above it; `most` rows of each.
pub(crate) fn tables(documents: &[Node<'_>], most: usize, limits: &Limits) -> Result<Vec<Grid>, ReadError> {
    let spots = documents.iter().flat_map(spots);
    spots.map(|spot| spot.grid(most, limits)).collect()
}

/// Where a table lies in a document.
#[derive(Debug)]
pub(crate) struct Spot<'n, 't> {
    /// Its pointer.
    pub(crate) pointer: String,
    /// The list of its rows, or the map of answers.
    pub(crate) node: &'n Node<'t>,
    // The maps above it, outermost first: their scalars hold for all rows.
    above: Vec<Entries<'n, 't>>,
}

impl Spot<'_, '_> {
    /// Scalars that hold for all rows.
    pub(crate) fn common(&self) -> impl Iterator<Item = (String, Value)> {
        let scalars = self.above.iter().flat_map(|entries| entries.iter());
        scalars.filter_map(|(k, v)| scalar(v).map(|v| (k.to_string(), v)))
    }

    /// The first rows.
    pub(crate) fn grid(&self, most: usize, limits: &Limits) -> Result<Grid, ReadError> {
        if self.node.is_map() {
            return answer_map(
                &self.pointer,
                self.node.entries(),
                most,
                self.common().collect(),
                limits,
            );
        }
        let (mut rows, mut left_out) = (Vec::new(), LeftOut::default());
        for (n, item) in self.node.items().iter().enumerate() {
            if rows.len() == most {
                break;
            }
            let pointer = || format!("{}/{n}", self.pointer);
            if !left_out.is_no_row(item, item.line, pointer) {
                rows.push((item.line, pointer(), item.entries()));
            }
        }
        let common = self.common().collect();
        grid(&self.pointer, Places::Pointers, rows, common, left_out, limits)
    }
}

/// Finds the tables; nothing is made where there is none.
pub(crate) fn spots<'n, 't>(document: &'n Node<'t>) -> Vec<Spot<'n, 't>> {
    let mut out = Vec::new();
    find(document, &mut Vec::new(), &mut Vec::new(), &mut out);
    out
}

fn find<'n, 't>(
    node: &'n Node<'t>,
    keys: &mut Vec<&'n str>,
    above: &mut Vec<Entries<'n, 't>>,
    out: &mut Vec<Spot<'n, 't>>,
) {
    let answers = node.is_map() && keys.last().is_some_and(|key| is_answers(key));
    if answers || node.items().iter().any(Node::is_map) {
        out.push(Spot {
            pointer: keys.iter().flat_map(|key| ["/".to_owned(), escape(key)]).collect(),
            node,
            above: above.clone(),
        });
        return;
    }
    if keys.len() >= TABLE_DEPTH {
        return;
    }
    above.push(node.entries());
    for (key, child) in node.entries() {
        // In a scalar there is none.
        if !matches!(child.value, Tree::Map(_) | Tree::List(_)) {
            continue;
        }
        keys.push(key);
        find(child, keys, above, out);
        keys.pop();
    }
    above.pop();
}

/// However it is written; most names are told apart by their first letter.
fn is_answers(key: &str) -> bool {
    let first = key.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    (first == b'a' || !first.is_ascii_alphanumeric()) && normalize(key) == "answers"
}

/// `answers: { "1.1": yes, "1.2": { answer: no, reason: … } }`.
fn answer_map(
    pointer: &str,
    entries: Entries<'_, '_>,
    most: usize,
    common: Vec<(String, Value)>,
    limits: &Limits,
) -> Result<Grid, ReadError> {
    let rows: Vec<(u32, String, Vec<Entry<'_>>)> = entries
        .iter()
        .take(most)
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
    grid(pointer, Places::Pointers, rows, common, LeftOut::default(), limits)
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
    mut left_out: LeftOut,
    limits: &Limits,
) -> Result<Grid, ReadError> {
    let mut keys: HashMap<String, usize> = HashMap::new();
    let mut headers: Vec<Value> = Vec::new();
    let mut lines = vec![Line::default()];
    let mut kept = 0_usize;
    for (number, pointer, row) in rows {
        let flat = flat::cells(row, &pointer, &mut left_out);
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
        left_out,
    })
}
