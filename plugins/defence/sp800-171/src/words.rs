//! How words of registers are compared, and the words that stand for "nothing to say" and for "there is none".

pub(crate) use sekisho_sdk::words::squash;
use sekisho_sdk::words::{self, narrow};

/// Written where a document is not there yet, beside what everybody writes in an open cell: it fills no field.
const OPEN: &[&str] = &["未作成", "作成中"];

/// Whether a text says nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    !words::says(text) || OPEN.contains(&squash(text).as_str())
}

/// Whether a text says that there is none.
pub(crate) fn is_none(text: &str) -> bool {
    words::is_none(text) || squash(text) == "該当なし"
}

/// A requirement's number as the catalogue writes it: `AC.L2-3.1.1` and `３．１．１` are 3.1.1.
pub(crate) fn requirement(text: &str) -> String {
    let narrow: String = text.trim().chars().map(narrow).collect();
    let number = narrow
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|part| part.trim_matches('.'))
        .find(|part| part.contains('.'));
    number.unwrap_or(narrow.trim()).to_owned()
}

/// Some names for a message: the first ten and how many more.
pub(crate) fn some<S: AsRef<str>>(names: &[S]) -> String {
    words::some(names, 10)
}

#[cfg(test)]
mod tests {
    use super::{is_none, is_nothing, requirement, some, squash};

    #[test]
    fn names_of_systems_are_compared_without_width_and_space() {
        assert_eq!(squash("設計　システム Ａ-1"), "設計システムa1");
        assert!(is_nothing(" － ") && is_nothing("未定") && !is_nothing("なし"));
        assert!(is_none("なし") && !is_none("なし崩し"));
    }

    #[test]
    fn a_requirement_has_one_number() {
        for (text, number) in [
            ("3.1.1", "3.1.1"),
            (" AC.L2-3.1.1 ", "3.1.1"),
            ("３．１２．４", "3.12.4"),
            ("03.12.04", "03.12.04"),
            ("3.5.3 (MFA, level 2)", "3.5.3"),
            ("N3", "N3"),
        ] {
            assert_eq!(requirement(text), number);
        }
    }

    #[test]
    fn ten_names_and_a_count() {
        let names: Vec<String> = (1..=12).map(|n| n.to_string()).collect();
        assert_eq!(some(&names), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … (+2)");
        assert_eq!(some(&["a"]), "a");
    }
}
