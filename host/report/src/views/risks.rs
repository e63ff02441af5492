//! The risk sources that stay open because controls are not met, by subject and policy.

use super::{ViewError, dates};
use crate::page::{Cell, Page, Section, Table};
use crate::risks::{Risks, controls, data, of};
use crate::view::View;
use crate::words;
use sekisho_model::Status;
use sekisho_model::assessment::{Judged, Standing};
use sekisho_model::text::Language;
use serde_json::json;

pub(super) fn page(view: &View<'_>, l: Language) -> Result<Page, ViewError> {
    let all = of(view);
    if all.is_empty() {
        return Err(ViewError::new(
            "the record has no table of risk sources; scan with `--risks FILE`",
        ));
    }
    let results = all.iter().map(|risks| {
        let counts = Standing::WORST_FIRST.iter().zip(risks.counts);
        let counts: serde_json::Map<_, _> = counts.map(|(s, count)| (s.name().to_owned(), json!(count))).collect();
        let undecided = risks.left.iter().filter(|j| !j.standing.stays_open());
        json!({
            "subject": risks.subject.id, "policy": risks.policy.id, "digest": risks.table.digest, "counts": counts,
            "open": risks.open().map(data).collect::<Vec<_>>(), "undecided": undecided.map(data).collect::<Vec<_>>(),
        })
    });
    Ok(Page {
        title: words::open_risks(l).to_owned(),
        tone: view.assessment.verdict.name(),
        lead: vec![dates(view.assessment, l), words::risk_note(l).to_owned()],
        data: json!({ "view": "risks", "as_of": view.assessment.as_of, "results": results.collect::<Vec<_>>() }),
        sections: all.iter().map(|risks| section(risks, l)).collect(),
    })
}

fn section(risks: &Risks<'_>, l: Language) -> Section {
    let columns = [
        words::risk_source(l),
        words::layer(l),
        words::threat(l),
        words::status_label(l),
        words::controls(l),
    ];
    let row = |judged: &Judged<'_>| {
        vec![
            Cell::text(judged.source.id.as_str()),
            Cell::text(judged.source.layer.as_str()),
            Cell::text(judged.source.text()),
            Cell::status(tone(judged.standing), words::standing(judged.standing, l)),
            Cell::text(controls(judged, l)),
        ]
    };
    Section {
        heading: format!("{} · {}", risks.subject.id, risks.policy.title.get(l)),
        text: vec![risks.tally(l)],
        table: (!risks.left.is_empty()).then(|| Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: risks.left.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: false,
        }),
        ..Section::default()
    }
}

/// The color of a standing.
fn tone(standing: Standing) -> Status {
    match standing {
        Standing::Open | Standing::PartlyOpen => Status::NotSatisfied,
        Standing::Undecided => Status::Indeterminate,
        Standing::Closed => Status::Satisfied,
        Standing::NotApplicable => Status::NotApplicable,
    }
}
