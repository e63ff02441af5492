//! `transfer.allowed`: every flow of data across a border is allowed by the rules of where it comes from.
//!
//! Sources: the comparison table of 4 April 2022 and what came after (`rules.toml`). What has no rule in the table is unknown.

use crate::rules::{Duty, Rule, Status, in_force};
use crate::scope::{Binds, is_within, of_flow};
use crate::verdict::{Bench, Verdict, is_good, judge};
use crate::volume::Volumes;
use crate::world::{Flow, World};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Allowed;

impl Check for Allowed {
    fn spec(&self) -> Spec {
        Spec::new("transfer.allowed")
            .reads("registers")
            .parameter(Parameter::choice("part", &["all", "rules", "countries"], "all"))
            .parameter(Parameter::texts("rules", &[]))
            .parameter(Parameter::boolean("require_record", true))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = cx.texts("rules")?;
        let wants_record = cx.boolean("require_record")?;
        let today = cx.today();
        let part = cx.text("part")?;
        let rules = in_force(today, asked, Duty::Transfer)?;
        let Some(world) = World::load(cx) else {
            out.unknown("no-register");
            return Ok(());
        };
        if rules.is_empty() {
            out.not_applicable("not-in-force").arg("rules", asked.join(", "));
            return Ok(());
        }
        if world.items.is_empty() && world.flows.is_empty() {
            let names = ["data-transfers", "data-items", "data-copies", "data-parties"];
            let register = names.iter().find_map(|name| cx.registers().get(name));
            out.not_applicable("none-listed").cite_all(&register);
            return Ok(());
        }
        let mut groups = Groups::default();
        for rule in rules.iter().filter(|_| part != "countries") {
            let volumes = Volumes::of(rule, &world, today);
            let bench = Bench {
                world: &world,
                volumes: &volumes,
                today,
                wants_record,
            };
            for flow in &world.flows {
                of_one(rule, flow, bench, &mut groups);
            }
        }
        if part == "countries" || (part == "all" && asked.is_empty()) {
            uncovered(&rules, &world, part == "countries", &mut groups);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", world.flows.len());
        }
        groups.tell(out);
        Ok(())
    }
}

/// The arguments of every message on a rule: law and clause, state of the source, what became of it.
fn cited(rule: &Rule<'_>, today: Date) -> Vec<(&'static str, String)> {
    vec![
        ("law", rule.cited()),
        ("as_of", rule.as_of.to_owned()),
        ("changed", rule.changes(today)),
    ]
}

fn of_one(rule: &Rule<'_>, flow: &Flow<'_>, bench: Bench<'_, '_>, groups: &mut Groups) {
    let mut args = cited(rule, bench.today);
    let label = flow.label.clone();
    match of_flow(rule, flow, bench.world) {
        Binds::No => return,
        Binds::Open(facts) => {
            args.push(("facts", facts.join(", ")));
            groups.add(Tone::Unknown, "scope-unclear", args, label, &flow.row);
            return;
        }
        Binds::Yes => {}
    }
    let (tone, message) = match rule.status {
        Status::NoRule => (Tone::Unknown, "no-rule"),
        Status::NotModelled => (Tone::Unknown, "not-modelled"),
        Status::OtherLaw => (Tone::Unknown, "other-law"),
        Status::InForce | Status::Draft => {
            let verdict = judge(rule, flow, bench);
            let is_draft = rule.status == Status::Draft;
            let (tone, message) = worded(&verdict, flow.is_declared, is_draft);
            args.extend(details(&verdict, bench.volumes.told(flow)));
            (tone, message)
        }
    };
    groups.add(tone, message, args, label, &flow.row);
}

fn worded(verdict: &Verdict, is_declared: bool, is_draft: bool) -> (Tone, &'static str) {
    if is_draft {
        // A draft binds nobody: what it would not allow is no failure.
        return if is_good(verdict) {
            (Tone::Pass, "allowed-by-draft")
        } else {
            (Tone::NotApplicable, "draft-only")
        };
    }
    match verdict {
        Verdict::Allowed { .. } => (Tone::Pass, "allowed"),
        Verdict::Exempt => (Tone::Pass, "exempt"),
        Verdict::Missing { .. } if is_declared => (Tone::Fail, "means-missing"),
        Verdict::Missing { .. } => (Tone::Fail, "undeclared"),
        Verdict::Over { .. } => (Tone::Fail, "means-over"),
        Verdict::FilingDue => (Tone::Unknown, "filing-due"),
        Verdict::NotRecognised { .. } => (Tone::Unknown, "not-recognised"),
        Verdict::NoRecord { .. } => (Tone::Unknown, "no-record"),
        Verdict::Unclear { .. } => (Tone::Unknown, "means-unclear"),
        Verdict::Open { .. } => (Tone::Unknown, "facts-missing"),
    }
}

fn details(verdict: &Verdict, persons: String) -> Vec<(&'static str, String)> {
    let (name, text) = match verdict {
        Verdict::Allowed { means } | Verdict::NoRecord { means } => ("means", means.clone()),
        Verdict::Missing {
            missing,
            stated,
            possible,
        } => {
            return vec![
                ("missing", missing.clone()),
                ("stated", stated.clone()),
                ("possible", possible.clone()),
                ("persons", persons),
            ];
        }
        Verdict::Over { stated } | Verdict::Unclear { stated } => ("stated", stated.clone()),
        Verdict::NotRecognised { country } => ("country", country.clone()),
        Verdict::Open { facts } => ("facts", facts.clone()),
        Verdict::Exempt | Verdict::FilingDue => return vec![("persons", persons)],
    };
    vec![(name, text), ("persons", persons)]
}

/// Flows across a border from a country of which the table says nothing; those it has a row for are told where only this is
/// asked. Whether they may go is for the rules to say.
fn uncovered(rules: &[Rule<'_>], world: &World<'_>, tells_known: bool, groups: &mut Groups) {
    for flow in &world.flows {
        if flow.origins.is_empty() {
            let args = vec![("country", "?".to_owned())];
            groups.add(Tone::Unknown, "no-country", args, flow.label.clone(), &flow.row);
        }
        for origin in &flow.origins {
            let leaves = flow.to.as_ref().is_none_or(|to| !is_within(origin, to));
            let is_known = rules.iter().any(|rule| !rule.within && is_within(rule.country, origin));
            let (tone, message) = match (leaves, is_known) {
                (true, false) => (Tone::Unknown, "no-country"),
                (true, true) if tells_known => (Tone::Pass, "country-known"),
                _ => continue,
            };
            groups.add(
                tone,
                message,
                vec![("country", origin.clone())],
                flow.label.clone(),
                &flow.row,
            );
        }
    }
}
