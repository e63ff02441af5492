//! What people write in a cell that they leave open.

use crate::compare::squash;

/// Written where nothing is known or said; `squash` leaves a lone dash as the empty text.
const NOTHING: &[&str] = &[
    "",
    "/",
    "n/a",
    "na",
    "tbd",
    "null",
    "unknown",
    "不明",
    "未定",
    "未記入",
    "未確認",
    "調査中",
];

/// Whether a text says something.
pub fn says(text: &str) -> bool {
    let word = squash(text);
    !NOTHING.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn open_cells_say_nothing() {
        assert!(!says("－") && !says(" 未定 ") && !says("N/A") && !says(""));
        assert!(says("なし") && says("0") && says("給湯器"));
    }
}
