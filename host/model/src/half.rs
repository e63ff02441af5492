//! Half of a hash, kept beside a number in tables that find texts: growing such a table and most comparisons read no text.

/// The upper half folded onto the lower: every bit of the hash counts.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
pub(crate) fn of(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// The hash as a table wants it: its highest and its lowest bits must both be worth something.
#[inline]
pub(crate) fn spread(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::{of, spread};

    #[test]
    fn every_bit_counts() {
        for bit in 0..64 {
            assert_ne!(of(1 << bit), of(0), "{bit}");
        }
        // Tables take their place from one end and a mark of seven bits from the other.
        let ends = |half: u32| (spread(half) >> 57, spread(half) & 0xffff);
        let all: std::collections::HashSet<_> = (0..10_000).map(ends).collect();
        assert_eq!(all.len(), 10_000);
    }
}
