//! `ssf.mapped`: in every use each device has a row for each stakeholder, and no row speaks of anything else.
//!
//! Source: the second step of the use-case collection (mapping of stakeholder and device).

use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Mapped;

impl Check for Mapped {
    fn spec(&self) -> Spec {
        Spec::new("ssf.mapped").reads("registers").reads("assets")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("iot-uses") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let listed: BTreeSet<String> = cx
            .assets()
            .assets()
            .flat_map(|asset| [asset.id(), asset.name()])
            .flatten()
            .map(squash)
            .collect();
        let mut groups = Groups::default();
        for own in &world.uses {
            if own.devices.is_empty() || own.stakeholders.is_empty() {
                groups.add(Tone::Unknown, "use-open", Vec::new(), own.label.clone(), &own.row);
                continue;
            }
            let pair = |device: &str, stakeholder: &str| (squash(device), squash(stakeholder));
            let risks = own.risks.iter().filter_map(|at| world.risks.get(*at));
            let mapped: BTreeSet<_> = risks
                .filter_map(|risk| Some(pair(risk.device?, risk.stakeholder?)))
                .collect();
            let mut is_whole = true;
            for device in &own.devices {
                if !listed.is_empty() && !listed.contains(&squash(device)) {
                    let args = vec![("device", (*device).to_owned())];
                    groups.add(Tone::Unknown, "device-not-listed", args, own.label.clone(), &own.row);
                }
                for stakeholder in &own.stakeholders {
                    if !mapped.contains(&pair(device, stakeholder)) {
                        is_whole = false;
                        let args = vec![("use", own.label.clone())];
                        let label = format!("{stakeholder} × {device}");
                        groups.add(Tone::Fail, "pair-missing", args, label, &own.row);
                    }
                }
            }
            if is_whole {
                groups.add(Tone::Pass, "mapped", Vec::new(), own.label.clone(), &own.row);
            }
        }
        for risk in &world.risks {
            let own = risk.in_use.and_then(|at| world.uses.get(at));
            let is_of = |names: &[&str], name: Option<&str>| {
                name.is_some_and(|name| names.iter().any(|known| squash(known) == squash(name)))
            };
            let stray = match own {
                None => "use",
                Some(own) if own.devices.is_empty() || own.stakeholders.is_empty() => continue,
                Some(own) if !is_of(&own.devices, risk.device) => "device",
                Some(own) if !is_of(&own.stakeholders, risk.stakeholder) => "stakeholder",
                Some(_) => continue,
            };
            groups.add(
                Tone::Fail,
                "stray",
                vec![("field", stray.to_owned())],
                risk.label.clone(),
                &risk.row,
            );
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
