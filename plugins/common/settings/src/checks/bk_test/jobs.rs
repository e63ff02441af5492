//! Backup jobs: what is laid down about them, when they last worked, where the copies are.

use crate::age::older_than;
use sekisho_sdk::prelude::*;

/// Longest time between two runs, in hours.
pub(super) fn hours(job: &Entry<'_>) -> Option<f64> {
    let named = match job.get("frequency") {
        Some("continuous" | "hourly") => Some(1.0),
        Some("daily") => Some(24.0),
        Some("weekly") => Some(7.0 * 24.0),
        Some("monthly") => Some(31.0 * 24.0),
        Some("quarterly") => Some(92.0 * 24.0),
        Some("half-yearly") => Some(184.0 * 24.0),
        Some("yearly") => Some(366.0 * 24.0),
        _ => None,
    };
    job.number("frequency_hours").filter(|hours| *hours > 0.0).or(named)
}

fn asset<'a>(job: &Entry<'a>) -> &'a str {
    job.get("asset").unwrap_or("?")
}

/// `plan`: the fields that the control asks for are filled; how often may stand as hours or as a word.
pub(super) fn plan(job: &Entry<'_>, fields: &[String], out: &mut Findings) {
    let filled = |field: &str| match field {
        "frequency" | "frequency_hours" => hours(job).is_some(),
        // How long a copy is kept may also be told by how many there are.
        "retention_days" => job.has("retention_days") || job.has("generations"),
        _ => job.has(field),
    };
    let missing: Vec<&str> = fields
        .iter()
        .map(String::as_str)
        .filter(|field| !filled(field))
        .collect();
    if !missing.is_empty() {
        let finding = out
            .fail("plan-incomplete")
            .arg("job", job.label())
            .arg("asset", asset(job));
        finding.arg("fields", missing.join(", ")).cite(job);
    }
}

/// `job`: the last success is no older than the time between two runs.
pub(super) fn success(cx: &Context<'_>, job: &Entry<'_>, grace: i64, out: &mut Findings) {
    let today = cx.today();
    let ok = job.get("last_result") == Some("ok");
    // A run that ended well is a success, also where only the day of the last run is kept.
    let last = job
        .date("last_success_at")
        .or_else(|| job.date("last_run_at").filter(|_| ok && !job.has("last_success_at")));
    let last = last.filter(|day| *day <= today);
    let Some(limit) = hours(job).map(|hours| (hours / 24.0).ceil() as i64 + grace) else {
        out.unknown("frequency-unstated")
            .arg("job", job.label())
            .arg("asset", asset(job))
            .cite(job);
        return;
    };
    match last {
        Some(day) if !older_than(day, today, limit) => {}
        Some(day) => {
            let finding = out
                .fail("job-old")
                .arg("job", job.label())
                .arg("asset", asset(job))
                .arg("last", day);
            finding.arg("days", today.days_since(day)).arg("limit", limit).cite(job);
        }
        None if job.get("last_result") == Some("failed") => {
            out.fail("job-failed")
                .arg("job", job.label())
                .arg("asset", asset(job))
                .cite(job);
        }
        None => {
            _ = out
                .unknown("success-unstated")
                .arg("job", job.label())
                .arg("asset", asset(job))
                .cite(job)
        }
    }
}

/// `off-site`: a copy elsewhere for critical data; whether the job had to have one.
pub(super) fn off_site(job: &Entry<'_>, out: &mut Findings) -> bool {
    let critical = job.flag("critical_data");
    if critical == Some(false) {
        return false;
    }
    let elsewhere = job.flag("offsite").or(job.has("offsite_place").then_some(true));
    let finding = match (elsewhere, critical) {
        (Some(true), _) => return true,
        (Some(false), Some(true)) => out.fail("no-offsite"),
        (None, Some(true)) => out.unknown("offsite-unstated"),
        _ => out.unknown("critical-unstated"),
    };
    finding.arg("job", job.label()).arg("asset", asset(job)).cite(job);
    true
}

/// `rpo`: runs are no further apart than the data that may be lost.
pub(super) fn rpo(job: &Entry<'_>, out: &mut Findings) {
    if let (Some(apart), Some(rpo)) = (hours(job), job.number("rpo_hours"))
        && apart > rpo
    {
        let finding = out.fail("rpo-missed").arg("job", job.label()).arg("asset", asset(job));
        finding.arg("hours", apart).arg("rpo", rpo).cite(job);
    }
}
