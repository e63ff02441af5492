//! The one shape that JSON, YAML, TOML and XML are read into before they are flattened: nodes that know their line.
//!
//! Texts are borrowed from the input wherever the format allows; numbers stay as written, so that nothing is lost to
//! floating point.

use std::borrow::Cow;
use std::collections::HashMap;

/// A value with the line it begins on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'t> {
    /// Line from 1.
    pub line: u32,
    /// The value.
    pub value: Value<'t>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'t> {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number, as written.
    Number(Cow<'t, str>),
    /// A text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// Names with values, in the order of the file, each name once.
    Map(Vec<(Cow<'t, str>, Node<'t>)>),
}

impl<'t> Node<'t> {
    /// The entries of a map; nothing for anything else.
    pub(crate) fn entries(&self) -> &[(Cow<'t, str>, Self)] {
        if let Value::Map(entries) = &self.value {
            entries
        } else {
            &[]
        }
    }

    /// The items of a list; nothing for anything else.
    pub(crate) fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value {
            items
        } else {
            &[]
        }
    }

    /// A member of a map.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.entries().iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    /// Whether it is a map with a member of one of these names.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        self.entries().iter().any(|(key, _)| names.contains(&key.as_ref()))
    }

    /// The text of a text or number.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The text of whatever has one.
    pub(super) fn written(&self) -> Option<&str> {
        match &self.value {
            Value::Bool(flag) => Some(if *flag { "true" } else { "false" }),
            _ => self.text(),
        }
    }

    /// The text, where there is one that is not blank.
    pub(crate) fn filled(&self) -> Option<&str> {
        self.text().map(str::trim).filter(|t| !t.is_empty())
    }

    /// Whether it is a map.
    pub(crate) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// How many nodes there are, itself included.
    pub(crate) fn size(&self) -> usize {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Value::Map(entries) => 1 + entries.iter().map(|(_, node)| node.size()).sum::<usize>(),
            _ => 1,
        }
    }

    /// How many values there are in it that hold no others.
    pub(crate) fn leaves(&self) -> usize {
        match &self.value {
            Value::List(items) => items.iter().map(Self::leaves).sum(),
            Value::Map(entries) => entries.iter().map(|(_, node)| node.leaves()).sum(),
            _ => 1,
        }
    }

    /// How deep the nesting goes below it: 0 for a scalar.
    pub(crate) fn height(&self) -> u32 {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Self::height).max().unwrap_or(0),
            Value::Map(entries) => 1 + entries.iter().map(|(_, node)| node.height()).max().unwrap_or(0),
            _ => 0,
        }
    }
}

/// A map in the making that notices a name it already has; the later value wins.
#[derive(Debug, Default)]
pub(super) struct MapBuilder<'t> {
    entries: Vec<(Cow<'t, str>, Node<'t>)>,
    // A bit for each name, by its length and first byte: whose bit is not set is new.
    bits: u64,
    // Small maps are searched; only large ones pay for an index.
    index: Option<HashMap<Cow<'t, str>, usize>>,
}

const INDEXED_FROM: usize = 24;

impl<'t> MapBuilder<'t> {
    /// Puts a value under a name; answers whether the name was new.
    pub(super) fn put(&mut self, name: Cow<'t, str>, node: Node<'t>) -> bool {
        if let Some(slot) = self.position(&name).and_then(|at| self.entries.get_mut(at)) {
            slot.1 = node;
            return false;
        }
        self.push(name, node);
        true
    }

    /// Puts a value under a name that is not there yet; answers where it stands.
    #[inline]
    pub(super) fn push(&mut self, name: Cow<'t, str>, node: Node<'t>) -> Option<&mut Node<'t>> {
        self.bits |= Self::bit(&name);
        if let Some(index) = &mut self.index {
            index.insert(name.clone(), self.entries.len());
        }
        self.entries.push((name, node));
        if self.entries.len() == INDEXED_FROM {
            let names = self.entries.iter().enumerate();
            self.index = Some(names.map(|(at, (key, _))| (key.clone(), at)).collect());
        }
        self.entries.last_mut().map(|(_, node)| node)
    }

    #[inline]
    fn bit(name: &str) -> u64 {
        let first = name.as_bytes().first().copied().unwrap_or(0);
        1 << ((name.len() * 5 + usize::from(first)) % 64)
    }

    /// Whether the name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Takes the value of a name out to change it.
    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Node<'t>> {
        let at = self.position(name)?;
        self.entries.get_mut(at).map(|(_, node)| node)
    }

    #[inline]
    fn position(&self, name: &str) -> Option<usize> {
        if self.bits & Self::bit(name) == 0 {
            return None;
        }
        match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.entries.iter().position(|(key, _)| key == name),
        }
    }

    /// Whether nothing was put.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The map.
    pub(super) fn finish(self) -> Value<'t> {
        Value::Map(self.entries)
    }
}

/// Byte offsets to lines, for parsers that report offsets.
#[derive(Debug)]
pub(super) struct LineIndex(Vec<usize>);

impl LineIndex {
    /// Of a text.
    pub(super) fn new(text: &str) -> Self {
        Self(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(at, _)| at)
                .collect(),
        )
    }

    /// The line, from 1, of a byte offset.
    pub(super) fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|newline| *newline < offset))
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_value_of_a_name_wins_in_small_and_large_maps() {
        for size in [3, 100] {
            let mut map = MapBuilder::default();
            for n in 0..size {
                assert!(map.put(
                    Cow::Owned(format!("k{n}")),
                    Node {
                        line: n,
                        value: Value::Null
                    }
                ));
            }
            assert!(!map.put(
                Cow::Borrowed("k1"),
                Node {
                    line: 999,
                    value: Value::Bool(true)
                }
            ));
            let node = Node {
                line: 1,
                value: map.finish(),
            };
            assert_eq!(node.entries().len(), size as usize);
            assert_eq!(node.get("k1").map(|n| n.line), Some(999));
        }
    }

    #[test]
    fn offsets_become_lines() {
        let lines = LineIndex::new("a\nb\n\nc");
        assert_eq!([0, 1, 2, 4, 5].map(|at| lines.line(at)), [1, 1, 2, 3, 4]);
    }
}
