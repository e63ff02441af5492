//! Comparing a setting with a baseline: numbers as numbers, yes and no in any of their words, else text.

use crate::scope::fold;
use sekisho_sdk::words::yes_no;

/// How a baseline row compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equals,
    NotEquals,
    AtLeast,
    AtMost,
    OneOf,
    Contains,
}

impl Operator {
    /// Reads the word of the register; an empty field means equality, an unknown word nothing.
    pub(crate) fn read(word: Option<&str>) -> Option<Self> {
        Some(match word {
            None | Some("equals") => Self::Equals,
            Some("not-equals") => Self::NotEquals,
            Some("at-least") => Self::AtLeast,
            Some("at-most") => Self::AtMost,
            Some("one-of") => Self::OneOf,
            Some("contains") => Self::Contains,
            Some(_) => return None,
        })
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Equals => "=",
            Self::NotEquals => "≠",
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::OneOf => "∈",
            Self::Contains => "∋",
        }
    }

    /// Whether values meet the baseline; `None` where numbers are needed and there are none. Several values at one
    /// place: all must meet it (for `contains`: together; for `not-equals`: none may be it).
    pub(crate) fn holds(self, values: &[&str], wanted: &str) -> Option<bool> {
        match self {
            Self::Equals if values.len() > 1 => {
                Some(same_items(values, wanted) || values.iter().all(|v| same(v, wanted)))
            }
            Self::Equals => values
                .first()
                .map(|value| same(value, wanted) || same_items(&[value], wanted)),
            Self::NotEquals => Some(!values.iter().any(|value| same(value, wanted))),
            Self::OneOf => Some(
                values
                    .iter()
                    .all(|value| items(wanted).iter().any(|item| same(value, item))),
            ),
            Self::Contains => Some(items(wanted).iter().all(|item| {
                values
                    .iter()
                    .any(|value| same(value, item) || fold(value).contains(&fold(item)))
            })),
            Self::AtLeast | Self::AtMost => {
                let limit: f64 = number(wanted)?;
                let numbers: Option<Vec<f64>> = values.iter().map(|value| number(value)).collect();
                Some(numbers?.iter().all(|n| {
                    if self == Self::AtLeast {
                        *n >= limit
                    } else {
                        *n <= limit
                    }
                }))
            }
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|n: &f64| n.is_finite())
}

fn same(left: &str, right: &str) -> bool {
    match (number(left), number(right), yes_no(left), yes_no(right)) {
        (Some(left), Some(right), _, _) => left.to_bits() == right.to_bits() || (left - right).abs() < f64::EPSILON,
        (_, _, Some(left), Some(right)) => left == right,
        _ => fold(left) == fold(right),
    }
}

fn items(text: &str) -> Vec<&str> {
    text.split([',', '、', ';', '；', '|', '\n'])
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

fn same_items(values: &[&str], wanted: &str) -> bool {
    let sorted = |list: Vec<&str>| {
        let mut list: Vec<String> = list.into_iter().map(fold).collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    sorted(values.iter().flat_map(|value| items(value)).collect()) == sorted(items(wanted))
}

#[cfg(test)]
mod tests {
    use super::Operator::{AtLeast, AtMost, Contains, Equals, NotEquals, OneOf};

    #[test]
    fn values_are_compared_by_what_they_mean() {
        assert_eq!(Equals.holds(&["10.0"], "10"), Some(true));
        assert_eq!(Equals.holds(&["true"], "有効"), Some(true));
        assert_eq!(Equals.holds(&["No"], "yes"), Some(false));
        assert_eq!(Equals.holds(&["false"], "否"), Some(true));
        assert_eq!(Equals.holds(&["a, b"], "B,a"), Some(true));
        assert_eq!(Equals.holds(&["a", "c"], "a"), Some(false));
        assert_eq!(NotEquals.holds(&["yes"], "no"), Some(true));
        assert_eq!(AtLeast.holds(&["14"], "14"), Some(true));
        assert_eq!(AtMost.holds(&["901"], "900"), Some(false));
        assert_eq!(AtMost.holds(&["soon"], "900"), None);
        assert_eq!(OneOf.holds(&["prohibit-password"], "no, prohibit-password"), Some(true));
        assert_eq!(
            Contains.holds(&["10.0.0.5", "ntp.example.jp"], "ntp.example.jp"),
            Some(true)
        );
    }
}
