//! What changed between two assessments: only the controls whose status is another one, and those that came or went.

use super::{ViewError, pick};
use crate::page::{Cell, Page, Section, Table};
use crate::view::View;
use crate::words;
use sekisho_model::text::Language;
use sekisho_model::{Assessment, Bilingual, Status};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Subject, policy, control.
type Key<'a> = (&'a str, &'a str, &'a str);

pub(super) fn page(view: &View<'_>, since: Option<&Assessment>, l: Language) -> Result<Page, ViewError> {
    let Some(old) = since else {
        return Err(ViewError::new("say with `--since` which earlier assessment is meant"));
    };
    let new = view.assessment;
    let (before, after) = (statuses(old), statuses(new));
    let keys: BTreeSet<&Key<'_>> = before.keys().chain(after.keys()).collect();
    let changed: Vec<(&Key<'_>, Option<Status>, Option<Status>)> = keys
        .into_iter()
        .map(|key| (key, before.get(key).copied(), after.get(key).copied()))
        .filter(|(_, was, is)| was != is)
        .collect();
    let rank = |s: Status| Status::WORST_FIRST.iter().position(|w| *w == s);
    let better = changed
        .iter()
        .filter(|(_, was, is)| was.zip(*is).is_some_and(|(was, is)| rank(is) > rank(was)))
        .count();
    let worse = changed
        .iter()
        .filter(|(_, was, is)| was.zip(*is).is_some_and(|(was, is)| rank(is) < rank(was)))
        .count();
    let cell = |status: Option<Status>| match status {
        Some(status) => Cell::status(status, words::status(status, l)),
        None => Cell::text("–"),
    };
    let title =
        |(_, policy, control): &Key<'_>| title_of(new, policy, control).or_else(|| title_of(old, policy, control));
    let row = |(key, was, is): &(&Key<'_>, Option<Status>, Option<Status>)| {
        vec![
            Cell::text(key.0),
            Cell::text(format!("{} {}", key.1, key.2)),
            Cell::text(title(key).map_or("", |t| t.get(l))),
            cell(*was),
            cell(*is),
        ]
    };
    let columns = [
        words::subject(l).to_owned(),
        words::control(l).to_owned(),
        words::requirement(l).to_owned(),
        old.as_of.to_string(),
        new.as_of.to_string(),
    ];
    let entry = |(key, was, is): &(&Key<'_>, Option<Status>, Option<Status>)| json!({ "subject": key.0, "policy": key.1, "control": key.2, "was": was, "is": is });
    Ok(Page {
        title: pick(l, "前回からの変化", "What changed").to_owned(),
        tone: new.verdict.name(),
        lead: vec![
            format!("{} → {}", old.as_of, new.as_of),
            format!(
                "{}: {} → {}",
                pick(l, "総合判定", "verdict"),
                words::verdict(old.verdict, l),
                words::verdict(new.verdict, l)
            ),
            match l {
                Language::Ja => format!("変化した項目 {}(改善 {better}、悪化 {worse})。", changed.len()),
                Language::En => format!("{} controls changed: {better} better, {worse} worse.", changed.len()),
            },
        ],
        sections: vec![Section {
            table: Some(Table {
                columns: columns.to_vec(),
                rows: changed.iter().map(row).collect(),
                is_matrix: false,
                is_drawn: false,
            }),
            ..Section::default()
        }],
        data: json!({
            "view": "changes", "since": old.as_of, "as_of": new.as_of, "better": better, "worse": worse,
            "changed": changed.iter().map(entry).collect::<Vec<_>>(),
        }),
    })
}

fn statuses(assessment: &Assessment) -> BTreeMap<Key<'_>, Status> {
    let all = assessment.statuses.iter();
    all.map(|s| ((s.subject.as_str(), s.policy.as_str(), s.control.as_str()), s.status))
        .collect()
}

fn title_of<'a>(assessment: &'a Assessment, policy: &str, control: &str) -> Option<&'a Bilingual> {
    let policy = assessment.policies.iter().find(|p| p.id == policy)?;
    Some(&policy.controls.iter().find(|c| c.id == control)?.title)
}
