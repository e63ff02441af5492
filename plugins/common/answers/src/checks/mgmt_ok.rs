//! Q-07 `mgmt.ok`: management was told within a year, the responsible officer approved, and what was decided is tracked.

use crate::ages::{Names, max_age, recent};
use crate::aliases::{Fit, ROLES, TOPICS, covered, fit};
use crate::heard::{filled, items, label, same};
use crate::parts::Parts;
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Reports;

const PARTS: &[&str] = &["reported", "approver", "actions"];
const REPORTED: Names = Names {
    missing: "date-missing",
    odd: "date-odd",
    future: "date-future",
    old: "too-old",
};

impl Check for Reports {
    fn spec(&self) -> Spec {
        Spec::new("mgmt.ok")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("topics", &[]))
            .parameter(Parameter::texts("roles", &["decision-maker", "security-officer"]))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let ask = Ask {
            parts: Parts::read(cx, PARTS, PARTS)?,
            topics: cx.texts("topics")?,
            roles: cx.texts("roles")?,
            limit: cx.integer("max_age_days")?,
        };
        let Some(register) = cx.registers().get("management-reports") else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut rows: Vec<Entry<'_>> = register.rows().collect();
        // Of reports that are equally good or bad, the newest is meant.
        rows.sort_by_key(|row| std::cmp::Reverse(row.date("reported_at")));
        if ask.parts.asks_only("actions") && !rows.is_empty() && rows.iter().all(has_no_action) {
            out.not_applicable("no-actions").cite_all(&rows);
            return Ok(());
        }
        match best(rows.iter().map(|row| (*row, ask.against(cx, row)))) {
            Some((row, problems)) if problems.is_empty() => {
                let approver = filled(&row, "approver").unwrap_or("-");
                out.attested("met")
                    .arg("name", label(&row, "title"))
                    .arg("approver", approver)
                    .cite_all(&ask.marks(cx, &row));
            }
            Some((_, problems)) => tell_all(problems, out),
            None => {
                out.fail("none").cite(&register);
            }
        }
        Ok(())
    }
}

fn has_no_action(row: &Entry<'_>) -> bool {
    items(row, "actions").is_empty()
        && row.flag("actions_tracked").is_none()
        && row.number("open_actions").is_none_or(|n| n == 0.0)
}

#[derive(Debug, Clone, Copy)]
struct Ask<'a> {
    parts: Parts<'a>,
    topics: &'a [String],
    roles: &'a [String],
    limit: i64,
}

impl Ask<'_> {
    fn against(self, cx: &Context<'_>, row: &Entry<'_>) -> Vec<Problem> {
        let name = label(row, "title");
        let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
        let mut problems = Vec::new();
        if self.parts.asks("reported") {
            problems.extend(recent(row, "reported_at", cx.today(), self.limit, &name, REPORTED).err());
            let said: Vec<&str> = items(row, "topics").into_iter().chain(filled(row, "title")).collect();
            let left = self.topics.iter().filter(|topic| !covered(TOPICS, topic, &said));
            problems.extend(left.map(|topic| fail("topic-missing").arg("topic", topic)));
        }
        if self.parts.asks("approver") {
            match filled(row, "approver") {
                None => problems.push(fail("approver-missing")),
                Some(approver) => problems.extend(self.against_approver(cx, row, approver, &name)),
            }
        }
        if self.parts.asks("actions") && !has_no_action(row) {
            match row.flag("actions_tracked") {
                Some(true) => {}
                Some(false) => problems.push(fail("actions-untracked")),
                None => problems.push(match filled(row, "actions_tracked") {
                    Some(text) => Problem::unknown("actions-odd")
                        .arg("name", name.clone())
                        .arg("text", text)
                        .cite(row),
                    None => fail("tracking-unstated"),
                }),
            }
        }
        problems
    }

    /// The officer is known by the role that the report states, or by the register of roles.
    fn against_approver(self, cx: &Context<'_>, row: &Entry<'_>, approver: &str, name: &str) -> Option<Problem> {
        let problem = |p: Problem| Some(p.arg("name", name).arg("approver", approver).cite(row));
        // A title in the place of a name is no person, but it is the role.
        if self.is_officer(approver) || filled(row, "approver_role").is_some_and(|role| self.is_officer(role)) {
            return None;
        }
        let register = cx.registers().get("roles");
        if register.is_some() && self.held_by(cx, approver).is_some() {
            return None;
        }
        match (filled(row, "approver_role"), register) {
            (None, None) => problem(Problem::unknown("approver-role-unstated")),
            (_, Some(register)) => problem(Problem::fail("approver-not-officer").cite(&register)),
            (Some(_), None) => problem(Problem::fail("approver-not-officer")),
        }
    }

    fn is_officer(self, text: &str) -> bool {
        self.roles.iter().any(|role| fit(ROLES, role, text) != Fit::None)
    }

    fn held_by(self, cx: &Context<'_>, person: &str) -> Option<Mark> {
        let of = |row: &Entry<'_>| {
            ["person", "person_id"]
                .iter()
                .any(|field| row.get(field).is_some_and(|name| same(name, person)))
        };
        let officer = |row: &Entry<'_>| {
            row.get("kind") == Some("executive") || row.get("role").is_some_and(|text| self.is_officer(text))
        };
        cx.registers()
            .rows("roles")
            .find(|row| of(row) && officer(row))
            .map(|row| Mark::of(&row))
    }

    fn marks(self, cx: &Context<'_>, row: &Entry<'_>) -> Vec<Mark> {
        let holder = filled(row, "approver").and_then(|person| self.held_by(cx, person));
        std::iter::once(Mark::of(row)).chain(holder).collect()
    }
}
