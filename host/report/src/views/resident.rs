//! For residents: what is in order, what to do, whom to ask. No ids, no names of checks, no jargon: only texts that the
//! catalogue gives for this purpose.

use super::{ViewError, dates, pick};
use crate::page::{Page, Section};
use crate::view::{Row, View};
use sekisho_model::Status;
use sekisho_model::text::Language;
use serde_json::json;

pub(super) fn page(view: &View<'_>, l: Language) -> Result<Page, ViewError> {
    let rows = view.rows();
    let plain: Vec<&Row<'_>> = rows
        .iter()
        .filter(|r| r.control.plain.is_some() && r.control.excluded.is_none())
        .collect();
    if plain.is_empty() {
        return Err(ViewError::new(
            "no policy of this record has plain texts for residents; its catalogue gives them as `plain`",
        ));
    }
    let parts: [(&str, &str, &str, &[Status]); 3] = [
        (
            "todo",
            "やっていただきたいこと",
            "Please do this",
            &[Status::NotSatisfied],
        ),
        (
            "ask",
            "まだ分からないこと(管理会社や販売店に聞いてください)",
            "Not known yet: please ask whoever looks after your home",
            &[Status::Indeterminate],
        ),
        (
            "fine",
            "できていること",
            "In order",
            &[Status::Satisfied, Status::Attested],
        ),
    ];
    let mut sections = Vec::new();
    let mut data = serde_json::Map::new();
    for (key, ja, en, statuses) in parts {
        let mut lines: Vec<(String, serde_json::Value)> = Vec::new();
        for row in plain.iter().filter(|r| statuses.contains(&r.status.status)) {
            let Some(text) = &row.control.plain else { continue };
            let line = format!("・{}", text.get(l));
            if !lines.iter().any(|(known, _)| *known == line) {
                lines.push((line, json!(text)));
            }
        }
        data.insert(key.to_owned(), lines.iter().map(|(_, v)| v.clone()).collect());
        if !lines.is_empty() {
            sections.push(Section {
                heading: pick(l, ja, en).to_owned(),
                text: lines.into_iter().map(|(line, _)| line).collect(),
                ..Section::default()
            });
        }
    }
    Ok(Page {
        title: pick(
            l,
            "お住まいのつながる機器の点検結果",
            "How the connected devices in your home are doing",
        )
        .to_owned(),
        tone: view.assessment.verdict.name(),
        lead: vec![dates(view.assessment, l)],
        sections,
        data: json!({ "view": "resident", "as_of": view.assessment.as_of, "texts": data }),
    })
}
