//! CF-30 `edr`: an EDR agent runs healthily on every endpoint in scope and has reported lately.
//!
//! Source: rule catalogue CF-30. Where a list of agents exists, an endpoint that is not on it has none: that fails.

use crate::age::older_than;
use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Day, Mark, Statements, Verdict, day};
use sekisho_sdk::prelude::*;

pub(crate) struct EndpointDetection;

const KEYS: &[&str] = &["edr.enabled", "edr.healthy", "edr.last_seen_at"];

impl Check for EndpointDetection {
    fn spec(&self) -> Spec {
        Spec::new("edr")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("classes", &["pc", "server", "virtual-server"]))
            .parameter(Parameter::integer("max_age_days", 0, 365, 7))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let round = Round::open(cx, "edr-agents", "asset")?;
        let limit = cx.integer("max_age_days")?;
        let list = cx.registers().get("edr-agents");
        round.run(cx, out, |device, out| {
            if device.rows.is_empty() && !device.has_any(KEYS) {
                let Some((list, item)) = list.as_ref().zip(device.item.as_ref()) else {
                    return Judged::Silent;
                };
                out.fail("no-agent").arg("asset", &device.name).cite(item).cite(list);
                return Judged::Told;
            }
            agent(device, cx.today(), limit, out)
        });
        Ok(())
    }
}

fn agent(device: &Device<'_>, today: Date, limit: i64, out: &mut Findings) -> Judged {
    let mut enabled = Statements::default();
    enabled.every(&device.reading("edr.enabled"), true);
    let mut healthy = Statements::default();
    healthy.every(&device.reading("edr.healthy"), true);
    device.rows.iter().for_each(|row| healthy.row(row, "healthy"));
    let (seen, unread) = last_seen(device);
    let mut marks = healthy.marks();
    marks.extend(enabled.marks());
    marks.extend(device.rows.iter().map(Mark::of));
    marks.sort_unstable();
    marks.dedup();
    let finding = match (enabled.verdict(), healthy.verdict(), seen) {
        (Verdict::NotMet, _, _) => out.fail("disabled"),
        (_, Verdict::NotMet, _) => out.fail("unhealthy"),
        (_, _, Some(seen)) if older_than(seen, today, limit) => {
            out.fail("not-seen").arg("last_seen", seen).arg("limit", limit)
        }
        (Verdict::Unclear, _, _) | (_, Verdict::Unclear | Verdict::Silent, _) => out.unknown("health-unclear"),
        (_, Verdict::Met, Some(_)) if !unread => return Judged::Met(marks),
        (_, Verdict::Met, _) => out.unknown("last-seen-unclear"),
    };
    finding.arg("asset", &device.name).cite_all(&marks);
    Judged::Told
}

/// When the agent was last heard of, the older of what several sources say; and whether a day was not understood. A
/// snapshot of the device itself is as good as a report of its day.
fn last_seen(device: &Device<'_>) -> (Option<Date>, bool) {
    let (mut days, mut unread) = (Vec::new(), false);
    for row in &device.rows {
        match day(row, "last_seen") {
            Day::On(on) => days.push(on),
            Day::Odd => unread = true,
            Day::Empty => {}
        }
    }
    for setting in device.reading("edr.last_seen_at").0 {
        match setting.value().and_then(Date::parse) {
            Some(on) => days.push(on),
            None => unread = true,
        }
    }
    if days.is_empty() {
        days.extend(
            device
                .reading("edr.healthy")
                .0
                .iter()
                .filter_map(|s| s.snapshot()?.collected()),
        );
    }
    (days.into_iter().min(), unread)
}
