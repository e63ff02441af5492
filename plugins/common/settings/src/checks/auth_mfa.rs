//! CF-01 `auth.mfa`: selected accounts and access paths need several kinds of factor (domain.md, CF-01).
//!
//! Predicate: each selected account or path has `mfa = true` with two kinds of factor. Selected by default: paths from
//! the internet, VPN, remote, maintenance, administrator and firewall paths, and cloud unless the row says that it
//! holds no critical data. A row that does not say whether MFA is on is unknown, not off.

use crate::checks::auth_mfa::ways::Way;
use crate::people::KINDS;
use crate::scope::Inventory;
use crate::sources::{Device, Devices, Reading};
use crate::words::{FACTORS, factor, some};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

mod ways;

/// Kinds of access path.
const PATHS: &[&str] = &[
    "internet",
    "vpn",
    "remote",
    "admin",
    "cloud",
    "maintenance",
    "log",
    "firewall",
    "internal",
];
const DEFAULT_PATHS: &[&str] = &["internet", "vpn", "remote", "admin", "cloud", "maintenance", "firewall"];
/// Settings that speak of one kind of path.
const SPECIFIC: &[(&str, &str)] = &[
    ("admin", "mfa.admin"),
    ("remote", "mfa.remote"),
    ("vpn", "mfa.remote"),
    ("maintenance", "mfa.remote"),
    ("internet", "mfa.internet"),
    ("cloud", "mfa.cloud"),
    ("log", "mfa.log_access"),
];

/// The check.
#[derive(Debug)]
pub(crate) struct Mfa;

/// What the control asks for.
struct Asked<'a> {
    parts: Parts<'a>,
    paths: &'a [String],
    critical_data: bool,
    min_factors: usize,
    factors: &'a [String],
}

impl Asked<'_> {
    /// Kinds of factor that count, and whether some word was not understood.
    fn kinds<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> (usize, bool) {
        let mut kinds = BTreeSet::new();
        let mut odd = false;
        for word in words {
            match factor(word) {
                Some(kind) if holds(self.factors, kind) => _ = kinds.insert(kind),
                Some(_) => {}
                None => odd = true,
            }
        }
        (kinds.len(), odd)
    }
}

impl Check for Mfa {
    fn spec(&self) -> Spec {
        Spec::new("auth.mfa")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("paths", DEFAULT_PATHS))
            .parameter(Parameter::texts(
                "accounts",
                &["user", "admin", "maintenance", "guest", "emergency"],
            ))
            .parameter(Parameter::boolean("critical_data", false))
            .parameter(Parameter::integer("min_factors", 1, 4, 2))
            .parameter(Parameter::texts("factors", &["knowledge", "possession", "biometric"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = Asked {
            parts: Parts::read(cx, &["enabled", "factor-kinds"])?,
            paths: cx.known_texts("paths", PATHS)?,
            critical_data: cx.boolean("critical_data")?,
            min_factors: usize::try_from(cx.integer("min_factors")?).unwrap_or(2),
            factors: cx.known_texts("factors", FACTORS)?,
        };
        let accounts = cx.known_texts("accounts", KINDS)?;
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[("accounts", "system"), ("access-paths", "target")]);
        let found = ways::find(cx, &inventory, accounts);
        let mut judged = 0_usize;
        let mut unplaced = Vec::new();
        let mut cited = Vec::new();
        for way in &found.ways {
            match way.selected(asked.paths, asked.critical_data) {
                Some(sure) if judge_way(&asked, way, sure, out) => {
                    judged += 1;
                    cited.push(way.entry);
                }
                Some(_) => {}
                // Where the paths have a register of their own, accounts need not tell theirs.
                None if way.paths.is_empty() && !found.has_paths && way.mfa(&asked) != Some(true) => unplaced.push(way),
                None => {}
            }
        }
        let mut snapshots = Vec::new();
        for device in devices.of(&[]) {
            if judge_device(&asked, device, out) {
                judged += 1;
                snapshots.extend(device.snapshots.iter().copied());
            }
        }
        if !unplaced.is_empty() && asked.parts.asks("enabled") {
            let names: Vec<String> = unplaced.iter().map(|w| w.entry.label()).collect();
            let finding = out
                .unknown("paths-unstated")
                .arg("count", names.len())
                .arg("accounts", some(&names));
            finding.cite_all(unplaced.iter().map(|w| &w.entry));
        }
        if judged > 0 {
            if let Some(finding) = out.pass_if_clean("ok") {
                finding.arg("count", judged).cite_all(&cited).cite_all(&snapshots);
            }
        } else if out.is_empty() {
            match (found.sheet, found.ways.is_empty()) {
                (Some(sheet), false) => _ = out.not_applicable("none-selected").cite(&sheet),
                _ => _ = out.unknown("no-evidence"),
            }
        }
        Ok(())
    }
}

/// Judges one row; whether it had anything to judge.
fn judge_way(asked: &Asked<'_>, way: &Way<'_>, sure: bool, out: &mut Findings) -> bool {
    let name = way.entry.label();
    let mfa = way.mfa(asked);
    if asked.parts.asks("enabled") {
        match mfa {
            Some(true) => {}
            // Nobody said whether critical data is behind it: that has to be said first.
            Some(false) | None if !sure => {
                _ = out
                    .unknown("critical-unstated")
                    .arg("name", name.clone())
                    .cite(&way.entry)
            }
            Some(false) => _ = out.fail("missing").arg("name", name.clone()).cite(&way.entry),
            None => _ = out.unknown("unstated").arg("name", name.clone()).cite(&way.entry),
        }
    }
    if mfa == Some(true) && asked.parts.asks("factor-kinds") && way.tells_factors {
        let words = way.entry.list("mfa_factors");
        let (kinds, odd) = asked.kinds(words.iter().copied());
        let finding = match () {
            () if kinds >= asked.min_factors => return true,
            () if words.is_empty() => out.unknown("factors-unstated"),
            () if odd => out.unknown("factors-unclear"),
            () => out.fail("too-few-factors"),
        };
        finding
            .arg("name", name)
            .arg("factors", words.join(", "))
            .arg("kinds", kinds);
        finding.arg("wanted", asked.min_factors).cite(&way.entry);
    }
    asked.parts.asks("enabled") || mfa == Some(true)
}

/// Judges the settings of one device; whether there were any.
fn judge_device(asked: &Asked<'_>, device: &Device<'_>, out: &mut Findings) -> bool {
    let specific = SPECIFIC
        .iter()
        .filter(|(path, _)| holds(asked.paths, path))
        .map(|(_, key)| device.reading(key));
    let mut readings: Vec<Reading<'_>> = specific.filter(|r| !r.is_empty()).collect();
    if readings.is_empty() && general_applies(asked.paths, device.class()) {
        readings.extend([device.reading("mfa.required"), device.reading("mfa.configuration")]);
        readings.retain(|r| !r.is_empty());
    }
    if readings.is_empty() {
        return false;
    }
    let state = |r: &Reading<'_>| r.all().or_else(|| choice(r));
    let on = readings.iter().all(|r| state(r) == Some(true));
    if asked.parts.asks("enabled") && !on {
        let off = readings.iter().any(|r| state(r) == Some(false));
        let finding = if off {
            out.fail("setting-off")
        } else {
            out.unknown("setting-unclear")
        };
        finding
            .arg("asset", device.name.clone())
            .cite_all(readings.iter().flat_map(|r| &r.0))
            .cite_all(&device.rows);
    }
    if on && asked.parts.asks("factor-kinds") {
        let factors = device.reading("mfa.factors");
        let words = factors.words();
        let (kinds, odd) = asked.kinds(words.iter().map(String::as_str));
        if kinds < asked.min_factors {
            let vague = odd || words.is_empty();
            let finding = if vague {
                out.unknown("setting-factors-unclear")
            } else {
                out.fail("setting-factors")
            };
            finding
                .arg("asset", device.name.clone())
                .arg("factors", words.join(", "))
                .arg("wanted", asked.min_factors);
            finding
                .cite_all(&factors.0)
                .cite_all(readings.iter().flat_map(|r| &r.0));
        }
    }
    asked.parts.asks("enabled") || on
}

/// `mfa.configuration`: `on` is on; `off` and `optional` leave a way in without it.
fn choice(reading: &Reading<'_>) -> Option<bool> {
    let words = reading.words();
    if words.iter().any(|w| w == "off" || w == "optional") {
        return Some(false);
    }
    (!words.is_empty() && words.iter().all(|w| w == "on")).then_some(true)
}

/// Whether a device-wide setting speaks of a selected path: for cloud and firewall paths only that of such a device.
fn general_applies(paths: &[String], class: Option<&str>) -> bool {
    paths.iter().any(|path| match path.as_str() {
        "cloud" => matches!(class, None | Some("cloud")),
        "firewall" => matches!(class, None | Some("firewall")),
        "internal" => false,
        _ => true,
    })
}
