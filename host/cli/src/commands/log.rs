//! `sekisho log …`: an append-only log of bundles and attestations. Whoever signed and had it logged cannot deny it, nor show one thing to one
//! and another to another.

mod enclose;
mod keeper;
mod reader;
mod thing;
mod witness;

use crate::args::log::{Believed, Log as Command, Signing};
use crate::commands::trust::keys;
use crate::failure::Failure;
use crate::machine;
use cap_std::fs::Dir;
use sekisho_attest::log::{Checkpoint, ConsistencyProof, LogError, Policy};
use sekisho_bundle::sign::SecretKey;
use sekisho_model::error::Hint as _;
use std::path::Path;

/// Largest note, and largest proof.
const TEXT_BYTES: u64 = 4 << 20;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Init(args) => keeper::init(&args),
        Command::Append(args) => keeper::append(&args),
        Command::Attach(args) => keeper::attach(&args),
        Command::Enclose(args) => enclose::enclose(&args),
        Command::Show(args) => reader::show(&args),
        Command::Prove(args) => reader::prove(&args),
        Command::Consistency(args) => reader::consistency(&args),
        Command::Verify(args) => reader::verify(&args),
        Command::Cosign(args) => witness::cosign(&args),
    }
}

impl Believed {
    fn policy(&self) -> Result<Policy, Failure> {
        let named = self.log_key.first().map(|key| key.name().to_owned());
        let quorum = self.quorum.unwrap_or(self.witness.len());
        if quorum > self.witness.len() {
            return Err(Failure::usage(format!(
                "{quorum} witnesses must have signed, {} are named",
                self.witness.len()
            ))
            .hint("name them with `--witness`"));
        }
        Ok(Policy {
            origin: self.origin.clone().or(named).unwrap_or_default(),
            keys: self.log_key.clone(),
            witnesses: self.witness.clone(),
            quorum,
        })
    }
}

impl Signing {
    fn secret(&self) -> Result<SecretKey, Failure> {
        keys::one(&self.key, self.password_file.as_deref())
    }
}

/// The directory of a log.
fn open(path: &Path) -> Result<Dir, Failure> {
    machine::open_dir(path).map_err(|e| {
        Failure::usage(format!("cannot open the log `{}`: {e}", path.display()))
            .hint("name the directory in which its `checkpoint` lies")
    })
}

/// A checkpoint in a file, signed by the log; witnesses are not asked for.
fn checkpoint(path: &Path, policy: &Policy) -> Result<Checkpoint, Failure> {
    let alone = Policy {
        quorum: 0,
        ..policy.clone()
    };
    let bytes = machine::read(path, TEXT_BYTES)?;
    let believed = alone.believe(&bytes);
    Ok(believed.map_err(|e| in_file(path, &e))?.checkpoint)
}

/// Whether of two checkpoints of one log the later only appends to the earlier, by the proof in a file where one is needed.
fn agree(one: &Checkpoint, other: &Checkpoint, proof: Option<&Path>) -> Result<(), Failure> {
    let (earlier, later) = match one.head.leaves <= other.head.leaves {
        true => (one, other),
        false => (other, one),
    };
    if earlier.head.leaves == later.head.leaves || earlier.head.leaves == 0 {
        return Ok(earlier.is_extended_by(later, &[])?);
    }
    let path = proof.ok_or_else(|| {
        Failure::usage(format!(
            "a proof is needed that the log only appended between {} and {} entries",
            earlier.head.leaves, later.head.leaves
        ))
        .hint(format!(
            "ask its keeper for `sekisho log consistency --old {}` and give it with `--consistency`",
            earlier.head.leaves
        ))
    })?;
    let proof = ConsistencyProof::parse(&machine::read(path, TEXT_BYTES)?).map_err(|e| in_file(path, &e))?;
    if proof.old != earlier.head.leaves {
        let reason = format!("it begins at {} entries, not at {}", proof.old, earlier.head.leaves);
        return Err(in_file(
            path,
            &LogError::Malformed {
                what: "consistency proof",
                reason,
            },
        ));
    }
    // The checkpoint in that file is not needed: both are at hand, and believed.
    Ok(earlier.is_extended_by(later, &proof.hashes)?)
}

fn in_file(path: &Path, error: &LogError) -> Failure {
    failure(error, &format!("`{}`: ", path.display()))
}

/// What is a wrong use of a log, and what is a refusal; the rule stands behind the sentence.
fn failure(error: &LogError, place: &str) -> Failure {
    let message = format!("{place}{error} [{}]", error.code());
    let failure = match error {
        LogError::Exists
        | LogError::Busy
        | LogError::LongEntry { .. }
        | LogError::Beyond { .. }
        | LogError::Signer { .. }
        | LogError::Io { .. } => Failure::usage(message),
        LogError::Missing { path } if path == "checkpoint" => Failure::usage(message),
        _ => Failure::untrusted(message),
    };
    Failure::of_hint(error, failure)
}

impl From<LogError> for Failure {
    fn from(error: LogError) -> Self {
        failure(&error, "")
    }
}
