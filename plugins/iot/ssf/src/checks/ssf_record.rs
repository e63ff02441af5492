//! `ssf.record`: every decision can be shown later: who, when, with which signed record; why a measure was not chosen; what shows that a
//! chosen one was done.
//!
//! Source: a comment in the paper: firms want to show that they did what they could.

use crate::cells::lacking;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Recorded;

impl Check for Recorded {
    fn spec(&self) -> Spec {
        Spec::new("ssf.record").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(world) = World::load(cx) else {
            out.unknown("no-register");
            return Ok(());
        };
        let wants = |risk: &&crate::world::Risk<'_>| {
            let place = world.stand(risk).place();
            place.is_none_or(|place| !world.is_within(risk, place))
        };
        let mut groups = Groups::default();
        if world.treatments.is_empty() {
            for risk in world.risks.iter().filter(wants) {
                groups.add(Tone::Unknown, "no-decisions", Vec::new(), risk.label.clone(), &risk.row);
            }
        }
        for treatment in &world.treatments {
            let row = &treatment.row;
            let adopted = treatment.is_chosen();
            let mut open: Vec<String> = lacking(row, &["decided_by", "decided_at", "signature_ref"])
                .into_iter()
                .collect();
            match adopted {
                None => open.push("adopted".to_owned()),
                Some(false) => open.extend(lacking(row, &["reason"])),
                Some(true) if crate::cells::filled(row, "status") == Some("done") => {
                    open.extend(lacking(row, &["done_at", "evidence_ref"]));
                }
                Some(true) => {}
            }
            if open.is_empty() {
                let message = if adopted == Some(true) { "chosen" } else { "not-chosen" };
                groups.add(Tone::Pass, message, Vec::new(), treatment.label.clone(), row);
            } else {
                let args = vec![("fields", open.join(", "))];
                groups.add(Tone::Fail, "incomplete", args, treatment.label.clone(), row);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", world.risks.len());
        }
        groups.tell(out);
        Ok(())
    }
}
