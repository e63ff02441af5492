//! `ssf.process`: prepared, assessed, treated, in this order. A measure that was decided before the risk was assessed is refused.
//!
//! Source: the three steps of the use-case collection, built on ISO 31000.

use crate::cells::lacking;
use crate::world::{Use, World};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// What preparation leaves: outline, stakeholders, devices, system and data flow, criteria.
const PREPARED: &[&str] = &[
    "outline_ref",
    "stakeholder_map_ref",
    "device_list_ref",
    "dataflow_ref",
    "criteria_ref",
    "prepared_at",
];

/// The check.
#[derive(Debug)]
pub(crate) struct InOrder;

impl Check for InOrder {
    fn spec(&self) -> Spec {
        Spec::new("ssf.process").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("iot-uses") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
        for own in &world.uses {
            judge(cx, &world, own, &mut groups);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}

fn judge<'a>(cx: &Context<'_>, world: &World<'a>, own: &Use<'a>, groups: &mut Groups) {
    let prepared = own.row.date("prepared_at");
    let mut is_clean = true;
    if let Some(fields) = lacking(&own.row, PREPARED) {
        is_clean = false;
        groups.add(
            Tone::Unknown,
            "preparation-open",
            vec![("fields", fields)],
            own.label.clone(),
            &own.row,
        );
    }
    if prepared.is_some_and(|day| day > cx.today()) {
        is_clean = false;
        groups.add(Tone::Fail, "day-ahead", Vec::new(), own.label.clone(), &own.row);
    }
    let mut state = "prepared";
    for risk in own.risks.iter().filter_map(|at| world.risks.get(*at)) {
        let assessed = risk.row.date("assessed_at");
        let mut add = |tone, message| {
            is_clean = false;
            groups.add(tone, message, Vec::new(), risk.label.clone(), &risk.row);
        };
        match (assessed, prepared) {
            (None, _) if risk.treatments.is_empty() => add(Tone::Unknown, "not-assessed"),
            (None, _) => add(Tone::Fail, "treated-before-assessed"),
            (Some(day), _) if day > cx.today() => add(Tone::Fail, "day-ahead"),
            (Some(day), Some(before)) if day < before => add(Tone::Fail, "assessed-before-prepared"),
            _ if state == "prepared" => state = "assessed",
            _ => {}
        }
        let Some(assessed) = assessed else { continue };
        for treatment in world.treatments_of(risk) {
            let days = ["decided_at", "done_at"].map(|field| treatment.row.date(field));
            let mut add = |tone, message| {
                is_clean = false;
                groups.add(tone, message, Vec::new(), treatment.label.clone(), &treatment.row);
            };
            match days {
                [None, None] => add(Tone::Unknown, "not-dated"),
                _ if days.iter().flatten().any(|day| *day < assessed) => add(Tone::Fail, "treated-before-assessed"),
                _ if days.iter().flatten().any(|day| *day > cx.today()) => add(Tone::Fail, "day-ahead"),
                _ => state = "treated",
            }
        }
    }
    if is_clean {
        groups.add(
            Tone::Pass,
            "in-order",
            vec![("state", state.to_owned())],
            own.label.clone(),
            &own.row,
        );
    }
}
