//! Runs the plan's calls on a chunk of subjects: in batches where that is proved to make no difference, else one by one.

use crate::assess::Input;
use crate::batch::{self, Batched};
use crate::cost::Cost;
use crate::memo::{Answered, Recall};
use crate::parallel;
use crate::plan::{Call, Plan};
use crate::subject::SubjectFacts;
use sekisho_model::{Diagnostic, Digest, Read, ReadSet};
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
    /// For each call, whether it was remembered.
    pub remembered: Vec<bool>,
    /// What to remember of the subject.
    pub memory: Option<Vec<u8>>,
    /// What the answers rest on; none where they are not to be remembered.
    pub basis: Option<Basis>,
}

/// What all answers about a subject rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The bytes from which it was read.
    pub stamp: Digest,
    /// How many facts they gave.
    pub facts: u32,
    /// Whether any call asked for the day.
    pub asked_day: bool,
}

impl SubjectRun {
    pub(crate) fn of(calls: Vec<Answered>, stamp: Option<Digest>, facts: u32) -> Self {
        // A check that broke may conclude the next time.
        let concluded = calls.iter().flat_map(|call| &call.answers).all(Result::is_ok);
        let mut run = Self {
            basis: stamp.filter(|_| concluded).map(|stamp| Basis {
                stamp,
                facts,
                asked_day: calls.iter().any(|call| call.asked_day),
            }),
            ..Self::default()
        };
        for call in calls {
            run.answers.push(call.answers);
            run.costs.push(call.cost);
            run.remembered.push(call.is_remembered);
        }
        run
    }
}

/// Runs calls, and remembers which plugins mix subjects up.
pub(crate) struct Runner<'a> {
    sandbox: &'a Sandbox,
    input: &'a Input<'a>,
    plan: &'a Plan,
    subjects: usize,
    recall: Option<&'a Recall<'a>>,
    /// For each call: whether it must not be batched.
    isolated: Vec<bool>,
    /// Calls that were caught, with the subject of which they said two things.
    mixed: Mutex<Vec<(usize, String)>>,
}

/// What one call gave for the subjects of a chunk.
type OfCall = Vec<Answered>;

impl<'a> Runner<'a> {
    pub(crate) fn new(
        sandbox: &'a Sandbox,
        input: &'a Input<'a>,
        plan: &'a Plan,
        subjects: usize,
        recall: Option<&'a Recall<'a>>,
    ) -> Self {
        Self {
            recall,
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

    /// Calls every plugin of the plan for a chunk of subjects, on at most so many threads.
    pub(crate) fn run(&self, subjects: &[SubjectFacts], threads: usize) -> Vec<SubjectRun> {
        let measured: Vec<bool> = subjects
            .iter()
            .map(|s| self.is_measured(s.at, &s.id, s.facts.count()))
            .collect();
        let calls: Vec<OfCall> = parallel::map(self.plan.calls.len(), threads, |index| {
            self.call(index, subjects, &measured)
        });
        let mut of_subjects: Vec<Vec<Answered>> = subjects.iter().map(|_| Vec::new()).collect();
        for of_call in calls {
            for (calls, answered) in of_subjects.iter_mut().zip(of_call) {
                calls.push(answered);
            }
        }
        let runs = subjects.iter().zip(of_subjects).map(|(subject, calls)| {
            let memory = self.recall.and_then(|recall| recall.memory(subject, &calls));
            SubjectRun {
                memory,
                ..SubjectRun::of(calls, subject.stamp, subject.facts.count())
            }
        });
        runs.collect()
    }

    fn call(&self, index: usize, subjects: &[SubjectFacts], measured: &[bool]) -> OfCall {
        let Some(call) = self.plan.calls.get(index) else {
            return Vec::new();
        };
        // INVARIANT: the plan was made from these plugins.
        let Some(plugin) = self.input.plugins.get(call.plugin) else {
            return Vec::new();
        };
        let mut results: Vec<Option<Answered>> = subjects
            .iter()
            .zip(measured)
            .map(|(subject, is_measured)| self.recall?.call(index, subject, *is_measured))
            .collect();
        let is_isolated = self.isolated.get(index).copied().unwrap_or(true);
        let small: Vec<usize> = subjects
            .iter()
            .enumerate()
            .filter(|(_, s)| !is_isolated && s.facts.count() <= BATCH_FACTS)
            .map(|(number, _)| number)
            .filter(|number| results.get(*number).is_some_and(Option::is_none))
            .collect();
        if small.len() > 1 {
            let chosen: Vec<&SubjectFacts> = small.iter().filter_map(|n| subjects.get(*n)).collect();
            let measured: Vec<bool> = small.iter().map(|n| measured.get(*n) == Some(&true)).collect();
            let (batched, reads) = self.batch(plugin, call, &chosen, &measured);
            match batched {
                Batched::Proved(runs) => {
                    for (number, (answers, cost)) in small.iter().zip(runs) {
                        if let Some(slot) = results.get_mut(*number) {
                            *slot = Some(Answered {
                                answers,
                                cost,
                                // What was read of any of them holds for each: more than it needs, never less.
                                asked_day: reads.has(Read::Day),
                                reads: Some(reads.clone()),
                                is_remembered: false,
                            });
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
                    let run = self.alone(plugin, call, subject, *is_measured);
                    Answered {
                        cost: is_measured.then(|| Cost::of(&run)),
                        answers: run.checks,
                        asked_day: run.reads.has(Read::Day),
                        reads: Some(run.reads),
                        is_remembered: false,
                    }
                })
            });
        alone.collect()
    }

    fn batch(&self, plugin: &Plugin, call: &Call, subjects: &[&SubjectFacts], measured: &[bool]) -> (Batched, ReadSet) {
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
                return (Batched::Broken, ReadSet::default());
            }
        };
        for line in &batch.log {
            let subject = line.at.and_then(|(subject, _)| subjects.get(subject as usize));
            tell(plugin, call, subject.map_or("?", |s| s.id.as_str()), line);
        }
        let ids: Vec<&str> = subjects.iter().map(|s| s.id.as_str()).collect();
        let mut reads = batch.reads;
        // What those evaluated alone have read belongs to it: their answers stand in the record.
        let alone_reads = std::cell::RefCell::new(ReadSet::default());
        let proved = batch::prove(batch.subjects, &ids, measured, |number| {
            subjects.get(number).map(|subject| {
                let run = self.alone(plugin, call, subject, measured.get(number) == Some(&true));
                alone_reads.borrow_mut().merge(&run.reads);
                let cost = Cost::of(&run);
                (run.checks, cost)
            })
        });
        reads.merge(&alone_reads.into_inner());
        (proved, reads)
    }

    fn alone(&self, plugin: &Plugin, call: &Call, subject: &SubjectFacts, is_measured: bool) -> PluginRun {
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
        let run = if is_measured { Sandbox::measure } else { Sandbox::run };
        let run = run(
            self.sandbox,
            plugin,
            &subject.facts,
            input.as_of,
            &call.selected,
            &input.limits,
        );
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
    pub(crate) fn is_measured(&self, at: usize, id: &str, facts: u32) -> bool {
        let of_id = || Digest::of(id.as_bytes()).as_bytes().first().copied().unwrap_or(0);
        let is_few = self.subjects <= ALL_MEASURED;
        is_few || at == 0 || facts > BATCH_FACTS || of_id() % MEASURED_ONE_IN == 0
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
