//! Components of one document by their names, which others refer to them by. Services have names too, and are no
//! components.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use sekisho_model::{growth, half};
use std::borrow::Cow;
use std::hash::BuildHasher;

/// The component that has a name; none where the name is a service's.
pub(super) type Named = Option<u32>;

/// All names of one document, mostly as they stand in it: they are only looked at where somebody asks for one.
#[derive(Default)]
pub(super) struct Names<'t> {
    named: Vec<(Cow<'t, str>, Named)>,
    /// Half of the hash of each name, and its place in the list.
    places: HashTable<(u32, u32)>,
    /// Nobody can prepare names that collide.
    seed: RandomState,
}

impl<'t> Names<'t> {
    /// Makes room for so many more names.
    pub(super) fn expect(&mut self, more: usize) {
        growth::expect(&mut self.named, more);
        // No room is no harm.
        let _ = self.places.try_reserve(more, |(hash, _)| half::spread(*hash));
    }

    /// Who has a name.
    pub(super) fn get(&self, name: &str) -> Option<Named> {
        let at = self.find(self.hash(name), name)?;
        self.named.get(at as usize).map(|(_, named)| *named)
    }

    /// Gives a name; answers false where somebody has it already. A component is found even where a service took its
    /// name; the first of several components is.
    pub(super) fn give(&mut self, name: Cow<'t, str>, named: Named) -> bool {
        let hash = self.hash(&name);
        if let Some(at) = self.find(hash, &name) {
            if let Some((_, known)) = self.named.get_mut(at as usize) {
                *known = known.or(named);
            }
            return false;
        }
        // INVARIANT: readers are bounded far below 2^32 rows.
        let at = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        growth::push(&mut self.named, (name, named));
        self.places
            .insert_unique(half::spread(hash), (hash, at), |(hash, _)| half::spread(*hash));
        true
    }

    fn find(&self, hash: u32, name: &str) -> Option<u32> {
        let is = |(other, at): &(u32, u32)| {
            *other == hash && self.named.get(*at as usize).is_some_and(|(known, _)| known == name)
        };
        self.places.find(half::spread(hash), is).map(|(_, at)| *at)
    }

    fn hash(&self, name: &str) -> u32 {
        half::of(self.seed.hash_one(name))
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
