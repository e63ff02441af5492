//! Who may own a measure: the people, roles and departments of the role register, and who has left.

use crate::words::{fold, named};
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of people.
#[derive(Debug)]
pub(crate) struct Roles {
    known: BTreeSet<String>,
    left: BTreeMap<String, Date>,
}

impl Roles {
    /// Reads the registers of roles and people; nothing where there is no register of roles.
    pub(crate) fn load(cx: &Context<'_>) -> Option<Self> {
        let register = cx.registers().get("roles")?;
        let mut known = BTreeSet::new();
        for row in register.rows() {
            for field in ["id", "role", "person", "person_id", "deputy", "department"] {
                known.extend(named(&row, field).into_iter().flat_map(spellings));
            }
        }
        let (mut left, mut staying) = (BTreeMap::new(), BTreeSet::new());
        for row in cx.registers().rows("people") {
            let names: Vec<String> = ["id", "name"]
                .iter()
                .filter_map(|field| named(&row, field))
                .map(fold)
                .collect();
            if names.iter().any(|name| known.contains(name)) {
                known.extend(names.iter().cloned());
            }
            match row.date("left_at").filter(|day| *day < cx.today()) {
                Some(day) => left.extend(names.into_iter().map(|name| (name, day))),
                None => staying.extend(names),
            }
        }
        // Two people of one name: the one who stays may be meant.
        left.retain(|who, _| !staying.contains(who));
        Some(Self { known, left })
    }

    /// Whether a person, role or department is in the role register.
    pub(crate) fn has(&self, name: &str) -> bool {
        spellings(name).iter().any(|spelling| self.known.contains(spelling))
    }

    /// The day on which a person left.
    pub(crate) fn left(&self, name: &str) -> Option<Date> {
        spellings(name)
            .iter()
            .find_map(|spelling| self.left.get(spelling).copied())
    }
}

/// The ways in which one cell may name somebody: as a whole, each part, and each end of a row of words
/// (製造部 山田 太郎 → 山田太郎).
fn spellings(text: &str) -> Vec<String> {
    let mut found = vec![fold(text)];
    for part in text.split([
        '(', ')', '（', '）', '/', '／', '・', ':', '：', ',', '、', ';', '[', ']', '\n',
    ]) {
        let words: Vec<&str> = part.split_whitespace().collect();
        for from in 0..words.len() {
            found.push(fold(&words.get(from..).unwrap_or_default().concat()));
            found.push(fold(&words.get(..=from).unwrap_or_default().concat()));
        }
    }
    found.retain(|spelling| !spelling.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn a_person_is_found_behind_a_department() {
        let found = spellings("製造部 山田 太郎");
        assert!(found.contains(&"山田太郎".to_owned()) && found.contains(&"製造部".to_owned()));
        assert!(!spellings("Joanna").contains(&"ann".to_owned()));
    }
}
