//! `ssp.complete`: each system has a system security plan with everything that NIST SP 800-171 asks for in it.
//!
//! Source: requirement 3.12.4 of revision 2 (boundaries, environments of operation, how requirements are implemented,
//! relationships with other systems; documented and periodically updated). That a year is the period is ours.

use crate::cells::Day;
use crate::plans::{PARTS, Plan, Plans};
use crate::requirements::{Number, Requirement, Requirements, Status};
use crate::systems::{System, Systems};
use crate::words::some;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

const REQUIRE: &[&str] = &[
    "boundary",
    "environment",
    "implementation",
    "connections",
    "approved",
    "reviewed",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Complete;

impl Check for Complete {
    fn spec(&self) -> Spec {
        Spec::new("ssp.complete")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("requirements", &[]))
            .parameter(Parameter::integer("max_age_days", 1, 3650, 365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let ask = Ask {
            today: cx.today(),
            require: Parts::read(cx, REQUIRE)?,
            requirements: cx.texts("requirements")?,
            limit: cx.integer("max_age_days")?,
        };
        let (systems, plans) = (Systems::load(cx), Plans::load(cx));
        if systems.none(out) {
            return Ok(());
        }
        if plans.registers.is_empty() {
            out.unknown("no-evidence");
            return Ok(());
        }
        if plans.list.is_empty() {
            out.fail("missing").cite_all(&plans.registers);
            return Ok(());
        }
        let statuses = Requirements::load(cx, &systems);
        let of_system = |at: usize| statuses.as_ref().and_then(|s| s.of_system.get(at));
        if systems.list.is_empty() {
            for plan in &plans.list {
                ask.judge(plan, None, of_system(0), out);
            }
        }
        for (at, system) in systems.list.iter().enumerate() {
            let own = plans.of(&systems, system);
            // A plan in force counts before one in the making.
            match own.iter().find(|plan| !plan.is_draft()).or(own.first()) {
                Some(plan) => ask.judge(plan, Some(system), of_system(at), out),
                None => no_plan(&plans, system, out),
            }
        }
        if let Some(finding) = out.pass_if_clean("complete") {
            finding
                .arg("plans", plans.list.len())
                .arg("systems", systems.list.len().max(1))
                .arg("days", ask.limit)
                .cite_all(&plans.list)
                .cite_all(systems.list.iter().filter_map(System::row));
        }
        Ok(())
    }
}

/// A plan that names no system might be the one.
fn no_plan(plans: &Plans<'_>, system: &System<'_>, out: &mut Findings) {
    let silent: Vec<&Plan<'_>> = plans.list.iter().filter(|plan| plan.is_silent()).collect();
    let finding = if silent.is_empty() {
        out.fail("no-plan")
    } else {
        out.unknown("system-unclear")
    };
    finding
        .arg("system", &system.label)
        .cite_all(system.row())
        .cite_all(silent);
    if system.row().is_none() {
        finding.cite_all(&plans.registers);
    }
}

struct Ask<'p> {
    today: Date,
    require: Parts<'p>,
    requirements: &'p [String],
    limit: i64,
}

type Statuses<'a> = BTreeMap<Number, Requirement<'a>>;

impl Ask<'_> {
    fn judge<'a>(
        &self,
        plan: &Plan<'a>,
        system: Option<&System<'a>>,
        statuses: Option<&Statuses<'a>>,
        out: &mut Findings,
    ) {
        let label = system.map_or_else(|| plan.label(), |system| format!("{} ({})", plan.label(), system.label));
        self.describe(plan, &label, statuses, out);
        if self.require.asks("approved") {
            self.approve(plan, &label, out);
        }
        if self.require.asks("reviewed") {
            self.review(plan, &label, out);
        }
    }

    /// The four parts, and that each requirement is addressed.
    fn describe<'a>(&self, plan: &Plan<'a>, label: &str, statuses: Option<&Statuses<'a>>, out: &mut Findings) {
        // How requirements are implemented may stand requirement by requirement.
        let is_told = |one: &&Requirement<'a>| one.row.has("how");
        let elsewhere: Vec<&Requirement<'a>> = statuses.into_iter().flat_map(|s| s.values()).filter(is_told).collect();
        let asked = PARTS
            .iter()
            .map(|(part, _)| *part)
            .filter(|part| self.require.asks(part));
        let missing: Vec<&str> = asked
            .filter(|part| !plan.describes(part) && (*part != "implementation" || elsewhere.is_empty()))
            .collect();
        if !plan.tells() && !missing.is_empty() {
            out.unknown("parts-unstated").arg("plan", label).cite(plan);
        } else {
            for part in missing {
                out.fail(&format!("{part}-missing")).arg("plan", label).cite(plan);
            }
        }
        if self.requirements.is_empty() {
            return;
        }
        let addressed = |id: &&String| {
            statuses
                .and_then(|s| s.get(&Number::of(id)))
                .is_some_and(|one| match one.status {
                    Status::Implemented | Status::Partly => one.row.has("how"),
                    Status::NotApplicable => one.row.has("reason"),
                    Status::Not => true,
                    Status::Unclear => false,
                })
        };
        let left: Vec<&String> = self.requirements.iter().filter(|id| !addressed(id)).collect();
        if !left.is_empty() {
            let finding = if statuses.is_some_and(|s| !s.is_empty()) {
                out.fail("requirements-missing")
            } else {
                out.unknown("requirements-unstated")
            };
            finding
                .arg("plan", label)
                .arg("count", left.len())
                .arg("requirements", some(&left))
                .cite(plan);
        }
    }

    fn approve(&self, plan: &Plan<'_>, label: &str, out: &mut Findings) {
        if plan.is_draft() {
            out.fail("draft").arg("plan", label).cite(plan);
            return;
        }
        if plan.approver().is_none() {
            out.fail("approver-missing").arg("plan", label).cite(plan);
        }
        match plan.approved() {
            Day::On(day) if day > self.today => {
                out.fail("approval-ahead")
                    .arg("plan", label)
                    .arg("date", day)
                    .cite(plan);
            }
            Day::On(_) => {}
            Day::Odd(text) => {
                out.unknown("date-unclear")
                    .arg("plan", label)
                    .arg("value", text)
                    .cite(plan);
            }
            Day::Nothing => {
                out.fail("approval-missing").arg("plan", label).cite(plan);
            }
        }
    }

    fn review(&self, plan: &Plan<'_>, label: &str, out: &mut Findings) {
        let looks = plan.looks();
        let last = looks.iter().filter_map(|day| day.past(self.today)).max();
        match (last, looks) {
            (Some(day), _) if self.today.days_since(day) <= self.limit => {}
            (_, [Day::Odd(text), ..]) => {
                out.unknown("date-unclear")
                    .arg("plan", label)
                    .arg("value", text)
                    .cite(plan);
            }
            (Some(day), _) => {
                out.fail("review-old")
                    .arg("plan", label)
                    .arg("date", day)
                    .arg("days", self.limit)
                    .cite(plan);
            }
            (None, _) => {
                out.fail("review-missing").arg("plan", label).cite(plan);
            }
        }
    }
}
