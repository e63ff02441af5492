//! How many persons' data one exporter sends out of a country: thresholds look at all of its transfers in a window, not at one.
//!
//! Numbers of several transfers are added up, so persons who stand in two of them count twice: more is asked for, never less.

use crate::cells::count;
use crate::needs::Known;
use crate::rules::{Rule, Window};
use crate::scope::is_within;
use crate::world::{Flow, World};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeMap;

const PERSONAL: &[&str] = &["personal", "sensitive", "pseudonymous"];

/// A sum, and whether a part of it is not known.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    at_least: i64,
    is_open: bool,
}

impl Sum {
    fn add(&mut self, number: Option<i64>) {
        match number {
            Some(n) => self.at_least = self.at_least.saturating_add(n),
            None => self.is_open = true,
        }
    }

    fn reaches(self, bound: i64) -> Option<bool> {
        if self.at_least >= bound {
            return Some(true);
        }
        (!self.is_open).then_some(false)
    }
}

/// What each exporter sends out of one country.
#[derive(Debug, Default)]
pub(crate) struct Volumes(BTreeMap<String, (Sum, Sum)>);

impl Volumes {
    /// Adds up for the window of a rule; nothing is read where the rule asks for no number.
    pub(crate) fn of(rule: &Rule<'_>, world: &World<'_>, today: Date) -> Self {
        let mut volumes = Self::default();
        if !rule
            .tiers
            .iter()
            .flat_map(|tier| &tier.when)
            .any(|term| matches!(term.name(), "persons" | "sensitive"))
        {
            return volumes;
        }
        let since = first_of_year(today, rule.window);
        for flow in &world.flows {
            let is_out = flow.origins.iter().any(|origin| is_within(rule.country, origin))
                && flow.to.as_ref().is_none_or(|to| !is_within(rule.country, to));
            let is_over = flow.row.date("ended_at").is_some_and(|day| day < since);
            let is_personal = flow.category.is_none_or(|word| PERSONAL.contains(&word));
            if !is_out || is_over || !is_personal {
                continue;
            }
            let persons = persons(flow, world);
            let sensitive = match (
                flow.is_declared
                    .then(|| count(&flow.row, "sensitive_persons"))
                    .flatten(),
                flow.category,
            ) {
                (Some(n), _) => Some(n),
                (None, Some("sensitive")) => persons,
                (None, Some(_)) => Some(0),
                (None, None) => None,
            };
            let (all, special) = volumes.0.entry(key(flow)).or_default();
            all.add(persons);
            special.add(sensitive);
        }
        volumes
    }

    fn get(&self, flow: &Flow<'_>) -> (Sum, Sum) {
        self.0.get(&key(flow)).copied().unwrap_or_default()
    }

    /// The sums, for a message: `≥ 100` where a part is not known.
    pub(crate) fn told(&self, flow: &Flow<'_>) -> String {
        let (all, special) = self.get(flow);
        let text = |sum: Sum| format!("{}{}", if sum.is_open { ">= " } else { "" }, sum.at_least);
        if self.0.is_empty() {
            "-".to_owned()
        } else {
            format!("{} ({})", text(all), text(special))
        }
    }
}

fn key(flow: &Flow<'_>) -> String {
    flow.exporter.map(squash).unwrap_or_default()
}

fn persons(flow: &Flow<'_>, world: &World<'_>) -> Option<i64> {
    let own = flow.is_declared.then(|| count(&flow.row, "persons")).flatten();
    own.or_else(|| count(&world.item_of(flow)?.row, "persons"))
}

/// A flow as conditions see it.
#[derive(Debug)]
pub(crate) struct Facts<'w, 'a> {
    pub(crate) flow: &'w Flow<'a>,
    pub(crate) world: &'w World<'a>,
    pub(crate) volumes: &'w Volumes,
}

impl Known for Facts<'_, '_> {
    fn word(&self, name: &str, word: &str) -> Option<bool> {
        match name {
            "role" => self.world.party(self.flow.exporter)?.has(word),
            "category" => self.flow.category.map(|own| own == word),
            "joins" => self.flow.row.flag("joins").map(|joins| (word == "yes") == joins),
            _ => None,
        }
    }

    fn reaches(&self, name: &str, bound: i64) -> Option<bool> {
        let (all, special) = self.volumes.get(self.flow);
        match name {
            "persons" => all.reaches(bound),
            "sensitive" => special.reaches(bound),
            "handled" => self.world.party(self.flow.exporter)?.handled.map(|n| n >= bound),
            _ => None,
        }
    }
}

/// 1 January of this year or the last.
fn first_of_year(today: Date, window: Window) -> Date {
    // The year of a day: one guess and a step, with the SDK's own parser as the calendar.
    let first = |year: i32| Date::parse(&format!("{year:04}-01-01")).unwrap_or(Date(i32::MIN));
    let mut year = 1970 + today.0.div_euclid(366);
    while first(year + 1) <= today {
        year += 1;
    }
    first(if window == Window::LastYear { year - 1 } else { year })
}

#[cfg(test)]
mod tests {
    use super::{Date, Window, first_of_year};

    #[test]
    fn years_begin_in_january() {
        for (day, this, last) in [
            ("2024-03-22", "2024-01-01", "2023-01-01"),
            ("2022-12-31", "2022-01-01", "2021-01-01"),
            ("2025-01-01", "2025-01-01", "2024-01-01"),
        ] {
            let today = Date::parse(day).unwrap_or(Date(0));
            assert_eq!(Some(first_of_year(today, Window::ThisYear)), Date::parse(this));
            assert_eq!(Some(first_of_year(today, Window::LastYear)), Date::parse(last));
        }
    }
}
