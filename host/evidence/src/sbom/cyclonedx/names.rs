//! Components of one document by their names, which others refer to them by. Services have names too, and are no
//! components.

use sekisho_model::facts::Dictionary;
use sekisho_model::growth;

/// The component that has a name; none where the name is a service's.
pub(super) type Named = Option<u32>;

/// All names of one document.
#[derive(Default)]
pub(super) struct Names {
    names: Dictionary,
    /// Who has each of them, by its code less one.
    named: Vec<Named>,
}

impl Names {
    /// Who has a name.
    pub(super) fn get(&self, name: &str) -> Option<Named> {
        let at = self.names.find(name)?.checked_sub(1)?;
        self.named.get(at as usize).copied()
    }

    /// Gives a name; answers false where somebody has it already. A component is found even where a service took its
    /// name; the first of several components is.
    pub(super) fn give(&mut self, name: &str, named: Named) -> bool {
        let at = self.names.intern(name).saturating_sub(1);
        match self.named.get_mut(at as usize) {
            Some(known) => {
                *known = known.or(named);
                false
            }
            None => {
                growth::push(&mut self.named, named);
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_component_has_a_name_even_after_a_service() {
        let mut names = Names::default();
        assert!(names.give("service", None) && names.give("a", Some(7)));
        assert!(!names.give("service", Some(8)) && !names.give("a", Some(9)));
        for (name, named) in [("service", Some(Some(8))), ("a", Some(Some(7))), ("b", None)] {
            assert_eq!(names.get(name), named, "{name}");
        }
        for number in 0..10_000 {
            assert!(names.give(&format!("部品-{number}"), Some(number)));
        }
        assert_eq!(names.get("部品-9999"), Some(Some(9999)));
    }
}
