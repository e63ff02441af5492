//! The record: everything that was found out, in its place and in order.

use crate::assess::{Done, Input};
use crate::finding::{fingerprint, outcome};
use crate::plan::Plan;
use crate::run::Cost;
use crate::{ledger, status, waive};
use sekisho_catalog::{Resolved, ResolvedControl};
use sekisho_model::assessment::{Assessment, CheckCost, FORMAT, PluginRecord, StatusRecord, SubjectRecord};
use sekisho_model::canonical::{self, CanonicalError};
use sekisho_model::diagnostic::Level;
use sekisho_model::finding::Finding;
use sekisho_model::ledger::{Entry, State};
use sekisho_model::{Bilingual, Diagnostic, Digest, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// Puts everything in its place.
pub(crate) fn record(mut input: Input<'_>, plan: &Plan, done: Vec<Done>) -> Result<Assessment, CanonicalError> {
    let mut entries = Vec::new();
    let mut findings = Vec::new();
    let mut evidence = Vec::new();
    let mut diagnostics = std::mem::take(&mut input.diagnostics);
    let mut subjects = Vec::new();
    let mut costs = vec![Cost::default(); plan.calls.len()];
    // Filled in below, when waivers stand beside the findings.
    let nothing = canonical::digest(&Vec::<Finding>::new())?;
    let parameters = parameters(input.policies)?;
    for subject in done {
        for (total, cost) in costs.iter_mut().zip(&subject.costs) {
            cost.iter().for_each(|cost| total.add(cost));
        }
        evidence.extend(subject.evidence);
        diagnostics.extend(subject.diagnostics.into_iter().map(|d| Diagnostic {
            subject: Some(subject.id.clone()),
            ..d
        }));
        let policies = input.policies.iter().zip(&parameters).zip(subject.findings);
        for ((policy, parameters), of_policy) in policies {
            for ((control, parameters), of_control) in policy.controls.iter().zip(parameters).zip(of_policy) {
                let mut used_before: BTreeMap<(&str, &str), u32> = BTreeMap::new();
                for ((used, parameters), mut list) in control.uses.iter().zip(parameters).zip(of_control) {
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
                        parameters_digest: *parameters,
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
                        parameters_digest: nothing,
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
    // Subjects with unreadable evidence; `None` where the trouble is everybody's.
    let unreadable: BTreeSet<Option<&str>> = diagnostics
        .iter()
        .filter(|d| d.level == Level::Error)
        .map(|d| d.subject.as_deref())
        .collect();
    let all_unreadable = unreadable.contains(&None) || waiver_trouble;
    // Statuses stand subject by subject, in the order of the subjects.
    let mut of_subjects = statuses.chunk_by(|a, b| a.subject == b.subject).peekable();
    let subjects: Vec<SubjectRecord> = subjects
        .into_iter()
        .map(|(id, name)| {
            let own = of_subjects.next_if(|own| own.first().is_some_and(|s| s.subject == id));
            let own = own.unwrap_or_default().iter().map(|s| (s.status, s.waived));
            SubjectRecord {
                verdict: status::verdict(own, all_unreadable || unreadable.contains(&Some(id.as_str()))),
                id,
                name,
            }
        })
        .collect();
    let verdict = status::verdict(
        statuses.iter().map(|s| (s.status, s.waived)),
        waiver_trouble || !unreadable.is_empty(),
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
        plugins: plugins(&input, plan, &costs),
        subjects,
        evidence,
        findings: findings.into_iter().flatten().collect(),
        statuses,
        waivers: waived.records,
        diagnostics,
        ledger: ledger::close(entries)?,
    })
}

/// Digests of the effective parameters, by policy, control and use.
fn parameters(policies: &[Resolved]) -> Result<Vec<Vec<Vec<Digest>>>, CanonicalError> {
    let of_control = |control: &ResolvedControl| {
        let uses = control.uses.iter();
        uses.map(|used| canonical::digest(&used.parameters)).collect()
    };
    let of_policy = |policy: &Resolved| policy.controls.iter().map(of_control).collect();
    policies.iter().map(of_policy).collect()
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

fn plugins(input: &Input<'_>, plan: &Plan, costs: &[Cost]) -> Vec<PluginRecord> {
    let mut records: Vec<PluginRecord> = plan
        .calls
        .iter()
        .zip(costs)
        .filter_map(|(call, cost)| {
            let plugin = input.plugins.get(call.plugin)?;
            let mut checks: BTreeMap<&str, u64> = BTreeMap::new();
            for (selected, fuel) in call.selected.iter().zip(&cost.checks) {
                let id = plugin.info().checks.get(selected.check).map_or("?", |c| c.id.as_str());
                let total = checks.entry(id).or_default();
                *total = total.saturating_add(*fuel);
            }
            let checks = checks.into_iter().map(|(check, fuel)| CheckCost {
                check: check.to_owned(),
                fuel,
            });
            Some(PluginRecord {
                id: plugin.info().id.clone(),
                version: plugin.info().version.clone(),
                digest: plugin.digest(),
                interface: plugin.authority().interface.to_string(),
                authority: plugin.authority().kinds().into_iter().map(ToOwned::to_owned).collect(),
                fuel: cost.fuel,
                measured_subjects: cost.subjects,
                checks: checks.collect(),
            })
        })
        .collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    records
}
