//! CF-11 `svc.min`: what is not needed is off (domain.md, CF-11).
//!
//! Predicate: enabled services lie inside the baseline of the asset's role; physical ports are disabled or sealed where
//! they are not needed. A baseline row speaks for a role, a class, one asset, or all. Protocols known to be unsafe count
//! as services of that name, with or without a baseline.

use crate::cited::Numbered;
use crate::scope::{CLASSES, Inventory, Item, fold};
use crate::sources::{Device, Devices, borrowed};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

mod ports;

const PARTS: &[&str] = &["services", "ports"];
/// Roles in a baseline that stand for every asset.
const EVERYWHERE: &[&str] = &["all", "*", "common", "共通", "全て", "すべて", "全資産"];
/// Settings whose protocol has no place on a device unless its baseline says so.
const UNSAFE: &[(&str, &str)] = &[
    ("protocols.telnet.enabled", "telnet"),
    ("protocols.ftp.enabled", "ftp"),
    ("protocols.tftp.enabled", "tftp"),
    ("protocols.http_admin.enabled", "http"),
    ("protocols.snmp_v1v2.enabled", "snmp"),
    ("protocols.smb1.enabled", "smb1"),
    ("protocols.llmnr.enabled", "llmnr"),
    ("protocols.finger.enabled", "finger"),
    ("protocols.winrm_basic.enabled", "winrm-basic"),
];

/// The check.
#[derive(Debug)]
pub(crate) struct Services;

impl Check for Services {
    fn spec(&self) -> Spec {
        Spec::new("svc.min")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[("services", "asset"), ("ports", "asset")]);
        let mut cited: Vec<u32> = Vec::new();
        let mut judged = 0_usize;
        if let Some(first) = inventory.only_things() {
            out.not_applicable("no-systems").cite(first);
            return Ok(());
        }
        if parts.asks("services") {
            let mut told = 0_usize;
            for device in devices.of(&classes) {
                told += usize::from(services(cx, device, out));
            }
            if told == 0 {
                out.unknown("no-services");
            }
            judged += told;
        }
        if parts.asks("ports") {
            judged += ports::judge(cx, &devices, &classes, out);
        }
        for device in devices.of(&classes) {
            cited.extend(
                device
                    .rows
                    .iter()
                    .map(Fact::fact)
                    .chain(device.snapshots.iter().map(Fact::fact)),
            );
        }
        if judged > 0
            && let Some(finding) = out.pass_if_clean("ok")
        {
            for fact in cited {
                finding.cite(&Numbered(fact));
            }
            finding.arg("count", judged);
        }
        Ok(())
    }
}

/// Names by which a baseline may mean a device.
fn roles(device: &Device<'_>) -> BTreeSet<String> {
    let item = device.item.as_ref();
    let role = item.and_then(|item| item.text("role"));
    let id = item.map(Item::label);
    let names = [role, id, device.class(), Some(device.name.as_str())];
    names
        .into_iter()
        .flatten()
        .map(fold)
        .chain(EVERYWHERE.iter().map(|w| (*w).to_owned()))
        .collect()
}

/// Judges the services of one device; whether anything speaks of them.
fn services(cx: &Context<'_>, device: &Device<'_>, out: &mut Findings) -> bool {
    let rows: Vec<&Entry<'_>> = device.rows.iter().filter(|row| row.has("name")).collect();
    let listed = device.reading("services.enabled");
    let switches: Vec<_> = UNSAFE
        .iter()
        .map(|(key, name)| (device.reading(key), *name))
        .filter(|(r, _)| !r.is_empty())
        .collect();
    if rows.is_empty() && listed.is_empty() && switches.is_empty() {
        return false;
    }
    let roles = roles(device);
    let baseline: Vec<Entry<'_>> = cx
        .registers()
        .rows("baseline-services")
        .filter(|row| row.get("role").is_some_and(|role| roles.contains(&fold(role))))
        .collect();
    let allowed: BTreeSet<String> = baseline.iter().filter_map(|row| row.get("service")).map(fold).collect();
    let mut unmeasured = false;
    for row in rows {
        let on = row.flag("enabled").or(match row.get("startup") {
            Some("auto" | "boot") => Some(true),
            Some("disabled") => Some(false),
            _ => None,
        });
        let name = row.get("name").unwrap_or("?");
        match on {
            Some(false) => {}
            None => {
                _ = out
                    .unknown("state-unstated")
                    .arg("asset", device.name.clone())
                    .arg("service", name)
                    .cite(row)
            }
            Some(true) if allowed.contains(&fold(name)) => {}
            Some(true) if baseline.is_empty() => unmeasured = true,
            Some(true) => {
                let finding = out
                    .fail("beyond")
                    .arg("asset", device.name.clone())
                    .arg("service", name);
                finding.cite(row).cite_all(&baseline);
            }
        }
    }
    for setting in &listed.0 {
        for name in setting
            .value()
            .unwrap_or_default()
            .split([',', ';', ' '])
            .map(fold)
            .filter(|n| !n.is_empty())
        {
            if baseline.is_empty() {
                unmeasured = true;
            } else if !allowed.contains(&name) {
                let finding = out
                    .fail("beyond")
                    .arg("asset", device.name.clone())
                    .arg("service", name);
                finding.cite(setting).cite_all(&baseline);
            }
        }
    }
    for (reading, name) in switches {
        if reading.any() == Some(true) && !allowed.contains(name) {
            let finding = out
                .fail("unsafe")
                .arg("asset", device.name.clone())
                .arg("service", name);
            finding.cite_all(&reading.0);
        }
    }
    if unmeasured {
        let finding = out.unknown("no-baseline").arg("asset", device.name.clone());
        finding
            .cite_all(device.item.as_ref())
            .cite_all(&device.rows)
            .cite_all(&listed.0);
    }
    true
}
