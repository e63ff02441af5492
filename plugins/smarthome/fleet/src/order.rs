//! Which of two firmware versions is newer. Vendors number as they like, so only what is certain is answered.

use std::cmp::Ordering;

/// Words that stand before a number and say nothing.
const PREFIXES: &[&str] = &["version", "firmware", "ver.", "ver", "fw", "rev.", "rev", "r", "v"];

/// A run of digits or of letters.
#[derive(Debug, PartialEq, Eq)]
enum Run<'t> {
    Digits(&'t str),
    Letters(&'t str),
}

/// Compares two versions: numbers as numbers, letters as letters. `None` where a letter meets a number, or where one of
/// them goes on in letters (1.2 and 1.2-beta): that is for the vendor to say.
pub(crate) fn compare(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (lower(left), lower(right));
    if left == right {
        return Some(Ordering::Equal);
    }
    let (mut one, mut other) = (runs(&left), runs(&right));
    loop {
        let order = match (one.next(), other.next()) {
            (None, None) => return Some(Ordering::Equal),
            (Some(Run::Digits(a)), Some(Run::Digits(b))) => number(a, b),
            (Some(Run::Letters(a)), Some(Run::Letters(b))) => a.cmp(b),
            // 1.2 and 1.2.0 are the same, 1.2.1 is newer.
            (Some(Run::Digits(a)), None) => number(a, ""),
            (None, Some(Run::Digits(b))) => number("", b),
            _ => return None,
        };
        if order != Ordering::Equal {
            return Some(order);
        }
    }
}

fn lower(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let bare = PREFIXES.iter().find_map(|prefix| {
        let rest = text.strip_prefix(prefix)?.trim_start();
        rest.starts_with(|c: char| c.is_ascii_digit()).then(|| rest.to_owned())
    });
    bare.unwrap_or(text)
}

fn number(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = rest.chars().next()?;
        let is_digit = first.is_ascii_digit();
        let same = |c: char| c.is_alphanumeric() && c.is_ascii_digit() == is_digit;
        let end = rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(if is_digit { Run::Digits(run) } else { Run::Letters(run) })
    })
}

#[cfg(test)]
mod tests {
    use super::compare;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn what_is_certain() {
        for (left, right, order) in [
            ("1.9", "1.10", Less),
            ("v1.2.0", "Ver. 1.2", Equal),
            ("1.04B10", "1.04B2", Greater),
            ("3.0.0.4.386_48262", "3.0.0.4.388_22525", Less),
            ("2026.10.1", "2026.9.30", Greater),
            ("20261001", "20260930", Greater),
            ("R12", "R9", Greater),
            ("1.0a", "1.0b", Less),
        ] {
            assert_eq!(compare(left, right), Some(order), "{left} {right}");
            assert_eq!(compare(right, left), Some(order.reverse()), "{right} {left}");
        }
    }

    #[test]
    fn what_is_not() {
        for (left, right) in [("1.2", "1.2-beta"), ("A3", "1.4"), ("1.2rc1", "1.2.3"), ("stable", "1")] {
            assert_eq!(compare(left, right), None, "{left} {right}");
        }
    }
}
