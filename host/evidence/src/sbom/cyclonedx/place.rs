//! Where in the document we are: a JSON pointer or an XML element path, kept while walking.
//!
//! The path is written out only for remarks. Rows get a place of the facts, which is a number and made step by step;
//! the steps that neighbours share are made once.

use sekisho_model::FactsBuilder;
use sekisho_model::facts::{Origin, Place as FactPlace, Step};
use std::fmt::Write;

/// The syntax, which decides how places are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// JSON pointers: `/components/12`.
    Json,
    /// Element paths: `/bom/components/component[13]`.
    Xml,
}

/// One step down: a member, or an item of a list.
#[derive(Debug, Clone)]
struct Level {
    member: &'static str,
    /// Name of an item in XML, and its number from 0.
    item: Option<(&'static str, u32)>,
    place: Option<FactPlace>,
}

/// A place that is entered and left again.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) syntax: Syntax,
    levels: Vec<Level>,
    // By depth: the step made last for a member, and where it started.
    made: Vec<Option<(FactPlace, &'static str, FactPlace)>>,
    root: Option<FactPlace>,
}

impl Place {
    /// The root of the document.
    pub(super) fn new(syntax: Syntax) -> Self {
        Self {
            syntax,
            levels: Vec::new(),
            made: Vec::new(),
            root: None,
        }
    }

    fn root(&self) -> &'static str {
        match self.syntax {
            Syntax::Json => "",
            Syntax::Xml => "bom",
        }
    }

    /// Enters a member (empty: stays); hand the answer to [`Self::leave`].
    pub(super) fn enter(&mut self, member: &'static str) -> usize {
        let mark = self.levels.len();
        if !member.is_empty() {
            self.levels.push(Level {
                member,
                item: None,
                place: None,
            });
        }
        mark
    }

    /// Enters an item of a list: `list/3` in JSON, `list/item[4]` in XML.
    pub(super) fn enter_item(&mut self, list: &'static str, item: &'static str, index: usize) -> usize {
        let mark = self.levels.len();
        self.levels.push(Level {
            member: list,
            item: Some((item, u32::try_from(index).unwrap_or(u32::MAX))),
            place: None,
        });
        mark
    }

    /// Back to where [`Self::enter`] was called.
    pub(super) fn leave(&mut self, mark: usize) {
        self.levels.truncate(mark);
    }

    /// The place as text.
    pub(super) fn written(&self) -> String {
        let mut path = String::new();
        if !self.root().is_empty() {
            path.push('/');
            path.push_str(self.root());
        }
        for level in &self.levels {
            path.push('/');
            path.push_str(level.member);
            // Writing into a string cannot fail.
            let _ = match (level.item, self.syntax) {
                (None, _) => Ok(()),
                (Some((_, index)), Syntax::Json) => write!(path, "/{index}"),
                (Some((item, index)), Syntax::Xml) => write!(path, "/{item}[{}]", index.saturating_add(1)),
            };
        }
        path
    }

    /// The place of one member of the present object.
    pub(super) fn member(&self, name: &str) -> String {
        let mut path = self.written();
        if !name.is_empty() {
            path.push('/');
            path.push_str(name);
        }
        path
    }

    /// The place as the origin of a row.
    pub(super) fn origin(&mut self, builder: &mut FactsBuilder, file: u32, line: u32) -> Origin {
        let from = self.levels.iter().rposition(|level| level.place.is_some());
        let mut place = match from.and_then(|at| self.levels.get(at)).and_then(|level| level.place) {
            Some(place) => place,
            None => self.root_place(builder),
        };
        for at in from.map_or(0, |at| at + 1)..self.levels.len() {
            let Some((member, item)) = self.levels.get(at).map(|l| (l.member, l.item)) else {
                break;
            };
            place = self.named(builder, at * 2, place, member);
            if let Some((item, index)) = item {
                let step = match self.syntax {
                    Syntax::Json => Step::Item(index),
                    Syntax::Xml => {
                        place = self.named(builder, at * 2 + 1, place, item);
                        Step::Number(index.saturating_add(1))
                    }
                };
                place = builder.step(place, step);
            }
            if let Some(level) = self.levels.get_mut(at) {
                level.place = Some(place);
            }
        }
        Origin { file, line, place }
    }

    fn root_place(&mut self, builder: &mut FactsBuilder) -> FactPlace {
        let root = self.root();
        *self.root.get_or_insert_with(|| {
            if root.is_empty() {
                FactPlace::default()
            } else {
                builder.step(FactPlace::default(), Step::Member(root))
            }
        })
    }

    fn named(&mut self, builder: &mut FactsBuilder, depth: usize, from: FactPlace, name: &'static str) -> FactPlace {
        if self.made.len() <= depth {
            self.made.resize(depth + 1, None);
        }
        let Some(made) = self.made.get_mut(depth) else {
            return from;
        };
        if let Some((start, known, place)) = *made
            && start == from
            && known == name
        {
            return place;
        }
        let place = builder.step(from, Step::Member(name));
        *made = Some((from, name, place));
        place
    }
}
