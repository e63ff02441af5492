//! What the values of one place meant: most settings have few values in a whole fleet, and what each stands for is found out
//! once.

use super::{Lexeme, with_words};
use crate::config::emit::Told;
use sekisho_model::facts::Ends;

/// Values that are remembered for one place, and the longest of them.
const VALUES: usize = 8;
const VALUE_BYTES: usize = 64;

/// What is remembered for one place.
#[derive(Debug, Default)]
pub(in crate::config) struct Answers {
    known: Vec<Answer>,
    /// Whether its values are too many: addresses, serial numbers.
    is_varied: bool,
    /// Whether no value stands for more than itself; none where nobody asked yet.
    is_unknown: Option<bool>,
}

#[derive(Debug)]
struct Answer {
    lexeme: Lexeme,
    ends: Ends,
    value: Box<str>,
    told: Vec<Told<'static>>,
}

impl Answers {
    /// The number of a value that is remembered.
    pub(in crate::config) fn find(&self, lexeme: Lexeme, value: &str) -> Option<usize> {
        let ends = Ends::of(value);
        self.known.iter().position(|answer| {
            answer.lexeme == lexeme && answer.ends == ends && (ends.are_all() || *answer.value == *value)
        })
    }

    /// The rows of a value by its number.
    pub(in crate::config) fn get(&self, number: usize) -> &[Told<'static>] {
        self.known.get(number).map_or(&[], |answer| answer.told.as_slice())
    }

    /// Whether its values are many and none of them stands for more than itself, as `find` tells once.
    pub(in crate::config) fn is_plain(&mut self, find: impl FnOnce() -> bool) -> bool {
        self.is_varied && *self.is_unknown.get_or_insert_with(find)
    }

    /// Remembers the rows of a value. A place whose values are many learns no more.
    pub(in crate::config) fn put(&mut self, lexeme: Lexeme, value: &str, told: &[Told<'_>]) {
        if self.is_varied {
            return;
        }
        if self.known.len() == VALUES || value.len() > VALUE_BYTES {
            self.is_varied = true;
            self.known.clear();
            return;
        }
        self.known.push(Answer {
            lexeme,
            ends: Ends::of(value),
            value: value.into(),
            told: with_words(|words| told.iter().map(|told| told.to_static(words)).collect()),
        });
    }
}
