//! How values are put into an object one by one, by where they stand in it: what an object that looks like one before it
//! is filled with (see [`super::json`]).

use super::object::Parts;
use super::value::{List, Present, Text};

/// What a member can hold.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A string.
    Text,
    /// An object.
    Object(Shape),
    /// A list of such values.
    List(fn() -> Form),
    /// Something else, which is only read as it stands.
    Other,
}

/// The members of an object.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Their names, by their numbers.
    pub(super) names: &'static [&'static str],
    /// What a member holds; none where nobody wants it.
    pub(super) member: fn(u8, Parts) -> Option<Form>,
}

/// How deep a value may stand in its object.
const DEPTH: usize = 7;

/// Where a value stands in an object: numbers of members, and of items of lists from 0.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Path {
    length: u8,
    steps: [u8; DEPTH],
}

impl Path {
    /// One step further down, where that is not too deep.
    pub(super) fn down(mut self, step: u8) -> Option<Self> {
        *self.steps.get_mut(usize::from(self.length))? = step;
        self.length = self.length.wrapping_add(1);
        Some(self)
    }

    /// Its steps from the outside.
    #[inline]
    pub(super) fn steps(&self) -> &[u8] {
        self.steps.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// A value that can be filled.
pub(super) trait Put<'t> {
    /// What it holds.
    fn form() -> Form {
        Form::Other
    }

    /// Puts a text at a place inside it; what is on the way is made. Nothing is put into what is [`Form::Other`].
    fn put(&mut self, _steps: &[u8], _text: &'t str) {}

    /// Notes where the object at a place inside it begins (see [`super::lines`]), which makes it.
    fn begin(&mut self, _steps: &[u8], _mark: u32) {}

    /// Empties an object that has values in some members only, each of which has a bit.
    fn clear(&mut self, _members: u64) {}
}

impl<'t, const LOOSE: bool> Put<'t> for Text<'t, LOOSE> {
    fn form() -> Form {
        Form::Text
    }
    #[inline]
    fn put(&mut self, _: &[u8], text: &'t str) {
        self.become_text(text);
    }
}

impl<'t, T: Put<'t> + Default> Put<'t> for Option<T> {
    fn form() -> Form {
        T::form()
    }
    #[inline]
    fn put(&mut self, steps: &[u8], text: &'t str) {
        self.get_or_insert_default().put(steps, text);
    }
    fn begin(&mut self, steps: &[u8], mark: u32) {
        self.get_or_insert_default().begin(steps, mark);
    }
}

impl<'t, T: Put<'t>> Put<'t> for Box<T> {
    fn form() -> Form {
        T::form()
    }
    #[inline]
    fn put(&mut self, steps: &[u8], text: &'t str) {
        T::put(self, steps, text);
    }
    fn begin(&mut self, steps: &[u8], mark: u32) {
        T::begin(self, steps, mark);
    }
}

impl<'t, T: Put<'t> + Default> Put<'t> for List<T> {
    fn form() -> Form {
        Form::List(T::form)
    }
    fn put(&mut self, steps: &[u8], text: &'t str) {
        if let Some((item, steps)) = self.item(steps) {
            item.put(steps, text);
        }
    }
    fn begin(&mut self, steps: &[u8], mark: u32) {
        if let Some((item, steps)) = self.item(steps) {
            item.begin(steps, mark);
        }
    }
}

impl<T: Default> List<T> {
    /// The item that steps go to, made where it is not there yet, and the steps from it on.
    fn item<'s>(&mut self, steps: &'s [u8]) -> Option<(&mut T, &'s [u8])> {
        let (index, steps) = steps.split_first()?;
        let index = usize::from(*index);
        if self.0.len() <= index {
            self.0.resize_with(index.saturating_add(1), T::default);
        }
        self.0.get_mut(index).map(|item| (item, steps))
    }
}

impl Put<'_> for Present {}
