//! How many controls have which status, and how many nobody looked at.

use crate::view::Row;
use sekisho_model::Status;
use sekisho_model::assessment::{ControlRecord, PolicyRecord};
use serde_json::{Value, json};

/// Counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// In the order of [`Status::WORST_FIRST`].
    pub(super) counts: [usize; 5],
    /// Left out by a profile without being exempt.
    pub(super) not_assessed: usize,
}

impl Tally {
    pub(super) fn of<'r, 'a: 'r>(rows: impl IntoIterator<Item = &'r Row<'a>>) -> Self {
        let mut tally = Self::default();
        rows.into_iter().for_each(|row| tally.add(row));
        tally
    }

    /// A control that a profile leaves out is either exempt or was not looked at; it has no status.
    pub(super) fn leave_out(&mut self, control: &ControlRecord) {
        if control.exempt {
            self.counts[4] += 1;
        } else {
            self.not_assessed += 1;
        }
    }

    pub(super) fn add(&mut self, row: &Row<'_>) {
        let at = Status::WORST_FIRST.iter().position(|s| *s == row.status.status);
        if let Some(slot) = at.and_then(|at| self.counts.get_mut(at)) {
            *slot += 1;
        }
    }

    /// The controls of a policy that some rule chooses: those with a status, and for every subject those left out.
    pub(super) fn chosen<'r, 'a: 'r>(
        policy: &PolicyRecord,
        rows: &[&'r Row<'a>],
        subjects: usize,
        is_chosen: impl Fn(&ControlRecord) -> bool,
    ) -> Self {
        let mut tally = Self::of(rows.iter().copied().filter(|r| is_chosen(r.control)));
        let left_out = policy.controls.iter().filter(|c| c.excluded.is_some() && is_chosen(c));
        for control in left_out {
            (0..subjects).for_each(|_| tally.leave_out(control));
        }
        tally
    }

    pub(super) fn open(self) -> usize {
        self.counts[0]
    }

    pub(super) fn undecided(self) -> usize {
        self.counts[1]
    }

    pub(super) fn attested(self) -> usize {
        self.counts[2]
    }

    pub(super) fn satisfied(self) -> usize {
        self.counts[3]
    }

    pub(super) fn not_applicable(self) -> usize {
        self.counts[4]
    }

    pub(super) fn met(self) -> usize {
        self.attested() + self.satisfied()
    }

    /// Controls that apply and were assessed.
    pub(super) fn applicable(self) -> usize {
        self.met() + self.open() + self.undecided()
    }

    pub(super) fn total(self) -> usize {
        self.counts.iter().sum::<usize>() + self.not_assessed
    }

    /// Whether everything that applies was assessed and is met.
    pub(super) fn is_reached(self) -> bool {
        self.open() == 0 && self.undecided() == 0 && self.not_assessed == 0 && self.total() > 0
    }

    /// All of it in one word, the worst first.
    pub(super) fn state(self) -> &'static str {
        if self.open() > 0 {
            "open"
        } else if self.undecided() > 0 {
            "undecided"
        } else if self.not_assessed > 0 {
            "not-assessed"
        } else if self.applicable() > 0 {
            "met"
        } else {
            "not-in-scope"
        }
    }

    /// `12 / 15`, met of applicable.
    pub(super) fn share(self) -> String {
        format!("{} / {}", self.met(), self.applicable())
    }

    pub(super) fn json(self) -> Value {
        json!({
            "total": self.total(), "applicable": self.applicable(), "met": self.met(),
            "satisfied": self.satisfied(), "attested": self.attested(), "open": self.open(),
            "undecided": self.undecided(), "not_applicable": self.not_applicable(), "not_assessed": self.not_assessed,
        })
    }
}
