//! The same findings under the items of another framework: answered once, reported in several, with the same evidence.

use super::{ViewError, dates, pick};
use crate::page::{Cell, Page, Section, Table};
use crate::view::{Row, View, places};
use crate::words;
use sekisho_model::Status;
use sekisho_model::finding::EvidenceReference;
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn page(view: &View<'_>, to: Option<&str>, l: Language) -> Result<Page, ViewError> {
    let known: BTreeSet<&str> = view
        .assessment
        .policies
        .iter()
        .flat_map(|p| &p.crosswalks)
        .map(|c| c.id.as_str())
        .collect();
    let list = known.iter().copied().collect::<Vec<_>>().join(", ");
    let Some(to) = to.filter(|to| known.contains(to)) else {
        return Err(ViewError::new(match (to, known.is_empty()) {
            (_, true) => "no policy of this record has a crosswalk".to_owned(),
            (None, _) => format!("say with `--to` which framework is meant: {list}"),
            (Some(to), _) => format!("no policy of this record leads to `{to}`; choose one of: {list}"),
        }));
    };
    let rows = view.rows();
    let mut items: BTreeMap<(&str, &str), Vec<&Row<'_>>> = BTreeMap::new();
    for row in &rows {
        for id in row.control.mapped.get(to).into_iter().flatten() {
            items
                .entry((row.status.subject.as_str(), id.as_str()))
                .or_default()
                .push(row);
        }
    }
    let crosswalk = view
        .assessment
        .policies
        .iter()
        .flat_map(|p| &p.crosswalks)
        .find(|c| c.id == to);
    let mut table = Vec::new();
    let mut data = Vec::new();
    for ((subject, id), rows) in &items {
        let evidence: BTreeSet<&EvidenceReference> = rows
            .iter()
            .flat_map(|r| &r.findings)
            .flat_map(|f| &f.evidence)
            .collect();
        let evidence: Vec<EvidenceReference> = evidence.into_iter().cloned().collect();
        let worst = worst(rows);
        let controls: Vec<String> = rows
            .iter()
            .map(|r| format!("{} {}", r.policy.id, r.control.id))
            .collect();
        table.push(vec![
            Cell::text(*subject),
            Cell::text(*id),
            Cell::status(worst, words::status(worst, l)),
            Cell::text(controls.join(", ")),
            Cell::text(places(&evidence).join("; ")),
        ]);
        data.push(json!({
            "subject": subject, "id": id, "status": worst, "evidence": evidence,
            "controls": rows.iter().map(|r| json!({ "policy": r.policy.id, "control": r.control.id, "status": r.status.status })).collect::<Vec<_>>(),
        }));
    }
    let columns = [
        words::subject(l),
        pick(l, "項目", "item"),
        words::status_label(l),
        pick(l, "もとの管理策", "controls behind it"),
        pick(l, "証跡", "evidence"),
    ];
    let title = crosswalk.map_or(to, |c| c.title.get(l));
    let mut lead = vec![
        dates(view.assessment, l),
        pick(
            l,
            "対応する管理策のうち最も悪い状態を示します。対応は項目の一部が重なるだけの場合があり、先方の枠組みへの適合を意味しません。",
            "Each item shows the worst of the controls mapped to it. Items may overlap only in part: this is no statement of conformance with that framework.",
        )
        .to_owned(),
    ];
    if crosswalk.is_some_and(|c| c.confidence == "unverified") {
        lead.push(
            pick(
                l,
                "対応付けは出典と未照合です。",
                "The mapping has not been compared with its source yet.",
            )
            .to_owned(),
        );
    }
    Ok(Page {
        title: format!(
            "{}: {title}",
            pick(l, "他の枠組みから見た状態", "Seen from another framework")
        ),
        tone: view.assessment.verdict.name(),
        lead,
        sections: vec![Section {
            table: Some(Table {
                columns: columns.map(ToOwned::to_owned).to_vec(),
                rows: table,
                is_matrix: false,
                is_drawn: false,
            }),
            ..Section::default()
        }],
        data: json!({ "view": "crosswalk", "to": to, "as_of": view.assessment.as_of, "items": data }),
    })
}

fn worst(rows: &[&Row<'_>]) -> Status {
    let rank = |s: Status| Status::WORST_FIRST.iter().position(|w| *w == s);
    rows.iter()
        .map(|r| r.status.status)
        .min_by_key(|s| rank(*s))
        .unwrap_or(Status::Indeterminate)
}
