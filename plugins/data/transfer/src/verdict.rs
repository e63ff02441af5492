//! One flow under one rule: may it go, and by what.

use crate::needs::{Tier, told};
use crate::rules::Rule;
use crate::volume::{Facts, Volumes};
use crate::world::{Flow, Stated, World};
use sekisho_sdk::prelude::*;
use std::collections::BTreeSet;

/// What is found. Texts are words of the rules, for messages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Allowed, by these means.
    Allowed { means: String },
    /// Nothing is needed, by the numbers.
    Exempt,
    /// A means is missing. `possible` names all that the rule takes.
    Missing {
        missing: String,
        stated: String,
        possible: String,
    },
    /// All stated means are over.
    Over { stated: String },
    /// The filing is not due yet.
    FilingDue,
    /// The recognition of the destination's level is not in the table.
    NotRecognised { country: String },
    /// Means are stated, no record of them is named.
    NoRecord { means: String },
    /// What is stated is no word that we know.
    Unclear { stated: String },
    /// A number or word that decides is missing.
    Open { facts: String },
}

/// What decides beside the flow: the day, what the policy asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bench<'w, 'a> {
    pub(crate) world: &'w World<'a>,
    pub(crate) volumes: &'w Volumes,
    pub(crate) today: Date,
    pub(crate) wants_record: bool,
}

/// Judges one flow under one rule in force.
pub(crate) fn judge(rule: &Rule<'_>, flow: &Flow<'_>, bench: Bench<'_, '_>) -> Verdict {
    let facts = Facts {
        flow,
        world: bench.world,
        volumes: bench.volumes,
    };
    let mut open: BTreeSet<&str> = BTreeSet::new();
    // An undecided step leaves this one and those after it possible, until one holds for certain.
    let mut possible: Vec<&Tier<'_>> = Vec::new();
    for tier in &rule.tiers {
        match tier.holds(&facts) {
            Ok(true) => {
                possible.push(tier);
                break;
            }
            Ok(false) => {}
            Err(names) => {
                open.extend(names);
                possible.push(tier);
            }
        }
    }
    let mut verdicts: Vec<Verdict> = possible.iter().map(|tier| under(tier, rule, flow, bench)).collect();
    verdicts.dedup();
    match verdicts.as_slice() {
        [one] => one.clone(),
        // All that is possible allows it, or nothing that is possible does: then the open fact does not matter.
        all if all.iter().all(is_good) => all.first().cloned().unwrap_or(Verdict::Exempt),
        all if !all.is_empty() && all.iter().all(|one| matches!(one, Verdict::Missing { .. })) => {
            all.last().cloned().unwrap_or(Verdict::Exempt)
        }
        _ => Verdict::Open {
            facts: open.into_iter().collect::<Vec<_>>().join(", "),
        },
    }
}

/// Whether a flow may go.
pub(crate) fn is_good(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Allowed { .. } | Verdict::Exempt)
}

fn under(tier: &Tier<'_>, rule: &Rule<'_>, flow: &Flow<'_>, bench: Bench<'_, '_>) -> Verdict {
    if tier.needs.is_empty() {
        return Verdict::Exempt;
    }
    let stated = Stated::read(flow, bench.today);
    let filed = flow.is_declared && flow.row.date("ctia_filed_at").is_some_and(|day| day <= bench.today);
    let recognised = flow.to.as_ref().is_some_and(|to| rule.is_adequate(to, bench.today));
    let keeps_copy = || {
        let copies = bench.world.item_of(flow).map_or(&[][..], |item| item.copies.as_slice());
        copies.iter().any(|copy| {
            copy.country
                .as_ref()
                .is_some_and(|c| crate::scope::is_within(rule.country, c))
        })
    };
    let is_stated = |word: &str| match word {
        "ctia-filing" => filed,
        "domestic-copy" => keeps_copy(),
        _ => stated.means.contains(word),
    };
    let holds = |word: &str| match word {
        "ctia-filing" | "domestic-copy" => is_stated(word),
        "adequacy" => is_stated(word) && recognised && !stated.is_over,
        _ => is_stated(word) && !stated.is_over,
    };
    let words = || tier.needs.iter().flatten().copied();
    let missing = tier.missing(holds);
    if missing.is_empty() {
        let used: Vec<&str> = words().filter(|word| holds(word)).collect();
        let needs_record = used
            .iter()
            .any(|word| !matches!(*word, "ctia-filing" | "domestic-copy"));
        let means = used.join(", ");
        return if needs_record && bench.wants_record && !stated.has_record {
            Verdict::NoRecord { means }
        } else {
            Verdict::Allowed { means }
        };
    }
    let all: Vec<&str> = stated
        .means
        .iter()
        .copied()
        .chain(filed.then_some("ctia-filing"))
        .chain(stated.odd.iter().copied())
        .collect();
    let said = if all.is_empty() { "-".to_owned() } else { all.join(", ") };
    let would = tier.missing(is_stated);
    if would.is_empty() && stated.is_over {
        return Verdict::Over { stated: said };
    }
    if would.is_empty() {
        return Verdict::NotRecognised {
            country: flow.to.clone().unwrap_or_default(),
        };
    }
    if !stated.odd.is_empty() {
        return Verdict::Unclear { stated: said };
    }
    let only_filing = missing.iter().all(|group| group.contains(&"ctia-filing"));
    let begun = flow.is_declared.then(|| flow.row.date("started_at")).flatten();
    if only_filing && begun.is_some_and(|day| bench.today <= day.plus_days(rule.grace_days)) {
        return Verdict::FilingDue;
    }
    Verdict::Missing {
        missing: told(missing.iter().copied()),
        stated: said,
        possible: tier.told(),
    }
}
