//! `sekisho policy lint`: everything in a policy folder fits together, and with the plugins and catalogues at hand.

use super::{named, to_json};
use crate::args::Form;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::print;
use serde_json::json;

pub(super) fn run(mut bundle: Bundle, ids: &[String], output: Form) -> crate::Outcome {
    let ids = if ids.is_empty() {
        bundle.policy_ids()
    } else {
        ids.to_vec()
    };
    let plugins = bundle.load(&sandbox()?)?;
    let mut faults = 0;
    let mut answers = Vec::new();
    for id in &ids {
        let checked = named(&mut bundle, id).and_then(|policy| {
            crosswalks(&bundle, &policy)?;
            let profiles = std::iter::once(None).chain(policy.profiles.iter().map(Some));
            profiles
                .map(|profile| policy.resolve(profile, None, &plugins))
                .collect::<Result<Vec<_>, _>>()
                .map(|ways| (policy.policy.id.clone(), ways.len() - 1))
        });
        match checked {
            Ok((id, profiles)) if output == Form::Json => {
                answers.push(json!({ "id": id, "ok": true, "profiles": profiles }));
            }
            Ok((id, profiles)) => print::line(&format!("{id}: ok ({profiles} profiles)")),
            Err(failure) => {
                faults += 1;
                failure.tell();
                answers.push(json!({ "id": id, "ok": false, "error": failure.message() }));
            }
        }
    }
    if output == Form::Json {
        to_json(&json!(answers))?;
    }
    Ok(if faults == 0 { exit::CONFORMANT } else { exit::USAGE })
}

/// Ids on the other side of a crosswalk exist, where the catalogue there is at hand.
fn crosswalks(bundle: &Bundle, policy: &LoadedPolicy) -> Result<(), Failure> {
    for target in policy.crosswalk.targets.iter().filter(|t| bundle.has(&t.id)) {
        let other = bundle.policy(&target.id)?;
        // A frame does not say which ids there are.
        if other.catalogue.completeness == "frame" {
            continue;
        }
        for (control, pair) in &target.pairs {
            if let Some(lost) = pair.ids.iter().find(|id| !other.catalogue.has(id)) {
                return Err(Failure::usage(format!(
                    "crosswalk of `{}`: control `{control}` is mapped to `{lost}`, which is not in `{}`",
                    policy.policy.id, target.id
                ))
                .hint("correct the id in crosswalk.toml"));
            }
        }
    }
    Ok(())
}
