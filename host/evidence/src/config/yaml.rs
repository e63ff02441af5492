//! YAML 1.2 into nodes with lines, from the event parser that `serde-saphyr` is built on: events carry their place, and
//! aliases are expanded here, under a bound of our own.
//!
//! Booleans are strict (`no`, `off` and `y` are texts) and numbers with leading zeros are texts. Merge keys (`<<`) are
//! followed. Doubled names: the later wins, with a diagnostic.

use super::tree::{MapBuilder, Node, Value};
use crate::{ReadError, Reading};
use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// Most nodes that all aliases of one file may stand for together.
const ALIAS_NODES: usize = 250_000;

enum Open<'t> {
    List {
        line: u32,
        anchor: usize,
        items: Vec<Node<'t>>,
    },
    Map {
        line: u32,
        anchor: usize,
        map: MapBuilder<'t>,
        key: Option<(Cow<'t, str>, u32)>,
        merges: Vec<Node<'t>>,
    },
}

struct Builder<'t, 'r, 'a> {
    open: Vec<Open<'t>>,
    anchors: HashMap<usize, (Node<'t>, usize, u32)>,
    expanded: usize,
    nodes: usize,
    document: Option<Node<'t>>,
    reading: &'r mut Reading<'a>,
}

/// Reads all documents of a YAML stream; empty documents are left out.
pub(crate) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Vec<Node<'t>>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut documents = Vec::new();
    let mut builder = Builder {
        open: Vec::new(),
        anchors: HashMap::new(),
        expanded: 0,
        nodes: 0,
        document: None,
        reading,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let line = u32::try_from(error.marker().line()).unwrap_or(u32::MAX);
            let reason = error.info();
            let reason = reason.split('\n').next().unwrap_or_default();
            if reason.contains("recursion limit") || reason.contains("nesting") {
                builder.too_deep(line)
            } else {
                ReadError::malformed_at("YAML", reason, line)
            }
        })?;
        match event {
            Event::DocumentEnd => {
                builder.anchors.clear();
                match builder.document.take() {
                    Some(Node { value: Value::Null, .. }) | None => {}
                    Some(node) => documents.push(node),
                }
            }
            event => builder.event(event, span)?,
        }
    }
    Ok(documents)
}

fn line_of(span: Span) -> u32 {
    u32::try_from(span.start.line()).unwrap_or(u32::MAX)
}

impl<'t> Builder<'t, '_, '_> {
    fn too_deep(&self, line: u32) -> ReadError {
        let limit = self.reading.limits.depth.to_string();
        ReadError::Limit {
            what: "nesting depth",
            limit,
            line: Some(line),
            locator: None,
        }
    }

    fn event(&mut self, event: Event<'t>, span: Span) -> Result<(), ReadError> {
        let line = line_of(span);
        match event {
            Event::SequenceStart(_, anchor, _) => {
                self.deeper(line, 0)?;
                self.open.push(Open::List {
                    line,
                    anchor,
                    items: Vec::new(),
                });
            }
            Event::MappingStart(_, anchor, _) => {
                self.deeper(line, 0)?;
                let map = MapBuilder::default();
                self.open.push(Open::Map {
                    line,
                    anchor,
                    map,
                    key: None,
                    merges: Vec::new(),
                });
            }
            Event::SequenceEnd => {
                if let Some(Open::List { line, anchor, items }) = self.open.pop() {
                    self.node(
                        Node {
                            line,
                            value: Value::List(items),
                        },
                        anchor,
                    )?;
                }
            }
            Event::MappingEnd => {
                if let Some(Open::Map {
                    line,
                    anchor,
                    map,
                    merges,
                    ..
                }) = self.open.pop()
                {
                    let value = self.merged(map, merges)?;
                    self.node(Node { line, value }, anchor)?;
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                super::bounded(&text, line, self.reading)?;
                let value = scalar(text, style, tag.as_deref());
                self.node(Node { line, value }, anchor)?;
            }
            Event::Alias(anchor) => {
                let Some((_, size, height)) = self.anchors.get(&anchor) else {
                    return Err(ReadError::malformed_at(
                        "YAML",
                        "an alias stands inside what it refers to",
                        line,
                    ));
                };
                let (size, height) = (*size, *height);
                self.expand(size, line)?;
                self.deeper(line, height)?;
                if let Some((node, ..)) = self.anchors.get(&anchor) {
                    let node = Node {
                        line,
                        value: node.value.clone(),
                    };
                    self.node(node, 0)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn deeper(&self, line: u32, height: u32) -> Result<(), ReadError> {
        let depth = u32::try_from(self.open.len())
            .unwrap_or(u32::MAX)
            .saturating_add(height);
        if depth >= self.reading.limits.depth {
            Err(self.too_deep(line))
        } else {
            Ok(())
        }
    }

    fn expand(&mut self, nodes: usize, line: u32) -> Result<(), ReadError> {
        self.expanded = self.expanded.saturating_add(nodes);
        if self.expanded > ALIAS_NODES {
            let limit = format!("{ALIAS_NODES} values");
            return Err(ReadError::Limit {
                what: "expansion of aliases",
                limit,
                line: Some(line),
                locator: None,
            });
        }
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn node(&mut self, node: Node<'t>, anchor: usize) -> Result<(), ReadError> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.reading.limits.rows as usize {
            return Err(ReadError::limit(
                "number of values in one file",
                self.reading.limits.rows.to_string(),
            ));
        }
        if anchor != 0 {
            let size = node.size();
            // The remembered copy costs as much as an expansion, so it counts as one.
            self.expand(size, node.line)?;
            let height = node.height();
            self.anchors.insert(anchor, (node.clone(), size, height));
        }
        match self.open.last_mut() {
            None => self.document = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { map, key, merges, .. }) => match key.take() {
                None => *key = Some((key_text(&node), node.line)),
                Some((name, _)) if name == "<<" && mergeable(&node) => merges.push(node),
                Some((name, line)) => {
                    if map.has(&name) {
                        self.reading.note(super::duplicate(&name, line, "last"));
                    }
                    map.put(name, node);
                }
            },
        }
        Ok(())
    }

    fn merged(&mut self, mut map: MapBuilder<'t>, merges: Vec<Node<'t>>) -> Result<Value<'t>, ReadError> {
        for source in merges {
            self.expand(source.size(), source.line)?;
            let sources = if source.is_map() {
                std::slice::from_ref(&source)
            } else {
                source.items()
            };
            for (name, node) in sources.iter().flat_map(Node::entries) {
                // A name of the map itself, or of an earlier source, comes first.
                if !map.has(name) {
                    map.put(name.clone(), node.clone());
                }
            }
        }
        Ok(map.finish())
    }
}

fn mergeable(node: &Node<'_>) -> bool {
    node.is_map() || (!node.items().is_empty() && node.items().iter().all(Node::is_map))
}

/// A name as text; a name that is a collection is written in flow style.
fn key_text<'t>(node: &Node<'t>) -> Cow<'t, str> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        Value::Null => Cow::Borrowed("null"),
        Value::List(items) => Cow::Owned(format!(
            "[{}]",
            items.iter().map(|i| key_text(i)).collect::<Vec<_>>().join(", ")
        )),
        Value::Map(entries) => {
            let parts: Vec<_> = entries.iter().map(|(k, v)| format!("{k}: {}", key_text(v))).collect();
            Cow::Owned(format!("{{{}}}", parts.join(", ")))
        }
    }
}

fn scalar<'t>(text: Cow<'t, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value<'t> {
    if let Some(tag) = tag {
        return match tag.core_suffix() {
            Some("null") => Value::Null,
            Some("bool" | "int" | "float") => resolve(text),
            // `!!str`, the non-specific `!` and tags of an application all leave the text alone.
            _ => Value::Text(text),
        };
    }
    if style == ScalarStyle::Plain {
        resolve(text)
    } else {
        Value::Text(text)
    }
}

/// The core schema of YAML 1.2, without its octal reading of nothing-but-zeros.
fn resolve(text: Cow<'_, str>) -> Value<'_> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        other => match number(other) {
            Some(Some(decimal)) => Value::Number(Cow::Owned(decimal)),
            Some(None) => Value::Number(text),
            None => Value::Text(text),
        },
    }
}

/// Whether a plain scalar is a number; `Some(Some(_))` is its decimal form where it was hexadecimal or octal.
fn number(text: &str) -> Option<Option<String>> {
    if let Some(hex) = text.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(|n| Some(n.to_string()));
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return u64::from_str_radix(octal, 8).ok().map(|n| Some(n.to_string()));
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(None);
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let well_formed = match fraction {
        None => digits(whole),
        Some("") => digits(whole),
        Some(fraction) => digits(fraction) && (whole.is_empty() || digits(whole)),
    };
    // `010` is eight to some and ten to others: it stays a text.
    let ambiguous = whole.len() > 1 && whole.starts_with('0');
    (well_formed && !ambiguous && exponent.is_none_or(digits)).then_some(None)
}
