//! What a field of a row says.

use sekisho_sdk::prelude::*;
use sekisho_sdk::words::{is_none, says};

/// A field as text, unless it says nothing or that there is none.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| says(text) && !is_none(text))
}

/// The items of a list field that name something.
pub(crate) fn items<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    let items = row.list(field).into_iter();
    items.filter(|item| says(item) && !is_none(item)).collect()
}

/// The fields of some that are not filled, for a message; a day (`…_at`) has to be one.
pub(crate) fn lacking(row: &Entry<'_>, fields: &[&str]) -> Option<String> {
    let open: Vec<&str> = fields
        .iter()
        .copied()
        .filter(|field| filled(row, field).is_none() || (field.ends_with("_at") && row.date(field).is_none()))
        .collect();
    (!open.is_empty()).then(|| open.join(", "))
}

/// Key and name of a row, for a message.
pub(crate) fn label(row: &Entry<'_>, name: &str) -> String {
    filled(row, name).map_or_else(|| row.label(), |name| format!("{} {name}", row.label()))
}
