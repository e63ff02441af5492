//! Licence nodes as the expressions that other syntaxes write. A set may be a member of many sets, so that a few lines
//! could stand for a text without end: depth, length and sum are bounded, and a set inside itself is refused.

use super::FORMAT;
use super::graph::{Graph, Node, Value};
use crate::{Limits, ReadError};

/// The expression of every licence node, by its number; nothing where a node names no licence.
#[derive(Debug)]
pub(in crate::sbom::spdx) struct Licenses(Vec<State>);

#[derive(Debug, Clone)]
enum State {
    Waiting,
    Open,
    Done(Option<Expression>),
}

#[derive(Debug, Clone)]
struct Expression {
    text: String,
    /// Whether it must stand in brackets as a part of another.
    compound: bool,
}

impl Licenses {
    /// The expression of a node.
    pub(super) fn of(&self, number: u32) -> Option<&str> {
        match self.0.get(number as usize)? {
            State::Done(expression) => expression.as_ref().map(|e| e.text.as_str()),
            State::Waiting | State::Open => None,
        }
    }
}

impl Graph<'_> {
    /// Writes the expressions of all licence nodes that packages speak of.
    pub(in crate::sbom::spdx) fn licenses(&self, limits: &Limits) -> Result<Licenses, ReadError> {
        let ratio = u64::from(limits.expansion_ratio);
        let mut writer = Writer {
            graph: self,
            names: super::document::Names::of(self),
            states: vec![State::Waiting; self.nodes.len()],
            left: limits.expanded_bytes.min(self.source_bytes.saturating_mul(ratio)),
            limits,
        };
        for package in self.of_class("Package") {
            let Some(node) = self.node(package) else { continue };
            for property in ["licenseConcluded", "licenseDeclared", "licenseInfoFromFiles"] {
                for value in node.all(property) {
                    if let Value::Node(number) = value {
                        writer.write(*number, 0)?;
                    }
                }
            }
        }
        Ok(Licenses(writer.states))
    }
}

struct Writer<'g, 'a> {
    graph: &'g Graph<'a>,
    names: super::document::Names<'g>,
    states: Vec<State>,
    /// Bytes that all expressions together may still take.
    left: u64,
    limits: &'g Limits,
}

impl Writer<'_, '_> {
    fn write(&mut self, number: u32, depth: u32) -> Result<Option<Expression>, ReadError> {
        let graph = self.graph;
        let Some(node) = graph.node(number) else {
            return Ok(None);
        };
        match self.states.get_mut(number as usize) {
            Some(State::Done(expression)) => return Ok(expression.clone()),
            Some(state @ State::Waiting) => *state = State::Open,
            _ => {
                return Err(ReadError::malformed_at(
                    FORMAT,
                    "a set of licenses is a member of itself",
                    node.line,
                ));
            }
        }
        if depth >= self.limits.depth {
            return Err(self.limit("nesting depth", self.limits.depth.to_string(), node));
        }
        let expression = if node.is("ConjunctiveLicenseSet") {
            self.set(node, " AND ", depth)?
        } else if node.is("DisjunctiveLicenseSet") {
            self.set(node, " OR ", depth)?
        } else if node.is("OrLaterOperator") {
            let member = self.member(node, depth)?;
            member.map(|text| Expression {
                text: format!("{text}+"),
                compound: false,
            })
        } else if node.is("WithExceptionOperator") {
            let member = self.member(node, depth)?;
            let exception = node.first("licenseException").and_then(|value| self.exception(value));
            member.map(|text| match exception {
                Some(exception) => Expression {
                    text: format!("{text} WITH {exception}"),
                    compound: false,
                },
                None => Expression { text, compound: false },
            })
        } else {
            self.names
                .license(graph, number)
                .map(|text| Expression { text, compound: false })
        };
        if let Some(expression) = &expression {
            let length = expression.text.len() as u64;
            if length > u64::from(self.limits.text_bytes) {
                let limit = format!("{} bytes", self.limits.text_bytes);
                return Err(self.limit("length of one license expression", limit, node));
            }
            if length > self.left {
                let limit = format!("{} times the file", self.limits.expansion_ratio);
                return Err(self.limit("length of all license expressions", limit, node));
            }
            self.left -= length;
        }
        if let Some(state) = self.states.get_mut(number as usize) {
            *state = State::Done(expression.clone());
        }
        Ok(expression)
    }

    /// The members of a set, joined. A set has no order and holds nothing twice, so single licenses come first, by name.
    fn set(&mut self, node: &Node<'_>, word: &str, depth: u32) -> Result<Option<Expression>, ReadError> {
        let mut parts = Vec::new();
        let mut length = 0;
        for value in node.all("member") {
            let Some(part) = self.part(value, depth)? else { continue };
            // Members may be long and many: what grows is measured while it grows.
            length += part.text.len() + word.len();
            if length > self.limits.text_bytes as usize {
                let limit = format!("{} bytes", self.limits.text_bytes);
                return Err(self.limit("length of one license expression", limit, node));
            }
            parts.push(part);
        }
        parts.sort_by(|a, b| (a.compound, &a.text).cmp(&(b.compound, &b.text)));
        parts.dedup_by(|a, b| a.text == b.text);
        if parts.len() < 2 {
            return Ok(parts.pop());
        }
        let texts: Vec<String> = parts.into_iter().map(bracketed).collect();
        let text = texts.join(word);
        Ok(Some(Expression { text, compound: true }))
    }

    /// The one member of an operator.
    fn member(&mut self, node: &Node<'_>, depth: u32) -> Result<Option<String>, ReadError> {
        match node.first("member") {
            Some(value) => Ok(self.part(value, depth)?.map(bracketed)),
            None => Ok(None),
        }
    }

    fn part(&mut self, value: &Value<'_>, depth: u32) -> Result<Option<Expression>, ReadError> {
        match value {
            Value::Node(number) => self.write(*number, depth.saturating_add(1)),
            Value::Text(text) => {
                let text = text.trim().to_owned();
                let compound = text.contains(char::is_whitespace);
                Ok(Some(Expression { text, compound }).filter(|e| !e.text.is_empty()))
            }
        }
    }

    /// The id of an exception: stated, or the end of its address.
    fn exception(&self, value: &Value<'_>) -> Option<String> {
        let id = match value {
            Value::Text(_) => self.graph.text(value)?,
            Value::Node(number) => {
                let node = self.graph.node(*number)?;
                let stated = node.first("licenseExceptionId").and_then(|v| self.graph.text(v));
                stated.or_else(|| node.iri.as_deref()?.rsplit(['/', '#']).next())?
            }
        };
        Some(id.trim_end_matches(".html").to_owned()).filter(|id| !id.is_empty())
    }

    fn limit(&self, what: &'static str, limit: String, node: &Node<'_>) -> ReadError {
        ReadError::Limit {
            what,
            limit,
            line: Some(node.line).filter(|l| *l > 0),
            locator: None,
        }
    }
}

fn bracketed(part: Expression) -> String {
    if part.compound {
        format!("({})", part.text)
    } else {
        part.text
    }
}
