//! Snapshots to rows, with canonical settings beside the raw ones.
//!
//! A raw setting is one row: path, value as written, type. Where the vocabulary knows it and the canonical value is
//! the very same text, that row gets the canonical key. Otherwise a second row follows with key, canonical value and
//! the same path; `derived_from` names the raw path in both cases. A list setting gives one canonical row per item.

use super::asset;
use super::meaning::{self, Meanings, Path};
use super::snapshot::{Route, Scalar, Snapshot, Walk};
use super::transform::{self, Canonical};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use sekisho_model::schema::rows::settings;
use std::borrow::Cow;
use std::collections::HashSet;

/// Pushes the rows of a snapshot.
pub(super) fn push(snapshot: &Snapshot<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let said = reading.asset.or(snapshot.asset.as_deref());
    let stem = if said.is_none() {
        asset::of_path(reading.path)
    } else {
        None
    };
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
        snapshot: number,
        format: snapshot.format,
        meanings: Meanings::new(snapshot.format, reading.path),
        existing: HashSet::new(),
        found: Vec::new(),
    };
    for entry in &snapshot.entries {
        let seen = Seen {
            at: Path {
                path: &entry.path,
                route: &entry.route,
            },
            line: entry.line,
            text: entry.value.text.as_deref(),
        };
        emitter.setting(seen, &entry.value, reading)?;
    }
    let Some((document, typed)) = &snapshot.document else {
        return Ok(());
    };
    Walk::new(reading).below("", document, &mut |path, node| {
        let seen = Seen {
            at: Path {
                path,
                route: &Route::Path,
            },
            line: node.line,
            text: node.written(),
        };
        emitter.setting(seen, &Scalar::of(&node.value, *typed), reading)
    })
}

/// A setting before it becomes rows.
#[derive(Clone, Copy)]
struct Seen<'s, 'e> {
    at: Path<'s>,
    line: u32,
    // Lives as long as the snapshot, so that what is made of it can.
    text: Option<&'e str>,
}

/// The settings of one snapshot on their way into rows.
struct Emitter<'e> {
    snapshot: u32,
    format: &'static str,
    meanings: Meanings,
    // Settings that were found to exist, with the path.
    existing: HashSet<String>,
    // The canonical settings of one raw one.
    found: Vec<(&'static str, Canonical<'e>)>,
}

impl<'e> Emitter<'e> {
    fn setting(&mut self, seen: Seen<'_, 'e>, value: &Scalar<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        self.find(seen, reading);
        let (snapshot, path, raw) = (self.snapshot, seen.at.path, seen.text);
        let same = self
            .found
            .iter()
            .position(|(_, value)| raw == Some(value.text.as_ref()));
        let meant = same.and_then(|at| self.found.get(at));
        let key = meant.map(|(key, _)| *key);
        let row = settings::Setting {
            snapshot: Some(snapshot),
            path: Some(path),
            key,
            value: raw,
            number: value.number.or_else(|| meant.and_then(|(_, v)| v.number)),
            flag: value.flag.or_else(|| meant.and_then(|(_, v)| v.flag)),
            value_type: Some(value.ty.name()),
            derived_from: key.map(|_| path),
        };
        let origin = reading.origin(seen.line, path);
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
                path: Some(path),
                key: Some(key),
                value: Some(&value.text),
                number: value.number,
                flag: value.flag,
                value_type: Some(ty),
                derived_from: Some(path),
            };
            reading.push_at(&row, origin)?;
        }
        Ok(())
    }

    /// Finds the canonical settings it stands for.
    fn find(&mut self, seen: Seen<'_, 'e>, reading: &mut Reading<'_>) {
        self.found.clear();
        let meaning = self.meanings.of(seen.at);
        for hit in &meaning.hits {
            let words = meaning.words.as_ref();
            let rest = words.map(|words| Cow::Owned(words.get(hit.taken..).unwrap_or_default().join(" ")));
            let value = rest.or(seen.text.map(Cow::Borrowed));
            if transform::exists(hit.steps) && words.is_none() {
                // Everything below an existing path says so again.
                let (path, _) = meaning::route(seen.at);
                let place = path.get(..hit.taken).unwrap_or_default().join("\u{1f}");
                if !self.existing.insert(format!("{}\u{1e}{place}", hit.setting.id)) {
                    continue;
                }
                if seen.text.is_none() && hit.taken == path.len() && !format_allows_bare(self.format) {
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
                let text = format!("`{}` gives no `{}`: {reason}", seen.at.path, hit.setting.id);
                reading.note(
                    Diagnostic::warning("setting-not-understood", text)
                        .at_line(seen.line)
                        .at(seen.at.path),
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
