//! `incident.lessons`: an incident that is closed leaves a lesson behind, with who sees to it and by when (the lessons that
//! section 5 of EO 14028 draws from large incidents, kept by everybody for their own).

use crate::ages::{Day, day};
use crate::heard::{filled, label};
use crate::parts::Parts;
use crate::problem::{Mark, Problem, tell_all};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Lessons;

const PARTS: &[&str] = &["lesson", "owner", "date"];
const LEVELS: &[&str] = &["critical", "high", "medium", "low"];

impl Check for Lessons {
    fn spec(&self) -> Spec {
        Spec::new("incident.lessons")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("levels", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS, PARTS)?;
        let levels = cx.known_texts("levels", LEVELS)?;
        let Some(register) = cx.registers().get("incidents") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut met = Vec::new();
        for row in register.rows() {
            if !is_of(&row, levels) {
                continue;
            }
            match is_closed(&row, cx.today()) {
                None => {
                    out.unknown("status-unstated").arg("entry", row.label()).cite(&row);
                }
                Some(false) => {}
                Some(true) => {
                    let problems = against(&row, parts, cx.today());
                    if problems.is_empty() {
                        met.push(Mark::of(&row));
                    }
                    tell_all(problems, out);
                }
            }
        }
        if !out.is_clean() {
            return Ok(());
        }
        if met.is_empty() {
            out.not_applicable("none-closed")
                .arg("count", register.len())
                .cite(&register);
        } else {
            out.attested("met").arg("count", met.len()).cite_all(&met);
        }
        Ok(())
    }
}

/// Whether the incident is one of these levels; one whose level is not known is looked at as well.
fn is_of(row: &Entry<'_>, levels: &[String]) -> bool {
    levels.is_empty()
        || row
            .get("level")
            .is_none_or(|level| !LEVELS.contains(&level) || levels.iter().any(|asked| asked == level))
}

/// Whether the incident is over. A false alarm leaves nothing to learn; a day of closing stands in for a state.
fn is_closed(row: &Entry<'_>, today: Date) -> Option<bool> {
    let closed = day(row, "closed_at", today).past().is_some();
    match row.get("status") {
        Some("cancelled") => Some(false),
        Some("done" | "accepted") => Some(true),
        Some("open" | "in-progress" | "planned") => Some(closed),
        _ if closed => Some(true),
        _ => None,
    }
}

fn against(row: &Entry<'_>, parts: Parts<'_>, today: Date) -> Vec<Problem> {
    let name = label(row, "title");
    let dress = |problem: Problem| problem.arg("entry", row.label()).arg("name", name.clone()).cite(row);
    let fail = |message: &'static str| dress(Problem::fail(message));
    let mut problems = Vec::new();
    if parts.asks("lesson") && filled(row, "prevention").is_none() {
        // Without a lesson there is nothing that somebody could own.
        return vec![fail("no-lesson")];
    }
    if parts.asks("owner") && filled(row, "prevention_owner").is_none() {
        problems.push(fail("no-owner"));
    }
    if parts.asks("date") {
        match (row.date("prevention_due"), day(row, "prevention_done_at", today)) {
            (_, Day::On(_)) => {}
            (_, Day::Future(date)) => problems.push(fail("done-future").arg("date", date)),
            (_, Day::Odd(text)) => problems.push(dress(Problem::unknown("date-odd")).arg("text", text)),
            (Some(due), Day::Empty) if due < today => problems.push(fail("late").arg("date", due)),
            (Some(_), Day::Empty) => {}
            (None, Day::Empty) => match filled(row, "prevention_due") {
                Some(text) => problems.push(dress(Problem::unknown("date-odd")).arg("text", text)),
                None => problems.push(fail("no-date")),
            },
        }
    }
    problems
}
