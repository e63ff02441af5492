//! Levels: which are reached, and what is missing for the next. A level is reached when every control that names it is met or
//! does not apply; what nobody looked at keeps it open.

use super::{Tally, ViewError, dates, pick};
use crate::by_subject::BySubject;
use crate::page::{Bar, Cell, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use sekisho_model::Status;
use sekisho_model::assessment::{ControlRecord, PolicyRecord, TitledRecord};
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One level of one subject.
struct Level<'a> {
    level: &'a TitledRecord,
    tally: Tally,
    /// What is neither met nor exempt; none for what was not assessed.
    missing: Vec<(&'a ControlRecord, Option<Status>)>,
}

pub(super) fn page(view: &View<'_>, l: Language) -> Result<Page, ViewError> {
    let rows = view.rows();
    let rows = BySubject::rows(&rows);
    let with_levels: Vec<&PolicyRecord> = view
        .assessment
        .policies
        .iter()
        .filter(|p| !p.levels.is_empty())
        .collect();
    if with_levels.is_empty() {
        return Err(ViewError::new("no policy of this record has levels"));
    }
    let mut sections = Vec::new();
    let mut data = Vec::new();
    for subject in &view.assessment.subjects {
        for policy in &with_levels {
            let levels = levels(policy, &rows.under(&subject.id, &policy.id));
            sections.push(section(subject.name.get(l), policy, &levels, l));
            sections.extend(lacking(&levels, l));
            data.push(entry(&subject.id, policy, &levels));
        }
    }
    Ok(Page {
        title: pick(l, "到達レベル", "Levels reached").to_owned(),
        tone: view.assessment.verdict.name(),
        lead: vec![dates(view.assessment, l), words::attested_note(l).to_owned()],
        sections,
        data: json!({ "view": "levels", "as_of": view.assessment.as_of, "results": data }),
    })
}

fn levels<'a>(policy: &'a PolicyRecord, rows: &[&Row<'_>]) -> Vec<Level<'a>> {
    let known: BTreeMap<&str, Status> = rows.iter().map(|r| (&*r.control.id, r.status.status)).collect();
    let one = |level: &'a TitledRecord| {
        let asks = |control: &ControlRecord| control.levels.contains(&level.id);
        let is_missing = |(control, status): &(&ControlRecord, Option<Status>)| match status {
            None => !control.exempt,
            Some(status) => matches!(status, Status::NotSatisfied | Status::Indeterminate),
        };
        let asked = policy.controls.iter().filter(|c| asks(c));
        Level {
            level,
            tally: Tally::chosen(policy, rows, 1, asks),
            missing: asked
                .map(|c| (c, known.get(&*c.id).copied()))
                .filter(is_missing)
                .collect(),
        }
    };
    policy.levels.iter().map(one).collect()
}

/// The highest level up to which all are reached.
fn reached<'l, 'a>(levels: &'l [Level<'a>]) -> Option<&'l Level<'a>> {
    levels.iter().take_while(|level| level.tally.is_reached()).last()
}

fn section(subject: &str, policy: &PolicyRecord, levels: &[Level<'_>], l: Language) -> Section {
    let top = reached(levels);
    let next = levels.iter().find(|level| !level.tally.is_reached());
    let mut text = vec![match top {
        Some(level) => format!("{}: {}", pick(l, "到達", "Reached"), level.level.title.get(l)),
        None => pick(l, "到達したレベルはありません。", "No level is reached.").to_owned(),
    }];
    if let Some(next) = next {
        text.push(sentence(next, l));
    }
    let columns = [
        pick(l, "レベル", "level"),
        pick(l, "項目", "asked for"),
        words::status(Status::Satisfied, l),
        words::status(Status::Attested, l),
        words::status(Status::NotSatisfied, l),
        words::status(Status::Indeterminate, l),
        words::status(Status::NotApplicable, l),
        pick(l, "未評価", "not assessed"),
        pick(l, "到達", "reached"),
    ];
    let row = |level: &Level<'_>| {
        let t = level.tally;
        vec![
            Cell::text(level.level.title.get(l)),
            Cell::number(t.total()),
            Cell::number(t.satisfied()),
            Cell::number(t.attested()),
            Cell::number(t.open()),
            Cell::number(t.undecided()),
            Cell::number(t.not_applicable()),
            Cell::number(t.not_assessed),
            match t.is_reached() {
                true => Cell::status(Status::Satisfied, pick(l, "到達", "yes")),
                false => Cell::status(Status::NotSatisfied, pick(l, "未到達", "no")),
            },
        ]
    };
    Section {
        heading: format!("{subject} – {}", policy.title.get(l)),
        text,
        bars: levels
            .iter()
            .map(|level| Bar {
                label: level.level.title.get(l).to_owned(),
                counts: level.tally.counts,
            })
            .collect(),
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: levels.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: false,
        }),
        notes: Vec::new(),
        figures: Vec::new(),
    }
}

/// What the next level lacks, in the order of the catalogue.
fn lacking(levels: &[Level<'_>], l: Language) -> Option<Section> {
    let next = levels.iter().find(|level| !level.tally.is_reached())?;
    let row = |(control, status): &(&ControlRecord, Option<Status>)| {
        vec![
            Cell::text(&*control.id),
            Cell::text(control.title.get(l)),
            match status {
                Some(status) => Cell::status(*status, words::status(*status, l)),
                None => Cell::text(pick(l, "未評価", "not assessed")),
            },
        ]
    };
    let columns = [words::control(l), words::requirement(l), words::status_label(l)];
    Some(Section {
        heading: format!(
            "{}: {}",
            pick(l, "到達に足りないもの", "Missing for"),
            next.level.title.get(l)
        ),
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: next.missing.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: false,
        }),
        ..Section::default()
    })
}

/// "Lv1 not reached: 50 asked for, 45 met, 3 open, 2 unknown, 0 not assessed".
fn sentence(level: &Level<'_>, l: Language) -> String {
    let t = level.tally;
    let title = level.level.title.get(l);
    match l {
        Language::Ja => format!(
            "{title}には未到達: {} 項目のうち、対策あり {}、未充足 {}、判定不能 {}、未評価 {}、対象外 {}。",
            t.total(),
            t.met(),
            t.open(),
            t.undecided(),
            t.not_assessed,
            t.not_applicable()
        ),
        Language::En => format!(
            "{title} not reached: {} asked for, {} met, {} open, {} unknown, {} not assessed, {} not applicable.",
            t.total(),
            t.met(),
            t.open(),
            t.undecided(),
            t.not_assessed,
            t.not_applicable()
        ),
    }
}

fn entry(subject: &str, policy: &PolicyRecord, levels: &[Level<'_>]) -> Value {
    let one = |level: &Level<'_>| {
        json!({
            "level": level.level.id, "title": level.level.title, "reached": level.tally.is_reached(),
            "counts": level.tally.json(),
            "missing": level.missing.iter().map(|(control, _)| &control.id).collect::<Vec<_>>(),
        })
    };
    json!({
        "subject": subject, "policy": policy.id, "reached": reached(levels).map(|level| &level.level.id),
        "next": levels.iter().find(|level| !level.tally.is_reached()).map(|level| &level.level.id),
        "levels": levels.iter().map(one).collect::<Vec<_>>(),
    })
}
