//! `ssf.place`: every risk has its place on the two axes, no lower than harm to people and the amount ask for, and says whether the
//! stakeholder is within its target. The findings of places carry what the matrix is drawn from.
//!
//! Source: axes 1 and 2. The least level for harm and the amounts are ours; a firm's criteria go first (`model`, `criteria`).

use crate::cells::filled;
use crate::scale;
use crate::world::{Stand, World};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
#[derive(Debug)]
pub(crate) struct Placed;

impl Check for Placed {
    fn spec(&self) -> Spec {
        Spec::new("ssf.place").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("iot-risks") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
        let mut by_device: BTreeMap<String, BTreeMap<usize, (u8, u8)>> = BTreeMap::new();
        for risk in &world.risks {
            let mut tell = |tone, message, args: Vec<(&'static str, String)>| {
                groups.add(tone, message, args, risk.label.clone(), &risk.row);
            };
            let (place, low) = match world.stand(risk) {
                Stand::Outside(field, text) => {
                    tell(
                        Tone::Fail,
                        "outside",
                        vec![("field", field.to_owned()), ("text", text.to_owned())],
                    );
                    continue;
                }
                Stand::Open(fields) => {
                    tell(Tone::Unknown, "open", vec![("fields", fields)]);
                    continue;
                }
                Stand::At(place, low) => (place, low),
            };
            if let (Some(device), Some(at)) = (risk.device, risk.in_use) {
                let highest = by_device.entry(squash(device)).or_default().entry(at).or_default();
                *highest = (highest.0.max(place.axis_1), highest.1.max(place.axis_2));
            }
            let is_within = world.is_within(risk, place);
            let at = |mark: &str| {
                vec![
                    ("use", world.use_of(risk)),
                    ("axis_1", place.axis_1.to_string()),
                    ("axis_2", place.axis_2.to_string()),
                    ("mark", mark.to_owned()),
                ]
            };
            if let Some((axis, stated, least)) = low {
                let mut args = at("low");
                let amount = scale::amount(&risk.row).ok().flatten();
                args.extend([
                    ("axis", axis.to_string()),
                    ("stated", stated.to_string()),
                    ("least", least.to_string()),
                    ("harm", scale::harm(&risk.row).unwrap_or("-").to_owned()),
                    ("amount", amount.map_or_else(|| "-".to_owned(), scale::yen)),
                    ("table", world.criteria.amounts(risk.stakeholder).1.to_owned()),
                ]);
                tell(Tone::Fail, "too-low", args);
            } else if !is_within && filled(&risk.row, "judgement") == Some("within") {
                tell(Tone::Fail, "judged-too-low", at("low"));
            } else if is_within {
                tell(Tone::Pass, "within", at("within"));
            } else {
                tell(Tone::Pass, "wanted", at("wanted"));
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        for (device, uses) in &by_device {
            let places: BTreeSet<_> = uses.values().collect();
            if places.len() < 2 {
                continue;
            }
            let own = uses
                .iter()
                .filter_map(|(at, place)| Some((world.uses.get(*at)?, place)));
            let named: Vec<String> = own
                .map(|(found, (axis_1, axis_2))| format!("{} ({axis_1}, {axis_2})", found.label))
                .collect();
            let rows: Vec<Entry<'_>> = uses.keys().filter_map(|at| Some(world.uses.get(*at)?.row)).collect();
            let name = world
                .risks
                .iter()
                .filter_map(|risk| risk.device)
                .find(|name| squash(name) == *device);
            out.informational("two-places")
                .arg("device", name.unwrap_or("-"))
                .arg("places", named.join("; "))
                .cite_all(&rows);
        }
        Ok(())
    }
}
