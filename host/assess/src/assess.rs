//! All of it, over all subjects: workers take subjects one by one, results are put in order afterwards.

use crate::canonical::{self, CanonicalError};
use crate::finding::{Scope, fingerprint, outcome};
use crate::plan::{Plan, PlanError, plan};
use crate::subject::{SubjectFacts, SubjectSource};
use crate::{ledger, run, status, waive};
use sekisho_catalog::{Resolved, ResolvedControl, Waiver};
use sekisho_model::assessment::{Assessment, FORMAT, PluginRecord, StatusRecord, SubjectRecord, Tool};
use sekisho_model::diagnostic::Level;
use sekisho_model::finding::Finding;
use sekisho_model::ledger::{Entry, State};
use sekisho_model::{Bilingual, Date, Diagnostic, Evidence, Outcome};
use sekisho_sandbox::{Limits, Plugin, Sandbox};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    /// How many subjects at once.
    pub jobs: usize,
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

struct Done {
    id: String,
    name: Bilingual,
    evidence: Vec<Evidence>,
    diagnostics: Vec<Diagnostic>,
    /// Per policy, control, use: the findings.
    findings: Vec<Vec<Vec<Vec<Finding>>>>,
    fuel: Vec<u64>,
}

/// Assesses all subjects.
pub fn assess(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: Input<'_>,
    progress: Progress<'_>,
) -> Result<Assessment, AssessError> {
    let plan = plan(input.policies, input.plugins)?;
    let mut done = work(sandbox, source, &input, &plan, progress);
    done.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(pair) = done.windows(2).find(|pair| matches!(pair, [a, b] if a.id == b.id)) {
        return Err(AssessError::DuplicateSubject(
            pair.first().map(|d| d.id.clone()).unwrap_or_default(),
        ));
    }
    record(input, &plan, done)
}

fn work(
    sandbox: &Sandbox,
    source: &dyn SubjectSource,
    input: &Input<'_>,
    plan: &Plan,
    progress: Progress<'_>,
) -> Vec<Done> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(source.len()));
    let parent = tracing::Span::current();
    std::thread::scope(|scope| {
        for _ in 0..input.jobs.clamp(1, 256).min(source.len().max(1)) {
            scope.spawn(|| {
                let _entered = parent.enter();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= source.len() {
                        break;
                    }
                    let result = one(sandbox, source.load(index), input, plan);
                    match done.lock() {
                        Ok(mut list) => list.push(result),
                        // Another worker panicked while it held the list; what it pushed is whole.
                        Err(poisoned) => poisoned.into_inner().push(result),
                    }
                    progress(index);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn one(sandbox: &Sandbox, subject: SubjectFacts, input: &Input<'_>, plan: &Plan) -> Done {
    let span = tracing::info_span!("subject", subject = subject.id.as_str());
    let _entered = span.enter();
    let ran = run::run(sandbox, input.plugins, plan, &subject, input.as_of, &input.limits);
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
        fuel: ran.fuel,
    }
}

/// A statement "implemented" against evidence that says otherwise becomes a failure that cites both.
fn contradict(subject: &SubjectFacts, policy: &str, control: &ResolvedControl, findings: &mut [Vec<Finding>]) {
    let Some(at) = control.uses.iter().position(|u| u.is_answer) else {
        return;
    };
    let Some(used) = control.uses.get(at) else { return };
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

fn record(mut input: Input<'_>, plan: &Plan, done: Vec<Done>) -> Result<Assessment, AssessError> {
    let mut entries = Vec::new();
    let mut findings = Vec::new();
    let mut evidence = Vec::new();
    let mut diagnostics = std::mem::take(&mut input.diagnostics);
    let mut subjects = Vec::new();
    let mut fuel = vec![0u64; plan.calls.len()];
    // Filled in below, when waivers stand beside the findings.
    let nothing = canonical::digest(&Vec::<Finding>::new())?;
    for subject in done {
        for (total, used) in fuel.iter_mut().zip(&subject.fuel) {
            *total = total.saturating_add(*used);
        }
        evidence.extend(subject.evidence);
        diagnostics.extend(subject.diagnostics.into_iter().map(|d| Diagnostic {
            subject: Some(subject.id.clone()),
            ..d
        }));
        for (policy, of_policy) in input.policies.iter().zip(subject.findings) {
            for (control, of_control) in policy.controls.iter().zip(of_policy) {
                let mut used_before: BTreeMap<(&str, &str), u32> = BTreeMap::new();
                for (used, mut list) in control.uses.iter().zip(of_control) {
                    let instance = used_before.entry((&used.plugin, &used.check)).or_default();
                    fingerprint(&mut list);
                    entries.push(Entry {
                        subject: subject.id.clone(),
                        policy: policy.record.id.clone(),
                        control: control.id.clone(),
                        plugin: used.plugin.clone(),
                        check: used.check.clone(),
                        instance: *instance,
                        state: State::Outcome(outcome(&list)),
                        waived: None,
                        findings: u32::try_from(list.len()).unwrap_or(u32::MAX),
                        findings_digest: nothing,
                        parameters_digest: canonical::digest(&used.parameters)?,
                    });
                    *instance += 1;
                    findings.push(list);
                }
            }
            for excluded in policy.record.controls.iter().filter(|c| c.excluded.is_some()) {
                for name in &excluded.checks {
                    let (plugin, check) = name.split_once(':').unwrap_or((name, ""));
                    let instance = entries
                        .iter()
                        .rev()
                        .take_while(|e: &&Entry| e.subject == subject.id && e.control == excluded.id);
                    let instance = instance.filter(|e| e.plugin == plugin && e.check == check).count();
                    entries.push(Entry {
                        subject: subject.id.clone(),
                        policy: policy.record.id.clone(),
                        control: excluded.id.clone(),
                        plugin: plugin.to_owned(),
                        check: check.to_owned(),
                        instance: u32::try_from(instance).unwrap_or(u32::MAX),
                        state: State::NotRun("excluded by profile".to_owned()),
                        waived: None,
                        findings: 0,
                        findings_digest: nothing,
                        parameters_digest: canonical::digest(&Vec::<u8>::new())?,
                    });
                    findings.push(Vec::new());
                }
            }
        }
        subjects.push((subject.id, subject.name));
    }
    let waived = waive::waive(&mut entries, input.waivers, input.as_of, input.waiver_file);
    let waiver_trouble = !waived.diagnostics.is_empty();
    diagnostics.extend(waived.diagnostics);
    for (entry, list) in entries.iter_mut().zip(findings.iter_mut()) {
        if let Some(waiver) = &entry.waived {
            list.iter_mut().for_each(|f| f.waived = Some(waiver.id.clone()));
        }
        if !list.is_empty() {
            entry.findings_digest = canonical::digest(list)?;
        }
    }
    let statuses = statuses(&input, &entries, &subjects);
    let unreadable = |id: Option<&str>| {
        diagnostics
            .iter()
            .any(|d| d.level == Level::Error && (id.is_none() || d.subject.as_deref() == id || d.subject.is_none()))
    };
    let of = |id: &str| {
        statuses
            .iter()
            .filter(|s| s.subject == id)
            .map(|s| (s.status, s.waived))
            .collect::<Vec<_>>()
    };
    let subjects: Vec<SubjectRecord> = subjects
        .into_iter()
        .map(|(id, name)| SubjectRecord {
            verdict: status::verdict(of(&id), unreadable(Some(&id)) || waiver_trouble),
            id,
            name,
        })
        .collect();
    let verdict = status::verdict(
        statuses.iter().map(|s| (s.status, s.waived)),
        unreadable(None) || waiver_trouble,
    );
    diagnostics.sort();
    let mut policies: Vec<_> = input.policies.iter().map(|p| p.record.clone()).collect();
    policies.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Assessment {
        format: FORMAT.to_owned(),
        verdict,
        as_of: input.as_of,
        tool: input.tool.clone(),
        policies,
        plugins: plugins(&input, plan, &fuel),
        subjects,
        evidence,
        findings: findings.into_iter().flatten().collect(),
        statuses,
        waivers: waived.records,
        diagnostics,
        ledger: ledger::close(entries)?,
    })
}

fn statuses(input: &Input<'_>, entries: &[Entry], subjects: &[(String, Bilingual)]) -> Vec<StatusRecord> {
    let mut by_control: BTreeMap<(&str, &str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        by_control
            .entry((&entry.subject, &entry.policy, &entry.control))
            .or_default()
            .push(entry);
    }
    let mut statuses = Vec::new();
    for (subject, _) in subjects {
        for policy in input.policies {
            for control in &policy.controls {
                let key = (subject.as_str(), policy.record.id.as_str(), control.id.as_str());
                let entries = by_control.get(&key).map_or(&[][..], Vec::as_slice);
                let mut checks = Vec::new();
                let mut answer = None;
                for (used, entry) in control.uses.iter().zip(entries) {
                    if let State::Outcome(outcome) = entry.state {
                        if used.is_answer {
                            answer = Some(outcome)
                        } else {
                            checks.push(outcome)
                        }
                    }
                }
                let status = status::status(&checks, answer, control.answer, control.combine);
                let troubles = entries.iter().filter(|e| {
                    matches!(
                        e.state,
                        State::Outcome(Outcome::Fail | Outcome::Unknown | Outcome::Error)
                    )
                });
                // An answer that was never given is no trouble that needs a waiver of its own.
                let mut troubles = troubles.filter(|e| !is_unanswered(control, e)).peekable();
                let waived = troubles.peek().is_some() && troubles.all(|e| e.waived.is_some());
                statuses.push(StatusRecord {
                    subject: subject.clone(),
                    policy: policy.record.id.clone(),
                    control: control.id.clone(),
                    status,
                    waived,
                });
            }
        }
    }
    statuses
}

fn is_unanswered(control: &ResolvedControl, entry: &Entry) -> bool {
    control.uses.len() > 1
        && entry.state == State::Outcome(Outcome::Unknown)
        && control
            .uses
            .iter()
            .any(|u| u.is_answer && u.plugin == entry.plugin && u.check == entry.check)
}

fn plugins(input: &Input<'_>, plan: &Plan, fuel: &[u64]) -> Vec<PluginRecord> {
    let mut records: Vec<PluginRecord> = plan
        .calls
        .iter()
        .zip(fuel)
        .filter_map(|(call, fuel)| {
            let plugin = input.plugins.get(call.plugin)?;
            Some(PluginRecord {
                id: plugin.info().id.clone(),
                version: plugin.info().version.clone(),
                digest: plugin.digest(),
                interface: plugin.authority().interface.to_string(),
                authority: plugin.authority().kinds().into_iter().map(ToOwned::to_owned).collect(),
                fuel: *fuel,
            })
        })
        .collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    records
}
