//! CF-36 `scan.age`: vulnerability scans are recent, and what they found gravely is closed or accepted.
//!
//! Source: rule catalogue CF-36. Without `classes` and `public_only` the last scan as a whole counts; with one of them
//! every such asset needs a recent scan of its own.

use crate::age::older_than;
use crate::exceptions::names;
use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Day, Mark, day, filled};
use crate::words::is_any;
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

pub(crate) struct ScanAge;

const PARTS: &[&str] = &["age", "findings"];
const KINDS: &[&str] = &["platform", "web", "pentest", "source", "firmware", "other"];
const SEVERITIES: &[&str] = &["critical", "high", "medium", "low"];
const OPEN: &[&str] = &["open", "in-progress", "planned", "cancelled"];

impl Check for ScanAge {
    fn spec(&self) -> Spec {
        Spec::new("scan.age")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::boolean("public_only", false))
            .parameter(Parameter::texts("kinds", &[]))
            .parameter(Parameter::texts("severities", &["critical", "high"]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let kinds = cx.known_texts("kinds", KINDS)?;
        let severities = cx.known_texts("severities", SEVERITIES)?;
        let (limit, public_only) = (cx.integer("max_age_days")?, cx.boolean("public_only")?);
        let of_kind = |row: &Entry<'_>| kinds.is_empty() || row.get("kind").is_some_and(|kind| holds(kinds, kind));
        let scans: Vec<Entry<'_>> = cx.registers().rows("vulnerability-scans").filter(of_kind).collect();
        if parts.asks("findings") {
            findings(cx, &scans, severities, out);
        }
        if !parts.asks("age") {
            if let Some(finding) = out.pass_if_clean("findings-closed") {
                finding
                    .cite_all(cx.registers().get("scan-findings").as_ref())
                    .cite_all(&scans);
            }
            return Ok(());
        }
        let round = Round::of_snapshots(cx)?;
        if round.classes.is_empty() && !public_only {
            overall(cx, &round, &scans, limit, out);
            return Ok(());
        }
        round.run(cx, out, |device, out| {
            if public_only && device.item.as_ref().and_then(|item| item.asset.public()) != Some(true) {
                return Judged::Left;
            }
            let of_device = scans.iter().filter(|row| {
                row.list("assets")
                    .iter()
                    .any(|name| is_any(name) || names(&round.inventory, device, name))
            });
            let found = newest(of_device.map(of_row).chain(of_snapshots(device)), cx.today());
            match found {
                Newest::None => Judged::Silent,
                Newest::On(on, mark) if !older_than(on, cx.today(), limit) => Judged::Met(vec![mark]),
                Newest::On(on, mark) => {
                    out.fail("asset-old")
                        .arg("asset", &device.name)
                        .arg("last", on)
                        .arg("limit", limit)
                        .cite(&mark);
                    Judged::Told
                }
                Newest::Unclear(mark) => {
                    out.unknown("asset-unclear").arg("asset", &device.name).cite(&mark);
                    Judged::Told
                }
            }
        });
        Ok(())
    }
}

enum Newest {
    None,
    On(Date, Mark),
    Unclear(Mark),
}

fn of_row(row: &Entry<'_>) -> (Day, Mark) {
    (day(row, "scanned_at"), Mark::of(row))
}

fn of_snapshots(device: &Device<'_>) -> impl Iterator<Item = (Day, Mark)> {
    let read = |text: Option<&str>| text.and_then(Date::parse).map_or(Day::Odd, Day::On);
    device
        .reading("scan.last_at")
        .0
        .into_iter()
        .map(move |setting| (read(setting.value()), Mark::of(&setting)))
}

/// The newest scan up to today; a day in the future is no scan that was done.
fn newest(scans: impl Iterator<Item = (Day, Mark)>, today: Date) -> Newest {
    let mut found = Newest::None;
    for (on, mark) in scans {
        match (on, &found) {
            (Day::On(on), Newest::On(known, _)) if on <= *known => {}
            (Day::On(on), _) if on <= today => found = Newest::On(on, mark),
            (_, Newest::None) => found = Newest::Unclear(mark),
            _ => {}
        }
    }
    found
}

fn overall(cx: &Context<'_>, round: &Round<'_>, scans: &[Entry<'_>], limit: i64, out: &mut Findings) {
    let all = scans
        .iter()
        .map(of_row)
        .chain(round.devices.list.iter().flat_map(of_snapshots));
    match newest(all, cx.today()) {
        Newest::None => match cx.registers().get("vulnerability-scans") {
            Some(register) if register.is_empty() && has_nothing_to_scan(round) => {
                out.not_applicable("nothing-to-scan").cite(&register);
            }
            Some(register) => {
                out.fail("never").cite(&register);
            }
            None => {
                out.unknown("no-evidence");
            }
        },
        Newest::Unclear(mark) => {
            out.unknown("day-unclear").cite(&mark);
        }
        Newest::On(on, mark) if older_than(on, cx.today(), limit) => {
            out.fail("old").arg("last", on).arg("limit", limit).cite(&mark);
        }
        Newest::On(on, mark) => {
            if let Some(finding) = out.pass_if_clean("recent") {
                finding
                    .arg("last", on)
                    .cite(&mark)
                    .cite_all(cx.registers().get("scan-findings").as_ref());
            }
        }
    }
}

/// An inventory all of whose assets are out of work or no devices.
fn has_nothing_to_scan(round: &Round<'_>) -> bool {
    let items = &round.inventory.items;
    !items.is_empty()
        && items
            .iter()
            .all(|item| !item.is_live() || item.is_class(&["media", "facility"]))
}

/// Grave findings must be done, or accepted by somebody.
fn findings(cx: &Context<'_>, scans: &[Entry<'_>], severities: &[String], out: &mut Findings) {
    for row in cx.registers().rows("scan-findings") {
        let (status, title) = (row.get("status"), row.get("title").unwrap_or("?"));
        let grave = match row.get("severity") {
            Some(severity) if holds(severities, severity) => true,
            Some(severity) if SEVERITIES.contains(&severity) || severity == "none" => false,
            // Nobody knows how grave it is: it counts unless it is closed.
            _ => true,
        };
        if !grave {
            continue;
        }
        let closed = status == Some("done") || row.date("closed_at").is_some_and(|on| on <= cx.today());
        let finding = match status {
            Some("accepted") if filled(&row, "accepted_by").is_some() => continue,
            Some("accepted") => out.fail("accepted-by-nobody"),
            Some(status) if OPEN.contains(&status) => out.fail("open"),
            _ if closed => continue,
            _ => out.unknown("finding-unclear"),
        };
        finding.arg("finding", row.label()).arg("title", title).cite(&row);
    }
    let listed = |scan: &Entry<'_>| {
        cx.registers()
            .rows("scan-findings")
            .filter(|f| f.get("scan").is_some() && f.get("scan") == scan.key())
            .count()
    };
    for scan in scans {
        let Some(count) = scan.number("high_count").filter(|n| *n > 0.0) else {
            continue;
        };
        // Only the newest scan: what an older one found stands in it again or is gone.
        let is_newest = scans
            .iter()
            .all(|other| other.date("scanned_at") <= scan.date("scanned_at"));
        if is_newest && listed(scan) == 0 && severities.iter().any(|s| s == "high" || s == "critical") {
            out.unknown("not-listed")
                .arg("scan", scan.label())
                .arg("count", count)
                .cite(scan);
        }
    }
}
