//! Q-08 `ex.ok`: an exercise was held within a year, its lessons are written down, and what follows from them is done or
//! not yet due.

use crate::ages::{Day, Names, day, max_age, recent};
use crate::aliases::{Fit, TOPICS, fit};
use crate::heard::{filled, items, label};
use crate::parts::Parts;
use crate::people::{People, any_covers};
use crate::problem::{Problem, best, tell_all};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Exercises;

const PARTS: &[&str] = &["held", "lessons", "follow-up"];
const HELD: Names = Names {
    missing: "date-missing",
    odd: "date-odd",
    future: "date-future",
    old: "too-old",
};

impl Check for Exercises {
    fn spec(&self) -> Spec {
        Spec::new("ex.ok")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("groups", &[]))
            .parameter(Parameter::texts("kinds", &[]))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (parts, limit) = (Parts::read(cx, PARTS, PARTS)?, cx.integer("max_age_days")?);
        let (asked, kinds) = (cx.texts("groups")?, cx.texts("kinds")?);
        let people = People::load(cx);
        let mut groups: Vec<&str> = asked.iter().map(String::as_str).collect();
        groups.retain(|token| people.as_ref().is_none_or(|people| !people.lacks(token)));
        if let (true, false, Some(people)) = (groups.is_empty(), asked.is_empty(), &people) {
            out.not_applicable("nobody").cite(&people.register);
            return Ok(());
        }
        let Some(register) = cx.registers().get("exercises") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut rows: Vec<Entry<'_>> = register.rows().filter(|row| is_kind(row, kinds)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.date("held_at")));
        if rows.is_empty() {
            out.fail("none").cite(&register);
            return Ok(());
        }
        // One exercise need not reach everybody, but each group needs one.
        if groups.is_empty() {
            groups.push("");
        }
        let mut marks = Vec::new();
        for group in groups {
            let with: Vec<Entry<'_>> = rows.iter().filter(|row| takes_part(row, group)).copied().collect();
            if with.is_empty() {
                let silent = rows.iter().all(|row| items(row, "participants").is_empty());
                let finding = if silent {
                    out.unknown("participants-unstated")
                } else {
                    out.fail("group-missing")
                };
                finding.arg("group", group).cite_all(&rows);
                continue;
            }
            match best(
                with.into_iter()
                    .map(|row| (row, against(cx.today(), parts, limit, &row))),
            ) {
                Some((row, problems)) if problems.is_empty() => marks.push(row),
                Some((_, problems)) => tell_all(problems, out),
                None => {}
            }
        }
        if out.is_clean() {
            let names: Vec<String> = marks.first().map(|row| label(row, "title")).into_iter().collect();
            out.attested("met").arg("name", names.join(", ")).cite_all(&marks);
        }
        Ok(())
    }
}

fn is_kind(row: &Entry<'_>, kinds: &[String]) -> bool {
    let texts: Vec<&str> = ["type", "title", "scenario", "procedure"]
        .iter()
        .filter_map(|field| filled(row, field))
        .collect();
    kinds.is_empty()
        || kinds
            .iter()
            .any(|kind| texts.iter().any(|text| fit(TOPICS, kind, text) != Fit::None))
}

fn takes_part(row: &Entry<'_>, group: &str) -> bool {
    group.is_empty() || any_covers(group, &items(row, "participants"))
}

fn against(today: Date, parts: Parts<'_>, limit: i64, row: &Entry<'_>) -> Vec<Problem> {
    let name = label(row, "title");
    let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
    let mut problems = Vec::new();
    if parts.asks("held") {
        problems.extend(recent(row, "held_at", today, limit, &name, HELD).err());
        if row.get("result") == Some("unknown") {
            problems.push(fail("not-done"));
        }
    }
    if parts.asks("lessons") && filled(row, "lessons").is_none() {
        problems.push(fail("no-lessons"));
    }
    if parts.asks("follow-up") {
        let done = day(row, "follow_up_done_at", today);
        match (filled(row, "follow_up"), row.date("follow_up_due"), done) {
            (None, ..) => problems.push(fail("no-follow-up")),
            (_, _, Day::Odd(text)) => {
                problems.push(
                    Problem::unknown("follow-up-odd")
                        .arg("name", name.clone())
                        .arg("text", text)
                        .cite(row),
                );
            }
            (Some(_), Some(due), Day::Empty | Day::Future(_)) if due < today => {
                problems.push(fail("follow-up-late").arg("date", due))
            }
            _ => {}
        }
    }
    problems
}
