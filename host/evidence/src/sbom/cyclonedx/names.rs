//! Components of one document by their names, which others refer to them by. Services have names too, and are no
//! components.
//!
//! Names stand in the order in which they came; a table of numbers finds them again, and grows without looking at a name.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use sekisho_model::growth;
use std::borrow::Cow;
use std::hash::BuildHasher;

/// The component that has a name; none where the name is a service's.
pub(super) type Named = Option<u32>;

/// Part of a name's hash, and where the name stands.
#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    at: u32,
}

impl Slot {
    fn spread(hash: u32) -> u64 {
        u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// All names of one document, as long as it lives.
#[derive(Default)]
pub(super) struct Names<'t> {
    names: Vec<(Cow<'t, str>, Named)>,
    slots: HashTable<Slot>,
    seed: RandomState,
}

impl<'t> Names<'t> {
    /// Who has a name.
    pub(super) fn get(&self, name: &str) -> Option<Named> {
        self.find(self.hash(name), name)
            .and_then(|at| self.names.get(at))
            .map(|(_, named)| *named)
    }

    /// Gives a name; answers false where somebody has it already. A component is found even where a service took its
    /// name; the first of several components is.
    pub(super) fn give(&mut self, name: Cow<'t, str>, named: Named) -> bool {
        let hash = self.hash(&name);
        if let Some(at) = self.find(hash, &name) {
            if let Some((_, known)) = self.names.get_mut(at) {
                *known = known.or(named);
            }
            return false;
        }
        // INVARIANT: readers are bounded far below 2^32 rows.
        let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        growth::push(&mut self.names, (name, named));
        self.slots
            .insert_unique(Slot::spread(hash), Slot { hash, at }, |slot| Slot::spread(slot.hash));
        true
    }

    fn find(&self, hash: u32, name: &str) -> Option<usize> {
        let is =
            |slot: &Slot| slot.hash == hash && self.names.get(slot.at as usize).is_some_and(|(known, _)| known == name);
        self.slots.find(Slot::spread(hash), is).map(|slot| slot.at as usize)
    }

    fn hash(&self, name: &str) -> u32 {
        let hash = self.seed.hash_one(name);
        #[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
        let folded = (hash ^ (hash >> 32)) as u32;
        folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_component_has_a_name_even_after_a_service() {
        let mut names = Names::default();
        assert!(names.give("service".into(), None) && names.give("a".into(), Some(7)));
        assert!(!names.give("service".into(), Some(8)) && !names.give("a".into(), Some(9)));
        for (name, named) in [("service", Some(Some(8))), ("a", Some(Some(7))), ("b", None)] {
            assert_eq!(names.get(name), named, "{name}");
        }
        for number in 0..10_000 {
            assert!(names.give(format!("部品-{number}").into(), Some(number)));
        }
        assert_eq!(names.get("部品-9999"), Some(Some(9999)));
    }
}
