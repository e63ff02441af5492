//! What both formats share on the way to rows: absent values, hashes, agents, licences.

use super::value::UnknownNames;
use crate::{ReadError, Reading};
use sekisho_model::schema::Row;
use sekisho_model::schema::rows::sbom::{Hash, Identifier, License, Unknown};
use sekisho_model::{Diagnostic, Origin};

/// A field value that may be stated to be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated<'a> {
    /// There is a value.
    Value(&'a str),
    /// The document says `NOASSERTION`, `NONE` or that it is withheld.
    Absent(&'static str),
    /// Nothing is said.
    Nothing,
}

impl<'a> Stated<'a> {
    /// Tells values from words that stand for none.
    #[inline]
    pub(super) fn of(value: Option<&'a str>) -> Self {
        match value {
            None => Self::Nothing,
            Some(v) if !matches!(v.len(), 4 | 8 | 10 | 11) => Self::Value(v),
            Some(v) => Self::of_word(v),
        }
    }

    /// The same for a value that may be such a word by its length.
    fn of_word(value: &'a str) -> Self {
        match value {
            "NONE" => Self::Absent("none"),
            "REDACTED" | "[REDACTED]" => Self::Absent("redacted"),
            _ if value.eq_ignore_ascii_case("NOASSERTION") => Self::Absent("noassertion"),
            _ => Self::Value(value),
        }
    }

    /// The value, where there is one.
    pub(super) fn value(self) -> Option<&'a str> {
        if let Self::Value(v) = self { Some(v) } else { None }
    }
}

/// Fields that are stated to be absent, kept until the component's row has a number.
#[derive(Debug, Default)]
pub(super) struct Absences(Vec<(&'static str, &'static str)>);

impl Absences {
    /// Passes a value on and remembers a stated absence.
    #[inline]
    pub(super) fn take<'a>(&mut self, field: &'static str, value: Option<&'a str>) -> Option<&'a str> {
        let stated = Stated::of(value);
        if let Stated::Absent(state) = stated {
            self.note(field, state);
        }
        stated.value()
    }

    /// Remembers a stated absence once.
    pub(super) fn note(&mut self, field: &'static str, state: &'static str) {
        if !self.0.contains(&(field, state)) {
            self.0.push((field, state));
        }
    }

    /// Pushes the rows.
    pub(super) fn push(self, reading: &mut Reading<'_>, component: u32, at: Origin) -> Result<(), ReadError> {
        for (field, state) in self.0 {
            let row = Unknown {
                component: Some(component),
                field: Some(field),
                state: Some(state),
            };
            push_at(reading, &row, at)?;
        }
        Ok(())
    }
}

/// A place in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    /// Line from 1, or 0.
    pub(super) line: u32,
    /// Locator, or empty.
    pub(super) locator: &'a str,
}

/// The present place as the origin of several rows: looked up once, used for all of them.
pub(super) fn origin(reading: &mut Reading<'_>, at: At<'_>) -> Origin {
    reading.builder.origin(reading.file, at.line, at.locator)
}

/// Pushes a row with a known origin.
pub(super) fn push_at<R: Row>(reading: &mut Reading<'_>, row: &R, at: Origin) -> Result<u32, ReadError> {
    reading.count_row()?;
    Ok(reading.builder.push(row, at))
}

/// Pushes a hash under the normalised name of its algorithm.
pub(super) fn push_hash(
    reading: &mut Reading<'_>,
    component: u32,
    algorithm: &str,
    value: &str,
    at: Origin,
) -> Result<(), ReadError> {
    let value = value.to_ascii_lowercase();
    let row = Hash {
        component: Some(component),
        algorithm: Some(&algorithm_name(algorithm)),
        value: Some(&value),
    };
    push_at(reading, &row, at)?;
    Ok(())
}

/// `SHA256`, `SHA-256` → `sha-256`; `SHA3_256`, `SHA3-256` → `sha3-256`; `BLAKE2b-256` → `blake2b-256`.
pub(super) fn algorithm_name(word: &str) -> String {
    let word = word.trim().to_ascii_lowercase().replace('_', "-");
    match word.strip_prefix("sha") {
        Some(bits) if !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit()) => format!("sha-{bits}"),
        _ => word,
    }
}

/// Pushes an identifier.
pub(super) fn push_identifier(
    reading: &mut Reading<'_>,
    component: u32,
    identifier_type: &str,
    value: &str,
    at: Origin,
) -> Result<(), ReadError> {
    let row = Identifier {
        component: Some(component),
        identifier_type: Some(identifier_type),
        value: Some(value),
    };
    push_at(reading, &row, at)?;
    Ok(())
}

/// Pushes a licence statement.
pub(super) fn push_license(
    reading: &mut Reading<'_>,
    component: u32,
    (expression, form): (&str, &str),
    source: Option<&str>,
    at: Origin,
) -> Result<(), ReadError> {
    let row = License {
        component: Some(component),
        expression: Some(expression),
        form: Some(form),
        source,
    };
    push_at(reading, &row, at)?;
    Ok(())
}

/// Whether a text is one id of the SPDX licence list (`+` allowed).
pub(super) fn is_license_id(id: &str) -> bool {
    let bare = id.strip_suffix('+').unwrap_or(id);
    ::spdx::license_id(id).or_else(|| ::spdx::license_id(bare)).is_some()
}

/// Whether a text is an exception of the SPDX list (CycloneDX takes those for licence ids too).
pub(super) fn is_license_exception(id: &str) -> bool {
    ::spdx::exception_id(id).is_some()
}

/// Notes the members of a document that nobody defines, in one remark.
pub(super) fn note_unknown(reading: &mut Reading<'_>, names: &UnknownNames) {
    if let Some(sentence) = names.sentence() {
        let hint = "if the file comes from a newer version of the format, say so to its producer";
        reading.note(Diagnostic::warning("unknown-fields", sentence).hint(hint));
    }
}

/// A document in JSON that could not be read, with its line.
pub(super) fn json_error(format: &'static str, error: &serde_json::Error) -> ReadError {
    let full = error.to_string();
    if full.starts_with("recursion limit exceeded") {
        return ReadError::Limit {
            what: "nesting depth",
            limit: "128".to_owned(),
            line: u32::try_from(error.line()).ok(),
            locator: None,
        };
    }
    let tail = format!(" at line {} column {}", error.line(), error.column());
    let reason = full.strip_suffix(&tail).unwrap_or(&full);
    let reason: String = reason.chars().take(200).collect();
    ReadError::Malformed {
        format,
        reason: format!("{reason} (column {})", error.column()),
        line: u32::try_from(error.line()).ok().filter(|l| *l > 0),
        locator: None,
    }
}

/// Refuses texts that are longer than the limits allow. Line and locator, 0 or empty where there is none, are worked out
/// only for one that is.
pub(super) fn check_length(
    reading: &Reading<'_>,
    texts: &[Option<&str>],
    at: impl FnOnce() -> (u32, String),
) -> Result<(), ReadError> {
    let limit = reading.limits.text_bytes as usize;
    if texts.iter().flatten().any(|t| t.len() > limit) {
        let (line, locator) = at();
        return Err(ReadError::Limit {
            what: "length of one text",
            limit: format!("{limit} bytes"),
            line: Some(line).filter(|l| *l > 0),
            locator: Some(locator).filter(|l| !l.is_empty()),
        });
    }
    Ok(())
}
