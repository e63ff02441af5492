//! `sekisho plugin bench`: what each check of a plugin costs on given evidence, in fuel. Fuel counts instructions, so that
//! the figures are the same on every machine and a plugin's own build can stop at a rise (`--compare`).

use crate::args::{Bench, Form};
use crate::bundle::Bundle;
use crate::clock::ticking;
use crate::failure::{Failure, exit};
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{machine, print};
use sekisho_assess::SubjectSource as _;
use sekisho_model::check::Value;
use sekisho_model::{Date, Digest};
use sekisho_sandbox::{Plugin, Sandbox, Selected};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Largest file to compare with.
const FILE_BYTES: u64 = 16 << 20;
const FORMAT: &str = "plugin-bench/1";

/// What a plugin cost.
#[derive(Debug, Serialize, Deserialize)]
struct Costs {
    format: String,
    plugin: String,
    version: String,
    digest: Digest,
    as_of: Date,
    /// Digest over the digests of all evidence: costs on other evidence cannot be compared.
    evidence: Digest,
    subjects: u64,
    /// Fuel of all calls, what a call costs by itself included.
    fuel: u64,
    /// Fuel of each check.
    checks: BTreeMap<String, u64>,
}

pub(super) fn run(arguments: &Bench) -> crate::Outcome {
    let limits = Limits::parse(&arguments.limit)?;
    let sandbox = super::sandbox()?;
    let plugin = super::load(&sandbox, &arguments.plugin, &arguments.bundles)?;
    let subjects = Subjects::find(&arguments.evidence, limits.read)?;
    let (selected, left_out) = select(&sandbox, &plugin, arguments)?;
    for check in &left_out {
        print::talk(&format!(
            "note: `{check}` needs parameters that no policy sets; it is not run"
        ));
    }
    let before = arguments.compare.as_deref().map(read).transpose()?;
    let as_of = match (arguments.as_of, &before) {
        (Some(day), _) => day,
        (None, Some(before)) => before.as_of,
        (None, None) => machine::today(),
    };
    let costs = ticking(&sandbox, || {
        measure(&sandbox, &plugin, &selected, &subjects, as_of, &limits)
    })?;
    if let Some(path) = &arguments.save {
        let mut text = serde_json::to_vec_pretty(&costs).map_err(|e| Failure::internal(e.to_string()))?;
        text.push(b'\n');
        machine::write(path, &text)?;
    }
    if let Some(before) = &before
        && (before.evidence != costs.evidence || before.plugin != costs.plugin)
    {
        return Err(
            Failure::usage("the costs to compare with are of another plugin or of other evidence")
                .hint("save them again on the same evidence with `--save`"),
        );
    }
    match arguments.output {
        Form::Json => print::json(&costs)?,
        Form::Text => print::line(&table(&costs, before.as_ref())),
    }
    let dearer: Vec<&str> = before
        .iter()
        .flat_map(|b| risen(&costs, b, arguments.threshold))
        .collect();
    if dearer.is_empty() {
        return Ok(exit::CONFORMANT);
    }
    let names = dearer.join("`, `");
    print::talk(&format!(
        "error: `{names}` costs more than {} % above before",
        arguments.threshold
    ));
    Ok(exit::NON_CONFORMANT)
}

fn read(path: &std::path::Path) -> Result<Costs, Failure> {
    let text = machine::read_text(path, FILE_BYTES)?;
    let wrong = |reason: String| {
        Failure::usage(format!("`{}` holds no costs of a plugin: {reason}", path.display()))
            .hint("write it with `sekisho plugin bench --save`")
    };
    let costs: Costs = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
    if costs.format == FORMAT {
        Ok(costs)
    } else {
        Err(wrong(format!("its format is `{}`", costs.format.escape_debug())))
    }
}

/// Every check once: with its defaults, or as the first policy sets it that uses it; and the checks that have neither.
fn select(sandbox: &Sandbox, plugin: &Plugin, arguments: &Bench) -> Result<(Vec<Selected>, Vec<String>), Failure> {
    let bundle = Bundle::open(&arguments.bundles)?;
    let mut others = bundle.load(sandbox)?;
    others.retain(|p| p.info().id != plugin.info().id);
    others.push(plugin.clone());
    let mut set: BTreeMap<usize, Vec<(String, Value)>> = BTreeMap::new();
    for id in bundle.policy_ids() {
        let policy = bundle.policy(&id)?;
        // A policy that needs another version of the plugin says nothing here.
        let Ok(resolved) = policy.resolve(policy.profile(None)?, None, &others) else {
            continue;
        };
        let uses = resolved.controls.into_iter().flat_map(|control| control.uses);
        for used in uses.filter(|used| used.plugin == plugin.info().id) {
            set.entry(used.index).or_insert(used.parameters);
        }
    }
    let (mut selected, mut left_out) = (Vec::new(), Vec::new());
    for (check, info) in plugin.info().checks.iter().enumerate() {
        let defaults: Option<Vec<(String, Value)>> = info
            .parameters
            .iter()
            .map(|p| Some((p.name.clone(), p.default.clone()?)))
            .collect();
        match defaults.or_else(|| set.get(&check).cloned()) {
            Some(parameters) => selected.push(Selected { check, parameters }),
            None => left_out.push(info.id.clone()),
        }
    }
    Ok((selected, left_out))
}

fn measure(
    sandbox: &Sandbox,
    plugin: &Plugin,
    selected: &[Selected],
    subjects: &Subjects,
    as_of: Date,
    limits: &Limits,
) -> Result<Costs, Failure> {
    let mut checks: BTreeMap<String, u64> = BTreeMap::new();
    let mut fuel = 0u64;
    let mut evidence = Vec::new();
    for index in 0..subjects.count() {
        let subject = subjects.load(index);
        subject
            .evidence
            .iter()
            .for_each(|e| evidence.extend_from_slice(e.digest.as_bytes()));
        let run = sandbox.measure(plugin, &subject.facts, as_of, selected, &limits.call);
        fuel = fuel.saturating_add(run.fuel);
        for ((one, answer), used) in selected.iter().zip(&run.checks).zip(&run.check_fuel) {
            if let Err(error) = answer {
                return Err(Failure::usage(format!("subject `{}`: {error}", subject.id))
                    .hint("a check that breaks has no cost to compare"));
            }
            let id = plugin.info().checks.get(one.check).map_or("?", |c| c.id.as_str());
            let total = checks.entry(id.to_owned()).or_default();
            *total = total.saturating_add(*used);
        }
    }
    Ok(Costs {
        format: FORMAT.to_owned(),
        plugin: plugin.info().id.clone(),
        version: plugin.info().version.clone(),
        digest: plugin.digest(),
        as_of,
        evidence: Digest::of(&evidence),
        subjects: subjects.count() as u64,
        fuel,
        checks,
    })
}

/// Checks that cost more than so many percent above what they did; a check that is new has nothing to rise from.
fn risen<'c>(costs: &'c Costs, before: &Costs, threshold: f64) -> Vec<&'c str> {
    let bound = |old: u64| old as f64 * (1.0 + threshold / 100.0);
    let rose =
        |(check, fuel): &(&'c String, &u64)| before.checks.get(*check).is_some_and(|old| **fuel as f64 > bound(*old));
    costs
        .checks
        .iter()
        .filter(rose)
        .map(|(check, _)| check.as_str())
        .collect()
}

fn table(costs: &Costs, before: Option<&Costs>) -> String {
    let mut out = String::new();
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(out, "{} {}  {} subjects", costs.plugin, costs.version, costs.subjects);
    let width = costs.checks.keys().map(String::len).max().unwrap_or(0).max(5);
    let mut row = |name: &str, fuel: u64, old: Option<u64>| {
        let change = old.map(|old| format!("  {old:>15}  {:+.1} %", (fuel as f64 / old.max(1) as f64 - 1.0) * 100.0));
        let _ = writeln!(out, "  {name:width$}  {fuel:>15}{}", change.unwrap_or_default());
    };
    for (check, fuel) in &costs.checks {
        row(check, *fuel, before.and_then(|b| b.checks.get(check)).copied());
    }
    row("total", costs.fuel, before.map(|b| b.fuel));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs(fuel: u64) -> Costs {
        Costs {
            format: FORMAT.to_owned(),
            plugin: "a/b".to_owned(),
            version: "1.0.0".to_owned(),
            digest: Digest::of(b""),
            as_of: Date::from_days(0),
            evidence: Digest::of(b""),
            subjects: 1,
            fuel,
            checks: BTreeMap::from([("x".to_owned(), fuel)]),
        }
    }

    #[test]
    fn a_threshold_of_zero_lets_no_rise_through() {
        assert_eq!(risen(&costs(101), &costs(100), 0.0), ["x"]);
        assert!(risen(&costs(100), &costs(100), 0.0).is_empty());
        assert!(risen(&costs(101), &costs(100), 1.0).is_empty());
        assert_eq!(risen(&costs(102), &costs(100), 1.0), ["x"]);
    }

    #[test]
    fn a_change_is_told_beside_the_figure() {
        assert!(table(&costs(150), Some(&costs(100))).contains("+50.0 %"));
    }
}
