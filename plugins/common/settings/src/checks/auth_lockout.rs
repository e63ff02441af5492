//! CF-03 `auth.lockout`: guessing is slowed down or stopped (domain.md, CF-03).
//!
//! Predicate: lockout threshold between 1 and the limit, or a delay that grows with each failure. "Never" and 0 mean
//! no lockout. Tries per connection (sshd, login prompts) are no lockout: the next connection starts anew.

use crate::scope::{CLASSES, Inventory};
use crate::sources::{Device, Devices, borrowed};
use crate::words::some;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// Settings that make a device's sign-in worth judging.
const SIGN_IN: &[&str] = &[
    "lockout.threshold",
    "lockout.duration_minutes",
    "lockout.growing_delay",
    "password.min_length",
    "password.pin_min_length",
    "ssh.max_auth_tries",
    "login.retries",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Lockout;

/// How a device answers repeated failures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Defence {
    /// Locks at so many failures.
    Locks(f64),
    /// Waits longer each time.
    Slows,
    /// Neither; with the threshold it states.
    Open(f64),
    /// Does not tell.
    Unstated,
}

/// Reads the defence of a device; the limit is what still counts as lockout.
pub(crate) fn defence(device: &Device<'_>, max_attempts: f64, accept_growing_delay: bool) -> Defence {
    if accept_growing_delay && device.reading("lockout.growing_delay").all() == Some(true) {
        return Defence::Slows;
    }
    let thresholds = device.reading("lockout.threshold");
    match (thresholds.smallest(), thresholds.largest()) {
        (Some(least), Some(most)) if least >= 1.0 && most <= max_attempts => Defence::Locks(most),
        (Some(least), Some(_)) if least < 1.0 => Defence::Open(least),
        (Some(_), Some(most)) => Defence::Open(most),
        _ => Defence::Unstated,
    }
}

impl Check for Lockout {
    fn spec(&self) -> Spec {
        Spec::new("auth.lockout")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::integer("max_attempts", 1, 1000, 10))
            .parameter(Parameter::boolean("accept_growing_delay", true))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let limit = cx.integer("max_attempts")?;
        let growing = cx.boolean("accept_growing_delay")?;
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[]);
        let judged: Vec<&Device<'_>> = devices.of(&classes).filter(|d| d.has_any(SIGN_IN)).collect();
        for device in &judged {
            let settings = [
                device.reading("lockout.threshold"),
                device.reading("lockout.growing_delay"),
            ];
            let finding = match defence(device, limit as f64, growing) {
                Defence::Locks(_) | Defence::Slows => continue,
                // 0 and "never" (2147483647) are both "no lockout".
                Defence::Open(n) if !(1.0..2_147_483_647.0).contains(&n) => out.fail("off"),
                Defence::Open(n) => out.fail("too-many").arg("threshold", n as i64).arg("limit", limit),
                Defence::Unstated => out.unknown("unstated"),
            };
            finding
                .arg("asset", device.name.clone())
                .cite_all(settings.iter().flat_map(|r| &r.0));
            finding.cite_all(&device.snapshots);
        }
        report_uncovered(&inventory, &devices, &classes, SIGN_IN, out);
        conclude(&inventory, &classes, &judged, out);
        Ok(())
    }
}

/// Where classes are asked for by name, each class that the company has needs at least one snapshot.
pub(crate) fn report_uncovered(
    inventory: &Inventory<'_>,
    devices: &Devices<'_>,
    classes: &[&str],
    keys: &[&str],
    out: &mut Findings,
) {
    let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
    for device in devices.of(classes).filter(|_| !classes.is_empty()) {
        if let Some(class) = device.class() {
            *seen.entry(class).or_default() |= device.has_any(keys);
        }
    }
    for (class, _) in seen.iter().filter(|(_, covered)| !**covered) {
        let one = [*class];
        let missing: Vec<_> = inventory.live(&one).collect();
        let names: Vec<String> = missing.iter().map(|item| item.label().to_owned()).collect();
        let finding = out
            .unknown("uncovered")
            .arg("class", *class)
            .arg("count", names.len())
            .arg("assets", some(&names));
        finding.cite_all(missing);
    }
}

/// The end of a check that looks at snapshots of some classes: a pass with counts, or why there is nothing to judge.
pub(crate) fn conclude(inventory: &Inventory<'_>, classes: &[&str], judged: &[&Device<'_>], out: &mut Findings) {
    if !judged.is_empty() {
        if let Some(finding) = out.pass_if_clean("ok") {
            finding
                .arg("count", judged.len())
                .cite_all(judged.iter().flat_map(|d| &d.snapshots));
        }
    } else if out.is_empty() {
        let absent = !inventory.is_empty() && !classes.is_empty() && inventory.live(classes).next().is_none();
        match inventory.items.first() {
            Some(first) if absent => _ = out.not_applicable("none-in-scope").cite(first),
            _ => _ = out.unknown("no-evidence"),
        }
    }
}
