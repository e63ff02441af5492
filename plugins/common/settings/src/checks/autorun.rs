//! CF-20 `autorun`: a medium that is plugged in starts nothing by itself (domain.md, CF-20).
//!
//! Predicate: autorun and autoplay disabled on endpoints that use media. Either of the two switches that a snapshot
//! shows must be set; one that is missing does not make the other wrong. A device whose row says that it uses no media
//! is left out, as is one whose USB storage is blocked.

use crate::scope::{CLASSES, Inventory};
use crate::sources::{Device, Devices, borrowed};
use crate::words::some;
use sekisho_sdk::prelude::*;

const DEFAULT_CLASSES: &[&str] = &["pc", "thin-client", "server", "virtual-server", "hmi", "scada"];

/// The check.
#[derive(Debug)]
pub(crate) struct Autorun;

impl Check for Autorun {
    fn spec(&self) -> Spec {
        Spec::new("autorun")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("classes", DEFAULT_CLASSES))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[]);
        let (using, without): (Vec<&Device<'_>>, Vec<&Device<'_>>) = devices.of(&classes).partition(|d| uses_media(d));
        let mut judged = Vec::new();
        let mut silent = Vec::new();
        for device in using {
            let readings = [
                device.reading("autorun.disabled"),
                device.reading("autorun.autoplay_disabled"),
            ];
            let stated: Vec<_> = readings.iter().filter(|r| !r.is_empty()).collect();
            if stated.is_empty() {
                silent.push(device);
                continue;
            }
            judged.push(device);
            let settings = stated.iter().flat_map(|r| &r.0);
            if stated.iter().any(|r| r.all() == Some(false)) {
                out.fail("on").arg("asset", device.name.clone()).cite_all(settings);
            } else if stated.iter().any(|r| r.all().is_none()) {
                out.unknown("unclear")
                    .arg("asset", device.name.clone())
                    .cite_all(settings);
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
        let items: Vec<_> = without.iter().filter_map(|d| d.item.as_ref()).collect();
        let blocked: Vec<_> = without
            .iter()
            .flat_map(|d| d.reading("usb_storage.blocked").0)
            .collect();
        if !judged.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding.arg("count", judged.len()).arg("without", without.len());
                finding
                    .cite_all(judged.iter().flat_map(|d| &d.snapshots))
                    .cite_all(items)
                    .cite_all(&blocked);
            }
        } else if out.is_empty() {
            match (inventory.items.first(), without.is_empty()) {
                (_, false) => {
                    let finding = out.not_applicable("no-media").arg("count", without.len());
                    finding.cite_all(items).cite_all(&blocked);
                }
                (Some(first), true) => _ = out.not_applicable("none-in-scope").cite(first),
                (None, true) => _ = out.unknown("no-evidence"),
            }
        }
        Ok(())
    }
}

/// Whether media may be plugged in: only a plain statement or a blocked port says that they are not.
fn uses_media(device: &Device<'_>) -> bool {
    let stated = device.item.as_ref().and_then(|item| item.flag("uses_media"));
    stated.unwrap_or(true) && device.reading("usb_storage.blocked").all() != Some(true)
}
