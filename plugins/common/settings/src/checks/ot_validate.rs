//! CF-34 `ot.validate`: control devices declare the allowed range of their signals and what happens outside it, and
//! messages to them are authenticated.
//!
//! Source: rule catalogue CF-34.

use crate::round::{Judged, Round};
use crate::scope::fold;
use crate::sources::Device;
use crate::statements::{Said, Statements, Verdict, filled, said};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct Validation;

const PARTS: &[&str] = &["range", "action", "authentication"];
const ACTIONS: &[&str] = &["reject", "clamp", "stop", "alarm"];

impl Check for Validation {
    fn spec(&self) -> Spec {
        Spec::new("ot.validate")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts(
                "classes",
                &["plc", "hmi", "scada", "ot-equipment", "iot"],
            ))
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let round = Round::open(cx, "input-validation", "asset")?;
        round.run(cx, out, |device, out| {
            let judged = [
                ("range", range(device)),
                ("action", action(device)),
                ("authentication", authentication(cx, device)),
            ];
            let asked: Vec<&(&str, Statements)> = judged.iter().filter(|(part, _)| parts.asks(part)).collect();
            // Nothing at all is said about the device: one finding, not three.
            if device.rows.is_empty()
                && asked
                    .iter()
                    .all(|(_, statements)| statements.verdict() == Verdict::Silent)
            {
                return Judged::Silent;
            }
            let (mut marks, mut told) = (Vec::new(), false);
            for (part, statements) in asked {
                let finding = match statements.verdict() {
                    Verdict::Met => {
                        marks.extend(statements.marks());
                        continue;
                    }
                    Verdict::NotMet => out.fail("missing"),
                    Verdict::Unclear => out.unknown("unclear"),
                    Verdict::Silent => out.unknown("part-silent").cite_all(&device.rows),
                };
                finding
                    .arg("asset", &device.name)
                    .arg("part", *part)
                    .cite_all(&statements.marks());
                told = true;
            }
            for row in device
                .rows
                .iter()
                .filter(|row| row.get("verified_result") == Some("failed"))
            {
                out.fail("verification-failed")
                    .arg("asset", &device.name)
                    .arg("signal", row.get("signal").unwrap_or("?"))
                    .cite(row);
                told = true;
            }
            if told { Judged::Told } else { Judged::Met(marks) }
        });
        Ok(())
    }
}

/// Both limits, or the allowed values; a row that declares neither says no.
fn range(device: &Device<'_>) -> Statements {
    let mut statements = Statements::default();
    for row in &device.rows {
        let limits = (row.number("range_min"), row.number("range_max"));
        let written = ["range_min", "range_max"]
            .iter()
            .any(|field| filled(row, field).is_some() && row.number(field).is_none());
        match limits {
            _ if filled(row, "allowed_values").is_some() => statements.good(row),
            (Some(min), Some(max)) => statements.say(Some(min <= max), row),
            _ if written => statements.odd(row),
            _ => statements.bad(row),
        }
    }
    statements.every(&device.reading("input.range_declared"), true);
    statements
}

fn action(device: &Device<'_>) -> Statements {
    let mut statements = Statements::default();
    for row in &device.rows {
        match row.get("action") {
            Some(action) if ACTIONS.contains(&action) => statements.good(row),
            None | Some("none") => statements.bad(row),
            Some(_) => statements.odd(row),
        }
    }
    for setting in device.reading("input.action_on_violation").0 {
        statements.say(setting.value().map(|value| value != "none"), &setting);
    }
    statements
}

/// The message itself is authenticated, or the gateway on the way checks signatures.
fn authentication(cx: &Context<'_>, device: &Device<'_>) -> Statements {
    let mut statements = Statements::default();
    for row in &device.rows {
        let gateway = filled(row, "gateway").and_then(|name| {
            let called = |g: &Entry<'_>| {
                [g.get("id"), g.get("name")]
                    .iter()
                    .flatten()
                    .any(|known| fold(known) == fold(name))
            };
            cx.registers().rows("gateways").find(called)
        });
        let by_gateway = gateway.map(|gateway| (said(&gateway, "signature_check"), gateway));
        match (said(row, "message_auth"), by_gateway) {
            (Said::Yes, _) => statements.good(row),
            (_, Some((Said::Yes, gateway))) => {
                statements.good(row);
                statements.good(&gateway);
            }
            (Said::No, Some((_, gateway))) => {
                statements.bad(row);
                statements.bad(&gateway);
            }
            (Said::No, None) => statements.bad(row),
            (_, Some((Said::No, gateway))) => statements.bad(&gateway),
            (Said::Odd, _) | (_, Some((Said::Odd, _))) => statements.odd(row),
            (Said::Empty, _) => {}
        }
    }
    statements.every(&device.reading("gateway.message_auth"), true);
    for setting in device.reading("opcua.security_mode").0 {
        statements.say(setting.value().map(|value| value != "none"), &setting);
    }
    statements
}
