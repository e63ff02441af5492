//! CF-09 `patch.boundary`: devices at the boundary to the internet carry no known grave flaw (domain.md, CF-09).
//!
//! Predicate: no known CVSS at or above the bound in operating system or firmware. Known flaws come from scan findings,
//! the vulnerability register and missing updates. A device that nobody looked at within `max_age_days` is unknown: no
//! finding is no proof. A firewall stands at the boundary unless its row says that it does not.

use crate::age::older_than;
use crate::flaws::{BRIDGES, Grave, MEASURES, bridge, measures_for};
use crate::scope::{Inventory, Item};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct PatchBoundary;

/// Registers that name flaws: id, field of the assets, day on which somebody looked.
const SOURCES: &[(&str, &str, &str)] = &[
    ("scan-findings", "asset", "found_at"),
    ("vulnerability-records", "assets", "received_at"),
    ("updates", "asset", "released_at"),
];

impl Check for PatchBoundary {
    fn spec(&self) -> Spec {
        Spec::new("patch.boundary")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::decimal("min_cvss", 0.0, 10.0, 7.0))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
            .parameter(Parameter::texts("mitigations", BRIDGES))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let severities = ["critical".to_owned(), "high".to_owned()];
        let grave = Grave {
            min_cvss: cx.decimal("min_cvss")?,
            severities: &severities,
        };
        let measures = cx.known_texts("mitigations", MEASURES)?;
        let limit = cx.integer("max_age_days")?;
        let inventory = Inventory::load(cx);
        if inventory.is_empty() {
            out.unknown("no-inventory");
            return Ok(());
        }
        let live = inventory.items.iter().filter(|item| item.is_live());
        let (devices, others): (Vec<&Item<'_>>, Vec<&Item<'_>>) = live.partition(|item| is_boundary(item));
        if devices.is_empty() {
            // A router or switch whose row does not say where it stands may be the one.
            let unstated: Vec<&Item<'_>> = others
                .into_iter()
                .filter(|i| i.is_class(&["network-device"]) && i.asset.internet_boundary().is_none())
                .collect();
            match (unstated.is_empty(), inventory.items.first()) {
                (true, Some(first)) => _ = out.not_applicable("no-boundary").cite(first),
                _ => {
                    _ = out
                        .unknown("boundary-unstated")
                        .arg("count", unstated.len())
                        .cite_all(unstated)
                }
            }
            return Ok(());
        }
        let mut looked_at = Vec::new();
        for device in &devices {
            let rows = flaws(cx, &inventory, device);
            for (row, source) in &rows {
                judge(cx, &grave, measures, device, row, source, out);
            }
            let seen: Vec<Entry<'_>> = rows
                .iter()
                .filter_map(|(row, source)| Some((row, row.date(source.2)?)))
                .filter(|(_, day)| !older_than(*day, cx.today(), limit))
                .map(|(row, _)| *row)
                .chain(scans(cx, &inventory, device, limit))
                .collect();
            if seen.is_empty() {
                out.unknown("not-looked-at")
                    .arg("asset", device.label())
                    .arg("limit", limit)
                    .cite(*device);
            }
            looked_at.extend(seen);
        }
        if let Some(finding) = out.pass_if_clean("ok") {
            finding
                .arg("count", devices.len())
                .cite_all(devices)
                .cite_all(&looked_at);
        }
        Ok(())
    }
}

fn is_boundary(item: &Item<'_>) -> bool {
    item.asset.internet_boundary().unwrap_or(item.is_class(&["firewall"]))
}

fn is_same(inventory: &Inventory<'_>, name: &str, device: &Item<'_>) -> bool {
    inventory.find(name).is_some_and(|found| found.fact() == device.fact())
}

/// Rows that name a flaw of the device.
fn flaws<'a>(
    cx: &Context<'a>,
    inventory: &Inventory<'a>,
    device: &Item<'a>,
) -> Vec<(Entry<'a>, &'static (&'static str, &'static str, &'static str))> {
    let mut rows = Vec::new();
    for source in SOURCES {
        let named = cx.registers().rows(source.0);
        let of_device = named.filter(|row| row.list(source.1).iter().any(|name| is_same(inventory, name, device)));
        rows.extend(of_device.map(|row| (row, source)));
    }
    rows
}

/// Recent scans that covered the device.
fn scans<'a>(cx: &Context<'a>, inventory: &Inventory<'a>, device: &Item<'a>, limit: i64) -> Vec<Entry<'a>> {
    let today = cx.today();
    let recent = cx.registers().rows("vulnerability-scans").filter(|row| {
        row.date("scanned_at")
            .is_some_and(|day| day <= today && !older_than(day, today, limit))
    });
    recent
        .filter(|row| row.list("assets").iter().any(|name| is_same(inventory, name, device)))
        .collect()
}

/// Whether the row says that the flaw is gone, was never there, or is bridged.
fn is_settled(row: &Entry<'_>, source: &str, today: Date) -> bool {
    let done = ["closed_at", "done_at", "installed_at"]
        .iter()
        .any(|f| row.date(f).is_some_and(|day| day <= today));
    match source {
        "updates" => {
            let status = row.get("status");
            matches!(status, Some("installed" | "not-applicable"))
                || (done && !matches!(status, Some("failed" | "missing")))
        }
        "vulnerability-records" => {
            row.get("decision") == Some("not-affected") || row.get("status") == Some("done") || done
        }
        _ => matches!(row.get("status"), Some("done" | "cancelled")) || done,
    }
}

fn judge(
    cx: &Context<'_>,
    grave: &Grave<'_>,
    kinds: &[String],
    device: &Item<'_>,
    row: &Entry<'_>,
    source: &(&str, &str, &str),
    out: &mut Findings,
) {
    if is_settled(row, source.0, cx.today()) {
        return;
    }
    let rated = row.number("cvss").is_some()
        || matches!(
            row.get("severity"),
            Some("critical" | "high" | "medium" | "low" | "none")
        );
    if rated && !grave.counts(row) {
        return;
    }
    let measures = measures_for(cx, row, Some(device.label()));
    if bridge(&measures, cx.today(), kinds).is_some() {
        return;
    }
    let named = row
        .list("vulnerabilities")
        .into_iter()
        .chain(row.list("vulnerability"))
        .next();
    let what = named
        .or_else(|| row.get("update"))
        .or_else(|| row.get("title"))
        .map_or_else(|| row.label(), ToOwned::to_owned);
    let finding = if rated {
        out.fail("flaw")
    } else {
        out.unknown("unrated")
    };
    finding
        .arg("asset", device.label())
        .arg("flaw", what)
        .cite(row)
        .cite(device)
        .cite_all(&measures);
}
