//! `sekisho policy test`: the cases of a policy folder, each a folder of evidence and the status it must give every control.

use super::named;
use super::rerun::statuses;
use crate::args::Bundles;
use crate::bundle::Bundle;
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_model::{Date, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Largest `expected.toml`.
const FILE_BYTES: u64 = 4 << 20;
const FORMAT: &str = "case/1";

/// `expected.toml`
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    format: String,
    /// The day as of which the evidence is assessed.
    as_of: Date,
    /// The profile; the default one where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    /// Status by control.
    #[serde(default)]
    status: BTreeMap<String, Status>,
}

pub(super) fn run(dir: &Path, bless: bool, bundles: &Bundles) -> crate::Outcome {
    let mut bundle = Bundle::open(bundles)?;
    let policy = named(&mut bundle, &dir.to_string_lossy())?;
    let sandbox = sandbox()?;
    let plugins = bundle.load(&sandbox)?;
    let cases = machine::folders(&dir.join("cases"))?;
    if cases.is_empty() {
        return Err(Failure::usage(format!("there are no cases in `{}`", dir.display()))
            .hint("a case is a folder `cases/<case>` with `evidence/` and `expected.toml`"));
    }
    let mut wrong = 0;
    for name in &cases {
        let place = dir.join("cases").join(name);
        let file = place.join("expected.toml");
        let told = if file.is_file() { Some(read(&file)?) } else { None };
        if told.is_none() && !bless {
            return Err(Failure::usage(format!("`{}` is missing", file.display()))
                .hint("`--bless` writes what comes out; read it before you keep it"));
        }
        let as_of = told.as_ref().map_or_else(machine::today, |t| t.as_of);
        let profile = told.as_ref().and_then(|t| t.profile.clone());
        let profile_of = policy.profile(profile.as_deref())?;
        let resolved = policy.resolve(profile_of, None, &plugins)?;
        let found = statuses(&sandbox, &plugins, &resolved, &[place.join("evidence")], as_of)?;
        if bless {
            let expected = Expected {
                format: FORMAT.to_owned(),
                as_of,
                profile,
                status: found,
            };
            let text = toml::to_string(&expected).map_err(|e| Failure::internal(e.to_string()))?;
            machine::write(&file, text.as_bytes())?;
            continue;
        }
        let expected = told.map(|t| t.status).unwrap_or_default();
        let differ = differences(&expected, &found);
        if differ.is_empty() {
            print::line(&format!("{name}: ok ({} controls)", found.len()));
        } else {
            wrong += 1;
            print::line(&format!("{name}: {} otherwise", differ.len()));
            differ.iter().for_each(|line| print::line(&format!("  {line}")));
        }
    }
    Ok(if wrong == 0 {
        exit::CONFORMANT
    } else {
        exit::NON_CONFORMANT
    })
}

fn read(file: &Path) -> Result<Expected, Failure> {
    let text = machine::read_text(file, FILE_BYTES)?;
    let fault = |reason: String| Failure::usage(format!("`{}`: {reason}", file.display()));
    let expected: Expected = toml::from_str(&text).map_err(|e| fault(e.message().to_owned()))?;
    if expected.format == FORMAT {
        Ok(expected)
    } else {
        Err(fault(format!("its format is not `{FORMAT}`")))
    }
}

/// A line for every control that is told and not found, found and not told, or found otherwise.
fn differences(expected: &BTreeMap<String, Status>, found: &BTreeMap<String, Status>) -> Vec<String> {
    let word = |status: Option<&Status>| status.map_or("–", |s| s.name()).to_owned();
    let mut ids: Vec<&String> = expected.keys().chain(found.keys()).collect();
    ids.sort();
    ids.dedup();
    ids.into_iter()
        .filter(|id| expected.get(*id) != found.get(*id))
        .map(|id| format!("{id}: {}, expected {}", word(found.get(id)), word(expected.get(id))))
        .collect()
}
