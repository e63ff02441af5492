//! Levels of two frameworks beside each other: how often an item that one asks for from a level on meets an item that the
//! other asks for from one of its levels on. The names stay those of their sources; no level is made equal to another.

use sekisho_catalog::Catalogue;
use sekisho_model::assessment::TitledRecord;
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The table.
pub(super) struct Levels<'a> {
    from: &'a Catalogue,
    to: &'a Catalogue,
    /// Pairs of items, by their levels; a place past the last level stands for none.
    cells: BTreeMap<(usize, usize), usize>,
}

impl<'a> Levels<'a> {
    /// Nothing where a side has no levels, since there is nothing to hold against each other then.
    pub(super) fn of<'p>(
        from: &'a Catalogue,
        to: &'a Catalogue,
        pairs: impl Iterator<Item = (&'p str, &'p str)>,
    ) -> Option<Self> {
        if from.sorting.levels.is_empty() || to.sorting.levels.is_empty() {
            return None;
        }
        let mut cells = BTreeMap::new();
        for (here, there) in pairs {
            *cells.entry((place(from, here), place(to, there))).or_default() += 1;
        }
        Some(Self { from, to, cells })
    }

    pub(super) fn json(&self) -> Value {
        let cells = self.cells.iter().map(|((a, b), pairs)| {
            let (a, b) = (level(self.from, *a), level(self.to, *b));
            json!({ "from": a.map(|l| &l.id), "to": b.map(|l| &l.id), "pairs": pairs })
        });
        json!({
            "from": self.from.sorting.levels, "to": self.to.sorting.levels, "cells": cells.collect::<Vec<_>>(),
        })
    }

    /// Lines for people.
    pub(super) fn lines(&self, l: Language) -> Vec<String> {
        let (heading, none) = match l {
            Language::Ja => (
                "\n対応する項目のレベル(名称はそれぞれの出典のまま。数は対応の件数であり、レベルどうしが同じという意味ではない):",
                "レベルなし",
            ),
            Language::En => (
                "\nLevels of the items that meet (each source's own names; a number counts pairs and makes no two levels equal):",
                "no level",
            ),
        };
        let named = |found: Option<&TitledRecord>| {
            found.map_or_else(
                || none.to_owned(),
                |level| format!("{} {}", level.id, level.title.get(l)),
            )
        };
        let cells = self.cells.iter().map(|((a, b), pairs)| {
            let (a, b) = (named(level(self.from, *a)), named(level(self.to, *b)));
            format!("  {a} – {b}: {pairs}")
        });
        std::iter::once(heading.to_owned()).chain(cells).collect()
    }
}

fn level(catalogue: &Catalogue, place: usize) -> Option<&TitledRecord> {
    catalogue.sorting.levels.get(place)
}

/// The lowest level that asks for an item; levels above it ask for it as well.
fn place(catalogue: &Catalogue, control: &str) -> usize {
    let levels = &catalogue.sorting.levels;
    let asked = catalogue.control(control).map(|c| &c.levels[..]).unwrap_or_default();
    levels
        .iter()
        .position(|level| asked.contains(&level.id))
        .unwrap_or(levels.len())
}
