//! `sprs.score`: the score of the DoD Assessment Methodology, for information.
//!
//! Source: NIST SP 800-171 DoD Assessment Methodology 1.2.1, section 5: from 110 the weight of each requirement that is
//! not implemented is taken away, whether a plan of action is in place or not; what does not apply costs nothing; without
//! a system security plan (3.12.4) there is no score. It says nothing of met or not met unless a policy gives `min_score`.

use crate::requirements::{Number, Requirement, Requirements, Status};
use crate::systems::Systems;
use crate::weights::{PARTIAL, WEIGHTS, Weights, read};
use crate::words::some;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

/// A least score that nobody can miss: none is asked for.
const NONE: i64 = -1000;

/// The check.
#[derive(Debug)]
pub(crate) struct Score;

impl Check for Score {
    fn spec(&self) -> Spec {
        Spec::new("sprs.score")
            .reads("registers")
            .parameter(Parameter::texts("weights", WEIGHTS))
            .parameter(Parameter::texts("partial", PARTIAL))
            .parameter(Parameter::text("plan_requirement", 40, "3.12.4"))
            .parameter(Parameter::integer("start", 0, 1000, 110))
            .parameter(Parameter::integer("min_score", NONE, 1000, NONE))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let plan = cx.text("plan_requirement")?;
        let ask = Ask {
            weights: read(cx, "weights")?,
            partial: read(cx, "partial")?,
            plan: (!plan.is_empty()).then(|| Number::of(plan)),
            start: cx.integer("start")?,
            least: Some(cx.integer("min_score")?).filter(|least| *least > NONE),
        };
        let systems = Systems::load(cx);
        if systems.none(out) {
            return Ok(());
        }
        let Some(statuses) = Requirements::load(cx, &systems) else {
            out.unknown("no-status");
            return Ok(());
        };
        for (at, of_system) in statuses.of_system.iter().enumerate() {
            let system = systems.list.get(at).map_or("-", |system| system.label.as_str());
            if of_system.is_empty() {
                out.unknown("nothing-stated")
                    .arg("system", system)
                    .cite(&statuses.register);
            } else {
                ask.score(system, of_system, &statuses.register, out);
            }
        }
        if !statuses.homeless.is_empty() {
            out.unknown("system-unclear")
                .arg("count", statuses.homeless.len())
                .cite_all(&statuses.homeless);
        }
        Ok(())
    }
}

struct Ask {
    weights: Weights,
    partial: Weights,
    plan: Option<Number>,
    start: i64,
    least: Option<i64>,
}

/// What the requirements of a system come to.
#[derive(Debug, Default)]
struct Sum<'s> {
    lost: i64,
    unstated_weight: i64,
    implemented: usize,
    partly: usize,
    not: usize,
    not_applicable: usize,
    unstated: Vec<&'s str>,
}

impl Ask {
    fn sum<'s>(&'s self, statuses: &BTreeMap<Number, Requirement<'_>>) -> Sum<'s> {
        let mut sum = Sum::default();
        for (number, weight) in &self.weights {
            match statuses.get(number).map_or(Status::Unclear, |one| one.status) {
                Status::Implemented => sum.implemented += 1,
                Status::NotApplicable => sum.not_applicable += 1,
                Status::Partly => {
                    sum.partly += 1;
                    sum.lost += self.partial.get(number).unwrap_or(weight);
                }
                Status::Not => {
                    sum.not += 1;
                    sum.lost += weight;
                }
                Status::Unclear => {
                    sum.unstated.push(number.id());
                    sum.unstated_weight += weight;
                }
            }
        }
        sum
    }

    fn score(
        &self,
        system: &str,
        statuses: &BTreeMap<Number, Requirement<'_>>,
        sheet: &Register<'_>,
        out: &mut Findings,
    ) {
        let plan = self.plan.as_ref().and_then(|number| statuses.get(number));
        if let Some(plan) = plan.filter(|plan| plan.is_open()) {
            let finding = match self.least {
                None => out.informational("no-score"),
                Some(_) => out.fail("no-score"),
            };
            finding.arg("system", system).cite(plan);
            return;
        }
        let sum = self.sum(statuses);
        let highest = self.start - sum.lost;
        let lowest = highest - sum.unstated_weight;
        let finding = match self.least {
            None if sum.unstated.is_empty() => out.informational("score"),
            None => out.informational("range"),
            Some(least) if lowest >= least => out.pass("enough"),
            Some(least) if highest < least => out.fail("too-low"),
            Some(_) => out.unknown("open"),
        };
        finding
            .arg("system", system)
            .arg("score", highest)
            .arg("lowest", lowest);
        if let Some(least) = self.least {
            finding.arg("least", least);
        }
        finding
            .arg("start", self.start)
            .arg("implemented", sum.implemented)
            .arg("partly", sum.partly)
            .arg("not", sum.not)
            .arg("not_applicable", sum.not_applicable)
            .arg("unstated", sum.unstated.len())
            .arg("requirements", some(&sum.unstated))
            .cite(sheet)
            .cite_all(statuses.values().filter(|one| one.is_open()));
        let has_weight = |number: &&Number| self.weights.contains_key(number) || Some(*number) == self.plan.as_ref();
        let others: Vec<&str> = statuses.keys().filter(|n| !has_weight(n)).map(Number::id).collect();
        if !others.is_empty() {
            out.informational("no-weight")
                .arg("system", system)
                .arg("count", others.len())
                .arg("requirements", some(&others))
                .cite(sheet);
        }
    }
}
