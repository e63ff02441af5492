//! What a field of a row says.

use crate::words::{is_none, says};
use sekisho_sdk::countries::code;
use sekisho_sdk::prelude::*;

/// A field as text, unless it says nothing or that there is none.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| says(text) && !is_none(text))
}

/// The items of a list field that name something.
pub(crate) fn items<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    let items = row.list(field).into_iter();
    items.filter(|item| says(item) && !is_none(item)).collect()
}

/// The countries of a field, by code.
pub(crate) fn countries(row: &Entry<'_>, field: &str) -> Vec<String> {
    items(row, field).into_iter().map(code).collect()
}

/// A whole number that is not negative.
pub(crate) fn count(row: &Entry<'_>, field: &str) -> Option<i64> {
    let number = row.number(field).filter(|n| (0.0..=1e15).contains(n))?;
    #[allow(clippy::cast_possible_truncation, reason = "bounded on the line above")]
    Some(number as i64)
}
