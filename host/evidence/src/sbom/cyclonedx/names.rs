//! Components of one document by their names, which others refer to them by. Services have names too, and are no
//! components. A name is a text of the facts, mostly one that a row has anyway: nothing holds on to the document.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use sekisho_model::FactsBuilder;
use sekisho_model::growth;
use sekisho_model::schema::Kind;
use std::hash::BuildHasher;

/// The component that has a name; none where the name is a service's.
pub(super) type Named = Option<u32>;

/// All names of one document.
#[derive(Default)]
pub(super) struct Names {
    /// The text of each name by its code, and who has it.
    named: Vec<(u32, u32)>,
    /// The place of each name in the list, by its hash.
    places: HashTable<u32>,
    /// Where the name that was asked for last stands: those who list names mostly list them in one order.
    last: usize,
    /// Nobody can prepare names that collide.
    seed: RandomState,
}

/// In place of a component, where a service has the name; the largest number is that of a component that nobody wants.
const SERVICE: u32 = u32::MAX - 1;

fn named(component: u32) -> Named {
    (component != SERVICE).then_some(component)
}

impl Names {
    /// Makes room for so many more names.
    pub(super) fn expect(&mut self, builder: &FactsBuilder, more: usize) {
        growth::expect(&mut self.named, more);
        // All of the table is written to, so that it is better a little short. No room is no harm.
        let Self {
            named, places, seed, ..
        } = self;
        let _ = places.try_reserve(more - more / 4, |at| hash_of(builder, seed, named, *at));
    }

    /// Who has a name.
    pub(super) fn get(&self, builder: &FactsBuilder, name: &str) -> Option<Named> {
        let at = self.find(builder, self.seed.hash_one(name), name)?;
        self.named.get(at).map(|(_, component)| named(*component))
    }

    /// The same where names are asked for in their order.
    pub(super) fn get_next(&mut self, builder: &FactsBuilder, name: &str) -> Option<Named> {
        let next = self.named.get(self.last + 1);
        if let Some((code, component)) = next
            && is(builder, *code, name)
        {
            self.last += 1;
            return Some(named(*component));
        }
        self.last = self.find(builder, self.seed.hash_one(name), name)?;
        self.named.get(self.last).map(|(_, component)| named(*component))
    }

    /// Gives a name, which a text of the facts with this code may be; answers false where somebody has it already. A
    /// component is found even where a service took its name; the first of several components is.
    pub(super) fn give(&mut self, builder: &mut FactsBuilder, name: &str, code: Option<u32>, owner: Named) -> bool {
        let hash = self.seed.hash_one(name);
        let component = owner.unwrap_or(SERVICE);
        if let Some(at) = self.find(builder, hash, name) {
            if let Some((_, known)) = self.named.get_mut(at)
                && *known == SERVICE
            {
                *known = component;
            }
            return false;
        }
        let code = code.unwrap_or_else(|| builder.append(Kind::Sbom, name));
        // INVARIANT: readers are bounded far below 2^32 rows.
        let at = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        growth::push(&mut self.named, (code, component));
        let Self {
            named, places, seed, ..
        } = self;
        places.insert_unique(hash, at, |at| hash_of(builder, seed, named, *at));
        true
    }

    fn find(&self, builder: &FactsBuilder, hash: u64, name: &str) -> Option<usize> {
        let is = |at: &u32| {
            let known = self.named.get(*at as usize);
            known.is_some_and(|(code, _)| is(builder, *code, name))
        };
        self.places.find(hash, is).map(|at| *at as usize)
    }
}

/// The hash of the name at a place in the list.
fn hash_of(builder: &FactsBuilder, seed: &RandomState, named: &[(u32, u32)], at: u32) -> u64 {
    let code = named.get(at as usize).map_or(0, |(code, _)| *code);
    seed.hash_one(builder.text(Kind::Sbom, code).unwrap_or(""))
}

fn is(builder: &FactsBuilder, code: u32, name: &str) -> bool {
    builder.text(Kind::Sbom, code) == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_component_has_a_name_even_after_a_service() {
        let (mut names, mut facts) = (Names::default(), FactsBuilder::new());
        assert!(names.give(&mut facts, "service", None, None) && names.give(&mut facts, "a", None, Some(7)));
        assert!(!names.give(&mut facts, "service", None, Some(8)) && !names.give(&mut facts, "a", None, Some(9)));
        for (name, named) in [("service", Some(Some(8))), ("a", Some(Some(7))), ("b", None)] {
            assert_eq!(names.get(&facts, name), named, "{name}");
        }
        for number in 0..10_000 {
            let name = format!("部品-{number}");
            let code = (number % 2 == 0).then(|| facts.append(Kind::Sbom, &name));
            assert!(names.give(&mut facts, &name, code, Some(number)));
        }
        assert_eq!(names.get(&facts, "部品-9999"), Some(Some(9999)));
        assert!(names.give(&mut facts, "unwanted", None, Some(u32::MAX)));
        assert_eq!(names.get(&facts, "unwanted"), Some(Some(u32::MAX)));
        // In their order, out of it, unknown in between.
        for number in [0, 1, 2, 77, 78, 5, 20_000, 6, 9_999, 20_000, 0] {
            let name = format!("部品-{number}");
            let expected = (number < 10_000).then_some(Some(number));
            assert_eq!(names.get_next(&facts, &name), expected, "{name}");
        }
    }
}
