//! JSON and base64 where trust is decided: one way to write a thing, no member twice, no more depth or size than needed.

use super::error::FormatError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sekisho_model::Digest;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// Nothing that is signed here is nested deeper.
const MAX_DEPTH: usize = 64;
/// Longest piece of foreign text in an error.
const MAX_SHOWN: usize = 80;

/// Standard base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Standard base64 with padding, and no other way to write it (RFC 4648 §4, §3.5).
pub(super) fn from_base64(what: &'static str, at: &str, text: &str) -> Result<Vec<u8>, FormatError> {
    STANDARD.decode(text).map_err(|error| FormatError::Value {
        what,
        at: at.to_owned(),
        reason: format!("is not standard base64: {error}"),
    })
}

/// Thirty-two bytes in base64.
pub(super) fn digest_from_base64(what: &'static str, at: &str, text: &str) -> Result<Digest, FormatError> {
    let bytes = from_base64(what, at, text)?;
    let fixed = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| FormatError::Value {
        what,
        at: at.to_owned(),
        reason: format!("has {} bytes, not the 32 of a SHA-256", bytes.len()),
    })?;
    Ok(Digest::from_bytes(fixed))
}

/// Foreign text, short and without control characters.
pub(super) fn shown(text: &str) -> String {
    cut(text, MAX_SHOWN)
}

fn cut(text: &str, most: usize) -> String {
    let mut out: String = text.chars().take(most).flat_map(plain).collect();
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}

fn plain(c: char) -> Vec<char> {
    // Control characters, and those that turn the order of a line around.
    if c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
        c.escape_unicode().collect()
    } else {
        vec![c]
    }
}

/// Reads JSON of a known shape; refuses what is too large or too deep, and members that stand there twice anywhere inside.
pub(super) fn read<T: DeserializeOwned>(what: &'static str, bytes: &[u8], limit: usize) -> Result<T, FormatError> {
    if bytes.len() > limit {
        return Err(FormatError::TooLarge {
            what,
            size: bytes.len(),
            limit,
        });
    }
    let wrong = |error: serde_json::Error| FormatError::Json {
        what,
        reason: explained(&error),
    };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    Once { left: MAX_DEPTH }.deserialize(&mut reader).map_err(wrong)?;
    reader.end().map_err(wrong)?;
    serde_json::from_slice(bytes).map_err(wrong)
}

/// The reason and the place, whatever names the text holds.
fn explained(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = text.strip_suffix(&place).unwrap_or(&text);
    let place = if error.line() > 0 { place.as_str() } else { "" };
    format!("{}{place}", cut(reason, 2 * MAX_SHOWN))
}

/// Walks over a value and keeps nothing of it.
#[derive(Clone, Copy)]
struct Once {
    left: usize,
}

impl Once {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let left = self.left.checked_sub(1);
        left.map(|left| Self { left })
            .ok_or_else(|| E::custom(format_args!("nested deeper than {MAX_DEPTH} levels")))
    }
}

impl<'de> DeserializeSeed<'de> for Once {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut seen = BTreeSet::new();
        while let Some(name) = members.next_key::<String>()? {
            members.next_value_seed(inner)?;
            if let Some(name) = seen.replace(name) {
                return Err(A::Error::custom(format_args!(
                    "member `{}` stands there twice",
                    shown(&name)
                )));
            }
        }
        Ok(())
    }
}
