//! One module per command; this one hands the arguments to the right one.

mod convert;
mod evidence;
mod plugin;
mod policy;
mod scan;

use crate::args::{Args, Command};

pub(crate) fn run(args: Args) -> crate::Outcome {
    match args.command {
        Command::Scan(args) => scan::run(args),
        Command::Convert(args) => convert::run(&args),
        Command::Evidence(command) => evidence::run(command),
        Command::Policy(command) => policy::run(command),
        Command::Plugin(command) => plugin::run(command),
    }
}
