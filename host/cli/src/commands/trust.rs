//! `sekisho trust …`: the association says who may sign; everybody else pins its root and follows.

pub(crate) mod keys;
mod publish;
mod show;

use crate::args::Form;
use crate::args::trust::{Init, Trust as Command, Update};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use cap_std::fs::Dir;
use sekisho_bundle::trust::{Folder, Tar, TrustState, TrustStore};
use std::path::Path;

/// Largest tar of a repository.
const TAR_BYTES: u64 = 256 << 20;
/// Largest root.
const ROOT_BYTES: u64 = 1 << 20;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Key(args) => keys::make(&args),
        Command::Init(args) => match (&args.trust, &args.root) {
            (Some(trust), Some(root)) => pin(trust, root, &args),
            _ => publish::init(&args),
        },
        Command::Show(args) => show::run(&args),
        Command::Update(args) => update(&args),
        Command::Add(command) => publish::add(&command),
        Command::Remove(command) => publish::remove(&command),
        Command::Revoke(command) => publish::revoke(&command),
        Command::Delegate(args) => publish::delegate(&args),
        Command::Rotate(args) => publish::rotate(&args),
        Command::Sign(args) => publish::sign(&args.publish),
        Command::Refresh(args) => publish::refresh(&args.publish),
    }
}

/// A directory named on the command line.
fn open(path: &Path) -> Result<Dir, Failure> {
    machine::open_dir(path).map_err(|e| {
        Failure::usage(format!("cannot open `{}`: {e}", path.display())).hint("name a directory that is there")
    })
}

pub(crate) fn store(path: &Path) -> Result<TrustStore, Failure> {
    Ok(TrustStore::new(open(path)?, &machine::scratch()))
}

fn pin(trust: &Path, root: &Path, args: &Init) -> crate::Outcome {
    let bytes = machine::read(root, ROOT_BYTES)?;
    let found = sekisho_model::Digest::of(&bytes);
    if let Some(pinned) = args.digest.filter(|digest| *digest != found) {
        return Err(sekisho_bundle::trust::TrustError::OtherRoot { pinned, found }.into());
    }
    sekisho_bundle::trust::pinnable(&bytes)?;
    machine::make_private(trust).map_err(|e| Failure::usage(format!("cannot make `{}`: {e}", trust.display())))?;
    let digest = store(trust)?.init(&bytes)?;
    print::line(&digest.to_string());
    if args.digest.is_none() {
        print::talk("warning: compare this digest with the association by another way than the file came");
    }
    Ok(exit::CONFORMANT)
}

fn update(args: &Update) -> crate::Outcome {
    let store = store(&args.trust)?;
    let on = args.as_of.unwrap_or_else(machine::today);
    let state: TrustState = if machine::is_dir(&args.from) {
        store.update(Folder::new(open(&args.from)?), on)?
    } else {
        store.update(Tar::new(machine::read(&args.from, TAR_BYTES)?)?, on)?
    };
    match args.output {
        Form::Json => print::json(&show::json(&state))?,
        Form::Text => show::roles(&state, args.language.get()),
    }
    Ok(exit::CONFORMANT)
}
