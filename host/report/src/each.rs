//! A list whose items are made when they are written, one after another: some reports have one for every finding of a fleet.

use serde::{Serialize, Serializer};

/// The items, made anew each time they are asked for.
pub(crate) struct Each<'r, T>(Box<dyn Fn() -> Items<'r, T> + 'r>);

type Items<'r, T> = Box<dyn Iterator<Item = T> + 'r>;

impl<'r, T> Each<'r, T> {
    pub(crate) fn new<I: Iterator<Item = T> + 'r>(items: impl Fn() -> I + 'r) -> Self {
        Self(Box::new(move || Box::new(items())))
    }

    pub(crate) fn is_empty(&self) -> bool {
        (self.0)().next().is_none()
    }
}

impl<T: Serialize> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
