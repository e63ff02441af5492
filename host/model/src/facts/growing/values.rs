//! The values of a column while rows are pushed. Many columns say the same in every row (the document, a scope, the kind of
//! a hash): as long as one does, it is one value and how often it came.

use crate::growth;

/// Values from row 0 on; rows behind the last one have none yet.
#[derive(Debug, Default)]
pub(in crate::facts) struct Values<T> {
    /// Empty as long as all values are the same.
    list: Vec<T>,
    /// What the first rows say, and how many they are, where there is no list.
    same: T,
    count: u32,
    /// For how many values there shall be room in a list.
    room: u32,
}

impl<T: Copy + Default + PartialEq> Values<T> {
    /// Puts a value into a row; rows before it that have none are `absent`.
    #[inline]
    pub(super) fn put(&mut self, row: u32, value: T, absent: T) {
        let at = row as usize;
        // Mostly rows have a value each, one after the other.
        if !self.list.is_empty() && self.list.len() == at {
            growth::push(&mut self.list, value);
        } else if self.list.is_empty() && self.count == row && (row == 0 || self.same == value) {
            self.same = value;
            // INVARIANT: readers are bounded far below 2^32 rows.
            self.count = row.saturating_add(1);
        } else {
            self.put_elsewhere(at, value, absent);
        }
    }

    #[inline(never)]
    fn put_elsewhere(&mut self, at: usize, value: T, absent: T) {
        let list = self.list();
        if let Some(slot) = list.get_mut(at) {
            *slot = value;
            return;
        }
        list.resize(at, absent);
        growth::push(list, value);
    }

    /// Puts the values of rows that come one after the other.
    pub(super) fn extend(&mut self, first: u32, more: impl Iterator<Item = T>, absent: T) {
        let list = self.list();
        list.resize(first as usize, absent);
        list.extend(more);
    }

    /// The same where all have one value.
    pub(super) fn repeat(&mut self, first: u32, rows: u32, value: T, absent: T) {
        if self.list.is_empty() && self.count == first && (first == 0 || self.same == value) {
            self.same = value;
            // INVARIANT: readers are bounded far below 2^32 rows.
            self.count = first.saturating_add(rows);
        } else {
            self.extend(first, std::iter::repeat_n(value, rows as usize), absent);
        }
    }

    /// The value of a row.
    pub(super) fn get(&self, row: u32) -> Option<T> {
        if self.list.is_empty() {
            (row < self.count).then_some(self.same)
        } else {
            self.list.get(row as usize).copied()
        }
    }

    /// Makes room for the values of so many rows, if there are values.
    pub(super) fn expect(&mut self, rows: u32) {
        if !self.list.is_empty() {
            let more = (rows as usize).saturating_sub(self.list.len());
            growth::expect(&mut self.list, more);
        } else if self.count > 0 {
            self.room = rows;
        }
    }

    pub(super) fn truncate(&mut self, rows: u32) {
        self.list.truncate(rows as usize);
        self.count = self.count.min(rows);
    }

    /// All values, of so many rows.
    pub(super) fn whole(self, rows: u32, absent: T) -> Vec<T> {
        let rows = rows as usize;
        let mut list = match (self.list.is_empty(), self.count) {
            (false, _) => self.list,
            (true, 0) => vec![absent; rows],
            (true, count) => vec![self.same; count as usize],
        };
        list.resize(rows, absent);
        list
    }

    /// The values as a list.
    fn list(&mut self) -> &mut Vec<T> {
        if self.count > 0 {
            let count = std::mem::take(&mut self.count) as usize;
            growth::expect(&mut self.list, count.max(self.room as usize));
            self.list.resize(count, self.same);
        }
        &mut self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_a_list_would_hold_however_they_repeat() {
        // What is put, by row, over several columns: repeated, with gaps, over what there is, taken back.
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((seed >> 33) % below).unwrap_or(0)
        };
        for round in 0..2_000 {
            let (mut values, mut plain) = (Values::default(), Vec::new());
            let kinds = u64::from(1 + next(4));
            for _ in 0..next(12) {
                let length = u32::try_from(plain.len()).unwrap_or(0);
                let value = next(kinds);
                match next(10) {
                    0 => {
                        let rows = next(u64::from(length) + 1);
                        values.truncate(rows);
                        plain.truncate(rows as usize);
                    }
                    1 => values.expect(length + next(100)),
                    2 => {
                        let (first, rows) = (length + next(2), next(4));
                        values.repeat(first, rows, value, 9);
                        plain.resize(first as usize, 9);
                        plain.resize((first + rows) as usize, value);
                    }
                    3 => {
                        let (first, more) = (length + next(2), [value, next(kinds)]);
                        values.extend(first, more.into_iter(), 9);
                        plain.resize(first as usize, 9);
                        plain.extend(more);
                    }
                    4 if length > 0 => {
                        let row = next(u64::from(length));
                        values.put(row, value, 9);
                        plain.splice(row as usize..=row as usize, [value]);
                    }
                    more => {
                        let row = length + more / 9;
                        values.put(row, value, 9);
                        plain.resize(row as usize, 9);
                        plain.push(value);
                    }
                }
                let length = u32::try_from(plain.len()).unwrap_or(0);
                let all: Option<Vec<_>> = (0..length).map(|row| values.get(row)).collect();
                assert_eq!((all.as_ref(), values.get(length)), (Some(&plain), None), "{round}");
            }
            let rows = plain.len() + 3;
            plain.resize(rows, 9);
            assert_eq!(values.whole(u32::try_from(rows).unwrap_or(0), 9), plain, "{round}");
        }
    }

    #[test]
    fn what_equals_nothing_is_kept_as_it_is() {
        let mut values = Values::default();
        for row in 0..3 {
            values.put(row, f64::NAN, f64::NAN);
        }
        values.put(3, 1.5, f64::NAN);
        let all = values.whole(5, f64::NAN);
        assert!(
            all.iter()
                .map(|value| value.is_nan())
                .eq([true, true, true, false, true])
        );
    }
}
