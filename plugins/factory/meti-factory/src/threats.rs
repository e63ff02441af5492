//! The threats that were examined, zone by zone, and whether somebody took it on himself to bear one.

use crate::words::{Day, day, fold, items, named};
use crate::zones::Zones;
use sekisho_sdk::prelude::*;

/// One threat.
#[derive(Debug, Clone)]
pub(crate) struct Threat<'a> {
    pub(crate) row: Entry<'a>,
    /// Ids of the zones it was examined for.
    pub(crate) zones: Vec<String>,
    names: Vec<String>,
}

impl Fact for Threat<'_> {
    fn fact(&self) -> u32 {
        self.row.fact()
    }
}

/// What the acceptance of a threat is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Acceptance<'a> {
    /// None is stated.
    Missing,
    /// A day until which it holds, but nobody who accepted.
    Unnamed,
    /// Named, without a last day that can be read.
    Open(&'a str),
    /// Named, and only later.
    Ahead(&'a str, Date),
    /// Named, and over.
    Over(&'a str, Date),
    /// Named and in force.
    InForce,
}

impl<'a> Threat<'a> {
    /// Reads the register of threats.
    pub(crate) fn load(cx: &Context<'a>, zones: &Zones<'_>) -> Vec<Self> {
        let rows = cx.registers().rows("threats");
        rows.map(|row| {
            let mut own: Vec<String> = Vec::new();
            for zone in items(&row, "zone").into_iter().map(|zone| zones.id(zone)) {
                if !own.contains(&zone) {
                    own.push(zone);
                }
            }
            let names = ["id", "threat"].into_iter().filter_map(|field| named(&row, field));
            Self {
                row,
                zones: own,
                names: names.map(fold).collect(),
            }
        })
        .collect()
    }

    /// What messages call it: id and words.
    pub(crate) fn label(&self) -> String {
        match named(&self.row, "threat") {
            Some(words) if self.row.key() != Some(words) => format!("{} {words}", self.row.label()),
            _ => self.row.label(),
        }
    }

    /// Whether a word of another register means it.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.names.contains(&fold(name))
    }

    /// What is said about bearing it.
    pub(crate) fn acceptance(&self, today: Date) -> Acceptance<'a> {
        let until = day(&self.row, "accepted_until");
        let Some(by) = named(&self.row, "accepted_by") else {
            return match until {
                Day::Empty => Acceptance::Missing,
                _ => Acceptance::Unnamed,
            };
        };
        match (day(&self.row, "accepted_at"), until) {
            (Day::On(from), _) if from > today => Acceptance::Ahead(by, from),
            (_, Day::On(until)) if until < today => Acceptance::Over(by, until),
            (_, Day::On(_)) => Acceptance::InForce,
            _ => Acceptance::Open(by),
        }
    }
}
