//! RubyGems: segments of digits or letters; letters make a pre-release and sort before digits.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let (left, right) = (segments(left)?, segments(right)?);
    for index in 0..left.len().max(right.len()) {
        let l = left.get(index).map_or("0", String::as_str);
        let r = right.get(index).map_or("0", String::as_str);
        let order = match (digits::is_number(l), digits::is_number(r)) {
            (true, true) => digits::compare(l, r),
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => l.cmp(r),
        };
        if order != Ordering::Equal {
            return Ok(order);
        }
    }
    Ok(Ordering::Equal)
}

fn segments(text: &str) -> Result<Vec<String>, VersionError> {
    let (release, rest) = text
        .split_once('-')
        .map_or((text, None), |(head, tail)| (head, Some(tail)));
    let word = |part: &str, more: &[u8]| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let well_formed = release.split('.').enumerate().all(|(i, part)| {
        if i == 0 {
            digits::is_number(part)
        } else {
            word(part, b"")
        }
    }) && rest.is_none_or(|rest| rest.split('.').all(|part| word(part, b"-")));
    if !well_formed {
        return Err(VersionError::invalid("rubygems", text));
    }
    // A hyphen opens a pre-release.
    let spelled = text.replace('-', ".pre.");
    let mut segments = Vec::new();
    let mut rest = spelled.as_str();
    while !rest.is_empty() {
        let (number, tail) = digits::take_while(rest, |b| b.is_ascii_digit());
        let (letters, tail) = digits::take_while(tail, |b| b.is_ascii_alphabetic());
        segments.extend(
            [number, letters]
                .into_iter()
                .filter(|s| !s.is_empty())
                .map(str::to_owned),
        );
        rest = digits::take_while(tail, |b| !b.is_ascii_alphanumeric()).1;
    }
    // Trailing zeros count neither at the end nor before the first word.
    let is_zero = |s: &String| digits::is_number(s) && digits::is_zero(s);
    let first_word = segments
        .iter()
        .position(|s| !digits::is_number(s))
        .unwrap_or(segments.len());
    let mut words = segments.split_off(first_word);
    while segments.last().is_some_and(is_zero) {
        segments.pop();
    }
    while words.last().is_some_and(is_zero) {
        words.pop();
    }
    segments.append(&mut words);
    Ok(segments)
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn words_are_pre_releases() {
        for (left, order, right) in [
            ("1.0", Equal, "1"),
            ("1.0.a.0", Equal, "1.a"),
            ("1.0.a", Less, "1.0"),
            ("1.8.2.a10", Greater, "1.8.2.a9"),
            ("1.8.2.a", Less, "1.8.2.b"),
            ("2.0-rc1", Less, "2.0"),
            ("0.beta.1", Less, "0.0.beta.2"),
            ("5.2.4.rc1", Greater, "5.2.3"),
            ("1.10", Greater, "1.9"),
        ] {
            assert_eq!(Scheme::RubyGems.compare(left, right), Ok(order), "{left} {right}");
        }
        for text in ["junk", "1..2", "1.2 3", "a.1", "1.-", "1_0"] {
            assert!(Scheme::RubyGems.compare(text, "1").is_err(), "{text}");
        }
    }
}
