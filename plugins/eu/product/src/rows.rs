//! Cells of registers.

use sekisho_sdk::prelude::*;
use sekisho_sdk::words::{is_none, says};

/// A field as text, unless it says nothing or that there is none.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| says(text) && !is_none(text))
}

/// The items of a list field that name something.
pub(crate) fn list<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    let items = row.list(field).into_iter();
    items.filter(|item| says(item) && !is_none(item)).collect()
}

/// Id and product of a row.
pub(crate) fn label(row: &Entry<'_>) -> String {
    match (row.key(), filled(row, "product")) {
        (Some(key), Some(product)) if key != product => format!("{key} {product}"),
        _ => row.label(),
    }
}
