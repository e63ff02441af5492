//! What is taken out of a record, part by part. Every part is built anew: what is not named here does not come along.

use super::order::Names;
use super::{BLACK, Common};
use sekisho_model::assessment::{Assessment, PluginRecord, PolicyRecord, StatusRecord, SubjectRecord, WaiverRecord};
use sekisho_model::check::{Argument, fill};
use sekisho_model::excerpt::Tlp;
use sekisho_model::finding::{EvidenceReference, Finding, Message};
use sekisho_model::ledger::{Entry, Ledger, State, WaivedUntil};
use sekisho_model::{Bilingual, Date, Diagnostic, Digest, Evidence};
use std::collections::BTreeMap;

/// Stands for a digest that is not passed on.
const NONE: Digest = Digest::from_bytes([0; 32]);
/// The one reason for not running a check that names nobody.
const BY_PROFILE: &str = "excluded by profile";

/// The message of the host's own that stands in many records; its words hold no name once its argument is gone.
const CONTRADICTED: &str = "host-answer-contradicted";

struct Redaction<'a, 'c> {
    tlp: Tlp,
    names: Names<'a>,
    common: &'a Common<'c>,
}

pub(super) fn redact<'a>(assessment: &'a Assessment, tlp: Tlp, common: &'a Common<'_>) -> Assessment {
    let this = Redaction {
        tlp,
        names: Names::of(assessment),
        common,
    };
    let is_clear = tlp == Tlp::Clear;
    let mut subjects: Vec<SubjectRecord> = assessment.subjects.iter().map(|s| this.subject(s)).collect();
    subjects.sort_by(|a, b| a.id.cmp(&b.id));
    // Stable: inside a subject the order of the record stays, and with it the order that the ledger relies on.
    let mut statuses: Vec<StatusRecord> = assessment.statuses.iter().map(|s| this.status(s)).collect();
    statuses.sort_by(|a, b| a.subject.cmp(&b.subject));
    let (mut findings, mut evidence, mut entries, mut diagnostics, mut waivers) = Default::default();
    if !is_clear {
        findings = this.findings(&assessment.findings);
        evidence = assessment.evidence.iter().map(|e| this.evidence(e)).collect::<Vec<_>>();
        evidence.sort_by(|a, b| (&a.subject, &a.path).cmp(&(&b.subject, &b.path)));
        entries = assessment
            .ledger
            .entries
            .iter()
            .map(|e| this.entry(e))
            .collect::<Vec<_>>();
        entries.sort_by(|a, b| a.subject.cmp(&b.subject));
        diagnostics = assessment
            .diagnostics
            .iter()
            .map(|d| this.diagnostic(d))
            .collect::<Vec<_>>();
        diagnostics.sort();
        waivers = assessment.waivers.iter().map(|w| this.waiver(w)).collect::<Vec<_>>();
        waivers.sort_by(|a, b| a.id.cmp(&b.id));
    }
    Assessment {
        format: assessment.format.clone(),
        verdict: assessment.verdict,
        as_of: if is_clear {
            month(assessment.as_of)
        } else {
            assessment.as_of
        },
        tool: assessment.tool.clone(),
        policies: assessment.policies.iter().map(|p| this.policy(p)).collect(),
        plugins: assessment.plugins.iter().map(|p| this.plugin(p)).collect(),
        bundles: assessment.bundles.clone(),
        subjects,
        evidence,
        findings,
        statuses,
        waivers,
        diagnostics,
        ledger: Ledger {
            leaves: assessment.ledger.leaves,
            root: NONE,
            entries,
        },
    }
}

/// The first day of the month.
fn month(day: Date) -> Date {
    let (year, month, _) = day.ymd();
    Date::from_ymd(year, month, 1).unwrap_or(day)
}

impl Redaction<'_, '_> {
    fn is_open(&self) -> bool {
        matches!(self.tlp, Tlp::Green | Tlp::Clear)
    }

    fn subject(&self, subject: &SubjectRecord) -> SubjectRecord {
        let id = self.names.subject(&subject.id);
        SubjectRecord {
            name: Bilingual::new(id.clone(), id.clone()),
            id,
            verdict: subject.verdict,
        }
    }

    fn status(&self, status: &StatusRecord) -> StatusRecord {
        StatusRecord {
            subject: self.names.subject(&status.subject),
            policy: status.policy.clone(),
            control: status.control.clone(),
            status: status.status,
            waived: status.waived,
        }
    }

    fn evidence(&self, evidence: &Evidence) -> Evidence {
        Evidence {
            subject: self.names.subject(&evidence.subject),
            path: self.names.file(&evidence.subject, &evidence.path),
            kind: evidence.kind,
            format: evidence.format.clone(),
            digest: NONE,
            size: 0,
            encoding: None,
            origin: None,
            collected_at: evidence.collected_at.filter(|_| !self.is_open()),
        }
    }

    fn findings(&self, findings: &[Finding]) -> Vec<Finding> {
        let mut redacted: Vec<Finding> = findings.iter().map(|f| self.finding(f)).collect();
        redacted.sort_by(|a, b| a.subject.cmp(&b.subject));
        // The identity of a finding is a digest over names, which could be tried out.
        for (number, finding) in redacted.iter_mut().enumerate() {
            finding.fingerprint = format!("F-{:06}", number + 1);
        }
        redacted
    }

    fn finding(&self, finding: &Finding) -> Finding {
        let mut evidence: Vec<EvidenceReference> = finding
            .evidence
            .iter()
            .map(|reference| EvidenceReference {
                path: self.names.file(&finding.subject, &reference.path),
                locator: String::new(),
                line: None,
            })
            .collect();
        evidence.sort();
        evidence.dedup();
        Finding {
            subject: self.names.subject(&finding.subject),
            policy: finding.policy.clone(),
            control: finding.control.clone(),
            plugin: finding.plugin.clone(),
            check: finding.check.clone(),
            outcome: finding.outcome,
            severity: finding.severity,
            message: self.message(finding),
            evidence,
            waived: finding.waived.as_deref().map(|id| self.names.waiver(id)),
            fingerprint: String::new(),
        }
    }

    fn message(&self, finding: &Finding) -> Message {
        let id = finding.message.id.clone();
        let Some(words) = (self.common.message)(&finding.plugin, &id) else {
            let (ja, en) = if id == CONTRADICTED {
                (
                    "実施済みという回答に反して、証跡は未充足を示しています".to_owned(),
                    "the answer says that this is implemented, evidence says otherwise".to_owned(),
                )
            } else {
                (
                    format!("詳細は開示しない ({id})"),
                    format!("details are not disclosed ({id})"),
                )
            };
            return Message {
                ja,
                en,
                id,
                args: BTreeMap::new(),
                hint: None,
            };
        };
        let args = finding.message.args.iter().map(|(name, value)| {
            let value = match value {
                Argument::Text(text) if !self.may_stand(text, finding) => Argument::Text(BLACK.to_owned()),
                other => other.clone(),
            };
            (name.clone(), value)
        });
        let args: BTreeMap<String, Argument> = args.collect();
        let hint = words.hint.is_complete().then(|| {
            let hint = &words.hint;
            Bilingual::new(fill(&hint.ja, &args), fill(&hint.en, &args))
        });
        Message {
            ja: fill(&words.text.ja, &args),
            en: fill(&words.text.en, &args),
            id,
            args,
            hint,
        }
    }

    /// Whether a text in a finding tells of nobody: it is the control's own, or everybody's, or a day.
    fn may_stand(&self, text: &str, finding: &Finding) -> bool {
        let full = format!("{}:{}", finding.policy, finding.control);
        let own = [&finding.control, &finding.check, &finding.policy, &full];
        let is_day = text.len() == 10 && Date::parse(text).is_some();
        own.into_iter().any(|one| one == text) || (self.common.is_word)(text) || (is_day && !self.is_open())
    }

    fn entry(&self, entry: &Entry) -> Entry {
        Entry {
            subject: self.names.subject(&entry.subject),
            policy: entry.policy.clone(),
            control: entry.control.clone(),
            plugin: entry.plugin.clone(),
            check: entry.check.clone(),
            instance: entry.instance,
            state: match &entry.state {
                State::NotRun(reason) if reason != BY_PROFILE => State::NotRun(BLACK.to_owned()),
                other => other.clone(),
            },
            waived: entry.waived.as_ref().map(|waived| WaivedUntil {
                id: self.names.waiver(&waived.id),
                until: waived.until,
            }),
            findings: entry.findings,
            findings_digest: NONE,
            parameters_digest: NONE,
        }
    }

    fn waiver(&self, waiver: &WaiverRecord) -> WaiverRecord {
        // A waiver that fits nothing may have anything written in it.
        let fits = |text: &str| {
            if waiver.entries > 0 {
                text.to_owned()
            } else {
                BLACK.to_owned()
            }
        };
        WaiverRecord {
            id: self.names.waiver(&waiver.id),
            policy: fits(&waiver.policy),
            control: fits(&waiver.control),
            check: fits(&waiver.check),
            subject: BLACK.to_owned(),
            justification: BLACK.to_owned(),
            approver: BLACK.to_owned(),
            expires: waiver.expires,
            state: waiver.state.clone(),
            entries: waiver.entries,
        }
    }

    fn diagnostic(&self, diagnostic: &Diagnostic) -> Diagnostic {
        let remark = Diagnostic::new(diagnostic.level, &diagnostic.code, BLACK);
        match diagnostic.subject.as_deref() {
            Some(subject) => remark.of_subject(self.names.subject(subject)),
            None => remark,
        }
    }

    fn policy(&self, policy: &PolicyRecord) -> PolicyRecord {
        let mut policy = policy.clone();
        // The words of a table of risk sources are those of the user's own copy of a guideline.
        for source in policy.risks.iter_mut().flat_map(|table| &mut table.sources) {
            for text in [&mut source.incident, &mut source.threat, &mut source.vulnerability] {
                text.clear();
            }
        }
        if let Some(table) = policy.risks.as_mut().filter(|_| self.is_open()) {
            table.digest = NONE;
        }
        if !self.is_open() {
            return policy;
        }
        policy.digest = NONE;
        let own = policy
            .profile
            .as_deref()
            .filter(|profile| !(self.common.is_profile)(&policy.id, profile));
        if own.is_some() {
            policy.profile = Some(BLACK.to_owned());
            for control in &mut policy.controls {
                let black = || Bilingual::new(BLACK, BLACK);
                if control.excluded.is_some() {
                    control.excluded = Some(black());
                }
                if let Some(scope) = &mut control.scope {
                    scope.reason = black();
                }
            }
        }
        policy
    }

    fn plugin(&self, plugin: &PluginRecord) -> PluginRecord {
        PluginRecord {
            id: plugin.id.clone(),
            version: plugin.version.clone(),
            digest: if self.is_open() { NONE } else { plugin.digest },
            interface: plugin.interface.clone(),
            authority: plugin.authority.clone(),
            // What it cost tells how much evidence there was.
            fuel: 0,
            measured_subjects: 0,
            checks: Vec::new(),
        }
    }
}
