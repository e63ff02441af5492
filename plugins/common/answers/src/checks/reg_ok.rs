//! Q-06 `reg.ok`: the register of incidents, vulnerabilities or exceptions is kept with what each entry must say, and is
//! looked at on schedule where the control says so (`max_age_days`).

use crate::ages::{Names, max_age, recent};
use crate::aliases::{Fit, REGISTERS, fit};
use crate::heard::{filled, items, same, some};
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Registers;

/// The registers of the rule with the fields that every entry must have.
const RULE: &[(&str, &[&str])] = &[
    ("incidents", &["title", "level", "detected_at", "response", "status"]),
    (
        "vulnerability-records",
        &["vulnerability", "assets", "received_at", "decision", "status"],
    ),
    ("exceptions", &["reason", "approved_by", "approved_at", "expires_at"]),
];
const CHECKED: Names = Names {
    missing: "check-undated",
    odd: "check-odd",
    future: "check-future",
    old: "check-old",
};

impl Check for Registers {
    fn spec(&self) -> Spec {
        Spec::new("reg.ok")
            .reads("registers")
            .parameter(Parameter::text("register", 100, ""))
            .parameter(Parameter::texts("fields", &[]))
            .parameter(max_age(0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (asked, fields, limit) = (cx.text("register")?, cx.texts("fields")?, cx.integer("max_age_days")?);
        let names: Vec<&str> = if asked.is_empty() {
            RULE.iter().map(|(name, _)| *name).collect()
        } else {
            vec![asked]
        };
        for name in names {
            let Some(register) = cx.registers().get(name) else {
                out.unknown("no-register").arg("register", name);
                continue;
            };
            let before = out.len();
            entries(cx, name, &register, fields, out);
            let clean = out.len() == before;
            let checked = if limit > 0 {
                checked(cx, name, &register, limit, out)
            } else {
                None
            };
            if !clean || limit > 0 && checked.is_none() {
                continue;
            }
            if register.is_empty() && limit == 0 {
                out.not_applicable("empty").arg("register", name).cite(&register);
                continue;
            }
            let rows: Vec<Mark> = register.rows().map(|row| Mark::of(&row)).chain(checked).collect();
            out.attested("met")
                .arg("register", name)
                .arg("count", register.len())
                .cite(&register)
                .cite_all(&rows);
        }
        Ok(())
    }
}

fn entries(cx: &Context<'_>, name: &str, register: &Register<'_>, fields: &[String], out: &mut Findings) {
    let rule = RULE
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(&[][..], |(_, fields)| fields);
    let by_rule = fields.is_empty();
    let fields: Vec<&str> = if by_rule {
        rule.to_vec()
    } else {
        fields.iter().map(String::as_str).collect()
    };
    let is_date = |field: &str| field.ends_with("_at") || field.starts_with("last_");
    for row in register.rows() {
        // What was done is not known while nothing was.
        let open = by_rule && matches!(row.get("status"), Some("open"));
        let wanted = fields.iter().filter(|field| !(open && **field == "response"));
        let (mut missing, mut odd) = (Vec::new(), Vec::new());
        for field in wanted {
            if items(&row, field).is_empty() {
                missing.push((*field).to_owned());
            } else if is_date(field) && row.date(field).is_none() {
                odd.push((*field).to_owned());
            } else if is_date(field) && *field != "expires_at" && row.date(field).is_some_and(|day| day > cx.today()) {
                out.fail("entry-future")
                    .arg("register", name)
                    .arg("entry", row.label())
                    .arg("field", *field)
                    .cite(&row);
            }
        }
        if !missing.is_empty() {
            out.fail("entry-incomplete")
                .arg("register", name)
                .arg("entry", row.label())
                .arg("fields", some(&missing))
                .cite(&row);
        }
        if !odd.is_empty() {
            out.unknown("entry-odd")
                .arg("register", name)
                .arg("entry", row.label())
                .arg("fields", some(&odd))
                .cite(&row);
        }
    }
}

/// The last look at the register, if it lies within the period.
fn checked(cx: &Context<'_>, name: &str, register: &Register<'_>, limit: i64, out: &mut Findings) -> Option<Mark> {
    let Some(checks) = cx.registers().get("register-checks") else {
        out.unknown("no-checks").arg("register", name).cite(register);
        return None;
    };
    let is_of = |row: &Entry<'_>| {
        row.get("register")
            .is_some_and(|text| same(text, name) || fit(REGISTERS, name, text) != Fit::None)
    };
    let judged = checks.rows().filter(is_of).map(|row| {
        let mut problems: Vec<Problem> = recent(&row, "checked_at", cx.today(), limit, name, CHECKED)
            .err()
            .into_iter()
            .collect();
        if filled(&row, "checker").is_none() {
            problems.push(Problem::fail("checker-missing").arg("name", name).cite(&row));
        }
        if row.get("result") == Some("unknown") {
            problems.push(Problem::fail("check-not-done").arg("name", name).cite(&row));
        }
        (Mark::of(&row), problems)
    });
    // Of equally good ones the last is meant: it says how long ago.
    let mut judged: Vec<(Mark, Vec<Problem>)> = judged.collect();
    judged.reverse();
    match best(judged) {
        Some((mark, problems)) if problems.is_empty() => Some(mark),
        Some((_, problems)) => {
            tell_all(problems, out);
            None
        }
        None => {
            out.fail("never-checked")
                .arg("register", name)
                .cite(register)
                .cite(&checks);
            None
        }
    }
}
