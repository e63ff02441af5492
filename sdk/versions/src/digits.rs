//! Numbers of any length, compared as text: versions hold dates, build counters and hostile digit runs.

use std::cmp::Ordering;

/// Compares two runs of ASCII digits by value; an empty run counts as zero.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let left = left.trim_start_matches('0');
    let right = right.trim_start_matches('0');
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

/// Whether the text is one or more ASCII digits.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the number is zero (only zeros).
pub(crate) fn is_zero(text: &str) -> bool {
    text.bytes().all(|b| b == b'0')
}

/// Splits off the longest head whose bytes all pass; the head is ASCII wherever `pass` accepts ASCII only.
pub(crate) fn take_while(text: &str, pass: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(|b| !pass(b)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Compares two dotted lists of numbers; what is missing counts as zero.
pub(crate) fn compare_padded(left: &[&str], right: &[&str]) -> Ordering {
    for index in 0..left.len().max(right.len()) {
        let order = compare(left.get(index).unwrap_or(&""), right.get(index).unwrap_or(&""));
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// Compares two identifiers of a pre-release by the rule of Semantic Versioning: numbers before words, by value.
pub(crate) fn compare_identifiers(left: &str, right: &str) -> Ordering {
    match (is_number(left), is_number(right)) {
        (true, true) => compare(left, right),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => left.cmp(right),
    }
}
