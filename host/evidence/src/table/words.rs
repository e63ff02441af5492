//! Words for yes, no and "nothing to say", in the ways people write them in tables. Which say yes and no stands in
//! `sekisho-words`, which plugins read too; here they also lose the dress of other alphabets (ﾅｼ is ナシ).

use super::vocabulary::normalize;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Written where there is nothing to say: neither a value nor a mistake.
const NOTHING: &[&str] = &[
    "",
    "ー",
    "―",
    "─",
    "~",
    "/",
    "//",
    "n/a",
    "na",
    "#n/a",
    "不明",
    "未定",
    "unknown",
    "tbd",
    "null",
    "nil",
    "該当なし",
    "未記入",
    "未確認",
    "要確認",
    "確認中",
    "調査中",
    "未入力",
    "未回答",
];

/// Yes or no, in a column that asks for it.
pub fn flag(text: &str) -> Option<bool> {
    sekisho_words::flag(&normalize(text))
}

/// Yes or no, as the answer to whether something is done.
pub fn yes_no(text: &str) -> Option<bool> {
    sekisho_words::yes_no(&normalize(text))
}

/// Whether a text stands for "nothing to say".
pub fn is_nothing(text: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    let words = WORDS.get_or_init(|| NOTHING.iter().map(|word| normalize(word)).collect());
    words.contains(&normalize(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        for (text, expected) in [
            ("はい", Some(true)),
            ("Ｙｅｓ", Some(true)),
            ("有", Some(true)),
            ("○", Some(true)),
            ("済", Some(true)),
            ("1", Some(true)),
            ("未", Some(false)),
            ("無効", Some(false)),
            ("×", Some(false)),
            ("否", Some(false)),
            ("ﾅｼ", Some(false)),
            ("Ｎ", Some(false)),
            ("OFF", Some(false)),
            ("不要", Some(false)),
            ("要", Some(true)),
            ("要確認", None),
            ("", None),
            ("おそらく", None),
            ("2", None),
        ] {
            assert_eq!(flag(text), expected, "{text}");
        }
        assert!(is_nothing("－") && is_nothing("N/A") && !is_nothing("0"));
    }
}
