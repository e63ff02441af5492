//! `zone.impact`: the zones in the order in which they need protection (domain-rows 141, domain.md 2.2).
//!
//! Predicate: each zone of the model is rated for every value asked for (`rated`); a zone that would hit one of them
//! hard has a measure in force (`protected`). The zones come in order of rank: first those that would hit hard and have
//! no measure, among them those that would hurt people; then by the number of values hit hard, then by all of them.

use crate::loss::{LOSSES, VALUES, Value, weight};
use crate::measures::{self, Measure, State, labels};
use crate::threats::Threat;
use crate::words::{Word, named, some, word};
use crate::zones::{Zones, outside_kinds};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;
use std::cmp::Reverse;

const PARTS: &[&str] = &["rated", "protected"];
const WORDS: &[&str] = &["business_continuity", "safety", "quality", "delivery", "cost"];

/// The check.
#[derive(Debug)]
pub(crate) struct Impact;

impl Check for Impact {
    fn spec(&self) -> Spec {
        Spec::new("zone.impact")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("values", WORDS))
            .parameter(Parameter::texts("outside_kinds", &["internet"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let asked = cx.known_texts("values", WORDS)?;
        let outside = outside_kinds(cx)?;
        let asked: Vec<Value> = VALUES
            .iter()
            .copied()
            .filter(|value| asked.is_empty() || holds(asked, value.field))
            .collect();
        let Some(register) = cx.registers().get("zone-impacts") else {
            out.unknown("no-impacts");
            return Ok(());
        };
        let zones = Zones::load(cx);
        if register.is_empty() && zones.own(outside).next().is_none() {
            out.not_applicable("no-zones").cite(&register);
            return Ok(());
        }
        let measures = measures::load(cx, &zones);
        let threats = Threat::load(cx, &zones);
        let mut ranked: Vec<Ranked<'_, '_>> = register
            .rows()
            .filter_map(|row| Ranked::read(row, &zones, &asked, measures.as_deref(), &threats))
            .collect();
        ranked.sort_by_key(Ranked::order);
        if parts.asks("protected") {
            protect(&ranked, measures.is_some(), out);
        }
        if parts.asks("rated") {
            rate(&zones, outside, &ranked, &register, &asked, out);
        }
        if let Some(finding) = out.pass_if_clean("in-order") {
            finding
                .arg("parts", parts.told(PARTS))
                .arg("count", ranked.len())
                .cite(&register);
            cx.registers().get("measures").map(|register| finding.cite(&register));
        }
        Ok(())
    }
}

/// One zone with what decides its rank.
struct Ranked<'a, 'm> {
    row: Entry<'a>,
    zone: String,
    losses: Vec<(Value, Word<'a>)>,
    measures: Vec<&'m Measure<'a>>,
}

impl<'a, 'm> Ranked<'a, 'm> {
    fn read(
        row: Entry<'a>,
        zones: &Zones<'_>,
        asked: &[Value],
        measures: Option<&'m [Measure<'a>]>,
        threats: &[Threat<'_>],
    ) -> Option<Self> {
        let zone = zones.id(named(&row, "zone")?);
        let here = measures.unwrap_or_default().iter().filter(|m| m.is_in(&zone, threats));
        Some(Self {
            row,
            losses: asked
                .iter()
                .map(|value| (*value, word(&row, value.field, LOSSES)))
                .collect(),
            measures: here.collect(),
            zone,
        })
    }

    fn weight(&self, loss: &Word<'_>) -> u32 {
        match loss {
            Word::One(loss) => weight(loss),
            _ => 0,
        }
    }

    /// Letters of the values that would be hit hard.
    fn hard(&self) -> Vec<&'static str> {
        let hard = self.losses.iter().filter(|(_, loss)| *loss == Word::One("high"));
        hard.map(|(value, _)| value.letters).collect()
    }

    /// Letters of the values that the row does not state, or states in other words.
    fn gaps(&self, is_gap: impl Fn(&Word<'_>) -> bool) -> Vec<&'static str> {
        let gaps = self.losses.iter().filter(|(_, loss)| is_gap(loss));
        gaps.map(|(value, _)| value.letters).collect()
    }

    fn is_protected(&self) -> bool {
        self.measures.iter().any(|measure| measure.state == State::InForce)
    }

    fn is_exposed(&self) -> bool {
        !self.is_protected() && !self.hard().is_empty()
    }

    fn order(&self) -> Reverse<(bool, u32, usize, u32)> {
        let safety = self.losses.iter().find(|(value, _)| value.field == "safety");
        let safety = safety.map_or(0, |(_, loss)| self.weight(loss));
        let sum = self.losses.iter().map(|(_, loss)| self.weight(loss)).sum();
        Reverse((self.is_exposed(), safety, self.hard().len(), sum))
    }
}

fn protect(ranked: &[Ranked<'_, '_>], has_measures: bool, out: &mut Findings) {
    if !has_measures {
        let hard: Vec<&Ranked<'_, '_>> = ranked.iter().filter(|zone| !zone.hard().is_empty()).collect();
        if !hard.is_empty() {
            let names: Vec<&str> = hard.iter().map(|zone| zone.zone.as_str()).collect();
            let finding = out.unknown("no-measures").arg("count", names.len());
            finding
                .arg("zones", some(&names))
                .cite_all(hard.iter().map(|zone| &zone.row));
        }
        return;
    }
    for (at, zone) in ranked.iter().enumerate() {
        let (hard, unclear) = (zone.hard().join("/"), labels(&zone.measures, State::Unclear));
        let not_yet = labels(&zone.measures, State::NotYet);
        let finding = if zone.is_exposed() && !unclear.is_empty() {
            out.unknown("state-unclear")
                .arg("measures", some(&unclear))
                .arg("values", hard)
        } else if zone.is_exposed() && !not_yet.is_empty() {
            out.fail("unprotected-yet")
                .arg("measures", some(&not_yet))
                .arg("values", hard)
        } else if zone.is_exposed() {
            out.fail("unprotected").arg("values", hard)
        } else if hard.is_empty() {
            out.informational("ranked-low")
        } else {
            out.informational("ranked").arg("values", hard)
        };
        finding.arg("rank", at + 1).arg("zone", &zone.zone);
        finding.cite(&zone.row).cite_all(zone.measures.iter().copied());
    }
}

fn rate(
    zones: &Zones<'_>,
    outside: &[String],
    ranked: &[Ranked<'_, '_>],
    register: &Register<'_>,
    asked: &[Value],
    out: &mut Findings,
) {
    for zone in zones.own(outside) {
        if !ranked.iter().any(|rated| rated.zone == zone.id) {
            out.fail("unrated").arg("zone", &zone.id).cite(zone).cite(register);
        }
    }
    for zone in ranked {
        if zones.is_strange(&zone.zone) {
            out.fail("zone-unknown").arg("zone", &zone.zone).cite(&zone.row);
        }
        let (missing, odd) = (
            zone.gaps(|loss| *loss == Word::Empty),
            zone.gaps(|loss| matches!(loss, Word::Odd(_))),
        );
        if !missing.is_empty() {
            let finding = out.fail("values-missing").arg("zone", &zone.zone);
            finding
                .arg("values", missing.join("/"))
                .arg("asked", asked.len())
                .cite(&zone.row);
        }
        if !odd.is_empty() {
            let finding = out.unknown("values-unclear").arg("zone", &zone.zone);
            finding.arg("values", odd.join("/")).cite(&zone.row);
        }
    }
}
