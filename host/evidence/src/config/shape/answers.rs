//! What the values of one place meant: most settings have few values in a whole fleet, and what each stands for is found out
//! once.
//!
//! A value is known as it is written, with its quotes: where a text goes on with it, neither its end is looked for nor what
//! it is.

use super::{Lexeme, with_words};
use crate::config::emit::Told;

/// Values that are remembered for one place, and the longest of them.
const VALUES: usize = 8;
const VALUE_BYTES: usize = 64;
/// How many bytes of it are looked at first.
const HEAD: usize = 8;

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
    written: Written,
    lexeme: Lexeme,
    told: Vec<Told<'static>>,
}

/// How a value is written: its first bytes, which are all that most values have, and those behind them.
#[derive(Debug)]
struct Written {
    head: u64,
    mask: u64,
    length: usize,
    more: Box<[u8]>,
}

/// A value that is remembered, by its number, and how long it is where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) number: u8,
    pub(super) lexeme: Lexeme,
    pub(super) length: usize,
}

impl Answers {
    /// The value that a text begins with, if it is remembered.
    #[inline]
    pub(super) fn find(&self, text: &[u8]) -> Option<Known> {
        let head = u64::from_le_bytes(text.first_chunk().copied().unwrap_or_else(|| padded(text)));
        let is = |answer: &Answer| answer.written.is_head(head) && answer.goes_on(text);
        let (number, answer) = (0..).zip(&self.known).find(|(_, answer)| is(answer))?;
        Some(Known {
            number,
            lexeme: answer.lexeme,
            length: answer.written.length,
        })
    }

    /// The rows of a value by its number.
    pub(in crate::config) fn get(&self, number: u8) -> &[Told<'static>] {
        let answer = self.known.get(usize::from(number));
        answer.map_or(&[], |answer| answer.told.as_slice())
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
        let quote = if lexeme == Lexeme::Text { "\"" } else { "" };
        let written = [quote, value, quote].concat();
        self.known.push(Answer {
            written: Written::new(written.as_bytes()),
            lexeme,
            told: with_words(|words| told.iter().map(|told| told.to_static(words)).collect()),
        });
    }
}

impl Answer {
    /// Whether a text that begins like the value goes on like it, and not with a longer number.
    #[inline]
    fn goes_on(&self, text: &[u8]) -> bool {
        let more = &self.written.more;
        let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        (more.is_empty() || text.get(HEAD..).is_some_and(|rest| rest.starts_with(more)))
            && (self.lexeme != Lexeme::Number || !text.get(self.written.length).is_some_and(is_of_number))
    }
}

impl Written {
    fn new(written: &[u8]) -> Self {
        let (head, more) = written.split_at(written.len().min(HEAD));
        Self {
            head: u64::from_le_bytes(padded(head)),
            mask: head.iter().fold(0, |mask, _| mask << 8 | u64::from(u8::MAX)),
            length: written.len(),
            more: more.into(),
        }
    }

    /// Whether it begins with these bytes; bytes that are behind the end of a text are zeros, which no value has.
    #[inline]
    fn is_head(&self, head: u64) -> bool {
        (self.head ^ head) & self.mask == 0
    }
}

/// As many bytes as are looked at first, and nothing behind them.
fn padded(bytes: &[u8]) -> [u8; HEAD] {
    let mut block = [0; HEAD];
    for (to, byte) in block.iter_mut().zip(bytes) {
        *to = *byte;
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_where_it_stands_as_a_whole() {
        let mut answers = Answers::default();
        let values = [
            (Lexeme::Text, "12"),
            (Lexeme::Number, "12"),
            (Lexeme::Number, "12.5"),
            (Lexeme::Text, ""),
            (Lexeme::True, "true"),
            (Lexeme::EmptyList, "[]"),
            (Lexeme::Text, "a text that is longer than what is compared at once"),
        ];
        for (lexeme, value) in values {
            answers.put(lexeme, value, &[]);
        }
        let find = |text: &str| answers.find(text.as_bytes()).map(|known| (known.number, known.length));
        for behind in [
            "",
            ",",
            "}\n  ",
            ", and more than as many signs as are compared at once",
        ] {
            let found: Vec<_> = values
                .iter()
                .map(|(lexeme, value)| {
                    let quote = if *lexeme == Lexeme::Text { "\"" } else { "" };
                    find(&format!("{quote}{value}{quote}{behind}"))
                })
                .collect();
            let expected = [4, 2, 4, 2, 4, 2, 53]
                .into_iter()
                .zip(0..)
                .map(|(length, number)| Some((number, length)));
            assert_eq!(found, expected.collect::<Vec<_>>(), "{behind}");
        }
        for other in [
            "\"12", "\"123\"", "123", "12e1", "12.", "1", "12.55", "\"true\"", "tru", "[", "[1]", "\"", "",
        ] {
            assert_eq!(find(other), None, "{other}");
        }
        assert_eq!(Answers::default().find(b"12"), None);
    }

    #[test]
    fn a_place_of_many_values_remembers_none() {
        let mut answers = Answers::default();
        for value in 0..=VALUES {
            assert!(!answers.is_plain(|| true));
            answers.put(Lexeme::Number, &value.to_string(), &[]);
        }
        assert!(answers.find(b"1,").is_none() && answers.is_plain(|| true));
        answers.put(Lexeme::Number, "1", &[]);
        assert!(answers.find(b"1,").is_none());
    }
}
