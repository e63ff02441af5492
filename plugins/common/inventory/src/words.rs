//! How words of registers are compared, and the words that stand for "nothing to say". Which say "there is
//! none" stands in the SDK.

use sekisho_sdk::words;
pub(crate) use sekisho_sdk::words::{fold, is_none, squash};

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
/// Whether a text says nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    let word = squash(text);
    NOTHING.iter().any(|nothing| *nothing == word)
}

/// The items of a list that stands in one text.
pub(crate) fn split(text: &str) -> Vec<&str> {
    let items = text.split([',', ';', '|', '、', '；', '，', '\n', '\r']);
    items.map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Some names for a message: the first five and how many more.
pub(crate) fn some<S: AsRef<str>>(names: &[S]) -> String {
    words::some(names, 5)
}

#[cfg(test)]
mod tests {
    use super::{is_none, is_nothing, split};

    #[test]
    fn nothing_and_none_are_told_apart() {
        assert!(is_nothing(" － ") && is_nothing("N/A") && is_nothing("不明"));
        assert!(!is_nothing("なし") && is_none("なし") && is_none("None"));
        assert!(!is_none("なし崩し") && !is_nothing("0"));
    }

    #[test]
    fn lists() {
        assert_eq!(split("A, B；C、D\n"), ["A", "B", "C", "D"]);
    }
}
