//! The rows of a snapshot that looks like those before it: most values were met before and have their rows ready.

use super::rows::{self, Line, TOGETHER, Told};
use super::{Emitter, Seen, push_head};
use crate::config::meaning::{Meanings, Path};
use crate::config::shape::{self, Fit, Leaf, Lexeme, Role, Shape};
use crate::config::snapshot::{Route, Snapshot};
use crate::{ReadError, Reading};
use sekisho_model::schema::Kind;
use sekisho_model::{Date, FactsBuilder};

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
    let snapshot = push_head(&said(leaves, text), reading)?;
    let first = reading.builder.share(&shape.paths);
    let mut emitter = Emitter::new(snapshot, "json", meanings);
    for leaves in leaves.chunks(TOGETHER) {
        // What no earlier snapshot had is worked out first, since the others lend their rows.
        let mut fresh = Fresh::default();
        for leaf in leaves.iter().filter(|leaf| leaf.answer.is_none()) {
            fresh.tell(*leaf, text, shape, &mut emitter, reading);
        }
        let (mut lines, mut ends) = (Vec::with_capacity(leaves.len() + leaves.len() / 8), fresh.ends.iter());
        let mut start = 0;
        for leaf in leaves {
            let at = leaf.slot as usize;
            let (Some(slot), Some(path)) = (shape.slots.get(at), shape.paths.get(at)) else {
                continue;
            };
            let told = match leaf.answer {
                Some(answer) => slot.answers.get(answer),
                None => {
                    let end = ends.next().copied().unwrap_or(start);
                    fresh
                        .told
                        .get(std::mem::replace(&mut start, end)..end)
                        .unwrap_or_default()
                }
            };
            let origin = FactsBuilder::origin_at_shared(reading.file, leaf.line, first.saturating_add(leaf.slot));
            for told in told {
                lines.push(Line {
                    path,
                    path_word: slot.path,
                    origin,
                    told,
                });
            }
        }
        rows::push(snapshot, &lines, &words, reading)?;
    }
    Ok(())
}

/// Rows that were made for one snapshot, of one value after the other.
#[derive(Default)]
struct Fresh<'t> {
    told: Vec<Told<'t>>,
    /// Where the rows of each value end.
    ends: Vec<usize>,
}

impl<'t> Fresh<'t> {
    /// Works out the rows of a value, which is remembered where it always has the same.
    fn tell(
        &mut self,
        leaf: Leaf,
        text: &'t str,
        shape: &mut Shape,
        emitter: &mut Emitter<'_, 't>,
        reading: &mut Reading<'_>,
    ) {
        let at = leaf.slot as usize;
        if let (Some(slot), Some(path)) = (shape.slots.get_mut(at), shape.paths.get(at)) {
            let raw = leaf.value(text);
            let (written, scalar) = (leaf.lexeme.has_text().then_some(raw), leaf.lexeme.scalar(raw));
            if slot.answers.is_plain(|| emitter.is_unknown(path)) {
                self.told.push(Told::raw(written, &scalar));
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
                self.told.append(&mut emitter.told);
            }
        }
        self.ends.push(self.told.len());
    }
}

/// What the values say of the snapshot itself.
fn said(leaves: &[Leaf], text: &str) -> Snapshot<'static> {
    let mut said = Snapshot::new("json");
    let mut hostname = None;
    for leaf in leaves.iter().filter(|leaf| leaf.role != Role::Setting) {
        if !matches!(leaf.lexeme, Lexeme::Text | Lexeme::Number) {
            continue;
        }
        let filled = leaf.value(text).trim();
        match leaf.role {
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
