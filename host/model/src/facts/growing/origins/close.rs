//! Rows of a long table of which most are close to the one before: how far each is, and now and then one as it is.

use super::LONG;
use crate::facts::place::Place;
use crate::growth;

/// Rows of which each is close to the one before.
#[derive(Debug, Clone, Default)]
pub(super) struct Close {
    /// How many lines, and how many places in the lowest bits, each row is behind the one before; or [`FAR`].
    steps: Vec<u16>,
    /// Every so many rows one as it is.
    marks: Vec<(u32, Place)>,
    /// The rows that are not close to the one before.
    far: Vec<(u32, (u32, Place))>,
    last: (u32, Place),
}

/// Rows from one mark to the next.
const MARK: usize = 64;
/// Bits of the number of places.
const PLACES: u32 = 2;
const FAR: u16 = u16::MAX;
/// One row in so many may be far.
const SELDOM: usize = 8;

impl Close {
    /// Adds a row; answers false, and adds nothing, where too many are far.
    pub(super) fn push(&mut self, row: (u32, Place)) -> bool {
        let step = step(self.last, row);
        if step == FAR {
            if self.far.len() * SELDOM > self.steps.len() + LONG {
                return false;
            }
            // INVARIANT: readers are bounded far below 2^32 rows.
            self.far
                .push((u32::try_from(self.steps.len()).unwrap_or(u32::MAX), row));
        }
        if self.steps.len().is_multiple_of(MARK) {
            growth::push(&mut self.marks, row);
        }
        growth::push(&mut self.steps, step);
        self.last = row;
        true
    }

    pub(super) fn get(&self, row: usize) -> Option<(u32, Place)> {
        let first = row - row % MARK;
        let steps = self.steps.get(first + 1..=row)?;
        let mut at = *self.marks.get(row / MARK)?;
        for (row, step) in (first + 1..).zip(steps) {
            at = self.after(at, row, *step)?;
        }
        Some(at)
    }

    /// The row that comes after another.
    fn after(&self, before: (u32, Place), row: usize, step: u16) -> Option<(u32, Place)> {
        if step != FAR {
            let (lines, places) = (u32::from(step >> PLACES), u32::from(step) & ((1 << PLACES) - 1));
            return Some((before.0.wrapping_add(lines), before.1.further(places)));
        }
        let at = self.far.binary_search_by_key(&row, |(far, _)| *far as usize).ok()?;
        self.far.get(at).map(|(_, row)| *row)
    }

    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn expect(&mut self, more: usize) {
        growth::expect(&mut self.steps, more);
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (u32, Place)> + '_ {
        let mut at = (0, Place::default());
        self.steps.iter().enumerate().map_while(move |(row, step)| {
            at = self.after(at, row, *step)?;
            Some(at)
        })
    }
}

/// How far a row is behind another, if it is close.
fn step(before: (u32, Place), row: (u32, Place)) -> u16 {
    let lines = row.0.checked_sub(before.0);
    let places = row.1.behind(before.1).filter(|places| *places < 1 << PLACES);
    let step = lines.zip(places).and_then(|(lines, places)| {
        let lines = lines.checked_mul(1 << PLACES)?;
        u16::try_from(lines | places).ok()
    });
    step.unwrap_or(FAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Dictionary;
    use crate::facts::place::{Places, Step};

    #[test]
    fn a_place_that_is_a_few_places_further_is_the_place_behind() {
        let mut places = Places::default();
        let list = places.step(Place::default(), Step::Member("list"));
        let [first, second] = [70, 73].map(|item| places.step(list, Step::Item(item)));
        assert_eq!(second.behind(first), Some(3));
        assert_eq!(first.behind(second), None);
        assert_eq!(first.further(3), second);
        assert_eq!(places.render(first.further(2), &Dictionary::default()), "/list/72");
        assert_eq!(step((3, first), (2, second)), FAR, "lines do not go back");
        assert_eq!(step((3, first), (3 + (1 << 14), second)), FAR);
        assert_eq!(step((3, first), (2 + (1 << 14), second)), FAR, "the one that means it");
        assert_ne!(step((3, first), (1 + (1 << 14), second)), FAR);
    }
}
