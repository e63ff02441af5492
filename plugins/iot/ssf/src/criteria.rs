//! Risk criteria: what the levels of the two axes mean for a stakeholder, from which amount, and which are accepted.

use crate::cells::filled;
use crate::model::{AMOUNTS, LEVELS, Place};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;

/// One row of the criteria.
#[derive(Debug, Clone)]
pub(crate) struct Criterion<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) axis: Option<u8>,
    pub(crate) level: Option<u8>,
    /// Whose; nothing for everybody's.
    pub(crate) stakeholder: Option<String>,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Criteria<'a>(pub(crate) Vec<Criterion<'a>>);

impl<'a> Criteria<'a> {
    pub(crate) fn read(cx: &Context<'a>) -> Self {
        let one = |row: Entry<'a>| Criterion {
            row,
            axis: match filled(&row, "axis") {
                Some("axis-1") => Some(1),
                Some("axis-2") => Some(2),
                _ => None,
            },
            level: crate::scale::level(&row, "level").at(),
            stakeholder: filled(&row, "stakeholder").map(squash),
        };
        Self(cx.registers().rows("iot-criteria").map(one).collect())
    }

    /// The rows of an axis that hold for a stakeholder: its own where it has some, else everybody's.
    fn of(&self, axis: u8, stakeholder: Option<&str>) -> Vec<&Criterion<'a>> {
        let whose = stakeholder.map(squash);
        let on = |whose: Option<&String>| -> Vec<&Criterion<'a>> {
            let own = self.0.iter();
            own.filter(|c| c.axis == Some(axis) && c.stakeholder.as_ref() == whose)
                .collect()
        };
        let own = whose.as_ref().map(|name| on(Some(name))).unwrap_or_default();
        if own.is_empty() { on(None) } else { own }
    }

    /// The amounts from which levels 1 and 2 begin, and the table they stand in.
    pub(crate) fn amounts(&self, stakeholder: Option<&str>) -> ([f64; 2], &'static str) {
        let rows = self.of(2, stakeholder);
        let from = |level: u8| {
            let row = rows.iter().find(|c| c.level == Some(level))?;
            row.row.number("amount_from").filter(|n| n.is_finite() && *n >= 0.0)
        };
        match (from(1), from(2)) {
            (Some(one), Some(two)) if one < two => ([one, two], "iot-criteria"),
            _ => (AMOUNTS, "iot/ssf"),
        }
    }

    /// The level of axis 2 of an amount.
    pub(crate) fn band(&self, stakeholder: Option<&str>, amount: f64) -> u8 {
        let ([one, two], _) = self.amounts(stakeholder);
        u8::from(amount >= one) + u8::from(amount >= two)
    }

    /// Whether a stakeholder accepts a place: both levels are accepted. Where the criteria do not say, only the lowest is.
    pub(crate) fn accepts(&self, stakeholder: Option<&str>, place: Place) -> bool {
        let accepted = |axis: u8, level: u8| {
            let rows = self.of(axis, stakeholder);
            let said = rows.iter().find(|c| c.level == Some(level));
            said.and_then(|c| c.row.flag("acceptable")).unwrap_or(level == 0)
        };
        accepted(1, place.axis_1) && accepted(2, place.axis_2)
    }

    /// The sets of rows to be judged: everybody's and each stakeholder's own, by axis.
    pub(crate) fn sets(&self) -> Vec<(u8, Option<String>, Vec<&Criterion<'a>>)> {
        let mut names: Vec<Option<String>> = self.0.iter().map(|c| c.stakeholder.clone()).collect();
        names.sort();
        names.dedup();
        let mut sets = Vec::new();
        for axis in [1, 2] {
            for name in &names {
                let own = self.0.iter().filter(|c| c.axis == Some(axis));
                let own: Vec<_> = own.filter(|c| c.stakeholder == *name).collect();
                // Everybody's must be there for each axis; a stakeholder may have its own on one axis only.
                if !own.is_empty() || name.is_none() {
                    sets.push((axis, name.clone(), own));
                }
            }
            if !names.contains(&None) {
                sets.push((axis, None, Vec::new()));
            }
        }
        sets
    }
}

/// The levels that a set of rows leaves out.
pub(crate) fn absent(rows: &[&Criterion<'_>]) -> Vec<u8> {
    (0..LEVELS)
        .filter(|level| !rows.iter().any(|c| c.level == Some(*level)))
        .collect()
}
