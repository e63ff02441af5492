//! Coverage: how much of a framework is met, by chapter and by two of its dimensions. No pass mark: a framework such as CPSF
//! sets none.

use super::{Tally, dates, pick};
use crate::page::{Bar, Cell, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use sekisho_model::Status;
use sekisho_model::assessment::{ControlRecord, DimensionRecord, PolicyRecord};
use sekisho_model::text::Language;
use serde_json::{Value, json};

pub(super) fn page(view: &View<'_>, l: Language) -> Page {
    let rows = view.rows();
    let subjects = view.assessment.subjects.len();
    let mut sections = Vec::new();
    let mut data = Vec::new();
    for policy in &view.assessment.policies {
        let own: Vec<&Row<'_>> = rows.iter().filter(|r| r.policy.id == policy.id).collect();
        sections.push(chapters(policy, &own, subjects, l));
        let mut entry = json!({
            "policy": policy.id, "title": policy.title, "all": Tally::chosen(policy, &own, subjects, |_| true).json(),
            "groups": groups(policy, &own, subjects).iter().map(|(id, t)| json!({ "group": id, "state": t.state(), "counts": t.json() })).collect::<Vec<_>>(),
        });
        if let Some((one, other)) = dimensions(policy) {
            let cells = matrix(policy, (one, other), &own, subjects);
            sections.push(grid((one, other), &cells, not_placed(one, other, policy).len(), l));
            if let Some(entry) = entry.as_object_mut() {
                entry.insert("matrix".to_owned(), grid_data(one, other, &cells));
                entry.insert("not_placed".to_owned(), json!(not_placed(one, other, policy)));
            }
        }
        data.push(entry);
    }
    Page {
        title: pick(l, "対策の網羅状況", "Coverage").to_owned(),
        tone: "",
        lead: vec![
            dates(view.assessment, l),
            pick(
                l,
                "枠組みに照らして、どこまで対策があるかを示します。合格ラインはありません。",
                "How much of the framework is covered. There is no pass mark.",
            )
            .to_owned(),
            match l {
                Language::Ja => format!("対象 {subjects} 件。複数のときは合計です。"),
                Language::En => format!("{subjects} subject(s); figures are sums over them."),
            },
        ],
        sections,
        data: json!({ "view": "coverage", "as_of": view.assessment.as_of, "subjects": subjects, "policies": data }),
    }
}

fn dimensions(policy: &PolicyRecord) -> Option<(&DimensionRecord, &DimensionRecord)> {
    let (one, other) = policy.matrix.as_ref()?;
    let find = |id: &str| policy.dimensions.iter().find(|d| d.id == id);
    Some((find(one)?, find(other)?))
}

fn groups<'p>(policy: &'p PolicyRecord, rows: &[&Row<'_>], subjects: usize) -> Vec<(&'p str, Tally)> {
    let of = |id: &str| Tally::chosen(policy, rows, subjects, |c| c.group == id);
    let all = policy.groups.iter().map(|g| (g.id.as_str(), of(&g.id)));
    all.filter(|(_, tally)| tally.total() > 0).collect()
}

fn chapters(policy: &PolicyRecord, rows: &[&Row<'_>], subjects: usize, l: Language) -> Section {
    let title = |id: &str| {
        let found = policy.groups.iter().find(|g| g.id == id);
        found.map_or(id, |g| g.title.get(l)).to_owned()
    };
    let groups = groups(policy, rows, subjects);
    let columns = [
        pick(l, "分類", "chapter"),
        pick(l, "状態", "state"),
        pick(l, "対策あり", "met"),
        pick(l, "うち表明のみ", "of these attested"),
        words::status(Status::NotSatisfied, l),
        words::status(Status::Indeterminate, l),
        words::status(Status::NotApplicable, l),
        pick(l, "未評価", "not assessed"),
    ];
    let row = |(id, t): &(&str, Tally)| {
        vec![
            Cell::text(title(id)),
            state(*t, l),
            Cell {
                text: t.share(),
                class: "num",
                tag: "",
            },
            Cell::number(t.attested()),
            Cell::number(t.open()),
            Cell::number(t.undecided()),
            Cell::number(t.not_applicable()),
            Cell::number(t.not_assessed),
        ]
    };
    Section {
        heading: policy.title.get(l).to_owned(),
        bars: groups
            .iter()
            .map(|(id, t)| Bar {
                label: title(id),
                counts: t.counts,
            })
            .collect(),
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: groups.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: false,
        }),
        ..Section::default()
    }
}

/// A chapter in one word.
fn state(tally: Tally, l: Language) -> Cell {
    let status = |status, ja, en| Cell::status(status, pick(l, ja, en));
    match tally.state() {
        "open" => status(Status::NotSatisfied, "未対応あり", "open"),
        "undecided" => status(Status::Indeterminate, "判定不能あり", "undecided"),
        // What rests on statements never looks like what evidence shows.
        "met" if tally.attested() > 0 => status(Status::Attested, "対策あり(表明を含む)", "met, some on statements"),
        "met" => status(Status::Satisfied, "対策あり", "met"),
        "not-assessed" => Cell::text(pick(l, "未評価", "not assessed")),
        _ => status(Status::NotApplicable, "対象外", "not in scope"),
    }
}

/// A tally for every pair of values; a control with several values counts in each.
fn matrix(
    policy: &PolicyRecord,
    (one, other): (&DimensionRecord, &DimensionRecord),
    rows: &[&Row<'_>],
    subjects: usize,
) -> Vec<Vec<Tally>> {
    let has = |control: &ControlRecord, dimension: &str, value: &str| {
        let values = control.tags.get(dimension);
        values.is_some_and(|v| v.iter().any(|x| x == value))
    };
    let cell = |a: &str, b: &str| Tally::chosen(policy, rows, subjects, |c| has(c, &one.id, a) && has(c, &other.id, b));
    let line = |a: &str| other.values.iter().map(|b| cell(a, &b.id)).collect();
    one.values.iter().map(|a| line(&a.id)).collect()
}

/// Controls that stand in no cell.
fn not_placed<'p>(one: &DimensionRecord, other: &DimensionRecord, policy: &'p PolicyRecord) -> Vec<&'p str> {
    let lost = |c: &&ControlRecord| !(c.tags.contains_key(&one.id) && c.tags.contains_key(&other.id));
    policy.controls.iter().filter(lost).map(|c| c.id.as_str()).collect()
}

fn grid((one, other): (&DimensionRecord, &DimensionRecord), cells: &[Vec<Tally>], lost: usize, l: Language) -> Section {
    let mut columns = vec![format!("{} \\ {}", one.title.get(l), other.title.get(l))];
    columns.extend(other.values.iter().map(|v| v.title.get(l).to_owned()));
    let show = |t: &Tally| match t.applicable() {
        0 => Cell::text("–"),
        n => Cell {
            text: t.share(),
            class: if t.open() > 0 {
                "wash-bad"
            } else if t.met() == n {
                "wash-good"
            } else {
                "wash-open"
            },
            tag: "",
        },
    };
    let lines = one.values.iter().zip(cells).map(|(value, line)| {
        let mut row = vec![Cell::text(value.title.get(l))];
        row.extend(line.iter().map(show));
        row
    });
    let mut notes = vec![
        pick(
            l,
            "数字は「対策あり / 該当する項目」。複数の区分に当たる項目は、それぞれの欄で数えます。",
            "Figures are met / applicable. A control with several values counts in each cell.",
        )
        .to_owned(),
    ];
    if lost > 0 {
        notes.push(match l {
            Language::Ja => format!("区分のない項目 {lost} 件は、この表に含みません。"),
            Language::En => format!("{lost} control(s) without a place are not in this table."),
        });
    }
    Section {
        heading: format!("{} × {}", one.title.get(l), other.title.get(l)),
        table: Some(Table {
            columns,
            rows: lines.collect(),
            is_matrix: true,
            is_drawn: false,
        }),
        notes,
        ..Section::default()
    }
}

fn grid_data(one: &DimensionRecord, other: &DimensionRecord, cells: &[Vec<Tally>]) -> Value {
    let lines = one.values.iter().zip(cells).flat_map(|(a, line)| {
        let cell = |(b, tally): (&sekisho_model::assessment::TitledRecord, &Tally)| {
            json!({ "row": a.id, "column": b.id, "counts": tally.json() })
        };
        other.values.iter().zip(line).map(cell).collect::<Vec<_>>()
    });
    json!({ "rows": one.id, "columns": other.id, "cells": lines.collect::<Vec<_>>() })
}
