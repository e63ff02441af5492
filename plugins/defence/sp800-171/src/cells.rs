//! What a field of a row says.

use crate::words::{is_none, is_nothing};
use sekisho_sdk::prelude::*;

/// A field as text, unless it says nothing or that there is none.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| !is_nothing(text) && !is_none(text))
}

/// The items of a list field that say something; "none" is an item.
pub(crate) fn items<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    row.list(field).into_iter().filter(|item| !is_nothing(item)).collect()
}

/// A day that a field should state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day<'a> {
    /// No day.
    Nothing,
    /// Something that is no day.
    Odd(&'a str),
    /// A day.
    On(Date),
}

impl Day<'_> {
    /// The day, where it is not after today.
    pub(crate) fn past(self, today: Date) -> Option<Date> {
        match self {
            Self::On(day) if day <= today => Some(day),
            _ => None,
        }
    }
}

/// The day that a field states.
pub(crate) fn day<'a>(row: &Entry<'a>, field: &str) -> Day<'a> {
    match (row.date(field), row.get(field)) {
        (Some(day), _) => Day::On(day),
        (None, Some(text)) if !is_nothing(text) && !is_none(text) => Day::Odd(text),
        _ => Day::Nothing,
    }
}
