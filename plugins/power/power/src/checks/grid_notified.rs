//! `grid.notified`: the network operator knows the security manager of each generating facility and how to reach them.
//!
//! Source: duty ③ of the grid-code requirement; it holds for facilities connected from 1 October 2020 on.

use crate::cells::{filled, items};
use crate::facilities::{Facility, Limits, in_scope, open};
use crate::words::{says, squash};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

const FIELDS: &[&str] = &["operator", "manager", "contact", "notified_at"];

/// The check.
#[derive(Debug)]
pub(crate) struct Notified;

impl Check for Notified {
    fn spec(&self) -> Spec {
        let spec = Spec::new("grid.notified")
            .reads("registers")
            .parameter(Parameter::choice("scope", &["small", "all"], "all"))
            .parameter(Parameter::text("connected_since", 10, "2020-10-01"));
        Limits::describe(spec)
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let since = cx.text("connected_since")?;
        let from = match since {
            "" => None,
            text => Some(Date::parse(text).ok_or_else(|| {
                CheckError::BadParameter(format!(
                    "parameter `connected_since` takes a day (YYYY-MM-DD), not `{text}`"
                ))
            })?),
        };
        let Some((register, list)) = open(cx, out) else {
            return Ok(());
        };
        let list = in_scope(cx, &register, list, out)?;
        let is_earlier = |facility: &Facility<'_>| {
            from.is_some_and(|from| facility.0.date("connected_at").is_some_and(|day| day < from))
        };
        let (earlier, list): (Vec<_>, Vec<_>) = list.into_iter().partition(is_earlier);
        if list.is_empty() {
            if !earlier.is_empty() && out.is_clean() {
                out.not_applicable("connected-earlier")
                    .arg("count", earlier.len())
                    .arg("since", since)
                    .cite_all(&earlier);
            }
            return Ok(());
        }
        let Some(notices) = cx.registers().get("grid-notifications") else {
            out.unknown("no-notifications").arg("count", list.len()).cite(&register);
            return Ok(());
        };
        let gone = gone(cx);
        for facility in &list {
            let own: Vec<Entry<'_>> = notices
                .rows()
                .filter(|row| is_about(row, *facility, list.len()))
                .collect();
            // A later notification takes the place of an earlier one.
            match own.iter().max_by_key(|row| row.date("notified_at")) {
                Some(notice) => judge(*facility, notice, cx.today(), &gone, out),
                None => {
                    out.fail("not-notified")
                        .arg("facility", facility.label())
                        .cite(facility)
                        .cite(&notices);
                }
            }
        }
        if let Some(finding) = out.pass_if_clean("notified") {
            finding
                .arg("count", list.len())
                .arg("earlier", earlier.len())
                .cite(&notices)
                .cite_all(&list);
        }
        Ok(())
    }
}

/// Whether a notification covers a facility. One that names none covers the only one there is.
fn is_about(row: &Entry<'_>, facility: Facility<'_>, count: usize) -> bool {
    let names = items(row, "facility");
    if names.is_empty() {
        count == 1
    } else {
        facility.is_among(&names)
    }
}

fn judge(facility: Facility<'_>, notice: &Entry<'_>, today: Date, gone: &BTreeMap<String, Date>, out: &mut Findings) {
    let label = facility.label();
    let missing: Vec<&str> = FIELDS
        .iter()
        .copied()
        .filter(|field| filled(notice, field).is_none())
        .collect();
    if !missing.is_empty() {
        out.fail("fields-missing")
            .arg("facility", &label)
            .arg("notice", notice.label())
            .arg("fields", missing.join(", "))
            .cite(notice);
    }
    match (notice.date("notified_at"), notice.get("notified_at")) {
        (Some(day), _) if day > today => {
            out.fail("day-ahead")
                .arg("facility", &label)
                .arg("notice", notice.label())
                .arg("date", day)
                .cite(notice);
        }
        (None, Some(text)) if says(text) => {
            out.unknown("day-unclear")
                .arg("facility", &label)
                .arg("notice", notice.label())
                .arg("value", text)
                .cite(notice);
        }
        _ => {}
    }
    let (wanted, told) = (filled(&facility.0, "operator"), filled(notice, "operator"));
    if let (Some(wanted), Some(told)) = (wanted, told)
        && squash(wanted) != squash(told)
    {
        out.fail("other-operator")
            .arg("facility", &label)
            .arg("operator", wanted)
            .arg("told", told)
            .cite(&facility)
            .cite(notice);
    }
    let manager = filled(notice, "manager");
    let left = manager.and_then(|name| Some((name, *gone.get(&squash(name))?)));
    if let Some((name, day)) = left {
        out.fail("manager-left")
            .arg("facility", &label)
            .arg("person", name)
            .arg("date", day)
            .cite(notice);
    }
}

/// People who have left, by name; of two of one name the one who stays may be meant.
fn gone(cx: &Context<'_>) -> BTreeMap<String, Date> {
    let (mut gone, mut staying) = (BTreeMap::new(), Vec::new());
    for row in cx.registers().rows("people") {
        let Some(name) = filled(&row, "name").map(squash) else {
            continue;
        };
        match row.date("left_at").filter(|day| *day < cx.today()) {
            Some(day) => _ = gone.insert(name, day),
            None => staying.push(name),
        }
    }
    for name in staying {
        gone.remove(&name);
    }
    gone
}
