//! `law.current`: no transfer rests on an assessment that is older than the law it was made under.
//!
//! A transfer is assessed on a day (`assessed_at`). Where a rule of its country changed between that day and today, the
//! assessment has to be made again; the finding names what changed.

use crate::rules::{Duty, Rule, all};
use crate::scope::{Binds, of_flow};
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// The check.
#[derive(Debug)]
pub(crate) struct Current;

impl Check for Current {
    fn spec(&self) -> Spec {
        Spec::new("law.current")
            .reads("registers")
            .parameter(Parameter::texts("rules", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = cx.texts("rules")?;
        let today = cx.today();
        let mut rules = all()?;
        if let Some(odd) = asked.iter().find(|id| !rules.iter().any(|rule| rule.id == *id)) {
            return Err(CheckError::BadParameter(format!("parameter `rules` knows no `{odd}`")));
        }
        // A version that has not begun binds nobody; one that is over may have bound.
        rules.retain(|rule| {
            let is_asked = asked.is_empty() || asked.iter().any(|id| id == rule.id);
            rule.duty == Duty::Transfer && is_asked && rule.from.is_none_or(|from| from <= today)
        });
        let Some(world) = World::load(cx) else {
            out.unknown("no-register");
            return Ok(());
        };
        let mut groups = Groups::default();
        for flow in world.flows.iter().filter(|flow| flow.is_declared) {
            let binds: Vec<&Rule<'_>> = rules
                .iter()
                .filter(|rule| of_flow(rule, flow, &world) != Binds::No)
                .collect();
            if binds.is_empty() {
                continue;
            }
            let laws: BTreeSet<&str> = binds.iter().map(|rule| rule.id).collect();
            let laws = laws.into_iter().collect::<Vec<_>>().join(", ");
            let Some(day) = flow.row.date("assessed_at") else {
                groups.add(
                    Tone::Unknown,
                    "not-assessed",
                    vec![("rules", laws)],
                    flow.label.clone(),
                    &flow.row,
                );
                continue;
            };
            let mut changes: BTreeSet<String> =
                binds.iter().flat_map(|rule| rule.changed_between(day, today)).collect();
            let begun = binds
                .iter()
                .filter(|rule| rule.from.is_some_and(|from| day < from && rule.holds_on(today)));
            if changes.is_empty() {
                changes.extend(begun.map(|rule| rule.cited()));
            }
            let changed = changes.into_iter().collect::<Vec<_>>().join("; ");
            let (tone, message) = if day > today {
                (Tone::Fail, "day-ahead")
            } else if changed.is_empty() {
                (Tone::Pass, "current")
            } else {
                (Tone::Fail, "changed-since")
            };
            let args = vec![("rules", laws), ("changed", changed)];
            groups.add(tone, message, args, flow.label.clone(), &flow.row);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", world.flows.len());
        }
        groups.tell(out);
        Ok(())
    }
}
