//! Firms sorted by what they say of themselves, none of the slices too small.

use super::{By, UNSAID};
use crate::score::Score;

/// Sorts firms by an attribute. Slices that are too small are put together, and with the smallest of the others where
/// they are too few even then: no slice can be had by subtracting the others from a number of all.
pub(super) fn sort(scores: &[Score], by: By, minimum: usize) -> Vec<(Vec<String>, Vec<&Score>)> {
    let mut large: Vec<(Vec<String>, Vec<&Score>)> = Vec::new();
    let mut rest: (Vec<String>, Vec<&Score>) = (Vec::new(), Vec::new());
    for value in by.values() {
        let of = |score: &&Score| by.value(score).unwrap_or(UNSAID) == value;
        let own: Vec<&Score> = scores.iter().filter(of).collect();
        if own.len() >= minimum {
            large.push((vec![value.to_owned()], own));
        } else if !own.is_empty() {
            rest.0.push(value.to_owned());
            rest.1.extend(own);
        }
    }
    while !rest.1.is_empty() && rest.1.len() < minimum {
        let smallest = (0..large.len()).min_by_key(|at| large.get(*at).map_or(usize::MAX, |slice| slice.1.len()));
        let Some(smallest) = smallest else {
            break;
        };
        let (names, firms) = large.remove(smallest);
        rest.0.extend(names);
        rest.1.extend(firms);
    }
    if !rest.1.is_empty() {
        large.push(rest);
    }
    if let [(names, _)] = large.as_mut_slice() {
        names.clear();
    }
    large
}
