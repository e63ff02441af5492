//! Numbers found again by a hash of what they stand for: the list itself is the caller's.
//!
//! The standard map's hasher starts from a number of its own in every map, so that what a plugin does would depend on what
//! it did before.

/// Numbers from 0, each with its hash, and where they are found again: one more than the number at the place of its hash
/// or behind it. As many places as a power of two says, at most half of them taken.
#[derive(Debug, Default)]
pub(crate) struct Places {
    hashes: Vec<u32>,
    places: Vec<u32>,
}

impl Places {
    /// Nothing yet, with room for so many.
    pub(crate) fn with_room(numbers: usize) -> Self {
        Self {
            hashes: Vec::with_capacity(numbers),
            places: vec![0; (numbers * 2).next_power_of_two()],
        }
    }

    /// The number with this hash for which `is` says so; the next one, which is as large as the caller's list is long, if
    /// there is none.
    pub(crate) fn find_or_add(&mut self, hash: u32, is: impl Fn(u32) -> bool) -> u32 {
        if (self.hashes.len() + 1) * 2 > self.places.len() {
            self.grow();
        }
        let mask = self.places.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        let next = self.hashes.len();
        while let Some(place) = self.places.get_mut(at) {
            match place.checked_sub(1) {
                Some(number) if self.hashes.get(number as usize) == Some(&hash) && is(number) => return number,
                Some(_) => at = (at + 1) & mask,
                None => {
                    *place = u32::try_from(next + 1).unwrap_or(0);
                    break;
                }
            }
        }
        self.hashes.push(hash);
        u32::try_from(next).unwrap_or(u32::MAX)
    }

    /// Takes the next number for something that nobody will look for.
    pub(crate) fn pass(&mut self) {
        // No hash of anything, but a place of its own where the table grows.
        let next = u32::try_from(self.hashes.len()).unwrap_or(u32::MAX);
        self.hashes.push(next);
    }

    fn grow(&mut self) {
        let mut places = vec![0; (self.places.len() * 2).max(64)];
        for (number, hash) in self.hashes.iter().enumerate() {
            put(&mut places, *hash, number);
        }
        self.places = places;
    }
}

fn put(places: &mut [u32], hash: u32, number: usize) {
    let mask = places.len().wrapping_sub(1);
    let mut at = hash as usize & mask;
    while places.get(at).is_some_and(|place| *place != 0) {
        at = (at + 1) & mask;
    }
    if let Some(place) = places.get_mut(at) {
        *place = u32::try_from(number + 1).unwrap_or(0);
    }
}

/// Odd, and its bits look like noise.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(state: u64, word: u64) -> u64 {
    let product = (state.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    // What stands highest would else be multiplied into nothing.
    product ^ (product >> 32)
}

/// The upper half of a product depends on all bits of its factors.
fn upper(state: u64) -> u32 {
    (state >> 32) as u32
}

/// The hash of a text: eight bytes at a time, and most texts without a loop, of which every round would cost as much again
/// for the counting of fuel.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    let state = bytes.len() as u64;
    // The first and the last bytes: they may overlap, but are the same ones for every text of this length.
    if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        let rest = bytes
            .get(16..)
            .and_then(|rest| rest.get(..rest.len().saturating_sub(16)));
        let inner = rest.unwrap_or_default().chunks(8);
        let state = inner.fold(mixed_both(state, first), |state, word| mixed(state, short(word)));
        return upper(mixed_both(state, last));
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => upper(mixed(
            mixed(state, u64::from_le_bytes(*first)),
            u64::from_le_bytes(*last),
        )),
        _ => upper(mixed(state, short(bytes))),
    }
}

/// A hash of a text's length and of its last eight bytes, for texts that differ there as a rule.
pub(crate) fn hash_of_end(bytes: &[u8]) -> u32 {
    upper(mixed(bytes.len() as u64, short_end(bytes)))
}

fn mixed_both(state: u64, words: &[u8; 16]) -> u64 {
    let (words, _) = words.as_chunks::<8>();
    words
        .iter()
        .fold(state, |state, word| mixed(state, u64::from_le_bytes(*word)))
}

/// At most eight bytes as a number.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
        _ => match *bytes {
            [a, b, c] => u64::from(a) << 16 | u64::from(b) << 8 | u64::from(c),
            [a, b] => u64::from(a) << 8 | u64::from(b),
            [a] => u64::from(a),
            _ => 0,
        },
    }
}

/// Whether two texts are the same: eight bytes at a time as well. For texts that most probably are, since their hashes are.
#[inline]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    if let (Some((first, rest)), Some((other_first, other_rest))) = (one.split_first_chunk(), other.split_first_chunk())
    {
        // The last ones are read with bytes before them, so that what is left between is few words.
        let ((words, _), (others, _)) = (rest.as_chunks::<8>(), other_rest.as_chunks::<8>());
        return word(first) == word(other_first)
            && short_end(one) == short_end(other)
            && words.iter().zip(others).all(|(a, b)| word(a) == word(b));
    }
    short(one) == short(other)
}

/// The last eight bytes, or all of them.
#[inline]
fn short_end(bytes: &[u8]) -> u64 {
    bytes
        .last_chunk::<8>()
        .map_or_else(|| short(bytes), |last| u64::from_le_bytes(*last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_was_added_is_found_and_nothing_else() {
        let mut places = Places::default();
        // Many share a hash.
        for number in 0..1_000u32 {
            assert_eq!(places.find_or_add(number / 4, |n| n == number), number, "new");
            assert_eq!(places.find_or_add(number / 4, |n| n == number), number, "known");
        }
        for number in 0..1_000u32 {
            assert_eq!(places.find_or_add(number / 4, |n| n == number), number, "still known");
        }
        assert_eq!(places.find_or_add(7_777, |_| true), 1_000, "no other has its hash");
        assert_eq!(
            places.find_or_add(5, |_| false),
            1_001,
            "none of those with its hash is it"
        );
    }

    #[test]
    fn a_number_that_nobody_looks_for_is_nobodys_and_in_nobodys_way() {
        let mut places = Places::with_room(1);
        for number in (0..2_000u32).step_by(2) {
            assert_eq!(places.find_or_add(hash(&number.to_le_bytes()), |n| n == number), number);
            places.pass();
        }
        for number in (0..2_000u32).step_by(2) {
            assert_eq!(places.find_or_add(hash(&number.to_le_bytes()), |n| n == number), number);
        }
        assert_eq!(places.find_or_add(3, |_| false), 2_000);
    }

    #[test]
    fn texts_of_every_length_differ_in_their_hash() {
        let text = "password.min_length.and.more, and more than the longest key that is known to anybody";
        let hashes: BTreeSet<u32> = (0..=text.len())
            .filter_map(|end| text.as_bytes().get(..end))
            .map(hash)
            .collect();
        assert_eq!(hashes.len(), text.len() + 1);
        let changed: BTreeSet<u32> = (0..text.len())
            .filter_map(|at| Some(format!("{}X{}", text.get(..at)?, text.get(at + 1..)?)))
            .map(|text| hash(text.as_bytes()))
            .collect();
        assert_eq!(changed.len(), text.len());
        for (one, other) in (0..=text.len()).flat_map(|a| (0..=text.len()).map(move |b| (a, b))) {
            let (one, other) = (text.as_bytes().get(..one), text.as_bytes().get(..other));
            assert_eq!(one.zip(other).map(|(a, b)| is_same(a, b)), Some(one == other));
        }
        for (length, at) in (0..text.len()).flat_map(|length| (0..length).map(move |at| (length, at))) {
            let one = text.as_bytes().get(..length).unwrap_or_default();
            let mut other = one.to_vec();
            assert!(is_same(one, &other));
            if let Some(byte) = other.get_mut(at) {
                *byte ^= 1;
            }
            assert!(!is_same(one, &other), "{length}: {at}");
        }
    }
}
