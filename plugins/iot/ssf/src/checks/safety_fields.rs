//! `safety.fields`: a device that may do grave harm, or that has a safety function, names its hazard, the level of the function and
//! the state that is safe.
//!
//! Source: a comment in the paper on cybersecurity engineering and functional safety. Levels of IEC 61508, ISO 13849 and ISO 26262.

use crate::devices::{Devices, Safety};
use crate::scale;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Described;

impl Check for Described {
    fn spec(&self) -> Spec {
        Spec::new("safety.fields").reads("assets").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(devices) = Devices::read(cx) else {
            out.unknown("no-inventory");
            return Ok(());
        };
        let mut groups = Groups::default();
        let mut grave = BTreeSet::new();
        for risk in World::load(cx).iter().flat_map(|world| &world.risks) {
            let is_grave = matches!(scale::harm(&risk.row), Some("serious" | "fatal"));
            let Some(name) = risk.device.filter(|_| is_grave) else {
                continue;
            };
            match devices.find(name) {
                Some(device) => {
                    grave.insert(device.asset.row());
                }
                None => groups.add(Tone::Unknown, "not-listed", Vec::new(), name.to_owned(), &risk.row),
            }
        }
        for device in &devices.all {
            let is_grave = grave.contains(&device.asset.row());
            let safety = device.safety();
            if !is_grave && matches!(safety, Safety::Open | Safety::None) {
                continue;
            }
            if let Safety::Odd(text) = safety {
                let args = vec![("level", text.to_owned())];
                groups.add(
                    Tone::Unknown,
                    "level-unclear",
                    args,
                    device.label.clone(),
                    &device.asset,
                );
                continue;
            }
            let mut open: Vec<&str> = ["hazard_ref", "safe_state"]
                .into_iter()
                .filter(|field| device.named(field).is_none())
                .collect();
            if safety == Safety::Open {
                open.push("safety_level");
            }
            if open.is_empty() {
                groups.add(Tone::Pass, "described", Vec::new(), device.label.clone(), &device.asset);
            } else {
                let args = vec![("fields", open.join(", "))];
                groups.add(Tone::Fail, "field-missing", args, device.label.clone(), &device.asset);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", devices.all.len());
        }
        groups.tell(out);
        Ok(())
    }
}
