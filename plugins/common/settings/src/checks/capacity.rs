//! CF-39 `capacity`: devices that others depend on limit their load, order it, or raise an alert before they are full.
//!
//! Source: rule catalogue CF-39. Any one of a rate limit, priority control and a capacity alert is enough.

use crate::round::{Judged, Round};
use crate::scope::Item;
use crate::sources::Device;
use crate::statements::{Mark, Said, Statements, Verdict, filled, said};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

pub(crate) struct Capacity;

const CRITICALITY: &[&str] = &["critical", "high", "medium", "low"];
const KEYS: &[&str] = &[
    "rate_limit.enabled",
    "qos.enabled",
    "capacity.alert",
    "capacity.autoscaling",
];

impl Check for Capacity {
    fn spec(&self) -> Spec {
        Spec::new("capacity")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts(
                "classes",
                &[
                    "server",
                    "virtual-server",
                    "firewall",
                    "network-device",
                    "cloud",
                    "plc",
                    "scada",
                ],
            ))
            .parameter(Parameter::texts("criticality", &["critical", "high"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let levels = cx.known_texts("criticality", CRITICALITY)?;
        let round = Round::open(cx, "capacity", "asset")?;
        round.run(cx, out, |device, out| {
            if device.item.as_ref().is_some_and(|item| is_minor(item, levels)) {
                return Judged::Left;
            }
            // What one source has counts for the device: the three ways are alternatives.
            let (mut good, mut rest) = (Vec::new(), Statements::default());
            for row in &device.rows {
                match of_row(row) {
                    Verdict::Met => good.push(Mark::of(row)),
                    Verdict::NotMet => rest.bad(row),
                    Verdict::Unclear | Verdict::Silent => rest.odd(row),
                }
            }
            for key in KEYS {
                for setting in device.reading(key).0 {
                    match setting.flag() {
                        Some(true) => good.push(Mark::of(&setting)),
                        Some(false) => rest.bad(&setting),
                        None => rest.odd(&setting),
                    }
                }
            }
            judge(device, good, &rest, out)
        });
        Ok(())
    }
}

/// A criticality that is stated, understood and not asked for.
fn is_minor(item: &Item<'_>, levels: &[String]) -> bool {
    let level = item.asset.criticality();
    !levels.is_empty() && level.is_some_and(|level| CRITICALITY.contains(&level) && !holds(levels, level))
}

fn judge(device: &Device<'_>, good: Vec<Mark>, rest: &Statements, out: &mut Findings) -> Judged {
    // A resource of the register without any of the three fails beside others that have one: each row is a resource.
    let bare: Vec<&Entry<'_>> = device
        .rows
        .iter()
        .filter(|row| of_row(row) == Verdict::NotMet)
        .collect();
    for row in &bare {
        let resource = filled(row, "resource").unwrap_or("?");
        out.fail("unprotected")
            .arg("asset", &device.name)
            .arg("resource", resource)
            .cite(*row);
    }
    if !bare.is_empty() {
        return Judged::Told;
    }
    if !good.is_empty() {
        return Judged::Met(good);
    }
    let finding = match rest.verdict() {
        Verdict::Silent => return Judged::Silent,
        Verdict::NotMet => out.fail("nothing-set"),
        Verdict::Met | Verdict::Unclear => out.unknown("unclear"),
    };
    finding.arg("asset", &device.name).cite_all(&rest.marks());
    Judged::Told
}

/// A rate limit, priority control, or a threshold with an alert.
fn of_row(row: &Entry<'_>) -> Verdict {
    let (qos, alert) = (said(row, "qos"), said(row, "alert"));
    let alerted = alert == Said::Yes && (filled(row, "threshold").is_some() || filled(row, "alert_target").is_some());
    if filled(row, "rate_limit").is_some() || qos == Said::Yes || alerted {
        Verdict::Met
    } else if qos == Said::Odd || alert == Said::Odd {
        Verdict::Unclear
    } else {
        Verdict::NotMet
    }
}
