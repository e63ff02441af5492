//! `sekisho policy export`: a policy's catalogue and profiles as OSCAL, for tools that know nothing of ours.

use super::named;
use crate::args::Export;
use crate::bundle::Bundle;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_catalog::export::{self, ExportError, Plan};
use sekisho_model::error::Hint;
use std::path::PathBuf;

/// What can be written.
#[derive(Clone, Copy)]
enum Form {
    Catalog,
    Profile,
}

pub(super) fn run(arguments: &Export) -> crate::Outcome {
    let outputs = outputs(&arguments.output)?;
    let mut bundle = Bundle::open(&arguments.bundles)?;
    let policy = named(&mut bundle, &arguments.id)?;
    let profile = policy.profile(arguments.profile.as_deref())?;
    let plan = Plan {
        catalogue: &policy.catalogue,
        policy: Some(&policy.policy),
        profiles: &policy.profiles,
        language: arguments.language.get(),
        day: arguments.as_of,
    };
    for (form, path) in outputs {
        let bytes = match form {
            Form::Catalog => export::catalog(&plan),
            Form::Profile => export::profile(&plan, profile),
        };
        let bytes = bytes.map_err(|e| fault(&e))?;
        match path {
            Some(path) => machine::write(&path, &bytes)?,
            None => print::data(&bytes).map_err(|e| Failure::internal(format!("cannot write to stdout: {e}")))?,
        }
    }
    Ok(exit::CONFORMANT)
}

fn fault(error: &ExportError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Reads all `-o` arguments before any work is done.
fn outputs(arguments: &[String]) -> Result<Vec<(Form, Option<PathBuf>)>, Failure> {
    let mut outputs = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let (word, path) = match argument.split_once(':') {
            Some((word, "")) => return Err(Failure::usage(format!("`-o {word}:` names no path"))),
            Some((word, path)) => (word, Some(PathBuf::from(path))),
            None => (argument.as_str(), None),
        };
        let form = match word {
            "oscal" => Form::Catalog,
            "oscal-profile" => Form::Profile,
            _ => {
                return Err(Failure::usage(format!("a policy cannot be written as `{word}`"))
                    .hint("choose one of: oscal, oscal-profile"));
            }
        };
        outputs.push((form, path));
    }
    if outputs.iter().filter(|(_, path)| path.is_none()).count() > 1 {
        return Err(
            Failure::usage("two documents cannot both go to stdout").hint("name files: `-o oscal:catalog.json`")
        );
    }
    Ok(outputs)
}
