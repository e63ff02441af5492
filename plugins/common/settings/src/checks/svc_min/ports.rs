//! Physical ports: what nobody needs must be disabled or sealed.

use crate::sources::{Device, Devices};
use sekisho_sdk::prelude::*;

/// Judges the ports in scope and hands back how many were judged.
pub(super) fn judge(cx: &Context<'_>, devices: &Devices<'_>, classes: &[&str], out: &mut Findings) -> usize {
    let mut judged = 0_usize;
    let mut blocked = 0_usize;
    for device in devices.of(classes) {
        for row in device
            .rows
            .iter()
            .filter(|row| row.has("state") || row.has("needed") || row.has("port") && !row.has("name"))
        {
            judged += 1;
            port(device, row, out);
        }
        let reading = device.reading("usb_storage.blocked");
        if reading.is_empty() {
            continue;
        }
        blocked += 1;
        let needs_none = device.item.as_ref().and_then(|item| item.flag("uses_media")) == Some(false);
        if needs_none && reading.all() == Some(false) {
            let finding = out.fail("usb-open").arg("asset", device.name.clone());
            finding.cite_all(&reading.0).cite_all(device.item.as_ref());
        }
    }
    if judged + blocked == 0 {
        out.unknown("no-ports").cite_all(cx.registers().get("ports").as_ref());
    }
    judged + blocked
}

fn port(device: &Device<'_>, row: &Entry<'_>, out: &mut Findings) {
    let finding = match (row.flag("needed"), row.get("state")) {
        (_, Some("disabled" | "sealed")) | (Some(true), Some("enabled")) => return,
        (Some(false), Some("enabled")) => out.fail("port-open"),
        (None, Some("enabled")) => out.unknown("port-need-unstated"),
        _ => out.unknown("port-state-unstated"),
    };
    finding
        .arg("asset", device.name.clone())
        .arg("port", row.get("port").unwrap_or("?"))
        .cite(row);
}
