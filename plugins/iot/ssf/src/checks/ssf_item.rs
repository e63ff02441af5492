//! `ssf.item`: one known requirement of annex A was looked at where its viewpoint is asked for, and where it was chosen it is done and
//! on record.
//!
//! Source: the requirements of annex A that are known; how many there are in all is not.

use crate::cells::filled;
use crate::model::{ITEMS, item};
use crate::scale;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Decided;

impl Check for Decided {
    fn spec(&self) -> Spec {
        let known: Vec<&str> = ITEMS.iter().map(|(id, ..)| *id).collect();
        Spec::new("ssf.item")
            .reads("registers")
            .parameter(Parameter::choice("item", &known, "legal").required())
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some((id, viewpoint)) = item(cx.text("item")?) else {
            return Err(CheckError::BadParameter("no such item".to_owned()));
        };
        let Some(register) = cx.registers().get("iot-risks") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
        for treatment in &world.treatments {
            let row = &treatment.row;
            if filled(row, "requirement").and_then(item).map(|(own, _)| own) != Some(id) {
                continue;
            }
            let day = row.date("done_at");
            let is_done = filled(row, "status") == Some("done");
            let (tone, message) = match treatment.is_chosen() {
                _ if scale::viewpoint(row) != Some(viewpoint) => (Tone::Fail, "other-viewpoint"),
                None => (Tone::Unknown, "adoption-open"),
                Some(false) if filled(row, "reason").is_some() => (Tone::NotApplicable, "not-chosen"),
                Some(false) => (Tone::Fail, "no-reason"),
                Some(true) if !is_done && row.date("due_at").is_some_and(|due| due < cx.today()) => {
                    (Tone::Fail, "overdue")
                }
                Some(true) if !is_done => (Tone::Unknown, "not-done-yet"),
                Some(true) if day.is_none() => (Tone::Unknown, "no-day"),
                Some(true) if day.is_some_and(|day| day > cx.today()) => (Tone::Fail, "day-ahead"),
                Some(true) if filled(row, "evidence_ref").is_none() => (Tone::Unknown, "no-record"),
                Some(true) => (Tone::Pass, "done"),
            };
            groups.add(
                tone,
                message,
                vec![("viewpoint", viewpoint.to_string())],
                treatment.label.clone(),
                row,
            );
        }
        // Where the viewpoint is asked for and the item stands nowhere, nobody looked at it.
        if groups.is_empty() {
            for risk in &world.risks {
                let place = world.stand(risk).place();
                if place.is_none_or(|place| !world.is_within(risk, place) && place.asks(viewpoint)) {
                    let args = vec![("viewpoint", viewpoint.to_string())];
                    groups.add(Tone::Unknown, "not-considered", args, risk.label.clone(), &risk.row);
                }
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("viewpoint", viewpoint.to_string())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
