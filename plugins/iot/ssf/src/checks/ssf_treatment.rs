//! `ssf.treatment`: a risk that wants treatment has a measure that was chosen, in time or done; done ones have a place afterwards that is
//! no higher than before and within the target, or somebody accepts what is left.
//!
//! Source: the third step of the use-case collection (threats, measures, decision), built on ISO 31000.

use crate::cells::filled;
use crate::model::Place;
use crate::scale::{self, Level};
use crate::world::{Risk, World};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Treated;

impl Check for Treated {
    fn spec(&self) -> Spec {
        Spec::new("ssf.treatment").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("iot-risks") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
        for treatment in world.treatments.iter().filter(|t| t.risk.is_none()) {
            let label = treatment.label.clone();
            groups.add(Tone::Fail, "stray", Vec::new(), label, &treatment.row);
        }
        for risk in &world.risks {
            let Some(place) = world.stand(risk).place() else {
                groups.add(
                    Tone::Unknown,
                    "place-unclear",
                    Vec::new(),
                    risk.label.clone(),
                    &risk.row,
                );
                continue;
            };
            if world.is_within(risk, place) {
                continue;
            }
            let (tone, message) = judge(cx, &world, risk, place);
            let args = vec![
                ("axis_1", place.axis_1.to_string()),
                ("axis_2", place.axis_2.to_string()),
            ];
            let args = if tone == Tone::Pass { Vec::new() } else { args };
            groups.add(tone, message, args, risk.label.clone(), &risk.row);
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

fn judge<'a>(cx: &Context<'_>, world: &World<'a>, risk: &Risk<'a>, before: Place) -> (Tone, &'static str) {
    let accepted = match (
        filled(&risk.row, "residual_accepted_by"),
        risk.row.date("residual_accepted_at"),
    ) {
        (Some(_), Some(day)) => Some(day <= cx.today()),
        _ => None,
    };
    let own: Vec<_> = world.treatments_of(risk).collect();
    let chosen: Vec<_> = own.iter().filter(|t| t.is_chosen() == Some(true)).collect();
    if chosen.is_empty() {
        return match accepted {
            Some(true) => (Tone::Pass, "accepted"),
            Some(false) => (Tone::Fail, "acceptance-ahead"),
            None if own.iter().any(|t| t.is_chosen().is_none()) => (Tone::Unknown, "adoption-open"),
            None => (Tone::Fail, "untreated"),
        };
    }
    let is_done = |row: &Entry<'_>| filled(row, "status") == Some("done");
    if chosen.iter().any(|t| !is_done(&t.row)) {
        let left = || chosen.iter().filter(|t| !is_done(&t.row));
        return match () {
            () if left().any(|t| t.row.date("due_at").is_none()) => (Tone::Unknown, "no-due-day"),
            () if left().any(|t| t.row.date("due_at").is_some_and(|due| due < cx.today())) => (Tone::Fail, "overdue"),
            () => (Tone::Pass, "under-way"),
        };
    }
    let after = |field| scale::level(&risk.row, field);
    let (axis_1, axis_2) = match (after("axis_1_after"), after("axis_2_after")) {
        (Level::Outside(_), _) | (_, Level::Outside(_)) => return (Tone::Fail, "outside"),
        (Level::At(axis_1), Level::At(axis_2)) => (axis_1, axis_2),
        _ => return (Tone::Unknown, "after-open"),
    };
    if axis_1 > before.axis_1 || axis_2 > before.axis_2 {
        return (Tone::Fail, "after-higher");
    }
    match accepted {
        _ if world.is_within(risk, Place { axis_1, axis_2 }) => (Tone::Pass, "treated"),
        Some(true) => (Tone::Pass, "accepted"),
        Some(false) => (Tone::Fail, "acceptance-ahead"),
        None => (Tone::Fail, "left-open"),
    }
}
