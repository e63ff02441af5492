//! RDF/XML into a graph. Elements are nodes and properties in turn; which of them are open is kept in a list, so that
//! nesting costs no stack.

use super::FORMAT;
use super::graph::{Graph, Value};
use super::terms::{self, Property, RDF, XML};
use crate::sbom::cursor::{Cursor, Element, Step, local};
use crate::{Limits, ReadError};
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// How much deeper than other documents RDF/XML may nest: writers put every element where it is first mentioned, so that
/// a chain of dependencies takes four levels for each link.
const NESTING: u32 = 16;

/// Reads the whole text.
pub(in crate::sbom::spdx) fn parse<'a>(text: &'a str, limits: &'a Limits) -> Result<Graph<'a>, ReadError> {
    let mut parser = Parser {
        cursor: Cursor::new(text, limits, FORMAT).any_depth(),
        graph: Graph::of_length(text.len() as u64),
        frames: Vec::new(),
        prefixes: HashMap::new(),
        bases: Vec::new(),
        statements: 0,
        limits,
    };
    parser.prefixes.insert("xml".to_owned(), vec![Rc::from(XML)]);
    let (root, _) = parser.cursor.root(|_| false)?;
    parser.root(root)?;
    while !parser.frames.is_empty() {
        match parser.cursor.step()? {
            Step::Open(element) => parser.open(element)?,
            Step::Text(text) => parser.text(text)?,
            Step::Close => parser.close()?,
        }
    }
    parser.cursor.end()?;
    Ok(parser.graph)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    graph: Graph<'a>,
    frames: Vec<Frame<'a>>,
    /// What every prefix means, innermost last.
    prefixes: HashMap<String, Vec<Rc<str>>>,
    /// What relative references are relative to, innermost last.
    bases: Vec<String>,
    statements: u32,
    limits: &'a Limits,
}

/// An element that is open.
struct Frame<'a> {
    inside: Inside<'a>,
    scope: Scope,
}

/// What may stand in an open element.
enum Inside<'a> {
    /// Nodes: this is `rdf:RDF`.
    Nodes,
    /// Properties of a node.
    Node(u32),
    /// The value of a property: one text, or nodes.
    Value {
        subject: u32,
        property: Option<&'static str>,
        text: Cow<'a, str>,
        filled: bool,
    },
}

/// What an element declares for itself and all inside it.
#[derive(Default)]
struct Scope {
    prefixes: Vec<String>,
    base: bool,
}

/// The attributes of an element by their meaning.
#[derive(Default)]
struct Attributes {
    about: Option<String>,
    id: Option<String>,
    node_id: Option<String>,
    resource: Option<String>,
    parse_type: Option<String>,
    class: Option<String>,
    properties: Vec<(&'static str, String)>,
}

impl<'a> Parser<'a> {
    fn root(&mut self, root: Element<'a>) -> Result<(), ReadError> {
        let (scope, attributes) = self.enter(&root)?;
        let (namespace, name) = self.expand(root.prefix(), root.name())?;
        if (namespace.as_ref(), name.as_str()) != (RDF, "RDF") {
            return self.node(&root, &namespace, &name, attributes, scope).map(|_| ());
        }
        self.push(&root, Inside::Nodes, scope);
        Ok(())
    }

    fn open(&mut self, element: Element<'a>) -> Result<(), ReadError> {
        let (scope, attributes) = self.enter(&element)?;
        let (namespace, name) = self.expand(element.prefix(), element.name())?;
        match self.frames.last_mut().map(|frame| &mut frame.inside) {
            Some(Inside::Node(subject)) => {
                let subject = *subject;
                self.property(&element, subject, (&namespace, &name), attributes, scope)
            }
            Some(Inside::Value {
                subject,
                property,
                text,
                filled,
            }) => {
                if !text.trim().is_empty() {
                    return Err(self.cursor.malformed("a property has both text and elements"));
                }
                *filled = true;
                let (subject, property) = (*subject, *property);
                let number = self.node(&element, &namespace, &name, attributes, scope)?;
                self.state(subject, property, Value::Node(number))
            }
            _ => self.node(&element, &namespace, &name, attributes, scope).map(|_| ()),
        }
    }

    fn text(&mut self, piece: Cow<'a, str>) -> Result<(), ReadError> {
        let longest = self.limits.text_bytes as usize;
        let wrong = match self.frames.last_mut().map(|frame| &mut frame.inside) {
            Some(Inside::Value { property: None, .. }) => false,
            Some(Inside::Value {
                text, filled: false, ..
            }) => {
                if text.is_empty() {
                    *text = piece;
                } else {
                    text.to_mut().push_str(&piece);
                }
                if text.len() > longest {
                    return Err(self.too_long());
                }
                false
            }
            _ => !piece.trim().is_empty(),
        };
        if wrong {
            return Err(self.cursor.malformed("there is text where only elements may stand"));
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ReadError> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        self.leave(frame.scope);
        if let Inside::Value {
            subject,
            property,
            text,
            filled: false,
        } = frame.inside
        {
            self.state(subject, property, Value::Text(text))?;
        }
        Ok(())
    }

    /// A node element; answers the node.
    fn node(
        &mut self,
        element: &Element<'a>,
        namespace: &str,
        name: &str,
        attributes: Attributes,
        scope: Scope,
    ) -> Result<u32, ReadError> {
        let number = match (attributes.about, attributes.id, attributes.node_id) {
            (Some(about), None, None) => {
                let iri = self.resolve(&about);
                self.named(&iri)?
            }
            (None, Some(id), None) => {
                let iri = self.resolve(&format!("#{id}"));
                self.named(&iri)?
            }
            (None, None, Some(name)) => self.named(&format!("_:{name}"))?,
            (None, None, None) => self.graph.blank(),
            _ => {
                return Err(self
                    .cursor
                    .malformed("a node has more than one of `about`, `ID` and `nodeID`"));
            }
        };
        self.graph.described(number, element.line);
        self.graph.classify(number, terms::class(namespace, name));
        self.describe(number, attributes.class, attributes.properties)?;
        self.push(element, Inside::Node(number), scope);
        Ok(number)
    }

    /// A property element.
    fn property(
        &mut self,
        element: &Element<'a>,
        subject: u32,
        (namespace, name): (&str, &str),
        attributes: Attributes,
        scope: Scope,
    ) -> Result<(), ReadError> {
        let property = match terms::property(namespace, name) {
            Property::Read(property) => Some(property),
            Property::Passed => None,
            Property::Unknown => {
                self.graph.unknown.note(name);
                None
            }
        };
        match attributes.parse_type.as_deref() {
            // The element is a node without a name of its own.
            Some("Resource") => {
                let number = self.graph.blank();
                self.graph.described(number, element.line);
                self.state(subject, property, Value::Node(number))?;
                self.push(element, Inside::Node(number), scope);
                return Ok(());
            }
            Some("Collection") | None => {}
            // Marked-up text: what is read of it is its text.
            Some(_) => {
                let text = self.cursor.text(element)?;
                if text.len() > self.limits.text_bytes as usize {
                    return Err(self.too_long());
                }
                self.leave(scope);
                return self.state(subject, property, Value::Text(text));
            }
        }
        let object = match (&attributes.resource, &attributes.node_id) {
            (Some(resource), _) => {
                let iri = self.resolve(resource);
                Some(self.named(&iri)?)
            }
            (None, Some(name)) => Some(self.named(&format!("_:{name}"))?),
            (None, None) if !attributes.properties.is_empty() || attributes.class.is_some() => Some(self.graph.blank()),
            _ => None,
        };
        if let Some(number) = object {
            self.describe(number, attributes.class, attributes.properties)?;
            self.state(subject, property, Value::Node(number))?;
        } else if element.is_empty() {
            self.state(subject, property, Value::Text(Cow::Borrowed("")))?;
        }
        let inside = Inside::Value {
            subject,
            property,
            text: Cow::Borrowed(""),
            filled: object.is_some(),
        };
        self.push(element, inside, scope);
        Ok(())
    }

    /// What attributes say about a node.
    fn describe(
        &mut self,
        number: u32,
        class: Option<String>,
        properties: Vec<(&'static str, String)>,
    ) -> Result<(), ReadError> {
        if let Some(class) = class {
            let iri = self.resolve(&class);
            let class = self.named(&iri)?;
            self.state(number, Some(terms::TYPE), Value::Node(class))?;
        }
        for (property, text) in properties {
            if text.len() > self.limits.text_bytes as usize {
                return Err(self.too_long());
            }
            self.state(number, Some(property), Value::Text(Cow::Owned(text)))?;
        }
        Ok(())
    }

    /// Adds a statement, where its property is read.
    fn state(&mut self, subject: u32, property: Option<&'static str>, value: Value<'a>) -> Result<(), ReadError> {
        let Some(property) = property else { return Ok(()) };
        self.statements = self.statements.saturating_add(1);
        if self.statements > self.limits.rows {
            return Err(ReadError::limit(
                "number of statements in one file",
                self.limits.rows.to_string(),
            ));
        }
        self.graph.state(subject, property, value);
        Ok(())
    }

    fn named(&mut self, iri: &str) -> Result<u32, ReadError> {
        if iri.len() > self.limits.text_bytes as usize {
            return Err(self.too_long());
        }
        Ok(self.graph.named(iri))
    }

    fn too_long(&mut self) -> ReadError {
        ReadError::Limit {
            what: "length of one text",
            limit: format!("{} bytes", self.limits.text_bytes),
            line: Some(self.cursor.line()),
            locator: None,
        }
    }

    /// Opens an element that has an end of its own; another leaves its scope at once.
    fn push(&mut self, element: &Element<'a>, inside: Inside<'a>, scope: Scope) {
        if element.is_empty() {
            self.leave(scope);
        } else {
            self.frames.push(Frame { inside, scope });
        }
    }

    /// Takes the attributes of an element: declarations hold from here on, the others are sorted by their meaning.
    fn enter(&mut self, element: &Element<'a>) -> Result<(Scope, Attributes), ReadError> {
        let deepest = self.limits.depth.saturating_mul(NESTING);
        if self.frames.len() >= deepest as usize {
            return Err(ReadError::Limit {
                what: "nesting depth",
                limit: deepest.to_string(),
                line: Some(element.line),
                locator: None,
            });
        }
        let all = self.cursor.attributes(element)?;
        let mut scope = Scope::default();
        for (name, value) in &all {
            let prefix = match name.as_str() {
                "xmlns" => "",
                "xml:base" => {
                    let base = self.resolve(value);
                    self.bases.push(base);
                    scope.base = true;
                    continue;
                }
                other => match other.strip_prefix("xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
            };
            scope.prefixes.push(prefix.to_owned());
            self.prefixes
                .entry(prefix.to_owned())
                .or_default()
                .push(Rc::from(value.as_str()));
        }
        let mut attributes = Attributes::default();
        for (name, value) in all {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let (prefix, name) = local(&name);
            // Names without a prefix are an old way to write those of RDF itself.
            let (namespace, name) = if prefix.is_empty() {
                (Rc::from(RDF), name.to_owned())
            } else {
                self.expand(prefix, name)?
            };
            let slot = match (namespace.as_ref(), name.as_str()) {
                (RDF, "about") => &mut attributes.about,
                (RDF, "ID") => &mut attributes.id,
                (RDF, "nodeID") => &mut attributes.node_id,
                (RDF, "resource") => &mut attributes.resource,
                (RDF, "parseType") => &mut attributes.parse_type,
                (RDF, "type") => &mut attributes.class,
                _ => {
                    match terms::property(&namespace, &name) {
                        Property::Read(property) => attributes.properties.push((property, value)),
                        Property::Unknown => self.graph.unknown.note(&name),
                        Property::Passed => {}
                    }
                    continue;
                }
            };
            *slot = Some(value);
        }
        Ok((scope, attributes))
    }

    fn leave(&mut self, scope: Scope) {
        for prefix in scope.prefixes {
            if let Some(meanings) = self.prefixes.get_mut(&prefix) {
                meanings.pop();
            }
        }
        if scope.base {
            self.bases.pop();
        }
    }

    /// A name with its namespace; one without a prefix that nobody declares has none.
    fn expand(&mut self, prefix: &str, name: &str) -> Result<(Rc<str>, String), ReadError> {
        match self.prefixes.get(prefix).and_then(|meanings| meanings.last()) {
            Some(namespace) => Ok((Rc::clone(namespace), name.to_owned())),
            None if prefix.is_empty() => Ok((Rc::from(""), name.to_owned())),
            None => {
                let prefix: String = prefix.escape_debug().take(40).collect();
                Err(self.cursor.malformed(format!("the prefix `{prefix}` is not declared")))
            }
        }
    }

    /// A reference as the whole IRI, where there is a base for it.
    fn resolve(&self, reference: &str) -> String {
        let reference = reference.trim();
        let Some(base) = self.bases.last().filter(|b| !b.is_empty()) else {
            return reference.to_owned();
        };
        if has_scheme(reference) {
            return reference.to_owned();
        }
        let base = base.split('#').next().unwrap_or_default();
        if reference.is_empty() || reference.starts_with('#') {
            return format!("{base}{reference}");
        }
        let authority = base.find("://").map_or(0, |at| at + 3);
        let path = base
            .get(authority..)
            .and_then(|rest| rest.find('/'))
            .map_or(base.len(), |at| authority + at);
        if reference.starts_with("//") {
            let scheme = base.get(..authority.saturating_sub(2)).unwrap_or_default();
            return format!("{scheme}{reference}");
        }
        if reference.starts_with('/') {
            return format!("{}{reference}", base.get(..path).unwrap_or_default());
        }
        let folder = base
            .rfind('/')
            .filter(|at| *at >= authority)
            .map_or(base.len(), |at| at + 1);
        format!("{}{reference}", base.get(..folder).unwrap_or_default())
    }
}

/// Whether a reference begins with a scheme, so that it is whole.
fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}
