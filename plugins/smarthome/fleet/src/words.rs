//! How words of registers are compared, and the words by which a cell says nothing or nobody.

pub(crate) use sekisho_sdk::words::{fold, some};
use sekisho_sdk::words::{is_none, says, squash};

/// Written by fleets where a cell is left open, beside what everybody writes.
const OPEN: &[&str] = &["?", "？"];
/// Written where there is nobody.
const NOBODY: &[&str] = &[
    "nobody",
    "unassigned",
    "vacant",
    "noowner",
    "未割当",
    "空室",
    "空家",
    "空き家",
    "退去済",
    "退去済み",
    "該当なし",
];

/// Whether a text says nothing. Long texts say something: no need to look closely at a hundred thousand of them.
pub(crate) fn is_nothing(text: &str) -> bool {
    text.len() <= 24 && (!says(text) || holds(OPEN, text))
}

/// Whether a text names somebody.
pub(crate) fn is_somebody(text: &str) -> bool {
    text.len() > 24 || !(is_nothing(text) || is_none(text) || holds(NOBODY, text))
}

fn holds(words: &[&str], text: &str) -> bool {
    let word = squash(text);
    words.iter().any(|known| *known == word)
}

#[cfg(test)]
mod tests {
    use super::{is_nothing, is_somebody, some};

    #[test]
    fn nobody_is_not_somebody() {
        for text in ["", "－", "不明", "なし", "否", "空室", "Un-assigned", "N/A"] {
            assert!(!is_somebody(text), "{text}");
        }
        assert!(is_somebody("301号室 佐藤") && is_somebody("管理組合"));
        assert!(is_nothing("TBD") && !is_nothing("なし"));
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(some(["a", "b", "c"].iter(), 3), "a, b, c");
        assert_eq!(some(["a", "b", "c"].iter(), 2), "a, b, … (+1)");
    }
}
