//! `poam.tracked`: what is not implemented has a plan of action that somebody owns and that is not overdue.
//!
//! Source: requirement 3.12.2 of NIST SP 800-171 revision 2 (plans of action for deficiencies); the fields are those of
//! NIST's POA&M template. A plan of action does not make a requirement implemented: `sprs.score` does not look at it.

use crate::actions::{Action, Actions};
use crate::cells::{Day, day, filled};
use crate::requirements::{Number, Requirement, Requirements, Status};
use crate::systems::Systems;
use crate::words::some;
use sekisho_sdk::prelude::*;

const FIELDS: &[&str] = &["requirement", "weakness", "owner", "resources", "milestones", "due_at"];

/// The check.
#[derive(Debug)]
pub(crate) struct Tracked;

impl Check for Tracked {
    fn spec(&self) -> Spec {
        Spec::new("poam.tracked")
            .reads("registers")
            .parameter(Parameter::texts("fields", &["owner", "milestones", "due_at"]))
            .parameter(Parameter::integer("max_days", 0, 3650, 0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (fields, max_days) = (cx.known_texts("fields", FIELDS)?, cx.integer("max_days")?);
        let systems = Systems::load(cx);
        if systems.none(out) {
            return Ok(());
        }
        let (statuses, actions) = (Requirements::load(cx, &systems), Actions::load(cx, &systems));
        let open: usize = statuses
            .as_ref()
            .map_or(0, |statuses| uncovered(&systems, statuses, actions.as_ref(), out));
        let Some(actions) = actions else {
            match statuses {
                None => _ = out.unknown("no-evidence"),
                Some(statuses) if open > 0 => _ = out.unknown("no-plans").arg("count", open).cite(&statuses.register),
                Some(statuses) if out.is_clean() => _ = out.not_applicable("all-implemented").cite(&statuses.register),
                Some(_) => {}
            }
            return Ok(());
        };
        let at_work: Vec<&Action<'_>> = actions.list.iter().filter(|action| !action.is_closed()).collect();
        for action in &at_work {
            judge(action, fields, max_days, cx.today(), out);
        }
        let Some(statuses) = statuses else {
            out.unknown("no-status").cite(&actions.register);
            return Ok(());
        };
        if open == 0 && at_work.is_empty() && out.is_clean() {
            out.not_applicable("all-implemented")
                .cite(&statuses.register)
                .cite(&actions.register);
        } else if let Some(finding) = out.pass_if_clean("tracked") {
            finding
                .arg("count", open)
                .arg("actions", at_work.len())
                .cite(&statuses.register)
                .cite_all(at_work);
        }
        Ok(())
    }
}

/// Names the requirements that are not implemented and have no plan of action (where there is a register of them), and
/// those whose status does not tell. Answers how many are not implemented.
fn uncovered<'a>(
    systems: &Systems<'a>,
    statuses: &Requirements<'a>,
    actions: Option<&Actions<'a>>,
    out: &mut Findings,
) -> usize {
    let mut open = 0;
    let (mut unclear, mut unexplained): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    for (at, of_system) in statuses.of_system.iter().enumerate() {
        let system = systems.list.get(at).map_or("-", |system| system.label.as_str());
        for (number, one) in of_system {
            match one.status {
                Status::Unclear => unclear.push((number, one)),
                Status::NotApplicable if filled(&one.row, "reason").is_none() => unexplained.push((number, one)),
                _ => {}
            }
            if !one.is_open() {
                continue;
            }
            open += 1;
            let Some(actions) = actions else { continue };
            let own: Vec<&Action<'a>> = actions.list.iter().filter(|a| a.is_about(number, at)).collect();
            let message = match own.as_slice() {
                [] => "untracked",
                all if all.iter().all(|action| action.is_closed()) => "closed-too-early",
                _ => continue,
            };
            out.fail(message)
                .arg("requirement", number.id())
                .arg("system", system)
                .cite(one)
                .cite_all(own);
        }
    }
    tell(&unclear, "status-unclear", out);
    tell(&unexplained, "reason-missing", out);
    if !statuses.homeless.is_empty() {
        out.unknown("system-unclear")
            .arg("count", statuses.homeless.len())
            .cite_all(&statuses.homeless);
    }
    open
}

fn tell(found: &[(&Number, &Requirement<'_>)], message: &str, out: &mut Findings) {
    if !found.is_empty() {
        let ids: Vec<&str> = found.iter().map(|(number, _)| number.id()).collect();
        out.unknown(message)
            .arg("count", ids.len())
            .arg("requirements", some(&ids))
            .cite_all(found.iter().map(|(_, one)| *one));
    }
}

/// An open plan of action: its fields, and whether it is late.
fn judge(action: &Action<'_>, fields: &[String], max_days: i64, today: Date, out: &mut Findings) {
    let label = action.row.label();
    let missing = action.missing(fields);
    if !missing.is_empty() {
        out.fail("incomplete")
            .arg("action", &label)
            .arg("fields", missing.join(", "))
            .cite(action);
    }
    match day(&action.row, "due_at") {
        Day::On(due) if due < today => {
            out.fail("overdue")
                .arg("action", &label)
                .arg("requirements", action.requirements())
                .arg("date", due)
                .arg("days", today.days_since(due))
                .cite(action);
        }
        Day::On(due) if max_days > 0 => allowed(action, &label, due, max_days, out),
        Day::Odd(text) => {
            out.unknown("date-unclear")
                .arg("action", &label)
                .arg("value", text)
                .cite(action);
        }
        Day::On(_) | Day::Nothing => {}
    }
}

/// Whether it is to be done within the time that is allowed for it.
fn allowed(action: &Action<'_>, label: &str, due: Date, max_days: i64, out: &mut Findings) {
    match day(&action.row, "opened_at") {
        Day::On(opened) if due.days_since(opened) > max_days => {
            out.fail("too-long")
                .arg("action", label)
                .arg("opened", opened)
                .arg("date", due)
                .arg("days", max_days)
                .cite(action);
        }
        Day::On(_) => {}
        Day::Nothing | Day::Odd(_) => {
            out.unknown("opened-unstated").arg("action", label).cite(action);
        }
    }
}
