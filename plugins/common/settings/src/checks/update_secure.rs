//! CF-38 `update.secure`: updates come over a set channel, are checked for their signature, and cannot be rolled back
//! unnoticed.
//!
//! Source: rule catalogue CF-38. The rule's own parts are `channel`, `signature` and `rollback`; `automatic`,
//! `encrypted` and `recovery` are judged where the policy names them. Automatic updates that are off are allowed where
//! an approved exception says so ("where possible").

use crate::exceptions::{Allowance, Deviation, find};
use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Mark, Statements, Verdict, filled};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct SecureUpdate;

const PARTS: &[&str] = &["channel", "signature", "rollback", "automatic", "encrypted", "recovery"];
const OWN: usize = 3;
const RULE: &[&str] = &["update.secure", "CF-38", "自動更新", "automatic update"];

impl Check for SecureUpdate {
    fn spec(&self) -> Spec {
        let classes = [
            "pc",
            "server",
            "virtual-server",
            "mobile",
            "firewall",
            "network-device",
            "iot",
            "product",
        ];
        Spec::new("update.secure")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("classes", &classes))
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = Parts::read(cx, PARTS)?;
        let round = Round::open(cx, "update-mechanisms", "asset")?;
        let own = PARTS.iter().take(OWN).filter(|part| asked.asks(part));
        let parts: Vec<&str> = own
            .chain(PARTS.iter().skip(OWN).filter(|part| asked.names(part)))
            .copied()
            .collect();
        round.run(cx, out, |device, out| {
            let judged: Vec<(&str, Statements)> = parts.iter().map(|part| (*part, statements(part, device))).collect();
            if device.rows.is_empty() && judged.iter().all(|(_, s)| s.verdict() == Verdict::Silent) {
                return Judged::Silent;
            }
            let (mut marks, mut told) = (Vec::new(), false);
            for (part, statements) in &judged {
                if statements.verdict() == Verdict::NotMet
                    && *part == "automatic"
                    && let Allowance::Valid(exception) = find(cx, &round.inventory, excuse(device))
                {
                    out.informational("excepted")
                        .arg("asset", &device.name)
                        .arg("exception", exception.label())
                        .cite(&exception);
                    marks.push(Mark::of(&exception));
                    continue;
                }
                let finding = match statements.verdict() {
                    Verdict::Met => {
                        marks.extend(statements.marks());
                        continue;
                    }
                    Verdict::NotMet => out.fail("missing"),
                    Verdict::Unclear => out.unknown("unclear"),
                    Verdict::Silent => out
                        .unknown("part-silent")
                        .cite_all(&device.rows)
                        .cite_all(&device.snapshots),
                };
                finding
                    .arg("asset", &device.name)
                    .arg("part", *part)
                    .cite_all(&statements.marks());
                told = true;
            }
            if told { Judged::Told } else { Judged::Met(marks) }
        });
        Ok(())
    }
}

fn excuse<'s, 'a>(device: &'s Device<'a>) -> Deviation<'s, 'a> {
    Deviation {
        rule: RULE,
        device,
        setting: None,
        value: None,
    }
}

fn statements(part: &str, device: &Device<'_>) -> Statements {
    let mut found = Statements::default();
    let text = |found: &mut Statements, field: &str| {
        for row in &device.rows {
            if filled(row, field).is_some() {
                found.good(row)
            } else {
                found.bad(row)
            }
        }
    };
    let flag = |found: &mut Statements, field: &str| device.rows.iter().for_each(|row| found.row(row, field));
    match part {
        "channel" => {
            text(&mut found, "channel");
            for setting in device.reading("update.channel").0 {
                found.say(
                    Some(setting.value().is_some_and(|value| !value.trim().is_empty())),
                    &setting,
                );
            }
        }
        "signature" => {
            flag(&mut found, "signature_check");
            found.every(&device.reading("update.signature_check"), true);
        }
        "rollback" => {
            text(&mut found, "rollback_protection");
            found.every(&device.reading("update.rollback_protection"), true);
        }
        "automatic" => {
            flag(&mut found, "automatic");
            automatic(device, &mut found);
        }
        "encrypted" => flag(&mut found, "encrypted"),
        _ => text(&mut found, "recovery"),
    }
    found
}

/// Automatic updates by the settings and by the inventory.
fn automatic(device: &Device<'_>, found: &mut Statements) {
    found.every(&device.reading("update.automatic"), true);
    for setting in device.reading("update.mode").0 {
        match setting.value() {
            Some("install") => found.good(&setting),
            Some("notify" | "download" | "local" | "off") => found.bad(&setting),
            _ => found.odd(&setting),
        }
    }
    if let Some(item) = &device.item
        && item.text("auto_update").is_some()
    {
        found.say(item.flag("auto_update"), item);
    }
}
