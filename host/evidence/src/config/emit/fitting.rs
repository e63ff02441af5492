//! The rows of a snapshot that looks like those before it: most values were met before and have their rows ready.

use super::rows::{self, Line, TOGETHER, Told};
use super::{Emitter, Seen, push_head};
use crate::config::meaning::{Meanings, Path};
use crate::config::shape::{self, Fit, Leaf, Lexeme, Role, Shape};
use crate::config::snapshot::{Route, Snapshot};
use crate::{ReadError, Reading};
use sekisho_model::schema::Kind;
use sekisho_model::{Date, FactsBuilder};
use std::ops::Range;

/// Values of a snapshot that are its own as a rule: addresses, serial numbers.
const FRESH: usize = 24;

/// Pushes the rows of a snapshot that fits what was known of its like.
pub(in crate::config) fn push_fit(mut fit: Fit, text: &str, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let (mut shape, leaves) = fit.take();
    let pushed = fitting(&mut fit.meanings, &mut shape, &leaves, text, reading);
    fit.put_back((shape, leaves));
    pushed
}

fn fitting(
    meanings: &mut Meanings,
    shape: &mut Shape,
    leaves: &[Leaf],
    text: &str,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    let words = shape::words();
    reading.builder.lend(Kind::Settings, &words);
    let snapshot = push_head(&said(shape, leaves, text), reading)?;
    let first = reading.builder.share(&shape.paths);
    let mut emitter = Emitter::new(snapshot, "json", meanings);
    for leaves in leaves.chunks(TOGETHER) {
        // What no earlier snapshot had is worked out first, since the others lend their rows.
        let mut sources = Vec::with_capacity(leaves.len());
        let mut fresh: Vec<Told<'_>> = Vec::with_capacity(FRESH);
        for leaf in leaves {
            let at = leaf.slot as usize;
            let (Some(slot), Some(path)) = (shape.slots.get_mut(at), shape.paths.get(at)) else {
                continue;
            };
            let raw = leaf.value(text);
            if let Some(answer) = slot.answers.find(leaf.lexeme, raw) {
                sources.push(Source::Known(answer));
                continue;
            }
            let start = fresh.len();
            let (written, scalar) = (leaf.lexeme.has_text().then_some(raw), leaf.lexeme.scalar(raw));
            if slot.answers.is_plain(|| emitter.is_unknown(path)) {
                fresh.push(Told::raw(written, &scalar));
            } else {
                let seen = Seen {
                    at: Path {
                        path,
                        route: &Route::Path,
                    },
                    line: leaf.line,
                    text: written,
                };
                if emitter.tell(seen, &scalar, reading) {
                    slot.answers.put(leaf.lexeme, raw, &emitter.told);
                }
                fresh.append(&mut emitter.told);
            }
            sources.push(Source::Fresh(start..fresh.len()));
        }
        let mut lines: Vec<Line<'_>> = Vec::with_capacity(leaves.len() + leaves.len() / 8);
        for (leaf, source) in leaves.iter().zip(sources) {
            let at = leaf.slot as usize;
            let (Some(slot), Some(path)) = (shape.slots.get(at), shape.paths.get(at)) else {
                continue;
            };
            let path_word = slot.path;
            let told = match source {
                Source::Known(answer) => slot.answers.get(answer),
                Source::Fresh(range) => fresh.get(range).unwrap_or_default(),
            };
            let origin = FactsBuilder::origin_at_shared(reading.file, leaf.line, first.saturating_add(leaf.slot));
            lines.extend(told.iter().map(|told| Line {
                path,
                path_word,
                origin,
                told,
            }));
        }
        rows::push(snapshot, &lines, &words, reading)?;
    }
    Ok(())
}

/// Where the rows of a value are.
enum Source {
    /// Among the answers of its place.
    Known(usize),
    /// Among those made for this snapshot.
    Fresh(Range<usize>),
}

/// What the values say of the snapshot itself.
fn said(shape: &Shape, leaves: &[Leaf], text: &str) -> Snapshot<'static> {
    let mut said = Snapshot::new("json");
    let mut hostname = None;
    for leaf in leaves {
        let slot = shape.slots.get(leaf.slot as usize);
        let role = slot.map_or(Role::Setting, |slot| slot.role);
        if role == Role::Setting || !matches!(leaf.lexeme, Lexeme::Text | Lexeme::Number) {
            continue;
        }
        let filled = leaf.value(text).trim();
        match role {
            _ if filled.is_empty() => {}
            Role::Setting => {}
            Role::Asset => said.asset = Some(filled.to_owned()),
            Role::Hostname => hostname = Some(filled.to_owned()),
            Role::Collected => said.collected = Date::parse(filled),
            Role::Class => said.class = Some(filled.to_owned()),
        }
    }
    said.asset = said.asset.or(hostname);
    let before = text.bytes().take_while(|byte| *byte != b'{');
    let lines = before.filter(|byte| *byte == b'\n').count();
    said.line = u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1);
    said
}
