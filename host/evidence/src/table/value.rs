//! What a cell means for its field: normalized text, and number, day or flag where the field has such a type.

use super::grid::Value;
use super::normal::{NO, Normal, Normals, YES};
use super::vocabulary::{Field, FieldType, normalize};
use super::{date, number, words};
use sekisho_model::Date;
use std::borrow::Cow;

/// The values of a cell (several for a list), and what was not understood about it.
pub fn normalize_cell<'v>(value: &'v Value, field: Option<&'static Field>) -> (Normals<'v>, Option<String>) {
    if value.is_blank() {
        return (Normals::None, None);
    }
    let text = value.written();
    let one = |normal: Normal<'v>| (Normals::One(normal), None);
    let Some(field) = field else {
        return one(guess(value, text));
    };
    match field.ty {
        FieldType::Text => one(plain(text)),
        FieldType::List => {
            let items = items(value, &text).into_iter().map(plain);
            (Normals::Many(items.collect()), None)
        }
        FieldType::Choice => match choice(field, &text) {
            Some(id) => one(plain(Cow::Borrowed(id))),
            None if words::is_nothing(&text) => one(plain(text)),
            None => odd(&text, "is none of the field's words"),
        },
        FieldType::Flag => match flag(value, &text) {
            Some(flag) => one(Normal {
                text: Cow::Borrowed(if flag { YES } else { NO }),
                flag: Some(flag),
                ..Normal::default()
            }),
            None if words::is_nothing(&text) => one(plain(text)),
            None => odd(&text, "is neither yes nor no"),
        },
        FieldType::Date => day(value, text),
        FieldType::Integer | FieldType::Decimal => {
            let found = match value {
                Value::Number(n) => Some(*n),
                _ => number::parse(&text, field.unit.as_deref()),
            };
            match found {
                Some(n) if field.ty == FieldType::Integer && n.fract() != 0.0 => odd(&text, "is not a whole number"),
                Some(n) => one(Normal {
                    text: number::write(n).into(),
                    number: Some(n),
                    ..Normal::default()
                }),
                None if words::is_nothing(&text) => one(plain(text)),
                None => odd(&text, "is not a number"),
            }
        }
    }
}

fn plain(text: Cow<'_, str>) -> Normal<'_> {
    Normal {
        text,
        ..Normal::default()
    }
}

/// The text is kept, the typed value stays absent, and somebody is told.
fn odd<'v>(text: &str, why: &str) -> (Normals<'v>, Option<String>) {
    let short: String = text.chars().take(60).collect();
    (
        Normals::One(plain(text.to_owned().into())),
        Some(format!("`{}` {why}", short.escape_debug())),
    )
}

/// A column that is not the register's: typed only where the cell or the writing leaves no doubt.
fn guess<'v>(value: &'v Value, text: Cow<'v, str>) -> Normal<'v> {
    match value {
        Value::Number(n) => Normal {
            text,
            number: Some(*n),
            ..Normal::default()
        },
        Value::Flag(f) => Normal {
            text,
            flag: Some(*f),
            ..Normal::default()
        },
        Value::Date(d) => Normal {
            text,
            date: Some(*d),
            ..Normal::default()
        },
        _ => {
            // An identifier such as 007 is no number.
            let number = text
                .parse::<f64>()
                .ok()
                .filter(|n| n.is_finite() && number::write(*n) == text);
            let flag = match text.to_ascii_lowercase().as_str() {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                _ => None,
            };
            Normal {
                date: Date::parse(&text),
                number,
                flag,
                text,
            }
        }
    }
}

fn day<'v>(value: &Value, text: Cow<'v, str>) -> (Normals<'v>, Option<String>) {
    let found = match value {
        Value::Date(date) => date::Reading::Day(*date),
        _ => date::parse(&text),
    };
    match found {
        date::Reading::Day(date) => {
            let normal = Normal {
                // Most days are written as they are kept.
                text: if date.is_written(&text) {
                    text
                } else {
                    date.to_string().into()
                },
                date: Some(date),
                ..Normal::default()
            };
            (Normals::One(normal), None)
        }
        date::Reading::Month => odd(&text, "names a month, not a day"),
        date::Reading::Ambiguous => odd(&text, "may be two days; write YYYY-MM-DD"),
        date::Reading::None if words::is_nothing(&text) => (Normals::One(plain(text)), None),
        date::Reading::None => match value {
            Value::Number(n) => odd(&text, &date::of_number(*n)),
            _ => odd(&text, "is not a date"),
        },
    }
}

fn flag(value: &Value, text: &str) -> Option<bool> {
    match value {
        Value::Flag(flag) => Some(*flag),
        _ => words::flag(text),
    }
}

/// The id of a choice's word.
pub fn choice<'a>(field: &'a Field, text: &str) -> Option<&'a str> {
    let word = normalize(text);
    // Hyphens are no part of a word, but a minus is part of a number: -1 is not level 1.
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    if is_number && text.trim_start().starts_with(['-', '−', '－', '‐', '–', '—', '▲', '△']) {
        return None;
    }
    let exact = |name: &String| normalize(name) == word && (!word.is_empty() || name.trim() == text.trim());
    let found = field
        .choices
        .iter()
        .find(|c| [&c.id, &c.ja, &c.en].into_iter().chain(&c.aliases).any(exact));
    found.map(|c| c.id.as_str())
}

fn items<'v>(value: &Value, text: &str) -> Vec<Cow<'v, str>> {
    let split = |text: &str| -> Vec<Cow<'v, str>> {
        text.split(['\n', '\r', ',', '、', ';', '；', '|', '，'])
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(|t| t.to_owned().into())
            .collect()
    };
    match value {
        Value::List(items) => items
            .iter()
            .map(|i| i.trim())
            .filter(|i| !i.is_empty())
            .map(|i| i.to_owned().into())
            .collect(),
        _ => split(text),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::table::vocabulary::vocabulary;

    fn field(register: &str, id: &str) -> &'static Field {
        vocabulary()
            .register(register)
            .unwrap()
            .1
            .fields
            .iter()
            .find(|f| f.id == id)
            .unwrap()
    }

    #[test]
    fn choices_are_known_by_any_name() {
        let class = field("assets", "class");
        for (text, id) in [
            ("サーバー", "server"),
            ("ＳＥＲＶＥＲ", "server"),
            ("ノートPC", "pc"),
            ("シーケンサ", "plc"),
        ] {
            assert_eq!(choice(class, text), Some(id));
        }
        let ship = Value::Text("宇宙船".into());
        let (values, odd) = normalize_cell(&ship, Some(class));
        assert_eq!(values.first().unwrap().text, "宇宙船");
        assert!(odd.is_some());
    }

    #[test]
    fn a_number_below_zero_is_no_choice() {
        let level = field("iot-risks", "axis_1");
        assert_eq!(choice(level, "１"), Some("1"));
        assert_eq!(choice(level, "重大"), Some("1"));
        for text in ["-1", " −1", "－１", "–2"] {
            assert_eq!(choice(level, text), None, "{text}");
        }
    }

    #[test]
    fn a_list_has_items_and_a_formula_is_a_text() {
        let list = Value::Text("10.0.0.1、10.0.0.2\n10.0.0.3; ".into());
        let (values, _) = normalize_cell(&list, Some(field("assets", "ip")));
        assert_eq!(values.len(), 3);
        let formula = Value::Text("=1+1".into());
        let (values, _) = normalize_cell(&formula, Some(field("assets", "owner")));
        assert_eq!(values.first().unwrap().text, "=1+1");
    }

    #[test]
    fn the_unknown_is_typed_only_without_doubt() {
        let guess = |t: &'static str| guess(&Value::Empty, t.into());
        assert_eq!(guess("007").number, None);
        assert_eq!(guess("7").number, Some(7.0));
        assert_eq!(guess("2026-04-01").date.unwrap().to_string(), "2026-04-01");
        assert_eq!(guess("有").flag, None);
    }
}
