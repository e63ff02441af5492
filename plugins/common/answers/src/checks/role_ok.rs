//! Q-03 `role.ok`: each role has a person, a deputy and a contact and was looked at within a year. By name only: that
//! duties are written down and that the route of reporting is.

use crate::ages::{Names, is_over, max_age, recent};
use crate::aliases::{Fit, PASSAGES, ROLES, fit};
use crate::heard::{filled, label, same};
use crate::parts::Parts;
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Roles;

const PARTS: &[&str] = &[
    "assigned",
    "deputy",
    "contact",
    "reviewed",
    "responsibility",
    "reporting-route",
];
const RULE: &[&str] = &["assigned", "deputy", "contact", "reviewed"];
const REVIEWED: Names = Names {
    missing: "review-missing",
    odd: "review-odd",
    future: "review-future",
    old: "review-old",
};

impl Check for Roles {
    fn spec(&self) -> Spec {
        Spec::new("role.ok")
            .reads("registers")
            .parameter(Parameter::texts("roles", &[]))
            .parameter(Parameter::texts("require", &[]))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS, RULE)?;
        let route = if parts.asks("reporting-route") {
            Route::find(cx)
        } else {
            Route::Unlooked
        };
        let ask = Ask {
            parts,
            limit: cx.integer("max_age_days")?,
            route,
        };
        let tokens = cx.texts("roles")?;
        let Some(register) = cx.registers().get("roles") else {
            out.unknown("no-register");
            return Ok(());
        };
        let rows: Vec<Entry<'_>> = register.rows().collect();
        if rows.is_empty() && tokens.is_empty() {
            out.not_applicable("none-listed").cite(&register);
            return Ok(());
        }
        let mut marks: Vec<Mark> = Vec::new();
        if tokens.is_empty() {
            for row in &rows {
                tell_all(ask.against(cx, row), out);
                marks.push(Mark::of(row));
            }
        }
        for token in tokens {
            match best(
                holders(&rows, token)
                    .into_iter()
                    .map(|row| (row, ask.against(cx, &row))),
            ) {
                Some((row, problems)) => {
                    marks.push(Mark::of(&row));
                    tell_all(problems, out);
                }
                None => {
                    out.fail("missing").arg("role", token).cite(&register);
                }
            }
        }
        if out.is_clean() {
            marks.extend(ask.route.marks());
            marks.sort_unstable();
            marks.dedup();
            out.attested("met")
                .arg("count", if tokens.is_empty() { rows.len() } else { tokens.len() })
                .cite_all(&marks);
        }
        Ok(())
    }
}

/// The rows that fit a role best: by its name, else by its kind, else by the department.
fn holders<'a>(rows: &[Entry<'a>], token: &str) -> Vec<Entry<'a>> {
    let rank = |row: &Entry<'_>| {
        let of = |field: &str| filled(row, field).map_or(Fit::None, |text| fit(ROLES, token, text));
        let kind = match row.get("kind") {
            Some("executive") => token == "decision-maker",
            Some("incident") => token == "incident-response",
            Some("psirt") => token == "product-security",
            Some("audit") => token == "audit-officer",
            Some("asset-owner") => token == "asset-owner",
            Some("administrator") => token == "system-administrator",
            _ => false,
        };
        match (
            row.key().is_some_and(|key| same(key, token)),
            of("role"),
            of("department"),
        ) {
            (true, ..) => 5,
            (_, Fit::Exact, _) => 4,
            (_, Fit::Part, _) => 3,
            _ if kind => 2,
            (_, _, Fit::Exact | Fit::Part) => 1,
            _ => 0,
        }
    };
    let top = rows.iter().map(rank).max().unwrap_or(0);
    rows.iter().copied().filter(|row| top > 0 && rank(row) == top).collect()
}

/// Whether a document or procedure says whom to tell.
#[derive(Debug, Clone)]
enum Route {
    /// There is no register that could.
    Unlooked,
    None,
    Found(Mark),
}

impl Route {
    fn find(cx: &Context<'_>) -> Self {
        let places = [
            ("documents", &["title", "sections"][..]),
            ("document-sections", &["heading", "topic", "summary"][..]),
            ("procedures", &["title", "steps"][..]),
        ];
        let mut looked = false;
        for (name, fields) in places {
            let Some(register) = cx.registers().get(name) else {
                continue;
            };
            looked = true;
            let says = |row: &Entry<'_>| fields.iter().any(|field| row.list(field).into_iter().any(is_route));
            if let Some(row) = register.rows().find(says) {
                return Self::Found(Mark::of(&row));
            }
        }
        if looked { Self::None } else { Self::Unlooked }
    }

    fn marks(&self) -> Option<Mark> {
        match self {
            Self::Found(mark) => Some(*mark),
            _ => None,
        }
    }
}

fn is_route(text: &str) -> bool {
    fit(PASSAGES, "reporting-route", text) != Fit::None
}

#[derive(Debug, Clone)]
struct Ask<'a> {
    parts: Parts<'a>,
    limit: i64,
    route: Route,
}

impl Ask<'_> {
    fn against(&self, cx: &Context<'_>, row: &Entry<'_>) -> Vec<Problem> {
        let (name, today) = (label(row, "role"), cx.today());
        let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
        let mut problems = Vec::new();
        if self.parts.asks("assigned") {
            match filled(row, "person") {
                None => problems.push(fail("person-missing")),
                Some(person) => problems.extend(left(cx, row, person).map(|problem| problem.arg("name", name.clone()))),
            }
        }
        for (part, field, message) in [
            ("deputy", "deputy", "deputy-missing"),
            ("contact", "contact", "contact-missing"),
            ("responsibility", "duties", "duties-missing"),
        ] {
            if self.parts.asks(part) && filled(row, field).is_none() {
                problems.push(fail(message));
            }
        }
        if self.parts.asks("reporting-route") && !filled(row, "duties").is_some_and(is_route) {
            match (&self.route, filled(row, "duties")) {
                (Route::Found(_), _) => {}
                (Route::Unlooked, None) => {
                    problems.push(Problem::unknown("route-unstated").arg("name", name.clone()).cite(row))
                }
                _ => problems.push(fail("route-missing")),
            }
        }
        if self.parts.asks("reviewed") {
            problems.extend(recent(row, "last_reviewed", today, self.limit, &name, REVIEWED).err());
        }
        problems
    }
}

/// Whether the person is known to have left. Two people may share a name, so all who bear it must have.
fn left(cx: &Context<'_>, row: &Entry<'_>, name: &str) -> Option<Problem> {
    let id = row.get("person_id");
    let is = |p: &Entry<'_>| match id {
        Some(id) => p.key().is_some_and(|key| same(key, id)),
        None => p.get("name").is_some_and(|n| same(n, name)),
    };
    let bearers: Vec<Entry<'_>> = cx.registers().rows("people").filter(is).collect();
    let gone = |p: &Entry<'_>| is_over(p.date("left_at"), cx.today());
    let all = !bearers.is_empty() && bearers.iter().all(gone);
    all.then(|| {
        Problem::fail("person-left")
            .arg("person", name)
            .cite(row)
            .cite_all(&bearers)
    })
}
