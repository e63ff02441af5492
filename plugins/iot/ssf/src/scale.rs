//! Levels and amounts in cells.

use crate::cells::filled;
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::says;

/// What a cell says where a level is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level<'a> {
    Empty,
    /// Neither 0, 1 nor 2.
    Outside(&'a str),
    At(u8),
}

impl Level<'_> {
    pub(crate) fn at(self) -> Option<u8> {
        match self {
            Self::At(level) => Some(level),
            _ => None,
        }
    }
}

/// The level in a field. `0` is a level, though it says no elsewhere.
pub(crate) fn level<'a>(row: &Entry<'a>, field: &str) -> Level<'a> {
    match row.get(field).filter(|text| says(text)) {
        None => Level::Empty,
        Some("0") => Level::At(0),
        Some("1") => Level::At(1),
        Some("2") => Level::At(2),
        Some(other) => Level::Outside(other),
    }
}

/// What a risk costs in yen: as stated, or per hour times hours. `Err` for a number that is none.
pub(crate) fn amount(row: &Entry<'_>) -> Result<Option<f64>, &'static str> {
    let number = |field: &'static str| match (row.get(field).filter(|text| says(text)), row.number(field)) {
        (None, _) => Ok(None),
        (Some(_), Some(n)) if n.is_finite() && n >= 0.0 => Ok(Some(n)),
        (Some(_), _) => Err(field),
    };
    let stated = number("loss_amount")?;
    let product = match (number("loss_per_hour")?, number("stop_hours")?) {
        (Some(per_hour), Some(hours)) => Some(per_hour * hours),
        _ => None,
    };
    // Two statements: the graver one counts.
    Ok(match (stated, product) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    })
}

/// The word for harm to people; `none` is an answer here.
pub(crate) fn harm<'a>(row: &Entry<'a>) -> Option<&'a str> {
    row.get("safety_impact").filter(|text| says(text))
}

/// The viewpoint of a treatment.
pub(crate) fn viewpoint(row: &Entry<'_>) -> Option<u8> {
    match filled(row, "viewpoint") {
        Some("1") => Some(1),
        Some("2") => Some(2),
        Some("3") => Some(3),
        Some("4") => Some(4),
        _ => None,
    }
}

/// An amount for a message: whole yen.
pub(crate) fn yen(amount: f64) -> String {
    format!("{amount:.0}")
}
