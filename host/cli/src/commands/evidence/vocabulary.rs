//! `sekisho evidence vocabulary`: the attributes of a register with ids and labels, one word for each concept. Whoever exchanges data
//! names attributes by these ids; an id that is not there is refused with the nearest one.

use crate::args::Form;
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_evidence::table::vocabulary::{Field, FieldType, Register};
use sekisho_evidence::template;
use sekisho_model::text::Language;
use serde_json::json;

/// Longest id that is compared letter by letter.
const LETTERS: usize = 64;

pub(super) fn run(register: &str, attributes: &[String], output: Form, l: Language) -> crate::Outcome {
    let register = named(register)?;
    let fields = chosen(register, attributes)?;
    if output == Form::Json {
        let all: Vec<_> = fields
            .iter()
            .map(|field| {
                let words: Vec<_> = field
                    .choices
                    .iter()
                    .map(|choice| json!({ "id": choice.id, "label": { "ja": choice.ja, "en": choice.en } }))
                    .collect();
                json!({
                    "id": field.id, "label": field.title, "type": kind(field.ty), "is_key": field.key, "words": words,
                })
            })
            .collect();
        print::json(&json!({ "register": register.id, "label": register.title, "attributes": all }))?;
        return Ok(exit::CONFORMANT);
    }
    print::line(&format!("{}  {}", register.id, register.title.get(l)));
    for field in fields {
        let words: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
        let words = if words.is_empty() {
            String::new()
        } else {
            format!(" ({})", words.join(", "))
        };
        print::line(&format!(
            "  {}  {}  {}{words}",
            field.id,
            kind(field.ty),
            field.title.get(l)
        ));
    }
    Ok(exit::CONFORMANT)
}

/// The register of an id.
pub(super) fn named(id: &str) -> Result<&'static Register, Failure> {
    let found = template::registers().find(|register| register.id == id);
    found.ok_or_else(|| {
        let ids = template::registers().map(|register| register.id.as_str());
        unknown("register", id, ids)
    })
}

/// The fields of these ids; all of them where none is named.
pub(super) fn chosen<'r>(register: &'r Register, attributes: &[String]) -> Result<Vec<&'r Field>, Failure> {
    if attributes.is_empty() {
        return Ok(register.fields.iter().collect());
    }
    let one = |id: &String| {
        let found = register.fields.iter().find(|field| field.id == *id);
        found.ok_or_else(|| unknown("attribute", id, register.fields.iter().map(|field| field.id.as_str())))
    };
    attributes.iter().map(one).collect()
}

fn unknown<'v>(what: &str, id: &str, known: impl Iterator<Item = &'v str>) -> Failure {
    let failure = Failure::usage(format!("there is no {what} `{id}`"));
    match nearest(id, known) {
        Some(near) => failure.hint(format!("the nearest {what} is `{near}`")),
        None => failure,
    }
}

const fn kind(ty: FieldType) -> &'static str {
    match ty {
        FieldType::Text => "text",
        FieldType::Flag => "flag",
        FieldType::Integer => "integer",
        FieldType::Decimal => "decimal",
        FieldType::Date => "date",
        FieldType::List => "list",
        FieldType::Choice => "choice",
    }
}

/// The word that takes the fewest changes of letters; of equals the first.
fn nearest<'v>(word: &str, known: impl Iterator<Item = &'v str>) -> Option<&'v str> {
    let word: Vec<char> = word.chars().take(LETTERS).flat_map(char::to_lowercase).collect();
    known.min_by_key(|other| distance(&word, &other.chars().collect::<Vec<char>>()))
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.iter().enumerate() {
        let mut before = line;
        let mut left = line + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(b) {
            let change = before + usize::from(from != to);
            before = *cell;
            left = change.min(before + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_takes_the_fewest_changes() {
        let known = ["disclosure", "purpose", "protections", "name"];
        for (word, near) in [
            ("discloser", "disclosure"),
            ("Porpose", "purpose"),
            ("protection", "protections"),
            ("nam", "name"),
        ] {
            assert_eq!(nearest(word, known.into_iter()), Some(near), "{word}");
        }
        assert_eq!(nearest("x", [].into_iter()), None);
    }
}
