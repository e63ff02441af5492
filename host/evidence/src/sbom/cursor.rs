//! A bounded walk over XML: no document type, no entities but the five predefined ones, no deep nesting; lines counted.
//! CycloneDX XML, SPDX XML and SPDX RDF/XML are read through it.

use crate::{Limits, ReadError};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use sekisho_model::Diagnostic;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Most attributes of one element: comparing them with each other takes the square of their number.
const ATTRIBUTES: usize = 1_000;

/// A start tag.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    start: BytesStart<'a>,
    empty: bool,
    /// Line from 1.
    pub(crate) line: u32,
}

impl Element<'_> {
    /// Name without prefix.
    pub(crate) fn name(&self) -> &str {
        local(self.start.name().0).1
    }

    /// Prefix of the name, empty where there is none.
    pub(crate) fn prefix(&self) -> &str {
        local(self.start.name().0).0
    }

    /// Whether the element is closed where it is opened: no [`Step::Close`] follows.
    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }
}

/// Prefix and name.
pub(crate) fn local(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// What is done with a child: consumed, or given back to be skipped.
pub(crate) type Visit<'v, 'a> = dyn FnMut(&mut Cursor<'a>, Element<'a>) -> Result<Option<Element<'a>>, ReadError> + 'v;

/// One step of the walk inside the root element.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// An element begins (and ends, where it is empty).
    Open(Element<'a>),
    /// A piece of text.
    Text(Cow<'a, str>),
    /// The innermost element that is not empty ends.
    Close,
}

/// The walk.
#[derive(Debug)]
pub(crate) struct Cursor<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    counted: (usize, u32),
    format: &'static str,
    depth: u32,
    deepest: u32,
    limits: &'a Limits,
    /// Prefixes whose elements are the format's own.
    own: BTreeSet<String>,
    /// Broken rules that only the syntax shows.
    pub(crate) remarks: Vec<Diagnostic>,
    /// Whether an XML signature was seen.
    pub(crate) signed: bool,
}

impl<'a> Cursor<'a> {
    /// At the start of a text; `format` is its name for people.
    pub(crate) fn new(text: &'a str, limits: &'a Limits, format: &'static str) -> Self {
        Self {
            reader: Reader::from_str(text),
            text,
            counted: (0, 1),
            format,
            depth: 0,
            deepest: limits.depth,
            limits,
            own: BTreeSet::new(),
            remarks: Vec::new(),
            signed: false,
        }
    }

    /// The same walk for a format whose reader keeps no stack and counts its own nesting.
    pub(crate) fn any_depth(mut self) -> Self {
        self.deepest = u32::MAX;
        self
    }

    /// The present line, from 1.
    pub(crate) fn line(&mut self) -> u32 {
        let (from, line) = self.counted;
        let to = usize::try_from(self.reader.buffer_position())
            .unwrap_or(from)
            .min(self.text.len());
        let passed = self.text.as_bytes().get(from..to).unwrap_or_default();
        let newlines = passed.iter().filter(|b| **b == b'\n').count();
        let line = line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
        self.counted = (to, line);
        line
    }

    /// An error here.
    pub(crate) fn malformed(&mut self, reason: impl Into<String>) -> ReadError {
        ReadError::malformed_at(self.format, reason, self.line())
    }

    fn event(&mut self) -> Result<Event<'a>, ReadError> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => {
                let hint = "export the file without a document type declaration".to_owned();
                let what = "a document type declaration (DTD) in XML".to_owned();
                Err(ReadError::Refused {
                    what,
                    line: Some(self.line()),
                    hint,
                })
            }
            Ok(event) => Ok(event),
            Err(error) => {
                // The reason quotes names as they stand, which may hold anything.
                let reason = error.to_string();
                let line = |c: char| if c.is_control() { ' ' } else { c };
                Err(self.malformed(reason.chars().map(line).take(200).collect::<String>()))
            }
        }
    }

    fn element(&mut self, start: BytesStart<'a>, empty: bool) -> Result<Element<'a>, ReadError> {
        let line = self.line();
        if !empty {
            self.depth = self.depth.saturating_add(1);
            if self.depth > self.deepest {
                return Err(ReadError::Limit {
                    what: "nesting depth",
                    limit: self.deepest.to_string(),
                    line: Some(line),
                    locator: None,
                });
            }
        }
        Ok(Element { start, empty, line })
    }

    /// The root element; answers it with the namespace of its own prefix. `is_own` tells the format's namespaces, the
    /// empty one for elements without any.
    pub(crate) fn root(&mut self, is_own: fn(&str) -> bool) -> Result<(Element<'a>, String), ReadError> {
        loop {
            let event = self.event()?;
            let (start, empty) = match event {
                Event::Start(start) => (start, false),
                Event::Empty(start) => (start, true),
                Event::Eof => return Err(self.malformed("there is no root element")),
                Event::Text(t) if t.trim().trim_start_matches('\u{feff}').is_empty() => continue,
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => continue,
                _ => return Err(self.malformed("there is text before the root element")),
            };
            let element = self.element(start, empty)?;
            let mut own_namespace = String::new();
            if is_own("") {
                self.own.insert(String::new());
            }
            for (name, value) in self.attributes(&element)? {
                let prefix = match name.strip_prefix("xmlns") {
                    Some("") => "",
                    Some(rest) => rest.strip_prefix(':').unwrap_or_default(),
                    None => continue,
                };
                if prefix == element.prefix() {
                    own_namespace.clone_from(&value);
                }
                if is_own(&value) {
                    self.own.insert(prefix.to_owned());
                } else if prefix.is_empty() {
                    self.own.remove("");
                }
            }
            return Ok((element, own_namespace));
        }
    }

    /// All attributes.
    pub(crate) fn attributes(&mut self, element: &Element<'a>) -> Result<Vec<(String, String)>, ReadError> {
        let mut all = Vec::new();
        let format = self.format;
        let malformed = |reason: String| ReadError::malformed_at(format, reason, element.line);
        for attribute in element.start.attributes() {
            let attribute = attribute.map_err(|e| malformed(e.to_string()))?;
            if all.len() >= ATTRIBUTES {
                return Err(ReadError::Limit {
                    what: "number of attributes of one element",
                    limit: ATTRIBUTES.to_string(),
                    line: Some(element.line),
                    locator: None,
                });
            }
            let name = attribute.key.0.to_owned();
            let value = attribute.value.as_ref();
            let value = if value.contains(['&', '\n', '\t', '\r']) {
                quick_xml::escape::unescape(value)
                    .map_err(|e| malformed(e.to_string()))?
                    .replace(['\n', '\t', '\r'], " ")
            } else {
                value.to_owned()
            };
            all.push((name, value));
        }
        Ok(all)
    }

    /// Walks the children of an element. `visit` is handed each own child and must consume it, or answer with it back
    /// (`Some`) to have it skipped; the names of skipped ones go to `unknown`.
    pub(crate) fn children(
        &mut self,
        element: &Element<'a>,
        unknown: &mut dyn FnMut(&str),
        visit: &mut Visit<'_, 'a>,
    ) -> Result<(), ReadError> {
        if element.empty {
            return Ok(());
        }
        loop {
            let child = match self.step()? {
                Step::Open(child) => child,
                Step::Text(_) => continue,
                Step::Close => return Ok(()),
            };
            if !self.own.contains(child.prefix()) {
                self.signed |= child.name() == "Signature";
                self.skip(&child)?;
            } else if let Some(back) = visit(self, child)? {
                unknown(back.name());
                self.skip(&back)?;
            }
        }
    }

    /// Passes over an element and all inside it.
    pub(crate) fn skip(&mut self, element: &Element<'a>) -> Result<(), ReadError> {
        if element.empty {
            return Ok(());
        }
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.step()?;
        }
        Ok(())
    }

    /// The text of an element, without blanks around it; elements inside it are passed over.
    pub(crate) fn text(&mut self, element: &Element<'a>) -> Result<Cow<'a, str>, ReadError> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        if element.empty {
            return Ok(text);
        }
        loop {
            let piece = match self.step()? {
                Step::Text(piece) => piece,
                Step::Open(child) => {
                    self.skip(&child)?;
                    continue;
                }
                Step::Close => return Ok(text),
            };
            if text.is_empty() {
                text = piece;
            } else {
                text.to_mut().push_str(&piece);
            }
        }
    }

    /// The next step inside the root element.
    pub(crate) fn step(&mut self) -> Result<Step<'a>, ReadError> {
        loop {
            return Ok(match self.event()? {
                Event::Start(start) => Step::Open(self.element(start, false)?),
                Event::Empty(start) => Step::Open(self.element(start, true)?),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Step::Close
                }
                Event::Text(t) => Step::Text(t.into_inner()),
                Event::CData(t) => Step::Text(t.into_inner()),
                Event::GeneralRef(reference) => Step::Text(Cow::Owned(self.resolve(&reference)?)),
                Event::Eof => return Err(self.malformed("the file ends inside an element")),
                _ => continue,
            });
        }
    }

    fn resolve(&mut self, reference: &BytesRef<'_>) -> Result<String, ReadError> {
        if reference.is_char_ref() {
            return match reference.resolve_char_ref() {
                Ok(Some(c)) => Ok(c.to_string()),
                _ => Err(self.malformed("there is a reference to a character that does not exist")),
            };
        }
        let name: &str = reference;
        match quick_xml::escape::resolve_predefined_entity(name) {
            Some(text) => Ok(text.to_owned()),
            None => {
                let name: String = name.escape_debug().take(40).collect();
                let hint = "export the file with the text itself in place of entities".to_owned();
                Err(ReadError::Refused {
                    what: format!("the entity `{name}`"),
                    line: Some(self.line()),
                    hint,
                })
            }
        }
    }

    /// After the root element: nothing but comments may follow.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        loop {
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(t) if t.trim().is_empty() => {}
                _ => return Err(self.malformed("there is content after the root element")),
            }
        }
    }

    /// Notes that an element stands twice where one is allowed.
    pub(crate) fn repeated(&mut self, name: &str, line: u32) {
        let message = format!("element `{name}` stands more than once where one is allowed");
        let code = "repeated-element";
        if self.remarks.len() < self.limits.diagnostics as usize {
            self.remarks.push(Diagnostic::warning(code, message).at_line(line));
        }
    }
}
