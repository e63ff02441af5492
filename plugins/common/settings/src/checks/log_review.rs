//! CF-18 `log.review`: somebody, or a rule that raises an alarm, looks at the logs (domain.md, CF-18).
//!
//! Predicate: a review record within the limit for sign-in logs (or those a pack names), or an active alert rule. A
//! review needs the name of who did it; an alert needs somebody who is told. Reviews on record that are all too old
//! fail; a kind of log that nothing speaks of is unknown.

use crate::age::older_than;
use crate::checks::log_keep::kinds::{LOGS, is};
use crate::scope::Inventory;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Review;

impl Check for Review {
    fn spec(&self) -> Spec {
        Spec::new("log.review")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("logs", &["auth"]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 31))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let logs = cx.known_texts("logs", LOGS)?;
        let limit = cx.integer("max_age_days")?;
        let registers = cx.registers();
        if registers.get("log-reviews").is_none() && registers.get("alert-rules").is_none() {
            match Inventory::load(cx).only_things() {
                Some(first) => out.not_applicable("no-systems").cite(first),
                None => out.unknown("no-evidence"),
            };
            return Ok(());
        }
        let mut grounds = Vec::new();
        for log in logs {
            let of_kind = |row: &Entry<'_>| row.get("source").is_some_and(|source| is(log, source));
            let alerts: Vec<Entry<'_>> = registers.rows("alert-rules").filter(of_kind).collect();
            let reviews: Vec<Entry<'_>> = registers.rows("log-reviews").filter(of_kind).collect();
            if let Some(alert) = alerts
                .iter()
                .find(|row| row.flag("active") == Some(true) && row.has("target"))
            {
                grounds.push(*alert);
                continue;
            }
            let today = cx.today();
            let mut dated: Vec<(Date, &Entry<'_>)> = reviews
                .iter()
                .filter_map(|row| Some((row.date("reviewed_at").filter(|day| *day <= today)?, row)))
                .collect();
            dated.sort_by_key(|(day, _)| *day);
            let unread = reviews.iter().any(|row| row.date("reviewed_at").is_none());
            match dated.iter().rfind(|(_, row)| row.has("reviewer")).or(dated.last()) {
                Some((day, row)) if !older_than(*day, today, limit) && row.has("reviewer") => grounds.push(**row),
                Some((day, row)) if !older_than(*day, today, limit) => {
                    out.unknown("reviewer-unstated")
                        .arg("log", log)
                        .arg("reviewed", *day)
                        .cite(*row);
                }
                Some((day, row)) if !unread => {
                    let finding = out.fail("old").arg("log", log).arg("reviewed", *day);
                    finding
                        .arg("days", today.days_since(*day))
                        .arg("limit", limit)
                        .cite(*row)
                        .cite_all(&alerts);
                }
                None if reviews.is_empty() && alerts.is_empty() => {
                    let sheets = [registers.get("log-reviews"), registers.get("alert-rules")];
                    out.unknown("kind-missing")
                        .arg("log", log)
                        .cite_all(sheets.iter().flatten());
                }
                None if reviews.is_empty() => _ = out.fail("alerts-off").arg("log", log).cite_all(&alerts),
                _ => _ = out.unknown("date-unclear").arg("log", log).cite_all(&reviews),
            }
        }
        if let Some(finding) = out.pass_if_clean("ok") {
            finding.arg("count", logs.len()).arg("limit", limit).cite_all(&grounds);
        }
        Ok(())
    }
}
