//! `safety.conflict`: a security measure that can get in the way of a safety function was weighed against the state that is safe. An
//! update by itself restarts a device when nobody expects it; a lockout keeps out whoever must stop it.
//!
//! Source: the same comment. Which kinds of measure can be in the way is ours: a parameter.

use crate::cells::filled;
use crate::devices::{Device, Devices, Safety};
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Kinds of measures, as the register of treatments names them.
const KINDS: &[&str] = &["auto-update", "restart", "lockout", "isolation", "remote-stop"];

/// The check.
#[derive(Debug)]
pub(crate) struct Compatible;

impl Check for Compatible {
    fn spec(&self) -> Spec {
        Spec::new("safety.conflict")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("kinds", KINDS))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let kinds = cx.known_texts("kinds", KINDS)?;
        let is_asked = |kind: &str| kinds.is_empty() || kinds.iter().any(|own| own == kind);
        let Some(devices) = Devices::read(cx) else {
            out.unknown("no-inventory");
            return Ok(());
        };
        // Measures in the way, by device.
        let mut measures: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for device in &devices.all {
            if device.updates_itself() && is_asked("auto-update") {
                measures
                    .entry(device.asset.row())
                    .or_default()
                    .push("auto-update".to_owned());
            }
        }
        let world = World::load(cx).unwrap_or_default();
        for treatment in &world.treatments {
            let row = &treatment.row;
            let kind = filled(row, "measure_kind").filter(|kind| KINDS.contains(kind) && is_asked(kind));
            let Some(kind) = kind.filter(|_| treatment.is_chosen() == Some(true)) else {
                continue;
            };
            let of_risk = || treatment.risk.and_then(|at| world.risks.get(at)?.device);
            let name = filled(row, "device").or_else(of_risk);
            if let Some(device) = name.and_then(|name| devices.find(name)) {
                let own = measures.entry(device.asset.row()).or_default();
                if !own.iter().any(|known| known == kind) {
                    own.push(kind.to_owned());
                }
            }
        }
        let mut groups = Groups::default();
        for device in &devices.all {
            if let Some(own) = measures.get(&device.asset.row())
                && let Some((tone, message)) = judge(device)
            {
                let args = vec![("measures", own.join(", "))];
                groups.add(tone, message, args, device.label.clone(), &device.asset);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", devices.all.len());
        }
        groups.tell(out);
        Ok(())
    }
}

/// Whether a measure in the way was weighed; nothing for a device without a safety function.
fn judge(device: &Device<'_>) -> Option<(Tone, &'static str)> {
    match device.safety() {
        Safety::Open | Safety::None => None,
        Safety::Odd(_) => Some((Tone::Unknown, "level-unclear")),
        Safety::Level(_) if device.named("safe_state").is_none() => Some((Tone::Fail, "no-safe-state")),
        Safety::Level(_) if device.named("safety_review").is_none() => Some((Tone::Unknown, "not-reviewed")),
        Safety::Level(_) => Some((Tone::Pass, "reviewed")),
    }
}
