//! A risk for every control of a subject that is open: not met, or not shown to be met. What a waiver covers is an approved
//! deviation until the waiver's last day; the waiver stands as an accepted response, what to do as a recommended one.

use super::findings;
use super::record::Record;
use super::shapes::{Characterization, Facet, RelatedObservation, Remediation, Risk};
use crate::each::Each;
use crate::words;
use sekisho_model::assessment::{StatusRecord, WaiverRecord};
use sekisho_model::ledger::WaivedUntil;
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Date, Outcome, Severity, Status};
use sekisho_oscal::shapes::Prop;
use sekisho_oscal::{NAMESPACE, text};
use std::collections::BTreeMap;

pub(super) fn all<'r>(record: &'r Record<'r>) -> Each<'r, Risk> {
    Each::new(|| {
        let open = record.assessment.statuses.iter().filter(|s| is_open(s));
        open.map(|status| risk(record, status))
    })
}

/// Whether a control is left to do.
pub(super) fn is_open(status: &StatusRecord) -> bool {
    matches!(status.status, Status::NotSatisfied | Status::Indeterminate)
}

/// The UUID of a risk: the same one in later records of the same subject.
pub(super) fn uuid<'a>(record: &Record<'a>, status: &'a StatusRecord) -> String {
    record.of_subject(&status.subject, &["risk", &status.policy, &status.control])
}

fn weighs(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Error | Outcome::Unknown)
}

/// The greatest severity of what failed or is undecided; the control's own where nothing did.
pub(super) fn severity<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Severity {
    let open = record.behind(status).filter(|(_, f)| weighs(f.outcome));
    let control = record.control(&status.policy, &status.control);
    let own = control.map_or(Severity::Medium, |c| c.severity);
    open.map(|(_, f)| f.severity).max().unwrap_or(own)
}

fn risk<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Risk {
    let waivers = waivers(record, status);
    let severity = severity(record, status);
    let line = |l| {
        let word = words::severity(severity, l);
        match (status.status, l) {
            (Status::NotSatisfied, Language::Ja) => format!("管理策が求めることを満たしていない(重大度: {word})。"),
            (Status::NotSatisfied, Language::En) => format!("What the control asks for is not met (severity: {word})."),
            (_, Language::Ja) => format!("管理策が求めることを満たしていると示されていない(重大度: {word})。"),
            (_, Language::En) => format!("What the control asks for is not shown to be met (severity: {word})."),
        }
    };
    let statement = Bilingual::new(line(Language::Ja), line(Language::En));
    let observations = record.behind(status).filter(|(_, f)| weighs(f.outcome));
    let last = waivers.iter().map(|w| w.until).min();
    Risk {
        uuid: uuid(record, status),
        title: text::line(&findings::title(record, status, record.language)),
        description: findings::told(record, status),
        statement: text::both(&statement, record.language),
        props: vec![
            Prop::own("subject", &status.subject),
            Prop::own("policy", &status.policy),
            Prop::own("control", &status.control),
            Prop::own("status", status.status.name()),
            Prop::own("severity", severity.name()),
        ],
        status: if status.waived { "deviation-approved" } else { "open" },
        origins: vec![findings::origin(record, status)],
        characterizations: vec![Characterization {
            origin: findings::origin(record, status),
            facets: vec![Facet {
                name: "severity",
                system: NAMESPACE,
                value: severity.name(),
            }],
        }],
        deadline: last.filter(|_| status.waived).and_then(text::moment),
        related_observations: observations
            .map(|(at, _)| RelatedObservation {
                observation_uuid: record.observation(at),
            })
            .collect(),
        remediations: remediations(record, status, &waivers),
    }
}

/// A waiver beside a ledger entry, with what the record says of it.
struct Waived<'a> {
    id: &'a str,
    until: Date,
    known: Option<&'a WaiverRecord>,
}

/// The waivers beside what is behind a status, each once.
fn waivers<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Vec<Waived<'a>> {
    let beside = record.entries(status).iter().filter_map(|e| e.waived.as_ref());
    let by_id: BTreeMap<&str, &WaivedUntil> = beside.map(|w| (w.id.as_str(), w)).collect();
    let each = by_id.into_iter().map(|(id, w)| Waived {
        id,
        until: w.until,
        known: record.assessment.waivers.iter().find(|known| known.id == id),
    });
    each.collect()
}

fn remediations<'a>(record: &Record<'a>, status: &'a StatusRecord, waivers: &[Waived<'_>]) -> Vec<Remediation> {
    let l = record.language;
    let name = |kind: &str, of: &str| record.here(&[kind, of, &status.subject, &status.policy, &status.control]);
    let accepted = waivers.iter().map(|waiver| {
        let mut props = vec![
            Prop::core("type", "accept"),
            Prop::own("waiver", waiver.id),
            Prop::own("expires", &waiver.until.to_string()),
        ];
        props.extend(waiver.known.map(|w| Prop::own("approver", &w.approver)));
        Remediation {
            uuid: name("waiver", waiver.id),
            lifecycle: "completed",
            title: text::line(&format!("{}: {}", words::waiver(l), waiver.id)),
            description: text::prose(waiver.known.map_or("", |w| w.justification.as_str())),
            props,
        }
    });
    let mut all: Vec<Remediation> = accepted.collect();
    let advice = advice(record, status);
    if !advice.is_empty() {
        all.push(Remediation {
            uuid: name("advice", ""),
            lifecycle: "recommendation",
            title: text::line(words::remediation(l)),
            description: advice.join("\n\n"),
            props: vec![Prop::core("type", "mitigate")],
        });
    }
    all
}

/// What to do: what the control says, then what the findings say, each once.
fn advice<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Vec<String> {
    let control = record.control(&status.policy, &status.control);
    let fix = control.and_then(|c| c.fix.as_ref());
    let open = record.behind(status).filter(|(_, f)| weighs(f.outcome));
    let hints = open.filter_map(|(_, f)| f.message.hint.as_ref());
    let mut seen: Vec<&Bilingual> = Vec::new();
    for text in fix.into_iter().chain(hints) {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen.into_iter().map(|t| text::both(t, record.language)).collect()
}
