//! What a cell says: words compared without their dress, and the words that stand for "nothing to say" and "none".

use sekisho_sdk::prelude::*;
use sekisho_sdk::words;
pub(crate) use sekisho_sdk::words::squash as fold;

/// Written where a cell is left open: it fills no field.
const NOTHING: &[&str] = &[
    "",
    "/",
    "//",
    "~",
    "n/a",
    "#n/a",
    "na",
    "tbd",
    "null",
    "nil",
    "unknown",
    "不明",
    "未定",
    "未記入",
    "未確認",
    "該当なし",
    "調査中",
];
/// Whether a text names something: not open, and not "none".
fn is_name(text: &str) -> bool {
    let word = fold(text);
    !NOTHING.contains(&word.as_str()) && !words::is_none(text)
}

/// A field that names something.
pub(crate) fn named<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| is_name(text))
}

/// The items of a list field that name something.
pub(crate) fn items<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    row.list(field).into_iter().filter(|item| is_name(item)).collect()
}

/// What a cell says where one of some words is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word<'a> {
    /// Nothing.
    Empty,
    /// A word that is none of them.
    Odd(&'a str),
    /// One of them.
    One(&'a str),
}

/// Reads a choice. "None" is an answer only where it is one of the words.
pub(crate) fn word<'a>(row: &Entry<'a>, field: &str, known: &[&str]) -> Word<'a> {
    match row.get(field) {
        Some(text) if known.contains(&text) => Word::One(text),
        Some(text) if is_name(text) => Word::Odd(text),
        _ => Word::Empty,
    }
}

/// What a cell says where a day is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day<'a> {
    /// Nothing.
    Empty,
    /// Something that is no day.
    Odd(&'a str),
    /// A day.
    On(Date),
}

/// Reads a day.
pub(crate) fn day<'a>(row: &Entry<'a>, field: &str) -> Day<'a> {
    match (row.date(field), named(row, field)) {
        (Some(day), _) => Day::On(day),
        (None, Some(text)) => Day::Odd(text),
        (None, None) => Day::Empty,
    }
}

/// Some names for a message: the first five and how many more.
pub(crate) fn some<S: AsRef<str>>(names: &[S]) -> String {
    words::some(names, 5)
}

#[cfg(test)]
mod tests {
    use super::{fold, is_name, some};

    #[test]
    fn words_are_one_whatever_their_dress() {
        assert_eq!(fold(" Ｚ－０１ "), fold("z01"));
        assert_eq!(fold("生産　管理"), "生産管理");
    }

    #[test]
    fn what_names_nothing() {
        assert!(!is_name("－") && !is_name("n/a") && !is_name("なし") && !is_name("否") && !is_name(" "));
        assert!(is_name("なし崩し") && is_name("工場長") && is_name("0"));
        assert_eq!(some(&["1", "2", "3", "4", "5", "6"]), "1, 2, 3, 4, 5, … (+1)");
    }
}
