//! Which controls of a catalogue an OSCAL profile takes in: all, by id, or by pattern, without what it leaves out.

use super::raw::{Import, Profile, Select};
use crate::Catalogue;
use sekisho_oscal::id;
use std::collections::{BTreeMap, BTreeSet};

/// Most patterns of one profile, and the longest: each is held against every control.
const PATTERNS: usize = 1_000;
const PATTERN_BYTES: usize = 256;
/// How many lost ids a remark names.
const NAMED: usize = 5;

/// The controls of a catalogue by id and by token.
pub(super) struct Index<'a> {
    ids: Vec<&'a str>,
    places: BTreeMap<String, usize>,
}

impl<'a> Index<'a> {
    pub(super) fn new(catalogue: &'a Catalogue) -> Self {
        let ids: Vec<&str> = catalogue.controls.iter().map(|c| c.id.as_str()).collect();
        // An id weighs more than the token of another one.
        let tokens = ids.iter().enumerate().map(|(at, id)| (id::token(id), at));
        let places = tokens.chain(ids.iter().enumerate().map(|(at, id)| ((*id).to_owned(), at)));
        Self {
            places: places.collect(),
            ids,
        }
    }

    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.places.get(id.trim()).copied()
    }
}

/// What was asked for and is not followed.
#[derive(Default)]
struct Lost<'p> {
    ids: BTreeSet<&'p str>,
    patterns: BTreeSet<&'p str>,
    has_children: bool,
}

/// The places of the chosen controls in the catalogue.
pub(super) fn of(
    profile: &Profile,
    catalogue: &Catalogue,
    remarks: &mut Vec<String>,
) -> Result<BTreeSet<usize>, String> {
    if profile.imports.is_empty() {
        return Err("it imports nothing".to_owned());
    }
    let all = || {
        profile
            .imports
            .iter()
            .flat_map(|i| i.include_controls.iter().flatten().chain(&i.exclude_controls))
    };
    let patterns = all().flat_map(|s| &s.matching).filter_map(|m| m.pattern.as_deref());
    let (count, longest) = patterns.fold((0, 0), |(n, longest), p| (n + 1, p.len().max(longest)));
    if count > PATTERNS || longest > PATTERN_BYTES {
        return Err(format!(
            "it has {count} patterns, the longest of {longest} bytes; {PATTERNS} of {PATTERN_BYTES} bytes are read"
        ));
    }
    let index = Index::new(catalogue);
    let mut lost = Lost::default();
    let mut selected = BTreeSet::new();
    for (number, import) in profile.imports.iter().enumerate() {
        selected.extend(one(import, number, &index, &mut lost, remarks));
    }
    tell(&lost, remarks);
    if selected.is_empty() && !catalogue.controls.is_empty() {
        return Err(format!(
            "it takes in no control of catalogue `{}`{}",
            catalogue.id,
            lost.ids
                .first()
                .map_or_else(String::new, |id| format!(", which has no `{}`", id.escape_debug()))
        ));
    }
    Ok(selected)
}

fn one<'p>(
    import: &'p Import,
    number: usize,
    index: &Index<'_>,
    lost: &mut Lost<'p>,
    remarks: &mut Vec<String>,
) -> BTreeSet<usize> {
    let mut taken = match &import.include_controls {
        Some(selects) if import.include_all.is_none() => matched(selects, index, lost),
        _ => {
            if import.include_all.is_none() {
                remarks.push(format!(
                    "import {} says not what it takes in; it takes in all",
                    number + 1
                ));
            }
            (0..index.ids.len()).collect()
        }
    };
    for at in matched(&import.exclude_controls, index, lost) {
        taken.remove(&at);
    }
    taken
}

fn matched<'p>(selects: &'p [Select], index: &Index<'_>, lost: &mut Lost<'p>) -> BTreeSet<usize> {
    let mut taken = BTreeSet::new();
    for select in selects {
        lost.has_children |= select.with_child_controls.as_deref() == Some("yes");
        for id in &select.with_ids {
            match index.find(id) {
                Some(at) => {
                    taken.insert(at);
                }
                None => {
                    lost.ids.insert(id);
                }
            }
        }
        for pattern in select.matching.iter().filter_map(|m| m.pattern.as_deref()) {
            let fits = |id: &str| fits(pattern, id) || fits(pattern, &id::token(id));
            let before = taken.len();
            let mut is_used = false;
            for at in (0..index.ids.len()).filter(|at| index.ids.get(*at).is_some_and(|id| fits(id))) {
                is_used = true;
                taken.insert(at);
            }
            if !is_used && before == taken.len() {
                lost.patterns.insert(pattern);
            }
        }
    }
    taken
}

fn tell(lost: &Lost<'_>, remarks: &mut Vec<String>) {
    let named = |ids: &BTreeSet<&str>| {
        let first: Vec<String> = ids
            .iter()
            .take(NAMED)
            .map(|id| format!("`{}`", id.escape_debug()))
            .collect();
        first.join(", ") + if ids.len() > NAMED { " …" } else { "" }
    };
    if !lost.ids.is_empty() {
        remarks.push(format!(
            "{} ids are not in the catalogue: {}",
            lost.ids.len(),
            named(&lost.ids)
        ));
    }
    if !lost.patterns.is_empty() {
        remarks.push(format!("no control fits the patterns {}", named(&lost.patterns)));
    }
    if lost.has_children {
        remarks.push(
            "`with-child-controls` is not followed: controls of a catalogue of ours stand side by side; name them"
                .to_owned(),
        );
    }
}

/// Whether an id fits a pattern: `*` stands for any text, `?` for one character.
fn fits(pattern: &str, id: &str) -> bool {
    let (pattern, id): (Vec<char>, Vec<char>) = (pattern.chars().collect(), id.chars().collect());
    let (mut p, mut i) = (0, 0);
    // Where to go on when what follows the last `*` does not fit.
    let mut back: Option<(usize, usize)> = None;
    while let Some(c) = id.get(i) {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p + 1, i));
                p += 1;
            }
            Some(wanted) if *wanted == '?' || wanted == c => {
                p += 1;
                i += 1;
            }
            _ => match &mut back {
                Some((after, from)) => {
                    *from += 1;
                    (p, i) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|c| *c == '*'))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_are_those_of_a_shell_without_brackets() {
        for (pattern, id, expected) in [
            ("*", "", true),
            ("ac-*", "ac-12", true),
            ("ac-?", "ac-12", false),
            ("*.AC-*7", "CPS.AC-17", true),
            ("a*b*c", "aXbXbc", true),
            ("a*b*c", "aXbXb", false),
            ("第?条", "第3条", true),
            ("[a]", "a", false),
            ("", "a", false),
        ] {
            assert_eq!(fits(pattern, id), expected, "{pattern} {id}");
        }
    }
}
