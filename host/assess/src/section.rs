//! All that the record says of one subject. The worker that assessed it makes it; it depends on no other subject, so that
//! it can be kept for the next scan.

use crate::assess::Input;
use crate::cost::Cost;
use crate::finding::{Scope, fingerprint, outcome};
use crate::plan::Plan;
use crate::run::{Basis, SubjectRun};
use crate::subject::SubjectFacts;
use crate::{contradict, status, waive};
use sekisho_catalog::{Resolved, ResolvedControl};
use sekisho_model::assessment::StatusRecord;
use sekisho_model::canonical::{self, CanonicalError, Items};
use sekisho_model::finding::{Finding, Severity};
use sekisho_model::ledger::{Entry, State};
use sekisho_model::{Bilingual, Diagnostic, Digest, Evidence, Outcome, Status, Verdict, merkle};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One subject of the record.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) name: Bilingual,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) leaves: Vec<Digest>,
    /// Findings and entries as they stand in the record: they were written to be hashed.
    pub(crate) written: Written,
    pub(crate) statuses: Vec<StatusRecord>,
    pub(crate) gist: Gist,
    /// For each waiver, how many entries it covers.
    pub(crate) waived: Vec<u64>,
    /// Per call: what it cost, where it was measured.
    pub(crate) costs: Vec<Option<Cost>>,
    /// Per call: whether it was remembered.
    pub(crate) remembered: Vec<bool>,
    /// What to remember of its calls.
    pub(crate) memory: Option<Vec<u8>>,
    /// What all of this rests on, where it may be remembered.
    pub(crate) basis: Option<Basis>,
}

/// Items of two of the record's lists, canonical.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) findings: Vec<u8>,
    pub(crate) entries: Vec<u8>,
}

/// A subject in brief: what the whole record is concluded from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gist {
    /// Its verdict by its statuses alone.
    pub(crate) verdict: Verdict,
    /// The gravest failure that no waiver stands beside.
    pub(crate) gravest: Option<Severity>,
    /// Whether something broke or is undecided.
    pub(crate) is_open: bool,
}

impl Gist {
    fn of(findings: &[Finding], statuses: &[StatusRecord]) -> Self {
        let mut failures: BTreeMap<(&str, &str), Severity> = BTreeMap::new();
        for finding in findings.iter().filter(|f| f.outcome == Outcome::Fail) {
            let worst = failures
                .entry((&finding.policy, &finding.control))
                .or_insert(finding.severity);
            *worst = (*worst).max(finding.severity);
        }
        let unmet = statuses
            .iter()
            .filter(|s| s.status == Status::NotSatisfied && !s.waived);
        let severities = unmet.map(|s| {
            let key = (s.policy.as_str(), s.control.as_str());
            failures.get(&key).copied().unwrap_or(Severity::Critical)
        });
        Self {
            verdict: status::verdict(statuses.iter().map(|s| (s.status, s.waived)), false),
            gravest: severities.max(),
            is_open: findings.iter().any(|f| f.outcome == Outcome::Error)
                || statuses.iter().any(|s| s.status == Status::Indeterminate && !s.waived),
        }
    }
}

/// What is the same for all subjects.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) plan: &'a Plan,
    /// The digest of no findings.
    nothing: Digest,
    /// Digests of the effective parameters, by policy, control and use.
    parameters: Vec<Vec<Vec<Digest>>>,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(input: &'a Input<'a>, plan: &'a Plan) -> Result<Self, CanonicalError> {
        let of_control = |control: &ResolvedControl| {
            let uses = control.uses.iter();
            uses.map(|used| canonical::digest(&used.parameters)).collect()
        };
        let of_policy = |policy: &Resolved| policy.controls.iter().map(of_control).collect();
        let parameters: Result<_, CanonicalError> = input.policies.iter().map(of_policy).collect();
        Ok(Self {
            input,
            plan,
            nothing: canonical::digest(&Vec::<Finding>::new())?,
            parameters: parameters?,
        })
    }

    /// From what the calls gave to everything that the record says of the subject.
    pub(crate) fn section(&self, subject: SubjectFacts, ran: SubjectRun) -> Result<Section, CanonicalError> {
        let (mut entries, mut lists) = self.entries(&subject, &ran);
        let waived = waive::mark(&mut entries, self.input.waivers, self.input.as_of);
        let (mut findings, mut ledger) = (Items::default(), Items::default());
        let mut leaves = Vec::with_capacity(entries.len());
        for (entry, list) in entries.iter_mut().zip(&mut lists) {
            if let Some(waiver) = &entry.waived {
                list.iter_mut().for_each(|f| f.waived = Some(waiver.id.clone()));
            }
            if !list.is_empty() {
                entry.findings_digest = findings.push_all(list)?;
            }
            leaves.push(merkle::leaf(ledger.push(entry)?));
        }
        let written = Written {
            findings: findings.close(),
            entries: ledger.close(),
        };
        let findings: Vec<Finding> = lists.into_iter().flatten().collect();
        let statuses = self.statuses(&subject.id, &entries);
        let of_subject = |d: Diagnostic| Diagnostic {
            subject: Some(subject.id.clone()),
            ..d
        };
        Ok(Section {
            leaves,
            written,
            gist: Gist::of(&findings, &statuses),
            diagnostics: subject.diagnostics.into_iter().map(of_subject).collect(),
            id: subject.id,
            name: subject.name,
            evidence: subject.evidence,
            findings,
            entries,
            statuses,
            waived,
            costs: ran.costs,
            remembered: ran.remembered,
            memory: ran.memory,
            basis: ran.basis,
        })
    }

    /// The findings of every use of a control, beside the uses.
    fn findings(&self, subject: &SubjectFacts, ran: &SubjectRun, policy: usize, control: usize) -> Vec<Vec<Finding>> {
        let resolved = self.input.policies.get(policy);
        let Some((resolved, of)) = resolved.and_then(|p| Some((p, p.controls.get(control)?))) else {
            return Vec::new();
        };
        let slots = self.plan.uses.get(policy).and_then(|slots| slots.get(control));
        let mut of_control = Vec::with_capacity(of.uses.len());
        for (used, slot) in of.uses.iter().zip(slots.into_iter().flatten()) {
            let scope = Scope {
                subject,
                policy: &resolved.record.id,
                control: &of.id,
                used,
            };
            let plugin = self.plan.calls.get(slot.call);
            let plugin = plugin.and_then(|call| self.input.plugins.get(call.plugin));
            let answer = ran.answers.get(slot.call).and_then(|answers| answers.get(slot.answer));
            // INVARIANT: the plan made a slot for every use, and a call answers every slot or breaks for all.
            let list = match (plugin, answer) {
                (Some(plugin), Some(answer)) => scope.findings(plugin.info(), answer),
                _ => Vec::new(),
            };
            of_control.push(list);
        }
        contradict::contradict(subject, &resolved.record.id, of, &mut of_control);
        of_control
    }

    /// The ledger's entries, in the order of the plan, and the findings of each.
    fn entries(&self, subject: &SubjectFacts, ran: &SubjectRun) -> (Vec<Entry>, Vec<Vec<Finding>>) {
        let mut entries: Vec<Entry> = Vec::new();
        let mut findings = Vec::new();
        for (at, (policy, parameters)) in self.input.policies.iter().zip(&self.parameters).enumerate() {
            let entry = |control: &str, plugin: &str, check: &str, state: State| Entry {
                subject: subject.id.clone(),
                policy: policy.record.id.clone(),
                control: control.to_owned(),
                plugin: plugin.to_owned(),
                check: check.to_owned(),
                instance: 0,
                state,
                waived: None,
                findings: 0,
                findings_digest: self.nothing,
                parameters_digest: self.nothing,
            };
            for (number, (control, parameters)) in policy.controls.iter().zip(parameters).enumerate() {
                let of_control = self.findings(subject, ran, at, number);
                let mut used_before: BTreeMap<(&str, &str), u32> = BTreeMap::new();
                for ((used, parameters), mut list) in control.uses.iter().zip(parameters).zip(of_control) {
                    let instance = used_before.entry((&used.plugin, &used.check)).or_default();
                    fingerprint(&mut list);
                    entries.push(Entry {
                        instance: *instance,
                        findings: u32::try_from(list.len()).unwrap_or(u32::MAX),
                        parameters_digest: *parameters,
                        ..entry(&control.id, &used.plugin, &used.check, State::Outcome(outcome(&list)))
                    });
                    *instance += 1;
                    findings.push(list);
                }
            }
            for excluded in policy.record.controls.iter().filter(|c| c.excluded.is_some()) {
                for name in &excluded.checks {
                    let (plugin, check) = name.split_once(':').unwrap_or((name, ""));
                    let instance = entries.iter().rev().take_while(|e| e.control == excluded.id);
                    let instance = instance.filter(|e| e.plugin == plugin && e.check == check).count();
                    let state = State::NotRun("excluded by profile".to_owned());
                    entries.push(Entry {
                        instance: u32::try_from(instance).unwrap_or(u32::MAX),
                        ..entry(&excluded.id, plugin, check, state)
                    });
                    findings.push(Vec::new());
                }
            }
        }
        (entries, findings)
    }

    fn statuses(&self, subject: &str, entries: &[Entry]) -> Vec<StatusRecord> {
        let mut by_control: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            by_control
                .entry((&entry.policy, &entry.control))
                .or_default()
                .push(entry);
        }
        let mut statuses = Vec::new();
        for policy in self.input.policies {
            for control in &policy.controls {
                let key = (policy.record.id.as_str(), control.id.as_str());
                let entries = by_control.get(&key).map_or(&[][..], Vec::as_slice);
                statuses.push(of_control(subject, &policy.record.id, control, entries));
            }
        }
        statuses
    }
}

fn of_control(subject: &str, policy: &str, control: &ResolvedControl, entries: &[&Entry]) -> StatusRecord {
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
    let troubles = entries.iter().filter(|e| {
        matches!(
            e.state,
            State::Outcome(Outcome::Fail | Outcome::Unknown | Outcome::Error)
        )
    });
    // An answer that was never given is no trouble that needs a waiver of its own.
    let mut troubles = troubles.filter(|e| !is_unanswered(control, e)).peekable();
    StatusRecord {
        subject: subject.to_owned(),
        policy: policy.to_owned(),
        control: control.id.clone(),
        status: status::status(&checks, answer, control.answer, control.combine),
        waived: troubles.peek().is_some() && troubles.all(|e| e.waived.is_some()),
    }
}

fn is_unanswered(control: &ResolvedControl, entry: &Entry) -> bool {
    control.uses.len() > 1
        && entry.state == State::Outcome(Outcome::Unknown)
        && control
            .uses
            .iter()
            .any(|u| u.is_answer && u.plugin == entry.plugin && u.check == entry.check)
}
