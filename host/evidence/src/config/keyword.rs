//! Files of `keyword value…` lines: login.defs, chrony, auditd, modprobe, nginx, Apache and their like.
//!
//! Path: the keyword as written, behind the blocks it stands in (`http.server.listen`); a block's name is its keyword
//! with its arguments (`location /`, `VirtualHost *:443`). Every occurrence counts: the second is `keyword[1]`.
//! A block opens with `{` at the end of a statement or as `<Name arguments>`; in a file with such blocks a statement
//! ends with `;`, in all others with the line.

use super::lines::{Doubled, Settings, numbered, odd, unquoted, without_remark, words};
use super::snapshot::{Entry, Route, Scalar, Snapshot, ValueType, push_name};
use crate::{ReadError, Reading};
use std::borrow::Cow;
use std::rc::Rc;

struct Keywords<'t, 'r, 'a> {
    settings: Settings<'t>,
    // Path of each open block, outermost first.
    blocks: Vec<String>,
    reading: &'r mut Reading<'a>,
}

/// Reads a keyword file.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let braces = text.lines().any(|l| {
        let line = without_remark(l.trim());
        line.ends_with('{') && !line.starts_with('#')
    });
    let mut file = Keywords {
        settings: Settings::default(),
        blocks: Vec::new(),
        reading,
    };
    if braces {
        file.statements(text)?
    } else {
        file.lines(text)?
    }
    if let Some(open) = file.blocks.last() {
        let text = format!("the block `{open}` is not closed");
        file.reading.note(odd(&text, 0));
    }
    let mut snapshot = Snapshot::new("keyword");
    snapshot.entries = file.settings.finish();
    Ok(snapshot)
}

impl Keywords<'_, '_, '_> {
    fn lines(&mut self, text: &str) -> Result<(), ReadError> {
        for (number, line) in numbered(text) {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', '!', ';', '%']) {
                continue;
            }
            match line.strip_prefix('<').and_then(|l| l.strip_suffix('>')) {
                Some(tag) if tag.starts_with('/') => self.close(number),
                Some(tag) => self.open(tag, number)?,
                None => self.statement(without_remark(line), number)?,
            }
        }
        Ok(())
    }

    /// Statements that end with `;`, blocks in braces (nginx).
    fn statements(&mut self, text: &str) -> Result<(), ReadError> {
        let mut statement = String::new();
        let (mut line, mut from) = (1u32, 1u32);
        let (mut quote, mut comment, mut escaped) = (None, false, false);
        for character in text.chars() {
            if character == '\n' {
                line = line.saturating_add(1);
                comment = false;
            }
            if comment {
                continue;
            }
            if statement.trim_start().is_empty() {
                statement.clear();
                from = line;
            }
            match (quote, character) {
                _ if escaped => {
                    escaped = false;
                    statement.push(character);
                }
                (_, '\\') => {
                    escaped = true;
                    statement.push(character);
                }
                (Some(open), c) => {
                    if c == open {
                        quote = None;
                    }
                    statement.push(c);
                }
                (None, '"' | '\'') if statement.chars().next_back().is_none_or(char::is_whitespace) => {
                    quote = Some(character);
                    statement.push(character);
                }
                (None, '#') if statement.chars().next_back().is_none_or(char::is_whitespace) => comment = true,
                (None, ';') => {
                    let done = std::mem::take(&mut statement);
                    self.statement(done.trim(), from)?;
                }
                // `${name}` is a variable inside a word, not a block.
                (None, '{') if !statement.ends_with('$') => {
                    let done = std::mem::take(&mut statement);
                    self.open(done.trim(), from)?;
                }
                (None, '}') if !inside_variable(&statement) => {
                    let rest = std::mem::take(&mut statement);
                    if !rest.trim().is_empty() {
                        self.reading.note(odd("a statement is not ended with `;`", from));
                    }
                    self.close(line);
                }
                (None, c) => statement.push(c),
            }
            super::bounded(&statement, from, self.reading)?;
        }
        if !statement.trim().is_empty() {
            self.reading.note(odd("a statement is not ended with `;`", from));
        }
        Ok(())
    }

    fn open(&mut self, name: &str, line: u32) -> Result<(), ReadError> {
        if self.blocks.len() >= self.reading.limits.depth as usize {
            let limit = self.reading.limits.depth.to_string();
            return Err(ReadError::Limit {
                what: "nesting depth",
                limit,
                line: Some(line),
                locator: None,
            });
        }
        let mut path = self.blocks.last().cloned().unwrap_or_default();
        push_name(&mut path, &name.split_whitespace().collect::<Vec<_>>().join(" "));
        super::bounded(&path, line, self.reading)?;
        self.blocks.push(path);
        Ok(())
    }

    fn close(&mut self, line: u32) {
        if self.blocks.pop().is_none() {
            self.reading.note(odd("a block is closed that was not opened", line));
        }
    }

    fn statement(&mut self, statement: &str, line: u32) -> Result<(), ReadError> {
        let statement = statement.trim();
        let Some(end) = statement
            .find(|c: char| c.is_whitespace() || c == '=')
            .or(Some(statement.len()))
        else {
            return Ok(());
        };
        let (keyword, rest) = statement.split_at_checked(end).unwrap_or((statement, ""));
        if keyword.is_empty() {
            if !statement.is_empty() {
                self.reading.note(odd("a line has a value but no keyword", line));
            }
            return Ok(());
        }
        let rest = rest.trim_start();
        let rest = rest.strip_prefix('=').unwrap_or(rest).trim_start();
        let value = if rest.contains(['"', '\'']) {
            let single = unquoted(rest);
            if single.len() < rest.len() {
                single.to_owned()
            } else {
                words(rest).join(" ")
            }
        } else {
            rest.trim_end().to_owned()
        };
        let mut path = self.blocks.last().cloned().unwrap_or_default();
        push_name(&mut path, keyword);
        // Blocks are left out: a keyword means the same in every block it may stand in.
        let mut all = vec![keyword.to_owned()];
        all.extend(value.split_whitespace().map(str::to_owned));
        let route = Route::Words {
            blocks: Rc::from([]),
            words: all,
        };
        let value = if value.is_empty() {
            Scalar::bare(ValueType::Null)
        } else {
            Scalar::untyped(Cow::Owned(value))
        };
        self.settings.put(
            Entry {
                path,
                value,
                line,
                route,
            },
            Doubled::All,
            self.reading,
        )
    }
}

fn inside_variable(statement: &str) -> bool {
    statement
        .rfind("${")
        .is_some_and(|at| !statement.get(at..).unwrap_or_default().contains('}'))
}
