//! What several sources say about one thing: the worse one decides, and all of them are cited.

use crate::sources::Reading;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::settings::Setting;
use sekisho_sdk::words::{is_none, squash};
use std::collections::BTreeMap;

/// A fact by its number, so that facts of different tables can stand in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark(u32);

impl Mark {
    pub(crate) fn of(fact: &impl Fact) -> Self {
        Self(fact.fact())
    }
}

impl Fact for Mark {
    fn fact(&self) -> u32 {
        self.0
    }
}

/// What all statements come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every source says so.
    Met,
    /// At least one source says no.
    NotMet,
    /// Nobody says no, but something that was said is not understood.
    Unclear,
    /// Nobody says anything.
    Silent,
}

/// Statements about one thing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statements {
    good: Vec<Mark>,
    bad: Vec<Mark>,
    odd: Vec<Mark>,
}

impl Statements {
    pub(crate) fn good(&mut self, fact: &impl Fact) {
        self.good.push(Mark::of(fact));
    }

    pub(crate) fn bad(&mut self, fact: &impl Fact) {
        self.bad.push(Mark::of(fact));
    }

    pub(crate) fn odd(&mut self, fact: &impl Fact) {
        self.odd.push(Mark::of(fact));
    }

    /// A statement that was made: yes, no, or words that are neither.
    pub(crate) fn say(&mut self, said: Option<bool>, fact: &impl Fact) {
        match said {
            Some(true) => self.good(fact),
            Some(false) => self.bad(fact),
            None => self.odd(fact),
        }
    }

    /// A yes-or-no field of a row; an empty one says nothing.
    pub(crate) fn row(&mut self, row: &Entry<'_>, field: &str) {
        match said(row, field) {
            Said::Yes => self.good(row),
            Said::No => self.bad(row),
            Said::Odd => self.odd(row),
            Said::Empty => {}
        }
    }

    /// A setting that must have this value wherever it stands.
    pub(crate) fn every(&mut self, reading: &Reading<'_>, wanted: bool) {
        for setting in &reading.0 {
            self.say(setting.flag().map(|flag| flag == wanted), setting);
        }
    }

    /// A setting for which one place that turns it on is enough inside each snapshot.
    pub(crate) fn any_in_each(&mut self, reading: &Reading<'_>) {
        for settings in by_snapshot(reading) {
            let on = settings.iter().filter(|s| s.flag() == Some(true)).collect::<Vec<_>>();
            if on.is_empty() {
                for setting in &settings {
                    self.say(setting.flag(), setting);
                }
            } else {
                on.into_iter().for_each(|setting| self.good(setting));
            }
        }
    }

    pub(crate) fn verdict(&self) -> Verdict {
        match (self.bad.is_empty(), self.odd.is_empty(), self.good.is_empty()) {
            (false, _, _) => Verdict::NotMet,
            (_, false, _) => Verdict::Unclear,
            (_, _, false) => Verdict::Met,
            _ => Verdict::Silent,
        }
    }

    /// Everything that was said: first what decides.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        [&self.bad, &self.odd, &self.good]
            .into_iter()
            .flatten()
            .copied()
            .collect()
    }
}

/// The values of a setting, snapshot by snapshot.
pub(crate) fn by_snapshot<'a>(reading: &Reading<'a>) -> Vec<Vec<Setting<'a>>> {
    let mut groups: BTreeMap<u32, Vec<Setting<'a>>> = BTreeMap::new();
    for setting in &reading.0 {
        groups
            .entry(setting.snapshot().map_or(u32::MAX, |s| s.row()))
            .or_default()
            .push(*setting);
    }
    groups.into_values().collect()
}

/// What a yes-or-no field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Yes,
    No,
    Odd,
    Empty,
}

/// Reads a yes-or-no field.
pub(crate) fn said(row: &Entry<'_>, field: &str) -> Said {
    match (row.flag(field), row.get(field)) {
        (Some(true), _) => Said::Yes,
        (Some(false), _) => Said::No,
        (None, Some(text)) if !is_blank(text) => Said::Odd,
        _ => Said::Empty,
    }
}

/// What a date field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    On(Date),
    Odd,
    Empty,
}

/// Reads a date field.
pub(crate) fn day(row: &Entry<'_>, field: &str) -> Day {
    match (row.date(field), row.get(field)) {
        (Some(date), _) => Day::On(date),
        (None, Some(text)) if !is_blank(text) => Day::Odd,
        _ => Day::Empty,
    }
}

/// A text field that says something: words such as "none" or "-" are as good as nothing.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| !is_blank(text))
}

/// Written where a cell is left open; words that say "none" stand in the SDK.
const OPEN: &[&str] = &[
    "",
    "~",
    "/",
    "n/a",
    "na",
    "nothing",
    "null",
    "nil",
    "tbd",
    "unknown",
    "?",
    "未定",
    "未記入",
    "未確認",
    "不明",
    "不要",
    "該当なし",
];

/// Whether a text stands for nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    is_none(text) || OPEN.contains(&squash(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::{Mark, Statements, Verdict, is_blank};

    #[test]
    fn the_worse_statement_decides() {
        let mut statements = Statements::default();
        assert_eq!(statements.verdict(), Verdict::Silent);
        statements.good(&Mark(1));
        assert_eq!(statements.verdict(), Verdict::Met);
        statements.odd(&Mark(2));
        assert_eq!(statements.verdict(), Verdict::Unclear);
        statements.bad(&Mark(3));
        assert_eq!(statements.verdict(), Verdict::NotMet);
        assert_eq!(statements.marks(), [Mark(3), Mark(2), Mark(1)]);
    }

    #[test]
    fn nothing_has_many_words() {
        assert!(
            is_blank(" N/A ")
                && is_blank("なし")
                && is_blank("否")
                && is_blank("Ｎｏ")
                && is_blank("—")
                && !is_blank("0")
                && !is_blank("CHG-1")
        );
    }
}
