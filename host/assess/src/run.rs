//! Runs the plan's calls on a chunk of subjects: in batches where that is proved to make no difference, else one by one.

use crate::assess::Input;
use crate::batch::{self, Batched};
use crate::parallel;
use crate::plan::{Call, Plan};
use crate::subject::SubjectFacts;
use sekisho_model::{Diagnostic, Digest};
use sekisho_sandbox::{CheckRun, LogLine, Plugin, PluginRun, Sandbox};
use std::sync::Mutex;
use tracing::{Level, event, info_span};

/// Up to so many subjects, the cost of every one is measured.
const ALL_MEASURED: usize = 16;
/// Of more subjects, one in so many.
const MEASURED_ONE_IN: u8 = 64;
/// A subject with more facts than this is no small subject: it is evaluated alone.
const BATCH_FACTS: u32 = 4_096;

/// What the calls gave for one subject.
#[derive(Debug, Default)]
pub struct SubjectRun {
    /// For each call of the plan, one answer per selected check.
    pub answers: Vec<Vec<CheckRun>>,
    /// For each call, what it cost, where it was measured.
    pub costs: Vec<Option<Cost>>,
}

/// What calls cost, in fuel: the same on every machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// How many subjects were measured.
    pub subjects: u64,
    /// The calls as a whole.
    pub fuel: u64,
    /// Each selected check.
    pub checks: Vec<u64>,
}

impl Cost {
    fn of(run: &PluginRun) -> Self {
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

/// Runs calls, and remembers which plugins mix subjects up.
pub(crate) struct Runner<'a> {
    sandbox: &'a Sandbox,
    input: &'a Input<'a>,
    plan: &'a Plan,
    subjects: usize,
    /// For each call: whether it must not be batched.
    isolated: Vec<bool>,
    /// Calls that were caught, with the subject of which they said two things.
    mixed: Mutex<Vec<(usize, String)>>,
}

/// What one call gave for the subjects of a chunk.
type OfCall = Vec<(Vec<CheckRun>, Option<Cost>)>;

impl<'a> Runner<'a> {
    pub(crate) fn new(sandbox: &'a Sandbox, input: &'a Input<'a>, plan: &'a Plan, subjects: usize) -> Self {
        Self {
            sandbox,
            input,
            plan,
            subjects,
            // Where every subject is measured alone in any case, a batch would be more work and not less.
            isolated: vec![input.isolate || subjects <= ALL_MEASURED; plan.calls.len()],
            mixed: Mutex::default(),
        }
    }

    /// Isolates the plugins that were caught since the last time, and says so.
    pub(crate) fn isolate_mixed(&mut self) -> Vec<Diagnostic> {
        let mixed = self.mixed.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut mixed = std::mem::take(mixed);
        // The same words, whichever worker came first.
        mixed.sort();
        mixed.dedup_by_key(|(call, _)| *call);
        let mut remarks = Vec::new();
        for (call, subject) in mixed {
            if let Some(isolated) = self.isolated.get_mut(call) {
                *isolated = true;
            }
            let plugin = self.plan.calls.get(call).and_then(|c| self.input.plugins.get(c.plugin));
            let id = plugin.map_or("?", |p| p.info().id.as_str());
            let text = format!(
                "plugin `{id}` says something else of subject `{subject}` alone than among others; \
                 it was run on one subject at a time"
            );
            let hint = "report this to the plugin's publisher: a check must not remember other subjects";
            remarks.push(Diagnostic::warning("plugin-mixes-subjects", text).hint(hint));
        }
        remarks
    }

    /// Calls every plugin of the plan for a chunk of subjects, on at most so many threads. `first` is the place of the
    /// chunk's first subject among all.
    pub(crate) fn run(&self, first: usize, subjects: &[SubjectFacts], threads: usize) -> Vec<SubjectRun> {
        let measured: Vec<bool> = (first..).zip(subjects).map(|(at, s)| self.is_measured(at, s)).collect();
        let calls: Vec<OfCall> = parallel::map(self.plan.calls.len(), threads, |index| {
            self.call(index, subjects, &measured)
        });
        let mut runs: Vec<SubjectRun> = subjects.iter().map(|_| SubjectRun::default()).collect();
        for of_call in calls {
            for (run, (answers, cost)) in runs.iter_mut().zip(of_call) {
                run.answers.push(answers);
                run.costs.push(cost);
            }
        }
        runs
    }

    fn call(&self, index: usize, subjects: &[SubjectFacts], measured: &[bool]) -> OfCall {
        let Some(call) = self.plan.calls.get(index) else {
            return Vec::new();
        };
        // INVARIANT: the plan was made from these plugins.
        let Some(plugin) = self.input.plugins.get(call.plugin) else {
            return Vec::new();
        };
        let is_isolated = self.isolated.get(index).copied().unwrap_or(true);
        let small: Vec<usize> = subjects
            .iter()
            .enumerate()
            .filter(|(_, s)| !is_isolated && s.facts.count() <= BATCH_FACTS)
            .map(|(number, _)| number)
            .collect();
        let mut results: Vec<Option<(Vec<CheckRun>, Option<Cost>)>> = subjects.iter().map(|_| None).collect();
        if small.len() > 1 {
            let chosen: Vec<&SubjectFacts> = small.iter().filter_map(|n| subjects.get(*n)).collect();
            let measured: Vec<bool> = small.iter().map(|n| measured.get(*n) == Some(&true)).collect();
            match self.batch(plugin, call, &chosen, &measured) {
                Batched::Proved(runs) => {
                    for (number, run) in small.iter().zip(runs) {
                        if let Some(slot) = results.get_mut(*number) {
                            *slot = Some(run);
                        }
                    }
                }
                // One subject breaks the call for all: each of them finds out alone.
                Batched::Broken => {}
                Batched::Mixed(subject) => {
                    let mut mixed = self.mixed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    mixed.push((index, subject));
                }
            }
        }
        let alone = subjects
            .iter()
            .zip(measured)
            .zip(results)
            .map(|((subject, is_measured), result)| {
                result.unwrap_or_else(|| {
                    let run = self.alone(plugin, call, subject);
                    let cost = is_measured.then(|| Cost::of(&run));
                    (run.checks, cost)
                })
            });
        alone.collect()
    }

    fn batch(&self, plugin: &Plugin, call: &Call, subjects: &[&SubjectFacts], measured: &[bool]) -> Batched {
        let id = plugin.info().id.as_str();
        let span = info_span!(
            "plugin",
            plugin = id,
            subjects = subjects.len(),
            checks = call.selected.len()
        );
        let _entered = span.enter();
        let facts: Vec<_> = subjects.iter().map(|s| s.facts.clone()).collect();
        let input = self.input;
        let batch = self
            .sandbox
            .run_batch(plugin, &facts, input.as_of, &call.selected, &input.limits);
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => {
                event!(Level::DEBUG, plugin = id, "batch given up: {error}");
                return Batched::Broken;
            }
        };
        for line in &batch.log {
            let subject = line.at.and_then(|(subject, _)| subjects.get(subject as usize));
            tell(plugin, call, subject.map_or("?", |s| s.id.as_str()), line);
        }
        let ids: Vec<&str> = subjects.iter().map(|s| s.id.as_str()).collect();
        batch::prove(batch.subjects, &ids, measured, |number| {
            subjects.get(number).map(|subject| {
                let run = self.alone(plugin, call, subject);
                let cost = Cost::of(&run);
                (run.checks, cost)
            })
        })
    }

    fn alone(&self, plugin: &Plugin, call: &Call, subject: &SubjectFacts) -> PluginRun {
        let id = plugin.info().id.as_str();
        let subject_id = subject.id.as_str();
        let span = info_span!(
            "plugin",
            plugin = id,
            subject = subject_id,
            checks = call.selected.len()
        );
        let _entered = span.enter();
        let input = self.input;
        let run = self
            .sandbox
            .run(plugin, &subject.facts, input.as_of, &call.selected, &input.limits);
        for line in &run.log {
            tell(plugin, call, subject_id, line);
        }
        for (selected, answer) in call.selected.iter().zip(&run.checks) {
            if let Err(error) = answer {
                let check = plugin.info().checks.get(selected.check).map_or("?", |c| c.id.as_str());
                event!(Level::WARN, plugin = id, check, subject = subject_id, "{error}");
            }
        }
        event!(Level::DEBUG, fuel = run.fuel, "plugin call done");
        run
    }

    /// Whether the cost of a subject stands in the record: always the first one's. It depends on the subject and on
    /// which subjects there are, never on which stood beside it in a batch, so that a remembered cost is the same as a
    /// measured one.
    fn is_measured(&self, at: usize, subject: &SubjectFacts) -> bool {
        let of_id = || {
            Digest::of(subject.id.as_bytes())
                .as_bytes()
                .first()
                .copied()
                .unwrap_or(0)
        };
        let is_few = self.subjects <= ALL_MEASURED;
        is_few || at == 0 || subject.facts.count() > BATCH_FACTS || of_id() % MEASURED_ONE_IN == 0
    }
}

/// A plugin's line of log becomes an event that names plugin, check and subject.
fn tell(plugin: &Plugin, call: &Call, subject: &str, line: &LogLine) {
    let id = plugin.info().id.as_str();
    let selected = line.at.and_then(|(_, check)| call.selected.get(check as usize));
    let check = selected
        .and_then(|s| plugin.info().checks.get(s.check))
        .map_or("?", |c| c.id.as_str());
    let message = &line.message;
    match line.level {
        "warn" => event!(Level::WARN, plugin = id, check, subject, "{message}"),
        "info" => event!(Level::INFO, plugin = id, check, subject, "{message}"),
        _ => event!(Level::DEBUG, plugin = id, check, subject, "{message}"),
    }
}
