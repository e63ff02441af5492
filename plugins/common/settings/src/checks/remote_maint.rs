//! CF-23 `remote.maint`: every remote maintenance session has an approval, several factors, a time window and a log;
//! nobody has standing access.
//!
//! Source: rule catalogue CF-23. A session without approval, window or log fails (the record must show them); whether
//! several factors were used may stand elsewhere, so an empty field is unknown.

use crate::age::{is_over, older_than};
use crate::statements::{Day, Mark, Said, day, filled, said};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct RemoteMaintenance;

const PARTS: &[&str] = &["approval", "mfa", "window", "log", "standing"];

impl Check for RemoteMaintenance {
    fn spec(&self) -> Spec {
        Spec::new("remote.maint")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let limit = cx.integer("max_age_days")?;
        let per_session = PARTS.iter().any(|part| *part != "standing" && parts.asks(part));
        let mut marks = Vec::new();
        let sessions = if per_session {
            sessions(cx, parts, limit, &mut marks, out)
        } else {
            Some(0)
        };
        if per_session {
            settings_off(cx, parts, out);
        }
        let grants = if parts.asks("standing") {
            grants(cx, &mut marks, out)
        } else {
            Some(0)
        };
        if sessions.is_none() {
            out.unknown("no-sessions-register");
        }
        if grants.is_none() {
            out.unknown("no-grants-register");
        }
        match (sessions, grants) {
            (Some(0), Some(0)) if out.is_clean() => {
                out.not_applicable("none").arg("days", limit).cite_all(&marks);
            }
            (Some(sessions), Some(grants)) => {
                if let Some(finding) = out.pass_if_clean("controlled") {
                    finding.arg("sessions", sessions).arg("grants", grants).cite_all(&marks);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// How many sessions of the period there are; nothing where there is no record of sessions.
fn sessions(
    cx: &Context<'_>,
    parts: Parts<'_>,
    limit: i64,
    marks: &mut Vec<Mark>,
    out: &mut Findings,
) -> Option<usize> {
    let register = cx.registers().get("remote-sessions")?;
    marks.push(Mark::of(&register));
    let mut count = 0;
    for row in register.rows() {
        let started = day(&row, "started_at");
        if matches!(started, Day::On(on) if older_than(on, cx.today(), limit)) {
            continue;
        }
        count += 1;
        marks.push(Mark::of(&row));
        if parts.asks("approval") && filled(&row, "approval").is_none() {
            out.fail("no-approval").arg("session", row.label()).cite(&row);
        }
        if parts.asks("mfa") {
            match said(&row, "mfa") {
                Said::Yes => {}
                Said::No => {
                    out.fail("no-mfa").arg("session", row.label()).cite(&row);
                }
                Said::Odd | Said::Empty => unclear(&row, "mfa", out),
            }
        }
        if parts.asks("window") {
            window(&row, started, out);
        }
        if parts.asks("log") {
            match (said(&row, "logged"), filled(&row, "log_ref")) {
                (Said::Yes, _) | (Said::Empty, Some(_)) => {}
                (Said::Odd, _) => unclear(&row, "logged", out),
                (Said::No | Said::Empty, _) => {
                    out.fail("no-log").arg("session", row.label()).cite(&row);
                }
            }
        }
    }
    Some(count)
}

fn unclear(row: &Entry<'_>, field: &str, out: &mut Findings) {
    out.unknown("unclear")
        .arg("session", row.label())
        .arg("field", field)
        .cite(row);
}

/// The stated judgment and the days themselves: the worse one decides.
fn window(row: &Entry<'_>, started: Day, out: &mut Findings) {
    let (from, to, stated) = (
        day(row, "window_from"),
        day(row, "window_to"),
        said(row, "within_window"),
    );
    let outside = |on: Day| match (from, on, to) {
        (Day::On(from), Day::On(on), _) if on < from => true,
        (_, Day::On(on), Day::On(to)) => on > to,
        _ => false,
    };
    if stated == Said::No || outside(started) || outside(day(row, "ended_at")) {
        out.fail("outside-window").arg("session", row.label()).cite(row);
        return;
    }
    if stated == Said::Yes {
        return;
    }
    if stated == Said::Odd || [from, to].contains(&Day::Odd) {
        unclear(row, "within_window", out);
    } else if from == Day::Empty && to == Day::Empty {
        out.fail("no-window").arg("session", row.label()).cite(row);
    } else if !matches!(started, Day::On(_)) {
        unclear(row, "started_at", out);
    }
}

/// Devices whose settings let sessions in without several factors or without a log.
fn settings_off(cx: &Context<'_>, parts: Parts<'_>, out: &mut Findings) {
    for (part, key) in [("mfa", "mfa.remote"), ("log", "remote.session_logged")] {
        for snapshot in cx.settings().snapshots().filter(|_| parts.asks(part)) {
            for setting in snapshot.all(key).into_iter().filter(|s| s.flag() == Some(false)) {
                out.fail("setting-off")
                    .arg("asset", snapshot.asset())
                    .arg("setting", key)
                    .cite(&setting);
            }
        }
    }
}

/// How many grants are in force; nothing where neither a register nor a setting speaks of standing access.
fn grants(cx: &Context<'_>, marks: &mut Vec<Mark>, out: &mut Findings) -> Option<usize> {
    let mut spoken = false;
    for snapshot in cx.settings().snapshots() {
        for setting in snapshot.all("remote.standing_access") {
            spoken = true;
            match setting.flag() {
                Some(false) => marks.push(Mark::of(&setting)),
                Some(true) => {
                    out.fail("standing-setting")
                        .arg("asset", snapshot.asset())
                        .cite(&setting);
                }
                None => {
                    out.unknown("standing-setting-unclear")
                        .arg("asset", snapshot.asset())
                        .cite(&setting);
                }
            }
        }
    }
    let Some(register) = cx.registers().get("remote-access") else {
        return spoken.then_some(0);
    };
    marks.push(Mark::of(&register));
    let mut count = 0;
    for row in register.rows().filter(|row| said(row, "enabled") != Said::No) {
        count += 1;
        marks.push(Mark::of(&row));
        let user = row.get("user").unwrap_or("?");
        if is_over(row.date("expires_at"), cx.today()) {
            out.fail("grant-over")
                .arg("grant", row.label())
                .arg("user", user)
                .cite(&row);
        }
        match said(&row, "standing") {
            Said::No => {}
            Said::Yes => {
                out.fail("standing")
                    .arg("grant", row.label())
                    .arg("user", user)
                    .cite(&row);
            }
            Said::Odd | Said::Empty => {
                out.unknown("grant-unclear")
                    .arg("grant", row.label())
                    .arg("user", user)
                    .cite(&row);
            }
        }
    }
    Some(count)
}
