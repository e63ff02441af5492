//! What the line formats share: a place for settings that knows which names it already has, and lines with numbers.

use super::snapshot::{Entry, Route, Scalar};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use std::borrow::Cow;
use std::collections::HashMap;

/// What happens to a name that comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubled {
    /// The first value stays.
    First,
    /// The last value stays, at its own place.
    Last,
    /// All stay: the second is `name[1]`, the third `name[2]` …
    All,
}

/// Settings in the making.
#[derive(Debug, Default)]
pub(super) struct Settings<'t> {
    entries: Vec<Option<Entry<'t>>>,
    // Lower-case path -> where it stands and how often it came.
    seen: HashMap<String, (usize, u32)>,
    spent: u64,
}

impl<'t> Settings<'t> {
    /// Puts a setting.
    pub(super) fn put(
        &mut self,
        mut entry: Entry<'t>,
        doubled: Doubled,
        reading: &mut Reading<'_>,
    ) -> Result<(), ReadError> {
        if self.entries.len() >= reading.limits.rows as usize {
            return Err(ReadError::limit(
                "number of facts in one file",
                reading.limits.rows.to_string(),
            ));
        }
        super::snapshot::spend(&mut self.spent, &entry.path, entry.line, reading.limits.expanded_bytes)?;
        if let Some(text) = &entry.value.text {
            super::bounded(text, entry.line, reading)?;
        }
        let at = self.entries.len();
        let (place, count) = self.seen.entry(entry.path.to_lowercase()).or_insert((at, 0));
        *count += 1;
        if *count > 1 {
            match doubled {
                Doubled::First => {
                    reading.note(super::duplicate(&entry.path, entry.line, "first"));
                    return Ok(());
                }
                Doubled::Last => {
                    reading.note(super::duplicate(&entry.path, entry.line, "last"));
                    if let Some(slot) = self.entries.get_mut(*place) {
                        *slot = None;
                    }
                    *place = at;
                }
                Doubled::All => entry.path = format!("{}[{}]", entry.path, *count - 1),
            }
        }
        self.entries.push(Some(entry));
        Ok(())
    }

    /// The settings, in the order of the file.
    pub(super) fn finish(self) -> Vec<Entry<'t>> {
        self.entries.into_iter().flatten().collect()
    }
}

/// An entry with an untyped value.
pub(super) fn untyped<'t>(path: String, value: impl Into<Cow<'t, str>>, line: u32, route: Route) -> Entry<'t> {
    Entry {
        path,
        value: Scalar::untyped(value.into()),
        line,
        route,
    }
}

/// The lines of a text with their numbers, without line ends; any of LF, CRLF and CR ends a line.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Old Macintosh files have CR only; otherwise CR belongs to CRLF.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let numbers = 1..=u32::MAX;
    numbers
        .zip(text.split(end))
        .map(|(number, line)| (number, line.strip_suffix('\r').unwrap_or(line)))
}

/// A line that fits nothing, as a remark.
pub(super) fn odd(what: &str, line: u32) -> Diagnostic {
    Diagnostic::warning("unknown-line", what).at_line(line)
}

/// A value without the quotes around it, if it stands in a pair of them.
pub(super) fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|q| {
            value
                .strip_prefix(*q)?
                .strip_suffix(*q)
                .filter(|inner| !inner.contains(*q))
        })
        .unwrap_or(value)
}

/// The words of a line; a word may stand in double or single quotes.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut current: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => current.get_or_insert_default().push(c),
            (None, '"' | '\'') if current.as_deref().is_none_or(str::is_empty) => {
                quote = Some(character);
                current.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(current.take()),
            (None, c) => current.get_or_insert_default().push(c),
        }
    }
    words.extend(current);
    words
}

/// A value with the remark at its end cut off: `#` or `;` after white space, outside quotes.
pub(super) fn without_remark(value: &str) -> &str {
    let mut quote = None;
    let mut blank = false;
    for (at, character) in value.char_indices() {
        match (quote, character) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if at == 0 => quote = Some(character),
            (None, '#' | ';') if blank => return value.get(..at).unwrap_or(value).trim_end(),
            _ => {}
        }
        blank = character.is_whitespace();
    }
    value
}
