//! From one version of a guideline to another: which item of the new one goes back to which of the old one, and whether an
//! answer to the old one still answers the new one.

use crate::Catalogue;
use crate::crosswalk::{Link, Links, Relationship, Target};
use std::collections::{BTreeMap, BTreeSet};

/// An item of the new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub control: String,
    /// Where it comes from; nothing where it is new.
    pub from: Vec<Link>,
}

impl Item {
    /// The old item whose answer answers this one as well: the only one it comes from, which asks for the same and went
    /// nowhere else.
    pub fn same(&self) -> Option<&Link> {
        match self.from.as_slice() {
            [one] if one.relationship == Relationship::Equal => Some(one),
            _ => None,
        }
    }
}

/// The way from the old version to the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The items of the new version, in order.
    pub items: Vec<Item>,
    /// Items of the old version that nothing comes from.
    pub withdrawn: Vec<String>,
}

/// Finds the way. `forward` is the old version's table to the new one, `backward` the new version's table to the old one;
/// where there is neither, items of one id and one wording are the same, and those of one id and another wording overlap.
pub fn way(old: &Catalogue, new: &Catalogue, forward: Option<&Target>, backward: Option<&Target>) -> Way {
    let links = match (forward, backward) {
        (Some(target), _) => target.links(),
        (None, Some(target)) => target.reversed(),
        (None, None) => by_id(old, new),
    };
    let known: BTreeSet<&str> = old.controls.iter().map(|c| c.id.as_str()).collect();
    let mut origins: BTreeMap<&str, Vec<Link>> = BTreeMap::new();
    for (from, to) in links.iter().filter(|(from, _)| known.contains(from.as_str())) {
        for link in to {
            let origin = Link {
                control: from.clone(),
                relationship: match link.relationship {
                    // One that was split answers none of its parts alone.
                    Relationship::Equal if to.len() > 1 => Relationship::Superset,
                    other => other,
                },
                confidence: link.confidence.clone(),
            };
            origins.entry(&link.control).or_default().push(origin);
        }
    }
    let items = new.controls.iter().map(|control| Item {
        control: control.id.clone(),
        from: origins.remove(control.id.as_str()).unwrap_or_default(),
    });
    let items: Vec<Item> = items.collect();
    let used: BTreeSet<&str> = items
        .iter()
        .flat_map(|i| i.from.iter().map(|o| o.control.as_str()))
        .collect();
    let withdrawn = old.controls.iter().filter(|c| !used.contains(c.id.as_str()));
    Way {
        withdrawn: withdrawn.map(|c| c.id.clone()).collect(),
        items,
    }
}

fn by_id(old: &Catalogue, new: &Catalogue) -> Links {
    let same = new.controls.iter().filter_map(|now| {
        let before = old.control(&now.id)?;
        let is_same = before.title == now.title && before.guidance == now.guidance;
        let there = Link {
            control: now.id.clone(),
            relationship: if is_same {
                Relationship::Equal
            } else {
                Relationship::Intersects
            },
            confidence: "confirmed".to_owned(),
        };
        Some((before.id.clone(), vec![there]))
    });
    same.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::{catalogue, crosswalk};
    use std::fmt::Write as _;

    fn version(id: &str, controls: &[(&str, &str)]) -> Catalogue {
        let mut text = format!(
            "format = \"catalogue/1\"\nid = \"{id}\"\nversion = \"1\"\ncompleteness = \"complete\"\n\
             title = {{ ja = \"a\", en = \"a\" }}\nissuer = {{ ja = \"a\", en = \"a\" }}\n[source]\ndocument = {{ ja = \"a\", en = \"a\" }}\n\
             version = \"1\"\nnote = {{ ja = \"a\", en = \"a\" }}\n[[group]]\nid = \"g\"\ntitle = {{ ja = \"a\", en = \"a\" }}\n"
        );
        for (id, title) in controls {
            let _ = write!(
                text,
                "[[control]]\nid = \"{id}\"\ngroup = \"g\"\nclause = \"1\"\nclass = \"d\"\ntitle = {{ ja = \"{title}\", en = \"{title}\" }}\nconfidence = \"confirmed\"\n"
            );
        }
        catalogue::parse("catalogue.toml", &text).unwrap()
    }

    fn told(way: &Way) -> Vec<String> {
        let item = |item: &Item| {
            let from: Vec<String> = item
                .from
                .iter()
                .map(|o| format!("{}:{}", o.control, o.relationship.name()))
                .collect();
            let sign = if item.same().is_some() { "=" } else { "~" };
            format!("{}{sign}{}", item.control, from.join("+"))
        };
        way.items.iter().map(item).collect()
    }

    #[test]
    fn a_table_is_read_from_either_side() {
        let old = version("a/old", &[("1", "x"), ("2", "x"), ("3", "x"), ("4", "x"), ("5", "x")]);
        let new = version("a/new", &[("A", "x"), ("B", "x"), ("C", "x"), ("D", "x"), ("E", "x")]);
        let head = |id: &str| {
            format!(
                "format = \"crosswalk/1\"\n[[target]]\nid = \"{id}\"\ntitle = {{ ja = \"a\", en = \"a\" }}\nrelationship = \"equal\"\n\
                 confidence = \"confirmed\"\nnote = {{ ja = \"a\", en = \"a\" }}\n[target.map]\n"
            )
        };
        let forward =
            head("a/new") + "1 = [\"A\"]\n2 = { ids = [\"B\"], relationship = \"subset\" }\n3 = [\"C\", \"D\"]\n";
        let forward = crosswalk::parse("f", &forward, &old).unwrap();
        let there = way(&old, &new, forward.target("a/new"), None);
        // 3 was split: neither half is answered by the whole.
        assert_eq!(
            told(&there),
            ["A=1:equal", "B~2:subset", "C~3:superset", "D~3:superset", "E~"]
        );
        assert_eq!(there.withdrawn, ["4", "5"]);
        let backward =
            head("a/old") + "A = [\"1\"]\nB = { ids = [\"2\"], relationship = \"superset\" }\nC = [\"3\", \"4\"]\n";
        let backward = crosswalk::parse("f", &backward, &new).unwrap();
        let back = way(&old, &new, None, backward.target("a/old"));
        assert_eq!(
            told(&back),
            ["A=1:equal", "B~2:subset", "C~3:equal+4:equal", "D~", "E~"]
        );
        assert_eq!(back.withdrawn, ["5"]);
    }

    #[test]
    fn without_a_table_one_id_and_one_wording_are_the_same_item() {
        let old = version("a/one", &[("1", "x"), ("2", "x"), ("3", "x")]);
        let new = version("a/one", &[("1", "x"), ("2", "other"), ("4", "x")]);
        let there = way(&old, &new, None, None);
        assert_eq!(told(&there), ["1=1:equal", "2~2:intersects", "4~"]);
        assert_eq!(there.withdrawn, ["3"]);
    }
}
