//! One page for management: met, open and unknown by area, the date of the data, and where to begin. No ids of controls, no
//! names of checks.

use super::{Tally, dates, pick};
use crate::page::{Bar, Cell, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use sekisho_model::Status;
use sekisho_model::assessment::PolicyRecord;
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many open points are named.
const FIRST: usize = 5;

pub(super) fn page(view: &View<'_>, l: Language) -> Page {
    let assessment = view.assessment;
    let rows = view.rows();
    let all = Tally::of(&rows);
    let mut sections = Vec::new();
    let mut data = Vec::new();
    for policy in &assessment.policies {
        let areas = areas(policy, &rows);
        sections.push(section(policy, &areas, l));
        data.push(entry(policy, &areas));
    }
    let open = view.open_rows();
    let open: Vec<&Row<'_>> = open.iter().filter(|r| !r.status.waived).collect();
    sections.push(priorities(&open, l));
    Page {
        title: format!(
            "{}: {}",
            pick(
                l,
                "セキュリティ対策の状況(経営層向け)",
                "State of security, for management"
            ),
            words::verdict(assessment.verdict, l)
        ),
        tone: assessment.verdict.name(),
        lead: vec![
            dates(assessment, l),
            match l {
                Language::Ja => format!(
                    "対策あり {}(うち担当者の表明のみによるもの {})、未対応 {}、不明 {}。",
                    all.met(),
                    all.attested(),
                    all.open(),
                    all.undecided()
                ),
                Language::En => format!(
                    "{} met ({} of them on a person's statement alone), {} open, {} unknown.",
                    all.met(),
                    all.attested(),
                    all.open(),
                    all.undecided()
                ),
            },
        ],
        sections,
        data: json!({
            "view": "management", "as_of": assessment.as_of, "verdict": assessment.verdict, "all": all.json(),
            "policies": data,
        }),
    }
}

/// The uppermost chapters with everything below them.
fn areas<'p>(policy: &'p PolicyRecord, rows: &[Row<'_>]) -> Vec<(&'p sekisho_model::assessment::GroupRecord, Tally)> {
    let top = |id: &str| {
        let mut id = id.to_owned();
        while let Some(parent) = policy.groups.iter().find(|g| g.id == id).and_then(|g| g.parent.clone()) {
            id = parent;
        }
        id
    };
    let own = || rows.iter().filter(|r| r.policy.id == policy.id);
    let tally = |id: &str| Tally::of(own().filter(|r| top(&r.control.group) == id));
    let tops = policy.groups.iter().filter(|g| g.parent.is_none());
    tops.map(|g| (g, tally(&g.id)))
        .filter(|(_, t)| t.total() > t.not_assessed)
        .collect()
}

fn section(policy: &PolicyRecord, areas: &[(&sekisho_model::assessment::GroupRecord, Tally)], l: Language) -> Section {
    let columns = [
        pick(l, "領域", "area"),
        pick(l, "対策あり", "met"),
        pick(l, "未対応", "open"),
        pick(l, "不明", "unknown"),
    ];
    let row = |(group, t): &(&sekisho_model::assessment::GroupRecord, Tally)| {
        vec![
            Cell::text(group.title.get(l)),
            Cell::number(t.met()),
            Cell::number(t.open()),
            Cell::number(t.undecided()),
        ]
    };
    Section {
        heading: policy.title.get(l).to_owned(),
        bars: areas
            .iter()
            .map(|(group, t)| Bar {
                label: group.title.get(l).to_owned(),
                counts: t.counts,
            })
            .collect(),
        table: Some(Table {
            columns: columns.map(ToOwned::to_owned).to_vec(),
            rows: areas.iter().map(row).collect(),
            is_matrix: false,
            is_drawn: true,
        }),
        ..Section::default()
    }
}

/// The gravest open points in the words of the guideline's own aim; each once, whoever it concerns.
fn priorities(open: &[&Row<'_>], l: Language) -> Section {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut seen: Vec<(&Row<'_>, usize)> = Vec::new();
    for row in open.iter().filter(|r| r.status.status == Status::NotSatisfied) {
        let at = *places.entry((&row.policy.id, &row.control.id)).or_insert(seen.len());
        match seen.get_mut(at) {
            Some((_, count)) => *count += 1,
            None => seen.push((row, 1)),
        }
    }
    let rows: Vec<Vec<Cell>> = seen
        .iter()
        .take(FIRST)
        .map(|(row, count)| {
            vec![
                Cell::text(row.control.title.get(l)),
                Cell::text(words::severity(row.severity(), l)),
                Cell::number(*count),
            ]
        })
        .collect();
    let more = seen.len().saturating_sub(FIRST);
    let mut notes = Vec::new();
    if more > 0 {
        notes.push(match l {
            Language::Ja => format!("ほかに未対応が {more} 件あります。"),
            Language::En => format!("{more} more are open."),
        });
    }
    Section {
        heading: pick(l, "まず取り組むこと", "Where to begin").to_owned(),
        text: match rows.is_empty() {
            true => vec![pick(l, "未対応はありません。", "Nothing is open.").to_owned()],
            false => Vec::new(),
        },
        table: (!rows.is_empty()).then(|| Table {
            columns: vec![
                pick(l, "満たすべきこと", "what must be true").to_owned(),
                pick(l, "重大度", "severity").to_owned(),
                pick(l, "該当数", "where").to_owned(),
            ],
            rows,
            is_matrix: false,
            is_drawn: false,
        }),
        notes,
        ..Section::default()
    }
}

fn entry(policy: &PolicyRecord, areas: &[(&sekisho_model::assessment::GroupRecord, Tally)]) -> Value {
    let one = |(group, t): &(&sekisho_model::assessment::GroupRecord, Tally)| json!({ "area": group.title, "met": t.met(), "open": t.open(), "unknown": t.undecided() });
    json!({ "title": policy.title, "areas": areas.iter().map(one).collect::<Vec<_>>() })
}
