//! What an RDF text says: nodes, each with its classes and the statements about it.

use super::terms;
use crate::sbom::value::Unknown;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// All statements of a text.
#[derive(Debug, Default)]
pub(in crate::sbom::spdx) struct Graph<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    index: HashMap<Rc<str>, u32>,
    /// Properties that SPDX does not define.
    pub(super) unknown: Unknown,
    /// Length of the text, which bounds what may come of it.
    pub(super) source_bytes: u64,
}

/// One node.
#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    /// Its IRI, `_:name` for a blank node with a name, nothing for one without.
    pub(super) iri: Option<Rc<str>>,
    classes: Vec<&'static str>,
    properties: Vec<Statement<'a>>,
    /// Line of its first description, 0 where it is only mentioned.
    pub(super) line: u32,
}

#[derive(Debug)]
struct Statement<'a> {
    property: &'static str,
    value: Value<'a>,
}

/// What a property says.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// Another node.
    Node(u32),
}

impl<'a> Graph<'a> {
    /// An empty graph for a text of so many bytes.
    pub(super) fn of_length(source_bytes: u64) -> Self {
        Self {
            source_bytes,
            ..Self::default()
        }
    }

    /// The node with an IRI (or `_:name`), new where it was not mentioned before.
    pub(super) fn named(&mut self, iri: &str) -> u32 {
        if let Some(known) = self.index.get(iri) {
            return *known;
        }
        let iri: Rc<str> = Rc::from(iri);
        let number = self.blank();
        if let Some(node) = self.nodes.last_mut() {
            node.iri = Some(Rc::clone(&iri));
        }
        self.index.insert(iri, number);
        number
    }

    /// A new node without a name.
    pub(super) fn blank(&mut self) -> u32 {
        let number = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node::default());
        number
    }

    /// Notes that a node is described at a line.
    pub(super) fn described(&mut self, number: u32, line: u32) {
        if let Some(node) = self.node_mut(number)
            && node.line == 0
        {
            node.line = line;
        }
    }

    /// Notes that a node is of a class.
    pub(super) fn classify(&mut self, number: u32, class: Option<&'static str>) {
        if let (Some(node), Some(class)) = (self.node_mut(number), class)
            && !node.classes.contains(&class)
        {
            node.classes.push(class);
        }
    }

    /// Adds a statement.
    pub(super) fn state(&mut self, subject: u32, property: &'static str, value: Value<'a>) {
        if property == terms::TYPE {
            let class = match &value {
                Value::Node(object) => self.node(*object).and_then(|n| n.iri.as_deref()),
                Value::Text(_) => None,
            };
            let class = class.and_then(|iri| terms::class(terms::SPDX, iri.strip_prefix(terms::SPDX)?));
            self.classify(subject, class);
        } else if let Some(node) = self.node_mut(subject) {
            node.properties.push(Statement { property, value });
        }
    }

    /// One node.
    pub(super) fn node(&self, number: u32) -> Option<&Node<'a>> {
        self.nodes.get(number as usize)
    }

    fn node_mut(&mut self, number: u32) -> Option<&mut Node<'a>> {
        self.nodes.get_mut(number as usize)
    }

    /// The numbers of all nodes of a class, in the order of their lines.
    pub(super) fn of_class(&self, class: &str) -> Vec<u32> {
        let of = self.nodes.iter().zip(0_u32..).filter(|(node, _)| node.is(class));
        let mut found: Vec<(u32, u32)> = of.map(|(node, number)| (node.line, number)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, number)| number).collect()
    }

    /// A value as text: that of a node is its IRI.
    pub(super) fn text<'t>(&'t self, value: &'t Value<'a>) -> Option<&'t str> {
        match value {
            Value::Text(text) => Some(text.trim()),
            Value::Node(number) => self.node(*number)?.iri.as_deref(),
        }
    }
}

impl<'a> Node<'a> {
    /// Whether it is of a class.
    pub(super) fn is(&self, class: &str) -> bool {
        self.classes.contains(&class)
    }

    /// All values of a property, in the order of the text.
    pub(super) fn all<'t>(&'t self, property: &str) -> impl Iterator<Item = &'t Value<'a>> {
        self.properties
            .iter()
            .filter(move |s| s.property == property)
            .map(|s| &s.value)
    }

    /// The first value of a property.
    pub(super) fn first<'t>(&'t self, property: &str) -> Option<&'t Value<'a>> {
        self.all(property).next()
    }
}
