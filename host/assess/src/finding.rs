//! Raw findings become the record's: texts in both languages, facts resolved to file, line and place.

use crate::subject::SubjectFacts;
use sekisho_catalog::CheckUse;
use sekisho_model::check::{Argument, MessageInfo, PluginInfo, fill};
use sekisho_model::finding::{EvidenceReference, Finding, Message, RawFinding};
use sekisho_model::{Bilingual, Digest, Outcome};
use sekisho_sandbox::{CheckRun, RunError};
use std::collections::{BTreeMap, BTreeSet};

/// Message id of a check that broke.
pub const CHECK_ERROR: &str = "host-check-error";
/// Message id of a statement that evidence contradicts.
pub const CONTRADICTED: &str = "host-answer-contradicted";

static NO_TEXT: MessageInfo = MessageInfo {
    text: NO_WORDS,
    hint: NO_WORDS,
};
const NO_WORDS: Bilingual = Bilingual {
    ja: String::new(),
    en: String::new(),
};

/// For which use of which check findings are made.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The subject.
    pub subject: &'a SubjectFacts,
    /// Policy id.
    pub policy: &'a str,
    /// Control id.
    pub control: &'a str,
    /// The use.
    pub used: &'a CheckUse,
}

impl Scope<'_> {
    /// The findings of one answer: at least one, since a broken check is a finding of outcome `error`.
    pub fn findings(&self, plugin: &PluginInfo, answer: &CheckRun) -> Vec<Finding> {
        match answer {
            Ok(raw) => raw.iter().map(|finding| self.finding(plugin, finding)).collect(),
            Err(error) => vec![self.broken(error)],
        }
    }

    fn finding(&self, plugin: &PluginInfo, raw: &RawFinding) -> Finding {
        // INVARIANT: the number was made of this plugin's messages.
        let (id, info) = plugin.messages.at(raw.message).unwrap_or(("?", &NO_TEXT));
        let hint = info
            .hint
            .is_complete()
            .then(|| Bilingual::new(fill(&info.hint.ja, &raw.arguments), fill(&info.hint.en, &raw.arguments)));
        let message = Message {
            id: id.to_owned(),
            ja: fill(&info.text.ja, &raw.arguments),
            en: fill(&info.text.en, &raw.arguments),
            args: raw.arguments.clone(),
            hint,
        };
        let evidence = raw.facts.iter().filter_map(|fact| self.reference(*fact)).collect();
        self.make(raw.outcome, message, without_twins(evidence))
    }

    fn reference(&self, fact: u32) -> Option<EvidenceReference> {
        let (file, line, locator) = match &self.subject.cited {
            Some(cited) => {
                let place = cited.get(fact as usize)?;
                (place.file, place.line, place.locator.clone())
            }
            None => {
                let place = self.subject.facts.find(fact)?;
                (place.file, place.line, place.locator.into_owned())
            }
        };
        let file = self.subject.evidence.get(file as usize)?;
        Some(EvidenceReference {
            path: file.path.clone(),
            locator,
            line: (line > 0).then_some(line),
        })
    }

    fn broken(&self, error: &RunError) -> Finding {
        let reason = error.reason();
        let args = BTreeMap::from([
            ("check".to_owned(), Argument::Text(self.used.check.clone())),
            ("reason".to_owned(), Argument::Text(reason.clone())),
        ]);
        let check = &self.used.check;
        let message = Message {
            id: CHECK_ERROR.to_owned(),
            ja: format!("チェック `{check}` は結論を出せなかった: {reason}"),
            en: format!("check `{check}` could not conclude: {reason}"),
            args,
            hint: Some(Bilingual::new(
                "プラグインの発行者に、原因となった証跡とともに報告してください。この管理策は未判定のままです。",
                "Report this to the plugin's publisher with the evidence that caused it; the control stays undecided.",
            )),
        };
        self.make(Outcome::Error, message, Vec::new())
    }

    /// The finding that a statement is contradicted by evidence, citing both sides.
    pub fn contradicted(&self, statements: &[Finding], failures: &[&Finding]) -> Finding {
        let checks: Vec<&str> = failures.iter().map(|f| f.check.as_str()).collect();
        let mut names = checks.clone();
        names.dedup();
        let names = names.join(", ");
        let message = Message {
            id: CONTRADICTED.to_owned(),
            ja: format!("実施済みという回答に反して、証跡は未充足を示しています ({names})"),
            en: format!("the answer says that this is implemented, evidence says otherwise ({names})"),
            args: BTreeMap::from([("checks".to_owned(), Argument::Text(names))]),
            hint: Some(Bilingual::new(
                "回答と証跡のどちらが現状を示すかを確かめ、誤っている方を直してください。",
                "Find out which of the two shows the present state, and correct the other.",
            )),
        };
        let evidence = statements
            .iter()
            .chain(failures.iter().copied())
            .flat_map(|f| f.evidence.iter().cloned());
        self.make(Outcome::Fail, message, without_twins(evidence.collect()))
    }

    fn make(&self, outcome: Outcome, message: Message, evidence: Vec<EvidenceReference>) -> Finding {
        Finding {
            subject: self.subject.id.clone(),
            policy: self.policy.to_owned(),
            control: self.control.to_owned(),
            plugin: self.used.plugin.clone(),
            check: self.used.check.clone(),
            outcome,
            severity: self.used.severity,
            fingerprint: String::new(),
            message,
            evidence,
            waived: None,
        }
    }
}

/// Each reference once, where it first stood.
fn without_twins(mut evidence: Vec<EvidenceReference>) -> Vec<EvidenceReference> {
    if evidence.len() > 1 {
        let mut seen = BTreeSet::new();
        evidence.retain(|reference| seen.insert(reference.clone()));
    }
    evidence
}

/// Gives findings their identity: subject, policy, control, check, message id and evidence, never a text; equal ones
/// are told apart by their number.
pub fn fingerprint(findings: &mut [Finding]) {
    let mut seen: BTreeMap<Digest, u32> = BTreeMap::new();
    let mut bytes = Vec::new();
    for finding in findings {
        let identity = [
            &finding.subject,
            &finding.policy,
            &finding.control,
            &finding.plugin,
            &finding.check,
            &finding.message.id,
        ];
        let references = finding.evidence.iter();
        let cited = references.flat_map(|reference| [&reference.path, &reference.locator]);
        // Length-prefixed, so that no two lists of texts run together.
        bytes.clear();
        for part in identity.into_iter().chain(cited) {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        let digest = Digest::of(&bytes);
        let mut base = digest.hex();
        base.truncate(32);
        let number = seen.entry(digest).or_default();
        finding.fingerprint = if *number == 0 { base } else { format!("{base}-{number}") };
        *number += 1;
    }
}

/// The outcome of several findings: the greatest of them; informational ones decide nothing beside others.
pub fn outcome(findings: &[Finding]) -> Outcome {
    findings.iter().map(|f| f.outcome).max().unwrap_or(Outcome::Error)
}
