//! CF-15 `crypt.transit`: traffic is encrypted with something that still holds (domain.md, CF-15).
//!
//! Predicate: protocols in use have TLS at or above the bound, or IPsec or SSH; Wi-Fi has WPA2 with AES or better; no
//! telnet, ftp or http for administration. A service that listens to its own device only is left out, as is one of
//! which nothing tells that it uses the network.

use crate::cited::Numbered;
use crate::scope::Inventory;
use crate::sources::{Device, Devices};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod traffic;

const PARTS: &[&str] = &["tls", "admin", "wifi"];
/// Protocols that carry everything in the clear: allowed for nothing, and least for administration.
const ADMIN_SWITCHES: &[(&str, &str)] = &[
    ("protocols.telnet.enabled", "telnet"),
    ("protocols.ftp.enabled", "ftp"),
    ("protocols.tftp.enabled", "tftp"),
    ("protocols.http_admin.enabled", "http"),
    ("protocols.snmp_v1v2.enabled", "snmp v1/v2c"),
    ("protocols.ssh1.enabled", "ssh 1"),
    ("protocols.winrm_unencrypted.enabled", "winrm"),
];
const TLS_SWITCHES: &[(&str, &str)] = &[
    ("protocols.ssl2.enabled", "ssl 2.0"),
    ("protocols.ssl3.enabled", "ssl 3.0"),
    ("protocols.tls10.enabled", "tls 1.0"),
    ("protocols.tls11.enabled", "tls 1.1"),
    ("smb.plaintext_password", "smb"),
];
const WEAK_WIFI: &[&str] = &["open", "wep", "wpa", "wpa2-tkip", "none", "tkip"];

/// The check.
#[derive(Debug)]
pub(crate) struct Transit;

impl Check for Transit {
    fn spec(&self) -> Spec {
        Spec::new("crypt.transit")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::choice("min_tls", &["tls1.2", "tls1.3"], "tls1.2"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let min_tls = cx.text("min_tls")?;
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[]);
        let mut judged: Vec<u32> = Vec::new();
        for device in devices.of(&[]) {
            if judge_device(parts, min_tls, device, out) {
                judged.extend(device.snapshots.iter().map(Fact::fact));
            }
        }
        let registers = cx.registers();
        let listed = registers.rows("services").chain(registers.rows("flows"));
        for row in listed {
            let on = row.flag("enabled") != Some(false) && row.get("action") != Some("deny");
            if on && traffic::judge(parts, min_tls, &row, out) {
                judged.push(row.fact());
            }
        }
        if parts.asks("wifi") {
            judged.extend(wireless(cx, out));
        }
        if judged.is_empty() && out.is_empty() {
            let nothing = ["services", "flows", "wireless"]
                .iter()
                .find_map(|id| registers.get(id));
            match inventory.only_things() {
                Some(first) => out.not_applicable("no-systems").cite(first),
                None => out.unknown("no-evidence").cite_all(nothing.as_ref()),
            };
        } else if let Some(finding) = out.pass_if_clean("ok") {
            finding.arg("count", judged.len());
            for fact in judged {
                finding.cite(&Numbered(fact));
            }
        }
        Ok(())
    }
}

/// Judges the settings of one device; whether there were any.
fn judge_device(parts: Parts<'_>, min_tls: &str, device: &Device<'_>, out: &mut Findings) -> bool {
    let mut told = false;
    for (part, switches) in [("tls", TLS_SWITCHES), ("admin", ADMIN_SWITCHES)] {
        for (key, name) in switches.iter().filter(|_| parts.asks(part)) {
            let reading = device.reading(key);
            told |= !reading.is_empty();
            if reading.any() == Some(true) {
                let finding = out
                    .fail("setting")
                    .arg("asset", device.name.clone())
                    .arg("protocol", *name);
                finding.cite_all(&reading.0);
            }
        }
    }
    if parts.asks("tls") {
        let version = device.reading("tls.min_version");
        told |= !version.is_empty();
        match version.words().into_iter().min() {
            // `ssl2` < `ssl3` < `tls1.0` < … < `tls1.3`: the order of the letters is the order of the versions.
            Some(lowest) if lowest.as_str() < min_tls => {
                let finding = out
                    .fail("tls-old")
                    .arg("name", device.name.clone())
                    .arg("version", lowest);
                finding.arg("wanted", min_tls).cite_all(&version.0);
            }
            Some(_) => {}
            None if version.is_empty() => {}
            None => {
                _ = out
                    .unknown("tls-unclear")
                    .arg("name", device.name.clone())
                    .cite_all(&version.0)
            }
        }
        let (tls, opcua) = (device.reading("tls.enabled"), device.reading("opcua.security_mode"));
        told |= !tls.is_empty() || !opcua.is_empty();
        if tls.all() == Some(false) || opcua.words().iter().any(|w| w == "none") {
            let finding = out.fail("setting").arg("asset", device.name.clone());
            finding
                .arg("protocol", if opcua.is_empty() { "tls" } else { "opc ua" })
                .cite_all(&tls.0)
                .cite_all(&opcua.0);
        }
    }
    if parts.asks("wifi") {
        for key in ["wifi.security", "wifi.encryption"] {
            let reading = device.reading(key);
            told |= !reading.is_empty();
            if let Some(weak) = reading.words().into_iter().find(|w| WEAK_WIFI.contains(&w.as_str())) {
                let finding = out
                    .fail("wifi-weak")
                    .arg("name", device.name.clone())
                    .arg("security", weak);
                finding.cite_all(&reading.0);
            }
        }
    }
    told
}

/// Judges the list of wireless networks and hands back the facts of those judged.
fn wireless(cx: &Context<'_>, out: &mut Findings) -> Vec<u32> {
    let registers = cx.registers();
    if registers.get("wireless").is_none() {
        let networks: Vec<Entry<'_>> = registers
            .rows("networks")
            .filter(|n| n.get("kind") == Some("wireless"))
            .collect();
        if !networks.is_empty() {
            out.unknown("no-wireless")
                .arg("count", networks.len())
                .cite_all(&networks);
        }
    }
    let mut judged = Vec::new();
    for row in registers
        .rows("wireless")
        .filter(|row| row.flag("enabled") != Some(false))
    {
        let name = row.get("ssid").map_or_else(|| row.label(), ToOwned::to_owned);
        judged.push(row.fact());
        match row.get("security") {
            Some(weak) if WEAK_WIFI.contains(&weak) => {
                out.fail("wifi-weak").arg("name", name).arg("security", weak).cite(&row);
            }
            Some(known) if known.starts_with("wpa2-") || known.starts_with("wpa3-") => {}
            _ => _ = out.unknown("wifi-unclear").arg("name", name).cite(&row),
        }
    }
    judged
}
