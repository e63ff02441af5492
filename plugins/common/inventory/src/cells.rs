//! One way to look at a row, whether it stands in the inventory or in a register: what does this field say?

use crate::words::{is_none, is_nothing};
use sekisho_sdk::prelude::*;

/// What a field says. Where the vocabulary wants a day or a yes or no, a text is one that was not understood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stated<'a> {
    /// Nothing, or words that mean nothing.
    Nothing,
    /// A text.
    Text(&'a str),
    /// A day.
    Day(Date),
    /// Yes or no.
    Flag(bool),
}

/// A row of any table.
pub(crate) trait Cells<'a> {
    /// What a field says.
    fn stated(&self, field: &str) -> Stated<'a>;

    /// The items of a list field.
    fn items(&self, field: &str) -> Vec<&'a str>;

    /// What messages call the row.
    fn label(&self) -> String;

    /// A field as text, unless it says nothing.
    fn text(&self, field: &str) -> Option<&'a str> {
        match self.stated(field) {
            Stated::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A field as text, unless it says nothing or that there is none.
    fn some_text(&self, field: &str) -> Option<&'a str> {
        self.text(field).filter(|text| !is_none(text))
    }

    /// A field as a day.
    fn day(&self, field: &str) -> Option<Date> {
        match self.stated(field) {
            Stated::Day(day) => Some(day),
            _ => None,
        }
    }

    /// A field as yes or no.
    fn yes(&self, field: &str) -> Option<bool> {
        match self.stated(field) {
            Stated::Flag(flag) => Some(flag),
            _ => None,
        }
    }
}

/// Sorts out the forms in which a cell is handed over.
pub(crate) fn state<'a>(value: Option<&'a str>, day: Option<Date>, flag: Option<bool>) -> Stated<'a> {
    match (day, flag, value) {
        (Some(day), _, _) => Stated::Day(day),
        (None, Some(flag), _) => Stated::Flag(flag),
        (None, None, Some(text)) if !is_nothing(text) => Stated::Text(text),
        _ => Stated::Nothing,
    }
}

impl<'a> Cells<'a> for Entry<'a> {
    fn stated(&self, field: &str) -> Stated<'a> {
        state(self.get(field), self.date(field), self.flag(field))
    }

    fn items(&self, field: &str) -> Vec<&'a str> {
        self.list(field).into_iter().filter(|item| !is_nothing(item)).collect()
    }

    fn label(&self) -> String {
        Entry::label(self)
    }
}
