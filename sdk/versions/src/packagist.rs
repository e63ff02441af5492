//! Composer: up to four numbers, then a stability with a counter, then perhaps `-dev`. Branch names have no order.

use crate::digits;
use crate::error::VersionError;
use std::cmp::Ordering;

#[derive(Debug)]
struct Parsed<'a> {
    numbers: Vec<&'a str>,
    stability: u8,
    counters: Vec<&'a str>,
    dev: bool,
}

const STABLE: u8 = 4;

pub(crate) fn compare(left: &str, right: &str) -> Result<Ordering, VersionError> {
    let parse = |text| parse(text).ok_or_else(|| VersionError::invalid("packagist", text));
    let (l, r) = (parse(left)?, parse(right)?);
    Ok(digits::compare_padded(&l.numbers, &r.numbers)
        .then_with(|| l.stability.cmp(&r.stability))
        .then_with(|| counters(&l.counters, &r.counters))
        .then_with(|| r.dev.cmp(&l.dev)))
}

fn counters(left: &[&str], right: &[&str]) -> Ordering {
    for (l, r) in left.iter().zip(right) {
        let order = digits::compare(l, r);
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

fn parse(text: &str) -> Option<Parsed<'_>> {
    let bare = text.split_once('+').map_or(text, |(head, _)| head);
    let bare = bare.strip_prefix(['v', 'V']).unwrap_or(bare);
    let (core, rest) = digits::take_while(bare, |b| b.is_ascii_digit() || b == b'.');
    let dotted = core.ends_with('.');
    let numbers: Vec<&str> = core.strip_suffix('.').unwrap_or(core).split('.').collect();
    if numbers.len() > 4 || !numbers.iter().all(|n| digits::is_number(n)) || (dotted && rest.is_empty()) {
        return None;
    }
    let mut parsed = Parsed {
        numbers,
        stability: STABLE,
        counters: Vec::new(),
        dev: false,
    };
    let rest = skip_separator(rest);
    let (word, tail) = digits::take_while(rest, |b| b.is_ascii_alphabetic());
    let mut tail = tail;
    match word.to_ascii_lowercase().as_str() {
        "" => return rest.is_empty().then_some(parsed),
        "dev" if tail.is_empty() => {
            // Without a stability, `-dev` is older than every other pre-release.
            parsed.stability = 0;
            return Some(parsed);
        }
        "alpha" | "a" => parsed.stability = 1,
        "beta" | "b" => parsed.stability = 2,
        "rc" => parsed.stability = 3,
        "stable" => {}
        "patch" | "pl" | "p" => parsed.stability = 5,
        _ => return None,
    }
    loop {
        let (number, after) = digits::take_while(tail.trim_start_matches(['.', '-']), |b| b.is_ascii_digit());
        if number.is_empty() {
            break;
        }
        parsed.counters.push(number);
        tail = after;
    }
    parsed.dev = skip_separator(tail).eq_ignore_ascii_case("dev");
    (tail.is_empty() || parsed.dev).then_some(parsed)
}

fn skip_separator(text: &str) -> &str {
    text.strip_prefix(['-', '.', '_']).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn stabilities_stand_in_their_order() {
        let ascending = [
            "1.0.0-dev",
            "1.0-alpha",
            "v1.0.0-alpha1",
            "1.0b2",
            "1.0.0-RC1",
            "1.0",
            "1.0-patch1",
            "1.0.0.1",
        ];
        for (index, left) in ascending.iter().enumerate() {
            for (other, right) in ascending.iter().enumerate() {
                assert_eq!(
                    Scheme::Packagist.compare(left, right),
                    Ok(index.cmp(&other)),
                    "{left} {right}"
                );
            }
        }
        assert_eq!(Scheme::Packagist.compare("1.0-beta1-dev", "1.0-beta1"), Ok(Less));
        assert_eq!(Scheme::Packagist.compare("1.0.0+build", "v1"), Ok(Equal));
        assert_eq!(Scheme::Packagist.compare("20240101", "1.0"), Ok(Greater));
        for text in ["dev-main", "1.x-dev", "master", "1.0.0.0.0", "1.0-foo", "1."] {
            assert!(Scheme::Packagist.compare(text, "1").is_err(), "{text}");
        }
    }
}
