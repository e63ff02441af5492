//! The record as a value: sections in order, and what is said of all of them.

use crate::section::{Frame, Section};
use crate::sum::{Brief, Sum};
use sekisho_model::Diagnostic;
use sekisho_model::assessment::{Assessment, SubjectRecord};

/// Puts everything in its place; sections stand in the order of their ids.
pub(crate) fn record(frame: &Frame<'_>, remarks: Vec<Diagnostic>, sections: Vec<Section>) -> (Assessment, Brief) {
    let mut sum = Sum::new(frame, remarks);
    for section in &sections {
        sum.subject(&section.id, section.gist, &section.diagnostics);
        sum.leaves(section.leaves.iter().copied());
        let waived = section.waived.iter().enumerate();
        waived.for_each(|(waiver, count)| sum.waived(waiver, *count));
        for (call, cost) in section.costs.iter().enumerate() {
            cost.iter().for_each(|cost| sum.cost(call, cost));
        }
    }
    let closed = sum.close(frame);
    let mut record = closed.assessment;
    for (section, verdict) in sections.into_iter().zip(closed.verdicts) {
        record.subjects.push(SubjectRecord {
            id: section.id,
            name: section.name,
            verdict,
        });
        record.evidence.extend(section.evidence);
        record.findings.extend(section.findings);
        record.statuses.extend(section.statuses);
        record.ledger.entries.extend(section.entries);
    }
    (record, closed.brief)
}
