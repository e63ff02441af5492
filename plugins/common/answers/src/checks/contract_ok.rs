//! Q-05 `contract.ok`: a contract in force with each party in scope has the clause, and was signed before work began.

use crate::ages::{Day, day, is_over};
use crate::aliases::{CLAUSES, Fit, fit};
use crate::heard::{filled, id, items, label};
use crate::partners::{ByParty, Party, SCOPES, scoped};
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Contracts;

impl Check for Contracts {
    fn spec(&self) -> Spec {
        Spec::new("contract.ok")
            .reads("registers")
            .parameter(Parameter::text("clause", 200, ""))
            .parameter(Parameter::choice("scope", SCOPES, "partners"))
            .parameter(Parameter::boolean("before_start", true))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let scope = cx.text("scope")?;
        let ask = Ask {
            clause: cx.text("clause")?,
            before_start: cx.boolean("before_start")?,
            today: cx.today(),
        };
        let Some(parties) = scoped(cx, scope) else {
            out.unknown(if scope == "external-systems" {
                "no-external-systems"
            } else {
                "no-partners"
            });
            return Ok(());
        };
        let register = cx.registers().get("contracts");
        for party in &parties.unclear {
            out.unknown("scope-unstated")
                .arg("party", party.name())
                .arg("scope", scope)
                .cite(party);
        }
        if parties.inside.is_empty() {
            if out.is_empty() {
                out.not_applicable("none-in-scope")
                    .arg("scope", scope)
                    .cite(&parties.register);
            }
            return Ok(());
        }
        let contracts: Vec<Entry<'_>> = register.iter().flat_map(Register::rows).collect();
        let by_number: BTreeMap<String, Entry<'_>> = contracts
            .iter()
            .filter_map(|row| row.key().map(|key| (id(key), *row)))
            .collect();
        let with = ByParty::new(contracts, "partner");
        let (mut met, mut marks) = (0_usize, Vec::new());
        for party in &parties.inside {
            let mut own = with.of(*party);
            own.extend(referred(*party).filter_map(|number| by_number.get(&id(number)).copied()));
            match best(own.iter().map(|row| (*row, ask.against(row, *party)))) {
                Some((row, problems)) if problems.is_empty() => marks.extend([Mark::of(party), Mark::of(&row)]),
                // A reference in the register of services is an agreement on confidentiality, if on nothing else.
                _ if ask.is_agreed(party) => marks.push(Mark::of(party)),
                Some((_, problems)) => {
                    tell_all(problems, out);
                    continue;
                }
                None => {
                    match &register {
                        Some(register) => out
                            .fail("no-contract")
                            .arg("party", party.name())
                            .cite(party)
                            .cite(register),
                        None => out.unknown("no-contracts").arg("party", party.name()).cite(party),
                    };
                    continue;
                }
            }
            met += 1;
        }
        if out.is_clean() {
            out.attested("met")
                .arg("count", met)
                .arg("clause", ask.clause)
                .cite_all(&marks);
        }
        Ok(())
    }
}

/// The number of a contract with its title: many contracts have the same title.
fn numbered(row: &Entry<'_>) -> String {
    match (row.key(), filled(row, "title")) {
        (Some(key), Some(title)) => format!("{key} {title}"),
        _ => label(row, "title"),
    }
}

/// Numbers of contracts that the party's own row names.
fn referred(party: Party<'_>) -> impl Iterator<Item = &str> {
    ["contract_ref", "confidentiality_ref"]
        .into_iter()
        .flat_map(move |field| items(&party.row, field))
}

#[derive(Debug, Clone, Copy)]
struct Ask<'a> {
    clause: &'a str,
    before_start: bool,
    today: Date,
}

impl Ask<'_> {
    fn is_agreed(self, party: &Party<'_>) -> bool {
        self.clause == "confidentiality" && !self.before_start && filled(&party.row, "confidentiality_ref").is_some()
    }

    fn against(self, row: &Entry<'_>, party: Party<'_>) -> Vec<Problem> {
        let (name, who) = (numbered(row), party.name());
        let dress = |problem: Problem| {
            problem
                .arg("contract", name.clone())
                .arg("party", who.clone())
                .cite(row)
                .cite(&party)
        };
        let fail = |message: &'static str| dress(Problem::fail(message));
        let mut problems = Vec::new();
        let over = is_over(row.date("ends_at"), self.today) && row.flag("auto_renewal") != Some(true);
        if over || matches!(row.get("status"), Some("draft" | "ended")) {
            problems.push(fail("not-in-force"));
        }
        if !self.clause.is_empty() && !self.has_clause(row) {
            let unlisted = items(row, "clauses").is_empty();
            let problem = if unlisted {
                dress(Problem::unknown("clauses-unstated"))
            } else {
                fail("clause-missing")
            };
            problems.push(problem.arg("clause", self.clause));
        }
        let signed = match day(row, "signed_at", self.today) {
            Day::On(day) => Some(day),
            Day::Future(day) => {
                problems.push(fail("signed-future").arg("date", day));
                None
            }
            Day::Odd(text) => {
                problems.push(dress(Problem::unknown("signed-odd")).arg("text", text));
                None
            }
            Day::Empty => {
                problems.push(fail("unsigned"));
                None
            }
        };
        if let (true, Some(signed)) = (self.before_start, signed) {
            match row.date("starts_at").or_else(|| party.row.date("starts_at")) {
                Some(start) if signed > start => {
                    problems.push(fail("signed-late").arg("date", signed).arg("start", start))
                }
                Some(_) => {}
                None => problems.push(dress(Problem::unknown("start-unstated"))),
            }
        }
        problems
    }

    fn has_clause(self, row: &Entry<'_>) -> bool {
        let named = items(row, "clauses")
            .into_iter()
            .any(|text| fit(CLAUSES, self.clause, text) != Fit::None);
        named || self.clause == "confidentiality" && row.get("kind") == Some("nda")
    }
}
