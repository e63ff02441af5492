//! A finding for every status of a control for a subject.
//!
//! OSCAL's `state` is `satisfied` for what evidence shows to be met and for nothing else. What does not apply, rests on a
//! statement or is undecided is `not-satisfied` with reason `other`, and the property `status` says which of them it is.

use super::record::Record;
use super::shapes::{
    Actor, FindingOf, ImplementationStatus, Origin, RelatedObservation, RelatedRisk, Target, TargetStatus,
};
use super::{plan, risks};
use crate::each::Each;
use crate::words;
use sekisho_model::assessment::StatusRecord;
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Status};
use sekisho_oscal::shapes::Prop;
use sekisho_oscal::text;
use std::collections::BTreeSet;

pub(super) fn all<'r>(record: &'r Record<'r>) -> Each<'r, FindingOf> {
    Each::new(|| {
        let statuses = record.assessment.statuses.iter().enumerate();
        statuses.map(|(at, status)| finding(record, at, status))
    })
}

/// `CPS.AC-7 · 工場A: 未充足`
pub(super) fn title<'a>(record: &Record<'a>, status: &'a StatusRecord, l: Language) -> String {
    let name = record.name(&status.subject, l);
    format!("{} · {name}: {}", status.control, words::status(status.status, l))
}

/// The control's title with its status, in both languages.
pub(super) fn told<'a>(record: &Record<'a>, status: &'a StatusRecord) -> String {
    let title = record.control(&status.policy, &status.control).map(|c| &c.title);
    let line = |l: Language| {
        let word = words::status(status.status, l);
        let name = record.name(&status.subject, l);
        title.map_or_else(
            || format!("{name}: {word}"),
            |t| format!("{} – {name}: {word}", t.get(l)),
        )
    };
    text::both(&Bilingual::new(line(Language::Ja), line(Language::En)), record.language)
}

/// The tools that looked at a control of a subject: of the checks that were planned.
pub(super) fn origin<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Origin {
    let mut tools: BTreeSet<String> = record.behind(status).map(|(_, f)| record.tool(&f.plugin)).collect();
    if tools.is_empty() {
        tools.insert(record.platform());
    }
    let actors = tools.into_iter().map(|actor_uuid| Actor {
        kind: "tool",
        actor_uuid,
        role_id: None,
    });
    Origin {
        actors: actors.collect(),
    }
}

fn finding<'a>(record: &Record<'a>, at: usize, status: &'a StatusRecord) -> FindingOf {
    let observations = record.behind(status).map(|(at, _)| RelatedObservation {
        observation_uuid: record.observation(at),
    });
    let risks = risks::is_open(status).then(|| RelatedRisk {
        risk_uuid: risks::uuid(record, status),
    });
    let not_run = record
        .not_run(status)
        .map(|(entry, reason)| format!("{}:{} – not-run: {reason}", entry.plugin, entry.check));
    let not_run: Vec<String> = not_run.collect();
    FindingOf {
        uuid: record.here(&["finding", &at.to_string()]),
        title: text::line(&title(record, status, record.language)),
        description: told(record, status),
        props: props(record, status),
        links: plan::link(record, &status.policy).into_iter().collect(),
        origins: vec![origin(record, status)],
        target: target(record, status),
        related_observations: observations.collect(),
        related_risks: risks.into_iter().collect(),
        remarks: (!not_run.is_empty()).then(|| text::prose(&not_run.join("\n"))),
    }
}

fn props<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Vec<Prop> {
    let mut props = vec![
        Prop::own("status", status.status.name()),
        Prop::own("subject", &status.subject),
        Prop::own("policy", &status.policy),
        Prop::own("control", &status.control),
    ];
    if let Some(control) = record.control(&status.policy, &status.control) {
        props.push(Prop::own("severity", risks::severity(record, status).name()));
        props.push(Prop::own("confidence", &control.confidence));
        props.extend(control.levels.iter().map(|level| Prop::own("level", level)));
    }
    if status.waived {
        props.push(Prop::own("waived", "yes"));
    }
    props
}

fn target<'a>(record: &Record<'a>, status: &'a StatusRecord) -> Target {
    let (state, reason, note) = match status.status {
        Status::Satisfied => ("satisfied", "pass", None),
        Status::NotSatisfied => ("not-satisfied", "fail", None),
        Status::Attested => (
            "not-satisfied",
            "other",
            Some(Bilingual::new(
                "担当者の申告または台帳の記載による。証跡では確認していない。",
                "It rests on a person's statement or a register's entry; no evidence shows it.",
            )),
        ),
        Status::Indeterminate => (
            "not-satisfied",
            "other",
            Some(Bilingual::new(
                "判定できない。証跡が足りない、チェックが失敗した、または実行されなかった。",
                "It is undecided: evidence is missing, a check broke, or a check was not run.",
            )),
        ),
        Status::NotApplicable => (
            "not-satisfied",
            "other",
            Some(Bilingual::new(
                "対象外であり、満たすべきものではない。",
                "It does not apply: nothing is to be met.",
            )),
        ),
    };
    let is_out = status.status == Status::NotApplicable;
    Target {
        kind: "objective-id",
        target_id: Record::objective(&status.policy, &status.control),
        status: TargetStatus {
            state,
            reason,
            remarks: note.map(|note| text::both(&note, record.language)),
        },
        implementation_status: is_out.then_some(ImplementationStatus {
            state: "not-applicable",
        }),
    }
}
