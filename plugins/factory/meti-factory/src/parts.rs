//! Parameters that are lists of known words: `require` (which parts of a check a control asks for) and its like.

use sekisho_sdk::prelude::*;

/// Which parts of a check the control asks for. No part named means all of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a>(&'a [String]);

impl<'a> Parts<'a> {
    /// Reads `require`; a part that the check does not have is an error, not silence.
    pub(crate) fn read(cx: &Context<'a>, known: &[&str]) -> Result<Self, CheckError> {
        known_words(cx, "require", known).map(Self)
    }

    /// Whether this part is to be judged.
    pub(crate) fn asks(self, part: &str) -> bool {
        self.0.is_empty() || holds(self.0, part)
    }
}

/// Reads a list parameter whose items must all be among `known`.
pub(crate) fn known_words<'a>(cx: &Context<'a>, name: &str, known: &[&str]) -> Result<&'a [String], CheckError> {
    let words = cx.texts(name)?;
    match words.iter().find(|word| !known.contains(&word.as_str())) {
        None => Ok(words),
        Some(odd) => Err(CheckError::BadParameter(format!(
            "parameter `{name}` knows no `{odd}`; it takes {}",
            known.join(", ")
        ))),
    }
}

/// Whether a list parameter holds a word.
pub(crate) fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|w| w == word)
}
