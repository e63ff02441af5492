//! TOML into nodes with lines, from the spans of the `toml` crate's document tree.

use super::tree::{LineIndex, Node, Value};
use crate::{ReadError, Reading};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads one TOML document.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Node<'t>, ReadError> {
    let lines = LineIndex::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map(|span| lines.line(span.start));
        let reason = error.message().split('\n').next().unwrap_or_default().to_owned();
        if reason.contains("recurs") {
            let limit = reading.limits.depth.to_string();
            return ReadError::Limit {
                what: "nesting depth",
                limit,
                line,
                locator: None,
            };
        }
        ReadError::Malformed {
            format: "TOML",
            reason,
            line,
            locator: None,
        }
    })?;
    let value = Reader {
        lines,
        depth: 0,
        reading,
    }
    .table(table.into_inner())?;
    Ok(Node { line: 1, value })
}

struct Reader<'r, 'a> {
    lines: LineIndex,
    depth: u32,
    reading: &'r mut Reading<'a>,
}

impl Reader<'_, '_> {
    fn table<'t>(&mut self, table: DeTable<'t>) -> Result<Value<'t>, ReadError> {
        self.depth += 1;
        if self.depth > self.reading.limits.depth {
            return Err(ReadError::limit("nesting depth", self.reading.limits.depth.to_string()));
        }
        let mut placed = Vec::new();
        for (key, value) in table {
            let at = key.span().start;
            placed.push((at, key.into_inner(), self.node(value, Some(at))?));
        }
        self.depth -= 1;
        // The tree is sorted by name; a reader of the report expects the order of the file.
        placed.sort_by_key(|(at, ..)| *at);
        Ok(Value::Map(
            placed.into_iter().map(|(_, key, node)| (key, node)).collect(),
        ))
    }

    fn node<'t>(&mut self, value: Spanned<DeValue<'t>>, key_at: Option<usize>) -> Result<Node<'t>, ReadError> {
        let span = value.span();
        let line = self.lines.line(key_at.unwrap_or(span.start));
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text),
            DeValue::Boolean(flag) => Value::Bool(flag),
            DeValue::Datetime(time) => Value::Text(Cow::Owned(time.to_string())),
            DeValue::Float(number) => Value::Number(Cow::Owned(number.as_str().to_owned())),
            DeValue::Integer(number) => {
                let parsed = i64::from_str_radix(number.as_str(), number.radix());
                let Ok(parsed) = parsed else {
                    return Err(ReadError::malformed_at(
                        "TOML",
                        "an integer does not fit into 64 bits",
                        line,
                    ));
                };
                Value::Number(Cow::Owned(parsed.to_string()))
            }
            DeValue::Table(table) => self.table(table)?,
            DeValue::Array(array) => {
                self.depth += 1;
                let items = array
                    .into_iter()
                    .map(|item| self.node(item, None))
                    .collect::<Result<_, _>>()?;
                self.depth -= 1;
                Value::List(items)
            }
        };
        if let Value::Text(text) = &value {
            super::bounded(text, line, self.reading)?;
        }
        Ok(Node { line, value })
    }
}
