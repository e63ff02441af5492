//! Q-14 `nda.ok`: every person or company that must keep something secret has signed that they will.

use crate::ages::{Day, day, is_over};
use crate::aliases::{CLAUSES, Fit, fit};
use crate::heard::{id, items};
use crate::partners::{ByParty, Party, scoped};
use crate::parts::Parts;
use crate::people::{People, Person};
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Pledges;

const PARTS: &[&str] = &["signed", "explained", "after-leaving"];
const RULE: &[&str] = &["signed"];
const SUBJECTS: &[&str] = &["person", "company"];

impl Check for Pledges {
    fn spec(&self) -> Spec {
        Spec::new("nda.ok")
            .reads("registers")
            .parameter(Parameter::texts("subjects", &[]))
            .parameter(Parameter::texts("groups", &[]))
            .parameter(Parameter::choice(
                "scope",
                &["handles-confidential", "partners", "system-access"],
                "handles-confidential",
            ))
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (parts, subjects, groups) = (
            Parts::read(cx, PARTS, RULE)?,
            cx.known_texts("subjects", SUBJECTS)?,
            cx.texts("groups")?,
        );
        let named = |word: &str| subjects.iter().any(|s| s == word);
        let scope = cx.text("scope")?;
        let people = People::load(cx).filter(|_| subjects.is_empty() || named("person"));
        // Groups are groups of people: whoever names them asks for people.
        let companies = scoped(cx, scope).filter(|_| {
            if subjects.is_empty() {
                groups.is_empty()
            } else {
                named("company")
            }
        });
        for (word, missing, message) in [
            ("person", people.is_none(), "no-people"),
            ("company", companies.is_none(), "no-partners"),
        ] {
            if missing && named(word) {
                out.unknown(message);
            }
        }
        if people.is_none() && companies.is_none() {
            if out.is_empty() {
                out.unknown("no-targets");
            }
            return Ok(());
        }
        let persons: Vec<Person<'_>> = people
            .iter()
            .flat_map(|p| &p.list)
            .copied()
            .filter(|p| groups.is_empty() || groups.iter().any(|g| p.is_in(g)))
            .collect();
        for party in companies.iter().flat_map(|c| &c.unclear) {
            out.unknown("scope-unstated").arg("subject", party.name()).cite(party);
        }
        let firms: Vec<Party<'_>> = companies.iter().flat_map(|c| &c.inside).copied().collect();
        if persons.is_empty() && firms.is_empty() {
            if out.is_empty() {
                let marks = people
                    .iter()
                    .map(|p| p.register)
                    .chain(companies.iter().map(|c| c.register));
                out.not_applicable("nobody").cite_all(&marks.collect::<Vec<_>>());
            }
            return Ok(());
        }
        let register = cx.registers().get("pledges");
        let contracts: Vec<Entry<'_>> = if firms.is_empty() {
            Vec::new()
        } else {
            cx.registers().rows("contracts").filter(is_nda).collect()
        };
        if register.is_none() && (contracts.is_empty() || !persons.is_empty()) {
            out.unknown("no-register");
            return Ok(());
        }
        let pledges: Vec<Entry<'_>> = register.iter().flat_map(Register::rows).collect();
        let mut by_name: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
        for row in pledges.iter().filter(|row| row.get("kind") != Some("company")) {
            let subject = row.get("subject").map(id).unwrap_or_default();
            by_name.entry(subject).or_default().push(*row);
        }
        let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
        for person in &persons {
            *bearers
                .entry(person.0.get("name").map(id).unwrap_or_default())
                .or_default() += 1;
        }
        let of_firms = pledges.into_iter().filter(|row| row.get("kind") != Some("person"));
        let (by_firm, by_contract) = (
            ByParty::new(of_firms.collect(), "subject"),
            ByParty::new(contracts, "partner"),
        );
        let (mut marks, mut met) = (Vec::new(), 0_usize);
        let mut conclude =
            |name: String, own: Vec<(Mark, Vec<Problem>)>, subject: Mark, out: &mut Findings| match best(own) {
                Some((mark, problems)) if problems.is_empty() => {
                    met += 1;
                    marks.push(mark);
                }
                Some((_, problems)) => tell_all(problems, out),
                None => {
                    out.fail("none").arg("subject", name).cite(&subject).cite_all(&register);
                }
            };
        for person in &persons {
            let rows = |name: Option<&str>| {
                name.and_then(|name| by_name.get(&id(name)))
                    .map_or(&[][..], Vec::as_slice)
            };
            let name = person.0.get("name");
            let (by_id, by_name) = (rows(person.0.key()), rows(name));
            // A name that several people bear does not tell who signed, unless as many did.
            let twins = name.and_then(|name| bearers.get(&id(name))).copied().unwrap_or(0);
            if by_id.is_empty() && !by_name.is_empty() && by_name.len() < twins {
                let finding = out
                    .unknown("name-shared")
                    .arg("subject", person.name())
                    .arg("count", twins);
                finding.cite(person).cite_all(by_name);
                continue;
            }
            let own = by_id.iter().chain(by_name);
            let own = own.map(|row| (Mark::of(row), against(cx.today(), parts, row, &person.name())));
            conclude(person.name(), own.collect(), Mark::of(person), out);
        }
        for firm in &firms {
            let (pledges, contracts) = (by_firm.of(*firm), by_contract.of(*firm));
            let signed = pledges
                .iter()
                .map(|row| (Mark::of(row), against(cx.today(), parts, row, &firm.name())));
            let agreed = contracts
                .iter()
                .map(|row| (Mark::of(row), against_contract(cx.today(), row, &firm.name())));
            conclude(firm.name(), signed.chain(agreed).collect(), Mark::of(firm), out);
        }
        if out.is_empty() {
            out.attested("met").arg("count", met).cite_all(&marks);
        }
        Ok(())
    }
}

/// A contract that binds a company to secrecy.
fn is_nda(row: &Entry<'_>) -> bool {
    row.get("kind") == Some("nda")
        || items(row, "clauses")
            .into_iter()
            .any(|text| fit(CLAUSES, "confidentiality", text) != Fit::None)
}

fn against(today: Date, parts: Parts<'_>, row: &Entry<'_>, name: &str) -> Vec<Problem> {
    let fail = |message: &'static str| Problem::fail(message).arg("subject", name).cite(row);
    let mut problems = Vec::new();
    if parts.asks("signed") {
        problems.extend(against_signature(today, row, name));
        if let Some(last) = row.date("expires_at").filter(|last| is_over(Some(*last), today)) {
            problems.push(fail("expired").arg("date", last));
        }
    }
    if parts.asks("explained") && day(row, "explained_at", today).past().is_none() {
        problems.push(fail("not-explained"));
    }
    if parts.asks("after-leaving") {
        match row.flag("after_leaving") {
            Some(true) => {}
            Some(false) => problems.push(fail("ends-on-leaving")),
            None => problems.push(
                Problem::unknown("after-leaving-unstated")
                    .arg("subject", name)
                    .cite(row),
            ),
        }
    }
    problems
}

fn against_contract(today: Date, row: &Entry<'_>, name: &str) -> Vec<Problem> {
    let over = is_over(row.date("ends_at"), today) && row.flag("auto_renewal") != Some(true);
    let mut problems: Vec<Problem> = against_signature(today, row, name).into_iter().collect();
    if over || matches!(row.get("status"), Some("draft" | "ended")) {
        problems.push(Problem::fail("contract-over").arg("subject", name).cite(row));
    }
    problems
}

fn against_signature(today: Date, row: &Entry<'_>, name: &str) -> Option<Problem> {
    let problem = match day(row, "signed_at", today) {
        Day::On(_) => return None,
        Day::Future(date) => Problem::fail("future").arg("date", date),
        Day::Odd(text) => Problem::unknown("date-odd").arg("text", text),
        Day::Empty => Problem::fail("unsigned"),
    };
    Some(problem.arg("subject", name).cite(row))
}
