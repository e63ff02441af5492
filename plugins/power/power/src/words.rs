//! How words of registers are compared, and the words by which a cell says nothing, nobody or everything.

use sekisho_sdk::words;
pub(crate) use sekisho_sdk::words::{says, squash};

/// Written for all of them.
const ALL: &[&str] = &[
    "*",
    "all",
    "any",
    "すべて",
    "全て",
    "全部",
    "全設備",
    "全発電設備",
    "全発電所",
];

/// Whether a text says that there is none.
pub(crate) fn is_none(text: &str) -> bool {
    words::is_none(text) || squash(text) == "該当なし"
}

/// Whether a text means all of them.
pub(crate) fn is_all(text: &str) -> bool {
    holds(ALL, text)
}

/// Whether a text, made comparable, is among some words.
pub(crate) fn holds(words: &[&str], text: &str) -> bool {
    let word = squash(text);
    words.iter().any(|known| *known == word)
}

/// Some names for a message: the first ten and how many more.
pub(crate) fn some<S: AsRef<str>>(names: &[S]) -> String {
    words::some(names, 10)
}

#[cfg(test)]
mod tests {
    use super::{is_all, is_none, says, some, squash};

    #[test]
    fn what_people_write() {
        assert_eq!(squash("東都電力　ネットワーク"), squash("東都電力ネットワーク"));
        assert!(!says("－") && !says("不明") && says("なし") && is_none("なし"));
        assert!(is_all("全設備") && is_all("*") && !is_all("第一発電所"));
        assert_eq!(some(&["a", "b"]), "a, b");
    }
}
