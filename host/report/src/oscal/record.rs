//! A record with what every part of the report asks of it: what belongs to what, and how things are called.

use sekisho_model::assessment::{ControlRecord, PolicyRecord, StatusRecord, SubjectRecord};
use sekisho_model::canonical::{self, CanonicalError};
use sekisho_model::check::Argument;
use sekisho_model::finding::Finding;
use sekisho_model::ledger::{Entry, State};
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Digest, Evidence, Outcome, assessment};
use sekisho_oscal::id;
use sekisho_oscal::shapes::Party;
use std::collections::{BTreeMap, BTreeSet};

/// The check of an answer sheet: its statements name who made them.
const ANSWER: (&str, &str) = ("common/answers", "attest");

type Key<'a> = (&'a str, &'a str, &'a str);

/// A record, indexed.
pub(super) struct Record<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) language: Language,
    /// Digest of the canonical record.
    pub(super) digest: Digest,
    digest_text: String,
    subjects: BTreeMap<&'a str, &'a SubjectRecord>,
    policies: BTreeMap<&'a str, &'a PolicyRecord>,
    controls: BTreeMap<(&'a str, &'a str), &'a ControlRecord>,
    evidence: BTreeMap<(&'a str, &'a str), &'a Evidence>,
    findings: BTreeMap<Key<'a>, Vec<usize>>,
    entries: BTreeMap<Key<'a>, Vec<&'a Entry>>,
    places: Vec<usize>,
}

impl<'a> Record<'a> {
    pub(super) fn new(assessment: &'a Assessment, language: Language) -> Result<Self, CanonicalError> {
        let mut findings: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
        for (at, f) in assessment.findings.iter().enumerate() {
            findings
                .entry((&f.subject, &f.policy, &f.control))
                .or_default()
                .push(at);
        }
        let mut entries: BTreeMap<Key<'_>, Vec<&Entry>> = BTreeMap::new();
        for entry in &assessment.ledger.entries {
            entries
                .entry((&entry.subject, &entry.policy, &entry.control))
                .or_default()
                .push(entry);
        }
        let controls = assessment.policies.iter().flat_map(|policy| {
            let of = policy.controls.iter();
            of.map(|control| ((policy.id.as_str(), control.id.as_str()), control))
        });
        let evidence = assessment.evidence.iter();
        let digest = canonical::digest(assessment)?;
        Ok(Self {
            assessment,
            language,
            digest,
            digest_text: digest.to_string(),
            subjects: assessment.subjects.iter().map(|s| (s.id.as_str(), s)).collect(),
            policies: assessment.policies.iter().map(|p| (p.id.as_str(), p)).collect(),
            controls: controls.collect(),
            evidence: evidence.map(|e| ((e.subject.as_str(), e.path.as_str()), e)).collect(),
            findings,
            entries,
            places: places(assessment),
        })
    }

    /// Whether it is a record, and not an excerpt of one.
    pub(super) fn is_whole(&self) -> bool {
        self.assessment.format == assessment::FORMAT
    }

    /// A digest, but for the one that stands in an excerpt for what is not passed on.
    pub(super) fn told(digest: Digest) -> Option<Digest> {
        (digest.as_bytes() != &[0; 32]).then_some(digest)
    }

    /// The UUID of something of this record alone.
    pub(super) fn here(&self, words: &[&str]) -> String {
        id::uuid(&[&[self.digest_text.as_str()], words].concat())
    }

    /// The UUID of a subject, or of something about it that later records speak of too. An excerpt's subjects have made-up
    /// names: they are nobody outside of it.
    pub(super) fn of_subject(&self, subject: &str, words: &[&str]) -> String {
        let name = self.subjects.get(subject).map(|s| &s.name);
        let (ja, en) = name.map_or(("", ""), |name| (name.ja.as_str(), name.en.as_str()));
        let words = [&["subject", subject, ja, en], words].concat();
        if self.is_whole() {
            id::uuid(&words)
        } else {
            self.here(&words)
        }
    }

    /// The UUID of an observation: that of a finding of the record.
    pub(super) fn observation(&self, at: usize) -> String {
        self.here(&["observation", &at.to_string()])
    }

    /// The UUID of a plugin as used; that of the tool itself where the record does not know the plugin.
    pub(super) fn tool(&self, plugin: &str) -> String {
        match self.assessment.plugins.iter().find(|p| p.id == plugin) {
            Some(known) => id::uuid(&["plugin", &known.id, &known.version, &known.digest.to_string()]),
            None => self.platform(),
        }
    }

    /// The UUID of the program.
    pub(super) fn platform(&self) -> String {
        let tool = &self.assessment.tool;
        id::uuid(&["tool", &tool.name, &tool.version])
    }

    /// The token by which the record's objectives are known: what the checks of a policy decide about a control.
    pub(super) fn objective(policy: &str, control: &str) -> String {
        let uuid = id::uuid(&["objective", policy, control]);
        let tail: String = uuid.chars().filter(char::is_ascii_hexdigit).take(12).collect();
        format!("{}_obj_{tail}", id::token(control))
    }

    pub(super) fn subject(&self, id: &str) -> Option<&'a SubjectRecord> {
        self.subjects.get(id).copied()
    }

    pub(super) fn policy(&self, id: &str) -> Option<&'a PolicyRecord> {
        self.policies.get(id).copied()
    }

    pub(super) fn control(&self, policy: &str, control: &str) -> Option<&'a ControlRecord> {
        self.controls.get(&(policy, control)).copied()
    }

    pub(super) fn evidence(&self, subject: &str, path: &str) -> Option<&'a Evidence> {
        self.evidence.get(&(subject, path)).copied()
    }

    /// A subject's name in the asked language; its id where it has none.
    pub(super) fn name(&self, subject: &'a str, l: Language) -> &'a str {
        let name = self.subject(subject).map(|s| s.name.get(l));
        name.filter(|n| !n.trim().is_empty()).unwrap_or(subject)
    }

    /// The findings behind a status, with their places in the record.
    pub(super) fn behind(&self, status: &'a StatusRecord) -> impl Iterator<Item = (usize, &'a Finding)> {
        let key = (status.subject.as_str(), status.policy.as_str(), status.control.as_str());
        let list = self.findings.get(&key).map_or(&[][..], Vec::as_slice);
        let findings = &self.assessment.findings;
        list.iter().filter_map(|at| Some((*at, findings.get(*at)?)))
    }

    /// The ledger entries behind a status.
    pub(super) fn entries(&self, status: &'a StatusRecord) -> &[&'a Entry] {
        let key = (status.subject.as_str(), status.policy.as_str(), status.control.as_str());
        self.entries.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The checks that were planned and not run, with the reason.
    pub(super) fn not_run(&self, status: &'a StatusRecord) -> impl Iterator<Item = (&'a Entry, &'a str)> {
        self.entries(status).iter().filter_map(|entry| match &entry.state {
            State::NotRun(reason) => Some((*entry, reason.as_str())),
            State::Outcome(_) => None,
        })
    }

    /// Which entry of the ledger a finding stands for, from 0; nothing where the ledger counts other findings.
    pub(super) fn place(&self, finding: usize) -> Option<usize> {
        self.places.get(finding).copied()
    }

    /// Who made a statement, where the finding says so.
    pub(super) fn speaker(finding: &'a Finding) -> Option<&'a str> {
        if finding.outcome != Outcome::Attested || (finding.plugin.as_str(), finding.check.as_str()) != ANSWER {
            return None;
        }
        match finding.message.args.get("by") {
            Some(Argument::Text(name)) if !name.trim().is_empty() => Some(name),
            _ => None,
        }
    }

    /// Everybody who made a statement.
    pub(super) fn people(&self) -> BTreeSet<&'a str> {
        self.assessment.findings.iter().filter_map(Self::speaker).collect()
    }

    /// A person, who is somebody else in every record: a name alone does not say who it is.
    pub(super) fn person(&self, name: &str) -> Party {
        Party::person(name, &[&self.digest_text])
    }
}

/// The ledger entry of every finding: they stand in its order, as many for each entry as it says.
fn places(assessment: &Assessment) -> Vec<usize> {
    let entries = &assessment.ledger.entries;
    let total: u64 = entries.iter().map(|e| u64::from(e.findings)).sum();
    if usize::try_from(total) != Ok(assessment.findings.len()) {
        return Vec::new();
    }
    let each = entries.iter().enumerate();
    each.flat_map(|(at, e)| std::iter::repeat_n(at, e.findings as usize))
        .collect()
}
