//! What is passed over: checked to be JSON, and kept by nobody.

use super::{Json, wrong};
use crate::scan;
use serde::de::IgnoredAny;
use serde_json::Error;

/// Lists and objects around the present value, one bit each: whether it is an object.
#[derive(Default)]
struct Around {
    bits: u128,
    depth: u32,
}

impl Around {
    #[inline]
    fn enter(&mut self, is_object: bool) {
        self.bits = self.bits << 1 | u128::from(is_object);
        self.depth = self.depth.wrapping_add(1);
    }

    #[inline]
    fn leave(&mut self) {
        self.bits >>= 1;
        self.depth = self.depth.wrapping_sub(1);
    }

    #[inline]
    fn is_object(&self) -> bool {
        self.bits & 1 == 1
    }
}

impl Json<'_> {
    /// Passes over one value.
    #[inline]
    pub(super) fn pass(&mut self) -> Result<(), Error> {
        if self.next() == b'"' {
            return self.pass_string();
        }
        self.pass_any()
    }

    fn pass_any(&mut self) -> Result<(), Error> {
        let (first, mut around) = (self.at, Around::default());
        loop {
            match self.next() {
                b'"' => self.pass_string()?,
                open @ (b'{' | b'[') => {
                    if around.depth == u128::BITS {
                        return self.pass_deep(first);
                    }
                    self.advance();
                    around.enter(open == b'{');
                    let close = if open == b'{' { b'}' } else { b']' };
                    if self.next() != close {
                        if open == b'{' {
                            self.pass_name()?;
                        }
                        continue;
                    }
                    self.advance();
                    around.leave();
                }
                b'-' | b'0'..=b'9' => self.pass_number()?,
                b'n' => self.word("null")?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                _ => return Err(wrong()),
            }
            // Behind a value: the next one, or the ends of what stands around it.
            loop {
                if around.depth == 0 {
                    return Ok(());
                }
                match (self.next(), around.is_object()) {
                    (b',', is_object) => {
                        self.advance();
                        if is_object {
                            self.next();
                            self.pass_name()?;
                        }
                        break;
                    }
                    (b'}', true) | (b']', false) => {
                        self.advance();
                        around.leave();
                    }
                    _ => return Err(wrong()),
                }
            }
        }
    }

    /// Passes over a name and its colon.
    #[inline]
    pub(super) fn pass_name(&mut self) -> Result<(), Error> {
        if self.byte() != b'"' {
            return Err(wrong());
        }
        self.pass_string()?;
        self.colon()
    }

    /// Passes over the string whose first quote is the present byte.
    #[inline]
    pub(super) fn pass_string(&mut self) -> Result<(), Error> {
        self.at = scan::plain_end(self.text.as_bytes(), self.at.wrapping_add(1));
        if self.byte() == b'"' {
            self.advance();
            return Ok(());
        }
        self.rest_of_string()
    }

    /// Passes over the rest of a string, which begins where its plain part ends.
    #[cold]
    pub(super) fn rest_of_string(&mut self) -> Result<(), Error> {
        loop {
            match self.byte() {
                b'"' => {
                    self.advance();
                    return Ok(());
                }
                b'\\' => {
                    self.advance();
                    let escape = self.byte();
                    self.advance();
                    match escape {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            for _ in 0..4 {
                                if !self.byte().is_ascii_hexdigit() {
                                    return Err(wrong());
                                }
                                self.advance();
                            }
                        }
                        _ => return Err(wrong()),
                    }
                }
                _ => return Err(wrong()),
            }
            self.at = scan::plain_end(self.text.as_bytes(), self.at);
        }
    }

    /// Passes over a number.
    pub(super) fn pass_number(&mut self) -> Result<(), Error> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = scan::number(rest).ok_or_else(wrong)?;
        self.at = self.at.wrapping_add(length);
        Ok(())
    }

    /// Passes over what is nested deeper than bits can tell, as serde_json does it.
    #[cold]
    fn pass_deep(&mut self, first: usize) -> Result<(), Error> {
        let rest = self.text.get(first..).ok_or_else(wrong)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        values.next().ok_or_else(wrong)??;
        self.at = first.saturating_add(values.byte_offset());
        Ok(())
    }
}
