//! Learning a document: its tree and its text are gone through side by side, and what stands between two values is kept.
//!
//! The text is known to be the tree's, so that it is followed without looking at what it says.

use super::slots::Shape;
use crate::config::snapshot::push_name;
use crate::config::tree::{Node, Value};
use std::collections::HashSet;
use std::fmt::Write;

/// Most values, maps and lists of a document that is learned, and of all that a shape was learned from: beyond that it
/// begins anew.
const NODES: usize = 4_096;
const ALL_NODES: u32 = 8_192;

/// A value, map or list of any document that was learned.
#[derive(Debug, Default)]
pub(super) struct Branch {
    name: String,
    slot: Option<u32>,
    children: Vec<Branch>,
    // Of the children: most documents of many names bring new ones only.
    names: HashSet<String>,
}

impl Branch {
    /// The child with a name, made where there is none. Children keep one order: none where it is not that of the documents
    /// before.
    fn child(&mut self, name: &str, from: &mut usize) -> Option<&mut Self> {
        let at = if self.names.contains(name) {
            let behind = self.children.get(*from..)?;
            *from + behind.iter().position(|child| child.name == name)?
        } else {
            let name = name.to_owned();
            self.names.insert(name.clone());
            self.children.insert(
                *from,
                Self {
                    name,
                    ..Self::default()
                },
            );
            *from
        };
        *from = at + 1;
        self.children.get_mut(at)
    }

    /// Gives all places below their ranks, and counts.
    fn number(&self, shape: &mut Shape, next: &mut u32) {
        shape.nodes = shape.nodes.saturating_add(1);
        if let Some(slot) = self.slot {
            shape.rank(slot, *next);
            *next = next.saturating_add(1);
        }
        self.children.iter().for_each(|child| child.number(shape, next));
    }
}

impl Shape {
    /// Learns a document; answers false where its names stand in another order than those before, or it is too much.
    pub(super) fn learn(&mut self, document: &Node<'_>, text: &str) -> bool {
        if document.size() > NODES {
            return false;
        }
        let mut root = std::mem::take(&mut self.root);
        let mut trace = Trace {
            shape: self,
            text,
            at: 0,
            line: 1,
            path: String::new(),
            depth: 0,
            last: None,
            from: (0, 1),
        };
        let learned = trace.whole(document, &mut root).is_some();
        self.settle();
        self.nodes = 0;
        root.number(self, &mut 0);
        self.height = self.height.max(document.height());
        self.root = root;
        if self.nodes > ALL_NODES {
            *self = Self::default();
            return false;
        }
        learned
    }
}

struct Trace<'x, 't> {
    shape: &'x mut Shape,
    text: &'t str,
    at: usize,
    line: u32,
    path: String,
    depth: u32,
    /// The last value, and where it ended.
    last: Option<u32>,
    from: (usize, u32),
}

impl Trace<'_, '_> {
    fn whole(&mut self, document: &Node<'_>, root: &mut Branch) -> Option<()> {
        self.space();
        self.node(document, root)?;
        let literal = self.text.get(self.from.0..)?;
        self.shape.way(self.last, None, literal, (0, 0)).then_some(())
    }

    fn node(&mut self, node: &Node<'_>, branch: &mut Branch) -> Option<()> {
        let (length, mut from) = (self.path.len(), 0);
        if node.entries().is_empty() && node.items().is_empty() {
            return self.leaf(&node.value, node.line, branch);
        }
        self.depth += 1;
        match &node.value {
            Value::Map(entries) => {
                for (at, (name, child)) in entries.iter().enumerate() {
                    self.sign(if at == 0 { b'{' } else { b',' })?;
                    self.quoted()?;
                    self.space();
                    self.sign(b':')?;
                    push_name(&mut self.path, name);
                    let step = self.path.get(length..)?.to_owned();
                    self.node(child, branch.child(&step, &mut from)?)?;
                    self.path.truncate(length);
                }
                self.sign(b'}')?;
            }
            Value::List(items) => {
                for (at, child) in items.iter().enumerate() {
                    self.sign(if at == 0 { b'[' } else { b',' })?;
                    let _ = write!(self.path, "[{at}]");
                    let step = self.path.get(length..)?.to_owned();
                    self.node(child, branch.child(&step, &mut from)?)?;
                    self.path.truncate(length);
                }
                self.sign(b']')?;
            }
            _ => {}
        }
        self.depth -= 1;
        Some(())
    }

    fn leaf(&mut self, value: &Value<'_>, line: u32, branch: &mut Branch) -> Option<()> {
        let slot = match branch.slot {
            Some(slot) => slot,
            None => {
                // As a walk through the tree calls it.
                let path = if self.path.is_empty() { "$" } else { &self.path };
                self.shape.slot(path, self.depth == 1)?
            }
        };
        branch.slot = Some(slot);
        let literal = self.text.get(self.from.0..self.at)?;
        let lines = (line.checked_sub(self.from.1)?, self.line - self.from.1);
        if !self.shape.way(self.last, Some(slot), literal, lines) {
            return None;
        }
        match value {
            Value::Text(_) => self.quoted()?,
            Value::Number(text) => self.at += text.len(),
            Value::Bool(true) | Value::Null => self.at += 4,
            Value::Bool(false) => self.at += 5,
            // An empty one with blanks inside is none that is learned.
            Value::Map(_) | Value::List(_) => {
                let rest = self.text.get(self.at..)?;
                if !rest.starts_with("{}") && !rest.starts_with("[]") {
                    return None;
                }
                self.at += 2;
            }
        }
        self.last = Some(slot);
        self.from = (self.at, self.line);
        self.space();
        Some(())
    }

    fn space(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at).filter(|byte| **byte <= b' ') {
            self.line = self.line.saturating_add(u32::from(*byte == b'\n'));
            self.at += 1;
        }
    }

    /// A sign that must stand here, and the blanks behind it.
    fn sign(&mut self, sign: u8) -> Option<()> {
        if self.text.as_bytes().get(self.at) != Some(&sign) {
            return None;
        }
        self.at += 1;
        self.space();
        Some(())
    }

    /// A text in quotes.
    fn quoted(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        loop {
            match bytes.get(end)? {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        self.at = end + 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    /// A document of one number under a name, inside as many maps.
    fn document(name: &str, depth: usize) -> (Node<'static>, String) {
        let mut node = Node {
            line: 1,
            value: Value::Number(Cow::Borrowed("1")),
        };
        let mut text = "1".to_owned();
        for level in 0..depth {
            let name = if level + 1 == depth { name } else { "m" };
            text = format!("{{\"{name}\":{text}}}");
            node = Node {
                line: 1,
                value: Value::Map(vec![(Cow::Owned(name.to_owned()), node)]),
            };
        }
        (node, text)
    }

    #[test]
    fn documents_without_end_are_no_memory_without_end() {
        let mut shape = Shape::default();
        let mut most = 0;
        for number in 0..5_000 {
            // Names that come in another order each time, and end in a place or in too many of them.
            let (node, text) = document(&format!("n{}", number * 7 % 5_000), 5);
            let _ = shape.learn(&node, &text);
            most = most.max(shape.nodes);
            assert!(shape.nodes <= ALL_NODES && shape.paths.len() <= 2_048);
        }
        assert!(most > 4_000, "{most}");
        let (node, text) = document("last", 3);
        shape = Shape::default();
        assert!(shape.learn(&node, &text) && shape.nodes == 4 && shape.paths.len() == 1);
    }
}
