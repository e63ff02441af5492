//! Points of a self check whose guideline gives points for each answer. What is not known gives none and takes none: it is told
//! beside the sum, never counted as zero.

use super::{ViewError, dates, pick};
use crate::by_subject::BySubject;
use crate::page::{Cell, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use sekisho_model::text::Language;
use sekisho_model::{Outcome, Status};
use serde_json::json;

/// The finding of the answer check that says "partly".
const PARTLY: &str = "attest-partial";

pub(super) fn page(view: &View<'_>, l: Language) -> Result<Page, ViewError> {
    let rows = view.rows();
    let rows = BySubject::rows(&rows);
    let mut sections = Vec::new();
    let mut data = Vec::new();
    for subject in &view.assessment.subjects {
        for policy in view.assessment.policies.iter() {
            let Some(points) = policy.points else { continue };
            let own = rows.under(&subject.id, &policy.id);
            let of = |row: &&Row<'_>| match row.status.status {
                Status::Satisfied | Status::Attested => Some(points.yes),
                Status::NotSatisfied if is_partly(row) => Some(points.partly),
                Status::NotSatisfied => Some(points.no),
                Status::Indeterminate | Status::NotApplicable => None,
            };
            let each: Vec<(&Row<'_>, Option<i64>)> = own.iter().map(|row| (*row, of(row))).collect();
            let sum: i64 = each.iter().filter_map(|(_, p)| *p).sum();
            let known = each.iter().filter(|(_, p)| p.is_some()).count();
            let unknown = each.len() - known;
            let most = points.yes * i64::try_from(each.len()).unwrap_or(i64::MAX);
            let row = |(row, p): &(&Row<'_>, Option<i64>)| {
                vec![
                    Cell::text(&*row.control.id),
                    Cell::text(row.control.title.get(l)),
                    Cell::status(row.status.status, words::status(row.status.status, l)),
                    Cell {
                        text: p.map_or_else(|| "–".to_owned(), |p| p.to_string()),
                        class: "num",
                        tag: "",
                    },
                ]
            };
            let columns = [
                words::control(l),
                words::requirement(l),
                words::status_label(l),
                pick(l, "点", "points"),
            ];
            sections.push(Section {
                heading: format!("{} – {}", subject.name.get(l), policy.title.get(l)),
                text: vec![match l {
                    Language::Ja => format!("{sum} 点 / {most} 点満点(分からない項目 {unknown} 件は数えません)"),
                    Language::En => format!("{sum} of {most} points ({unknown} unknown, not counted)"),
                }],
                table: Some(Table {
                    columns: columns.map(ToOwned::to_owned).to_vec(),
                    rows: each.iter().map(row).collect(),
                    is_matrix: false,
                    is_drawn: false,
                }),
                ..Section::default()
            });
            data.push(json!({
                "subject": subject.id, "policy": policy.id, "points": sum, "most": most, "known": known, "unknown": unknown,
            }));
        }
    }
    if data.is_empty() {
        return Err(ViewError::new("no policy of this record gives points"));
    }
    Ok(Page {
        title: pick(l, "自社診断の点数", "Points of the self check").to_owned(),
        tone: "",
        lead: vec![dates(view.assessment, l)],
        sections,
        data: json!({ "view": "score", "as_of": view.assessment.as_of, "results": data }),
    })
}

/// Whether a person said "partly", and no check fails beside that.
fn is_partly(row: &Row<'_>) -> bool {
    let fails: Vec<_> = row.findings.iter().filter(|f| f.outcome == Outcome::Fail).collect();
    !fails.is_empty() && fails.iter().all(|f| f.message.id.starts_with(PARTLY))
}
