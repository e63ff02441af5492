//! `sekisho audit …`: an assessment that nobody has to believe. One file holds all that it rests on; anybody checks it, and assesses
//! it once more, without a network.

mod check;
mod disclose;
mod evidence;
mod inputs;
mod logged;
mod replay;
mod run;
mod sign;
mod stamp;
mod verify;

use crate::args::audit::Audit as Command;
use crate::failure::Failure;
use crate::machine;
use sekisho_attest::kit::{Kit, KitError};
use sekisho_model::error::Hint as _;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Sign(args) => sign::run(&args),
        Command::Stamp(args) => stamp::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Disclose(args) => disclose::run(&args),
    }
}

/// A kit as a file.
pub(super) type KitFile = Kit<BufReader<File>>;

/// Opens a kit that a person named.
pub(super) fn open(path: &Path) -> Result<KitFile, Failure> {
    Ok(Kit::open(BufReader::with_capacity(1 << 18, machine::open_file(path)?))?)
}

/// Puts these proofs of logs beside a kit, in the place of those that are there.
pub(super) fn enclose(kit: &mut KitFile, path: &Path, proofs: &[Vec<u8>]) -> Result<(), Failure> {
    let signatures = sign::those_of(kit)?;
    sign::rewrite_all(kit, path, &signatures, proofs).map(|_| ())
}

impl From<KitError> for Failure {
    fn from(error: KitError) -> Self {
        let text = format!("{error} [{}]", error.code());
        let failure = match &error {
            KitError::Io(_) => Self::usage(text),
            _ => Self::untrusted(text),
        };
        Self::of_hint(&error, failure)
    }
}
