//! Java properties and `.env` files: keys with values, no sections; the last of two equal keys wins.
//!
//! Nothing is ever expanded: `$HOME` in a value stays what it is.

use super::lines::{Doubled, Settings, numbered, odd, untyped, without_remark};
use super::snapshot::{Route, Snapshot};
use crate::{ReadError, Reading};

/// Reads Java properties.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut lines = numbered(text);
    while let Some((number, line)) = lines.next() {
        let line = line.trim_start_matches([' ', '\t', '\u{c}']);
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        let mut logical = line.to_owned();
        while continues(&logical) {
            logical.pop();
            let Some((_, next)) = lines.next() else { break };
            logical.push_str(next.trim_start_matches([' ', '\t', '\u{c}']));
            super::bounded(&logical, number, reading)?;
        }
        super::bounded(&logical, number, reading)?;
        let (key, value) = split(&logical);
        let (Some(key), Some(value)) = (unescaped(key), unescaped(value)) else {
            reading.note(odd("an escape `\\u` lacks its four hexadecimal digits", number));
            continue;
        };
        if key.is_empty() {
            reading.note(odd("a line has a value but no key", number));
            continue;
        }
        settings.put(untyped(key, value, number, Route::Plain), Doubled::Last, reading)?;
    }
    let mut snapshot = Snapshot::new("properties");
    snapshot.entries = settings.finish();
    snapshot.name_itself();
    Ok(snapshot)
}

/// Whether a line ends in an odd number of backslashes.
fn continues(line: &str) -> bool {
    line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Key and value: parted by the first unescaped `=`, `:` or white space (with one `=` or `:` behind it).
fn split(line: &str) -> (&str, &str) {
    let blank = [' ', '\t', '\u{c}'];
    let mut escaped = false;
    for (at, character) in line.char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if matches!(character, '=' | ':') || blank.contains(&character) {
            let (key, rest) = line.split_at_checked(at).unwrap_or((line, ""));
            let rest = rest.trim_start_matches(blank);
            return (
                key,
                rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(blank),
            );
        }
    }
    (line, "")
}

fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut units: Vec<u16> = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' && characters.as_str().starts_with('u') {
            let hex = characters.as_str().get(1..5)?;
            units.push(u16::from_str_radix(hex, 16).ok()?);
            characters = characters.as_str().get(5..)?.chars();
            continue;
        }
        out.extend(char::decode_utf16(units.drain(..)).map(|r| r.unwrap_or(char::REPLACEMENT_CHARACTER)));
        match character {
            '\\' => out.extend(characters.next().map(|c| match c {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'f' => '\u{c}',
                other => other,
            })),
            other => out.push(other),
        }
    }
    out.extend(char::decode_utf16(units).map(|r| r.unwrap_or(char::REPLACEMENT_CHARACTER)));
    Some(out)
}

/// Reads a `.env` file.
pub(super) fn parse_env<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut lines = numbered(text);
    while let Some((number, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").map_or(line, str::trim_start);
        let Some((key, value)) = line.split_once('=') else {
            reading.note(odd("a line is no `KEY=value`", number));
            continue;
        };
        let (key, value) = (key.trim_end(), value.trim_start());
        let named = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        if !named {
            reading.note(odd("a name is no name of an environment variable", number));
            continue;
        }
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let mut body = value.get(1..).unwrap_or_default().to_owned();
                let mut searched = 0;
                let closed = loop {
                    if let Some(end) = closing(body.get(searched..).unwrap_or_default(), quote) {
                        body.truncate(searched + end);
                        break true;
                    }
                    let Some((_, next)) = lines.next() else { break false };
                    body.push('\n');
                    searched = body.len();
                    body.push_str(next);
                    super::bounded(&body, number, reading)?;
                };
                if !closed {
                    return Err(ReadError::malformed_at(".env", "a quoted value is not closed", number));
                }
                if quote == '"' { unescaped_env(&body) } else { body }
            }
            _ => without_remark(value).trim_end().to_owned(),
        };
        settings.put(
            untyped(key.to_owned(), value, number, Route::Plain),
            Doubled::Last,
            reading,
        )?;
    }
    let mut snapshot = Snapshot::new("env");
    snapshot.entries = settings.finish();
    snapshot.name_itself();
    Ok(snapshot)
}

/// Where the closing quote stands; a backslash protects it inside double quotes.
fn closing(body: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in body.char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' && quote == '"' {
            escaped = true;
        } else if character == quote {
            return Some(at);
        }
    }
    None
}

fn unescaped_env(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other @ ('"' | '\\' | '$' | '`')) => out.push(other),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}
