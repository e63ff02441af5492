//! The buyer's gate: take a delivered product, hold it back, or refuse it, with the reasons. Decided from the record alone, by
//! the rules of docs/gate.md:
//!
//! - refuse: a control of `reject_from` or graver is not satisfied, and no waiver covers it;
//! - hold: something is undecided, or was not delivered;
//! - accept: otherwise; what is open below that severity, and what a waiver covers, stands beside the decision.

mod reason;

use super::{dates, pick};
use crate::by_subject::BySubject;
use crate::page::{Cell, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use reason::{Reason, bare, failures, undecided};
use sekisho_model::assessment::SubjectRecord;
use sekisho_model::diagnostic::Level;
use sekisho_model::text::Language;
use sekisho_model::{Diagnostic, Severity, Status, Verdict};
use serde_json::json;

/// Whether a product is taken; the order is that of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Decision {
    Accept,
    Hold,
    Reject,
}

impl Decision {
    const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Hold => "hold",
            Self::Reject => "reject",
        }
    }

    const fn text(self, l: Language) -> &'static str {
        match self {
            Self::Accept => pick(l, "受入", "accept"),
            Self::Hold => pick(l, "保留", "hold"),
            Self::Reject => pick(l, "拒否", "reject"),
        }
    }

    /// The verdict whose colour it has.
    const fn tone(self) -> Verdict {
        match self {
            Self::Accept => Verdict::Conformant,
            Self::Hold => Verdict::Indeterminate,
            Self::Reject => Verdict::NonConformant,
        }
    }
}

/// A decision about one subject.
#[derive(Debug)]
struct Gate<'a> {
    subject: &'a SubjectRecord,
    decision: Decision,
    reasons: Vec<Reason>,
    /// Open below the severity, or waived.
    beside: Vec<Reason>,
}

pub(super) fn page(view: &View<'_>, reject_from: Option<Severity>, l: Language) -> Page {
    let from = reject_from.unwrap_or(Severity::High);
    let rows = view.rows();
    let rows = BySubject::rows(&rows);
    // What is not of a subject is of all of them.
    let errors = view.assessment.diagnostics.iter().filter(|d| d.level == Level::Error);
    let errors = BySubject::new(errors.map(|d| (d.subject.as_deref().unwrap_or_default(), d)));
    let subjects = view.assessment.subjects.iter();
    let gates: Vec<Gate<'_>> = subjects
        .map(|subject| {
            let unreadable = errors.of("").iter().chain(errors.of(&subject.id));
            decide(subject, rows.of(&subject.id), unreadable.copied(), from)
        })
        .collect();
    let worst = gates.iter().map(|g| g.decision).max().unwrap_or(Decision::Hold);
    let mut sections = vec![overview(&gates, l)];
    sections.extend(gates.iter().filter_map(|gate| reasons(gate, l)));
    Page {
        title: pick(l, "受入判定", "Gate: what is delivered").to_owned(),
        tone: worst.tone().name(),
        lead: vec![dates(view.assessment, l), rule(from, l)],
        sections,
        data: json!({
            "view": "gate", "as_of": view.assessment.as_of, "record": view.assessment.ledger.root,
            "policies": view.assessment.policies.iter().map(|p| json!({ "id": p.id, "version": p.version, "profile": p.profile })).collect::<Vec<_>>(),
            "reject_from": from,
            "decisions": gates.iter().map(|g| json!({
                "subject": g.subject.id, "name": g.subject.name, "decision": g.decision.name(),
                "reasons": g.reasons.iter().map(Reason::json).collect::<Vec<_>>(),
                "beside": g.beside.iter().map(Reason::json).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }),
    }
}

fn decide<'a, 'd>(
    subject: &'a SubjectRecord,
    own: &[&Row<'_>],
    unreadable: impl Iterator<Item = &'d Diagnostic>,
    from: Severity,
) -> Gate<'a> {
    let (mut found, mut beside) = (Vec::new(), Vec::new());
    for row in own {
        match row.status.status {
            Status::NotSatisfied => {
                for reason in failures(row) {
                    match reason.because {
                        "not-delivered" => found.push((Decision::Hold, reason)),
                        "not-satisfied" if reason.severity >= from => found.push((Decision::Reject, reason)),
                        _ => beside.push(reason),
                    }
                }
                // Beside what fails something may be undecided as well: it must not be lost.
                let unknown = undecided(row, false);
                found.extend(unknown.into_iter().map(|reason| (Decision::Hold, reason)));
            }
            Status::Indeterminate => {
                let unknown = undecided(row, true);
                found.extend(unknown.into_iter().map(|reason| (Decision::Hold, reason)));
            }
            Status::Attested | Status::Satisfied | Status::NotApplicable => {}
        }
    }
    found.extend(unreadable.map(|d| (Decision::Hold, bare(&d.code, "unreadable", Some(&d.message)))));
    if own.is_empty() {
        found.push((Decision::Hold, bare("nothing-assessed", "unknown", None)));
    }
    found.sort_by_key(|(decision, reason)| std::cmp::Reverse((*decision, reason.severity)));
    Gate {
        subject,
        decision: found.iter().map(|(d, _)| *d).max().unwrap_or(Decision::Accept),
        reasons: found.into_iter().map(|(_, reason)| reason).collect(),
        beside,
    }
}

fn rule(from: Severity, l: Language) -> String {
    let word = words::severity(from, l);
    match l {
        Language::Ja => format!(
            "拒否: 重大度「{word}」以上の未充足がある(例外承認されたものを除く)。保留: 判定できないもの、または納められていないものがある。受入: それ以外。"
        ),
        Language::En => format!(
            "Reject: a control of severity {word} or above is not satisfied and not waived. Hold: something is undecided or was not delivered. Accept: otherwise."
        ),
    }
}

fn overview(gates: &[Gate<'_>], l: Language) -> Section {
    let row = |gate: &Gate<'_>| {
        let mut codes: Vec<&str> = Vec::new();
        for reason in &gate.reasons {
            if !codes.contains(&reason.code.as_str()) {
                codes.push(&reason.code);
            }
        }
        vec![
            Cell::text(format!("{} ({})", gate.subject.name.get(l), gate.subject.id)),
            Cell::verdict(gate.decision.tone(), gate.decision.text(l)),
            Cell::text(codes.join(", ")),
            Cell::number(gate.beside.len()),
        ]
    };
    let columns = [
        pick(l, "納品物", "delivery"),
        pick(l, "判定", "decision"),
        pick(l, "理由コード", "reason codes"),
        pick(l, "判定に影響しない指摘", "remarks beside it"),
    ];
    Section {
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: gates.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: false,
        }),
        ..Section::default()
    }
}

/// The reasons of one delivery, then what stands beside them.
fn reasons(gate: &Gate<'_>, l: Language) -> Option<Section> {
    let because = |word: &str| match word {
        "not-satisfied" => pick(l, "未充足", "not satisfied"),
        "not-delivered" => pick(l, "納められていない", "not delivered"),
        "waived" => pick(l, "例外承認済み", "waived"),
        "error" => pick(l, "検査の失敗", "the check broke"),
        "unreadable" => pick(l, "読めない証跡", "evidence unreadable"),
        _ => pick(l, "判定できない", "undecided"),
    };
    let row = |reason: &Reason| {
        let message = reason.message.as_ref().map_or("", |(ja, en)| pick(l, ja, en));
        vec![
            Cell::text(&*reason.code),
            Cell::text(because(reason.because)),
            Cell::text(&*reason.control),
            Cell::text(words::severity(reason.severity, l)),
            Cell::text(message),
        ]
    };
    let columns = [
        pick(l, "理由コード", "reason code"),
        pick(l, "なぜ", "because"),
        words::control(l),
        pick(l, "重大度", "severity"),
        pick(l, "内容", "what was found"),
    ];
    let rows: Vec<Vec<Cell>> = gate.reasons.iter().chain(&gate.beside).map(row).collect();
    (!rows.is_empty()).then(|| Section {
        heading: format!("{}: {}", gate.subject.name.get(l), gate.decision.text(l)),
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows,
            is_matrix: false,
            is_drawn: false,
        }),
        ..Section::default()
    })
}
