//! One call of a plugin on many subjects. Whether it may be believed is for the caller to find out: see
//! `sekisho_assess::batch`, which evaluates some of the subjects again alone.

use super::{CheckRun, LogLine, Selected, answer, call};
use crate::engine::Sandbox;
use crate::error::RunError;
use crate::limits::Limits;
use crate::plugin::Plugin;
use sekisho_model::facts::Batch;
use sekisho_model::{Date, Facts, Read, ReadSet};
use std::sync::Arc;

/// What one call gave for many subjects.
#[derive(Debug, Clone)]
pub struct BatchRun {
    /// For each subject, one answer per selected check.
    pub subjects: Vec<Vec<CheckRun>>,
    /// What the plugin said.
    pub log: Vec<LogLine>,
    /// Fuel of the whole call.
    pub fuel: u64,
    /// What it has read of any of the subjects.
    pub reads: ReadSet,
}

impl Sandbox {
    /// Runs the selected checks of a plugin on many subjects in one fresh instance. The limits are those of a call on
    /// one subject: what many keep together, each of them keeps alone. An error says nothing about any one subject.
    pub fn run_batch(
        &self,
        plugin: &Plugin,
        parts: &[Arc<Facts>],
        as_of: Date,
        selected: &[Selected],
        limits: &Limits,
    ) -> Result<BatchRun, RunError> {
        let can_read = &plugin.authority().can_read;
        let batch = Batch::of(parts, &|kind, table, column| {
            can_read.has(match column {
                Some(column) => Read::Column(kind, table, column),
                None => Read::Rows(kind, table),
            })
        });
        let called = call::call(self, plugin, batch, as_of, selected, limits, false);
        let given = answer::Given {
            plugin,
            parts,
            batch: &called.work.batch,
            reads: &called.work.reads,
            selected,
            limits,
        };
        Ok(BatchRun {
            subjects: given.accept(called.answer?)?,
            log: called.log,
            fuel: called.fuel,
            reads: called.work.reads,
        })
    }
}
