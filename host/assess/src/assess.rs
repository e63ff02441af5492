//! All of it, over all subjects: workers take chunks of subjects one after another, results stand in order afterwards.

use crate::finding::{Scope, outcome};
use crate::memo::{Recall, Remember};
use crate::plan::{Plan, PlanError, plan};
use crate::run::{Cost, Runner, SubjectRun};
use crate::subject::{SubjectFacts, SubjectSource};
use crate::{parallel, record};
use sekisho_catalog::policy::Combine;
use sekisho_catalog::{Resolved, ResolvedControl, Waiver};
use sekisho_model::assessment::{Assessment, Tool};
use sekisho_model::canonical::CanonicalError;
use sekisho_model::finding::Finding;
use sekisho_model::{Bilingual, Date, Diagnostic, Evidence, Outcome};
use sekisho_sandbox::{Limits, Plugin, Sandbox};

/// What is assessed with what.
#[derive(Debug)]
pub struct Input<'a> {
    /// The plugins.
    pub plugins: &'a [Plugin],
    /// The policies.
    pub policies: &'a [Resolved],
    /// The waivers and the name of their file.
    pub waivers: &'a [Waiver],
    /// Name of the waiver file, for remarks.
    pub waiver_file: &'a str,
    /// Remarks made before: about policies, bundles, arguments.
    pub diagnostics: Vec<Diagnostic>,
    /// The day as of which is assessed.
    pub as_of: Date,
    /// Limits of every plugin call.
    pub limits: Limits,
    /// How many calls at once.
    pub jobs: usize,
    /// Whether every subject gets an instance of its own, and none is evaluated in a batch.
    pub isolate: bool,
    /// The program.
    pub tool: Tool,
}

/// Told from any worker as the work goes on.
pub type Progress<'a> = &'a (dyn Fn(usize) + Sync);

/// Why there is no assessment at all.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// A plugin is missing.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The record cannot be written.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// Two subjects have the same id.
    #[error("two subjects have the id `{0}`")]
    DuplicateSubject(String),
}

/// Most subjects in one call of a plugin: a batch of a hundred costs as little per subject as one of a thousand.
const CHUNK: usize = 64;
/// Most facts that one worker holds before it evaluates them: memory is bounded by jobs, not by subjects.
const CHUNK_FACTS: u32 = 100_000;

/// One subject, assessed.
pub(crate) struct Done {
    pub(crate) id: String,
    pub(crate) name: Bilingual,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Per policy, control, use: the findings.
    pub(crate) findings: Vec<Vec<Vec<Vec<Finding>>>>,
    /// Per call: what it cost, where it was measured.
    pub(crate) costs: Vec<Option<Cost>>,
    /// Per call: whether it was remembered.
    remembered: Vec<bool>,
    /// What to remember of it.
    memory: Option<Vec<u8>>,
}

/// An assessment, and what differs from run to run beside it.
#[derive(Debug)]
pub struct Assessed {
    /// The record.
    pub assessment: Assessment,
    /// For each subject, in order, where the answers of each plugin came from.
    pub origins: Vec<Origin>,
}

/// Where the answers about one subject came from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Origin {
    /// The subject.
    pub subject: String,
    /// Plugins that were run.
    pub computed: Vec<String>,
    /// Plugins whose answers were remembered.
    pub remembered: Vec<String>,
}

/// Assesses all subjects.
pub fn assess(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: Input<'_>,
    progress: Progress<'_>,
) -> Result<Assessment, AssessError> {
    Ok(assess_with_memo(sandbox, source, input, None, progress)?.assessment)
}

/// Assesses all subjects, and remembers: the record is the same, byte for byte.
pub fn assess_with_memo(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    mut input: Input<'_>,
    remember: Option<Remember<'_>>,
    progress: Progress<'_>,
) -> Result<Assessed, AssessError> {
    let plan = plan(input.policies, input.plugins)?;
    let recall = remember.map(|remember| Recall::new(remember, &input, &plan));
    let (mut done, remarks) = work(sandbox, source, &input, &plan, recall.as_ref(), progress);
    // What a plugin said that mixes subjects up is not worth keeping, and the next scan must find out again.
    if let (Some(recall), true) = (&recall, remarks.is_empty()) {
        for subject in &done {
            if let Some(memory) = &subject.memory {
                recall.put(&subject.id, memory);
            }
        }
    }
    input.diagnostics.extend(remarks);
    done.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(pair) = done.windows(2).find(|pair| matches!(pair, [a, b] if a.id == b.id)) {
        return Err(AssessError::DuplicateSubject(
            pair.first().map(|d| d.id.clone()).unwrap_or_default(),
        ));
    }
    let origins = done.iter().map(|subject| origin(subject, &input, &plan)).collect();
    Ok(Assessed {
        assessment: record::record(input, &plan, done)?,
        origins,
    })
}

fn origin(subject: &Done, input: &Input<'_>, plan: &Plan) -> Origin {
    let of = |wanted: bool| {
        let calls = plan.calls.iter().zip(&subject.remembered);
        let plugins = calls.filter(|(_, is_remembered)| **is_remembered == wanted);
        let ids = plugins.filter_map(|(call, _)| Some(input.plugins.get(call.plugin)?.info().id.clone()));
        ids.collect()
    };
    Origin {
        subject: subject.id.clone(),
        computed: of(false),
        remembered: of(true),
    }
}

/// Evaluates every subject. Where a plugin is found to mix subjects up, all its batches are suspect: everything is done
/// again with that plugin on one subject at a time.
fn work(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: &Input<'_>,
    plan: &Plan,
    recall: Option<&Recall<'_>>,
    progress: Progress<'_>,
) -> (Vec<Done>, Vec<Diagnostic>) {
    let mut runner = Runner::new(sandbox, input, plan, source.len(), recall);
    let mut remarks = Vec::new();
    loop {
        let done = once(source, &runner, input, plan, recall, progress);
        let mixed = runner.isolate_mixed();
        if mixed.is_empty() {
            return (done, remarks);
        }
        remarks.extend(mixed);
    }
}

fn once(
    source: &dyn SubjectSource,
    runner: &Runner<'_>,
    input: &Input<'_>,
    plan: &Plan,
    recall: Option<&Recall<'_>>,
    progress: Progress<'_>,
) -> Vec<Done> {
    let jobs = input.jobs.clamp(1, 256);
    // Small enough that every worker has several chunks to take.
    let chunk = if input.isolate {
        1
    } else {
        (source.len() / (jobs * 4)).clamp(1, CHUNK)
    };
    let chunks = source.len().div_ceil(chunk);
    // Where there are fewer chunks than workers, the plugins of one chunk run side by side.
    let inner = (jobs / chunks.clamp(1, jobs)).max(1);
    let done = parallel::map(chunks, jobs, |number| {
        let mut done = Vec::with_capacity(chunk);
        let mut loaded: Vec<SubjectFacts> = Vec::with_capacity(chunk);
        let mut facts = 0u32;
        let end = source.len().min((number + 1) * chunk);
        for index in number * chunk..end {
            let known = recall.and_then(|recall| recall.slot(&source.id(index)));
            // Where nothing is known there is nothing to compare the files with.
            let stamp = known.as_ref().and_then(|_| source.stamp(index));
            let is_measured = |id: &str, facts| runner.is_measured(index, id, facts);
            let whole = recall
                .zip(known.as_ref())
                .zip(stamp)
                .and_then(|((recall, slot), stamp)| recall.whole(slot, &stamp, is_measured));
            if let Some((subject, answered)) = whole {
                done.push(finish(subject, SubjectRun::of(answered), input, plan));
            } else {
                let mut subject = source.load(index);
                subject.known = known;
                subject.at = index;
                facts = facts.saturating_add(subject.facts.count());
                loaded.push(subject);
            }
            if facts >= CHUNK_FACTS || index + 1 == end {
                let runs = runner.run(&loaded, inner);
                let subjects = std::mem::take(&mut loaded).into_iter().zip(runs);
                done.extend(subjects.map(|(subject, ran)| finish(subject, ran, input, plan)));
                facts = 0;
            }
            progress(index);
        }
        done
    });
    done.into_iter().flatten().collect()
}

/// From what the calls gave to the findings of every control.
fn finish(subject: SubjectFacts, ran: SubjectRun, input: &Input<'_>, plan: &Plan) -> Done {
    let mut findings = Vec::with_capacity(input.policies.len());
    for (policy, slots) in input.policies.iter().zip(&plan.uses) {
        let mut of_policy = Vec::with_capacity(policy.controls.len());
        for (control, slots) in policy.controls.iter().zip(slots) {
            let mut of_control = Vec::with_capacity(control.uses.len());
            for (used, slot) in control.uses.iter().zip(slots) {
                let scope = Scope {
                    subject: &subject,
                    policy: &policy.record.id,
                    control: &control.id,
                    used,
                };
                let plugin = plan
                    .calls
                    .get(slot.call)
                    .and_then(|call| input.plugins.get(call.plugin));
                let answer = ran.answers.get(slot.call).and_then(|answers| answers.get(slot.answer));
                // INVARIANT: the plan made a slot for every use, and a call answers every slot or breaks for all.
                let list = match (plugin, answer) {
                    (Some(plugin), Some(answer)) => scope.findings(plugin.info(), answer),
                    _ => Vec::new(),
                };
                of_control.push(list);
            }
            contradict(&subject, &policy.record.id, control, &mut of_control);
            of_policy.push(of_control);
        }
        findings.push(of_policy);
    }
    Done {
        id: subject.id,
        name: subject.name,
        evidence: subject.evidence,
        diagnostics: subject.diagnostics,
        findings,
        costs: ran.costs,
        remembered: ran.remembered,
        memory: ran.memory,
    }
}

/// A statement "implemented" against evidence that says otherwise becomes a failure that cites both.
fn contradict(subject: &SubjectFacts, policy: &str, control: &ResolvedControl, findings: &mut [Vec<Finding>]) {
    let Some(at) = control.uses.iter().position(|u| u.is_answer) else {
        return;
    };
    let Some(used) = control.uses.get(at) else { return };
    // Where one way is enough and evidence shows one, the failure of another contradicts nobody.
    let is_shown = |(index, list): (usize, &Vec<Finding>)| index != at && outcome(list) == Outcome::Pass;
    if control.combine == Combine::Any && findings.iter().enumerate().any(is_shown) {
        return;
    }
    let failures: Vec<Finding> = findings
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != at)
        .flat_map(|(_, list)| list.iter().filter(|f| f.outcome == Outcome::Fail).cloned())
        .collect();
    let Some(statements) = findings.get_mut(at) else { return };
    if failures.is_empty() || outcome(statements) != Outcome::Attested {
        return;
    }
    let scope = Scope {
        subject,
        policy,
        control: &control.id,
        used,
    };
    let finding = scope.contradicted(statements, &failures.iter().collect::<Vec<_>>());
    statements.push(finding);
}
