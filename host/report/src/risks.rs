//! The risk sources that stay open, for every report: worst first, with the controls that leave them so.

use crate::view::View;
use crate::words;
use sekisho_model::Status;
use sekisho_model::assessment::{Judged, PolicyRecord, RiskTable, Standing, SubjectRecord};
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The risk sources of one policy for one subject.
#[derive(Debug)]
pub struct Risks<'a> {
    /// The subject.
    pub subject: &'a SubjectRecord,
    /// The policy.
    pub policy: &'a PolicyRecord,
    /// The table.
    pub table: &'a RiskTable,
    /// How many stand how, in the order of [`Standing::WORST_FIRST`].
    pub counts: [usize; 5],
    /// Those that are neither closed nor out of scope, worst first.
    pub left: Vec<Judged<'a>>,
}

/// The risk sources of every policy that has a table, for every subject.
pub fn of<'a>(view: &View<'a>) -> Vec<Risks<'a>> {
    let mut statuses: BTreeMap<(&str, &str, &str), Status> = BTreeMap::new();
    let assessment = view.assessment;
    if assessment.policies.iter().all(|policy| policy.risks.is_none()) {
        return Vec::new();
    }
    for status in &assessment.statuses {
        let key = (status.subject.as_str(), status.policy.as_str(), status.control.as_str());
        statuses.insert(key, status.status);
    }
    let pairs = assessment.subjects.iter().flat_map(|subject| {
        let tables = assessment.policies.iter();
        tables.filter_map(move |policy| Some((subject, policy, policy.risks.as_ref()?)))
    });
    let one = |(subject, policy, table): (&'a SubjectRecord, &'a PolicyRecord, &'a RiskTable)| {
        let status = |control: &str| {
            let known = statuses.get(&(subject.id.as_str(), policy.id.as_str(), control));
            known.copied().or_else(|| exempt(policy, control))
        };
        let judged = table.judge(&status);
        let counts = Standing::WORST_FIRST.map(|standing| judged.iter().filter(|j| j.standing == standing).count());
        let is_left = |j: &Judged<'_>| !matches!(j.standing, Standing::Closed | Standing::NotApplicable);
        let mut left: Vec<Judged<'a>> = judged.into_iter().filter(is_left).collect();
        left.sort_by_key(|j| j.standing);
        Risks {
            subject,
            policy,
            table,
            counts,
            left,
        }
    };
    pairs.map(one).collect()
}

/// A control that a profile leaves out because it does not apply; one that nobody looked at has no status.
fn exempt(policy: &PolicyRecord, control: &str) -> Option<Status> {
    let found = policy.controls.iter().find(|c| c.id == control)?;
    found.exempt.then_some(Status::NotApplicable)
}

impl Risks<'_> {
    /// Those that a failing control leaves open.
    pub fn open(&self) -> impl Iterator<Item = &Judged<'_>> {
        self.left.iter().filter(|judged| judged.standing.stays_open())
    }

    /// How many stand how, for people: `open 2 · partly open 1 · …`.
    pub fn tally(&self, l: Language) -> String {
        let parts = Standing::WORST_FIRST.iter().zip(self.counts);
        let parts: Vec<String> = parts
            .filter(|(_, count)| *count > 0)
            .map(|(standing, count)| format!("{} {count}", words::standing(*standing, l)))
            .collect();
        parts.join(" · ")
    }
}

/// The controls of a risk source, by what became of them.
pub fn controls(judged: &Judged<'_>, l: Language) -> String {
    let parts = [
        (words::status(Status::NotSatisfied, l), &judged.fails),
        (words::status(Status::Indeterminate, l), &judged.undecided),
        (words::holds(l), &judged.holds),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(word, ids)| format!("{word}: {}", ids.join(", ")))
        .collect();
    parts.join(" · ")
}

/// A risk source for machines.
pub fn data(judged: &Judged<'_>) -> Value {
    let source = judged.source;
    json!({
        "id": source.id, "standing": judged.standing, "layer": source.layer, "element": source.element, "incident": source.incident,
        "threat": source.threat, "vulnerability": source.vulnerability,
        "fails": judged.fails, "undecided": judged.undecided, "holds": judged.holds,
    })
}
