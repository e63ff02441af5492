//! Snapshots to rows, with canonical settings beside the raw ones.
//!
//! A raw setting is one row: path, value as written, type. Where the vocabulary knows it and the canonical value is
//! the very same text, that row gets the canonical key. Otherwise a second row follows with key, canonical value and
//! the same path; `derived_from` names the raw path in both cases. A list setting gives one canonical row per item.

mod fitting;
mod rows;

pub(super) use fitting::push_fit;
pub(super) use rows::Told;
use rows::{Line, Waiting};

use super::asset;
use super::meaning::{self, Meanings, Path};
use super::snapshot::{Route, Scalar, Snapshot, Walk};
use super::transform::{self, Canonical};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use sekisho_model::facts::Words;
use sekisho_model::schema::rows::settings as row;
use std::borrow::Cow;
use std::collections::HashSet;

/// Pushes the rows of a snapshot.
pub(super) fn push(snapshot: &Snapshot<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let number = push_head(snapshot, reading)?;
    let mut meanings = Meanings::new(snapshot.format, reading.path);
    let pushed = settings(snapshot, number, &mut meanings, reading);
    meanings.give_back();
    pushed
}

fn settings(
    snapshot: &Snapshot<'_>,
    number: u32,
    meanings: &mut Meanings,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    let mut emitter = Emitter::new(number, snapshot.format, meanings);
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
        return emitter.flush(reading);
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
    })?;
    emitter.flush(reading)
}

/// Pushes the row of the snapshot itself; answers its number.
fn push_head(snapshot: &Snapshot<'_>, reading: &mut Reading<'_>) -> Result<u32, ReadError> {
    let said = reading.asset.or(snapshot.asset.as_deref());
    let stem = if said.is_none() {
        asset::of_path(reading.path)
    } else {
        None
    };
    let asset = said.or(stem.as_deref());
    let of = row::Snapshot {
        asset,
        format: Some(snapshot.format),
        path: Some(reading.path),
        collected: reading.collected_at.or(snapshot.collected),
        class: snapshot.class.as_deref(),
    };
    reading.push(&of, snapshot.line, "")
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
struct Emitter<'m, 'e> {
    snapshot: u32,
    format: &'static str,
    meanings: &'m mut Meanings,
    // Settings that were found to exist, with the path.
    existing: HashSet<String>,
    // The canonical settings of one raw one.
    found: Vec<(&'static str, Canonical<'e>)>,
    // Its rows.
    told: Vec<Told<'e>>,
    // Rows that are not pushed yet.
    waiting: Waiting<'e>,
}

impl<'m, 'e> Emitter<'m, 'e> {
    fn new(snapshot: u32, format: &'static str, meanings: &'m mut Meanings) -> Self {
        Self {
            snapshot,
            format,
            meanings,
            existing: HashSet::new(),
            found: Vec::new(),
            told: Vec::new(),
            waiting: Waiting::default(),
        }
    }

    fn setting(&mut self, seen: Seen<'_, 'e>, value: &Scalar<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        self.tell(seen, value, reading);
        let origin = reading.origin(seen.line, seen.at.path);
        self.waiting.add(seen.at.path, origin, &mut self.told);
        if self.waiting.is_full() {
            self.flush(reading)?;
        }
        Ok(())
    }

    /// Pushes the rows that wait.
    fn flush(&mut self, reading: &mut Reading<'_>) -> Result<(), ReadError> {
        let lines: Vec<Line<'_>> = self.waiting.lines().collect();
        rows::push(self.snapshot, &lines, &Words::default(), reading)?;
        self.waiting.clear();
        Ok(())
    }

    /// Whether a path stands for no canonical setting, whatever its value.
    fn is_unknown(&mut self, path: &str) -> bool {
        let route = &Route::Path;
        self.meanings.of(Path { path, route }).hits.is_empty()
    }

    /// Works out the rows of a setting; answers whether the same value at the same path always has the same.
    fn tell(&mut self, seen: Seen<'_, 'e>, value: &Scalar<'_>, reading: &mut Reading<'_>) -> bool {
        let is_lasting = self.find(seen, reading);
        let raw = seen.text;
        let same = self
            .found
            .iter()
            .position(|(_, value)| raw == Some(value.text.as_ref()));
        let meant = same.and_then(|at| self.found.get(at));
        self.told.clear();
        let mut first = Told::raw(raw, value);
        if let Some((key, meant)) = meant {
            first.key = Some(key);
            first.number = first.number.or(meant.number);
            first.flag = first.flag.or(meant.flag);
        }
        self.told.push(first);
        for (at, (key, value)) in self.found.drain(..).enumerate() {
            if Some(at) == same {
                continue;
            }
            self.told.push(Told::canonical(key, value));
        }
        is_lasting
    }

    /// Finds the canonical settings it stands for; answers whether they follow from path and value alone, without a
    /// remark.
    fn find(&mut self, seen: Seen<'_, 'e>, reading: &mut Reading<'_>) -> bool {
        self.found.clear();
        let mut is_lasting = true;
        let meaning = self.meanings.of(seen.at);
        for hit in &meaning.hits {
            let words = meaning.words.as_ref();
            let rest = words.map(|words| Cow::Owned(words.get(hit.taken..).unwrap_or_default().join(" ")));
            let value = rest.or(seen.text.map(Cow::Borrowed));
            if transform::exists(hit.steps) && words.is_none() {
                // Everything below an existing path says so again.
                is_lasting = false;
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
                is_lasting = false;
                let text = format!("`{}` gives no `{}`: {reason}", seen.at.path, hit.setting.id);
                reading.note(
                    Diagnostic::warning("setting-not-understood", text)
                        .at_line(seen.line)
                        .at(seen.at.path),
                );
            }
        }
        is_lasting
    }
}

/// In line formats a bare keyword is there; in JSON and its like a null or an empty list is as good as nothing.
fn format_allows_bare(format: &str) -> bool {
    matches!(
        format,
        "ini" | "properties" | "env" | "keyword" | "network-device" | "sshd"
    )
}
