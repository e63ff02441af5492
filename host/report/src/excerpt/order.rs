//! New names for subjects, evidence and waivers. Numbers follow from what stands in the excerpt, not from the names: in the
//! order of names, S-0001 would be the first in the alphabet.

use sekisho_model::{Assessment, Outcome, Status};
use std::collections::BTreeMap;

/// The new names.
pub(super) struct Names<'a> {
    subjects: BTreeMap<&'a str, usize>,
    files: BTreeMap<(&'a str, &'a str), usize>,
    waivers: BTreeMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    pub(super) fn of(assessment: &'a Assessment) -> Self {
        let mut subjects: Vec<(&str, Looks<'_>)> = assessment
            .subjects
            .iter()
            .map(|subject| (subject.id.as_str(), Looks::default()))
            .collect();
        let at: BTreeMap<&str, usize> = subjects.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
        let mut looks = |subject: &str, look: &dyn Fn(&mut Looks<'a>)| {
            if let Some((_, looks)) = at.get(subject).and_then(|at| subjects.get_mut(*at)) {
                look(looks);
            }
        };
        for status in &assessment.statuses {
            looks(&status.subject, &|l| l.statuses.push(status.status));
        }
        for finding in &assessment.findings {
            looks(&finding.subject, &|l| {
                l.findings.push((finding.outcome, &finding.message.id))
            });
        }
        for evidence in &assessment.evidence {
            looks(&evidence.subject, &|l| l.evidence.push(&evidence.format));
        }
        for (_, looks) in &mut subjects {
            looks.evidence.sort_unstable();
        }
        subjects.sort_by(|a, b| a.1.cmp(&b.1));
        let subjects: BTreeMap<&str, usize> = subjects.into_iter().zip(1..).map(|((id, _), n)| (id, n)).collect();
        let mut files: Vec<_> = assessment.evidence.iter().collect();
        files.sort_by_key(|e| (subjects.get(e.subject.as_str()), e.kind, e.format.as_str(), e.size));
        let files = files.into_iter().zip(1..);
        let mut waivers: Vec<_> = assessment.waivers.iter().collect();
        waivers.sort_by_key(|w| (w.policy.as_str(), w.control.as_str(), w.expires));
        Self {
            files: files.map(|(e, n)| ((e.subject.as_str(), e.path.as_str()), n)).collect(),
            waivers: waivers.into_iter().zip(1..).map(|(w, n)| (w.id.as_str(), n)).collect(),
            subjects,
        }
    }

    pub(super) fn subject(&self, id: &str) -> String {
        format!("S-{:04}", self.subjects.get(id).copied().unwrap_or_default())
    }

    pub(super) fn file(&self, subject: &str, path: &str) -> String {
        format!("E-{:04}", self.files.get(&(subject, path)).copied().unwrap_or_default())
    }

    pub(super) fn waiver(&self, id: &str) -> String {
        format!("W-{:04}", self.waivers.get(id).copied().unwrap_or_default())
    }
}

/// What can be seen of a subject without its name.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Looks<'a> {
    statuses: Vec<Status>,
    findings: Vec<(Outcome, &'a str)>,
    evidence: Vec<&'a str>,
}
