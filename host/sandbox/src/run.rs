//! One call of a plugin on one subject: fresh instance, limits, findings checked before anybody believes them.

mod answer;
mod batch;
mod call;

pub use batch::BatchRun;

use crate::engine::Sandbox;
use crate::error::RunError;
use crate::limits::Limits;
use crate::plugin::Plugin;
use sekisho_model::check::Value;
use sekisho_model::facts::Batch;
use sekisho_model::finding::RawFindings;
use sekisho_model::{Date, Facts, ReadSet};
use std::sync::Arc;

pub(crate) use call::store;

/// One check to run, with its effective parameters (bounds checked, defaults filled in).
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// Index into the plugin's checks.
    pub check: usize,
    /// Parameters by name.
    pub parameters: Vec<(String, Value)>,
}

/// What one check gave.
pub type CheckRun = Result<RawFindings, RunError>;

/// What one call gave.
#[derive(Debug, Clone)]
pub struct PluginRun {
    /// One answer per selected check, in order.
    pub checks: Vec<CheckRun>,
    /// What the plugin said.
    pub log: Vec<LogLine>,
    /// Fuel it used.
    pub fuel: u64,
    /// Fuel that each selected check used, where it was measured; what is left to `fuel` is the cost of the call itself.
    pub check_fuel: Vec<u64>,
    /// What it has read of the facts: all that its answers can depend on beside its parameters.
    pub reads: ReadSet,
}

/// One line of a plugin's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Subject and selected check that were at work, by their index in the call; none while it described itself.
    pub at: Option<(u32, u32)>,
    /// `debug`, `info` or `warn`.
    pub level: &'static str,
    /// The line, without control characters.
    pub message: String,
}

impl Sandbox {
    /// Runs the selected checks of a plugin on a subject's facts, in a fresh instance. Never fails as a whole: a break
    /// is the answer of every check that was selected.
    pub fn run(
        &self,
        plugin: &Plugin,
        facts: &Arc<Facts>,
        as_of: Date,
        selected: &[Selected],
        limits: &Limits,
    ) -> PluginRun {
        self.run_alone(plugin, facts, as_of, selected, limits, false)
    }

    /// The same, and what each check costs. Telling them apart has a price of its own, so that `fuel` is more than it
    /// would be otherwise.
    pub fn measure(
        &self,
        plugin: &Plugin,
        facts: &Arc<Facts>,
        as_of: Date,
        selected: &[Selected],
        limits: &Limits,
    ) -> PluginRun {
        self.run_alone(plugin, facts, as_of, selected, limits, true)
    }

    fn run_alone(
        &self,
        plugin: &Plugin,
        facts: &Arc<Facts>,
        as_of: Date,
        selected: &[Selected],
        limits: &Limits,
        is_measured: bool,
    ) -> PluginRun {
        let batch = Batch::one(Arc::clone(facts));
        let called = call::call(self, plugin, batch, as_of, selected, limits, is_measured);
        let checks = called.answer.and_then(|findings| {
            let given = answer::Given {
                plugin,
                parts: std::slice::from_ref(facts),
                batch: &called.work.batch,
                reads: &called.work.reads,
                selected,
                limits,
            };
            given.accept(findings)
        });
        let checks = match checks {
            Ok(mut subjects) => subjects.pop().unwrap_or_default(),
            Err(error) => selected.iter().map(|_| Err(error.clone())).collect(),
        };
        PluginRun {
            checks,
            log: called.log,
            fuel: called.fuel,
            check_fuel: called.work.fuel,
            reads: called.work.reads,
        }
    }
}
