//! JSON documents as trees in which no key stands twice, and short ways to look into them.
//!
//! Statements and catalogues are small; records of databases, which are many, are read by `osv` without a tree.

use crate::ReadError;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Parses a whole document; a key that stands twice is an error, because two readers would see two documents.
pub(crate) fn parse(text: &str, format: &'static str) -> Result<Value, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Strict
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| error_of(&error, format))
}

/// A JSON error as ours: with its line.
pub(super) fn error_of(error: &serde_json::Error, format: &'static str) -> ReadError {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(head, _)| head);
    if reason == "recursion limit exceeded" {
        return ReadError::limit("nesting depth", "128");
    }
    ReadError::malformed_at(format, reason, u32::try_from(error.line()).unwrap_or(u32::MAX))
}

/// Looks along a path of keys.
pub(crate) fn get<'v>(value: &'v Value, path: &[&str]) -> &'v Value {
    path.iter()
        .try_fold(value, |value, key| value.get(key))
        .unwrap_or(&Value::Null)
}

/// The text at a path, trimmed; numbers count as text, blanks do not.
pub(crate) fn text(value: &Value, path: &[&str]) -> Option<String> {
    plain(get(value, path))
}

/// The text of a value itself.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The items of a list at a path; nothing where there is no list.
pub(crate) fn list<'v>(value: &'v Value, path: &[&str]) -> &'v [Value] {
    get(value, path).as_array().map_or(&[], Vec::as_slice)
}

/// The texts of a list at a path.
pub(crate) fn texts(value: &Value, path: &[&str]) -> Vec<String> {
    list(value, path).iter().filter_map(plain).collect()
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Strict)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(Strict)?;
            if map.contains_key(&key) {
                return Err(A::Error::custom(format_args!("key `{key}` stands twice in one object")));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
