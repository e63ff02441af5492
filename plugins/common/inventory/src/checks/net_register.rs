//! IN-06 `net.register`: networks and network devices are registered with what must be known of them (domain.md, IN-06).
//!
//! Predicate: each network has location and purpose; each network device (firewalls included) has vendor, model and
//! maintenance contractor. Parts: `networks`, `devices`. `fields` replaces the fields of the parts asked for.

use crate::cells::Cells;
use crate::fields::{ASSETS, NETWORKS};
use crate::inventory::Inventory;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Networks;

impl Check for Networks {
    fn spec(&self) -> Spec {
        Spec::new("net.register")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts(
                "fields",
                &["location", "purpose", "vendor", "model", "maintenance_contractor"],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["networks", "devices"])?;
        let fields = cx.texts("fields")?;
        let (of_networks, mut of_devices) = (NETWORKS.own(fields), ASSETS.own(fields));
        if parts.asks("networks") && parts.asks("devices") {
            // Where both are asked for, what a network has is meant for networks.
            of_devices.retain(|field| !of_networks.contains(field));
        }
        if let Some(odd) = fields.iter().find(|f| {
            NETWORKS.own(std::slice::from_ref(f)).is_empty() && ASSETS.own(std::slice::from_ref(f)).is_empty()
        }) {
            let what = format!("parameter `fields` names `{odd}`, which neither networks nor assets have");
            return Err(CheckError::BadParameter(what));
        }
        if parts.asks("networks") {
            networks(cx, &of_networks, out);
        }
        if parts.asks("devices") {
            devices(cx, &of_devices, out);
        }
        Ok(())
    }
}

fn networks(cx: &Context<'_>, fields: &[&str], out: &mut Findings) {
    let Some(register) = cx.registers().get("networks") else {
        out.unknown("no-networks");
        return;
    };
    if register.is_empty() {
        out.fail("networks-empty").cite(&register);
        return;
    }
    let mut clean = true;
    for row in register.rows() {
        clean &= NETWORKS.gaps(&row, fields).tell(out, &Entry::label(&row), &row);
    }
    if clean {
        out.pass("networks-complete")
            .arg("count", register.len())
            .arg("fields", fields.join(", "))
            .cite(&register);
    }
}

fn devices(cx: &Context<'_>, fields: &[&str], out: &mut Findings) {
    let Some(inventory) = Inventory::open(cx, out) else {
        return;
    };
    let classes = ["network-device".to_owned(), "firewall".to_owned()];
    let chosen = inventory.choose(&classes, |item| item.is_kept());
    if !inventory.announce(&chosen, out) {
        return;
    }
    let mut clean = chosen.unclear.is_empty();
    for item in &chosen.inside {
        clean &= ASSETS.gaps(*item, fields).tell(out, &item.label(), *item);
    }
    if clean {
        let finding = out
            .pass("devices-complete")
            .arg("count", chosen.inside.len())
            .arg("fields", fields.join(", "));
        finding.cite_all(&inventory.sheets);
    }
}
