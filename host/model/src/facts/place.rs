//! Where rows come from. A place is not kept as text: most rows stand in lists, and `/components/12` is the list and a
//! number. The text is made when a finding cites the row.

use super::Dictionary;
use crate::growth;
use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// Index of the file in the subject's list of evidence.
    pub file: u32,
    /// Line from 1; 0 where there is none.
    pub line: u32,
    /// Place inside the file.
    pub place: Place,
}

/// A place inside a file, as the builder numbers it; the default is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place(u32);

impl Place {
    /// How many numbers this one is behind another.
    pub(super) fn behind(self, other: Self) -> Option<u32> {
        self.0.checked_sub(other.0)
    }

    /// The one so many numbers behind this one.
    pub(super) fn further(self, by: u32) -> Self {
        Self(self.0.wrapping_add(by))
    }
}

/// One step from a place to a place inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A member: appends `/name`.
    Member(&'a str),
    /// An item of a list, from 0: appends `/12`.
    Item(u32),
    /// An item of a list, as XPath counts: appends `[13]`.
    Number(u32),
}

/// The two highest bits say what the others number.
const TAG: u32 = 0b11 << 30;
const VALUE: u32 = !TAG;
/// A text of the places; in a step, a member's name.
const OWN_TEXT: u32 = 0;
/// A text of the dictionary of the row's kind.
const KIND_TEXT: u32 = 0b01 << 30;
/// A step from another place.
const STEP: u32 = 0b10 << 30;
/// A text that the places of other subjects have too.
const SHARED_TEXT: u32 = 0b11 << 30;
/// In a step: an item from 0.
const ITEM: u32 = 0b01 << 30;
/// In a step: an item from 1.
const NUMBER: u32 = 0b10 << 30;

/// In the value of a step: an item of a long list, by the number of the list and its own.
const IN_LIST: u32 = 1 << 29;
/// From which item on a list is long, how many long lists there are, and how many items they have, at most: an item beyond
/// is a step like any other.
const LONG: u32 = 16;
const LISTS: usize = 1 << 5;
const ITEMS: u32 = 1 << 24;

fn tagged(tag: u32, value: u32) -> u32 {
    // Nothing we read has a thousand million places; a place that had no number left would be none.
    if value > VALUE { 0 } else { tag | value }
}

/// All places of a subject.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    texts: Dictionary,
    steps: Vec<(Place, u32)>,
    // Long lists, and whether their items count from 1.
    lists: Vec<(Place, bool)>,
    // Each with the number of its first text.
    shared: Vec<(u32, Arc<[Box<str>]>)>,
}

impl Places {
    /// The place with this text.
    pub(super) fn text(&mut self, text: &str) -> Place {
        if text.is_empty() {
            return Place::default();
        }
        Place(tagged(OWN_TEXT, self.texts.intern(text)))
    }

    /// A place with this text, which no other has; if one had, the text would stand twice, and nothing else would change.
    pub(super) fn new_text(&mut self, text: &str) -> Place {
        if text.is_empty() {
            return Place::default();
        }
        Place(tagged(OWN_TEXT, self.texts.append(text)))
    }

    /// The place whose text has this code in the dictionary of the row's kind.
    pub(super) fn of_kind(code: u32) -> Place {
        Place(tagged(KIND_TEXT, code))
    }

    /// Makes room for places whose texts somebody keeps for many subjects; answers the number of the first one.
    pub(super) fn share(&mut self, texts: &Arc<[Box<str>]>) -> u32 {
        let first = self.shared.last().map_or(0, |(first, texts)| {
            first.saturating_add(u32::try_from(texts.len()).unwrap_or(u32::MAX))
        });
        self.shared.push((first, Arc::clone(texts)));
        first
    }

    /// The place with a shared text.
    pub(super) fn shared(number: u32) -> Place {
        Place(tagged(SHARED_TEXT, number))
    }

    fn shared_text(&self, number: u32) -> Option<&str> {
        let at = self.shared.partition_point(|(first, _)| *first <= number);
        let (first, texts) = self.shared.get(at.checked_sub(1)?)?;
        texts.get((number - first) as usize).map(AsRef::as_ref)
    }

    /// A place inside another.
    pub(super) fn step(&mut self, from: Place, step: Step<'_>) -> Place {
        let item = match step {
            Step::Item(n) => self.in_list(from, false, n),
            Step::Number(n) => self.in_list(from, true, n),
            Step::Member(_) => None,
        };
        if let Some(item) = item {
            return item;
        }
        let step = match step {
            Step::Member(name) => tagged(OWN_TEXT, self.texts.intern(name)),
            Step::Item(n) => tagged(ITEM, n),
            Step::Number(n) => tagged(NUMBER, n),
        };
        let Ok(number) = u32::try_from(self.steps.len()) else {
            return from;
        };
        if number >= IN_LIST {
            return from;
        }
        growth::push(&mut self.steps, (from, step));
        Place(tagged(STEP, number))
    }

    /// An item of a long list: it is kept nowhere but in its own number.
    #[inline]
    fn in_list(&mut self, from: Place, is_number: bool, item: u32) -> Option<Place> {
        if !(LONG..ITEMS).contains(&item) {
            return None;
        }
        let at = match self.lists.iter().position(|list| *list == (from, is_number)) {
            Some(at) => at,
            None if self.lists.len() == LISTS => return None,
            None => {
                self.lists.push((from, is_number));
                self.lists.len() - 1
            }
        };
        let list = u32::try_from(at).ok()? * ITEMS;
        Some(Place(STEP | IN_LIST | list | item))
    }

    /// Where a step leads from, and the step.
    fn step_at(&self, value: u32) -> Option<(Place, u32)> {
        if value & IN_LIST == 0 {
            return self.steps.get(value as usize).copied();
        }
        let inside = value & !IN_LIST;
        let (from, is_number) = *self.lists.get((inside / ITEMS) as usize)?;
        let tag = if is_number { NUMBER } else { ITEM };
        Some((from, tag | (inside % ITEMS)))
    }

    /// How many steps are kept.
    pub(super) fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Makes room for so many more steps.
    pub(super) fn expect(&mut self, more: usize) {
        growth::expect(&mut self.steps, more);
    }

    /// The place as text; `kind` is the dictionary of the row's kind.
    pub(super) fn render<'a>(&'a self, place: Place, kind: &'a Dictionary) -> Cow<'a, str> {
        let value = place.0 & VALUE;
        match place.0 & TAG {
            OWN_TEXT => Cow::Borrowed(self.texts.get(value).unwrap_or("")),
            KIND_TEXT => Cow::Borrowed(kind.get(value).unwrap_or("")),
            SHARED_TEXT => Cow::Borrowed(self.shared_text(value).unwrap_or("")),
            _ => {
                // A step leads from an earlier place, so that this ends.
                let mut steps = Vec::new();
                let mut at = place;
                while at.0 & TAG == STEP
                    && let Some((from, step)) = self.step_at(at.0 & VALUE)
                {
                    steps.push(step);
                    at = from;
                }
                let mut out = self.render(at, kind).into_owned();
                for step in steps.into_iter().rev() {
                    let value = step & VALUE;
                    // INVARIANT: writing to a String cannot fail.
                    let _ = match step & TAG {
                        OWN_TEXT => write!(out, "/{}", self.texts.get(value).unwrap_or("")),
                        ITEM => write!(out, "/{value}"),
                        _ => write!(out, "[{value}]"),
                    };
                }
                Cow::Owned(out)
            }
        }
    }

    /// Gives up what only serves to find places again.
    pub(super) fn freeze(self) -> Self {
        Self {
            texts: self.texts.freeze(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_out_when_asked_for() {
        let mut places = Places::default();
        let mut kind = Dictionary::default();
        let list = places.step(Place::default(), Step::Member("components"));
        let third = places.step(list, Step::Item(3));
        let inner = places.step(third, Step::Member("externalReferences"));
        let inner = places.step(inner, Step::Item(0));
        let xml = places.text("/bom/components/component");
        let xml = places.step(xml, Step::Number(1));
        let code = kind.intern("ssh.port");
        let [first, second] = [["a", "b.c"], ["d", "e[0]"]].map(|texts| places.share(&texts.map(Box::from).into()));
        for (place, text) in [
            (Place::default(), ""),
            (list, "/components"),
            (third, "/components/3"),
            (inner, "/components/3/externalReferences/0"),
            (xml, "/bom/components/component[1]"),
            (Places::of_kind(code), "ssh.port"),
            (Places::shared(first + 1), "b.c"),
            (Places::shared(second), "d"),
            (Places::shared(second + 1), "e[0]"),
            (Places::shared(second + 2), ""),
        ] {
            assert_eq!(places.render(place, &kind), text);
        }
    }

    #[test]
    fn items_are_where_they_are_however_long_and_many_the_lists() {
        let mut places = Places::default();
        let kind = Dictionary::default();
        let root = places.step(Place::default(), Step::Member("components"));
        let items = [0, 1, LONG - 1, LONG, LONG + 1, 70_000, ITEMS - 1, ITEMS, VALUE];
        // Lists of lists, more than there are numbers for.
        let lists: Vec<Place> = (0..100).map(|n| places.step(root, Step::Item(n))).collect();
        let made: Vec<_> = items
            .iter()
            .flat_map(|item| lists.iter().map(move |list| (*list, *item)))
            .map(|(list, item)| {
                (
                    places.step(list, Step::Item(item)),
                    places.step(list, Step::Number(item)),
                )
            })
            .collect();
        for (at, (item, number)) in made.iter().enumerate() {
            let (list, n) = (at % 100, items.get(at / 100).unwrap());
            assert_eq!(places.render(*item, &kind), format!("/components/{list}/{n}"));
            assert_eq!(places.render(*number, &kind), format!("/components/{list}[{n}]"));
        }
    }

    #[test]
    fn items_of_a_long_list_are_not_kept() {
        let mut places = Places::default();
        let root = places.step(Place::default(), Step::Member("components"));
        for number in 0..1_000 {
            let item = places.step(root, Step::Item(number));
            assert_eq!(
                places.render(item, &Dictionary::default()),
                format!("/components/{number}")
            );
        }
        assert_eq!(places.steps(), 1 + LONG as usize);
    }
}
