//! CF-25 `boot.integrity`: secure boot is on, or an integrity check was all right not long ago.
//!
//! Source: rule catalogue CF-25. A newest integrity check that failed is a failure even where secure boot is on.

use crate::age::older_than;
use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Day, Mark, Statements, Verdict, day};
use sekisho_sdk::prelude::*;

pub(crate) struct Integrity;

impl Check for Integrity {
    fn spec(&self) -> Spec {
        Spec::new("boot.integrity")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts(
                "classes",
                &["pc", "server", "virtual-server", "hypervisor"],
            ))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 90))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let round = Round::open(cx, "integrity-checks", "asset")?;
        let limit = cx.integer("max_age_days")?;
        round.run(cx, out, |device, out| {
            let mut boot = Statements::default();
            boot.every(&device.reading("secure_boot.enabled"), true);
            device.rows.iter().for_each(|row| boot.row(row, "secure_boot"));
            let checked = newest(device, cx.today(), limit);
            let mut marks = boot.marks();
            marks.extend(checked.mark());
            let finding = match (boot.verdict(), checked) {
                (_, Checked::Failed(_)) => out.fail("check-failed"),
                (Verdict::Met, _) | (_, Checked::Fine(_)) => return Judged::Met(marks),
                (Verdict::Silent, Checked::Never) => return Judged::Silent,
                (Verdict::Unclear, _) | (_, Checked::Unclear(_)) => out.unknown("unclear"),
                (Verdict::NotMet, Checked::Never) => out.fail("off"),
                (_, Checked::Old(_)) => out.fail("check-old").arg("days", limit),
            };
            finding.arg("asset", &device.name).cite_all(&marks);
            Judged::Told
        });
        Ok(())
    }
}

/// The newest integrity check.
#[derive(Debug, Clone, Copy)]
enum Checked {
    Fine(Mark),
    Failed(Mark),
    Old(Mark),
    Unclear(Mark),
    Never,
}

impl Checked {
    fn mark(self) -> Option<Mark> {
        match self {
            Self::Fine(mark) | Self::Failed(mark) | Self::Old(mark) | Self::Unclear(mark) => Some(mark),
            Self::Never => None,
        }
    }
}

fn newest(device: &Device<'_>, today: Date, limit: i64) -> Checked {
    let mut newest: Option<(Date, Option<bool>, Mark)> = None;
    let mut unclear = None;
    // On the same day the worse result counts.
    let mut consider = |on: Date, ok: Option<bool>, mark: Mark| {
        let worse = |ok: Option<bool>| match ok {
            Some(false) => 0,
            None => 1,
            Some(true) => 2,
        };
        let better =
            newest.is_none_or(|(known, known_ok, _)| on > known || (on == known && worse(ok) < worse(known_ok)));
        if better {
            newest = Some((on, ok, mark));
        }
    };
    for row in device.rows.iter().filter(|row| row.has("result")) {
        let ok = match row.get("result") {
            Some("ok") => Some(true),
            Some("failed") => Some(false),
            _ => None,
        };
        match day(row, "checked_at") {
            Day::On(on) => consider(on, ok, Mark::of(row)),
            Day::Odd | Day::Empty => unclear = Some(Mark::of(row)),
        }
    }
    for setting in device.reading("integrity.check_ok").0 {
        let stated = setting.snapshot().and_then(|s| s.collected());
        let on = device
            .reading("integrity.checked_at")
            .0
            .iter()
            .find_map(|s| Date::parse(s.value()?))
            .or(stated);
        match on {
            Some(on) => consider(on, setting.flag(), Mark::of(&setting)),
            None => unclear = Some(Mark::of(&setting)),
        }
    }
    match (newest, unclear) {
        (Some((_, Some(false), mark)), _) => Checked::Failed(mark),
        (Some((on, Some(true), mark)), _) if !older_than(on, today, limit) => Checked::Fine(mark),
        (Some((on, None, mark)), _) if !older_than(on, today, limit) => Checked::Unclear(mark),
        (_, Some(mark)) => Checked::Unclear(mark),
        (Some((_, _, mark)), None) => Checked::Old(mark),
        (None, None) => Checked::Never,
    }
}
