//! How long lists grow: four times as long instead of twice. Memory that is never written to costs nothing, while what is
//! copied costs time, and what was copied from stays about for a while.

/// From how many bytes on a list counts as long.
const LONG: usize = 1 << 18;

/// Appends to a list that may become long.
#[inline]
pub fn push<T>(list: &mut Vec<T>, value: T) {
    if list.len() == list.capacity() && size_of_val(list.as_slice()) >= LONG {
        list.reserve_exact(list.len().saturating_mul(3));
    }
    list.push(value);
}

/// Makes room for so many more, where there is memory for them.
pub fn expect<T>(list: &mut Vec<T>, more: usize) {
    // No room is no harm: the list then grows as it always does.
    let _ = list.try_reserve_exact(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_long_lists_are_seldom_moved() {
        let (mut list, mut moved) = (Vec::new(), 0);
        for number in 0..500_000u32 {
            let before = list.capacity();
            push(&mut list, number);
            moved += usize::from(before != list.capacity() && before > LONG);
        }
        assert!(list.iter().copied().eq(0..500_000));
        assert!(moved <= 2, "{moved}");
    }
}
