//! CF-08 `patch.time`: grave flaws are fixed in time (domain.md, CF-08).
//!
//! Predicate: each update with severity critical or high, CVSS at or above the bound, or no stated severity is
//! installed within the limit after release; else a mitigation is on record. An update that is still within its time
//! is no finding. A late installation stands unless a mitigation was in force when it was made.

use crate::age::older_than;
use crate::flaws::{BRIDGES, Grave, MEASURES, SEVERITIES, bridge, measures_for};
use crate::scope::{Inventory, fold};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

/// Kinds of software, each tied to classes of asset.
const TARGETS: &[&str] = &[
    "pc-os",
    "pc-browser",
    "pc-office",
    "server-os",
    "server-middleware",
    "smart-device-os",
    "smart-device-app",
    "boundary-device-os",
    "boundary-device-firmware",
];
/// Product names that tell which kind of PC software it is; a PC product that is none of these stays in scope.
const PC_PRODUCTS: &[(&str, &[&str])] = &[
    (
        "pc-browser",
        &["chrome", "edge", "firefox", "safari", "browser", "ブラウザ"],
    ),
    (
        "pc-office",
        &[
            "office",
            "microsoft 365",
            "word",
            "excel",
            "powerpoint",
            "outlook",
            "libreoffice",
            "一太郎",
            "オフィス",
        ],
    ),
    ("pc-os", &["windows", "macos", "mac os", "ubuntu", "linux", "chromeos"]),
];

/// The check.
#[derive(Debug)]
pub(crate) struct PatchTime;

impl Check for PatchTime {
    fn spec(&self) -> Spec {
        Spec::new("patch.time")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::integer("max_days", 0, 3650, 14))
            .parameter(Parameter::decimal("min_cvss", 0.0, 10.0, 7.0))
            .parameter(Parameter::texts("severities", &["critical", "high", "unknown"]))
            .parameter(Parameter::texts("targets", &[]))
            .parameter(Parameter::texts("mitigations", BRIDGES))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let limit = cx.integer("max_days")?;
        let severities = cx.known_texts("severities", SEVERITIES)?;
        let grave = Grave {
            min_cvss: cx.decimal("min_cvss")?,
            severities,
        };
        let targets = cx.known_texts("targets", TARGETS)?;
        let measures = cx.known_texts("mitigations", MEASURES)?;
        let inventory = Inventory::load(cx);
        let Some(register) = cx.registers().get("updates") else {
            out.unknown("no-updates");
            return Ok(());
        };
        if register.is_empty() {
            out.unknown("no-updates").cite(&register);
            return Ok(());
        }
        let mut judged = Vec::new();
        let mut bridged = 0_usize;
        for row in register.rows() {
            if row.get("status") == Some("not-applicable")
                || !grave.counts(&row)
                || !in_scope(&row, &inventory, targets)
            {
                continue;
            }
            judged.push(row);
            if is_bridged(cx, &row, limit, measures, out) {
                bridged += 1;
            }
        }
        if judged.is_empty() {
            out.not_applicable("none-grave")
                .arg("count", register.len())
                .cite(&register);
        } else if let Some(finding) = out.pass_if_clean("ok") {
            finding
                .arg("count", judged.len())
                .arg("mitigated", bridged)
                .cite(&register)
                .cite_all(&judged);
        }
        Ok(())
    }
}

/// Judges one row and tells whether a mitigation had to stand in.
fn is_bridged(cx: &Context<'_>, row: &Entry<'_>, limit: i64, kinds: &[String], out: &mut Findings) -> bool {
    let today = cx.today();
    let (asset, update) = (row.get("asset").unwrap_or("?"), row.get("update").unwrap_or("?"));
    let Some(released) = row.date("released_at") else {
        out.unknown("release-unstated")
            .arg("asset", asset)
            .arg("update", update)
            .cite(row);
        return false;
    };
    let failed = matches!(row.get("status"), Some("missing" | "failed" | "deferred"));
    let (end, message) = match row.date("installed_at") {
        Some(installed) if !failed && installed <= today => (installed, "late"),
        _ if row.get("status") == Some("installed") || (row.has("installed_at") && !failed) => {
            out.unknown("install-unclear")
                .arg("asset", asset)
                .arg("update", update)
                .cite(row);
            return false;
        }
        _ => (today, "missing"),
    };
    if !older_than(released, end, limit) {
        return false;
    }
    let measures = measures_for(cx, row, row.get("asset"));
    if bridge(&measures, end, kinds).is_some() {
        return true;
    }
    let finding = out
        .fail(message)
        .arg("asset", asset)
        .arg("update", update)
        .arg("released", released);
    finding
        .arg("days", end.days_since(released))
        .arg("limit", limit)
        .cite(row)
        .cite_all(&measures);
    false
}

/// Whether the row's asset (and, on a PC, its product) is among the targets. What cannot be told is in scope.
fn in_scope(row: &Entry<'_>, inventory: &Inventory<'_>, targets: &[String]) -> bool {
    let Some(item) = row.get("asset").and_then(|name| inventory.find(name)) else {
        return true;
    };
    if !item.is_live() {
        return false;
    }
    let Some(class) = item.class().filter(|_| !targets.is_empty()) else {
        return true;
    };
    let prefix = match class {
        "pc" | "thin-client" => "pc-",
        "server" | "virtual-server" | "hypervisor" => "server-",
        "mobile" => "smart-device-",
        "firewall" => "boundary-device-",
        "network-device" if item.asset.internet_boundary() != Some(false) => "boundary-device-",
        _ => return false,
    };
    let product = row.get("product").map(fold).unwrap_or_default();
    let known = PC_PRODUCTS
        .iter()
        .find(|(_, words)| prefix == "pc-" && words.iter().any(|w| product.contains(w)));
    match known {
        Some((target, _)) => holds(targets, target),
        None => targets.iter().any(|target| target.starts_with(prefix)),
    }
}
