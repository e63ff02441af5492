//! The witness's side: an association or an authority that signs what it has seen, and never two branches of one log.

use super::{TEXT_BYTES, agree, checkpoint, in_file};
use crate::args::log::Cosign;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::log::{KeySigner, Kind, Note};

pub(super) fn cosign(args: &Cosign) -> crate::Outcome {
    let policy = args.believed.policy()?;
    let bytes = machine::read(&args.checkpoint, TEXT_BYTES)?;
    let believed = policy.believe(&bytes).map_err(|e| in_file(&args.checkpoint, &e))?;
    let now = believed.checkpoint;
    let is_there = args.seen.symlink_metadata().is_ok();
    match (args.first, is_there) {
        (true, true) => {
            return Err(
                Failure::usage(format!("`{}` is there: it is not the first", args.seen.display()))
                    .hint("leave out `--first`"),
            );
        }
        (true, false) => {}
        (false, false) => {
            return Err(Failure::usage(format!(
                "`{}`, the checkpoint that was signed last, is not there",
                args.seen.display()
            ))
            .hint("a witness that forgets what it signed is none; `--first` only for a log that it never signed"));
        }
        (false, true) => {
            let seen = checkpoint(&args.seen, &policy)?;
            if now.head.leaves < seen.head.leaves {
                return Err(seen.is_extended_by(&now, &[]).map_or_else(Failure::from, |()| {
                    Failure::internal("a smaller log was taken for a larger one")
                }));
            }
            agree(&seen, &now, args.consistency.as_deref())?;
        }
    }
    let secret = args.signing.secret()?;
    let signer = KeySigner::new(args.name.clone(), &secret)?;
    let key = signer.verifier(Kind::Witness)?;
    let mut note = Note::parse(&bytes).map_err(|e| in_file(&args.checkpoint, &e))?;
    note.lines
        .retain(|line| (&*line.name, line.id) != (key.name(), key.id()));
    note.cosign(&signer, args.time.unwrap_or_else(machine::seconds))?;
    let written = note.written();
    // What nobody would believe is never handed out.
    Note::parse(written.as_bytes())?.check(std::slice::from_ref(&key))?;
    // First what binds the witness: whoever is stopped in between has promised more than it gave, never less.
    machine::write_durably(&args.seen, written.as_bytes())?;
    machine::write(&args.to, written.as_bytes())?;
    print::line(&key.text());
    Ok(exit::CONFORMANT)
}
