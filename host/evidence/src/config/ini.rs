//! INI files, and the security templates of Windows (`secedit`) that look like them.
//!
//! Path: `section.key`, or `key` before any section. The last of two equal keys wins (compared without case). A key
//! without a value (`skip-networking`) has a null value. A line set in further than its key continues the value.
//! In secedit, `[Registry Values]` keep their path and lose the type in front of the value.

use super::lines::{Doubled, Settings, numbered, odd, unquoted, untyped, without_remark};
use super::reg;
use super::snapshot::{Entry, Route, Scalar, Snapshot, ValueType};
use crate::{ReadError, Reading};
use std::borrow::Cow;

/// Reads an INI file.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut section = "";
    let mut last: Option<Entry<'t>> = None;
    for (number, raw) in numbered(text) {
        let line = raw.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let indented = raw.starts_with([' ', '\t']);
        if let Some(name) = header(line) {
            flush(&mut last, &mut settings, reading)?;
            section = name;
            continue;
        }
        let split = line.find(['=', ':']);
        if let (true, None, Some(entry)) = (indented, split, &mut last) {
            // Grows in place: a copy per line would be quadratic.
            let text = entry.value.text.get_or_insert_default().to_mut();
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
            super::bounded(text, number, reading)?;
            (entry.value.ty, entry.value.number, entry.value.flag) = (ValueType::String, None, None);
            continue;
        }
        flush(&mut last, &mut settings, reading)?;
        let (key, value) = match split.and_then(|at| line.split_at_checked(at)) {
            Some((key, value)) => (key.trim_end(), Some(value.get(1..).unwrap_or_default().trim_start())),
            None => (without_remark(line), None),
        };
        if key.is_empty() {
            reading.note(odd("a line has a value but no key", number));
            continue;
        }
        if line.starts_with('[') {
            reading.note(odd("a section header is not closed", number));
            continue;
        }
        let key = unquoted(key);
        let path = if section.is_empty() {
            key.to_owned()
        } else {
            format!("{section}.{key}")
        };
        let value = match value {
            Some(value) => Scalar::untyped(Cow::Borrowed(unquoted(without_remark(value)))),
            None => Scalar::bare(ValueType::Null),
        };
        last = Some(Entry {
            path,
            value,
            line: number,
            route: Route::Plain,
        });
    }
    flush(&mut last, &mut settings, reading)?;
    let mut snapshot = Snapshot::new("ini");
    snapshot.entries = settings.finish();
    snapshot.name_itself();
    Ok(snapshot)
}

fn flush<'t>(
    last: &mut Option<Entry<'t>>,
    settings: &mut Settings<'t>,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    match last.take() {
        Some(entry) => settings.put(entry, Doubled::Last, reading),
        None => Ok(()),
    }
}

/// The name in a section header (`[name]`, also with a remark behind it).
fn header(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[')?;
    let (name, behind) = rest.rsplit_once(']')?;
    let behind = behind.trim_start();
    (behind.is_empty() || behind.starts_with(['#', ';'])).then(|| name.trim())
}

/// Reads a security template.
pub(super) fn parse_secedit<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut section = "";
    for (number, line) in numbered(text) {
        let line = line.trim();
        if line.is_empty() || line.starts_with(';') {
            continue;
        }
        if let Some(name) = header(line) {
            section = name;
            continue;
        }
        let entry = if section.eq_ignore_ascii_case("Registry Values") {
            let Some((name, typed)) = line.split_once('=') else {
                reading.note(odd("a registry value has no `=`", number));
                continue;
            };
            let (name, value) = (name.trim(), registry_value(typed.trim()));
            let route = Route::Registry(reg::canonical(name));
            untyped(format!("{section}.{name}"), value, number, route)
        } else if let Some((key, value)) = line.split_once('=') {
            untyped(
                format!("{section}.{}", key.trim()),
                unquoted(value.trim()),
                number,
                Route::Plain,
            )
        } else if let Some((name, rest)) = line.split_once(',') {
            // `[Service General Setting]`, `[Registry Keys]`, `[File Security]`: "name",mode,"descriptor"
            untyped(
                format!("{section}.{}", unquoted(name.trim())),
                rest.trim(),
                number,
                Route::Plain,
            )
        } else {
            reading.note(odd("a line is neither a section nor a setting", number));
            continue;
        };
        settings.put(entry, Doubled::Last, reading)?;
    }
    let mut snapshot = Snapshot::new("secedit");
    snapshot.entries = settings.finish();
    Ok(snapshot)
}

/// The value behind its registry type (`4,1` → `1`).
fn registry_value(typed: &str) -> &str {
    match typed.split_once(',') {
        Some((ty, value)) if ty.trim().parse::<u8>().is_ok() => unquoted(value.trim()),
        _ => unquoted(typed),
    }
}
