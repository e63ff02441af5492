//! CF-33 `phys.log`: entries to controlled areas are recorded with time, name and purpose and kept long enough.
//!
//! Source: rule catalogue CF-33 (180 days). The day is asked for by default; `entered_time` can be added to `fields`
//! (a time of day written together with the day is cut off when the table is read, so it cannot be seen here).

use crate::scope::{Inventory, fold};
use crate::statements::{Mark, filled};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct AccessLog;

const PARTS: &[&str] = &["entries", "retention"];
/// Assets that stand in no room of one's own.
const ELSEWHERE: &[&str] = &["cloud", "software"];

impl Check for AccessLog {
    fn spec(&self) -> Spec {
        Spec::new("phys.log")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("fields", &["entered_at", "person", "purpose"]))
            .parameter(Parameter::texts("areas", &[]))
            .parameter(Parameter::integer("min_retention_days", 1, 36_500, 180))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let areas: Vec<String> = cx.texts("areas")?.iter().map(|area| fold(area)).collect();
        let in_area =
            |row: &Entry<'_>| areas.is_empty() || row.get("area").is_some_and(|area| areas.contains(&fold(area)));
        let entries: Vec<Entry<'_>> = cx.registers().rows("access-log").filter(in_area).collect();
        let mut marks: Vec<Mark> = cx.registers().get("access-log").iter().map(Mark::of).collect();
        if entries.is_empty() {
            let inventory = Inventory::load(cx);
            if !inventory.is_empty()
                && inventory
                    .items
                    .iter()
                    .all(|item| !item.is_live() || item.is_class(ELSEWHERE))
            {
                let inventories: Vec<Mark> = cx.assets().inventories().map(|i| Mark::of(&i)).collect();
                out.not_applicable("nothing-on-site")
                    .arg("count", inventory.items.len())
                    .cite_all(&inventories);
                return Ok(());
            }
        }
        if parts.asks("entries") {
            judge_entries(cx.texts("fields")?, &entries, out);
        }
        if entries.is_empty() && parts.asks("entries") {
            out.unknown("no-entries").cite_all(&marks);
        }
        if parts.asks("retention") {
            retention(cx, &entries, &mut marks, out)?;
        }
        if let Some(finding) = out.pass_if_clean("kept") {
            finding.arg("count", entries.len()).cite_all(&marks);
        }
        Ok(())
    }
}

fn judge_entries(fields: &[String], entries: &[Entry<'_>], out: &mut Findings) {
    for row in entries {
        for field in fields {
            if filled(row, field).is_none() {
                out.fail("field-missing")
                    .arg("entry", row.label())
                    .arg("field", field)
                    .cite(row);
            } else if field.ends_with("_at") && row.date(field).is_none() {
                out.unknown("field-unclear")
                    .arg("entry", row.label())
                    .arg("field", field)
                    .cite(row);
            }
        }
    }
}

/// How long the record is kept: by the log settings, else by how far the record itself reaches back.
fn retention(
    cx: &Context<'_>,
    entries: &[Entry<'_>],
    marks: &mut Vec<Mark>,
    out: &mut Findings,
) -> Result<(), CheckError> {
    let limit = cx.integer("min_retention_days")?;
    let settings: Vec<Entry<'_>> = cx
        .registers()
        .rows("log-settings")
        .filter(|row| row.get("source") == Some("physical"))
        .collect();
    for row in &settings {
        match row.number("retention_days") {
            #[allow(clippy::cast_precision_loss, reason = "the limit is at most 36,500")]
            Some(days) if days < limit as f64 => {
                out.fail("kept-too-short")
                    .arg("days", days)
                    .arg("limit", limit)
                    .cite(row);
            }
            Some(_) => marks.push(Mark::of(row)),
            None => {
                out.unknown("retention-unclear").arg("entry", row.label()).cite(row);
            }
        }
    }
    if !settings.is_empty() {
        return Ok(());
    }
    let oldest = entries
        .iter()
        .filter_map(|row| Some((row.date("entered_at")?, row)))
        .min_by_key(|(on, _)| *on);
    match oldest {
        Some((on, row)) if cx.today().days_since(on) >= limit => marks.push(Mark::of(row)),
        Some((on, row)) => {
            out.unknown("reaches-back")
                .arg("oldest", on)
                .arg("limit", limit)
                .cite(row);
        }
        None => {
            out.unknown("no-retention").arg("limit", limit);
        }
    }
    Ok(())
}
