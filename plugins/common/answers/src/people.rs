//! The register of people: who is with us today, and which of the asked groups somebody belongs to.

use crate::ages::is_over;
use crate::aliases::{Fit, GROUPS, fit};
use crate::heard::{items, label, same};
use crate::problem::Mark;
use sekisho_sdk::prelude::*;

/// Names of groups in one cell: `社員、派遣社員` are two, and the second must not hide the first.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    let parts = text
        .split(['、', ',', '，', ';', '；', '|', '/', '／', '・', '\n'])
        .flat_map(|part| part.split("及び"));
    parts
        .flat_map(|part| part.split("および"))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Whether a text names a group, or everybody.
pub(crate) fn covers(token: &str, text: &str) -> bool {
    let fits = |name: &str| fit(GROUPS, token, name) != Fit::None || fit(GROUPS, "everyone", name) != Fit::None;
    fits(text) || names(text).any(fits)
}

/// Whether one of several texts names a group, or everybody.
pub(crate) fn any_covers(token: &str, texts: &[&str]) -> bool {
    texts.iter().any(|text| covers(token, text))
}

/// One person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person<'a>(pub(crate) Entry<'a>);

impl Fact for Person<'_> {
    fn fact(&self) -> u32 {
        self.0.fact()
    }
}

impl Person<'_> {
    pub(crate) fn name(self) -> String {
        label(&self.0, "name")
    }

    pub(crate) fn joined(self) -> Option<Date> {
        self.0.date("joined_at")
    }

    /// Whether the person belongs to a group by group, department or company.
    pub(crate) fn is_in(self, token: &str) -> bool {
        let (row, everyone) = (&self.0, same(token, "everyone"));
        let named = |text: &str| fit(GROUPS, token, text) != Fit::None;
        everyone
            || ["groups", "department", "company"]
                .iter()
                .any(|field| items(row, field).into_iter().any(named))
    }
}

/// The people of today.
#[derive(Debug, Clone)]
pub(crate) struct People<'a> {
    pub(crate) list: Vec<Person<'a>>,
    pub(crate) register: Mark,
}

impl<'a> People<'a> {
    /// Reads the register; `None` where there is none.
    pub(crate) fn load(cx: &Context<'a>) -> Option<Self> {
        let today = cx.today();
        let register = cx.registers().get("people")?;
        let here =
            |row: &Entry<'_>| !is_over(row.date("left_at"), today) && row.date("joined_at").is_none_or(|d| d <= today);
        Some(Self {
            list: register.rows().filter(here).map(Person).collect(),
            register: Mark::of(&register),
        })
    }

    /// Whether anybody's group is known at all: without it, an absent group says nothing.
    pub(crate) fn knows_groups(&self) -> bool {
        self.list.iter().any(|p| !items(&p.0, "groups").is_empty())
    }

    pub(crate) fn group(&self, token: &str) -> Vec<Person<'a>> {
        self.list.iter().copied().filter(|p| p.is_in(token)).collect()
    }

    /// Whether the register shows that a group has no member.
    pub(crate) fn lacks(&self, token: &str) -> bool {
        self.knows_groups() && token != "departments" && self.group(token).is_empty()
    }

    /// The departments that people work in, in the order of the register.
    pub(crate) fn departments(&self) -> Vec<&'a str> {
        let mut found: Vec<&'a str> = Vec::new();
        for department in self.list.iter().filter_map(|p| p.0.get("department")) {
            if !found.iter().any(|known| same(known, department)) {
                found.push(department);
            }
        }
        found
    }
}
