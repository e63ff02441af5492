//! Which words say yes and which say no, in the ways people write them in tables.
//!
//! One table for all readers. 要確認 and 不明 are neither: what has yet to be looked at is no answer. A remark in brackets
//! is not looked through: はい（一部のみ） is not yes.

use crate::compare::squash;
use Sense::{Fits, FitsNot, No, Off, On, Yes};

/// What a word says, and where it may say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// Everywhere.
    Yes,
    /// Everywhere but in a name: `1` may be one.
    On,
    /// Everywhere, and that there is nobody or nothing where a name should stand.
    No,
    /// Everywhere but in a name.
    Off,
    /// Only where a column asks yes or no: 要 as an answer to "is it done" may mean that it has yet to be.
    Fits,
    FitsNot,
}

/// Sorted by their bytes, written as `squash` leaves them.
static WORDS: &[(&str, Sense)] = &[
    ("0", Off),
    ("1", On),
    ("active", Fits),
    ("disable", Off),
    ("disabled", Off),
    ("done", Yes),
    ("enable", On),
    ("enabled", On),
    ("f", Off),
    ("false", No),
    ("inactive", FitsNot),
    ("n", Off),
    ("ng", Off),
    ("no", No),
    ("none", No),
    ("nope", No),
    ("notdone", No),
    ("o", On),
    ("off", Off),
    ("ok", Yes),
    ("on", On),
    ("t", On),
    ("true", Yes),
    ("x", No),
    ("y", On),
    ("yes", Yes),
    ("×", No),
    ("□", Off),
    ("○", Yes),
    ("◎", Yes),
    ("●", Yes),
    ("◯", Yes),
    ("☐", Off),
    ("☑", Yes),
    ("☓", No),
    ("✅", Yes),
    ("✓", Yes),
    ("✔", Yes),
    ("✕", No),
    ("✖", No),
    ("✗", No),
    ("✘", No),
    ("❌", No),
    ("〇", Yes),
    ("あり", Yes),
    ("ある", Yes),
    ("いいえ", No),
    ("していない", No),
    ("している", Yes),
    ("ない", No),
    ("なし", No),
    ("はい", Yes),
    ("アリ", Yes),
    ("イイエ", No),
    ("オフ", Off),
    ("オン", On),
    ("ナシ", No),
    ("ハイ", Yes),
    ("レ", Yes),
    ("不可", Off),
    ("不可能", Off),
    ("不要", FitsNot),
    ("可", Fits),
    ("可能", Fits),
    ("否", No),
    ("完了", Yes),
    ("実施", Yes),
    ("実施していない", No),
    ("実施している", Yes),
    ("実施せず", No),
    ("実施済", Yes),
    ("実施済み", Yes),
    ("対応済", Yes),
    ("対応済み", Yes),
    ("対象", Fits),
    ("対象外", FitsNot),
    ("導入済", Yes),
    ("導入済み", Yes),
    ("必要", Fits),
    ("有", Yes),
    ("有り", Yes),
    ("有る", Yes),
    ("有効", On),
    ("未", No),
    ("未作成", No),
    ("未取得", No),
    ("未受講", No),
    ("未契約", No),
    ("未完了", No),
    ("未実施", No),
    ("未実装", No),
    ("未対応", No),
    ("未導入", No),
    ("未承認", No),
    ("未整備", No),
    ("未済", No),
    ("未登録", No),
    ("未着手", No),
    ("未策定", No),
    ("未締結", No),
    ("未設定", No),
    ("未達成", No),
    ("未適用", No),
    ("済", Yes),
    ("済み", Yes),
    ("無", No),
    ("無い", No),
    ("無し", No),
    ("無効", Off),
    ("要", Fits),
    ("設定済", Yes),
    ("設定済み", Yes),
    ("該当", Fits),
    ("該当しない", FitsNot),
    ("該当する", Fits),
    ("非該当", FitsNot),
    ("ｱﾘ", Yes),
    ("ｲｲｴ", No),
    ("ﾅｼ", No),
    ("ﾊｲ", Yes),
];
/// No word of the table is longer, in any width.
const LONGEST: usize = 63;

fn sense(text: &str) -> Option<Sense> {
    if text.len() > LONGEST {
        return None;
    }
    // As programs write it, a word is written as `squash` would leave it.
    if text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return known(text);
    }
    let word = squash(text);
    known(word.trim_end_matches(['。', '．', '.', '!', '｡']))
}

fn known(word: &str) -> Option<Sense> {
    let at = WORDS.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
    WORDS.get(at).map(|(_, sense)| *sense)
}

/// Yes or no, where a person answers whether something is so.
pub fn yes_no(text: &str) -> Option<bool> {
    match sense(text)? {
        Yes | On => Some(true),
        No | Off => Some(false),
        Fits | FitsNot => None,
    }
}

/// Yes or no, in a column that asks for nothing else: also 要 and 不要, 対象 and 対象外.
pub fn flag(text: &str) -> Option<bool> {
    match sense(text)? {
        Yes | On | Fits => Some(true),
        No | Off | FitsNot => Some(false),
    }
}

/// Whether a word stands where a name should and says that there is none.
pub fn is_none(text: &str) -> bool {
    sense(text) == Some(No)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, WORDS, flag, is_none, yes_no};
    use crate::squash;

    #[test]
    fn the_table_can_be_searched() {
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
        for (word, _) in WORDS {
            assert_eq!(squash(word), *word);
            assert!(word.len() * 3 <= LONGEST, "{word}");
        }
    }

    #[test]
    fn no_in_the_ways_people_write_it() {
        let written = [
            "否",
            "×",
            "✕",
            "✗",
            "❌",
            "無",
            "無し",
            "なし",
            "ナシ",
            "ﾅｼ",
            "未",
            "未実施",
            "未対応",
            "いいえ",
            "イイエ",
            "No",
            "NO",
            "ＮＯ",
            "Ｎｏ",
            " no ",
            "いいえ。",
            "none",
            "ｘ",
            "実施していない",
        ];
        for text in written {
            assert_eq!(
                (yes_no(text), flag(text), is_none(text)),
                (Some(false), Some(false), true),
                "{text}"
            );
        }
        for text in ["N", "ｎ", "0", "０", "Off", "オフ", "無効", "不可", "ＮＧ"] {
            assert_eq!(
                (yes_no(text), flag(text), is_none(text)),
                (Some(false), Some(false), false),
                "{text}"
            );
        }
    }

    #[test]
    fn yes_in_the_ways_people_write_it() {
        for text in [
            "はい",
            "Ｙｅｓ",
            "有",
            "○",
            "〇",
            "◯",
            "済",
            "１",
            "✓",
            "実施済み",
            "Ｏ",
            "有効",
        ] {
            assert_eq!(
                (yes_no(text), flag(text), is_none(text)),
                (Some(true), Some(true), false),
                "{text}"
            );
        }
    }

    #[test]
    fn what_only_a_column_of_flags_can_say() {
        for (text, said) in [
            ("要", true),
            ("対象", true),
            ("不要", false),
            ("対象外", false),
            ("該当しない", false),
        ] {
            assert_eq!(
                (yes_no(text), flag(text), is_none(text)),
                (None, Some(said), false),
                "{text}"
            );
        }
    }

    #[test]
    fn neither() {
        let written = [
            "",
            "－",
            "要確認",
            "未確認",
            "確認中",
            "未定",
            "不明",
            "おそらく",
            "2",
            "△",
            "一部",
            "該当なし",
            "なし崩し",
            "無線",
            "はい（一部のみ）",
            "否定できない",
            "未来",
        ];
        for text in written {
            assert_eq!((yes_no(text), flag(text), is_none(text)), (None, None, false), "{text}");
        }
    }
}
