//! Findings, grouped: what is true of many rows is told once, with their number, the first names and all of their facts. So
//! 100,000 rows give as many findings as there are different things to say.

use crate::words::some;
use crate::{Fact, Findings};
use std::collections::BTreeMap;

/// How a group is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Not met.
    Fail,
    /// Evidence is missing.
    Unknown,
    /// Met.
    Pass,
    /// Does not apply.
    NotApplicable,
    /// For information.
    Informational,
}

/// What groups: tone, message and arguments.
type Key = (Tone, &'static str, Vec<(&'static str, String)>);

/// Groups in the making.
#[derive(Debug, Default)]
pub struct Groups(BTreeMap<Key, (Vec<String>, Vec<Row>)>);

#[derive(Debug, Clone, Copy)]
struct Row(u32);

impl Fact for Row {
    fn fact(&self) -> u32 {
        self.0
    }
}

impl Groups {
    /// Adds one thing that a message is true of.
    pub fn add(
        &mut self,
        tone: Tone,
        message: &'static str,
        args: Vec<(&'static str, String)>,
        label: String,
        row: &impl Fact,
    ) {
        let (names, rows) = self.0.entry((tone, message, args)).or_default();
        names.push(label);
        rows.push(Row(row.fact()));
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a group of this tone is there.
    pub fn has(&self, tone: Tone) -> bool {
        self.0.keys().any(|(own, ..)| *own == tone)
    }

    /// Tells all of them. What does not apply is left out where something else was found.
    pub fn tell(self, out: &mut Findings) {
        let is_other = [Tone::Fail, Tone::Unknown, Tone::Pass]
            .into_iter()
            .any(|tone| self.has(tone));
        for ((tone, message, args), (names, mut rows)) in self.0 {
            let finding = match tone {
                Tone::Fail => out.fail(message),
                Tone::Unknown => out.unknown(message),
                Tone::Pass => out.pass(message),
                Tone::NotApplicable if is_other => continue,
                Tone::NotApplicable => out.not_applicable(message),
                Tone::Informational => out.informational(message),
            };
            for (name, value) in args {
                finding.arg(name, value);
            }
            rows.sort_unstable_by_key(|row| row.0);
            rows.dedup_by_key(|row| row.0);
            finding
                .arg("count", names.len())
                .arg("names", some(&names, 10))
                .cite_all(&rows);
        }
    }
}
