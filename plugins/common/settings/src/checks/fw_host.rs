//! CF-13 `fw.host`: every PC and server filters its own traffic (domain.md, CF-13).
//!
//! Predicate: host firewall enabled on every PC and server that supports it. Only a row that says so takes a device
//! out; a device without a snapshot is unknown.

use crate::scope::{CLASSES, COMPUTERS, Inventory};
use crate::sources::{Device, Devices, borrowed};
use crate::words::some;
use sekisho_sdk::prelude::*;

const ON: &str = "firewall.host.enabled";
const INBOUND: &str = "firewall.default_inbound";

/// The check.
#[derive(Debug)]
pub(crate) struct HostFirewall;

impl Check for HostFirewall {
    fn spec(&self) -> Spec {
        Spec::new("fw.host")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("classes", COMPUTERS))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[]);
        let supports =
            |d: &&Device<'_>| d.item.as_ref().and_then(|item| item.flag("host_firewall_supported")) != Some(false);
        let (able, unable): (Vec<&Device<'_>>, Vec<&Device<'_>>) = devices.of(&classes).partition(supports);
        let mut judged = Vec::new();
        let mut silent = Vec::new();
        for device in able {
            let on = device.reading(ON);
            // A default of the inbound side that lets everything in is no firewall, whatever the switch says.
            let open = device.reading(INBOUND);
            let lets_in = open.words().iter().any(|word| word == "allow");
            if on.is_empty() && open.is_empty() {
                silent.push(device);
                continue;
            }
            judged.push(device);
            if on.all() == Some(false) {
                out.fail("off").arg("asset", device.name.clone()).cite_all(&on.0);
            } else if lets_in {
                out.fail("open")
                    .arg("asset", device.name.clone())
                    .cite_all(&open.0)
                    .cite_all(&on.0);
            } else if on.all().is_none() {
                out.unknown("unclear")
                    .arg("asset", device.name.clone())
                    .cite_all(&on.0)
                    .cite_all(&open.0);
            }
        }
        if !silent.is_empty() {
            let names: Vec<String> = silent.iter().map(|d| d.name.clone()).collect();
            let finding = out
                .unknown("unstated")
                .arg("count", names.len())
                .arg("assets", some(&names));
            finding.cite_all(silent.iter().filter_map(|d| d.item.as_ref()));
            finding.cite_all(silent.iter().flat_map(|d| &d.snapshots));
        }
        let unable: Vec<_> = unable.iter().filter_map(|d| d.item.as_ref()).collect();
        if !judged.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding.arg("count", judged.len()).arg("exempt", unable.len());
                finding
                    .cite_all(judged.iter().flat_map(|d| &d.snapshots))
                    .cite_all(unable);
            }
        } else if out.is_empty() {
            match (inventory.items.first(), unable.is_empty()) {
                (_, false) => {
                    _ = out
                        .not_applicable("unsupported")
                        .arg("count", unable.len())
                        .cite_all(unable)
                }
                (Some(first), true) => _ = out.not_applicable("none-in-scope").cite(first),
                (None, true) => _ = out.unknown("no-evidence"),
            }
        }
        Ok(())
    }
}
