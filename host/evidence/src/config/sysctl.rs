//! `sysctl.conf`, its drop-ins and the output of `sysctl -a`: `key = value`, and the last value counts.
//!
//! Path: the key with dots (`net/ipv4/ip_forward` is `net.ipv4.ip_forward`).

use super::lines::{Doubled, Settings, numbered, odd, untyped};
use super::snapshot::{Route, Snapshot};
use crate::{ReadError, Reading};

/// Reads kernel parameters.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    for (number, line) in numbered(text) {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        // A leading `-` only says that a failure to set it is ignored.
        let line = line.strip_prefix('-').unwrap_or(line);
        let Some((key, value)) = line.split_once('=') else {
            reading.note(odd("a line is no `key = value`", number));
            continue;
        };
        let path = dotted(key.trim());
        if path.is_empty() || path.contains(char::is_whitespace) {
            reading.note(odd("a line is no `key = value`", number));
            continue;
        }
        settings.put(
            untyped(path, value.trim(), number, Route::Plain),
            Doubled::Last,
            reading,
        )?;
    }
    let mut snapshot = Snapshot::new("sysctl");
    snapshot.entries = settings.finish();
    Ok(snapshot)
}

/// Where the first separator is a slash, slashes are the separators and dots belong to names.
fn dotted(key: &str) -> String {
    let slashes = key
        .find('/')
        .is_some_and(|slash| key.find('.').is_none_or(|dot| slash < dot));
    let swap = |c: char| match c {
        '/' => '.',
        '.' => '/',
        other => other,
    };
    if slashes {
        key.chars().map(swap).collect()
    } else {
        key.to_owned()
    }
}
