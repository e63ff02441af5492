//! How values are put into an object one by one, by where they stand in it: what an object that looks like one before it
//! is filled with (see [`super::json`]).

use super::object::Parts;
use super::value::{List, Present, Text};
use std::borrow::Cow;

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

/// What is put.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// That an object begins here, and with it where (see [`super::lines`]).
    Mark(u32),
}

/// A value that can be filled.
pub(super) trait Put<'t> {
    /// What it holds.
    fn form() -> Form {
        Form::Other
    }

    /// Puts something at a place inside it; what comes before is made as it comes. Nothing is put into what is
    /// [`Form::Other`].
    fn put(&mut self, _steps: &[u8], _piece: Piece<'t>) {}
}

impl<'t, const LOOSE: bool> Put<'t> for Text<'t, LOOSE> {
    fn form() -> Form {
        Form::Text
    }
    #[inline]
    fn put(&mut self, _: &[u8], piece: Piece<'t>) {
        if let Piece::Text(text) = piece {
            *self = Self::new(text);
        }
    }
}

impl<'t, T: Put<'t> + Default> Put<'t> for Option<T> {
    fn form() -> Form {
        T::form()
    }
    #[inline]
    fn put(&mut self, steps: &[u8], piece: Piece<'t>) {
        self.get_or_insert_default().put(steps, piece);
    }
}

impl<'t, T: Put<'t>> Put<'t> for Box<T> {
    fn form() -> Form {
        T::form()
    }
    #[inline]
    fn put(&mut self, steps: &[u8], piece: Piece<'t>) {
        T::put(self, steps, piece);
    }
}

impl<'t, T: Put<'t> + Default> Put<'t> for List<T> {
    fn form() -> Form {
        Form::List(T::form)
    }
    fn put(&mut self, steps: &[u8], piece: Piece<'t>) {
        let Some((index, steps)) = steps.split_first() else {
            return;
        };
        let index = usize::from(*index);
        if self.0.len() <= index {
            self.0.resize_with(index.saturating_add(1), T::default);
        }
        if let Some(item) = self.0.get_mut(index) {
            item.put(steps, piece);
        }
    }
}

impl Put<'_> for Present {}
