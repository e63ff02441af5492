//! What all sources together say about the malware protection of one device: of each statement the worst.

use crate::sources::Device;
use sekisho_sdk::prelude::*;

/// Settings that speak of malware protection.
pub(super) const KEYS: &[&str] = &[
    "av.enabled",
    "av.product",
    "av.realtime.enabled",
    "av.signature_age_days",
    "av.signature_at",
    "av.last_scan_at",
    "av.allowlist.enabled",
];

/// The state of one device.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) installed: Option<bool>,
    pub(super) realtime: Option<bool>,
    pub(super) signature_days: Option<i64>,
    pub(super) scan_days: Option<i64>,
    /// Protected by a list of what may run, and by nothing else.
    pub(super) by_allowlist: bool,
}

/// Whether a row speaks of protection for the device itself (a scanner for USB sticks or a sandbox elsewhere does not).
fn is_protection(row: &Entry<'_>) -> bool {
    !matches!(row.get("kind"), Some("usb-scan" | "sandbox" | "none"))
}

fn is_allowlist(row: &Entry<'_>) -> bool {
    row.get("kind") == Some("allowlist")
}

/// `false` outweighs everything; something not understood outweighs `true`; what is not said says nothing.
fn worst(statements: &[Option<Option<bool>>]) -> Option<bool> {
    let said: Vec<Option<bool>> = statements.iter().copied().flatten().collect();
    if said.contains(&Some(false)) {
        return Some(false);
    }
    (!said.is_empty() && said.iter().all(|s| *s == Some(true))).then_some(true)
}

/// A flag of a row: nothing where the cell is empty, `Some(None)` where it is not understood.
fn cell(row: &Entry<'_>, field: &str) -> Option<Option<bool>> {
    row.has(field).then(|| row.flag(field))
}

/// The largest age, unknown as soon as one stated day was not understood.
fn oldest(ages: &[Option<i64>]) -> Option<i64> {
    let known: Option<Vec<i64>> = ages.iter().copied().collect();
    known?.into_iter().max()
}

/// Reads the state of a device.
pub(super) fn read(cx: &Context<'_>, device: &Device<'_>) -> State {
    let today = cx.today();
    let (enabled, realtime) = (device.reading("av.enabled"), device.reading("av.realtime.enabled"));
    let listing = device.reading("av.allowlist.enabled").all() == Some(true);
    let rows: Vec<&Entry<'_>> = device.rows.iter().filter(|row| is_protection(row)).collect();
    let mut installed = vec![(!enabled.is_empty()).then(|| enabled.all())];
    let mut active = vec![(!realtime.is_empty()).then(|| realtime.all())];
    if device.has_any(&[
        "av.product",
        "av.realtime.enabled",
        "av.signature_at",
        "av.signature_age_days",
    ]) {
        // What has settings of its own is there, unless something says that it is switched off.
        installed.push(Some(Some(true)));
    }
    let (mut signatures, mut scans) = (Vec::new(), Vec::new());
    for row in &rows {
        installed.push(cell(row, "installed").or_else(|| row.has("product").then_some(Some(true))));
        installed.push(cell(row, "enabled"));
        if is_allowlist(row) {
            continue;
        }
        active.push(cell(row, "realtime"));
        let then = row.date("collected_at").filter(|day| *day <= today).unwrap_or(today);
        if row.has("signature_age_days") {
            signatures.push(row.number("signature_age_days").map(|days| days as i64));
        } else if row.has("signature_at") {
            signatures.push(row.date("signature_at").map(|day| then.days_since(day)));
        }
        if row.has("last_scan_at") {
            scans.push(row.date("last_scan_at").map(|day| then.days_since(day)));
        }
    }
    if rows.is_empty() && !device.rows.is_empty() {
        installed.push(Some(Some(false)));
    }
    let age = |key: &str| {
        device.reading(key).0.into_iter().map(|setting| {
            let then = setting
                .snapshot()
                .and_then(|s| s.collected())
                .filter(|day| *day <= today)
                .unwrap_or(today);
            setting.value().and_then(Date::parse).map(|day| then.days_since(day))
        })
    };
    signatures.extend(
        device
            .reading("av.signature_age_days")
            .0
            .iter()
            .map(|s| s.number().map(|days| days as i64)),
    );
    signatures.extend(age("av.signature_at"));
    scans.extend(age("av.last_scan_at"));
    let by_row = !rows.is_empty() && rows.iter().all(|row| is_allowlist(row));
    let installed = worst(&installed);
    let only_list = (by_row || rows.is_empty()) && enabled.is_empty() && realtime.is_empty();
    State {
        // An allow-list that is on stands in where nothing says that something else is off.
        installed: if listing && installed.is_none() {
            Some(true)
        } else {
            installed
        },
        realtime: worst(&active),
        signature_days: (!signatures.is_empty()).then(|| oldest(&signatures)).flatten(),
        scan_days: (!scans.is_empty()).then(|| oldest(&scans)).flatten(),
        by_allowlist: only_list && (by_row || listing),
    }
}
