//! Words for yes, no and "nothing to say", in the ways people write them in tables.

use super::vocabulary::normalize;
use std::collections::HashMap;
use std::sync::OnceLock;

const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "t",
    "1",
    "on",
    "有",
    "有り",
    "あり",
    "有る",
    "ある",
    "○",
    "〇",
    "◯",
    "◎",
    "o",
    "●",
    "✓",
    "✔",
    "☑",
    "✅",
    "レ",
    "済",
    "済み",
    "実施済",
    "実施済み",
    "対応済",
    "対応済み",
    "設定済",
    "設定済み",
    "導入済",
    "導入済み",
    "完了",
    "はい",
    "有効",
    "可",
    "可能",
    "enabled",
    "enable",
    "active",
    "該当",
    "該当する",
    "必要",
    "要",
    "実施",
    "実施している",
    "している",
    "対象",
    "done",
    "ok",
];
const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "f",
    "0",
    "off",
    "無",
    "無し",
    "なし",
    "無い",
    "ない",
    "×",
    "✕",
    "✗",
    "✘",
    "☓",
    "x",
    "❌",
    "☐",
    "□",
    "未",
    "未実施",
    "未済",
    "未対応",
    "未設定",
    "未導入",
    "未完了",
    "いいえ",
    "無効",
    "不可",
    "不可能",
    "disabled",
    "disable",
    "inactive",
    "非該当",
    "該当しない",
    "不要",
    "実施していない",
    "していない",
    "対象外",
    "none",
    "ng",
];
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
];

/// What a word says, by its normalized writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Yes,
    No,
    Nothing,
}

/// The words, normalized once.
fn says(text: &str) -> impl Iterator<Item = Says> {
    static WORDS: OnceLock<HashMap<String, Vec<Says>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words: HashMap<String, Vec<Says>> = HashMap::new();
        for (list, says) in [(YES, Says::Yes), (NO, Says::No), (NOTHING, Says::Nothing)] {
            for word in list {
                words.entry(normalize(word)).or_default().push(says);
            }
        }
        words
    });
    words.get(&normalize(text)).into_iter().flatten().copied()
}

/// Yes or no, where a word says so.
pub fn flag(text: &str) -> Option<bool> {
    says(text)
        .find(|says| *says != Says::Nothing)
        .map(|says| says == Says::Yes)
}

/// Whether a text stands for "nothing to say".
pub fn is_nothing(text: &str) -> bool {
    says(text).any(|says| says == Says::Nothing)
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
