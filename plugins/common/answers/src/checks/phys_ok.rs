//! Q-15 `phys.ok`: physical measures were inspected; the record tells day, place and result, and what was found wrong has
//! been put right. Of several records of one place and item the last one counts.

use crate::ages::{Day, day, max_age, too_old};
use crate::aliases::{Fit, MEASURES, PLACES, fit};
use crate::heard::{filled, id, label};
use crate::problem::{Mark, Problem, tell_all};
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// The check.
#[derive(Debug)]
pub(crate) struct Inspections;

/// Classes of asset that stand in nobody's room of ours.
const ELSEWHERE: &[&str] = &["cloud", "software", "product"];

impl Check for Inspections {
    fn spec(&self) -> Spec {
        Spec::new("phys.ok")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("places", &[]))
            .parameter(Parameter::texts("items", &[]))
            .parameter(max_age(0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (places, measures, limit) = (cx.texts("places")?, cx.texts("items")?, cx.integer("max_age_days")?);
        let register = cx.registers().get("physical-inspections");
        let Some(register) = register.filter(|r| !r.is_empty() || !owns_no_place(cx)) else {
            if owns_no_place(cx) {
                let inventories: Vec<Mark> = cx.assets().inventories().map(|i| Mark::of(&i)).collect();
                out.not_applicable("no-place").cite_all(&inventories);
            } else {
                out.unknown("no-register");
            }
            return Ok(());
        };
        let rows = latest(&register);
        let is_place = |row: &Entry<'_>, place: &str| {
            filled(row, "place").is_some_and(|text| fit(PLACES, place, text) != Fit::None)
        };
        let is_measure = |row: &Entry<'_>, measure: &str| {
            ["item", "note"]
                .iter()
                .any(|field| filled(row, field).is_some_and(|text| fit(MEASURES, measure, text) != Fit::None))
        };
        for place in places
            .iter()
            .filter(|place| !rows.iter().any(|row| is_place(row, place)))
        {
            out.fail("place-missing").arg("place", place).cite(&register);
        }
        for measure in measures
            .iter()
            .filter(|measure| !rows.iter().any(|row| is_measure(row, measure)))
        {
            out.fail("item-missing").arg("item", measure).cite(&register);
        }
        let meant = |row: &&Entry<'_>| {
            (places.is_empty() || places.iter().any(|place| is_place(row, place)))
                && (measures.is_empty() || measures.iter().any(|measure| is_measure(row, measure)))
        };
        let meant: Vec<Entry<'_>> = rows.iter().filter(meant).copied().collect();
        if meant.is_empty() && out.is_empty() {
            out.fail("none").cite(&register);
        }
        for row in &meant {
            tell_all(against(cx.today(), limit, row), out);
        }
        if out.is_clean() {
            out.attested("met").arg("count", meant.len()).cite_all(&meant);
        }
        Ok(())
    }
}

/// Whether the inventory shows that there is nothing of ours in any room.
fn owns_no_place(cx: &Context<'_>) -> bool {
    let assets = cx.assets().assets();
    !assets.is_empty()
        && cx
            .assets()
            .assets()
            .all(|asset| asset.class().is_some_and(|class| ELSEWHERE.contains(&class)))
}

/// The last record of each place and item; records that lack either stand for themselves.
fn latest<'a>(register: &Register<'a>) -> Vec<Entry<'a>> {
    let mut last: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut rows: Vec<Entry<'a>> = Vec::new();
    for row in register.rows() {
        let key = filled(&row, "place").map(|place| (id(place), filled(&row, "item").map(id).unwrap_or_default()));
        let Some(key) = key.filter(|_| row.date("inspected_at").is_some()) else {
            rows.push(row);
            continue;
        };
        match last.get(&key).and_then(|at| rows.get_mut(*at)) {
            Some(known) if known.date("inspected_at") <= row.date("inspected_at") => *known = row,
            Some(_) => {}
            None => {
                last.insert(key, rows.len());
                rows.push(row);
            }
        }
    }
    rows
}

fn against(today: Date, limit: i64, row: &Entry<'_>) -> Vec<Problem> {
    let name = label(row, "place");
    let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
    let odd = |message: &'static str, text: &str| {
        Problem::unknown(message)
            .arg("name", name.clone())
            .arg("text", text)
            .cite(row)
    };
    let mut problems = Vec::new();
    match day(row, "inspected_at", today) {
        Day::On(date) if too_old(date, today, limit) => {
            problems.push(
                fail("too-old")
                    .arg("date", date)
                    .arg("days", today.days_since(date))
                    .arg("limit", limit),
            );
        }
        Day::On(_) => {}
        Day::Future(date) => problems.push(fail("date-future").arg("date", date)),
        Day::Odd(text) => problems.push(odd("date-odd", text)),
        Day::Empty => problems.push(fail("date-missing")),
    }
    if filled(row, "place").is_none() {
        problems.push(fail("place-unstated"));
    }
    match (row.get("result"), day(row, "corrected_at", today)) {
        (Some("ok"), _) | (Some("warning" | "failed"), Day::On(_)) => {}
        (Some("warning" | "failed"), Day::Odd(text)) => problems.push(odd("correction-odd", text)),
        (Some("warning" | "failed"), _) => problems.push(fail("uncorrected")),
        (Some("unknown"), _) => problems.push(fail("not-done")),
        (Some(text), _) if filled(row, "result").is_some() => problems.push(odd("result-odd", text)),
        _ => problems.push(fail("result-missing")),
    }
    problems
}
