//! Stored evidence under a policy once more: the status of each control, the worst of all subjects. For the cases of a policy, and for
//! what another version of it would say.

use crate::clock::ticking;
use crate::failure::Failure;
use crate::subjects::Subjects;
use sekisho_assess::{Input, assess};
use sekisho_catalog::Resolved;
use sekisho_model::assessment::Tool;
use sekisho_model::{Date, Status};
use sekisho_sandbox::{Limits, Plugin, Sandbox};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Assesses; nothing is written anywhere.
pub(super) fn statuses(
    sandbox: &Sandbox,
    plugins: &[Plugin],
    resolved: &Resolved,
    evidence: &[PathBuf],
    as_of: Date,
) -> Result<BTreeMap<String, Status>, Failure> {
    let subjects = Subjects::find(evidence, sekisho_evidence::Limits::default())?;
    let input = Input {
        plugins,
        policies: std::slice::from_ref(resolved),
        bundles: &[],
        waivers: &[],
        waiver_file: "",
        diagnostics: Vec::new(),
        as_of,
        limits: Limits::default(),
        jobs: 1,
        isolate: false,
        tool: Tool {
            name: "sekisho".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
    };
    let assessed =
        ticking(sandbox, || assess(sandbox, &subjects, input, &|_| ())).map_err(|e| Failure::usage(e.to_string()))?;
    let statuses = assessed.statuses.into_iter();
    let mut worst: BTreeMap<String, Status> = BTreeMap::new();
    let rank = |s: Status| Status::WORST_FIRST.iter().position(|w| *w == s);
    for status in statuses {
        let slot = worst.entry(status.control).or_insert(status.status);
        if rank(status.status) < rank(*slot) {
            *slot = status.status;
        }
    }
    Ok(worst)
}
