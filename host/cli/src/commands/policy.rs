//! `sekisho policy …`: what policies say, how they differ, how they lead to each other, how new ones begin.

mod compare;
pub(crate) mod diff;
mod export;
mod import;
mod levels;
mod lint;
mod list;
mod new;
mod risks;
mod show;
mod suggest;
mod test;

use crate::args::Policy as Command;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::print;

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
        Command::Diff {
            old,
            new,
            output,
            language,
            bundles,
        } => {
            let old = named(&mut Bundle::open(&bundles)?, &old)?;
            let new = named(&mut Bundle::open(&bundles)?, &new)?;
            diff::run(&old, &new, output, language.get())
        }
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

fn to_json(value: &serde_json::Value) -> crate::Outcome {
    print::json(value)?;
    Ok(exit::CONFORMANT)
}

/// The policy that is meant by an id, or by the folder where it lies.
fn named(bundle: &mut Bundle, name: &str) -> Result<LoadedPolicy, Failure> {
    let id = bundle.id_of(name)?;
    bundle.policy(&id)
}
