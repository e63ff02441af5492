//! CF-37 `time.sync`: devices take the time from a source and are close to it.
//!
//! Source: rule catalogue CF-37. A configuration that names a source says nothing about the offset; where that is asked
//! for and nobody measured it, the rule is unknown.

use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Mark, Statements, Verdict, filled};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct TimeSync;

const PARTS: &[&str] = &["source", "offset"];

impl Check for TimeSync {
    fn spec(&self) -> Spec {
        let classes = [
            "pc",
            "server",
            "virtual-server",
            "hypervisor",
            "firewall",
            "network-device",
        ];
        Spec::new("time.sync")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("classes", &classes))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::integer("max_offset_ms", 1, 86_400_000, 1000))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let limit = cx.integer("max_offset_ms")?;
        let round = Round::open(cx, "time-sync", "asset")?;
        round.run(cx, out, |device, out| {
            let source = source(device);
            let offsets = offsets(device);
            if source.verdict() == Verdict::Silent && offsets.is_empty() {
                return Judged::Silent;
            }
            let (mut marks, mut told) = (Vec::new(), false);
            if parts.asks("source") {
                let finding = match source.verdict() {
                    Verdict::Met => None,
                    Verdict::NotMet => Some(out.fail("no-source")),
                    Verdict::Unclear => Some(out.unknown("source-unclear")),
                    Verdict::Silent => Some(out.unknown("source-not-shown").cite_all(&device.rows)),
                };
                if let Some(finding) = finding {
                    finding.arg("asset", &device.name).cite_all(&source.marks());
                    told = true;
                }
                marks.extend(source.marks());
            }
            if parts.asks("offset") {
                told |= offset(device, &offsets, &source, limit, out);
                marks.extend(offsets.iter().map(|(_, mark)| *mark));
            }
            if told { Judged::Told } else { Judged::Met(marks) }
        });
        Ok(())
    }
}

/// A source is set and nothing has switched it off.
fn source(device: &Device<'_>) -> Statements {
    let mut statements = Statements::default();
    for row in &device.rows {
        if filled(row, "source").is_some() {
            statements.row(row, "enabled");
            statements.good(row);
        } else {
            statements.bad(row);
        }
    }
    let named = device.reading("time.ntp_sources").0;
    for setting in &named {
        if setting.value().is_some_and(|value| !value.trim().is_empty()) {
            statements.good(setting);
        } else {
            statements.bad(setting);
        }
    }
    for setting in device.reading("time.enabled").0 {
        // Switched on without a source says nothing yet.
        match setting.flag() {
            Some(true) if statements.verdict() == Verdict::Silent => {}
            flag => statements.say(flag, &setting),
        }
    }
    statements
}

/// The offsets that somebody measured; no number where one is written but not understood.
fn offsets(device: &Device<'_>) -> Vec<(Option<f64>, Mark)> {
    let rows = device
        .rows
        .iter()
        .filter(|row| filled(row, "offset_ms").is_some())
        .map(|row| (row.number("offset_ms"), Mark::of(row)));
    let settings = device
        .reading("time.offset_ms")
        .0
        .into_iter()
        .map(|setting| (setting.number(), Mark::of(&setting)));
    rows.chain(settings).collect()
}

fn offset(
    device: &Device<'_>,
    offsets: &[(Option<f64>, Mark)],
    source: &Statements,
    limit: i64,
    out: &mut Findings,
) -> bool {
    let marks: Vec<Mark> = offsets.iter().map(|(_, mark)| *mark).collect();
    let largest = offsets
        .iter()
        .filter_map(|(offset, _)| *offset)
        .map(f64::abs)
        .reduce(f64::max);
    #[allow(clippy::cast_precision_loss, reason = "the limit is at most a day in milliseconds")]
    let limit_ms = limit as f64;
    let finding = match largest {
        Some(offset) if offset > limit_ms => out.fail("offset").arg("offset", offset).arg("limit", limit),
        _ if offsets.iter().any(|(offset, _)| offset.is_none()) => out.unknown("offset-unclear"),
        Some(_) => return false,
        None => out.unknown("offset-not-shown").cite_all(&source.marks()),
    };
    finding.arg("asset", &device.name).cite_all(&marks);
    true
}
