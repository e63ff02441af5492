//! SPDX's words for relationships, turned so that every edge points from the whole to its part and from the user to
//! what is used.

/// A relationship in one direction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The word in the facts.
    pub(super) word: String,
    /// Whether the ends change places.
    pub(super) reversed: bool,
}

/// Turns an SPDX word.
pub(super) fn relation(word: &str) -> Relation {
    let word = word.trim().to_ascii_uppercase().replace('-', "_");
    let (own, reversed) = match word.as_str() {
        "DESCRIBES" => ("describes", false),
        "DESCRIBED_BY" => ("describes", true),
        "CONTAINS" => ("contains", false),
        "CONTAINED_BY" => ("contains", true),
        "DEPENDS_ON" => ("depends-on", false),
        "DEPENDENCY_OF" => ("depends-on", true),
        // Built-with, tested-with and the like are dependencies seen from the other end.
        other if other.ends_with("_DEPENDENCY_OF") => ("depends-on", true),
        other => {
            return Relation {
                word: other.to_ascii_lowercase().replace('_', "-"),
                reversed: false,
            };
        }
    };
    Relation {
        word: own.to_owned(),
        reversed,
    }
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
        ] {
            let relation = relation(spdx);
            assert_eq!((relation.word.as_str(), relation.reversed), (ours, reversed), "{spdx}");
        }
    }
}
