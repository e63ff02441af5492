//! CF-10 `av.on`: malware protection is there, on, current and used (domain.md, CF-10).
//!
//! Predicate: malware protection or allow-listing on each PC and server; real-time on; signature age within the limit;
//! last scan within the limit. Allow-listing needs neither signatures nor scans. Ages are counted to the day the list
//! or snapshot was taken, else to the day of the assessment. A PC that the list of protected devices does not name is
//! not protected; without any list it is unknown.

use crate::scope::{CLASSES, COMPUTERS, Inventory};
use crate::sources::{Device, Devices, borrowed};
use crate::words::some;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod state;

const PARTS: &[&str] = &["installed", "realtime", "signatures", "scan"];

/// The check.
#[derive(Debug)]
pub(crate) struct MalwareProtection;

impl Check for MalwareProtection {
    fn spec(&self) -> Spec {
        Spec::new("av.on")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", COMPUTERS))
            .parameter(Parameter::integer("max_signature_age_days", 0, 365, 1))
            .parameter(Parameter::integer("max_scan_age_days", 0, 3650, 31))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let limits = (cx.integer("max_signature_age_days")?, cx.integer("max_scan_age_days")?);
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[("malware-protection", "asset")]);
        let register = cx.registers().get("malware-protection");
        let mut judged = Vec::new();
        let mut silent = Vec::new();
        let mut exempt = 0_usize;
        let mut any = false;
        for device in devices.of(&classes) {
            any = true;
            let has_rows = !device.rows.is_empty() || device.has_any(state::KEYS);
            if has_rows {
                judge(cx, parts, limits, device, out);
                judged.push(device);
            } else if let Some(item) = device.item.as_ref().filter(|i| i.flag("av_supported") == Some(false)) {
                exempt += 1;
                // What cannot be protected needs something in its place.
                if item.text("compensating_measure").is_none() {
                    out.unknown("unsupported").arg("asset", device.name.clone()).cite(item);
                }
            } else if register.is_some() && device.item.is_some() && parts.asks("installed") {
                let finding = out.fail("not-listed").arg("asset", device.name.clone());
                finding.cite_all(device.item.as_ref()).cite_all(register.as_ref());
            } else {
                silent.push(device);
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
        if !judged.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding
                    .arg("count", judged.len())
                    .arg("exempt", exempt)
                    .cite_all(judged.iter().flat_map(|d| &d.rows));
                finding.cite_all(judged.iter().flat_map(|d| &d.snapshots));
            }
        } else if out.is_empty() {
            match inventory.items.first() {
                Some(first) if any => _ = out.not_applicable("all-exempt").arg("count", exempt).cite(first),
                Some(first) => _ = out.not_applicable("none-in-scope").cite(first),
                None => _ = out.unknown("no-evidence"),
            }
        }
        Ok(())
    }
}

fn judge(cx: &Context<'_>, parts: Parts<'_>, limits: (i64, i64), device: &Device<'_>, out: &mut Findings) {
    let state = state::read(cx, device);
    let name = || device.name.clone();
    if parts.asks("installed") {
        match state.installed {
            Some(true) => {}
            Some(false) => {
                _ = out
                    .fail("absent")
                    .arg("asset", name())
                    .cite_all(&device.rows)
                    .cite_all(&device.snapshots)
            }
            None => {
                _ = out
                    .unknown("installed-unstated")
                    .arg("asset", name())
                    .cite_all(&device.rows)
                    .cite_all(&device.snapshots)
            }
        }
    }
    // What is not there is not asked for more; allow-listing has no signatures and no scans.
    if state.installed == Some(false) || state.by_allowlist {
        return;
    }
    if parts.asks("realtime") {
        match state.realtime {
            Some(true) => {}
            Some(false) => {
                _ = out
                    .fail("realtime-off")
                    .arg("asset", name())
                    .cite_all(&device.rows)
                    .cite_all(&device.snapshots)
            }
            None => {
                _ = out
                    .unknown("realtime-unstated")
                    .arg("asset", name())
                    .cite_all(&device.rows)
                    .cite_all(&device.snapshots)
            }
        }
    }
    for (part, days, limit, old, unstated) in [
        (
            "signatures",
            state.signature_days,
            limits.0,
            "signatures-old",
            "signatures-unstated",
        ),
        ("scan", state.scan_days, limits.1, "scan-old", "scan-unstated"),
    ] {
        if !parts.asks(part) {
            continue;
        }
        let finding = match days {
            Some(days) if days <= limit => continue,
            Some(days) => out.fail(old).arg("days", days).arg("limit", limit),
            None => out.unknown(unstated),
        };
        finding
            .arg("asset", name())
            .cite_all(&device.rows)
            .cite_all(&device.snapshots);
    }
}
