//! What the record says of all subjects together: verdict, costs, waivers, remarks, the ledger's root. It is added up from
//! what stands in every section, and so the same whether a section was made or remembered.

use crate::cost::Cost;
use crate::plan::Plan;
use crate::section::{Frame, Gist};
use crate::{assess::Input, waive};
use sekisho_model::assessment::{Assessment, CheckCost, FORMAT, PluginRecord};
use sekisho_model::diagnostic::Level;
use sekisho_model::finding::Severity;
use sekisho_model::ledger::Ledger;
use sekisho_model::{Diagnostic, Digest, Verdict, merkle};
use std::collections::{BTreeMap, BTreeSet};

/// A record in brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The verdict.
    pub verdict: Verdict,
    /// How many leaves the ledger has.
    pub leaves: u64,
    /// The ledger's root.
    pub root: Digest,
    /// Errors about evidence.
    pub errors: Vec<Diagnostic>,
    /// The gravest failure that no waiver stands beside.
    pub gravest: Option<Severity>,
    /// Whether something broke or is undecided.
    pub is_open: bool,
}

/// Sections added up, one after the other in the order of their ids.
#[derive(Debug)]
pub(crate) struct Sum {
    diagnostics: Vec<Diagnostic>,
    costs: Vec<Cost>,
    waived: Vec<u64>,
    leaves: Vec<Digest>,
    gists: Vec<(String, Gist)>,
}

/// The record without what it says of each subject.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(crate) brief: Brief,
    /// Lists of subjects, evidence, findings, statuses and entries are empty.
    pub(crate) assessment: Assessment,
    /// The verdict of every subject, in order.
    pub(crate) verdicts: Vec<Verdict>,
}

impl Sum {
    /// Begins with the remarks that belong to no section.
    pub(crate) fn new(frame: &Frame<'_>, remarks: Vec<Diagnostic>) -> Self {
        let mut diagnostics = frame.input.diagnostics.clone();
        diagnostics.extend(remarks);
        Self {
            diagnostics,
            costs: vec![Cost::default(); frame.plan.calls.len()],
            waived: vec![0; frame.input.waivers.len()],
            leaves: Vec::new(),
            gists: Vec::new(),
        }
    }

    pub(crate) fn cost(&mut self, call: usize, cost: &Cost) {
        if let Some(total) = self.costs.get_mut(call) {
            total.add(cost);
        }
    }

    pub(crate) fn waived(&mut self, waiver: usize, count: u64) {
        if let Some(total) = self.waived.get_mut(waiver) {
            *total += count;
        }
    }

    pub(crate) fn leaves(&mut self, leaves: impl IntoIterator<Item = Digest>) {
        self.leaves.extend(leaves);
    }

    pub(crate) fn subject(&mut self, id: &str, gist: Gist, diagnostics: &[Diagnostic]) {
        self.gists.push((id.to_owned(), gist));
        self.diagnostics.extend_from_slice(diagnostics);
    }

    /// Concludes.
    pub(crate) fn close(self, frame: &Frame<'_>) -> Closed {
        let input = frame.input;
        let waived = waive::close(&self.waived, input.waivers, input.as_of, input.waiver_file);
        let waiver_trouble = !waived.diagnostics.is_empty();
        let mut diagnostics = self.diagnostics;
        diagnostics.extend(waived.diagnostics);
        diagnostics.sort();
        let errors: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|d| d.level == Level::Error)
            .cloned()
            .collect();
        // Subjects with unreadable evidence; `None` where the trouble is everybody's.
        let unreadable: BTreeSet<Option<&str>> = errors.iter().map(|d| d.subject.as_deref()).collect();
        let all_unreadable = unreadable.contains(&None) || waiver_trouble;
        let undecided = |verdict: Verdict, is_undecided: bool| match verdict {
            Verdict::Conformant if is_undecided => Verdict::Indeterminate,
            other => other,
        };
        let verdicts = self
            .gists
            .iter()
            .map(|(id, gist)| undecided(gist.verdict, all_unreadable || unreadable.contains(&Some(id.as_str()))))
            .collect();
        // A verdict is the worst of its statuses, and so the worst of the verdicts; of nothing at all nothing is known.
        let worst = self.gists.iter().map(|(_, gist)| gist.verdict).max();
        let worst = worst.unwrap_or(Verdict::Indeterminate);
        let brief = Brief {
            verdict: undecided(worst, waiver_trouble || !unreadable.is_empty()),
            leaves: self.leaves.len() as u64,
            root: merkle::root_by(&self.leaves, input.jobs),
            gravest: self.gists.iter().filter_map(|(_, gist)| gist.gravest).max(),
            is_open: self.gists.iter().any(|(_, gist)| gist.is_open),
            errors,
        };
        let mut policies: Vec<_> = input.policies.iter().map(|p| p.record.clone()).collect();
        policies.sort_by(|a, b| a.id.cmp(&b.id));
        let assessment = Assessment {
            format: FORMAT.to_owned(),
            verdict: brief.verdict,
            as_of: input.as_of,
            tool: input.tool.clone(),
            policies,
            plugins: plugins(input, frame.plan, &self.costs),
            bundles: input.bundles.to_vec(),
            subjects: Vec::new(),
            evidence: Vec::new(),
            findings: Vec::new(),
            statuses: Vec::new(),
            waivers: waived.records,
            diagnostics,
            ledger: Ledger {
                leaves: brief.leaves,
                root: brief.root,
                entries: Vec::new(),
            },
        };
        Closed {
            brief,
            assessment,
            verdicts,
        }
    }
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

#[cfg(test)]
mod tests {
    use sekisho_model::Verdict;

    /// [`super::Sum::close`] takes the greatest verdict for the worst.
    #[test]
    fn verdicts_are_ordered_from_good_to_bad() {
        assert!(Verdict::Conformant < Verdict::Indeterminate);
        assert!(Verdict::Indeterminate < Verdict::NonConformant);
    }
}
