//! The fields of the registers that this plugin can be asked about, and whether a row fills them.
//!
//! The lists repeat host/evidence/data/registers.toml, so that a policy with a misspelt field is told at once; a test
//! compares the two.

mod lists;

pub(crate) use lists::{ASSETS, DATA_ITEMS, EXTERNAL_SYSTEMS, INFORMATION, MEDIA, NETWORKS, PARTNERS};

use crate::cells::{Cells, Stated};
use crate::words::is_none;
use sekisho_sdk::prelude::*;

/// Fields in which "none" is an answer: nothing is disclosed, nothing is connected.
const NONE_IS_ANSWER: &[&str] = &[
    "disclosed_to",
    "disclosure",
    "exchanged_info",
    "exchange_means",
    "connected_assets",
    "subcontractors",
    "license",
    "responsibility_ref",
    "connected_to",
];

/// What a cell comes to where a field must be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filled {
    /// It says nothing.
    Empty,
    /// It says something that is not understood.
    Odd,
    /// It says something.
    Full,
}

/// The fields of one register, by what may stand in them.
#[derive(Debug)]
pub(crate) struct Register {
    /// Register id.
    pub(crate) id: &'static str,
    texts: &'static [&'static str],
    days: &'static [&'static str],
    flags: &'static [&'static str],
    choices: &'static [(&'static str, &'static [&'static str])],
}

impl Register {
    fn knows(&self, field: &str) -> bool {
        let choices = self.choices.iter().map(|(name, _)| name);
        self.texts
            .iter()
            .chain(self.days)
            .chain(self.flags)
            .chain(choices)
            .any(|name| *name == field)
    }

    /// Reads a list parameter of field ids; `a|b` asks for either. A field that the register does not have is an error.
    pub(crate) fn read<'a>(&self, cx: &Context<'a>, name: &str) -> Result<Vec<&'a str>, CheckError> {
        let asked = cx.texts(name)?;
        for field in asked.iter().flat_map(|field| field.split('|')) {
            if !self.knows(field) {
                let what = format!(
                    "parameter `{name}` names `{field}`, which is no field of the register `{}`",
                    self.id
                );
                return Err(CheckError::BadParameter(what));
            }
        }
        Ok(asked.iter().map(String::as_str).collect())
    }

    /// Those of some field ids that this register has.
    pub(crate) fn own<'a>(&self, fields: &'a [String]) -> Vec<&'a str> {
        fields
            .iter()
            .map(String::as_str)
            .filter(|field| field.split('|').all(|name| self.knows(name)))
            .collect()
    }

    /// What a row comes to in one field, or in the best of several (`a|b`).
    pub(crate) fn judge<'a>(&self, row: &impl Cells<'a>, field: &str) -> Filled {
        let mut found = Filled::Empty;
        for name in field.split('|') {
            match self.judge_one(row, name) {
                Filled::Full => return Filled::Full,
                Filled::Odd => found = Filled::Odd,
                Filled::Empty => {}
            }
        }
        found
    }

    fn judge_one<'a>(&self, row: &impl Cells<'a>, field: &str) -> Filled {
        let stated = row.stated(field);
        let (is_day, is_flag) = (self.days.contains(&field), self.flags.contains(&field));
        let words = self
            .choices
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, words)| *words);
        match stated {
            Stated::Nothing => Filled::Empty,
            Stated::Text(text) if is_none(text) && words.is_none() && !NONE_IS_ANSWER.contains(&field) => Filled::Empty,
            Stated::Day(_) if is_flag || words.is_some() => Filled::Odd,
            Stated::Flag(_) if is_day || words.is_some() => Filled::Odd,
            Stated::Text(_) if is_day || is_flag => Filled::Odd,
            Stated::Text(text) if words.is_some_and(|words| !words.contains(&text)) => Filled::Odd,
            _ => Filled::Full,
        }
    }

    /// Judges some fields of a row.
    pub(crate) fn gaps<'a, 'f>(&self, row: &impl Cells<'a>, fields: &[&'f str]) -> Gaps<'f> {
        let mut gaps = Gaps::default();
        for field in fields {
            match self.judge(row, field) {
                Filled::Empty => gaps.missing.push(field),
                Filled::Odd => gaps.odd.push(field),
                Filled::Full => {}
            }
        }
        gaps
    }
}

/// The fields of a row that are not filled, and those that are filled with something that is not understood.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Gaps<'f> {
    pub(crate) missing: Vec<&'f str>,
    pub(crate) odd: Vec<&'f str>,
}

impl Gaps<'_> {
    /// Adds `fields-missing` and `fields-unclear` (entry, fields); answers whether there was nothing to add.
    pub(crate) fn tell(&self, out: &mut Findings, label: &str, row: &impl Fact) -> bool {
        if !self.missing.is_empty() {
            out.fail("fields-missing")
                .arg("entry", label)
                .arg("fields", self.missing.join(", "))
                .cite(row);
        }
        if !self.odd.is_empty() {
            out.unknown("fields-unclear")
                .arg("entry", label)
                .arg("fields", self.odd.join(", "))
                .cite(row);
        }
        self.missing.is_empty() && self.odd.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    struct Row(&'static [(&'static str, Stated<'static>)]);

    impl Cells<'static> for Row {
        fn stated(&self, field: &str) -> Stated<'static> {
            self.0
                .iter()
                .find(|(name, _)| *name == field)
                .map_or(Stated::Nothing, |(_, stated)| *stated)
        }
        fn items(&self, _: &str) -> Vec<&'static str> {
            Vec::new()
        }
        fn label(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn the_lists_are_those_of_the_vocabulary() {
        let text = include_str!("../../../../host/evidence/data/registers.toml");
        let registers: Vec<&str> = text.split("\n[[register]]\n").collect();
        for known in [
            ASSETS,
            NETWORKS,
            EXTERNAL_SYSTEMS,
            PARTNERS,
            INFORMATION,
            MEDIA,
            DATA_ITEMS,
        ] {
            let head = format!("id = \"{}\"", known.id);
            let register = registers
                .iter()
                .find(|r| r.lines().any(|l| l == head) && r.starts_with(&head))
                .unwrap();
            let fields = register.split("[[register.field]]").skip(1);
            let theirs: BTreeSet<&str> = fields
                .filter_map(|f| f.trim().strip_prefix("id = \"")?.split('"').next())
                .collect();
            let choices = known.choices.iter().map(|(name, _)| *name);
            let ours: BTreeSet<&str> = known
                .texts
                .iter()
                .chain(known.days)
                .chain(known.flags)
                .copied()
                .chain(choices)
                .collect();
            assert_eq!(ours, theirs, "{}", known.id);
        }
    }

    #[test]
    fn a_field_is_empty_odd_or_full() {
        let row = Row(&[
            ("owner", Stated::Text("なし")),
            ("license", Stated::Text("なし")),
            ("support_end", Stated::Text("来春")),
            ("class", Stated::Text("宇宙船")),
            ("os", Stated::Text("Windows 11")),
            ("ip", Stated::Text("192.0.2.1")),
        ]);
        let judge = |field| ASSETS.judge(&row, field);
        assert_eq!(judge("owner"), Filled::Empty);
        assert_eq!(judge("license"), Filled::Full);
        assert_eq!(judge("support_end"), Filled::Odd);
        assert_eq!(judge("class"), Filled::Odd);
        assert_eq!(judge("mac|ip"), Filled::Full);
        assert_eq!(judge("mac|serial"), Filled::Empty);
        let gaps = ASSETS.gaps(&row, &["os", "owner", "class"]);
        assert_eq!((gaps.missing, gaps.odd), (vec!["owner"], vec!["class"]));
    }
}
