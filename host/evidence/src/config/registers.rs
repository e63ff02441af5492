//! Registers inside a snapshot: a top-level list of objects whose name is a register's id (`accounts`,
//! `firewall_rules` …) becomes rows of that register instead of settings.
//!
//! Only a document that says that it is a snapshot (`hostname`, `asset`, `collected_at` or `settings` at the top) is
//! read so: `ports` or `keys` in any other program's configuration are that program's own.

use super::tree::{Node, Value};
use crate::table::left_out::LeftOut;
use crate::table::{Statement, grid, header, rows, structured, vocabulary};
use crate::{ReadError, Reading};
use std::borrow::Cow;
use std::collections::HashMap;

/// Names by which a document says that it is a snapshot.
const MARKS: &[&str] = &["hostname", "asset", "collected_at", "settings"];

/// A register found in a snapshot.
#[derive(Debug)]
pub(super) struct Embedded {
    register: String,
    grid: grid::Grid,
}

/// Takes the registers out of a document.
pub(super) fn split(document: Node<'_>) -> (Node<'_>, Vec<Embedded>) {
    let Node { line, value } = document;
    let Value::Map(entries) = value else {
        return (Node { line, value }, Vec::new());
    };
    let may_be_one = |(_, node): &(Cow<'_, str>, Node<'_>)| is_list_of_objects(node);
    if !is_marked(&entries) || !entries.iter().any(may_be_one) {
        return (
            Node {
                line,
                value: Value::Map(entries),
            },
            Vec::new(),
        );
    }
    let mut embedded = Vec::new();
    let mut rest = Vec::with_capacity(entries.len());
    for (name, node) in entries {
        match register_of(&name, &node) {
            Some(register) => embedded.push(Embedded {
                grid: table(&name, &node),
                register,
            }),
            None => rest.push((name, node)),
        }
    }
    (
        Node {
            line,
            value: Value::Map(rest),
        },
        embedded,
    )
}

/// Whether a document says that it is a snapshot.
pub(crate) fn is_marked(entries: &[(Cow<'_, str>, Node<'_>)]) -> bool {
    entries.iter().any(|(name, _)| MARKS.contains(&name.as_ref()))
}

/// The register that a member of a snapshot is.
pub(crate) fn register_of(name: &str, node: &Node<'_>) -> Option<String> {
    if !is_list_of_objects(node) {
        return None;
    }
    let id = name.to_lowercase().replace('_', "-");
    vocabulary::vocabulary().register(&id).is_some().then_some(id)
}

fn is_list_of_objects(node: &Node<'_>) -> bool {
    !node.items().is_empty() && node.items().iter().all(Node::is_map)
}

/// Pushes the rows of the registers that were found.
pub(super) fn push(embedded: &[Embedded], reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let file = reading.path.to_lowercase();
    for Embedded { register, grid } in embedded {
        let statement = Statement {
            register: Some(register.clone()),
            ..Statement::default()
        };
        if let Some(found) = header::recognize(grid, &file, &statement) {
            found
                .diagnostics
                .iter()
                .for_each(|diagnostic| reading.note(diagnostic.clone()));
            rows::land(grid, None, &found, reading)?;
        }
    }
    Ok(())
}

/// A list of objects as a table: the names of all objects are its headers.
fn table(name: &str, list: &Node<'_>) -> grid::Grid {
    let mut columns: HashMap<String, usize> = HashMap::new();
    let mut headers: Vec<String> = Vec::new();
    let mut lines = vec![grid::Line::default()];
    let mut left_out = LeftOut::default();
    for (index, item) in list.items().iter().enumerate() {
        let mut cells = Vec::new();
        let pointer = || format!("/{name}/{index}");
        fill(item, "", &mut |header, line, value| {
            let Some(value) = value else {
                left_out.item(line, pointer);
                return;
            };
            let column = *columns.entry(header.to_owned()).or_insert_with(|| {
                headers.push(header.to_owned());
                headers.len() - 1
            });
            // A table as wide as a spreadsheet may be is wide enough.
            if column >= grid::COLUMNS {
                left_out.column(line, pointer);
                return;
            }
            if cells.len() <= column {
                cells.resize(column + 1, grid::Value::Empty);
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = value;
            }
        });
        lines.push(grid::Line {
            number: item.line,
            pointer: pointer(),
            cells,
        });
    }
    headers.truncate(grid::COLUMNS);
    if let Some(first) = lines.first_mut() {
        first.cells = headers.into_iter().map(grid::Value::Text).collect();
    }
    grid::Grid {
        name: name.to_owned(),
        places: grid::Places::Pointers,
        lines,
        common: Vec::new(),
        left_out,
    }
}

/// Hands over the fields of an object with their lines; those of an object inside it under both names, with a dot between.
/// An item of a list that has no text is handed over as nothing.
fn fill(node: &Node<'_>, prefix: &str, put: &mut impl FnMut(&str, u32, Option<grid::Value>)) {
    for (name, child) in node.entries() {
        let header = if prefix.is_empty() {
            name.to_string()
        } else {
            format!("{prefix}.{name}")
        };
        let value = match &child.value {
            Value::Null => continue,
            Value::Map(_) => {
                fill(child, &header, put);
                continue;
            }
            Value::Bool(flag) => grid::Value::Flag(*flag),
            // Digits beyond what a number can hold (serial numbers) stay text.
            Value::Number(text) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() && text.len() <= 15 => grid::Value::Number(number),
                _ => grid::Value::Text(text.to_string()),
            },
            Value::Text(text) => grid::Value::Text(text.to_string()),
            Value::List(items) => {
                let items = items.iter().filter(|item| !structured::is_nothing(item));
                let texts = items.filter_map(|item| {
                    let text = structured::item_text(item);
                    if text.is_none() {
                        put(&header, item.line, None);
                    }
                    text
                });
                grid::Value::List(texts.collect())
            }
        };
        put(&header, child.line, Some(value));
    }
}
