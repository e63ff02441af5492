//! XML into nodes with lines. Document type declarations and entities other than the five predefined ones are refused
//! before anything of them is used.
//!
//! Attributes count as children, prefixes are dropped, repeated names become a list, and text beside children stands
//! under `#text`. The root element's own name is no part of a path.

use super::tree::{LineIndex, MapBuilder, Node, Value};
use crate::{ReadError, Reading};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

struct Element<'t> {
    name: String,
    line: u32,
    children: MapBuilder<'t>,
    text: String,
}

/// Reads one XML document.
pub(super) fn parse(text: &str, reading: &mut Reading<'_>) -> Result<Node<'static>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = LineIndex::new(text);
    let mut reader = Reader::from_str(text);
    let mut document = Document {
        open: Vec::new(),
        root: None,
        nodes: 0,
        reading,
    };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
            ReadError::malformed_at("XML", one_line(&error.to_string()), lines.line(at))
        })?;
        let line = lines.line(at);
        match event {
            Event::Start(start) => document.start(&start, line)?,
            Event::Empty(start) => {
                document.start(&start, line)?;
                document.end(line)?;
            }
            Event::End(_) => document.end(line)?,
            Event::Text(part) => document.text(&part.xml10_content(), line)?,
            Event::CData(part) => document.text(&part.xml10_content(), line)?,
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let resolved = reference
                    .resolve_char_ref()
                    .map_err(|e| ReadError::malformed_at("XML", one_line(&e.to_string()), line))?;
                match (resolved, resolve_predefined_entity(name)) {
                    (Some(character), _) => document.text(character.encode_utf8(&mut [0; 4]), line)?,
                    (None, Some(predefined)) => document.text(predefined, line)?,
                    (None, None) => return Err(refused("an entity reference", line)),
                }
            }
            Event::DocType(_) => return Err(refused("a document type declaration", line)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if let Some(element) = document.open.last() {
        return Err(ReadError::malformed_at(
            "XML",
            format!("the element `{}` is not closed", element.name),
            element.line,
        ));
    }
    document
        .root
        .ok_or_else(|| ReadError::malformed("XML", "there is no root element"))
}

fn one_line(text: &str) -> String {
    text.chars()
        .take(200)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn refused(what: &str, line: u32) -> ReadError {
    ReadError::Refused {
        what: what.to_owned(),
        line: Some(line),
        hint: "export the file without document type and entities".to_owned(),
    }
}

struct Document<'t, 'r, 'a> {
    open: Vec<Element<'t>>,
    root: Option<Node<'t>>,
    nodes: u32,
    reading: &'r mut Reading<'a>,
}

impl Document<'static, '_, '_> {
    fn count(&mut self) -> Result<(), ReadError> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.reading.limits.rows {
            return Err(ReadError::limit(
                "number of values in one file",
                self.reading.limits.rows.to_string(),
            ));
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u32) -> Result<(), ReadError> {
        self.count()?;
        if self.open.len() >= self.reading.limits.depth as usize {
            let limit = self.reading.limits.depth.to_string();
            return Err(ReadError::Limit {
                what: "nesting depth",
                limit,
                line: Some(line),
                locator: None,
            });
        }
        if self.root.is_some() && self.open.is_empty() {
            return Err(ReadError::malformed_at(
                "XML",
                "there is more than one root element",
                line,
            ));
        }
        let mut children = MapBuilder::default();
        // Our own map notices doubled names; the parser's check is quadratic in their number.
        for attribute in start.attributes().with_checks(false) {
            let wrong = |reason: String| ReadError::malformed_at("XML", one_line(&reason), line);
            let attribute = attribute.map_err(|e| wrong(e.to_string()))?;
            let key = attribute.key.0;
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            self.count()?;
            let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(error) if attribute.value.contains('&') => {
                    let _ = error;
                    return Err(refused("an entity reference", line));
                }
                Err(error) => return Err(wrong(error.to_string())),
            };
            super::bounded(&value, line, self.reading)?;
            let node = Node {
                line,
                value: Value::Text(Cow::Owned(value)),
            };
            if !children.put(Cow::Owned(local(key).to_owned()), node) && !key.contains(':') {
                return Err(wrong(format!("the attribute `{key}` stands twice")));
            }
        }
        self.open.push(Element {
            name: local(start.name().0).to_owned(),
            line,
            children,
            text: String::new(),
        });
        Ok(())
    }

    fn text(&mut self, part: &str, line: u32) -> Result<(), ReadError> {
        match self.open.last_mut() {
            Some(element) => {
                element.text.push_str(part);
                super::bounded(&element.text, line, self.reading)
            }
            None if part.trim().is_empty() => Ok(()),
            None => Err(ReadError::malformed_at(
                "XML",
                "text stands outside the root element",
                line,
            )),
        }
    }

    fn end(&mut self, line: u32) -> Result<(), ReadError> {
        let Some(Element {
            name,
            line: from,
            mut children,
            text,
        }) = self.open.pop()
        else {
            return Err(ReadError::malformed_at(
                "XML",
                "an element is closed that was not opened",
                line,
            ));
        };
        let trimmed = text.trim();
        let value = if children.is_empty() {
            if trimmed.is_empty() {
                Value::Null
            } else {
                Value::Text(Cow::Owned(trimmed.to_owned()))
            }
        } else {
            if !trimmed.is_empty() {
                let text = Node {
                    line: from,
                    value: Value::Text(Cow::Owned(trimmed.to_owned())),
                };
                children.put(Cow::Borrowed("#text"), text);
            }
            children.finish()
        };
        let node = Node { line: from, value };
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(match node.value {
                Value::Map(_) => node,
                _ => Node {
                    line: from,
                    value: Value::Map(vec![(Cow::Owned(name), node)]),
                },
            });
            return Ok(());
        };
        match parent.children.get_mut(&name) {
            None => {
                parent.children.put(Cow::Owned(name), node);
            }
            Some(Node {
                value: Value::List(items),
                ..
            }) => items.push(node),
            Some(first) => {
                let line = first.line;
                let first = std::mem::replace(
                    first,
                    Node {
                        line,
                        value: Value::Null,
                    },
                );
                let list = Node {
                    line,
                    value: Value::List(vec![first, node]),
                };
                parent.children.put(Cow::Owned(name), list);
            }
        }
        Ok(())
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
