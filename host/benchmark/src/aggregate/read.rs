//! Reading an aggregate that somebody else made.

use super::{Aggregate, FORMAT, short};
use crate::BenchmarkError;
use crate::cells::Cell;
use crate::score::Standing;

/// Reads an aggregate.
pub fn parse(file: &str, text: &str) -> Result<Aggregate, BenchmarkError> {
    let wrong = |reason: String| BenchmarkError::Unreadable {
        file: file.to_owned(),
        what: "aggregate",
        reason,
    };
    let aggregate: Aggregate = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
    if aggregate.format != FORMAT {
        return Err(wrong(format!(
            "its format is `{}`, not `{FORMAT}`",
            short(&aggregate.format)
        )));
    }
    for slice in &aggregate.slices {
        if slice.controls.len() != aggregate.controls.len() {
            return Err(wrong("a slice does not have the controls of the aggregate".to_owned()));
        }
        for (control, cells) in aggregate.controls.iter().zip(&slice.controls) {
            let mut told: Vec<Standing> = cells.iter().flat_map(|c| c.standings.iter().copied()).collect();
            told.sort();
            if told != Standing::ALL || !cells.iter().all(|c| is_sound(c, slice.firms)) {
                return Err(wrong(format!(
                    "its cells of control `{}` do not add up",
                    short(&control.id)
                )));
            }
        }
    }
    if aggregate.slices.is_empty() {
        return Err(wrong("it has no slice".to_owned()));
    }
    Ok(aggregate)
}

fn is_sound(cell: &Cell, firms: usize) -> bool {
    cell.firms.is_none_or(|count| count <= firms)
        && cell.fewer_than.is_none_or(|bound| bound <= firms)
        && cell.rate.is_none_or(|rate| (0.0..=1.0).contains(&rate))
}
