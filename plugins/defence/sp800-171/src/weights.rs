//! What a requirement weighs in the score, as the DoD Assessment Methodology 1.2.1 (24 June 2020), Annex A, has it for
//! revision 2 of NIST SP 800-171; the same values stand in 32 CFR 170.24(c)(2). Requirement 3.12.4 has no weight.

use crate::requirements::Number;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// `requirement=weight`, in the order of the catalogue. 3.5.3 and 3.13.11 stand with what nothing of them costs.
#[rustfmt::skip]
pub(crate) const WEIGHTS: &[&str] = &[
    "3.1.1=5", "3.1.2=5", "3.1.3=1", "3.1.4=1", "3.1.5=3", "3.1.6=1", "3.1.7=1", "3.1.8=1", "3.1.9=1", "3.1.10=1",
    "3.1.11=1", "3.1.12=5", "3.1.13=5", "3.1.14=1", "3.1.15=1", "3.1.16=5", "3.1.17=5", "3.1.18=5", "3.1.19=3",
    "3.1.20=1", "3.1.21=1", "3.1.22=1",
    "3.2.1=5", "3.2.2=5", "3.2.3=1",
    "3.3.1=5", "3.3.2=3", "3.3.3=1", "3.3.4=1", "3.3.5=5", "3.3.6=1", "3.3.7=1", "3.3.8=1", "3.3.9=1",
    "3.4.1=5", "3.4.2=5", "3.4.3=1", "3.4.4=1", "3.4.5=5", "3.4.6=5", "3.4.7=5", "3.4.8=5", "3.4.9=1",
    "3.5.1=5", "3.5.2=5", "3.5.3=5", "3.5.4=1", "3.5.5=1", "3.5.6=1", "3.5.7=1", "3.5.8=1", "3.5.9=1", "3.5.10=5",
    "3.5.11=1",
    "3.6.1=5", "3.6.2=5", "3.6.3=1",
    "3.7.1=3", "3.7.2=5", "3.7.3=1", "3.7.4=3", "3.7.5=5", "3.7.6=1",
    "3.8.1=3", "3.8.2=3", "3.8.3=5", "3.8.4=1", "3.8.5=1", "3.8.6=1", "3.8.7=5", "3.8.8=3", "3.8.9=1",
    "3.9.1=3", "3.9.2=5",
    "3.10.1=5", "3.10.2=5", "3.10.3=1", "3.10.4=1", "3.10.5=1", "3.10.6=1",
    "3.11.1=3", "3.11.2=5", "3.11.3=1",
    "3.12.1=5", "3.12.2=3", "3.12.3=5",
    "3.13.1=5", "3.13.2=5", "3.13.3=1", "3.13.4=1", "3.13.5=5", "3.13.6=5", "3.13.7=1", "3.13.8=3", "3.13.9=1",
    "3.13.10=1", "3.13.11=5", "3.13.12=1", "3.13.13=1", "3.13.14=1", "3.13.15=5", "3.13.16=1",
    "3.14.1=5", "3.14.2=5", "3.14.3=5", "3.14.4=5", "3.14.5=3", "3.14.6=5", "3.14.7=3",
];
/// What the two requirements cost that count as partly implemented.
pub(crate) const PARTIAL: &[&str] = &["3.5.3=3", "3.13.11=3"];

/// A table of weights.
pub(crate) type Weights = BTreeMap<Number, i64>;

/// Reads a list parameter of `requirement=weight`.
pub(crate) fn read(cx: &Context<'_>, name: &str) -> Result<Weights, CheckError> {
    let pairs = cx.texts(name)?.iter().map(|text| {
        parse(text).ok_or_else(|| {
            let what = format!("parameter `{name}` takes texts such as `3.1.1=5`, weights from 0 to 100; not `{text}`");
            CheckError::BadParameter(what)
        })
    });
    pairs.collect()
}

fn parse(text: &str) -> Option<(Number, i64)> {
    let (id, weight) = text.split_once('=')?;
    let weight: i64 = weight.trim().parse().ok().filter(|weight| (0..=100).contains(weight))?;
    (!id.trim().is_empty()).then(|| (Number::of(id), weight))
}

#[cfg(test)]
mod tests {
    use super::{PARTIAL, WEIGHTS, parse};
    use std::collections::BTreeMap;

    #[test]
    fn the_lowest_score_is_the_published_one() {
        let all: BTreeMap<_, i64> = WEIGHTS.iter().filter_map(|text| parse(text)).collect();
        assert_eq!(all.len(), 109, "110 requirements, of which 3.12.4 has no weight");
        assert_eq!(110 - all.values().sum::<i64>(), -203);
        let count = |weight| all.values().filter(|w| **w == weight).count();
        assert_eq!((count(5), count(3), count(1)), (44, 14, 51));
        assert!(
            PARTIAL
                .iter()
                .filter_map(|text| parse(text))
                .all(|(id, weight)| all[&id] > weight)
        );
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        for text in ["3.1.1", "3.1.1=x", "3.1.1=-1", "3.1.1=101", "=5"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
