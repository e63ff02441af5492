//! JSON (RFC 8259) into nodes with lines. Own parser, because the usual ones keep neither lines nor doubled names nor
//! numbers as written; it is strict, bounded in depth and measured against the public JSON test suite.
//!
//! Doubled names: the later wins, with a diagnostic. A lone surrogate escape becomes U+FFFD, with a diagnostic.

use super::tree::{MapBuilder, Node, Value};
use crate::{ReadError, Reading, scan};
use sekisho_model::Diagnostic;
use std::borrow::Cow;

/// Reads one JSON document.
pub(crate) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Node<'t>, ReadError> {
    parse_from(text, 1, reading)
}

/// The same for a text that begins at some line of its file.
pub(crate) fn parse_from<'t>(text: &'t str, line: u32, reading: &mut Reading<'_>) -> Result<Node<'t>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser {
        text,
        at: 0,
        line,
        depth: 0,
        nodes: 0,
        reading,
    };
    parser.space();
    let line = parser.line;
    let mut value = Value::Null;
    parser.value(&mut value)?;
    parser.space();
    if parser.at < text.len() {
        return Err(parser.wrong("something follows the end of the document"));
    }
    Ok(Node { line, value })
}

struct Parser<'t, 'r, 'a> {
    text: &'t str,
    at: usize,
    line: u32,
    depth: u32,
    nodes: u32,
    reading: &'r mut Reading<'a>,
}

impl<'t> Parser<'t, '_, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    #[inline]
    fn space(&mut self) {
        // Between most signs nothing stands.
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.spaces();
        }
    }

    fn spaces(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => self.line = self.line.saturating_add(1),
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
    }

    fn wrong(&self, reason: &str) -> ReadError {
        ReadError::malformed_at("JSON", reason, self.line)
    }

    // A value is written where it stays: moving one costs more than reading it.
    fn value(&mut self, out: &mut Value<'t>) -> Result<(), ReadError> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.reading.limits.rows {
            return Err(ReadError::limit(
                "number of values in one file",
                self.reading.limits.rows.to_string(),
            ));
        }
        *out = match self.peek() {
            Some(b'{') => return self.nested(out, Self::map),
            Some(b'[') => return self.nested(out, Self::list),
            Some(b'"') => Value::Text(self.string()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b'-' | b'0'..=b'9') => Value::Number(Cow::Borrowed(self.number()?)),
            Some(_) => return Err(self.wrong("a value is expected")),
            None => return Err(self.wrong("the document ends where a value is expected")),
        };
        Ok(())
    }

    fn nested(
        &mut self,
        out: &mut Value<'t>,
        read: impl FnOnce(&mut Self) -> Result<Value<'t>, ReadError>,
    ) -> Result<(), ReadError> {
        self.at += 1;
        self.depth += 1;
        if self.depth > self.reading.limits.depth {
            return Err(ReadError::Limit {
                what: "nesting depth",
                limit: self.reading.limits.depth.to_string(),
                line: Some(self.line),
                locator: None,
            });
        }
        *out = read(self)?;
        self.depth -= 1;
        Ok(())
    }

    /// A node on this line whose value is still to be read.
    fn empty(&self) -> Node<'t> {
        Node {
            line: self.line,
            value: Value::Null,
        }
    }

    fn list(&mut self) -> Result<Value<'t>, ReadError> {
        let mut items = Vec::new();
        self.space();
        if self.eat(b']') {
            return Ok(Value::List(items));
        }
        loop {
            self.space();
            items.push(self.empty());
            if let Some(node) = items.last_mut() {
                self.value(&mut node.value)?;
            }
            self.space();
            if self.eat(b']') {
                return Ok(Value::List(items));
            }
            if !self.eat(b',') {
                return Err(self.wrong("`,` or `]` is expected"));
            }
        }
    }

    fn map(&mut self) -> Result<Value<'t>, ReadError> {
        let mut map = MapBuilder::default();
        self.space();
        if self.eat(b'}') {
            return Ok(map.finish());
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a name in double quotes is expected"));
            }
            let line = self.line;
            let name = self.string()?;
            self.space();
            if !self.eat(b':') {
                return Err(self.wrong("`:` is expected after a name"));
            }
            self.space();
            let mut node = self.empty();
            if map.has(&name) {
                self.value(&mut node.value)?;
                self.reading.note(super::duplicate(&name, line, "last"));
                map.put(name, node);
            } else if let Some(node) = map.push(name, node) {
                self.value(&mut node.value)?;
            }
            self.space();
            if self.eat(b'}') {
                return Ok(map.finish());
            }
            if !self.eat(b',') {
                return Err(self.wrong("`,` or `}` is expected"));
            }
        }
    }

    fn word(&mut self, word: &str, value: Value<'t>) -> Result<Value<'t>, ReadError> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.wrong("a value is expected"))
    }

    fn digits(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.wrong("a digit is expected in a number"))
        } else {
            Ok(())
        }
    }

    fn number(&mut self) -> Result<&'t str, ReadError> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        let number = self.text.get(start..self.at).unwrap_or_default();
        super::bounded(number, self.line, self.reading)?;
        Ok(number)
    }

    fn string(&mut self) -> Result<Cow<'t, str>, ReadError> {
        self.at += 1;
        let start = self.at;
        self.at = scan::plain_end(self.text.as_bytes(), start);
        if self.peek() != Some(b'"') {
            return self.escaped(start);
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        super::bounded(text, self.line, self.reading)?;
        Ok(Cow::Borrowed(text))
    }

    /// The rest of a text that is not as it is written.
    fn escaped(&mut self, mut run: usize) -> Result<Cow<'t, str>, ReadError> {
        let mut owned = String::new();
        loop {
            self.at = scan::plain_end(self.text.as_bytes(), self.at);
            match self.peek() {
                Some(b'"') => {
                    owned.push_str(self.text.get(run..self.at).unwrap_or_default());
                    self.at += 1;
                    super::bounded(&owned, self.line, self.reading)?;
                    return Ok(Cow::Owned(owned));
                }
                Some(b'\\') => {
                    owned.push_str(self.text.get(run..self.at).unwrap_or_default());
                    self.at += 1;
                    let decoded = self.escape()?;
                    owned.push(decoded);
                    run = self.at;
                }
                Some(_) => return Err(self.wrong("a control character stands in a text")),
                None => return Err(self.wrong("a text is not closed")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let byte = self.peek();
        self.at += 1;
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => self.unicode()?,
            _ => {
                self.at -= 1;
                return Err(self.wrong("an unknown escape stands in a text"));
            }
        })
    }

    fn unicode(&mut self) -> Result<char, ReadError> {
        let first = self.hex4()?;
        let code = if (0xd800..0xdc00).contains(&first)
            && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"))
        {
            let back = self.at;
            self.at += 2;
            let second = self.hex4()?;
            if (0xdc00..0xe000).contains(&second) {
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            } else {
                self.at = back;
                first
            }
        } else {
            first
        };
        Ok(char::from_u32(code).unwrap_or_else(|| {
            let text = format!("the escape `\\u{first:04x}` is half of a surrogate pair and is read as U+FFFD");
            self.reading
                .note(Diagnostic::warning("lone-surrogate", text).at_line(self.line));
            char::REPLACEMENT_CHARACTER
        }))
    }

    fn hex4(&mut self) -> Result<u32, ReadError> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|d| u32::from_str_radix(d, 16).ok()) else {
            return Err(self.wrong("four hexadecimal digits are expected after `\\u`"));
        };
        self.at += 4;
        Ok(code)
    }
}
