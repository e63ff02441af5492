//! CF-16 `crypt.rest`: what can be carried away or holds critical data is encrypted (domain.md, CF-16).
//!
//! Predicate: disk or database encryption on for mobile PCs, media and stores that hold critical data. Smart devices
//! are always mobile. A row that says neither whether it is carried nor whether it holds critical data is judged only
//! where it is known to be encrypted; otherwise it is unknown. `media` are things that data is carried on: the media
//! register, media of the inventory and of the encryption register, and backups that are kept offline.

mod media;

use crate::cited::Numbered;
use crate::scope::{Inventory, Item};
use crate::sources::{Device, Devices};
use crate::words::some;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

const PARTS: &[&str] = &["portable", "media", "stores"];
const KEYS: &[&str] = &[
    "disk.encryption.enabled",
    "mobile.encryption.enabled",
    "database.encryption.enabled",
    "storage.encryption.enabled",
];
/// Classes of asset that keep data for others.
const STORES: &[&str] = &["server", "virtual-server", "storage", "cloud"];

/// The check.
#[derive(Debug)]
pub(crate) struct Rest;

impl Check for Rest {
    fn spec(&self) -> Spec {
        Spec::new("crypt.rest")
            .reads("assets")
            .reads("registers")
            .reads("settings")
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[("encryption", "target")]);
        let mut judged: Vec<u32> = Vec::new();
        let mut unstated = Vec::new();
        let of_devices = parts.asks("portable") || parts.asks("stores");
        for device in devices.of(&[]).filter(|device| of_devices && !media::is_medium(device)) {
            let item = device.item.as_ref();
            let portable = item.and_then(is_portable);
            let holds = item.map(holds_critical).unwrap_or_default();
            let listed = device
                .rows
                .iter()
                .any(|row| is_critical(row) == Some(true) || row.flag("portable") == Some(true));
            let told = !device.rows.is_empty() || device.has_any(KEYS);
            let wanted =
                (parts.asks("portable") && portable == Some(true)) || (parts.asks("stores") && (holds || listed));
            if wanted || (told && item.is_none_or(|i| !(portable == Some(false) || i.is_class(STORES)))) {
                judge(device, wanted, out);
                judged.extend(item.map(Fact::fact));
                judged.extend(
                    device
                        .rows
                        .iter()
                        .map(Fact::fact)
                        .chain(device.snapshots.iter().map(Fact::fact)),
                );
            } else if let Some(item) =
                item.filter(|i| parts.asks("portable") && i.is_class(&["pc"]) && portable.is_none())
            {
                unstated.push(item);
            }
        }
        if parts.asks("media") {
            let media = media::Media::gather(cx, &inventory);
            judged.extend(media.judge(out));
            if media.is_missing() && parts.names("media") {
                out.unknown("no-media-register");
            }
        }
        // Where some PCs are marked as carried, the others are understood not to be.
        let marked = inventory
            .items
            .iter()
            .any(|i| i.is_class(&["pc"]) && i.flag("portable").is_some());
        if !unstated.is_empty() && !marked {
            let names: Vec<String> = unstated.iter().map(|item| item.label().to_owned()).collect();
            let finding = out
                .unknown("portable-unstated")
                .arg("count", names.len())
                .arg("assets", some(&names));
            finding.cite_all(unstated);
        }
        if !judged.is_empty() {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding.arg("count", judged.len());
                for fact in judged {
                    finding.cite(&Numbered(fact));
                }
            }
        } else if out.is_empty() {
            match inventory.items.first() {
                Some(first) => _ = out.not_applicable("none-in-scope").cite(first),
                None => _ = out.unknown("no-evidence"),
            }
        }
        Ok(())
    }
}

/// Whether an asset is carried about; only computers can be.
fn is_portable(item: &Item<'_>) -> Option<bool> {
    match item.class() {
        Some("mobile") => Some(item.flag("portable").unwrap_or(true)),
        _ => item.flag("portable"),
    }
}

/// Whether an asset keeps critical data for others.
fn holds_critical(item: &Item<'_>) -> bool {
    item.is_class(STORES) && matches!(item.text("handles"), Some("secret" | "confidential"))
}

fn is_critical(row: &Entry<'_>) -> Option<bool> {
    row.flag("critical_data")
}

/// Every source must say that it is encrypted.
fn judge(device: &Device<'_>, wanted: bool, out: &mut Findings) {
    let readings: Vec<_> = KEYS
        .iter()
        .map(|key| device.reading(key))
        .filter(|r| !r.is_empty())
        .collect();
    // A row about something without critical data that stays in place needs nothing.
    let rows: Vec<&Entry<'_>> = device
        .rows
        .iter()
        .filter(|row| wanted || !(is_critical(row) == Some(false) && row.flag("portable") != Some(true)))
        .collect();
    let off =
        readings.iter().any(|r| r.all() == Some(false)) || rows.iter().any(|row| row.flag("encrypted") == Some(false));
    let on =
        rows.iter().all(|row| row.flag("encrypted") == Some(true)) && readings.iter().all(|r| r.all() == Some(true));
    let told = !rows.is_empty() || !readings.is_empty();
    let finding = match (told, off) {
        (true, _) if on => return,
        (true, true) if wanted => out.fail("plain"),
        (true, true) => out.unknown("need-unstated"),
        (false, _) if !wanted => return,
        _ => out.unknown("unstated"),
    };
    finding
        .arg("asset", device.name.clone())
        .cite_all(device.item.as_ref())
        .cite_all(rows);
    finding.cite_all(readings.iter().flat_map(|r| &r.0));
}
