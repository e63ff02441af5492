//! `report.clock`: reports on exploited vulnerabilities and severe incidents came within their hours and days.
//!
//! Source: Regulation (EU) 2024/2847, Article 14: early warning within 24 hours, notification within 72, the final report within 14 days
//! of a fix (vulnerabilities) or a month of the notification (incidents).

use crate::rows::{filled, label};
use crate::time::Time;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Clock;

/// A report that is due.
struct Due {
    report: &'static str,
    from: &'static str,
    to: &'static str,
    hours: i64,
}

impl Check for Clock {
    fn spec(&self) -> Spec {
        Spec::new("report.clock")
            .reads("registers")
            .parameter(Parameter::text("from", 10, "2026-09-11"))
            .parameter(Parameter::integer("warning_hours", 1, 8760, 24))
            .parameter(Parameter::integer("notification_hours", 1, 8760, 72))
            .parameter(Parameter::integer("final_days", 1, 3650, 14))
            .parameter(Parameter::integer("incident_final_days", 1, 3650, 31))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let text = cx.text("from")?;
        let Some(from) = Date::parse(text) else {
            return Err(CheckError::BadParameter(format!("`from` is no day: `{text}`")));
        };
        let Some(register) = cx.registers().get("exploited-reports") else {
            out.unknown("no-register");
            return Ok(());
        };
        let warning = Due {
            report: "early-warning",
            from: "aware_at",
            to: "early_warning_at",
            hours: cx.integer("warning_hours")?,
        };
        let notification = Due {
            report: "notification",
            from: "aware_at",
            to: "notification_at",
            hours: cx.integer("notification_hours")?,
        };
        let fixed = Due {
            report: "final",
            from: "fix_available_at",
            to: "final_report_at",
            hours: cx.integer("final_days")? * 24,
        };
        let month = Due {
            report: "final",
            from: "notification_at",
            to: "final_report_at",
            hours: cx.integer("incident_final_days")? * 24,
        };
        let mut groups = Groups::default();
        for row in register.rows() {
            let Some(aware) = filled(&row, "aware_at").and_then(Time::parse) else {
                groups.add(Tone::Unknown, "no-start", Vec::new(), label(&row), &row);
                continue;
            };
            if aware.day() < from {
                groups.add(
                    Tone::NotApplicable,
                    "before",
                    vec![("from", text.to_owned())],
                    label(&row),
                    &row,
                );
                continue;
            }
            let last = match filled(&row, "kind") {
                Some("vulnerability") => &fixed,
                Some("incident") => &month,
                _ => {
                    groups.add(Tone::Unknown, "kind-open", Vec::new(), label(&row), &row);
                    continue;
                }
            };
            for due in [&warning, &notification, last] {
                let (tone, message, hours) = judge(&row, due, cx.today());
                let mut args = vec![("report", due.report.to_owned()), ("limit", due.hours.to_string())];
                args.extend(hours.map(|hours| ("hours", hours.to_string())));
                groups.add(tone, message, args, label(&row), &row);
            }
        }
        if groups.is_empty() {
            out.not_applicable("none-listed").cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}

/// One report: how it stands, and after how many hours it came (begun hours count).
fn judge(row: &Entry<'_>, due: &Due, today: Date) -> (Tone, &'static str, Option<i64>) {
    let (start, end) = (filled(row, due.from), filled(row, due.to));
    let Some(start) = start else {
        // Without a fix, or before the notification, the last clock has not begun.
        return (Tone::Informational, "not-begun", None);
    };
    let Some(start) = Time::parse(start) else {
        return (Tone::Unknown, "unclear", None);
    };
    let Some(end) = end else {
        // Only whole days are known of today, so a report is missing for sure when its last day has passed.
        let gone = today.days_since(start.day()) * 24;
        return if gone > due.hours + 24 {
            (Tone::Fail, "not-sent", None)
        } else {
            (Tone::Informational, "running", None)
        };
    };
    let Some(minutes) = Time::parse(end).and_then(|end| end.since(start)) else {
        return (Tone::Unknown, "unclear", None);
    };
    if minutes < 0 {
        (Tone::Unknown, "backwards", None)
    } else if minutes > due.hours * 60 {
        (Tone::Fail, "late", Some((minutes + 59) / 60))
    } else {
        (Tone::Pass, "in-time", None)
    }
}
