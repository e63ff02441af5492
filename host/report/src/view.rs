//! Orders and counts what every report shows, so that all formats agree.

use sekisho_model::assessment::{
    Assessment, BundleRecord, ControlRecord, PolicyRecord, StatusRecord, SubjectRecord, Trust,
};
use sekisho_model::finding::{EvidenceReference, Finding};
use sekisho_model::{Outcome, Severity, Status};
use std::collections::BTreeMap;

/// A record, indexed for rendering.
#[derive(Debug)]
pub struct View<'a> {
    /// The record.
    pub assessment: &'a Assessment,
    findings: BTreeMap<(&'a str, &'a str, &'a str), Vec<&'a Finding>>,
    controls: BTreeMap<(&'a str, &'a str), (&'a PolicyRecord, &'a ControlRecord)>,
    subjects: BTreeMap<&'a str, &'a SubjectRecord>,
}

/// One control of one subject.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Its status.
    pub status: &'a StatusRecord,
    /// Its policy.
    pub policy: &'a PolicyRecord,
    /// The control.
    pub control: &'a ControlRecord,
    /// Its findings, in the record's order.
    pub findings: Vec<&'a Finding>,
}

/// How many controls have which status, in the order of [`Status::WORST_FIRST`].
pub type Counts = [usize; 5];

impl<'a> View<'a> {
    /// Indexes a record.
    pub fn new(assessment: &'a Assessment) -> Self {
        let mut findings: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
        for finding in &assessment.findings {
            let key = (
                finding.subject.as_str(),
                finding.policy.as_str(),
                finding.control.as_str(),
            );
            findings.entry(key).or_default().push(finding);
        }
        let mut controls = BTreeMap::new();
        for policy in &assessment.policies {
            for control in &policy.controls {
                let key = (policy.id.as_str(), control.id.as_str());
                controls.entry(key).or_insert((policy, control));
            }
        }
        Self {
            assessment,
            findings,
            controls,
            subjects: assessment.subjects.iter().map(|s| (s.id.as_str(), s)).collect(),
        }
    }

    /// The subject with an id.
    pub fn subject(&self, id: &str) -> Option<&'a SubjectRecord> {
        self.subjects.get(id).copied()
    }

    /// The policy with an id.
    pub fn policy(&self, id: &str) -> Option<&'a PolicyRecord> {
        self.assessment.policies.iter().find(|p| p.id == id)
    }

    /// All controls of all subjects, in the record's order.
    pub fn rows(&self) -> Vec<Row<'a>> {
        let rows = self.assessment.statuses.iter().filter_map(|status| {
            let (policy, control) = *self.controls.get(&(status.policy.as_str(), status.control.as_str()))?;
            let key = (status.subject.as_str(), status.policy.as_str(), status.control.as_str());
            let findings = self.findings.get(&key).cloned().unwrap_or_default();
            Some(Row {
                status,
                policy,
                control,
                findings,
            })
        });
        rows.collect()
    }

    /// The controls that are neither met nor out of scope, worst first: by status, waiver, severity, then order.
    pub fn open_rows(&self) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> = self
            .rows()
            .into_iter()
            .filter(|r| matches!(r.status.status, Status::NotSatisfied | Status::Indeterminate))
            .collect();
        rows.sort_by_key(|r| (r.status.waived, r.status.status, std::cmp::Reverse(r.severity())));
        rows
    }

    /// Counts per status of some controls.
    pub fn counts<'r>(rows: impl IntoIterator<Item = &'r Row<'a>>) -> Counts
    where
        'a: 'r,
    {
        let mut counts = [0; 5];
        for row in rows {
            let at = Status::WORST_FIRST.iter().position(|s| *s == row.status.status);
            if let Some(slot) = at.and_then(|at| counts.get_mut(at)) {
                *slot += 1;
            }
        }
        counts
    }
}

impl Row<'_> {
    /// The greatest severity of what failed or is undecided; the control's own where nothing did.
    pub fn severity(&self) -> Severity {
        self.findings
            .iter()
            .filter(|f| matches!(f.outcome, Outcome::Fail | Outcome::Error | Outcome::Unknown))
            .map(|f| f.severity)
            .max()
            .unwrap_or(self.control.severity)
    }

    /// The findings worst first, keeping the record's order among equals.
    pub fn findings_worst_first(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.findings.clone();
        findings.sort_by_key(|f| Outcome::WORST_FIRST.iter().position(|o| *o == f.outcome));
        findings
    }
}

/// The bundles for which nobody known vouches: name, version and digest, or the digest alone for a directory.
pub fn unsigned(assessment: &Assessment) -> Vec<String> {
    let unsigned = assessment
        .bundles
        .iter()
        .filter(|bundle| bundle.trust == Trust::Unsigned);
    let name = |bundle: &BundleRecord| {
        let parts = [bundle.id.as_deref(), bundle.version.as_deref()].into_iter().flatten();
        let digest = bundle.digest.to_string();
        parts.chain([digest.as_str()]).collect::<Vec<_>>().join(" ")
    };
    unsigned.map(name).collect()
}

/// An evidence reference for people: `path:line locator`.
pub fn place(reference: &EvidenceReference) -> String {
    let mut text = reference.path.clone();
    if let Some(line) = reference.line {
        text.push_str(&format!(":{line}"));
    }
    if !reference.locator.is_empty() {
        text.push_str(" › ");
        text.push_str(&reference.locator);
    }
    text
}

/// Evidence references for people, one text per file: `path:4, 7–9`, `path › A4, A5`. None is left out.
pub fn places(references: &[EvidenceReference]) -> Vec<String> {
    let mut order: Vec<&str> = Vec::new();
    let mut by_path: BTreeMap<&str, Vec<&EvidenceReference>> = BTreeMap::new();
    for reference in references {
        let list = by_path.entry(&reference.path).or_default();
        if list.is_empty() {
            order.push(&reference.path);
        }
        list.push(reference);
    }
    let text = |path: &str| match by_path.get(path).map_or(&[][..], Vec::as_slice) {
        [one] => place(one),
        many => {
            let mut text = path.to_owned();
            let plain = many.iter().filter(|r| r.locator.is_empty()).filter_map(|r| r.line);
            let lines = ranges(plain.collect());
            if !lines.is_empty() {
                text.push(':');
                text.push_str(&lines);
            }
            let located = many.iter().filter(|r| !r.locator.is_empty()).map(|r| match r.line {
                Some(line) => format!("{line} {}", r.locator),
                None => r.locator.clone(),
            });
            let located: Vec<String> = located.collect();
            if !located.is_empty() {
                text.push_str(" › ");
                text.push_str(&located.join(", "));
            }
            text
        }
    };
    order.into_iter().map(text).collect()
}

/// `1, 4–6, 9`: three or more in a row become a range.
fn ranges(mut numbers: Vec<u32>) -> String {
    numbers.sort_unstable();
    numbers.dedup();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let text = |(first, last): (u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    runs.into_iter().map(text).collect::<Vec<_>>().join(", ")
}

/// Text without characters that could steer a terminal or reorder a line: controls, and the Unicode overrides.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{EvidenceReference, clean, places};

    #[test]
    fn references_to_one_file_stand_together_and_none_is_lost() {
        let at = |path: &str, line: Option<u32>, locator: &str| EvidenceReference {
            path: path.to_owned(),
            line,
            locator: locator.to_owned(),
        };
        let references = [
            at("b.csv", Some(4), ""),
            at("a.xlsx", None, "S!A4"),
            at("b.csv", Some(6), ""),
            at("b.csv", Some(5), ""),
            at("b.csv", Some(9), ""),
            at("a.xlsx", None, "S!A7"),
            at("c.json", Some(2), "/x"),
        ];
        assert_eq!(
            places(&references),
            ["b.csv:4–6, 9", "a.xlsx › S!A4, S!A7", "c.json:2 › /x"]
        );
    }

    #[test]
    fn escapes_of_a_terminal_do_not_survive() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
        assert_eq!(clean("設備台帳"), "設備台帳");
    }
}
