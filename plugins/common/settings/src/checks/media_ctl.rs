//! CF-21 `media.ctl`: USB storage blocked or allow-listed by id on every device that has such ports.
//!
//! Source: rule catalogue CF-21. A snapshot that speaks decides; closed ports stand in where none does.

use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Mark, Statements, Verdict, by_snapshot, filled};
use sekisho_sdk::prelude::*;

pub(crate) struct MediaControl;

impl Check for MediaControl {
    fn spec(&self) -> Spec {
        Spec::new("media.ctl")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts(
                "classes",
                &["pc", "thin-client", "server", "hmi", "scada"],
            ))
            .parameter(Parameter::boolean("accept_write_block", false))
            .parameter(Parameter::boolean("accept_closed_ports", true))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let round = Round::open(cx, "ports", "asset")?;
        let (write_block, ports) = (cx.boolean("accept_write_block")?, cx.boolean("accept_closed_ports")?);
        round.run(cx, out, |device, out| {
            let control = control(device, write_block);
            match control.verdict() {
                Verdict::Met => Judged::Met(control.marks()),
                Verdict::NotMet => tell(out.fail("open"), device, &control.marks()),
                Verdict::Unclear => tell(out.unknown("unclear"), device, &control.marks()),
                Verdict::Silent if ports => closed(device, out),
                Verdict::Silent => Judged::Silent,
            }
        });
        Ok(())
    }
}

fn tell(finding: &mut sekisho_sdk::Finding, device: &Device<'_>, marks: &[Mark]) -> Judged {
    finding.arg("asset", &device.name).cite_all(marks);
    Judged::Told
}

/// One statement per snapshot: blocked, or only listed devices let in.
fn control(device: &Device<'_>, write_block: bool) -> Statements {
    let mut control = Statements::default();
    let listed = device.reading("usb_storage.allow_list");
    let listed: Vec<_> = listed
        .0
        .iter()
        .filter(|s| s.value().is_some_and(|v| !v.trim().is_empty()))
        .collect();
    for setting in &listed {
        control.good(*setting);
    }
    let written = device.reading("usb_storage.write_blocked");
    let write_blocked: Vec<_> = written
        .0
        .iter()
        .filter(|s| write_block && s.flag() == Some(true))
        .collect();
    for setting in &write_blocked {
        control.good(*setting);
    }
    for settings in by_snapshot(&device.reading("usb_storage.blocked")) {
        let snapshot = settings.first().and_then(|s| s.snapshot()).map(|s| s.row());
        let excused = listed
            .iter()
            .chain(&write_blocked)
            .any(|s| s.snapshot().map(|s| s.row()) == snapshot);
        match settings.iter().find(|s| s.flag() == Some(true)) {
            Some(on) => control.good(on),
            // Open to listed devices only, or for reading only: that is what was asked for.
            None if excused => settings.iter().for_each(|s| control.good(s)),
            None => settings.iter().for_each(|s| control.say(s.flag(), s)),
        }
    }
    if control.verdict() == Verdict::Silent {
        // Only the write switch is known, and it is not what was asked for or it is off.
        written
            .0
            .iter()
            .filter(|s| s.flag() == Some(false) || !write_block)
            .for_each(|s| control.bad(s));
    }
    control
}

/// USB ports that are disabled or sealed, by the port register.
fn closed(device: &Device<'_>, out: &mut Findings) -> Judged {
    let ports: Vec<_> = device
        .rows
        .iter()
        .filter(|row| row.get("kind") == Some("usb"))
        .collect();
    let mut marks = Vec::new();
    let mut told = false;
    for port in &ports {
        let name = filled(port, "port").map_or_else(|| port.label(), str::to_owned);
        let finding = match port.get("state") {
            Some("disabled" | "sealed") => {
                marks.push(Mark::of(*port));
                continue;
            }
            Some("enabled") => out.fail("port-open"),
            _ => out.unknown("port-unclear"),
        };
        finding.arg("asset", &device.name).arg("port", name).cite(*port);
        told = true;
    }
    match (told, ports.is_empty()) {
        (true, _) => Judged::Told,
        (false, true) => Judged::Silent,
        (false, false) => Judged::Met(marks),
    }
}
