//! The change register: which rows are approved, in time, and about a device and a setting.

use crate::exceptions::names;
use crate::scope::{Inventory, fold};
use crate::sources::Device;
use crate::statements::{Day, day, filled};
use crate::versions::Difference;
use crate::words::is_any;
use sekisho_sdk::prelude::*;

/// How an executed change stands with its approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Approval {
    Approved,
    /// No approver, no day of approval, or turned down.
    Missing,
    /// Approved only after it was done (later than emergencies allow).
    Late,
    /// A day is not understood.
    Unclear,
}

/// Days of grace.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grace {
    /// How many days after an emergency change its approval may come.
    pub(crate) emergency: i64,
    /// How many days before the older snapshot a change without a day of execution may have been approved.
    pub(crate) lead: i64,
}

/// Whether a change was carried out, as far as the register tells.
pub(crate) fn is_executed(row: &Entry<'_>) -> bool {
    day(row, "done_at") != Day::Empty || matches!(row.get("status"), Some("done" | "emergency"))
}

/// Judges the approval of a change; `until` is when it must have been given where the day of execution is not known.
pub(crate) fn approval(row: &Entry<'_>, until: Date, grace: Grace) -> Approval {
    let status = row.get("status");
    if matches!(status, Some("requested" | "rejected" | "cancelled")) || filled(row, "approved_by").is_none() {
        return Approval::Missing;
    }
    let done = match day(row, "done_at") {
        Day::On(done) => done,
        Day::Empty => until,
        Day::Odd => return Approval::Unclear,
    };
    let allowed = if status == Some("emergency") {
        done.plus_days(grace.emergency)
    } else {
        done
    };
    match day(row, "approved_at") {
        Day::On(approved) if approved <= allowed => Approval::Approved,
        Day::On(_) => Approval::Late,
        Day::Empty => Approval::Missing,
        Day::Odd => Approval::Unclear,
    }
}

/// Whether a change names the device.
pub(crate) fn is_about(row: &Entry<'_>, inventory: &Inventory<'_>, device: &Device<'_>) -> bool {
    row.list("assets")
        .iter()
        .any(|name| is_any(name) || names(inventory, device, name))
}

/// Whether a change was carried out between two snapshots.
pub(crate) fn is_between(row: &Entry<'_>, from: Date, to: Date, grace: Grace) -> bool {
    let inside = |on: Date| from <= on && on <= to;
    match (day(row, "done_at"), day(row, "starts_at"), day(row, "approved_at")) {
        (Day::On(done), _, _) => inside(done),
        (_, Day::On(start), _) => inside(start),
        (_, _, Day::On(approved)) => from.plus_days(-grace.lead) <= approved && approved <= to,
        _ => false,
    }
}

/// Whether a change covers a difference: it names the setting, or no setting at all (then the whole device).
pub(crate) fn covers(row: &Entry<'_>, difference: &Difference<'_>, must_name: bool) -> bool {
    let settings = row.list("settings");
    if settings.is_empty() {
        return !must_name;
    }
    let path = fold(difference.path);
    settings
        .iter()
        .map(|name| fold(name))
        .any(|name| is_any(&name) || difference.key.is_some_and(|key| fold(key) == name) || is_part(&path, &name))
}

/// Whether a name is a path, its beginning or its end, at a border between two names.
fn is_part(path: &str, name: &str) -> bool {
    let border = |c: char| matches!(c, '.' | '\\' | '/' | '[' | ' ');
    if name.is_empty() {
        return false;
    }
    path == name
        || path.strip_prefix(name).is_some_and(|rest| rest.starts_with(border))
        || path.strip_suffix(name).is_some_and(|rest| rest.ends_with(border))
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn parts_of_paths_end_at_borders() {
        assert!(is_part("system access.lockoutbadcount", "lockoutbadcount"));
        assert!(is_part("interface gi0/1.shutdown", "interface gi0/1"));
        assert!(!is_part("permitrootlogin", "login"));
        assert!(!is_part("port", ""));
    }
}
