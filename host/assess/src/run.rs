//! Runs the plan's calls on one subject.

use crate::plan::Plan;
use crate::subject::SubjectFacts;
use sekisho_model::Date;
use sekisho_sandbox::{CheckRun, Limits, Plugin, Sandbox};
use tracing::{Level, event, info_span};

/// What the calls gave for one subject.
#[derive(Debug)]
pub struct SubjectRun {
    /// For each call of the plan, one answer per selected check.
    pub answers: Vec<Vec<CheckRun>>,
    /// For each call, the fuel it used.
    pub fuel: Vec<u64>,
}

/// Calls every plugin of the plan once.
pub fn run(
    sandbox: &Sandbox,
    plugins: &[Plugin],
    plan: &Plan,
    subject: &SubjectFacts,
    as_of: Date,
    limits: &Limits,
) -> SubjectRun {
    let mut answers = Vec::with_capacity(plan.calls.len());
    let mut fuel = Vec::with_capacity(plan.calls.len());
    for call in &plan.calls {
        let Some(plugin) = plugins.get(call.plugin) else {
            continue;
        };
        let id = plugin.info().id.as_str();
        let span = info_span!(
            "plugin",
            plugin = id,
            subject = subject.id.as_str(),
            checks = call.selected.len()
        );
        let _entered = span.enter();
        let result = sandbox.run(plugin, &subject.facts, as_of, &call.selected, limits);
        for line in &result.log {
            let checks = call.selected.len();
            match line.level {
                "warn" => event!(
                    Level::WARN,
                    plugin = id,
                    subject = subject.id.as_str(),
                    checks,
                    "{}",
                    line.message
                ),
                "info" => event!(
                    Level::INFO,
                    plugin = id,
                    subject = subject.id.as_str(),
                    checks,
                    "{}",
                    line.message
                ),
                _ => event!(
                    Level::DEBUG,
                    plugin = id,
                    subject = subject.id.as_str(),
                    checks,
                    "{}",
                    line.message
                ),
            }
        }
        for (selected, answer) in call.selected.iter().zip(&result.checks) {
            if let Err(error) = answer {
                let check = plugin.info().checks.get(selected.check).map_or("?", |c| c.id.as_str());
                event!(
                    Level::WARN,
                    plugin = id,
                    check,
                    subject = subject.id.as_str(),
                    "{error}"
                );
            }
        }
        event!(Level::DEBUG, fuel = result.fuel, "plugin call done");
        answers.push(result.checks);
        fuel.push(result.fuel);
    }
    SubjectRun { answers, fuel }
}
