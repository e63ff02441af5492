//! What a field of a row says.

use crate::words::{is_none, says};
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
