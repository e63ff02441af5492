//! What stands inside a list or an object, one item after the other.
//!
//! An object that numbers its names (see [`Numbered`](crate::sbom::object::Numbered)) asks for the next one as a struct
//! whose fields they are, and is given a number: the lower half is the name's, the upper half the mark of its place.

use super::guess::Names;
use super::{Json, Written, wrong};
use crate::sbom::lines;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;

/// In the place of a member's number: in front of the first member, and behind one without number.
const FIRST: u8 = 255;
const OTHER: u8 = 254;

/// A list or an object that is being read.
pub(in crate::sbom) struct Inside<'a, 't> {
    json: &'a mut Json<'t>,
    /// The member read last.
    last: u8,
    /// Whether the end was read.
    is_left: bool,
    /// Whether the colon behind the name was read.
    is_value: bool,
}

impl<'a, 't> Inside<'a, 't> {
    /// Behind the opening bracket.
    #[inline]
    pub(super) fn new(json: &'a mut Json<'t>) -> Self {
        Self {
            json,
            last: FIRST,
            is_left: false,
            is_value: false,
        }
    }

    /// Whether there is no more; else nothing is read, but for blanks in front of a comma.
    #[inline]
    fn is_end(&mut self, end: u8) -> Result<bool, Error> {
        if self.json.byte() == b',' {
            return Ok(false);
        }
        let before = self.json.at;
        if self.json.next() == end {
            self.json.advance();
            self.is_left = true;
            return Ok(true);
        }
        if self.last == FIRST {
            self.json.at = before;
        }
        Ok(false)
    }

    /// Reads what stands in front of an item that is not the end.
    #[inline]
    fn begin(&mut self) -> Result<u8, Error> {
        let mut byte = self.json.next();
        if self.last != FIRST {
            if byte != b',' {
                return Err(wrong());
            }
            self.json.advance();
            byte = self.json.next();
        }
        self.last = OTHER;
        Ok(byte)
    }

    /// In front of the value of a member.
    #[inline]
    pub(super) fn value(&mut self) -> Result<&mut Json<'t>, Error> {
        if !self.is_value {
            self.json.colon()?;
        }
        Ok(self.json)
    }

    /// Where the value of the present member begins.
    pub(in crate::sbom) fn begin_of_value(&mut self) -> Result<usize, Error> {
        let json = self.value()?;
        json.next();
        let at = json.at;
        self.is_value = true;
        Ok(at)
    }

    /// In front of the next item of a list; none at its end.
    #[inline]
    pub(super) fn item(&mut self) -> Result<Option<&mut Json<'t>>, Error> {
        if self.is_left || self.is_end(b']')? {
            return Ok(None);
        }
        self.begin()?;
        Ok(Some(self.json))
    }

    /// Back outside, where everything was read.
    #[inline]
    pub(super) fn leave(self) -> Result<(), Error> {
        if !self.is_left {
            return Err(wrong());
        }
        self.json.depth = self.json.depth.wrapping_add(1);
        Ok(())
    }
}

impl<'t> SeqAccess<'t> for &mut Inside<'_, 't> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'t>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        match self.item()? {
            Some(json) => seed.deserialize(json).map(Some),
            None => Ok(None),
        }
    }
}

impl<'t> MapAccess<'t> for &mut Inside<'_, 't> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.is_left || self.is_end(b'}')? {
            return Ok(None);
        }
        self.is_value = false;
        seed.deserialize(Name(self)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.value()?)
    }
}

/// The name of a member.
struct Name<'n, 'a, 't>(&'n mut Inside<'a, 't>);

impl<'t> Name<'_, '_, 't> {
    /// Reads a name that was not guessed, and its colon.
    fn read<V: Visitor<'t>>(self, names: Names, visitor: V) -> Result<V::Value, Error> {
        let inside = self.0;
        let (from, before) = (inside.json.at, inside.last);
        if inside.begin()? != b'"' {
            return Err(wrong());
        }
        let first = inside.json.at.wrapping_add(1);
        let Written::Plain(name) = inside.json.string()? else {
            inside.json.at = first.wrapping_sub(1);
            return inside.json.visit_string(visitor);
        };
        let Some(number) = names.iter().position(|known| *known == name) else {
            return visitor.visit_borrowed_str(name);
        };
        inside.json.colon()?;
        inside.json.next();
        inside.is_value = true;
        let number = u8::try_from(number).map_err(|_| wrong())?;
        inside.last = number;
        let json = &mut *inside.json;
        if before != OTHER
            && let Some(written) = json.text.as_bytes().get(from..json.at)
        {
            let name = first.wrapping_sub(from);
            json.guesses.learn(names, before, written, name, number);
        }
        visitor.visit_u64(numbered(json.text, first, number))
    }
}

#[inline]
fn numbered(text: &str, at: usize, number: u8) -> u64 {
    u64::from(lines::mark_at(text, at)) << 32 | u64::from(number)
}

impl<'de> Deserializer<'de> for Name<'_, '_, 'de> {
    type Error = Error;

    /// Numbers are for programs.
    #[inline]
    fn is_human_readable(&self) -> bool {
        false
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, names: Names, visitor: V) -> Result<V::Value, Error> {
        let Inside { json, last, .. } = &mut *self.0;
        let rest = json.text.as_bytes().get(json.at..).unwrap_or_default();
        let Some(guess) = json.guesses.next(names, *last, rest) else {
            return self.read(names, visitor);
        };
        let number = numbered(json.text, json.at.wrapping_add(guess.name), guess.number);
        json.at = json.at.wrapping_add(guess.written.length());
        *last = guess.number;
        self.0.is_value = true;
        visitor.visit_u64(number)
    }

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.begin()? != b'"' {
            return Err(wrong());
        }
        self.0.json.visit_string(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
