//! Measures, which of them are in force, and what they stand against.

use crate::threats::Threat;
use crate::words::{Day, Word, day, fold, items, word};
use crate::zones::Zones;
use sekisho_sdk::prelude::*;

const STATES: &[&str] = &["in-force", "partial", "planned", "retired"];

/// Whether a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is in force: the only state that counts.
    InForce,
    /// Planned, or in place only in part.
    NotYet,
    /// Given up.
    Retired,
    /// Not stated, or not understood.
    Unclear,
}

/// One measure.
#[derive(Debug, Clone)]
pub(crate) struct Measure<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) state: State,
    /// Threats as written.
    pub(crate) threats: Vec<&'a str>,
    /// Zones, folded; none means wherever its threats are.
    zones: Vec<String>,
}

impl Fact for Measure<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

impl<'a> Measure<'a> {
    fn read(row: Entry<'a>, zones: &Zones<'_>, today: Date) -> Self {
        let state = match word(&row, "status", STATES) {
            Word::One("in-force") => match day(&row, "started_at") {
                Day::On(day) if day > today => State::NotYet,
                _ => State::InForce,
            },
            Word::One("retired") => State::Retired,
            Word::One(_) => State::NotYet,
            Word::Odd(_) | Word::Empty => State::Unclear,
        };
        let own = items(&row, "zone").into_iter().map(|zone| fold(&zones.id(zone)));
        Self {
            row,
            state,
            threats: items(&row, "threat"),
            zones: own.collect(),
        }
    }

    /// Whether it stands against a threat in a zone.
    pub(crate) fn meets(&self, threat: &Threat<'_>, zone: &str) -> bool {
        let there = self.zones.is_empty() || self.zones.contains(&fold(zone));
        there && self.threats.iter().any(|name| threat.is(name))
    }

    /// Whether it protects a zone: it names it, or, naming no zone, stands against a threat there.
    pub(crate) fn is_in(&self, zone: &str, threats: &[Threat<'_>]) -> bool {
        if !self.zones.is_empty() {
            return self.zones.contains(&fold(zone));
        }
        let here = threats
            .iter()
            .filter(|t| t.zones.iter().any(|own| fold(own) == fold(zone)));
        here.into_iter().any(|threat| self.meets(threat, zone))
    }
}

/// All measures; nothing where no register was handed in.
pub(crate) fn load<'a>(cx: &Context<'a>, zones: &Zones<'_>) -> Option<Vec<Measure<'a>>> {
    let register = cx.registers().get("measures")?;
    Some(
        register
            .rows()
            .map(|row| Measure::read(row, zones, cx.today()))
            .collect(),
    )
}

/// The labels of those in one state.
pub(crate) fn labels(measures: &[&Measure<'_>], state: State) -> Vec<String> {
    let those = measures.iter().filter(|measure| measure.state == state);
    those.map(|measure| measure.row.label()).collect()
}
