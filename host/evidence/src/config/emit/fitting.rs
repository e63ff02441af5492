//! The rows of a snapshot that looks like those before it: most values were met before and have their rows ready.

use super::{Emitter, Seen, push_head};
use crate::config::meaning::{Meanings, Path};
use crate::config::shape::{Fit, Leaf, Lexeme, Role, Shape};
use crate::config::snapshot::{Route, Snapshot};
use crate::{ReadError, Reading};
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
    let value = |leaf: &Leaf| text.get(leaf.start..leaf.end).unwrap_or_default();
    let mut said = Snapshot::new("json");
    let mut asset = None;
    for leaf in leaves {
        let role = shape
            .slots
            .get(leaf.slot as usize)
            .map_or(Role::Setting, |slot| slot.role);
        let is_filled = matches!(leaf.lexeme, Lexeme::Text | Lexeme::Number) && !value(leaf).trim().is_empty();
        if role == Role::Setting || !is_filled {
            continue;
        }
        let filled = value(leaf).trim();
        match role {
            Role::Asset => asset = Some(filled),
            Role::Hostname => said.asset = Some(filled.to_owned()),
            Role::Collected => said.collected = Date::parse(filled),
            Role::Class => said.class = Some(filled.to_owned()),
            Role::Setting => {}
        }
    }
    if let Some(asset) = asset {
        said.asset = Some(asset.to_owned());
    }
    let before = text
        .bytes()
        .take_while(|byte| *byte != b'{')
        .filter(|byte| *byte == b'\n')
        .count();
    said.line = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
    let snapshot = push_head(&said, reading)?;
    let first = reading.builder.share(&shape.paths);
    let mut emitter = Emitter::new(snapshot, "json", meanings);
    for leaf in leaves {
        let at = leaf.slot as usize;
        let (Some(slot), Some(path)) = (shape.slots.get_mut(at), shape.paths.get(at)) else {
            continue;
        };
        let (raw, path) = (value(leaf), path.as_ref());
        let origin = FactsBuilder::origin_at_shared(reading.file, leaf.line, first.saturating_add(leaf.slot));
        if let Some(told) = slot.answers.get(leaf.lexeme, raw) {
            told.iter()
                .try_for_each(|told| told.push(snapshot, path, origin, reading))?;
            continue;
        }
        let scalar = leaf.lexeme.scalar(raw);
        let seen = Seen {
            at: Path {
                path,
                route: &Route::Path,
            },
            line: leaf.line,
            text: leaf.lexeme.has_text().then_some(raw),
        };
        if emitter.tell(seen, &scalar, reading) {
            slot.answers.put(leaf.lexeme, raw, &emitter.told);
        }
        emitter.push(path, origin, reading)?;
    }
    Ok(())
}
