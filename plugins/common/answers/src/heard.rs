//! Texts as people write them, brought to a form in which they can be compared.

use sekisho_sdk::prelude::*;
use sekisho_sdk::words::is_none;
use unicode_normalization::UnicodeNormalization as _;

/// An id or a name: width, case and white space do not count, and all dashes are one.
pub(crate) fn id(text: &str) -> String {
    // Registers are long and compared row by row; most ids need no tables of Unicode.
    if text.is_ascii() {
        return text
            .bytes()
            .filter(u8::is_ascii_graphic)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    let plain = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !c.is_control());
    plain
        .map(|c| {
            if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−' | '―') {
                '-'
            } else {
                c
            }
        })
        .collect()
}

/// Whether two ids or names are the same.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let a = id(a);
    !a.is_empty() && a == id(b)
}

/// A text heard in two ways: Japanese runs together, English stands in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    folded: String,
    spaced: String,
}

impl Heard {
    pub(crate) fn of(text: &str) -> Self {
        let lower: String = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            text.nfkc().flat_map(char::to_lowercase).collect()
        };
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        Self {
            folded: lower.chars().filter(|c| c.is_alphanumeric()).collect(),
            spaced: format!(" {} ", words.join(" ")),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Whether both are the same words.
    pub(crate) fn is(&self, other: &Self) -> bool {
        !self.is_empty() && self.folded == other.folded
    }

    /// Whether the other text stands in this one. English starts at the start of a word, and a word of up to four
    /// letters stands alone (`it` is not in `item`); Japanese has no such borders.
    pub(crate) fn has(&self, part: &Self) -> bool {
        if part.is_empty() {
            return false;
        }
        if !part.folded.is_ascii() {
            return self.folded.contains(&part.folded);
        }
        let words = part.spaced.trim();
        if words.len() <= 4 {
            return self.spaced.contains(&part.spaced) || self.spaced.contains(&format!(" {words}s "));
        }
        self.spaced.contains(part.spaced.trim_end())
    }

    /// Whether this is most of a longer text: a short name for the same thing.
    pub(crate) fn is_most_of(&self, longer: &Self) -> bool {
        const SHORTEST: usize = 4;
        let (own, other) = (self.folded.chars().count(), longer.folded.chars().count());
        own >= SHORTEST && own * 3 >= other * 2 && longer.has(self)
    }
}

/// Written where a cell is left open; words that say "none" stand in the SDK.
const BLANK: &[&str] = &[
    "",
    "-",
    "ー",
    "~",
    "/",
    "//",
    "n/a",
    "na",
    "#n/a",
    "nothing",
    "null",
    "nil",
    "tbd",
    "tba",
    "unknown",
    "?",
    "...",
    "…",
    "未定",
    "未記入",
    "未確認",
    "未入力",
    "不明",
    "不要",
    "該当なし",
    "該当無し",
    "特になし",
    "特に無し",
    "空欄",
    "同上なし",
    "〃なし",
];

/// Whether a text stands for nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    is_none(text) || BLANK.contains(&id(text).as_str())
}

/// A field that says something: words such as "none" or "-" are as good as nothing.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| !is_blank(text))
}

/// The items of a list field that say something.
pub(crate) fn items<'a>(row: &Entry<'a>, field: &str) -> Vec<&'a str> {
    row.list(field).into_iter().filter(|text| !is_blank(text)).collect()
}

/// What messages call a row: one of its fields, else its key, else its number.
pub(crate) fn label(row: &Entry<'_>, field: &str) -> String {
    filled(row, field).map_or_else(|| row.label(), ToOwned::to_owned)
}

/// Some names for a message: the first five and how many more.
pub(crate) fn some(names: &[String]) -> String {
    sekisho_sdk::words::some(names, 5)
}

/// A company's name without its legal form.
pub(crate) fn company(name: &str) -> String {
    let plain = Heard::of(name);
    if plain.folded.is_ascii() {
        const FORMS: &[&str] = &[
            "inc",
            "co",
            "ltd",
            "corp",
            "corporation",
            "company",
            "limited",
            "llc",
            "kk",
            "gmbh",
            "ag",
            "k",
        ];
        return plain
            .spaced
            .split_whitespace()
            .filter(|word| !FORMS.contains(word))
            .collect();
    }
    let bare = ["株式会社", "有限会社", "合同会社"]
        .iter()
        .fold(plain.folded, |name, form| name.replace(form, ""));
    // ㈱ and (株) have become 株, (有) has become 有.
    let signs = ['(', ')', '㈱', '㈲'];
    if !name.nfkc().any(|c| signs.contains(&c)) {
        return bare;
    }
    let bare = bare
        .strip_prefix('株')
        .or_else(|| bare.strip_prefix('有'))
        .unwrap_or(&bare);
    bare.strip_suffix('株')
        .or_else(|| bare.strip_suffix('有'))
        .unwrap_or(bare)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Heard, company, id, is_blank, same, some};

    fn has(text: &str, part: &str) -> bool {
        Heard::of(text).has(&Heard::of(part))
    }

    #[test]
    fn ids_keep_their_joints() {
        assert_eq!(id(" １－２‐1−1 "), "1-2-1-1");
        assert!(same("DOC-01", "doc‑01") && !same("1-11", "11-1") && !same("", " "));
    }

    #[test]
    fn words_have_borders_and_japanese_has_none() {
        assert!(has("IT部門", "it") && !has("Item list", "it"));
        assert!(has("Exchange of keys", "exchange") && !has("Exchange of keys", "change"));
        assert!(has("情報セキュリティ基本方針", "セキュリティ基本方針"));
        assert!(has("ﾊﾟｽﾜｰﾄﾞ管理規程", "パスワード"));
        assert!(Heard::of("セキュリティ責任者").is_most_of(&Heard::of("情報セキュリティ責任者")));
        assert!(!Heard::of("責任者").is_most_of(&Heard::of("情報セキュリティ責任者")));
    }

    #[test]
    fn nothing_has_many_words() {
        assert!(is_blank("") && is_blank("－") && is_blank("N/A") && is_blank(" 特になし") && !is_blank("0"));
    }

    #[test]
    fn companies_without_their_form() {
        assert_eq!(company("株式会社東都精機"), company("㈱東都精機"));
        assert_eq!(company("東都精機(株)"), company("東都精機 株式会社"));
        assert_eq!(company("Acme Tools Co., Ltd."), company("ACME Tools"));
        assert_ne!(company("東都精機"), company("東都電機"));
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = (1..=7).map(|n| format!("a{n}")).collect();
        assert_eq!(some(&names), "a1, a2, a3, a4, a5, … (+2)");
    }
}
