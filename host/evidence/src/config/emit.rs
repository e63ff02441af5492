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
use std::collections::HashSet;

/// Pushes the rows of a snapshot.
pub(super) fn push(snapshot: &Snapshot<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let stem = asset::of_path(reading.path);
    let stated = reading.asset.map(str::to_owned);
    let asset = stated.or_else(|| snapshot.asset.clone()).or(stem);
    let row = settings::Snapshot {
        asset: asset.as_deref(),
        format: Some(snapshot.format),
        path: Some(reading.path),
        collected: reading.collected_at.or(snapshot.collected),
        class: snapshot.class.as_deref(),
    };
    let number = reading.push(&row, snapshot.line, "")?;
    let file = reading.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut meanings = Meanings::new(snapshot.format, &file);
    let mut existing = HashSet::new();
    for entry in &snapshot.entries {
        let found = canonical(snapshot.format, entry, &mut meanings, &mut existing, reading);
        let raw = entry.value.text.as_deref();
        let same = found.iter().position(|(_, value)| raw == Some(value.text.as_str()));
        let meant = same.and_then(|at| found.get(at));
        let key = meant.map(|(key, _)| *key);
        let row = settings::Setting {
            snapshot: Some(number),
            path: Some(&entry.path),
            key,
            value: raw,
            number: entry.value.number.or_else(|| meant.and_then(|(_, v)| v.number)),
            flag: entry.value.flag.or_else(|| meant.and_then(|(_, v)| v.flag)),
            value_type: Some(entry.value.ty.name()),
            derived_from: key.map(|_| entry.path.as_str()),
        };
        reading.push(&row, entry.line, &entry.path)?;
        for (at, (key, value)) in found.iter().enumerate() {
            if Some(at) == same {
                continue;
            }
            let ty = match (value.flag, value.number) {
                (Some(_), _) => "boolean",
                (None, Some(_)) => "number",
                (None, None) => "string",
            };
            let row = settings::Setting {
                snapshot: Some(number),
                path: Some(&entry.path),
                key: Some(key),
                value: Some(&value.text),
                number: value.number,
                flag: value.flag,
                value_type: Some(ty),
                derived_from: Some(&entry.path),
            };
            reading.push(&row, entry.line, &entry.path)?;
        }
    }
    Ok(())
}

/// The canonical settings an entry stands for.
fn canonical(
    format: &str,
    entry: &Entry<'_>,
    meanings: &mut Meanings<'_>,
    existing: &mut HashSet<String>,
    reading: &mut Reading<'_>,
) -> Vec<(&'static str, Canonical)> {
    let meaning = meanings.of(entry);
    let mut found: Vec<(&'static str, Canonical)> = Vec::new();
    for hit in &meaning.hits {
        let rest = meaning
            .words
            .as_ref()
            .map(|words| words.get(hit.taken..).unwrap_or_default().join(" "));
        let value = rest.as_deref().or(entry.value.text.as_deref());
        if transform::exists(hit.steps) && meaning.words.is_none() {
            // Everything below an existing path says so again.
            let (path, _) = meaning::route(entry);
            let place = path.get(..hit.taken).unwrap_or_default().join("\u{1f}");
            if !existing.insert(format!("{}\u{1e}{place}", hit.setting.id)) {
                continue;
            }
            if entry.value.text.is_none() && hit.taken == path.len() && !format_allows_bare(format) {
                continue;
            }
        }
        match transform::apply(hit.steps, hit.setting, value) {
            Ok(values) => {
                for value in values {
                    let pair = (hit.setting.id.as_str(), value);
                    if !found.contains(&pair) {
                        found.push(pair);
                    }
                }
            }
            Err(reason) => {
                let text = format!("`{}` gives no `{}`: {reason}", entry.path, hit.setting.id);
                reading.note(
                    Diagnostic::warning("setting-not-understood", text)
                        .at_line(entry.line)
                        .at(&entry.path),
                );
            }
        }
    }
    found
}

/// In line formats a bare keyword is there; in JSON and its like a null or an empty list is as good as nothing.
fn format_allows_bare(format: &str) -> bool {
    matches!(
        format,
        "ini" | "properties" | "env" | "keyword" | "network-device" | "sshd"
    )
}
