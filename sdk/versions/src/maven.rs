//! Maven's version order as its POM reference words it: tokens, trailing nothing trimmed, qualifiers before numbers.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

/// What stands before a token. A change between letters and digits counts as a hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Dot,
    Hyphen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    separator: Separator,
    text: String,
}

impl Token {
    fn is_number(&self) -> bool {
        digits::is_number(&self.text)
    }

    /// Tokens that add nothing at the end of a version.
    fn is_nothing(&self) -> bool {
        matches!(self.text.as_str(), "" | "final" | "ga" | "release")
            || (self.is_number() && digits::is_zero(&self.text))
    }
}

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (left, right) = (tokens(left), tokens(right));
    let nothing = |separator| Token {
        separator,
        text: String::new(),
    };
    for index in 0..left.len().max(right.len()) {
        let order = match (left.get(index), right.get(index)) {
            (Some(l), Some(r)) => compare_tokens(l, r),
            (Some(l), None) => compare_tokens(l, &nothing(l.separator)),
            (None, Some(r)) => compare_tokens(&nothing(r.separator), r),
            (None, None) => Ordering::Equal,
        };
        if order != Ordering::Equal {
            return Ok(order);
        }
    }
    Ok(Ordering::Equal)
}

fn tokens(version: &str) -> Vec<Token> {
    let lower = version.to_ascii_lowercase();
    let mut tokens = Vec::new();
    let mut rest = lower.as_str();
    let mut separator = Separator::Dot;
    loop {
        let digit = rest.bytes().next().is_some_and(|b| b.is_ascii_digit());
        let (run, tail) = digits::take_while(rest, |b| b.is_ascii_digit() == digit && b != b'.' && b != b'-');
        let touches_number = tail.bytes().next().is_some_and(|b| b.is_ascii_digit());
        let text = match run {
            // Between two separators stands a zero.
            "" => "0",
            "a" if touches_number => "alpha",
            "b" if touches_number => "beta",
            "m" if touches_number => "milestone",
            "cr" => "rc",
            other => other,
        };
        tokens.push(Token {
            separator,
            text: text.to_owned(),
        });
        (separator, rest) = match tail.bytes().next() {
            None => break,
            Some(b'.') => (Separator::Dot, tail.get(1..).unwrap_or("")),
            Some(b'-') => (Separator::Hyphen, tail.get(1..).unwrap_or("")),
            Some(_) => (Separator::Hyphen, tail),
        };
    }
    trim(&mut tokens);
    tokens
}

/// Trims what adds nothing, from the end and before every hyphen; the first token stays.
fn trim(tokens: &mut Vec<Token>) {
    let mut index = tokens.len().saturating_sub(1);
    while index > 0 {
        let Some(token) = tokens.get(index) else {
            break;
        };
        if token.is_nothing() {
            tokens.remove(index);
        } else {
            while index > 0 && tokens.get(index).is_some_and(|t| t.separator != Separator::Hyphen) {
                index -= 1;
            }
        }
        index = index.saturating_sub(1);
    }
}

fn compare_tokens(left: &Token, right: &Token) -> Ordering {
    // Words before `-number` before `.number`; inside a class, by value.
    let class = |token: &Token| match (token.is_number(), token.separator) {
        (false, _) => 0,
        (true, Separator::Hyphen) => 1,
        (true, Separator::Dot) => 2,
    };
    class(left).cmp(&class(right)).then_with(|| {
        if left.is_number() {
            digits::compare(&left.text, &right.text)
        } else {
            rank(&left.text)
                .cmp(&rank(&right.text))
                .then_with(|| match rank(&left.text) {
                    UNKNOWN => left.text.cmp(&right.text),
                    _ => Ordering::Equal,
                })
        }
    })
}

const UNKNOWN: u8 = 7;

/// Words with a place of their own; the others follow in alphabetical order.
fn rank(word: &str) -> u8 {
    match word {
        "alpha" => 0,
        "beta" => 1,
        "milestone" => 2,
        "rc" => 3,
        "snapshot" => 4,
        "" | "final" | "ga" | "release" => 5,
        "sp" => 6,
        _ => UNKNOWN,
    }
}
