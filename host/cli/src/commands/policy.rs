//! `sekisho policy …`: what policies say, how they differ, how they lead to each other, how new ones begin.

mod compare;
pub(crate) mod diff;
mod export;
mod import;
mod levels;
mod lint;
mod list;
mod new;
mod rerun;
mod risks;
mod show;
mod suggest;
mod test;

use crate::args::{Diff, Policy as Command};
use crate::bundle::{Bundle, LoadedPolicy};
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::{machine, print};

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::List {
            sector,
            search,
            output,
            language,
            bundles,
        } => {
            let chosen = list::Chosen { sector, search };
            list::run(&Bundle::open(&bundles)?, &chosen, output, language.get())
        }
        Command::Show {
            id,
            profile,
            output,
            language,
            bundles,
        } => {
            let mut bundle = Bundle::open(&bundles)?;
            let policy = named(&mut bundle, &id)?;
            let plugins = bundle.load(&sandbox()?)?;
            let resolved = policy.resolve(policy.profile(profile.as_deref())?, None, &plugins)?;
            show::run(&policy, &resolved, output, language.get())
        }
        Command::Lint { ids, output, bundles } => lint::run(Bundle::open(&bundles)?, &ids, output),
        Command::Diff(arguments) => difference(&arguments),
        Command::Map {
            from,
            to,
            output,
            language,
            bundles,
        } => {
            let mut bundle = Bundle::open(&bundles)?;
            let policy = named(&mut bundle, &from)?;
            match to {
                Some(to) => compare::map(&bundle, &policy, &to, output, language.get()),
                None => compare::tables(&bundle, &policy, output, language.get()),
            }
        }
        Command::Gaps {
            policy,
            to,
            output,
            language,
            bundles,
        } => {
            let mut bundle = Bundle::open(&bundles)?;
            let policy = named(&mut bundle, &policy)?;
            compare::gaps(&bundle, &policy, &to, output, language.get())
        }
        Command::Test { dir, bless, bundles } => test::run(&dir, bless, &bundles),
        Command::Risks(arguments) => risks::run(&arguments),
        Command::Suggest(arguments) => suggest::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
    }
}

/// `diff`, with the results of both versions where evidence is given.
fn difference(arguments: &Diff) -> crate::Outcome {
    let (mut before, mut after) = (Bundle::open(&arguments.bundles)?, Bundle::open(&arguments.bundles)?);
    let (old, new) = (named(&mut before, &arguments.old)?, named(&mut after, &arguments.new)?);
    let mut rerun = None;
    if !arguments.evidence.is_empty() {
        let sandbox = sandbox()?;
        let plugins = after.load(&sandbox)?;
        let as_of = arguments.as_of.unwrap_or_else(machine::today);
        let statuses = |policy: &LoadedPolicy| {
            let resolved = policy.resolve(policy.profile(None)?, None, &plugins)?;
            rerun::statuses(&sandbox, &plugins, &resolved, &arguments.evidence, as_of)
        };
        rerun = Some(diff::Rerun {
            old: statuses(&old)?,
            new: statuses(&new)?,
        });
    }
    diff::run(&old, &new, rerun.as_ref(), arguments.output, arguments.language.get())
}

fn to_json(value: &serde_json::Value) -> crate::Outcome {
    print::json(value)?;
    Ok(exit::CONFORMANT)
}

/// The policy that is meant by an id, or by the folder where it lies.
fn named(bundle: &mut Bundle, name: &str) -> Result<LoadedPolicy, Failure> {
    let id = bundle.id_of(name)?;
    bundle.policy(&id)
}
