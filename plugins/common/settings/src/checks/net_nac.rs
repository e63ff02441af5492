//! CF-24 `net.nac`: networks admit devices by 802.1X, MAC with certificate, certificate or NAC; wireless ones use
//! enterprise authentication; an unknown device is blocked or reported.
//!
//! Source: rule catalogue CF-24. A network that the register lists and nobody admits devices to in a stated way fails.

use crate::admission::{Admissions, Medium};
use crate::statements::{Mark, Said, said};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

pub(crate) struct Admission;

const PARTS: &[&str] = &["method", "unknown-device", "wireless"];
const MEDIA: &[&str] = &["wired", "wireless"];
const METHODS: &[&str] = &["dot1x", "mac-cert", "certificate", "nac", "mac", "port-security"];
const ENTERPRISE: &[&str] = &["wpa2-enterprise", "wpa3-enterprise"];
const STRONG: &[&str] = &["eap-tls", "eap", "mac-cert"];

impl Check for Admission {
    fn spec(&self) -> Spec {
        Spec::new("net.nac")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("media", MEDIA))
            .parameter(Parameter::texts(
                "methods",
                &["dot1x", "mac-cert", "certificate", "nac"],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let work = Work {
            parts: Parts::read(cx, PARTS)?,
            media: cx.known_texts("media", MEDIA)?,
            methods: cx.known_texts("methods", METHODS)?,
            admissions: Admissions::load(cx),
        };
        let mut marks = Vec::new();
        work.rows(&mut marks, out);
        if work.in_media(Medium::Wireless) && work.parts.asks("wireless") {
            work.wireless(&mut marks, out);
        }
        work.networks(&mut marks, out);
        work.settings(cx, &mut marks, out);
        if !out.is_empty() || !marks.is_empty() {
            if let Some(finding) = out.pass_if_clean("admitted") {
                finding.arg("count", marks.len()).cite_all(&marks);
            }
        } else if work.admissions.networks.is_empty() {
            out.unknown("no-evidence");
        } else {
            out.not_applicable("no-network").cite_all(&work.admissions.networks);
        }
        Ok(())
    }
}

struct Work<'a> {
    parts: Parts<'a>,
    media: &'a [String],
    methods: &'a [String],
    admissions: Admissions<'a>,
}

impl Work<'_> {
    fn in_media(&self, medium: Medium) -> bool {
        holds(self.media, medium.word())
    }

    fn is_method(&self, row: &Entry<'_>) -> bool {
        row.get("method").is_some_and(|method| holds(self.methods, method))
    }

    fn rows(&self, marks: &mut Vec<Mark>, out: &mut Findings) {
        for row in self
            .admissions
            .rows
            .iter()
            .filter(|row| self.in_media(self.admissions.medium_of(row)))
        {
            let network = row.get("network").unwrap_or("?");
            marks.push(Mark::of(row));
            if self.parts.asks("method") {
                match (said(row, "enabled"), row.get("method")) {
                    (Said::No, _) | (_, Some("none")) => {
                        out.fail("off").arg("network", network).cite(row);
                    }
                    (Said::Odd | Said::Empty, _) | (_, None) => {
                        out.unknown("unclear")
                            .arg("network", network)
                            .arg("field", "method")
                            .cite(row);
                    }
                    (Said::Yes, Some(_)) if self.is_method(row) => {}
                    (Said::Yes, Some(method)) if METHODS.contains(&method) => {
                        out.fail("weak-method")
                            .arg("network", network)
                            .arg("method", method)
                            .cite(row);
                    }
                    (Said::Yes, Some(_)) => {
                        out.unknown("unclear")
                            .arg("network", network)
                            .arg("field", "method")
                            .cite(row);
                    }
                }
            }
            if self.parts.asks("unknown-device") {
                match row.get("unknown_action") {
                    Some("block" | "alert") => {}
                    Some("allow") => {
                        out.fail("unknown-allowed").arg("network", network).cite(row);
                    }
                    _ => {
                        out.unknown("unclear")
                            .arg("network", network)
                            .arg("field", "unknown_action")
                            .cite(row);
                    }
                }
            }
        }
    }

    /// Wireless networks in use by the organization's own devices.
    fn wireless(&self, marks: &mut Vec<Mark>, out: &mut Findings) {
        for row in self.admissions.own_wireless() {
            let ssid = row.get("ssid").unwrap_or("?");
            marks.push(Mark::of(row));
            if is_enterprise(row)
                || self
                    .admissions
                    .of_wireless(row)
                    .is_some_and(|found| self.is_method(found))
            {
                continue;
            }
            match row.get("security") {
                Some(security) if WEAK.contains(&security) => {
                    out.fail("weak-wireless")
                        .arg("ssid", ssid)
                        .arg("security", security)
                        .cite(row);
                }
                _ => {
                    out.unknown("wireless-unclear").arg("ssid", ssid).cite(row);
                }
            }
        }
    }

    /// Networks of the register about which nothing else speaks.
    fn networks(&self, marks: &mut Vec<Mark>, out: &mut Findings) {
        if !self.parts.asks("method") {
            return;
        }
        for (network, medium) in self.admissions.in_scope() {
            if !self.in_media(medium) || self.admissions.of_network(network).is_some() {
                continue;
            }
            if self
                .admissions
                .wireless_of(network)
                .is_some_and(|row| is_enterprise(row))
            {
                marks.push(Mark::of(network));
                continue;
            }
            let finding = if self.admissions.is_kept {
                out.fail("not-admitted")
            } else {
                out.unknown("not-shown")
            };
            finding.arg("network", network.get("name").unwrap_or("?")).cite(network);
        }
    }

    fn settings(&self, cx: &Context<'_>, marks: &mut Vec<Mark>, out: &mut Findings) {
        for snapshot in cx.settings().snapshots() {
            let asset = snapshot.asset();
            for (part, key) in [
                ("method", "nac.enabled"),
                ("method", "nac.method"),
                ("unknown-device", "nac.unknown_action"),
                ("wireless", "wifi.security"),
            ] {
                let medium = if key == "wifi.security" {
                    Medium::Wireless
                } else {
                    Medium::Wired
                };
                if !self.parts.asks(part) || !self.in_media(medium) {
                    continue;
                }
                for setting in snapshot.all(key) {
                    marks.push(Mark::of(&setting));
                    let value = setting.value().unwrap_or_default();
                    let met = match key {
                        "nac.enabled" => setting.flag(),
                        "nac.method" => Some(holds(self.methods, value)),
                        "nac.unknown_action" => Some(value != "allow"),
                        _ => Some(ENTERPRISE.contains(&value)),
                    };
                    let finding = match met {
                        Some(true) => continue,
                        Some(false) => out.fail("weak-setting"),
                        None => out.unknown("setting-unclear"),
                    };
                    finding
                        .arg("asset", asset)
                        .arg("setting", key)
                        .arg("value", value)
                        .cite(&setting);
                }
            }
        }
    }
}

const WEAK: &[&str] = &["open", "wep", "wpa", "wpa2-tkip", "wpa2-personal", "wpa3-personal"];

fn is_enterprise(row: &Entry<'_>) -> bool {
    let strong = row.get("authentication").is_some_and(|a| STRONG.contains(&a));
    match row.get("security") {
        Some(security) if ENTERPRISE.contains(&security) => true,
        // Old encryption stays weak whatever stands before it.
        Some("open" | "wep" | "wpa") => false,
        _ => strong,
    }
}
