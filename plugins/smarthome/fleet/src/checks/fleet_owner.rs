//! `fleet.owner`: each device of the fleet has somebody who answers for it.
//!
//! Source: threat ② of the smart home guideline 1.0 (nobody manages the devices). Any of the fields asked for will do;
//! somebody who has left (register `people`) answers for nothing.

use crate::devices::{Fleet, name};
use crate::share::{Share, Verdict};
use crate::words::{fold, is_somebody};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use std::collections::BTreeSet;

const FIELDS: &[&str] = &["owner", "administrator", "department", "user"];

/// The check.
#[derive(Debug)]
pub(crate) struct Owner;

impl Check for Owner {
    fn spec(&self) -> Spec {
        Spec::new("fleet.owner")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("fields", &["owner"]))
            .parameter(Parameter::decimal("max_percent", 0.0, 100.0, 0.0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (fields, max) = (cx.texts("fields")?, cx.decimal("max_percent")?);
        if let Some(odd) = fields.iter().find(|field| !FIELDS.contains(&field.as_str())) {
            let what = format!("parameter `fields` knows no `{odd}`; it takes {}", FIELDS.join(", "));
            return Err(CheckError::BadParameter(what));
        }
        let Some(fleet) = Fleet::open(cx, out)? else {
            return Ok(());
        };
        let gone = gone(cx);
        let mut states = vec![State::Nobody; fleet.len()];
        for (state, device) in states.iter_mut().zip(&fleet.devices) {
            let named = fields.iter().filter_map(|field| person(device, field));
            for person in named.filter(|person| is_somebody(person)) {
                let is_gone = !gone.is_empty() && gone.contains(&fold(person));
                *state = state.or(if is_gone { State::Gone } else { State::Somebody });
            }
        }
        if fields.iter().any(|field| field == "user") {
            users(cx, &fleet, &gone, &mut states);
        }
        let (nobody, left) = (
            fleet.those(|at| states.get(at) == Some(&State::Nobody)),
            fleet.those(|at| states.get(at) == Some(&State::Gone)),
        );
        let share = Share {
            count: nobody.len() + left.len(),
            unstated: 0,
            total: fleet.len(),
        };
        if share.against(max) == Verdict::Over {
            for (message, devices) in [("nobody", &nobody), ("left", &left)] {
                if !devices.is_empty() {
                    let own = Share {
                        count: devices.len(),
                        ..share
                    };
                    let finding = out.fail(message).arg("count", own.count).arg("total", own.total);
                    name(finding.arg("percent", own.percent()).arg("max", max), devices);
                }
            }
        } else if let Some(finding) = out.pass_if_clean("owned") {
            finding
                .arg("count", fleet.len() - share.count)
                .arg("total", share.total)
                .arg("max", max)
                .cite_all(&fleet.sheets);
        }
        Ok(())
    }
}

/// Who answers for a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Nobody,
    Gone,
    Somebody,
}

impl State {
    /// Of several people one who is there is enough.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Somebody, _) | (_, Self::Somebody) => Self::Somebody,
            (Self::Gone, _) | (_, Self::Gone) => Self::Gone,
            _ => Self::Nobody,
        }
    }
}

fn person<'a>(device: &Asset<'a>, field: &str) -> Option<&'a str> {
    match field {
        "owner" => device.owner(),
        "administrator" => device.administrator(),
        "department" => device.department(),
        _ => None,
    }
}

/// The user stands among the further fields.
fn users(cx: &Context<'_>, fleet: &Fleet<'_>, gone: &BTreeSet<String>, states: &mut [State]) {
    for attribute in cx.assets().attributes() {
        if attribute.field() == Some("user")
            && let Some(person) = attribute.value().filter(|person| is_somebody(person))
            && let Some(at) = attribute.asset().and_then(|asset| fleet.place(&asset))
            && let Some(state) = states.get_mut(at)
        {
            let is_gone = gone.contains(&fold(person));
            *state = state.or(if is_gone { State::Gone } else { State::Somebody });
        }
    }
}

/// Names and numbers of people who have left; of two of one name the one who stays may be meant.
fn gone(cx: &Context<'_>) -> BTreeSet<String> {
    let (mut gone, mut staying) = (BTreeSet::new(), BTreeSet::new());
    for row in cx.registers().rows("people") {
        let is_gone = row.date("left_at").is_some_and(|day| day < cx.today());
        let names = [row.key(), row.get("name")].into_iter().flatten().map(fold);
        if is_gone {
            gone.extend(names);
        } else {
            staying.extend(names);
        }
    }
    gone.retain(|name| !staying.contains(name));
    gone
}
