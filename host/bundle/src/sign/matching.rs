//! Fills as many places as can be filled, each by a signer of its own (augmenting paths).

use std::collections::BTreeSet;

/// For each place the signer who fills it. `places` are roles, `signers` the roles that each signer has.
///
/// As many places as possible are filled; the answer depends on the order of both lists only where several are equally good.
pub(super) fn fill(places: &[&str], signers: &[BTreeSet<&str>]) -> Vec<Option<usize>> {
    let mut filled = vec![None; places.len()];
    for place in 0..places.len() {
        let mut seen = BTreeSet::new();
        seat(place, places, signers, &mut filled, &mut seen);
    }
    filled
}

/// Seats somebody at a place, moving others to places that they fill as well. Depth is bounded by the number of places.
fn seat(
    place: usize,
    places: &[&str],
    signers: &[BTreeSet<&str>],
    filled: &mut Vec<Option<usize>>,
    seen: &mut BTreeSet<usize>,
) -> bool {
    let Some(role) = places.get(place) else { return false };
    for (signer, roles) in signers.iter().enumerate() {
        if !roles.contains(role) || !seen.insert(signer) {
            continue;
        }
        let taken = filled.iter().position(|by| *by == Some(signer));
        if taken.is_none_or(|other| seat(other, places, signers, filled, seen)) {
            // Whoever was moved has left the place that it had.
            if let Some(other) = taken
                && let Some(left) = filled.get_mut(other)
                && *left == Some(signer)
            {
                *left = None;
            }
            if let Some(free) = filled.get_mut(place) {
                *free = Some(signer);
            }
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::fill;
    use std::collections::BTreeSet;

    fn count(places: &[&str], signers: &[&[&str]]) -> usize {
        let signers: Vec<BTreeSet<&str>> = signers.iter().map(|roles| roles.iter().copied().collect()).collect();
        let filled = fill(places, &signers);
        let by: BTreeSet<usize> = filled.iter().flatten().copied().collect();
        let seats = filled.iter().flatten().count();
        assert_eq!(by.len(), seats, "nobody sits twice");
        for (place, signer) in filled.iter().enumerate() {
            assert!(signer.is_none_or(|signer| signers[signer].contains(places[place])));
        }
        seats
    }

    #[test]
    fn a_signer_moves_where_only_it_can_sit() {
        assert_eq!(count(&["a", "b"], &[&["a", "b"], &["a"]]), 2);
        assert_eq!(count(&["a", "b", "c"], &[&["a", "b"], &["a", "c"], &["a"]]), 3);
        assert_eq!(count(&["a", "b"], &[&["a", "b"]]), 1);
        assert_eq!(count(&["a", "a"], &[&["a"], &["b"]]), 1);
        assert_eq!(count(&["a"], &[]), 0);
    }

    /// Against trying every way to seat them.
    #[test]
    fn no_way_to_seat_them_fills_more() {
        fn best(places: &[&str], signers: &[BTreeSet<&str>], free: u32) -> usize {
            let Some((role, rest)) = places.split_first() else {
                return 0;
            };
            let mut most = best(rest, signers, free);
            for (i, roles) in signers.iter().enumerate() {
                if free & (1 << i) != 0 && roles.contains(role) {
                    most = most.max(1 + best(rest, signers, free & !(1 << i)));
                }
            }
            most
        }
        let sets: [&[&str]; 8] = [
            &[],
            &["a"],
            &["b"],
            &["c"],
            &["a", "b"],
            &["a", "c"],
            &["b", "c"],
            &["a", "b", "c"],
        ];
        let places = ["a", "a", "b", "c"];
        for number in 0..8_usize.pow(4) {
            let chosen: Vec<&[&str]> = (0..4).map(|i| sets[(number >> (3 * i)) & 7]).collect();
            let signers: Vec<BTreeSet<&str>> = chosen.iter().map(|roles| roles.iter().copied().collect()).collect();
            assert_eq!(count(&places, &chosen), best(&places, &signers, 0b1111), "{chosen:?}");
        }
    }
}
