//! Registry exports of Windows (`.reg`, versions 4 and 5).
//!
//! Path: key, `\`, value name; the default value is named `(Default)`. Numbers (`dword`, `qword`) are written in
//! decimal, texts as texts, several texts one per line, other bytes as hexadecimal digits. A deletion (`-`) gives no
//! setting, only a remark.

use super::lines::{Doubled, Settings, numbered, odd, untyped};
use super::snapshot::{Entry, Route, Scalar, Snapshot};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use std::borrow::Cow;

/// A registry path as the vocabulary writes it: short hive names, and the control set in use.
pub(super) fn canonical(path: &str) -> String {
    let (hive, rest) = path.split_once('\\').unwrap_or((path, ""));
    let hive = match hive.to_ascii_uppercase().as_str() {
        "HKEY_LOCAL_MACHINE" | "HKLM" | "MACHINE" => "HKLM",
        "HKEY_CURRENT_USER" | "HKCU" | "USER" => "HKCU",
        "HKEY_USERS" | "HKU" | "USERS" => "HKU",
        "HKEY_CLASSES_ROOT" | "HKCR" | "CLASSES_ROOT" => "HKCR",
        _ => hive,
    };
    let control_set = |part: &str| {
        part.len() == 13
            && part.get(..10).is_some_and(|p| p.eq_ignore_ascii_case("ControlSet"))
            && part.get(10..).is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
    };
    let parts = rest
        .split('\\')
        .map(|part| if control_set(part) { "CurrentControlSet" } else { part });
    std::iter::once(hive).chain(parts).collect::<Vec<_>>().join("\\")
}

/// Reads a registry export.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut key: Option<&str> = None;
    let mut wide = true;
    let mut lines = numbered(text);
    while let Some((number, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(';') {
            continue;
        }
        if line.eq_ignore_ascii_case("REGEDIT4") {
            wide = false;
            continue;
        }
        if line.starts_with("Windows Registry Editor") {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end();
            key = header.strip_suffix(']').filter(|name| !name.starts_with('-'));
            if header.starts_with('-') {
                reading.note(Diagnostic::note("registry-deletion", "a key is marked for deletion").at_line(number));
            } else if key.is_none() {
                reading.note(odd("a key is not closed with `]`", number));
            }
            continue;
        }
        let mut logical = Cow::Borrowed(line);
        let hex = is_hex(line);
        while hex && logical.ends_with('\\') {
            logical.to_mut().pop();
            let Some((_, next)) = lines.next() else { break };
            logical.to_mut().push_str(next.trim());
            super::bounded(&logical, number, reading)?;
        }
        let Some(key) = key else {
            reading.note(odd("a value stands under no key", number));
            continue;
        };
        let Some((name, data)) = name_and_data(&logical) else {
            reading.note(odd("a line is no `\"name\"=value`", number));
            continue;
        };
        let path = format!("{key}\\{}", if name.is_empty() { "(Default)" } else { &name });
        let route = Route::Registry(canonical(&path));
        match value(data, wide) {
            Some(Some(value)) => {
                settings.put(
                    Entry {
                        path,
                        value,
                        line: number,
                        route,
                    },
                    Doubled::Last,
                    reading,
                )?;
            }
            Some(None) => {
                reading.note(Diagnostic::note("registry-deletion", "a value is marked for deletion").at_line(number));
            }
            None => {
                let text = format!("the data of `{path}` is in no form of registry exports and is kept as text");
                reading.note(Diagnostic::warning("unknown-value", text).at_line(number));
                settings.put(untyped(path, data.to_owned(), number, route), Doubled::Last, reading)?;
            }
        }
    }
    let mut snapshot = Snapshot::new("reg");
    snapshot.entries = settings.finish();
    Ok(snapshot)
}

fn is_hex(line: &str) -> bool {
    line.contains("=hex")
}

/// The name (unescaped, empty for the default value) and the data behind the `=`.
fn name_and_data(line: &str) -> Option<(String, &str)> {
    if let Some(data) = line.strip_prefix('@') {
        return Some((String::new(), data.trim_start().strip_prefix('=')?.trim()));
    }
    let (name, rest) = quoted(line)?;
    Some((name, rest.trim_start().strip_prefix('=')?.trim()))
}

/// A text in double quotes (with `\\` and `\"`) and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut characters = text.strip_prefix('"')?.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Some((out, characters.as_str())),
            '\\' => out.push(characters.next()?),
            other => out.push(other),
        }
    }
    None
}

/// The typed value; `Some(None)` for a deletion, nothing for what is not understood.
fn value(data: &str, wide: bool) -> Option<Option<Scalar<'static>>> {
    if data == "-" {
        return Some(None);
    }
    if data.starts_with('"') {
        let (text, _) = quoted(data)?;
        // REG_SZ is a text for Windows, but numbers are often kept in it.
        return Some(Some(Scalar::untyped(Cow::Owned(text))));
    }
    if let Some(hex) = data.strip_prefix("dword:") {
        let number = u32::from_str_radix(hex.split(';').next()?.trim(), 16).ok()?;
        return Some(Some(Scalar::number(Cow::Owned(number.to_string()))));
    }
    let (ty, bytes) = data.strip_prefix("hex")?.split_once(':')?;
    let ty = match ty.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(code) => u32::from_str_radix(code, 16).ok()?,
        None if ty.is_empty() => 3,
        None => return None,
    };
    let bytes: Vec<u8> = bytes
        .split(',')
        .map(str::trim)
        .filter(|b| !b.is_empty())
        .map(|b| u8::from_str_radix(b, 16).ok())
        .collect::<Option<_>>()?;
    let little = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |n, b| (n << 8) | u64::from(*b));
    Some(Some(match ty {
        1 | 2 => Scalar::untyped(Cow::Owned(texts(&bytes, wide).into_iter().next().unwrap_or_default())),
        7 => Scalar::typed(Cow::Owned(texts(&bytes, wide).join("\n"))),
        4 if bytes.len() == 4 => Scalar::number(Cow::Owned(little(&bytes).to_string())),
        0xb if bytes.len() == 8 => Scalar::number(Cow::Owned(little(&bytes).to_string())),
        5 if bytes.len() == 4 => {
            let big: Vec<u8> = bytes.iter().rev().copied().collect();
            Scalar::number(Cow::Owned(little(&big).to_string()))
        }
        _ => Scalar::typed(Cow::Owned(bytes.iter().map(|b| format!("{b:02x}")).collect())),
    }))
}

/// The texts in a run of bytes, each ended by a zero.
fn texts(bytes: &[u8], wide: bool) -> Vec<String> {
    let text = if wide {
        let units = bytes.chunks(2).map(|pair| {
            let low = pair.first().copied().unwrap_or_default();
            u16::from_le_bytes([low, pair.get(1).copied().unwrap_or_default()])
        });
        char::decode_utf16(units)
            .map(|r| r.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    text.split('\0')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
