//! What calls of plugins cost, in fuel, and how costs add up.

use sekisho_sandbox::PluginRun;

/// What calls cost, in fuel: the same on every machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cost {
    /// How many subjects were measured.
    pub subjects: u64,
    /// The calls as a whole.
    pub fuel: u64,
    /// Each selected check.
    pub checks: Vec<u64>,
}

impl Cost {
    /// Of one call on one subject.
    pub(crate) fn of(run: &PluginRun) -> Self {
        Self {
            subjects: 1,
            fuel: run.fuel,
            checks: run.check_fuel.clone(),
        }
    }

    /// Adds what another call cost.
    pub fn add(&mut self, other: &Self) {
        self.subjects = self.subjects.saturating_add(other.subjects);
        self.fuel = self.fuel.saturating_add(other.fuel);
        self.checks.resize(self.checks.len().max(other.checks.len()), 0);
        for (own, others) in self.checks.iter_mut().zip(&other.checks) {
            *own = own.saturating_add(*others);
        }
    }
}
