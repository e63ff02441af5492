//! The call itself: a fresh instance under its limits, and the engine's errors in our words.

use crate::bindings::sekisho::policy::types as wit;
use crate::engine::{Sandbox, ticks};
use crate::error::RunError;
use crate::host::{Guest, LimitHit, Limiter, Work};
use crate::limits::{self, Limits};
use crate::plugin::{Linked, Plugin, one_line};
use crate::run::{LogLine, Selected};
use sekisho_model::Date;
use sekisho_model::check::{PluginInfo, Value};
use sekisho_model::facts::Batch;
use wasmtime::{Engine, Store, Trap};

/// What a call gave, not yet believed.
pub(super) struct Called {
    pub(super) answer: Result<wit::Findings, RunError>,
    pub(super) work: Work,
    pub(super) log: Vec<LogLine>,
    pub(super) fuel: u64,
}

pub(crate) fn store(engine: &Engine, limits: &Limits, work: Option<Work>) -> wasmtime::Result<Store<Guest>> {
    let guest = Guest {
        work,
        limiter: Limiter::new(limits),
        log: Vec::new(),
        log_left: limits.log_bytes,
    };
    let mut store = Store::new(engine, guest);
    store.limiter(|guest| &mut guest.limiter);
    store.set_fuel(limits.fuel)?;
    store.set_epoch_deadline(ticks(limits.deadline_ms));
    store.epoch_deadline_trap();
    store.set_hostcall_fuel(usize::try_from(limits.output_bytes).unwrap_or(usize::MAX));
    Ok(store)
}

/// Calls `evaluate` once.
pub(super) fn call(
    sandbox: &Sandbox,
    plugin: &Plugin,
    batch: Batch,
    as_of: Date,
    selected: &[Selected],
    limits: &Limits,
    is_measured: bool,
) -> Called {
    let broken = |error: &wasmtime::Error| explain(plugin, &names(plugin.info(), selected), limits, error);
    let subjects = batch.subjects();
    let work = Work::new(batch.clone(), as_of, selected.len(), is_measured);
    // Held until the instance is gone.
    let way = sandbox.way(plugin);
    let mut store = match store(way.linked.pre.engine(), limits, Some(work)) {
        Ok(store) => store,
        Err(error) => {
            return Called {
                answer: Err(broken(&error)),
                work: Work::new(batch, as_of, selected.len(), is_measured),
                log: Vec::new(),
                fuel: 0,
            };
        }
    };
    let arguments = wire(selected);
    let answer = evaluate(way.linked, &mut store, subjects, &arguments);
    let left = store.get_fuel().unwrap_or(0);
    let guest = store.into_data();
    let mut work = guest
        .work
        .unwrap_or_else(|| Work::new(batch, as_of, selected.len(), is_measured));
    work.end_check(left);
    Called {
        answer: answer.map_err(|error| broken(&error)),
        work,
        log: guest.log,
        fuel: limits.fuel.saturating_sub(left),
    }
}

/// The one function is looked up and no other: the generated bindings would look through the types of `describe` as well,
/// each time (a fifteenth of a call for nothing went into that).
fn evaluate(
    linked: &Linked,
    mut store: &mut Store<Guest>,
    subjects: u32,
    selected: &wit::SelectedChecks,
) -> wasmtime::Result<wit::Findings> {
    let instance = linked.pre.instance_pre().instantiate(&mut store)?;
    let evaluate =
        instance.get_typed_func::<(u32, &wit::SelectedChecks), (wit::Findings,)>(&mut store, linked.evaluate)?;
    let (findings,) = evaluate.call(&mut store, (subjects, selected))?;
    Ok(findings)
}

fn wire(selected: &[Selected]) -> wit::SelectedChecks {
    let value = |value: &Value| match value {
        Value::Boolean(v) => wit::Value::Boolean(*v),
        Value::Integer(v) => wit::Value::Integer(*v),
        Value::Decimal(v) => wit::Value::Decimal(*v),
        Value::Text(v) => wit::Value::Text(v.clone()),
        Value::Texts(v) => wit::Value::Texts(v.clone()),
        Value::Date(v) => wit::Value::Date(v.days()),
    };
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let parameters = selected.iter().flat_map(|one| &one.parameters);
    wit::SelectedChecks {
        checks: selected.iter().map(|one| number(one.check)).collect(),
        parameter_counts: selected.iter().map(|one| number(one.parameters.len())).collect(),
        parameters: parameters
            .map(|(name, v)| wit::Parameter {
                name: name.clone(),
                value: value(v),
            })
            .collect(),
    }
}

/// The checks of a call, for errors.
pub(super) fn names(plugin: &PluginInfo, selected: &[Selected]) -> String {
    let mut names: Vec<&str> = selected
        .iter()
        .filter_map(|s| plugin.checks.get(s.check))
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
    let limit = |name: &'static str| RunError::Limit {
        plugin: plugin.info().id.clone(),
        checks: checks.to_owned(),
        limit: name,
        value: limits.get(name).unwrap_or(0),
        unit: limits::unit(name),
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
