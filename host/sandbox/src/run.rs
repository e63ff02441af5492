//! One call of a plugin on one subject: fresh instance, limits, findings checked before anybody believes them.

mod answer;

use crate::bindings::sekisho::policy::types as wit;
use crate::engine::{Sandbox, ticks};
use crate::error::RunError;
use crate::host::{Guest, LimitHit, Limiter};
use crate::limits::{self, Limits};
use crate::plugin::{Plugin, one_line};
use sekisho_model::check::Value;
use sekisho_model::finding::RawFinding;
use sekisho_model::schema::Kind;
use sekisho_model::{Date, Facts};
use std::sync::Arc;
use wasmtime::{Store, Trap};

/// One check to run, with its effective parameters (bounds checked, defaults filled in).
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// Index into the plugin's checks.
    pub check: usize,
    /// Parameters by name.
    pub parameters: Vec<(String, Value)>,
}

/// What one check gave.
pub type CheckRun = Result<Vec<RawFinding>, RunError>;

/// What one call gave.
#[derive(Debug, Clone)]
pub struct PluginRun {
    /// One answer per selected check, in order.
    pub checks: Vec<CheckRun>,
    /// What the plugin said.
    pub log: Vec<LogLine>,
    /// Fuel it used.
    pub fuel: u64,
}

/// One line of a plugin's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// `debug`, `info` or `warn`.
    pub level: &'static str,
    /// The line, without control characters.
    pub message: String,
}

pub(crate) fn store(
    sandbox: &Sandbox,
    limits: &Limits,
    facts: Option<Arc<Facts>>,
    as_of: Option<Date>,
) -> wasmtime::Result<Store<Guest>> {
    let guest = Guest {
        facts,
        as_of,
        asked: [0; Kind::ALL.len()],
        limiter: Limiter::new(limits),
        log: Vec::new(),
        log_left: limits.log_bytes,
    };
    let mut store = Store::new(&sandbox.inner().engine, guest);
    store.limiter(|guest| &mut guest.limiter);
    store.set_fuel(limits.fuel)?;
    store.set_epoch_deadline(ticks(limits.deadline_ms));
    store.epoch_deadline_trap();
    store.set_hostcall_fuel(usize::try_from(limits.output_bytes).unwrap_or(usize::MAX));
    Ok(store)
}

impl Sandbox {
    /// Runs the selected checks of a plugin on a subject's facts, in a fresh instance. Never fails as a whole: a break
    /// is the answer of every check that was selected.
    pub fn run(
        &self,
        plugin: &Plugin,
        facts: &Arc<Facts>,
        as_of: Date,
        selected: &[Selected],
        limits: &Limits,
    ) -> PluginRun {
        let names = names(plugin, selected);
        let broken = |error: &RunError, log: Vec<LogLine>, fuel: u64| PluginRun {
            checks: selected.iter().map(|_| Err(error.clone())).collect(),
            log,
            fuel,
        };
        let mut store = match store(self, limits, Some(Arc::clone(facts)), Some(as_of)) {
            Ok(store) => store,
            Err(error) => return broken(&explain(plugin, &names, limits, &error), Vec::new(), 0),
        };
        let arguments: Vec<wit::SelectedCheck> = selected.iter().map(wire).collect();
        let answer = plugin
            .inner
            .pre
            .instantiate(&mut store)
            .and_then(|instance| instance.sekisho_policy_checks().call_evaluate(&mut store, &arguments));
        let fuel = limits.fuel.saturating_sub(store.get_fuel().unwrap_or(0));
        let guest = store.into_data();
        match answer {
            Err(error) => broken(&explain(plugin, &names, limits, &error), guest.log, fuel),
            Ok(answers) if answers.len() != selected.len() => {
                let reason = format!("{} answers for {} checks", answers.len(), selected.len());
                let error = RunError::Nonsense {
                    plugin: plugin.info().id.clone(),
                    checks: names,
                    reason,
                };
                broken(&error, guest.log, fuel)
            }
            Ok(answers) => {
                let given = answer::Given {
                    plugin: plugin.info(),
                    facts,
                    asked: guest.asked,
                    limits,
                };
                let checks = selected
                    .iter()
                    .zip(answers)
                    .map(|(s, a)| given.accept(s.check, a))
                    .collect();
                PluginRun {
                    checks,
                    log: guest.log,
                    fuel,
                }
            }
        }
    }
}

fn wire(selected: &Selected) -> wit::SelectedCheck {
    let value = |value: &Value| match value {
        Value::Boolean(v) => wit::Value::Boolean(*v),
        Value::Integer(v) => wit::Value::Integer(*v),
        Value::Decimal(v) => wit::Value::Decimal(*v),
        Value::Text(v) => wit::Value::Text(v.clone()),
        Value::Texts(v) => wit::Value::Texts(v.clone()),
        Value::Date(v) => wit::Value::Date(v.days()),
    };
    wit::SelectedCheck {
        check: u32::try_from(selected.check).unwrap_or(u32::MAX),
        parameters: selected
            .parameters
            .iter()
            .map(|(name, v)| wit::Parameter {
                name: name.clone(),
                value: value(v),
            })
            .collect(),
    }
}

fn names(plugin: &Plugin, selected: &[Selected]) -> String {
    let mut names: Vec<&str> = selected
        .iter()
        .filter_map(|s| plugin.info().checks.get(s.check))
        .map(|c| c.id.as_str())
        .collect();
    names.dedup();
    match names.as_slice() {
        [] => "no check".to_owned(),
        [one] => format!("check `{one}`"),
        [first, .., last] => format!("{} checks from `{first}` to `{last}`", names.len()),
    }
}

/// Turns the engine's error into ours.
fn explain(plugin: &Plugin, checks: &str, limits: &Limits, error: &wasmtime::Error) -> RunError {
    let limit = |name: &'static str| {
        let unit = limits::NAMES
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, unit)| unit);
        RunError::Limit {
            plugin: plugin.info().id.clone(),
            checks: checks.to_owned(),
            limit: name,
            value: limits.get(name).unwrap_or(0),
            unit,
        }
    };
    if let Some(LimitHit(name)) = error.downcast_ref::<LimitHit>() {
        return limit(name);
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => return limit("fuel"),
        Some(Trap::Interrupt) => return limit("deadline_ms"),
        Some(Trap::StackOverflow) => return limit("stack_bytes"),
        _ => {}
    }
    let reason = one_line(&error.root_cause().to_string());
    // The engine has no type for this one, only a sentence.
    if reason.contains("fuel allocated for hostcalls has been exhausted") {
        return limit("output_bytes");
    }
    RunError::Trap {
        plugin: plugin.info().id.clone(),
        checks: checks.to_owned(),
        reason,
    }
}
