//! An observation for every finding of the record: what a check concluded, how, from which evidence.

use super::record::Record;
use super::shapes::{Actor, Observation, Origin, RelevantEvidence};
use super::{attestations, plan, subjects};
use crate::each::Each;
use crate::view::{place, places};
use crate::words;
use sekisho_model::finding::{EvidenceReference, Finding};
use sekisho_model::text::Language;
use sekisho_model::{EvidenceKind, Outcome};
use sekisho_oscal::shapes::{Link, Prop};
use sekisho_oscal::text;
use std::collections::BTreeSet;

pub(super) fn all<'r>(record: &'r Record<'r>) -> Each<'r, Observation> {
    Each::new(|| {
        let findings = record.assessment.findings.iter().enumerate();
        findings.map(|(at, finding)| observation(record, at, finding))
    })
}

fn observation<'a>(record: &Record<'a>, at: usize, finding: &'a Finding) -> Observation {
    let l = record.language;
    let (first, second) = match l {
        Language::Ja => (&finding.message.ja, &finding.message.en),
        Language::En => (&finding.message.en, &finding.message.ja),
    };
    let title = format!(
        "{} {}: {}",
        finding.control,
        finding.check,
        words::outcome(finding.outcome, l)
    );
    let mut remarks = text::prose(second);
    if let Some(hint) = &finding.message.hint {
        remarks.push_str("\n\n");
        remarks.push_str(&text::both(hint, l));
    }
    let mut actors = vec![Actor {
        kind: "tool",
        actor_uuid: record.tool(&finding.plugin),
        role_id: None,
    }];
    if let Some(name) = Record::speaker(finding) {
        actors.push(Actor {
            kind: "party",
            actor_uuid: record.person(name).uuid,
            role_id: Some(attestations::ROLE),
        });
    }
    Observation {
        uuid: record.observation(at),
        title: text::line(&title),
        description: text::prose(first),
        props: props(record, at, finding),
        methods: methods(record, finding),
        types: vec![if finding.outcome == Outcome::Fail {
            "finding"
        } else {
            "control-objective"
        }],
        origins: vec![Origin { actors }],
        subjects: vec![subjects::reference(record, &finding.subject)],
        relevant_evidence: relevant(record, finding),
        collected: collected(record, finding),
        remarks,
    }
}

fn props(record: &Record<'_>, at: usize, finding: &Finding) -> Vec<Prop> {
    let mut props = vec![
        Prop::own("outcome", finding.outcome.name()),
        Prop::own("severity", finding.severity.name()),
        Prop::own("policy", &finding.policy),
        Prop::own("control", &finding.control),
        Prop::own("check", &format!("{}:{}", finding.plugin, finding.check)),
        Prop::own("message", &finding.message.id),
        Prop::own("fingerprint", &finding.fingerprint),
    ];
    let entry = record.place(at).filter(|_| record.is_whole());
    props.extend(entry.map(|entry| Prop::own("ledger-entry", &entry.to_string())));
    props.extend(finding.waived.iter().map(|waiver| Prop::own("waiver", waiver)));
    props
}

/// How it was decided (SP 800-53A): a person was asked (`INTERVIEW`), a register that people keep was read (`EXAMINE`), or
/// what machines say of themselves was held against what is wanted (`TEST`). Where nothing is cited, what was looked for
/// was looked for in files.
fn methods(record: &Record<'_>, finding: &Finding) -> Vec<&'static str> {
    let kinds = finding
        .evidence
        .iter()
        .filter_map(|e| Some(record.evidence(&finding.subject, &e.path)?.kind));
    let mut methods: BTreeSet<&str> = kinds.map(method).collect();
    if Record::speaker(finding).is_some() {
        methods.insert("INTERVIEW");
    }
    if methods.is_empty() {
        methods.insert("EXAMINE");
    }
    methods.into_iter().collect()
}

fn method(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Answers => "INTERVIEW",
        EvidenceKind::Sbom | EvidenceKind::Advisories | EvidenceKind::Settings => "TEST",
        EvidenceKind::Assets | EvidenceKind::Register | EvidenceKind::DataFlows | EvidenceKind::Unrecognized => {
            "EXAMINE"
        }
    }
}

/// The files that a finding cites, each once with all places in it.
fn relevant(record: &Record<'_>, finding: &Finding) -> Vec<RelevantEvidence> {
    let mut seen = BTreeSet::new();
    let paths = finding.evidence.iter().filter(|e| seen.insert(e.path.as_str()));
    let paths: Vec<&str> = paths.map(|e| e.path.as_str()).collect();
    // One text for each path, in the same order.
    let texts = if let [one] = finding.evidence.as_slice() {
        vec![place(one)]
    } else {
        places(&finding.evidence)
    };
    let each = paths.into_iter().zip(texts);
    each.map(|(path, told)| {
        let known = record.evidence(&finding.subject, path);
        let mut props = Vec::new();
        if let Some(known) = known {
            props.extend(Record::told(known.digest).map(|d| Prop::own("digest", &d.to_string())));
            props.push(Prop::own("kind", known.kind.name()));
            props.extend(
                known
                    .collected_at
                    .map(|day| Prop::own("collected-at", &day.to_string())),
            );
        }
        let resource = known.map(|k| Link::to(&plan::evidence_uuid(record, &k.subject, &k.path), "evidence"));
        RelevantEvidence {
            href: plan::evidence_href(&finding.subject, path),
            description: text::prose(&told),
            props,
            links: resource.into_iter().collect(),
        }
    })
    .collect()
}

/// The earliest day on which cited evidence was collected, where it is stated: nothing looks fresher than it is. Otherwise
/// the day of the assessment.
fn collected(record: &Record<'_>, finding: &Finding) -> String {
    let stated = |e: &EvidenceReference| record.evidence(&finding.subject, &e.path)?.collected_at;
    let earliest = finding.evidence.iter().filter_map(stated).min();
    let stated = earliest.and_then(text::moment);
    stated.unwrap_or_else(|| text::nearest_moment(record.assessment.as_of))
}
