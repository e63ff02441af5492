//! How an object looks that was read the usual way without fault.
//!
//! It is walked once more, name by name. Where it has something that cannot be put (a number where a text is wanted, a name
//! that is unknown or has escapes), the rest of it is not learned. Whatever a document holds, only so much is learned.

use super::{Edge, Node, Patterns, Value};
use crate::literal::{self, Literal};
use crate::sbom::json::{Json, Written};
use crate::sbom::object::Parts;
use crate::sbom::put::{Form, Path, Shape};
use std::ops::Range;

/// How many nodes a list may have, how many ways on each of them, and how often something is learned that begins at one.
const NODES: usize = 1 << 12;
const EDGES: usize = 16;
const LESSONS: u32 = 256;

/// How deep something may stand inside an object that is learned: what nobody wants may be nested without end.
const DEPTH: u8 = 32;

/// From how many bytes on nothing is learned of what nobody wants.
const LONG: usize = 1 << 12;

impl Patterns {
    /// Learns how the object looks that begins at a byte.
    #[cold]
    pub(in crate::sbom::json) fn learn(&mut self, text: &str, from: usize, form: Form, parts: Parts) {
        let Form::Object(shape) = form else { return };
        if self.nodes.is_empty() {
            self.nodes
                .resize_with(shape.names.len().saturating_add(1), Node::default);
        }
        if self.is_lesson(0) {
            // How far it went does not matter: every step was seen.
            let _ = Lesson::new(self, text, from, parts, 0).outermost(shape);
        }
    }

    /// Learns how something looks that nobody wants.
    #[cold]
    pub(super) fn learn_ignored(&mut self, text: &str, value: Range<usize>, root: usize) {
        if value.len() < LONG && self.is_lesson(root) {
            let _ = Lesson::new(self, text, value.start, Parts::ALL, root).inner(root, None, Path::default());
        }
    }

    fn is_lesson(&mut self, root: usize) -> bool {
        let Some(node) = self.nodes.get_mut(root) else {
            return false;
        };
        node.lessons = node.lessons.saturating_add(1);
        node.lessons <= LESSONS
    }

    /// The node that a member is looked at from.
    fn root(&mut self, path: Path) -> Option<usize> {
        if let Some((_, root)) = self.roots.iter().find(|(known, _)| *known == path) {
            return Some(*root);
        }
        let root = self.new_node()?;
        self.roots.push((path, root));
        Some(root)
    }

    fn new_node(&mut self) -> Option<usize> {
        let number = self.nodes.len();
        if number >= NODES {
            return None;
        }
        self.nodes.push(Node::default());
        Some(number)
    }
}

/// One walk. None everywhere means that no more is learned.
struct Lesson<'a, 't> {
    patterns: &'a mut Patterns,
    json: Json<'t>,
    parts: Parts,
    /// Where we are, and where what stands behind the last value began.
    node: usize,
    from: usize,
    begins: Vec<(Path, Option<usize>)>,
    /// How much deeper it may go.
    depth: u8,
}

impl<'a, 't> Lesson<'a, 't> {
    fn new(patterns: &'a mut Patterns, text: &'t str, from: usize, parts: Parts, node: usize) -> Self {
        let mut json = Json::new(text);
        json.at = from;
        Self {
            patterns,
            json,
            parts,
            node,
            from,
            begins: Vec::new(),
            depth: DEPTH,
        }
    }

    /// What stands behind the last value goes on with a value, behind which is a node, or a new one.
    fn step(&mut self, value: Value, bit: u64, next: Option<usize>) -> Option<()> {
        let written = self.json.text.as_bytes().get(self.from..self.json.at)?;
        let node = self.patterns.nodes.get(self.node)?;
        let known = node.edges.iter().find(|edge| edge.literal.is(written));
        let next = match known {
            Some(edge) => edge.next,
            None if node.edges.len() >= EDGES || written.len() > literal::MOST => return None,
            None => {
                let next = match (next, value) {
                    (Some(next), _) => next,
                    (None, Value::End) => 0,
                    (None, _) => self.patterns.new_node()?,
                };
                let edge = Edge {
                    literal: Literal::new(written),
                    value,
                    bit,
                    begins: self.begins.as_slice().into(),
                    next,
                };
                self.patterns.nodes.get_mut(self.node)?.edges.push(edge);
                next
            }
        };
        self.node = next;
        self.from = self.json.at;
        self.begins.clear();
        Some(())
    }

    fn outermost(&mut self, shape: Shape) -> Option<()> {
        self.members(shape, Path::default(), |lesson, form, number, path| {
            let bit = 1u64.checked_shl(number.into())?;
            let next = Some(usize::from(number).checked_add(1)?);
            match (lesson.json.byte(), form) {
                (b'"', form) => lesson.string(form, path, bit, next)?,
                (b'{' | b'[', form) => {
                    let root = lesson.patterns.root(path)?;
                    let value = match form {
                        None => Value::Ignored(root),
                        Some(_) => Value::Inner(root),
                    };
                    lesson.step(value, bit, next)?;
                    let behind = lesson.node;
                    if form.is_some() {
                        lesson.inner(root, form, path)?;
                    } else {
                        // That is learned when it comes again.
                        lesson.json.pass().ok()?;
                    }
                    (lesson.node, lesson.from) = (behind, lesson.json.at);
                }
                (b'n', _) => {
                    lesson.null(form)?;
                    lesson.step(Value::Nothing, bit, next)?;
                }
                (_, None) => lesson.any(bit, next)?,
                _ => return None,
            }
            Some(())
        })?;
        self.step(Value::End, 0, None)
    }

    /// An object or a list as a whole.
    fn inner(&mut self, root: usize, form: Option<Form>, path: Path) -> Option<()> {
        self.node = root;
        self.from = self.json.at;
        self.value(form, path)?;
        self.step(Value::End, 0, None)
    }

    /// The members of the object that begins at the present byte: what each can hold, its number and its path.
    fn members(
        &mut self,
        shape: Shape,
        path: Path,
        each: impl Fn(&mut Self, Option<Form>, u8, Path) -> Option<()>,
    ) -> Option<()> {
        self.json.advance();
        let mut is_first = true;
        if self.json.next() == b'}' {
            self.json.advance();
            // It is there all the same.
            self.begins.push((path, None));
            return Some(());
        }
        loop {
            let first = self.json.at.checked_add(1)?;
            let number = self.name(shape)?;
            if is_first {
                let at = first.checked_sub(self.from)?;
                self.begins.push((path, self.parts.has(Parts::MARKS).then_some(at)));
            }
            is_first = false;
            let form = (shape.member)(number, self.parts);
            each(self, form, number, path.down(number)?)?;
            if !self.goes_on(b'}')? {
                return Some(());
            }
        }
    }

    /// A name that has a number, and its colon.
    fn name(&mut self, shape: Shape) -> Option<u8> {
        if self.json.byte() != b'"' {
            return None;
        }
        let Written::Plain(name) = self.json.string().ok()? else {
            return None;
        };
        self.json.colon().ok()?;
        self.json.next();
        let number = shape.names.iter().position(|known| *known == name)?;
        u8::try_from(number).ok()
    }

    /// Whether there is another item behind one.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        let byte = self.json.next();
        self.json.advance();
        if byte == b',' {
            self.json.next();
            return Some(true);
        }
        (byte == end).then_some(false)
    }

    fn value(&mut self, form: Option<Form>, path: Path) -> Option<()> {
        self.depth = self.depth.checked_sub(1)?;
        self.any_value(form, path)?;
        self.depth += 1;
        Some(())
    }

    fn any_value(&mut self, form: Option<Form>, path: Path) -> Option<()> {
        match (self.json.byte(), form) {
            (b'"', form) => self.string(form, path, 0, None),
            (b'{', Some(Form::Object(shape))) => {
                self.members(shape, path, |lesson, form, _, path| lesson.value(form, path))
            }
            (b'[', Some(Form::List(item))) => {
                self.items(|lesson, index| lesson.value(Some(item()), path.down(u8::try_from(index).ok()?)?))
            }
            (b'n', form) => self.null(form),
            (_, Some(_)) => None,
            (b'{', None) => {
                self.json.advance();
                if self.json.next() == b'}' {
                    self.json.advance();
                    return Some(());
                }
                loop {
                    self.json.pass_name().ok()?;
                    self.json.next();
                    self.value(None, path)?;
                    if !self.goes_on(b'}')? {
                        return Some(());
                    }
                }
            }
            (b'[', None) => self.items(|lesson, _| lesson.value(None, path)),
            (_, None) => self.any(0, None),
        }
    }

    fn items(&mut self, each: impl Fn(&mut Self, usize) -> Option<()>) -> Option<()> {
        self.json.advance();
        if self.json.next() == b']' {
            self.json.advance();
            return Some(());
        }
        for index in 0.. {
            each(self, index)?;
            if !self.goes_on(b']')? {
                break;
            }
        }
        Some(())
    }

    fn string(&mut self, form: Option<Form>, path: Path, bit: u64, next: Option<usize>) -> Option<()> {
        let value = match form {
            None => Value::Skip,
            Some(Form::Text) => Value::Text(path),
            Some(_) => return None,
        };
        let quote = self.json.at;
        self.json.advance();
        self.step(value, bit, next)?;
        self.json.at = quote;
        self.json.pass_string().ok()?;
        self.from = self.json.at;
        Some(())
    }

    fn null(&mut self, form: Option<Form>) -> Option<()> {
        self.json.word("null").ok()?;
        (!matches!(form, Some(Form::Other))).then_some(())
    }

    fn any(&mut self, bit: u64, next: Option<usize>) -> Option<()> {
        self.step(Value::Any, bit, next)?;
        self.json.pass().ok()?;
        self.from = self.json.at;
        Some(())
    }
}
