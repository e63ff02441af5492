//! What the values of one place meant: most settings have few values in a whole fleet, and what each stands for is found out
//! once.

use super::Lexeme;
use crate::config::emit::Told;

/// Values that are remembered for one place, and the longest of them.
const VALUES: usize = 8;
const VALUE_BYTES: usize = 64;

/// What is remembered for one place.
#[derive(Debug, Default)]
pub(in crate::config) struct Answers {
    known: Vec<Answer>,
    /// Whether its values are too many: addresses, serial numbers.
    is_varied: bool,
}

#[derive(Debug)]
struct Answer {
    lexeme: Lexeme,
    value: Box<str>,
    told: Vec<Told<'static>>,
}

impl Answers {
    /// The rows of a value.
    pub(in crate::config) fn get(&self, lexeme: Lexeme, value: &str) -> Option<&[Told<'static>]> {
        let is_it = |answer: &&Answer| answer.lexeme == lexeme && *answer.value == *value;
        self.known.iter().find(is_it).map(|answer| answer.told.as_slice())
    }

    /// Remembers the rows of a value. A place whose values are many is given up.
    pub(in crate::config) fn put(&mut self, lexeme: Lexeme, value: &str, told: &[Told<'_>]) {
        if self.is_varied {
            return;
        }
        if self.known.len() == VALUES || value.len() > VALUE_BYTES {
            *self = Self {
                known: Vec::new(),
                is_varied: true,
            };
            return;
        }
        self.known.push(Answer {
            lexeme,
            value: value.into(),
            told: told.iter().map(Told::to_static).collect(),
        });
    }
}
