//! The places of values, in the order in which they stand, and what stands between each and the next.
//!
//! Places are numbered as in a walk through the tree of all documents that were learned, so that a text whose places come
//! in rising order names nothing twice. A way from one place to the next is the very text that stood between them in a
//! document that was read; since it is known at each place which maps and lists are open, a text that is made of such ways
//! and of whole values is JSON.

use super::trace::Branch;
use super::{Answers, with_words};
use crate::config::snapshot::{Scalar, ValueType};
use crate::limits::Limits;
use crate::literal::{self, Literal};
use crate::scan;
use sekisho_model::facts::Word;
use std::borrow::Cow;
use std::sync::Arc;

/// What a value is by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::config) enum Lexeme {
    Text,
    Number,
    True,
    False,
    Null,
    EmptyMap,
    EmptyList,
}

impl Lexeme {
    /// Whether the value has a text.
    pub(in crate::config) fn has_text(self) -> bool {
        matches!(self, Self::Text | Self::Number | Self::True | Self::False)
    }

    /// The value that is written so.
    pub(in crate::config) fn scalar(self, written: &str) -> Scalar<'_> {
        match self {
            Self::Text => Scalar::typed(Cow::Borrowed(written)),
            Self::Number => Scalar::number(Cow::Borrowed(written)),
            Self::True => Scalar::flag(true),
            Self::False => Scalar::flag(false),
            Self::Null => Scalar::bare(ValueType::Null),
            Self::EmptyMap => Scalar::bare(ValueType::EmptyMap),
            Self::EmptyList => Scalar::bare(ValueType::EmptyList),
        }
    }
}

/// A value of a text.
#[derive(Debug, Clone, Copy)]
pub(in crate::config) struct Leaf {
    pub(in crate::config) slot: u32,
    /// Line from 1.
    pub(in crate::config) line: u32,
    pub(in crate::config) role: Role,
    pub(in crate::config) lexeme: Lexeme,
    /// Its number among the answers of its place, if it is remembered there.
    pub(in crate::config) answer: Option<u8>,
    /// Where it stands in the text, with its quotes.
    start: usize,
    end: usize,
}

impl Leaf {
    /// The value in the text; of a text without its quotes.
    #[inline]
    pub(in crate::config) fn value(self, text: &str) -> &str {
        let quote = usize::from(self.lexeme == Lexeme::Text);
        let inner = self.start.saturating_add(quote)..self.end.saturating_sub(quote);
        text.get(inner).unwrap_or_default()
    }
}

/// What a value says of the snapshot itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::config) enum Role {
    Setting,
    Asset,
    Hostname,
    Collected,
    Class,
}

impl Role {
    fn of(path: &str, is_member: bool) -> Self {
        match path {
            _ if !is_member => Self::Setting,
            "asset" => Self::Asset,
            "hostname" => Self::Hostname,
            "collected_at" => Self::Collected,
            "class" => Self::Class,
            _ => Self::Setting,
        }
    }
}

/// A place of values.
#[derive(Debug)]
pub(in crate::config) struct Slot {
    pub(in crate::config) role: Role,
    pub(in crate::config) answers: Answers,
    /// Which word its path is.
    pub(in crate::config) path: Word,
    rank: u32,
    ways: Vec<Way>,
}

/// From a place to the next.
#[derive(Debug)]
struct Way {
    literal: Literal,
    /// Lines from the last value to where the next one, or its name, begins; and to the value itself.
    line: u32,
    lines: u32,
    /// None at the end of the document.
    to: Option<u32>,
}

/// Bounds of one shape.
const SLOTS: usize = 2_048;
const WAYS: usize = 16;
const PATH_BYTES: usize = 256;

/// All that is known of documents of one shape.
#[derive(Debug, Default)]
pub(in crate::config) struct Shape {
    pub(in crate::config) slots: Vec<Slot>,
    /// The path of each place.
    pub(in crate::config) paths: Arc<[Box<str>]>,
    /// Paths of places made since, while a document is learned.
    made: Vec<Box<str>>,
    first: Vec<Way>,
    /// Never more than these: values and the maps and lists around them, nesting, bytes of all paths.
    pub(super) nodes: u32,
    pub(super) height: u32,
    path_bytes: u64,
    pub(super) root: Branch,
}

/// Names that make a document something else where they stand in it as they are, whether as name or as value.
pub(super) const MARKS: [&str; 2] = ["hostIdentifier", "calendarTime"];

impl Shape {
    /// Whether a text fits; its values then stand in `leaves`.
    pub(super) fn fits(&mut self, text: &str, limits: &Limits, leaves: &mut Vec<Leaf>) -> bool {
        leaves.clear();
        let is_small = text.len() <= limits.text_bytes as usize
            && text.len() as u64 <= limits.file_bytes
            && self.nodes <= limits.rows
            && self.height <= limits.depth
            && self.path_bytes <= limits.expanded_bytes;
        is_small && self.walk(text, leaves).is_some()
    }

    fn walk(&mut self, text: &str, leaves: &mut Vec<Leaf>) -> Option<()> {
        let (mut at, mut line, mut rank, mut from) = (0, 1u32, 0, None);
        loop {
            // Ways begin and end at signs of JSON, so that no character is cut.
            let rest = text.as_bytes().get(at..)?;
            let ways = self.ways(from)?;
            let (number, way, found) = ways.iter().enumerate().find_map(|(number, way)| {
                if !way.literal.begins(rest) {
                    return None;
                }
                let behind = rest.get(way.literal.length()..)?;
                match way.to {
                    None => behind.is_empty().then_some((number, way, None)),
                    Some(to) => Some((number, way, Some(self.found(to, behind)?))),
                }
            })?;
            let Some((slot, value)) = found else {
                return Some(());
            };
            if slot.rank < rank {
                return None;
            }
            rank = slot.rank + 1;
            let start = at + way.literal.length();
            at = start + value.length;
            leaves.push(Leaf {
                slot: way.to?,
                line: line.saturating_add(way.line),
                role: slot.role,
                lexeme: value.lexeme,
                answer: value.answer,
                start,
                end: at,
            });
            line = line.saturating_add(way.lines);
            let next = way.to;
            // What is met more often is tried earlier.
            if number > 0 {
                self.ways_mut(from)?.swap(number, number - 1);
            }
            from = next;
        }
    }

    /// The ways from a place, or from the beginning.
    #[inline]
    fn ways(&self, from: Option<u32>) -> Option<&[Way]> {
        match from {
            None => Some(&self.first),
            Some(slot) => self.slots.get(slot as usize).map(|slot| slot.ways.as_slice()),
        }
    }

    fn ways_mut(&mut self, from: Option<u32>) -> Option<&mut Vec<Way>> {
        match from {
            None => Some(&mut self.first),
            Some(slot) => self.slots.get_mut(slot as usize).map(|slot| &mut slot.ways),
        }
    }

    /// The place and the value that a text begins with there, unless that makes the document something else.
    #[inline]
    fn found(&self, to: u32, text: &[u8]) -> Option<(&Slot, Value)> {
        let slot = self.slots.get(to as usize)?;
        let value = match slot.answers.find(text) {
            // No mark was ever learned.
            Some(known) => Value {
                lexeme: known.lexeme,
                length: known.length,
                answer: Some(known.number),
            },
            None => Value::of(text).filter(|value| !value.is_mark(text))?,
        };
        Some((slot, value))
    }

    /// Makes a place; none where there are too many. A member of the document itself may speak of the snapshot.
    pub(super) fn slot(&mut self, path: &str, is_member: bool) -> Option<u32> {
        let number = u32::try_from(self.slots.len()).ok()?;
        if self.slots.len() >= SLOTS || path.len() > PATH_BYTES {
            return None;
        }
        self.slots.push(Slot {
            role: Role::of(path, is_member),
            answers: Answers::default(),
            path: with_words(|words| words.add(path)),
            rank: 0,
            ways: Vec::new(),
        });
        self.made.push(path.into());
        self.path_bytes += path.len() as u64;
        Some(number)
    }

    /// Ends the learning of a document: its places have their paths.
    pub(super) fn settle(&mut self) {
        if !self.made.is_empty() {
            let made = std::mem::take(&mut self.made);
            self.paths = self.paths.iter().cloned().chain(made).collect();
        }
    }

    /// Numbers a place in the order of the tree.
    pub(super) fn rank(&mut self, slot: u32, rank: u32) {
        if let Some(slot) = self.slots.get_mut(slot as usize) {
            slot.rank = rank;
        }
    }

    /// Learns a way; answers false where there are too many.
    pub(super) fn way(&mut self, from: Option<u32>, to: Option<u32>, written: &str, (line, lines): (u32, u32)) -> bool {
        let Some(ways) = self.ways_mut(from) else {
            return false;
        };
        if ways
            .iter()
            .any(|way| way.to == to && way.literal.is(written.as_bytes()))
        {
            return true;
        }
        if ways.len() >= WAYS || written.len() > literal::MOST {
            return false;
        }
        ways.push(Way {
            literal: Literal::new(written.as_bytes()),
            line,
            lines,
            to,
        });
        true
    }
}

/// A whole value at the beginning of a text.
struct Value {
    lexeme: Lexeme,
    /// With its quotes.
    length: usize,
    answer: Option<u8>,
}

impl Value {
    /// Whether it is one of the names that make a document something else.
    fn is_mark(&self, text: &[u8]) -> bool {
        let inner = text.get(1..self.length.saturating_sub(1)).unwrap_or_default();
        self.lexeme == Lexeme::Text && MARKS.iter().any(|mark| mark.as_bytes() == inner)
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let found = |lexeme, length| Self {
            lexeme,
            length,
            answer: None,
        };
        let word = |lexeme, word: &str| bytes.starts_with(word.as_bytes()).then(|| found(lexeme, word.len()));
        match bytes.first()? {
            b'"' => {
                let end = scan::plain_end(bytes, 1);
                (bytes.get(end) == Some(&b'"')).then(|| found(Lexeme::Text, end + 1))
            }
            b't' => word(Lexeme::True, "true"),
            b'f' => word(Lexeme::False, "false"),
            b'n' => word(Lexeme::Null, "null"),
            b'{' => word(Lexeme::EmptyMap, "{}"),
            b'[' => word(Lexeme::EmptyList, "[]"),
            _ => scan::number(bytes).map(|length| found(Lexeme::Number, length)),
        }
    }
}
