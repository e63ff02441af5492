//! Patterns over bundle ids and target paths: `*` stands for one part between slashes, `**` at the end for one or more.
//!
//! The TUF library's own patterns let `*` cross a slash; what is allowed here is always a part of what it allows.

/// Whether a text is a pattern: parts of a-z, 0-9, `-`, `_`, `.`, or `*`, or `**` as the last one.
pub(super) fn is_pattern(pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split('/').collect();
    let last = parts.len().saturating_sub(1);
    (1..=16).contains(&parts.len())
        && parts
            .iter()
            .enumerate()
            .all(|(number, part)| *part == "*" || (*part == "**" && number == last) || is_part(part))
}

/// Whether a text is an id: parts and no stars.
pub(super) fn is_id(id: &str) -> bool {
    (1..=16).contains(&id.split('/').count()) && id.split('/').all(is_part)
}

fn is_part(part: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    (1..=64).contains(&part.len()) && part.bytes().all(fits) && !part.bytes().all(|b| b == b'.')
}

/// Whether an id fits a pattern.
pub(super) fn matches(pattern: &str, id: &str) -> bool {
    let (mut pattern, mut id) = (pattern.split('/'), id.split('/'));
    loop {
        match (pattern.next(), id.next()) {
            (None, None) => return true,
            (Some("**"), Some(_)) => return true,
            (Some("*"), Some(_)) => {}
            (Some(a), Some(b)) if a == b => {}
            _ => return false,
        }
    }
}

/// Whether every id that fits the inner pattern fits the outer one.
pub(super) fn covers(outer: &str, inner: &str) -> bool {
    let (mut outer, mut inner) = (outer.split('/'), inner.split('/'));
    loop {
        match (outer.next(), inner.next()) {
            (None, None) => return true,
            (Some("**"), Some(_)) => return true,
            (_, Some("**")) => return false,
            (Some("*"), Some(_)) => {}
            (Some(a), Some(b)) if a == b => {}
            _ => return false,
        }
    }
}

/// Whether an id fits one pattern of every list.
pub(super) fn within(lists: &[Vec<String>], id: &str) -> bool {
    is_id(id)
        && lists
            .iter()
            .all(|patterns| patterns.iter().any(|pattern| matches(pattern, id)))
}

#[cfg(test)]
mod tests {
    use super::{covers, is_id, is_pattern, matches};

    #[test]
    fn a_pattern_covers_another_or_not() {
        for (outer, inner, does) in [
            ("factory/*", "factory/*", true),
            ("factory/**", "factory/*", true),
            ("factory/**", "factory/a/**", true),
            ("**", "**", true),
            ("factory/*", "factory/**", false),
            ("factory/*", "factory/a", true),
            ("factory/a", "factory/*", false),
            ("*/a", "factory/a", true),
            ("factory/*", "*/a", false),
            ("factory/*", "factory/a/b", false),
            ("factory/**", "factory", false),
        ] {
            assert_eq!(covers(outer, inner), does, "{outer} {inner}");
        }
    }

    #[test]
    fn stars_stay_between_slashes() {
        for (pattern, id, fits) in [
            ("factory/*", "factory/meti", true),
            ("factory/*", "factory/meti/x", false),
            ("factory/*", "factory", false),
            ("factory/**", "factory/meti/x", true),
            ("factory/**", "factory", false),
            ("factory/**", "factory2/x", false),
            ("**", "a/b", true),
            ("*/x", "a/x", true),
            ("*/x", "a/y", false),
            ("a/b", "a/b", true),
        ] {
            assert_eq!(matches(pattern, id), fits, "{pattern} {id}");
        }
        for pattern in ["", "/", "a//b", "../x", "a/..", "**/x", "a*", "A/b", "a/[b]", "a/?"] {
            assert!(!is_pattern(pattern), "{pattern}");
            assert!(!is_id(pattern), "{pattern}");
        }
        assert!(!is_id("a/*"));
    }
}
