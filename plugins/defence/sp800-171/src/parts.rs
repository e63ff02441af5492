//! Parameters that are lists of known words: which parts of a check a control asks for.

use sekisho_sdk::prelude::*;

/// Reads a list parameter whose items must all be among `known`; another word is an error, not silence.
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

/// Whether a part is to be judged: no part named means all of them.
pub(crate) fn asks(words: &[String], part: &str) -> bool {
    words.is_empty() || words.iter().any(|word| word == part)
}
