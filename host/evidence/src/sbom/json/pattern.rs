//! What the objects of one list look like: which members follow each other, and what stands between their values. An
//! object that looks like those before it is not read name by name: what stands between two values is compared as a whole,
//! and each value is put where the one before it was.
//!
//! Members of the objects themselves may follow each other in any order that was seen piece by piece; what stands inside a
//! member was seen as a whole. All of it was read the usual way before, without fault (see [`learn`]), so that what fits
//! says what the usual way would say; anything else is not taken, and is read the usual way.

mod learn;

use super::Json;
use crate::literal::Literal;
use crate::sbom::lines::mark_at;
use crate::sbom::put::{Path, Put};
use crate::scan;

/// What to do with the value that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// A string without escapes that is put somewhere; its first quote is behind us.
    Text(Path),
    /// A string that nobody wants; its first quote is behind us.
    Skip,
    /// An object or a list, looked at from a node on.
    Inner(usize),
    /// The same, which nobody wants.
    Ignored(usize),
    /// Anything that nobody wants.
    Any,
    /// What came last was no value, or one that says nothing.
    Nothing,
    /// That was all.
    End,
}

/// One way on.
#[derive(Debug)]
struct Edge {
    literal: Literal,
    value: Value,
    /// The member that begins here, as a bit: no object may have it twice.
    bit: u64,
    /// The objects that begin in the literal, and where their first names do, if that is to be told.
    begins: Box<[(Path, Option<usize>)]>,
    /// Behind the value.
    next: usize,
}

/// A place between two values.
#[derive(Debug, Default)]
struct Node {
    edges: Vec<Edge>,
    /// The edge that was taken last.
    last: usize,
    /// Where something begins: how often it fitted, how often it did not, and how often something was learned of it.
    fitted: u32,
    missed: u32,
    lessons: u32,
}

impl Node {
    #[inline]
    fn edge(&mut self, text: &[u8]) -> Option<&Edge> {
        let fits = |edge: &Edge| edge.literal.begins(text);
        if !self.edges.get(self.last).is_some_and(fits) {
            self.last = self.edges.iter().position(fits)?;
        }
        self.edges.get(self.last)
    }

    fn count(&mut self, fits: bool) {
        let count = if fits { &mut self.fitted } else { &mut self.missed };
        *count = count.saturating_add(1);
    }

    /// Whether it is worth while to try.
    fn is_tried(&self) -> bool {
        self.missed < 64 || self.missed / 2 < self.fitted
    }
}

/// How the objects of one list look.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// In front of the first member of an object is 0, behind each of its members one more than the member's number.
    nodes: Vec<Node>,
    /// Where a member is looked at from.
    roots: Vec<(Path, usize)>,
}

impl Patterns {
    /// Fills an empty object with the one that begins at the present byte, where it fits, and answers the members that it
    /// has, as bits. Where it does not fit, some of it may have been put, and the document is where it was.
    #[inline]
    pub(super) fn fill<'t, T: Put<'t>>(&mut self, json: &mut Json<'t>, object: &mut T) -> Option<u64> {
        let before = json.at;
        let is_tried = self.nodes.first().is_some_and(Node::is_tried);
        let members = if is_tried { self.walk(json, object, 0) } else { None };
        if members.is_none() {
            json.at = before;
        }
        self.nodes.first_mut()?.count(members.is_some());
        members
    }

    fn walk<'t, T: Put<'t>>(&mut self, json: &mut Json<'t>, object: &mut T, mut node: usize) -> Option<u64> {
        let (mut seen, bytes) = (0, json.text.as_bytes());
        let mut at = json.at;
        loop {
            let edge = self.nodes.get_mut(node)?.edge(bytes.get(at..)?)?;
            if seen & edge.bit != 0 {
                return None;
            }
            seen |= edge.bit;
            for (path, begins) in &edge.begins {
                let mark = begins.map_or(0, |begins| mark_at(json.text, at.wrapping_add(begins)));
                object.begin(path.steps(), mark);
            }
            at = at.wrapping_add(edge.literal.length());
            node = edge.next;
            match &edge.value {
                Value::Text(path) => {
                    let end = scan::plain_end(bytes, at);
                    if bytes.get(end) != Some(&b'"') {
                        return None;
                    }
                    object.put(path.steps(), json.text.get(at..end)?);
                    at = end.wrapping_add(1);
                }
                Value::Skip => {
                    at = scan::plain_end(bytes, at);
                    if bytes.get(at) == Some(&b'"') {
                        at = at.wrapping_add(1);
                    } else {
                        json.at = at;
                        json.rest_of_string().ok()?;
                        at = json.at;
                    }
                }
                Value::End => {
                    json.at = at;
                    return Some(seen);
                }
                Value::Nothing => {}
                value => {
                    let value = *value;
                    json.at = at;
                    match value {
                        Value::Inner(root) => _ = self.walk(json, object, root)?,
                        Value::Ignored(root) => self.ignored(json, root)?,
                        _ => json.pass().ok()?,
                    }
                    at = json.at;
                }
            }
        }
    }

    /// Passes over something that nobody wants, which may look like never before.
    fn ignored(&mut self, json: &mut Json<'_>, root: usize) -> Option<()> {
        let before = json.at;
        let is_tried = self.nodes.get(root)?.is_tried();
        let fits = is_tried && self.walk(json, &mut Nobody, root).is_some();
        self.nodes.get_mut(root)?.count(fits);
        if !fits {
            json.at = before;
            json.pass().ok()?;
            if is_tried {
                self.learn_ignored(json.text, before..json.at, root);
            }
        }
        Some(())
    }
}

/// Who wants nothing.
struct Nobody;

impl Put<'_> for Nobody {}

#[cfg(test)]
mod tests;
