//! Snapshots to rows, with canonical settings beside the raw ones.
//!
//! A raw setting is one row: path, value as written, type. Where the vocabulary knows it and the canonical value is
//! the very same text, that row gets the canonical key. Otherwise a second row follows with key, canonical value and
//! the same path; `derived_from` names the raw path in both cases. A list setting gives one canonical row per item.

use super::asset;
use super::meaning::{self, Meanings};
use super::snapshot::{Entry, Snapshot};
use super::transform::{self, Canonical};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use sekisho_model::schema::rows::settings;
use std::borrow::Cow;
use std::collections::HashSet;

/// Pushes the rows of a snapshot.
pub(super) fn push(snapshot: &Snapshot<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let said = reading.asset.or(snapshot.asset.as_deref());
    let stem = if said.is_none() { asset::of_path(reading.path) } else { None };
    let asset = said.or(stem.as_deref());
    let row = settings::Snapshot {
        asset,
        format: Some(snapshot.format),
        path: Some(reading.path),
        collected: reading.collected_at.or(snapshot.collected),
        class: snapshot.class.as_deref(),
    };
    let number = reading.push(&row, snapshot.line, "")?;
    let mut emitter = Emitter {
        format: snapshot.format,
        meanings: Meanings::new(snapshot.format, reading.path),
        existing: HashSet::new(),
        found: Vec::new(),
    };
    for entry in &snapshot.entries {
        emitter.entry(number, entry, reading)?;
    }
    Ok(())
}

/// The settings of one snapshot on their way into rows.
struct Emitter<'e> {
    format: &'static str,
    meanings: Meanings,
    // Settings that were found to exist, with the path.
    existing: HashSet<String>,
    // The canonical settings of one entry.
    found: Vec<(&'static str, Canonical<'e>)>,
}

impl<'e> Emitter<'e> {
    fn entry(&mut self, snapshot: u32, entry: &'e Entry<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        self.find(entry, reading);
        let raw = entry.value.text.as_deref();
        let same = self.found.iter().position(|(_, value)| raw == Some(value.text.as_ref()));
        let meant = same.and_then(|at| self.found.get(at));
        let key = meant.map(|(key, _)| *key);
        let row = settings::Setting {
            snapshot: Some(snapshot),
            path: Some(&entry.path),
            key,
            value: raw,
            number: entry.value.number.or_else(|| meant.and_then(|(_, v)| v.number)),
            flag: entry.value.flag.or_else(|| meant.and_then(|(_, v)| v.flag)),
            value_type: Some(entry.value.ty.name()),
            derived_from: key.map(|_| entry.path.as_str()),
        };
        let origin = reading.origin(entry.line, &entry.path);
        reading.push_at(&row, origin)?;
        for (at, (key, value)) in self.found.iter().enumerate() {
            if Some(at) == same {
                continue;
            }
            let ty = match (value.flag, value.number) {
                (Some(_), _) => "boolean",
                (None, Some(_)) => "number",
                (None, None) => "string",
            };
            let row = settings::Setting {
                snapshot: Some(snapshot),
                path: Some(&entry.path),
                key: Some(key),
                value: Some(&value.text),
                number: value.number,
                flag: value.flag,
                value_type: Some(ty),
                derived_from: Some(&entry.path),
            };
            reading.push_at(&row, origin)?;
        }
        Ok(())
    }

    /// Finds the canonical settings an entry stands for.
    fn find(&mut self, entry: &'e Entry<'_>, reading: &mut Reading<'_>) {
        self.found.clear();
        let meaning = self.meanings.of(entry);
        for hit in &meaning.hits {
            let words = meaning.words.as_ref();
            let rest = words.map(|words| Cow::Owned(words.get(hit.taken..).unwrap_or_default().join(" ")));
            let value = rest.or(entry.value.text.as_deref().map(Cow::Borrowed));
            if transform::exists(hit.steps) && words.is_none() {
                // Everything below an existing path says so again.
                let (path, _) = meaning::route(entry);
                let place = path.get(..hit.taken).unwrap_or_default().join("\u{1f}");
                if !self.existing.insert(format!("{}\u{1e}{place}", hit.setting.id)) {
                    continue;
                }
                if entry.value.text.is_none() && hit.taken == path.len() && !format_allows_bare(self.format) {
                    continue;
                }
            }
            let mut put = |value| {
                let pair = (hit.setting.id.as_str(), value);
                if !self.found.contains(&pair) {
                    self.found.push(pair);
                }
            };
            if let Err(reason) = transform::apply(hit.steps, hit.setting, value, &mut put) {
                let text = format!("`{}` gives no `{}`: {reason}", entry.path, hit.setting.id);
                reading.note(
                    Diagnostic::warning("setting-not-understood", text)
                        .at_line(entry.line)
                        .at(&entry.path),
                );
            }
        }
    }
}

/// In line formats a bare keyword is there; in JSON and its like a null or an empty list is as good as nothing.
fn format_allows_bare(format: &str) -> bool {
    matches!(
        format,
        "ini" | "properties" | "env" | "keyword" | "network-device" | "sshd"
    )
}
