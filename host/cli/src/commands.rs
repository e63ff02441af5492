//! One module per command; this one hands the arguments to the right one.

mod answers;
mod audit;
mod benchmark;
mod bundle;
mod convert;
mod evidence;
mod lockfile;
mod log;
mod plugin;
mod policy;
mod procure;
mod sbom;
mod scan;
pub(crate) mod trust;

pub(crate) use bundle::check_said as bundle_check_said;

use crate::args::{Args, Command};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_model::Assessment;
use sekisho_model::assessment::FORMAT;
use std::path::Path;

/// Largest record: a million findings with both texts stay below this.
const RECORD_BYTES: u64 = 4 << 30;

pub(crate) fn run(args: Args) -> crate::Outcome {
    match args.command {
        Command::Scan(args) => scan::run(args),
        Command::Convert(args) => convert::run(&args),
        Command::Evidence(command) => evidence::run(command),
        Command::Policy(command) => policy::run(command),
        Command::Plugin(command) => plugin::run(command),
        Command::Bundle(command) => bundle::run(command),
        Command::Audit(command) => audit::run(*command),
        Command::Sbom(command) => sbom::run(command),
        Command::Answers(command) => answers::run(command),
        Command::Procure(command) => procure::run(command),
        Command::Trust(command) => trust::run(*command),
        Command::Log(command) => log::run(*command),
        Command::Benchmark(command) => benchmark::run(command),
    }
}

/// Reads an assessment that a person named.
fn record(path: &Path) -> Result<Assessment, Failure> {
    record_of(path, &machine::read_text(path, RECORD_BYTES)?)
}

/// The same where its text is at hand.
fn record_of(path: &Path, text: &str) -> Result<Assessment, Failure> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
    }
    let path = path.display();
    let head: Option<Head> = serde_json::from_str(text).ok();
    if head.is_some_and(|head| head.format == sekisho_model::excerpt::FORMAT) {
        return Err(Failure::usage(format!("`{path}` is an excerpt and not an assessment"))
            .hint("only `sekisho convert` takes an excerpt; for anything else use the record it was made from"));
    }
    let assessment: Assessment = serde_json::from_str(text).map_err(|e| {
        Failure::usage(format!("`{path}` is not an assessment: {e}"))
            .hint("give a file written by `sekisho scan -o json:FILE`")
    })?;
    if assessment.format != FORMAT {
        return Err(Failure::usage(format!(
            "`{path}` has format `{}`, this program reads `{FORMAT}`",
            assessment.format
        )));
    }
    Ok(assessment)
}

/// Writes what a command made: to a file, or to stdout.
fn put(to: Option<&Path>, bytes: &[u8]) -> crate::Outcome {
    match to {
        Some(path) => machine::write(path, bytes)?,
        None => print::data(bytes).map_err(|e| Failure::internal(format!("cannot write to stdout: {e}")))?,
    }
    Ok(exit::CONFORMANT)
}
