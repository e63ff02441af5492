//! Which member comes next: objects of one list mostly have the same members in the same order, so that what stood
//! between two values the last time is compared as a whole, and the name is neither scanned nor looked up. Where it is
//! something else, the name is read as it stands.

use crate::literal::{self, Literal};

/// How many guesses are kept.
const KEPT: usize = 128;

/// The names of an object, as numbers tell them apart.
pub(super) type Names = &'static [&'static str];

/// What came behind a member the last time.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    /// Where the names stand in memory.
    of: usize,
    before: u8,
    /// The member that came.
    pub(super) number: u8,
    /// Where its name began.
    pub(super) name: usize,
    pub(super) written: Literal,
}

/// The guesses of one document; no memory is taken until there is one.
#[derive(Debug, Default)]
pub(super) struct Guesses(Vec<Option<Guess>>);

impl Guesses {
    /// Every member of every object has a slot of its own, as long as there are few.
    #[inline]
    fn slot(of: usize, before: u8) -> usize {
        (of / size_of::<&str>()).wrapping_add(before.into()) % KEPT
    }

    /// The member behind another, if the text goes on as it did the last time.
    #[inline]
    pub(super) fn next(&self, names: Names, before: u8, rest: &[u8]) -> Option<&Guess> {
        let of = names.as_ptr().addr();
        let guess = self.0.get(Self::slot(of, before))?.as_ref()?;
        (guess.of == of && guess.before == before && guess.written.begins(rest)).then_some(guess)
    }

    /// Remembers what came behind a member: the text from one value to the next, and where its name begins in it.
    pub(super) fn learn(&mut self, names: Names, before: u8, written: &[u8], name: usize, number: u8) {
        let of = names.as_ptr().addr();
        self.0.resize(KEPT, None);
        if written.len() <= literal::MOST
            && let Some(slot) = self.0.get_mut(Self::slot(of, before))
        {
            *slot = Some(Guess {
                of,
                before,
                number,
                name,
                written: Literal::new(written),
            });
        }
    }
}
