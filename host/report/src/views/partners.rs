//! A line for every subject: suppliers, plants, systems; what is handed in, what is open, which level is reached.

use super::{Tally, dates, pick};
use crate::by_subject::BySubject;
use crate::page::{Cell, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use sekisho_model::evidence::EvidenceKind;
use sekisho_model::text::Language;
use sekisho_model::{Severity, Status};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn page(view: &View<'_>, l: Language) -> Page {
    let assessment = view.assessment;
    let rows = view.rows();
    let rows = BySubject::rows(&rows);
    let mut kinds: BTreeMap<&str, Vec<EvidenceKind>> = BTreeMap::new();
    for evidence in &assessment.evidence {
        kinds.entry(&evidence.subject).or_default().push(evidence.kind);
    }
    let mut table = Vec::new();
    let mut data = Vec::new();
    for subject in &assessment.subjects {
        let own = rows.of(&subject.id);
        let tally = Tally::of(own.iter().copied());
        let given = kinds.get(subject.id.as_str()).map_or(&[][..], Vec::as_slice);
        let has_sbom = given.contains(&EvidenceKind::Sbom);
        let grave = own
            .iter()
            .filter(|r| r.status.status == Status::NotSatisfied && !r.status.waived && r.severity() >= Severity::High)
            .count();
        let levels = reached(view, own);
        table.push(vec![
            Cell::text(format!("{} ({})", subject.name.get(l), subject.id)),
            Cell::verdict(subject.verdict, words::verdict(subject.verdict, l)),
            match has_sbom {
                true => Cell::text(pick(l, "あり", "yes")),
                false => Cell::status(Status::NotSatisfied, pick(l, "SBOMなし", "missing SBOM")),
            },
            Cell::number(grave),
            Cell::number(tally.open()),
            Cell::number(tally.undecided()),
            Cell {
                text: tally.share(),
                class: "num",
                tag: "",
            },
            Cell::text(
                levels
                    .iter()
                    .map(|(_, level)| level.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
        ]);
        data.push(entry(subject, has_sbom, grave, tally, &levels));
    }
    let columns = [
        pick(l, "取引先・対象", "partner or subject"),
        pick(l, "総合判定", "verdict"),
        "SBOM",
        pick(l, "重大・高の未充足", "open, high or critical"),
        words::status(Status::NotSatisfied, l),
        words::status(Status::Indeterminate, l),
        pick(l, "対策あり / 該当", "met / applicable"),
        pick(l, "到達レベル", "level reached"),
    ];
    Page {
        title: pick(l, "取引先・対象の一覧", "Partners and subjects").to_owned(),
        tone: assessment.verdict.name(),
        lead: vec![dates(assessment, l)],
        sections: vec![Section {
            table: Some(Table {
                columns: columns.map(ToOwned::to_owned).to_vec(),
                rows: table,
                is_matrix: false,
                is_drawn: false,
            }),
            ..Section::default()
        }],
        data: json!({ "view": "partners", "as_of": assessment.as_of, "subjects": data }),
    }
}

/// The level that a subject reaches, for every policy with levels.
fn reached(view: &View<'_>, rows: &[&Row<'_>]) -> Vec<(String, String)> {
    let policies = view.assessment.policies.iter().filter(|p| !p.levels.is_empty());
    let top = |policy: &sekisho_model::assessment::PolicyRecord| {
        let is_reached = |level: &&sekisho_model::assessment::TitledRecord| {
            let own = rows
                .iter()
                .copied()
                .filter(|r| r.policy.id == policy.id && r.control.levels.contains(&level.id));
            Tally::of(own).is_reached()
        };
        let last = policy.levels.iter().take_while(is_reached).last();
        (
            policy.id.clone(),
            last.map_or_else(|| "–".to_owned(), |level| level.id.clone()),
        )
    };
    policies.map(top).collect()
}

fn entry(
    subject: &sekisho_model::assessment::SubjectRecord,
    has_sbom: bool,
    grave: usize,
    tally: Tally,
    levels: &[(String, String)],
) -> Value {
    json!({
        "subject": subject.id, "name": subject.name, "verdict": subject.verdict,
        "missing": if has_sbom { Vec::new() } else { vec!["sbom"] },
        "open_high_or_critical": grave, "counts": tally.json(),
        "levels": levels.iter().map(|(policy, level)| json!({ "policy": policy, "reached": level })).collect::<Vec<_>>(),
    })
}
