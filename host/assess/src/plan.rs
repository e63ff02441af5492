//! The plan: for each plugin, every distinct check with its parameters, and which controls each of them decides.
//!
//! The same check with the same parameters is run once per subject, however many controls of however many policies use
//! it; a plugin is called once per subject.

use sekisho_catalog::Resolved;
use sekisho_model::check::Value;
use sekisho_sandbox::{Plugin, Selected};

/// What is to be run for every subject.
#[derive(Debug)]
pub struct Plan {
    /// One call per plugin.
    pub calls: Vec<Call>,
    /// For policy, control, use: which answer of which call.
    pub uses: Vec<Vec<Vec<Slot>>>,
}

/// One call of one plugin.
#[derive(Debug)]
pub struct Call {
    /// Index of the plugin.
    pub plugin: usize,
    /// Its distinct checks.
    pub selected: Vec<Selected>,
}

/// Where the answer for one use stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Index of the call.
    pub call: usize,
    /// Index of the answer in it.
    pub answer: usize,
}

/// A policy names a plugin that was not handed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("policy `{policy}` needs plugin `{plugin}`, which is not loaded")]
pub struct PlanError {
    /// The policy.
    pub policy: String,
    /// The plugin.
    pub plugin: String,
}

/// Makes the plan.
pub fn plan(policies: &[Resolved], plugins: &[Plugin]) -> Result<Plan, PlanError> {
    let mut calls: Vec<Call> = Vec::new();
    let mut uses = Vec::with_capacity(policies.len());
    for policy in policies {
        let mut of_policy = Vec::with_capacity(policy.controls.len());
        for control in &policy.controls {
            let mut of_control = Vec::with_capacity(control.uses.len());
            for used in &control.uses {
                let Some(plugin) = plugins.iter().position(|p| p.info().id == used.plugin) else {
                    return Err(PlanError {
                        policy: policy.record.id.clone(),
                        plugin: used.plugin.clone(),
                    });
                };
                let call = match calls.iter().position(|c| c.plugin == plugin) {
                    Some(at) => at,
                    None => {
                        calls.push(Call {
                            plugin,
                            selected: Vec::new(),
                        });
                        calls.len() - 1
                    }
                };
                let answer = calls
                    .get_mut(call)
                    .map_or(0, |c| add(&mut c.selected, used.index, &used.parameters));
                of_control.push(Slot { call, answer });
            }
            of_policy.push(of_control);
        }
        uses.push(of_policy);
    }
    Ok(Plan { calls, uses })
}

fn add(selected: &mut Vec<Selected>, check: usize, parameters: &[(String, Value)]) -> usize {
    if let Some(at) = selected
        .iter()
        .position(|s| s.check == check && s.parameters == parameters)
    {
        return at;
    }
    selected.push(Selected {
        check,
        parameters: parameters.to_vec(),
    });
    selected.len() - 1
}
