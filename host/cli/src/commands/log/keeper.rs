//! The keeper's side: begin a log, append, take over what witnesses signed.

use super::{TEXT_BYTES, checkpoint, open, thing};
use crate::args::Form;
use crate::args::log::{Append, Attach, Init};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::log::{Checkpoint, KeySigner, Kind, Note, Policy, Writer};
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn init(args: &Init) -> crate::Outcome {
    let secret = args.signing.secret()?;
    let signer = KeySigner::new(args.origin.clone(), &secret)?;
    let key = signer.verifier(Kind::Note)?;
    if let Some(seen) = &args.seen
        && seen.symlink_metadata().is_ok()
    {
        return Err(Failure::usage(format!("`{}` is there already", seen.display()))
            .hint("it may be the newest checkpoint of another log; name a new file"));
    }
    machine::make_way(&args.log.join("checkpoint"))?;
    let policy = Policy {
        origin: args.origin.clone(),
        keys: vec![key.clone()],
        witnesses: Vec::new(),
        quorum: 0,
    };
    let writer = Writer::create(open(&args.log)?, policy, &[&signer])?;
    keep(args.seen.as_deref(), &writer)?;
    print::line(&key.text());
    Ok(exit::CONFORMANT)
}

pub(super) fn append(args: &Append) -> crate::Outcome {
    let entries: Vec<Vec<u8>> = args
        .files
        .iter()
        .map(|file| thing::entry(file))
        .collect::<Result<_, _>>()?;
    let secret = args.signing.secret()?;
    // The name is only believed once the key under this name has signed it.
    let bytes = machine::read(&args.log.join("checkpoint"), TEXT_BYTES)?;
    let origin = Checkpoint::parse(&Note::parse(&bytes)?.text)?.origin;
    let signer = KeySigner::new(origin.clone(), &secret)?;
    let mut keys = vec![signer.verifier(Kind::Note)?];
    keys.extend(args.old_log_key.iter().cloned());
    let policy = Policy {
        origin,
        keys,
        witnesses: Vec::new(),
        quorum: 0,
    };
    let seen = args.seen.as_deref().map(|path| checkpoint(path, &policy)).transpose()?;
    let mut writer = Writer::open(open(&args.log)?, policy, seen.as_ref())?;
    let mut fresh: BTreeMap<&[u8], u64> = BTreeMap::new();
    let mut told = Vec::new();
    for entry in &entries {
        let known = fresh.get(entry.as_slice()).copied();
        let known = match known {
            Some(index) => Some(index),
            None => writer.log().find(entry)?,
        };
        let index = match known {
            Some(index) => index,
            None => writer.append([entry.clone()])?.start,
        };
        if known.is_none() {
            fresh.insert(entry, index);
        }
        told.push((index, known.is_none(), entry));
    }
    if !fresh.is_empty() || !args.old_log_key.is_empty() {
        writer.checkpoint(&[&signer])?;
    }
    keep(args.seen.as_deref(), &writer)?;
    let head = writer.log().head();
    match args.output {
        Form::Json => {
            let entries = told
                .iter()
                .map(|(index, is_new, entry)| json!({ "index": index, "new": is_new, "entry": thing::json(entry) }));
            print::json(&json!({
                "size": head.leaves, "root": head.root, "entries": entries.collect::<Vec<_>>(),
            }))?;
        }
        Form::Text => {
            for (index, is_new, entry) in told {
                let there = if is_new { "" } else { "  (was there already)" };
                print::line(&format!("{index}  {}{there}", thing::line(entry, Language::En)));
            }
        }
    }
    Ok(exit::CONFORMANT)
}

pub(super) fn attach(args: &Attach) -> crate::Outcome {
    let policy = args.believed.policy()?;
    let bytes = machine::read(&args.checkpoint, TEXT_BYTES)?;
    let quorum = policy.quorum;
    let asked = policy.clone();
    // What is taken over must have the witnesses that are asked for.
    asked
        .believe(&bytes)
        .map_err(|e| super::in_file(&args.checkpoint, &e))?;
    let mut writer = Writer::open(open(&args.log)?, policy, None)?;
    let believed = writer.cosigned(&bytes)?;
    for (name, time) in &believed.witnessed {
        print::line(&format!("{name}  {time}"));
    }
    if quorum == 0 {
        print::talk("warning: no witness was named, so none was checked");
    }
    Ok(exit::CONFORMANT)
}

/// Keeps the newest checkpoint beside the log.
fn keep(seen: Option<&Path>, writer: &Writer) -> Result<(), Failure> {
    match seen {
        Some(path) => machine::write_durably(path, writer.log().checkpoint().note.as_bytes()),
        None => Ok(()),
    }
}
