//! JSON read faster than serde_json reads it, for documents that are read as they stand: strings are found many bytes at
//! a time, and what nobody wants is passed over.
//!
//! It takes what serde_json takes and hands on what serde_json hands on, no more and no less; what is seldom (escapes,
//! numbers, raw values) is handed to serde_json piece by piece. Its errors say nothing: whoever gets one reads the
//! document again with serde_json, which says what is wrong and where.

mod guess;
mod inside;
mod list;
mod pass;
mod pattern;

use crate::scan;
use guess::Guesses;
pub(super) use inside::Inside;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;

/// How many lists and objects may stand inside each other: as many as with serde_json.
const DEPTH: u8 = 127;

/// A document, and how far it was read.
#[derive(Debug)]
pub(super) struct Json<'t> {
    text: &'t str,
    at: usize,
    depth: u8,
    guesses: Guesses,
}

/// A string as it stands in the text: without its quotes where it is plain, with them where it has escapes.
enum Written<'t> {
    Plain(&'t str),
    Escaped(&'t str),
}

#[cold]
fn wrong() -> Error {
    Error::custom("not what was looked for")
}

impl<'t> Json<'t> {
    /// At the beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            depth: DEPTH,
            guesses: Guesses::default(),
        }
    }

    /// At the value of a member of a document, by where it begins.
    pub(super) fn at_value(text: &'t str, at: usize) -> Self {
        Self {
            at,
            depth: DEPTH - 1,
            ..Self::new(text)
        }
    }

    /// Nothing but blanks may follow.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.next();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(wrong())
        }
    }

    /// The present byte; 0, which stands nowhere in JSON, at the end.
    #[inline]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    fn advance(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// The first byte behind blanks.
    #[inline]
    fn next(&mut self) -> u8 {
        let mut byte = self.byte();
        while matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
            self.advance();
            byte = self.byte();
        }
        byte
    }

    #[inline]
    fn colon(&mut self) -> Result<(), Error> {
        if self.next() != b':' {
            return Err(wrong());
        }
        self.advance();
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(wrong());
        }
        self.at = self.at.wrapping_add(word.len());
        Ok(())
    }

    /// The string whose first quote is the present byte.
    #[inline]
    fn string(&mut self) -> Result<Written<'t>, Error> {
        let first = self.at;
        let from = first.wrapping_add(1);
        let end = scan::plain_end(self.text.as_bytes(), from);
        self.at = end;
        if self.byte() == b'"' {
            self.advance();
            return self.text.get(from..end).map(Written::Plain).ok_or_else(wrong);
        }
        self.rest_of_string()?;
        self.text.get(first..self.at).map(Written::Escaped).ok_or_else(wrong)
    }

    #[inline]
    fn visit_string<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        match self.string()? {
            Written::Plain(text) => visitor.visit_borrowed_str(text),
            Written::Escaped(written) => serde_json::Deserializer::from_str(written).deserialize_str(visitor),
        }
    }

    fn visit_number<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let first = self.at;
        self.pass_number()?;
        let written = self.text.get(first..self.at).ok_or_else(wrong)?;
        serde_json::Deserializer::from_str(written).deserialize_any(visitor)
    }

    #[inline]
    fn visit_seq<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let mut items = self.inside()?;
        let value = visitor.visit_seq(&mut items)?;
        items.leave()?;
        Ok(value)
    }

    #[inline]
    fn visit_map<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.object(|members| visitor.visit_map(members))
    }

    /// Reads an object, its members by somebody else.
    #[inline]
    pub(super) fn object<T>(&mut self, read: impl FnOnce(&mut Inside<'_, 't>) -> Result<T, Error>) -> Result<T, Error> {
        if self.next() != b'{' {
            return Err(wrong());
        }
        let mut members = self.inside()?;
        let value = read(&mut members)?;
        members.leave()?;
        Ok(value)
    }

    #[inline]
    fn inside(&mut self) -> Result<Inside<'_, 't>, Error> {
        self.depth = self.depth.checked_sub(1).ok_or_else(wrong)?;
        self.advance();
        Ok(Inside::new(self))
    }
}

impl<'de> Deserializer<'de> for &mut Json<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.next() {
            b'"' => self.visit_string(visitor),
            b'{' => self.visit_map(visitor),
            b'[' => self.visit_seq(visitor),
            b'-' | b'0'..=b'9' => self.visit_number(visitor),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            _ => Err(wrong()),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.next() == b'n' {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.next() != b'"' {
            return Err(wrong());
        }
        self.visit_string(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit_map(visitor)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.pass()?;
        visitor.visit_unit()
    }

    /// Only raw values are read this way.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.next();
        let first = self.at;
        self.pass()?;
        let written = self.text.get(first..self.at).ok_or_else(wrong)?;
        serde_json::Deserializer::from_str(written).deserialize_newtype_struct(name, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf unit unit_struct seq tuple
        tuple_struct struct enum identifier
    }
}

#[cfg(test)]
mod tests;
