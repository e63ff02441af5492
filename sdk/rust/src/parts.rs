//! The parameter `require`: which parts of a check a control asks for.

use crate::{CheckError, Context};

/// Which parts of a check the control asks for. No part named means all of them.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a>(&'a [String]);

impl<'a> Parts<'a> {
    /// Reads `require`; a part that the check does not have is an error, not silence.
    pub fn read(cx: &Context<'a>, known: &[&str]) -> Result<Self, CheckError> {
        cx.known_texts("require", known).map(Self)
    }

    /// Whether this part is to be judged.
    pub fn asks(self, part: &str) -> bool {
        self.0.is_empty() || self.names(part)
    }

    /// Whether this part is asked for by name: then its evidence must be there.
    pub fn names(self, part: &str) -> bool {
        holds(self.0, part)
    }

    /// The parts that are judged, for the message of a pass: it must not claim more.
    pub fn told(self, known: &[&str]) -> String {
        let asked: Vec<&str> = known.iter().copied().filter(|part| self.asks(part)).collect();
        asked.join(", ")
    }
}

/// Whether a list parameter holds a word.
pub fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|w| w == word)
}
