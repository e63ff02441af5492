//! Puts waivers beside ledger entries: one code path for all of them. An outcome never changes.

use sekisho_catalog::Waiver;
use sekisho_model::assessment::WaiverRecord;
use sekisho_model::ledger::{Entry, State, WaivedUntil};
use sekisho_model::{Date, Diagnostic, Outcome};

/// What became of the waivers.
#[derive(Debug)]
pub struct Waived {
    /// For the record.
    pub records: Vec<WaiverRecord>,
    /// An expired or unmatched waiver is a remark that keeps the verdict undecided.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether a waiver can stand beside this state: there must be something to waive, and a check that broke is not the
/// subject's fault to waive.
fn can_be_waived(state: &State) -> bool {
    matches!(state, State::Outcome(Outcome::Fail | Outcome::Unknown))
}

/// Marks the entries that waivers cover; answers for each waiver how many that are.
pub(crate) fn mark(entries: &mut [Entry], waivers: &[Waiver], as_of: Date) -> Vec<u64> {
    let mut counts = Vec::with_capacity(waivers.len());
    for waiver in waivers {
        let holds = waiver.holds_on(as_of);
        let mut count = 0;
        for entry in entries.iter_mut() {
            if can_be_waived(&entry.state) && waiver.covers(&entry.subject, &entry.policy, &entry.control, &entry.check)
            {
                count += 1;
                if holds && entry.waived.is_none() {
                    entry.waived = Some(WaivedUntil {
                        id: waiver.id.clone(),
                        until: waiver.expires,
                    });
                }
            }
        }
        counts.push(count);
    }
    counts
}

/// What became of the waivers, from how many entries of all subjects each of them covers.
pub(crate) fn close(counts: &[u64], waivers: &[Waiver], as_of: Date, file: &str) -> Waived {
    let mut records = Vec::with_capacity(waivers.len());
    let mut diagnostics = Vec::new();
    for (waiver, count) in waivers.iter().zip(counts) {
        let holds = waiver.holds_on(as_of);
        let (state, remark) = match (holds, count) {
            (false, _) => (
                "expired",
                Some(format!("waiver `{}` expired on {}", waiver.id, waiver.expires)),
            ),
            (true, 0) => (
                "unmatched",
                Some(format!(
                    "waiver `{}` covers nothing that failed or is unknown",
                    waiver.id
                )),
            ),
            (true, _) => ("applied", None),
        };
        if let Some(text) = remark {
            let code = if holds { "waiver-unmatched" } else { "waiver-expired" };
            let hint = "renew the waiver with its approver, or take it out of the file";
            diagnostics.push(
                Diagnostic::warning(code, text)
                    .at_path(file)
                    .at_line(waiver.line)
                    .hint(hint),
            );
        }
        records.push(WaiverRecord {
            id: waiver.id.clone(),
            policy: waiver.policy.clone(),
            control: waiver.control.clone(),
            check: waiver.check.clone(),
            subject: waiver.subject.clone(),
            justification: waiver.justification.clone(),
            approver: waiver.approver.clone(),
            expires: waiver.expires,
            state: state.to_owned(),
            entries: if holds { *count } else { 0 },
        });
    }
    Waived { records, diagnostics }
}
