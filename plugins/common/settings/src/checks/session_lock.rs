//! CF-26 `session.lock`: a session that nobody uses is locked or ended in time.
//!
//! Source: rule catalogue CF-26 (15 minutes unless the policy says otherwise). A device meets the rule if at least one
//! of the timeouts asked for is stated and every one that is stated is short enough.

use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Mark, by_snapshot};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct SessionLock;

const PARTS: &[&str] = &["screen", "remote", "shell"];
const KEYS: &[(&str, &str)] = &[
    ("screen", "session.lock_timeout_seconds"),
    ("remote", "session.remote_idle_seconds"),
    ("shell", "session.shell_timeout_seconds"),
];
/// How the vocabulary writes "never".
const NEVER: f64 = 2_147_483_647.0;

impl Check for SessionLock {
    fn spec(&self) -> Spec {
        Spec::new("session.lock")
            .reads("assets")
            .reads("settings")
            .parameter(Parameter::texts(
                "classes",
                &["pc", "thin-client", "server", "virtual-server", "hypervisor"],
            ))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::integer("max_seconds", 1, 86_400, 900))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let limit = cx.integer("max_seconds")?;
        let round = Round::of_snapshots(cx)?;
        round.run(cx, out, |device, out| {
            let (mut marks, mut told) = (Vec::new(), false);
            for (part, key) in KEYS.iter().filter(|(part, _)| parts.asks(part)) {
                told |= timeout(device, part, key, limit, &mut marks, out);
            }
            if parts.asks("screen") && !marks.is_empty() {
                for setting in device.reading("session.lock_password").0 {
                    let finding = match setting.flag() {
                        Some(true) => {
                            marks.push(Mark::of(&setting));
                            continue;
                        }
                        Some(false) => out.fail("no-password"),
                        None => out.unknown("unclear").arg("setting", "session.lock_password"),
                    };
                    finding.arg("asset", &device.name).cite(&setting);
                    told = true;
                }
            }
            match (told, marks.is_empty()) {
                (true, _) => Judged::Told,
                (false, true) => Judged::Silent,
                (false, false) => Judged::Met(marks),
            }
        });
        Ok(())
    }
}

/// Judges one timeout, snapshot by snapshot; whether something was found.
fn timeout(device: &Device<'_>, part: &str, key: &str, limit: i64, marks: &mut Vec<Mark>, out: &mut Findings) -> bool {
    let mut told = false;
    for settings in by_snapshot(&device.reading(key)) {
        let numbers: Option<Vec<f64>> = settings.iter().map(|s| s.number()).collect();
        marks.extend(settings.iter().map(Mark::of));
        // Several screen locks of one device: the first to strike counts. Several ways in: the slowest one does.
        let picked = numbers.and_then(|n| n.into_iter().reduce(if part == "screen" { f64::min } else { f64::max }));
        let finding = match picked {
            // Zero is no timeout at all in every format that is read.
            Some(seconds) if seconds >= NEVER || seconds <= 0.0 => out.fail("never"),
            #[allow(clippy::cast_precision_loss, reason = "the limit is at most 86,400")]
            Some(seconds) if seconds > limit as f64 => out.fail("too-long").arg("seconds", seconds).arg("limit", limit),
            Some(_) => continue,
            None => out.unknown("unclear"),
        };
        finding
            .arg("asset", &device.name)
            .arg("setting", key)
            .cite_all(&settings);
        told = true;
    }
    told
}
