//! SPDX's words for relationships, turned so that every edge points from the whole to its part and from the user to
//! what is used.

use std::borrow::Cow;

/// A relationship in one direction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The word in the facts.
    pub(super) word: Cow<'static, str>,
    /// Whether the ends change places.
    pub(super) reversed: bool,
}

/// Turns an SPDX word.
pub(super) fn relation(word: &str) -> Relation {
    known(word).unwrap_or_else(|| {
        let word = word.trim().to_ascii_uppercase().replace('-', "_");
        known(&word).unwrap_or_else(|| Relation {
            word: word.to_ascii_lowercase().replace('_', "-").into(),
            reversed: false,
        })
    })
}

/// Turns a word that has one of our own, as nearly everybody writes it.
fn known(word: &str) -> Option<Relation> {
    let (word, reversed) = match word {
        "DESCRIBES" => ("describes", false),
        "DESCRIBED_BY" => ("describes", true),
        "CONTAINS" => ("contains", false),
        "CONTAINED_BY" => ("contains", true),
        "DEPENDS_ON" => ("depends-on", false),
        "DEPENDENCY_OF" => ("depends-on", true),
        // Built-with, tested-with and the like are dependencies seen from the other end.
        other if other.ends_with("_DEPENDENCY_OF") => ("depends-on", true),
        _ => return None,
    };
    Some(Relation {
        word: word.into(),
        reversed,
    })
}

#[cfg(test)]
mod tests {
    use super::relation;

    #[test]
    fn words_point_from_the_user_to_what_is_used() {
        for (spdx, ours, reversed) in [
            ("DEPENDS_ON", "depends-on", false),
            ("DEPENDENCY_OF", "depends-on", true),
            ("BUILD_DEPENDENCY_OF", "depends-on", true),
            ("CONTAINED_BY", "contains", true),
            ("STATIC_LINK", "static-link", false),
            ("PACKAGE_OF", "package-of", false),
            (" depends-on", "depends-on", false),
            ("Dev-Dependency-Of ", "depends-on", true),
        ] {
            let relation = relation(spdx);
            assert_eq!((relation.word.as_ref(), relation.reversed), (ours, reversed), "{spdx}");
        }
    }
}
