//! `sekisho bundle …`: plugins and policies as one artifact.

mod build;
mod diff;
mod inspect;

use crate::args::bundle::Bundle as Command;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Build { dir, to, folder } => build::run(&dir, &to, folder),
        Command::Inspect {
            bundle,
            output,
            language,
        } => inspect::run(&bundle, output, language.get()),
        Command::Diff {
            old,
            new,
            output,
            language,
        } => diff::run(&old, &new, output, language.get()),
    }
}
