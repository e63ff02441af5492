//! Words that many subjects have: names of settings, what they are set to as a rule.
//!
//! Whoever reads many subjects collects such words once and lends them to the dictionary of each. A dictionary then has the
//! same texts under the same codes as without: a word gets its code where it is first met, as every text does. Lists that
//! grew out of one another give a word one number, by which texts of several subjects are the same without a look at
//! them.

use super::{Dictionary, Found};
use foldhash::fast::RandomState;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most words of a list, and the longest word: what is copied when a list grows that is lent at that moment.
const MOST: u32 = 4_096;
const LONGEST: usize = 256;

/// A word by its number in its list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub(super) u32);

impl Word {
    /// A text that is in no list.
    pub const NONE: Self = Self(0);

    /// The number.
    #[inline]
    pub(in crate::facts) fn number(self) -> usize {
        self.0 as usize
    }
}

/// A list of words. Copies share its memory until one of them grows.
#[derive(Debug, Default, Clone)]
pub struct Words(Option<Arc<List>>);

#[derive(Debug, Clone)]
struct List {
    /// The same for all that grew out of one list.
    origin: u64,
    texts: Dictionary,
}

impl Words {
    /// The number of a text, given one if it is new; [`Word::NONE`] where there are too many, or it is too long or blank.
    pub fn add(&mut self, text: &str) -> Word {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        if text.len() > LONGEST || text.trim().is_empty() {
            return Word::NONE;
        }
        let list = self.0.get_or_insert_with(|| {
            Arc::new(List {
                origin: NEXT.fetch_add(1, Ordering::Relaxed),
                texts: Dictionary::default(),
            })
        });
        match list.texts.find(text) {
            Some(code) => Word(code),
            None if list.texts.len() >= MOST => Word::NONE,
            None => Word(Arc::make_mut(list).texts.intern(text)),
        }
    }

    /// How many words there are: the largest number.
    pub(in crate::facts) fn len(&self) -> u32 {
        self.0.as_ref().map_or(0, |list| list.texts.len())
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Whether both grew out of one list, so that what both have has one number.
    pub(in crate::facts) fn are_of(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(other)) => own.origin == other.origin,
            _ => false,
        }
    }

    /// What texts are hashed with.
    pub(super) fn seed(&self) -> RandomState {
        self.0.as_ref().map(|list| list.texts.seed.clone()).unwrap_or_default()
    }

    #[inline]
    pub(super) fn find(&self, by: Found, text: &str) -> Option<Word> {
        self.0.as_ref()?.texts.known(by, text).map(Word)
    }

    pub(super) fn get(&self, word: Word) -> Option<&str> {
        self.0.as_ref()?.texts.get(word.0)
    }
}
