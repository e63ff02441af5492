//! The door: arguments in, exit code out. stdout is data, stderr is talk.
//!
//! Everything that touches the machine stands in this crate: arguments, environment, clock, terminal, directories. The
//! rooms behind it are handed what they need.

mod args;
mod assessing;
mod bundle;
mod clock;
mod commands;
mod failure;
mod limits;
mod logging;
mod machine;
mod output;
mod print;
mod store;
mod subjects;
mod summary;
mod superseded;
mod tables;

use clap::Parser as _;
use failure::{Failure, exit};
use std::process::ExitCode;

/// Reading makes and drops many small texts, in several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // `--help` and `--version` are answers, not errors.
            if error.use_stderr() {
                let failure = Failure::arguments(&error);
                failure.tell();
                return ExitCode::from(failure.code());
            }
            let _ = error.print();
            return ExitCode::from(exit::CONFORMANT);
        }
    };
    let is_audit =
        matches!(&args.command, args::Command::Audit(audit) if matches!(**audit, args::audit::Audit::Run(_)));
    logging::start(args.verbose, args.log_format, is_audit);
    match commands::run(args) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.code())
        }
    }
}

/// What every command answers: an exit code, or why it could not do its work.
type Outcome = Result<u8, Failure>;
