//! IN-08 `net.zones`: every asset stands in one zone, and what crosses zones is allowed (domain.md, IN-08).
//!
//! Predicate: each asset in exactly one zone; each flow between zones in the list of allowed conduits, with purpose and
//! owner. Parts: `one-zone`, `flows`. An asset without a zone of its own stands in that of its networks. A network
//! device or firewall that lists the conduits it carries stands between zones and may name several.

mod flows;

use crate::cells::Cells;
use crate::inventory::{Inventory, Item, classes};
use crate::words::some;
use crate::zones::Zones;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Zoning;

impl Check for Zoning {
    fn spec(&self) -> Spec {
        Spec::new("net.zones")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, &["one-zone", "flows"])?;
        let classes = classes(cx)?;
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let zones = Zones::load(cx);
        let chosen = inventory.choose(classes, |item| item.is_live() && item.is_networked());
        if !inventory.announce(&chosen, out) {
            return Ok(());
        }
        if parts.asks("one-zone") {
            let placed = chosen.inside.iter().any(|item| !zones.of(item).is_empty());
            if !placed && !zones.is_registered() {
                out.unknown("no-zones").cite_all(&inventory.sheets);
            } else {
                for item in &chosen.inside {
                    place(&zones, item, out);
                }
            }
        }
        if parts.asks("flows") {
            flows::judge(cx, &inventory, &zones, out);
        }
        if let Some(finding) = out.pass_if_clean("zoned") {
            finding.arg("count", chosen.inside.len()).cite_all(&inventory.sheets);
            for id in ["zones", "conduits", "flows"] {
                cx.registers().get(id).map(|register| finding.cite(&register));
            }
        }
        Ok(())
    }
}

fn place(zones: &Zones, item: &Item<'_>, out: &mut Findings) {
    let own: Vec<String> = zones.of(item).into_iter().collect();
    let between = item.is_class(&["network-device", "firewall"]) && !item.items("conduits").is_empty();
    if own.is_empty() {
        if !between {
            out.fail("no-zone").arg("entry", item.label()).cite(item);
        }
        return;
    }
    if own.len() > 1 && !between {
        out.fail("many-zones")
            .arg("entry", item.label())
            .arg("zones", some(&own))
            .cite(item);
    }
    let strange: Vec<&String> = own
        .iter()
        .filter(|zone| zones.is_registered() && !zones.has(zone))
        .collect();
    if !strange.is_empty() {
        out.fail("zone-not-listed")
            .arg("entry", item.label())
            .arg("zones", some(&strange))
            .cite(item);
    }
}
