//! Who is in the role register, however the inventory writes a person: by name, by number, by role, with a department.

use crate::cells::Cells;
use crate::words::squash;
use sekisho_sdk::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Names of the role register, and what the people register knows of people.
#[derive(Debug)]
pub(crate) struct Roles {
    known: BTreeSet<String>,
    /// Number → name and name → number.
    aliases: BTreeMap<String, String>,
    /// Names and numbers of those who have left.
    left: BTreeMap<String, Date>,
}

impl Roles {
    /// Reads both registers.
    pub(crate) fn load(cx: &Context<'_>) -> Self {
        let mut known = BTreeSet::new();
        for row in cx.registers().rows("roles") {
            for field in ["id", "role", "person", "person_id", "deputy", "department"] {
                known.extend(row.some_text(field).into_iter().flat_map(spellings));
            }
        }
        let (mut aliases, mut left, mut staying) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        for row in cx.registers().rows("people") {
            let number = row.text("id").map(squash);
            let name = row.text("name").map(squash);
            if let (Some(number), Some(name)) = (&number, &name) {
                aliases.insert(number.clone(), name.clone());
                aliases.insert(name.clone(), number.clone());
            }
            for who in [number, name].into_iter().flatten() {
                match row.day("left_at").filter(|day| *day < cx.today()) {
                    Some(day) => {
                        left.insert(who, day);
                    }
                    None => {
                        staying.insert(who);
                    }
                }
            }
        }
        // Two people of one name: the one who stays may be meant.
        left.retain(|who, _| !staying.contains(who));
        Self { known, aliases, left }
    }

    /// Whether a person, role or department is in the role register.
    pub(crate) fn has(&self, name: &str) -> bool {
        spellings(name).into_iter().any(|spelling| {
            self.known.contains(&spelling)
                || self
                    .aliases
                    .get(&spelling)
                    .is_some_and(|other| self.known.contains(other))
        })
    }

    /// The day on which a person left.
    pub(crate) fn left(&self, name: &str) -> Option<Date> {
        spellings(name)
            .into_iter()
            .find_map(|spelling| self.left.get(&spelling).copied())
    }
}

/// The ways in which one cell may name somebody: as a whole, each part, and each end of a row of words
/// (情報システム部 山田 太郎 → 山田太郎).
fn spellings(text: &str) -> Vec<String> {
    let mut found = vec![squash(text)];
    for part in text.split([
        '(', ')', '（', '）', '/', '／', '・', ':', '：', ',', '、', ';', '[', ']', '\n',
    ]) {
        let words: Vec<&str> = part.split_whitespace().collect();
        for from in 0..words.len() {
            found.push(squash(&words.get(from..).unwrap_or_default().concat()));
            found.push(squash(&words.get(..=from).unwrap_or_default().concat()));
        }
    }
    found.retain(|spelling| !spelling.is_empty());
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn a_person_is_found_behind_a_department() {
        let found = spellings("情報システム部 山田 太郎");
        assert!(found.contains(&"山田太郎".to_owned()) && found.contains(&"情報システム部".to_owned()));
        assert!(spellings("Sato (IT)").contains(&"sato".to_owned()));
        assert!(!spellings("Joanna").contains(&"ann".to_owned()));
    }
}
