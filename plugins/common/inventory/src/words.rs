//! How words of registers are compared, and the words that stand for "nothing to say" and for "there is none".

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
/// Written to say that there is none of it.
const NONE: &[&str] = &[
    "なし",
    "無し",
    "無",
    "無い",
    "ない",
    "none",
    "no",
    "false",
    "×",
    "✕",
    "✗",
    "x",
    "未",
    "未実施",
    "未取得",
];

/// A word for comparison: full-width ASCII made half-width, lower case, no outer white space.
pub(crate) fn fold(word: &str) -> String {
    word.trim().chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// As [`fold`], and without white space, `_` and hyphens: 山田 太郎 is 山田太郎, `network_diagram` is `network-diagram`.
pub(crate) fn squash(word: &str) -> String {
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

/// Whether a text says nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    let word = squash(text);
    NOTHING.iter().any(|nothing| *nothing == word)
}

/// Whether a text says that there is none.
pub(crate) fn is_none(text: &str) -> bool {
    let word = squash(text);
    NONE.iter().any(|none| *none == word)
}

/// The items of a list that stands in one text.
pub(crate) fn split(text: &str) -> Vec<&str> {
    let items = text.split([',', ';', '|', '、', '；', '，', '\n', '\r']);
    items.map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Some names for a message: the first five and how many more.
pub(crate) fn some<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 5;
    let shown = names
        .iter()
        .take(SHOWN)
        .map(AsRef::as_ref)
        .collect::<Vec<&str>>()
        .join(", ");
    match names.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown}, … (+{more})"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, is_none, is_nothing, some, split, squash};

    #[test]
    fn compares_without_width_case_and_space() {
        assert_eq!(fold(" ＰＣ－０１ "), "pc-01");
        assert_eq!(squash("山田　太郎"), "山田太郎");
        assert_eq!(squash("Network_Diagram"), squash("network-diagram"));
    }

    #[test]
    fn nothing_and_none_are_told_apart() {
        assert!(is_nothing(" － ") && is_nothing("N/A") && is_nothing("不明"));
        assert!(!is_nothing("なし") && is_none("なし") && is_none("None"));
        assert!(!is_none("なし崩し") && !is_nothing("0"));
    }

    #[test]
    fn lists() {
        assert_eq!(split("A, B；C、D\n"), ["A", "B", "C", "D"]);
        assert_eq!(some(&["a", "b"]), "a, b");
        assert_eq!(some(&["1", "2", "3", "4", "5", "6", "7"]), "1, 2, 3, 4, 5, … (+2)");
    }
}
