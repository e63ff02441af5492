//! How words of registers are compared, and the words by which a cell says nothing or nobody.

/// Written where a cell is left open.
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
    "?",
    "？",
];
/// Written where there is nobody.
const NOBODY: &[&str] = &[
    "なし",
    "無し",
    "無",
    "none",
    "no",
    "nobody",
    "unassigned",
    "vacant",
    "noowner",
    "未登録",
    "未割当",
    "空室",
    "空家",
    "空き家",
    "退去済",
    "退去済み",
    "該当なし",
];

/// A word for comparison: full-width ASCII made half-width, lower case, no outer white space.
pub(crate) fn fold(word: &str) -> String {
    word.trim().chars().map(narrow).flat_map(char::to_lowercase).collect()
}

fn squash(word: &str) -> String {
    fold(word)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '‐' | '–' | '—' | '―' | '−' | 'ー' | '─'))
        .collect()
}

fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a text says nothing. Long texts say something: no need to look closely at a hundred thousand of them.
pub(crate) fn is_nothing(text: &str) -> bool {
    text.len() <= 24 && holds(NOTHING, text)
}

/// Whether a text names somebody.
pub(crate) fn is_somebody(text: &str) -> bool {
    text.len() > 24 || !(holds(NOTHING, text) || holds(NOBODY, text))
}

fn holds(words: &[&str], text: &str) -> bool {
    let word = squash(text);
    words.iter().any(|known| *known == word)
}

/// Some names for a message: the first so many and how many more.
pub(crate) fn some<S: AsRef<str>>(names: impl ExactSizeIterator<Item = S>, shown: usize) -> String {
    let count = names.len();
    let mut text = String::new();
    for name in names.take(shown) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name.as_ref());
    }
    match count.checked_sub(shown) {
        Some(more) if more > 0 => format!("{text}, … (+{more})"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_nothing, is_somebody, some};

    #[test]
    fn nobody_is_not_somebody() {
        for text in ["", "－", "不明", "空室", "Un-assigned", "N/A"] {
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
