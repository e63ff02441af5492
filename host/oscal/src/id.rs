//! Identifiers that follow from what they name: the same thing has the same one in every document and on every machine.

use uuid::Uuid;

/// A UUID of version 5 (RFC 9562 §5.5) for a thing that is named by some words.
///
/// Its namespace is the UUID of version 5 of [`crate::NAMESPACE`] among URLs; its name is the words one after the other,
/// each as `<length in bytes>:<word>,` (a netstring), so that no two lists of words run together. `docs/oscal.md` shows
/// how to compute one with other tools.
pub fn uuid(words: &[&str]) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, crate::NAMESPACE.as_bytes());
    let mut name = String::new();
    for word in words {
        name.push_str(&format!("{}:{word},", word.len()));
    }
    Uuid::new_v5(&space, name.as_bytes()).hyphenated().to_string()
}

/// An id as a token: a letter or `_`, then letters, digits, `.`, `-`, `_` (an `NCName`).
///
/// An id that is a token and does not begin with `_` stays as it is: `CPS.AC-7`, `サブジェクト`. Any other gets `_` in front:
/// `4-1-1-2` becomes `_4-1-1-2`. Behind that sign `__` stands for `_`, and `_<hexadecimal>_` for a character that no token
/// has: `A 1` becomes `_A_20_1`. Two ids never become one token, and [`from_token`] goes back. Which letters count is a
/// table of this program and no Unicode version, so that tokens never change.
pub fn token(id: &str) -> String {
    let is_token = id.chars().next().is_some_and(is_letter) && id.chars().all(is_inside);
    if is_token {
        return id.to_owned();
    }
    let mut out = String::with_capacity(id.len() + 1);
    out.push('_');
    for c in id.chars() {
        match c {
            '_' => out.push_str("__"),
            c if is_inside(c) => out.push(c),
            c => out.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    out
}

/// The id behind a token of [`token`]; nothing where no id becomes this token.
pub fn from_token(token: &str) -> Option<String> {
    let id = match token.strip_prefix('_') {
        None => token.to_owned(),
        Some(rest) => {
            let mut id = String::new();
            let mut rest = rest;
            while let Some((before, after)) = rest.split_once('_') {
                let (code, behind) = after.split_once('_')?;
                id.push_str(before);
                if code.is_empty() {
                    id.push('_');
                } else {
                    id.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
                }
                rest = behind;
            }
            id + rest
        }
    };
    (self::token(&id) == token).then_some(id)
}

/// Letters that have been letters since before anybody wrote OSCAL: Latin, kana, and the ideographs of Unicode 3.0.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c,
            '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{17f}'
            | '々' | '〆' | 'ぁ'..='ゔ' | 'ァ'..='ヺ' | 'ー'..='ヾ'
            | '\u{3400}'..='\u{4db5}' | '\u{4e00}'..='\u{9fa5}'
            | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_inside(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '０'..='９')
}

#[cfg(test)]
mod tests {
    use super::{from_token, token, uuid};
    use proptest::prelude::*;

    fn is_token(text: &str) -> bool {
        let schema = serde_json::json!({ "pattern": "^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$" });
        jsonschema::is_valid(&schema, &serde_json::json!(text))
    }

    #[test]
    fn ids_of_guidelines_are_read_at_a_glance() {
        for (id, expected) in [
            ("CPS.AC-7", "CPS.AC-7"),
            ("サブジェクト", "サブジェクト"),
            ("4-1-1-2", "_4-1-1-2"),
            ("No.1", "No.1"),
            ("", "_"),
            ("_", "___"),
            ("A 1", "_A_20_1"),
            ("a_b", "a_b"),
            ("1_b", "_1__b"),
            ("第3条(2)", "_第3条_28_2_29_"),
        ] {
            assert_eq!(token(id), expected);
            assert_eq!(from_token(expected).as_deref(), Some(id));
        }
        for odd in ["1", "_a", "_20_", "__", "_1_zz_", "_1_d800_", "a b"] {
            assert_eq!(from_token(odd), None, "{odd}");
        }
    }

    /// Computed with Python: `uuid5(uuid5(NAMESPACE_URL, NAMESPACE), "7:subject,6:工場,")`.
    #[test]
    fn uuids_are_those_of_other_tools() {
        assert_eq!(uuid(&["subject", "工場"]), "10b229e7-4220-59e4-a99d-2c90c53a7e13");
        assert_ne!(uuid(&["ab", "c"]), uuid(&["a", "bc"]));
    }

    proptest! {
        #[test]
        fn tokens_hold_the_pattern_and_go_back(id in any::<String>(), other in any::<String>()) {
            let made = token(&id);
            prop_assert!(is_token(&made), "{}", made);
            prop_assert_eq!(from_token(&made), Some(id.clone()));
            prop_assert_eq!(id == other, made == token(&other));
        }
    }
}
