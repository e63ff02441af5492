//! `ssf.viewpoints`: a risk that wants treatment has, for each viewpoint that its place asks for, a measure that was chosen or the
//! reason why none was.
//!
//! Source: axis 3, the four viewpoints. Which place asks for which is ours (`model`); no higher place asks for less.

use crate::cells::filled;
use crate::scale;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Covered;

impl Check for Covered {
    fn spec(&self) -> Spec {
        Spec::new("ssf.viewpoints")
            .reads("registers")
            .parameter(Parameter::integer("viewpoint", 0, 4, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let wanted = cx.integer("viewpoint")?;
        let Some(register) = cx.registers().get("iot-risks") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
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
            let asked = place.viewpoints().iter().copied();
            for viewpoint in asked.filter(|own| wanted == 0 || i64::from(*own) == wanted) {
                let own: Vec<_> = world
                    .treatments_of(risk)
                    .filter(|t| scale::viewpoint(&t.row) == Some(viewpoint))
                    .collect();
                let mut args = vec![
                    ("viewpoint", viewpoint.to_string()),
                    ("axis_1", place.axis_1.to_string()),
                    ("axis_2", place.axis_2.to_string()),
                ];
                let is_chosen = own.iter().any(|t| t.is_chosen() == Some(true));
                let is_open = own.iter().any(|t| t.is_chosen().is_none());
                let has_reason = own
                    .iter()
                    .any(|t| t.is_chosen() == Some(false) && filled(&t.row, "reason").is_some());
                let (tone, message) = match (own.is_empty(), is_chosen, is_open, has_reason) {
                    (true, ..) => (Tone::Fail, "nothing-decided"),
                    (_, true, ..) => (Tone::Pass, "chosen"),
                    (_, _, true, _) => (Tone::Unknown, "adoption-open"),
                    (.., true) => (Tone::Pass, "reasoned"),
                    _ => (Tone::Fail, "no-reason"),
                };
                if tone == Tone::Pass {
                    args.truncate(1);
                }
                groups.add(tone, message, args, risk.label.clone(), &risk.row);
            }
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
