//! Everybody else's side: look into a log, prove what stands in it, verify a proof without the log.

use super::{TEXT_BYTES, agree, checkpoint, enclose, in_file, open, thing};
use crate::args::Form;
use crate::args::log::{Consistency, Prove, Show, Verify};
use crate::commands::put;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::log::{InclusionProof, Log, entry};
use sekisho_model::text::Language;
use serde_json::json;

pub(super) fn show(args: &Show) -> crate::Outcome {
    let log = Log::open(open(&args.log)?, args.believed.policy()?)?;
    log.audit()?;
    let head = log.head();
    let first = args.last.map_or(0, |last| head.leaves.saturating_sub(last));
    let entries: Vec<(u64, Vec<u8>)> = (first..head.leaves)
        .map(|index| Ok((index, log.entry(index)?)))
        .collect::<Result<_, Failure>>()?;
    let believed = log.checkpoint();
    let origin = &believed.checkpoint.origin;
    if args.output == Form::Json {
        let witnesses = believed.witnessed.iter();
        let witnesses: Vec<_> = witnesses
            .map(|(name, time)| json!({ "name": name, "time": time }))
            .collect();
        let entries = entries.iter();
        let entries: Vec<_> = entries
            .map(|(index, entry)| json!({ "index": index, "entry": thing::json(entry) }))
            .collect();
        print::json(&json!({
            "origin": origin, "size": head.leaves, "root": head.root,
            "witnesses": witnesses, "entries": entries,
        }))?;
        return Ok(exit::CONFORMANT);
    }
    let l = args.language.get();
    let pick = |ja: &'static str, en: &'static str| if l == Language::Ja { ja } else { en };
    print::line(origin);
    print::line(&format!("  {} {}", head.leaves, pick("件", "entries")));
    print::line(&format!("  {}", head.root));
    for (name, time) in &believed.witnessed {
        print::line(&format!("  {}: {name}  {time}", pick("立会者", "witness")));
    }
    for (index, entry) in &entries {
        print::line(&format!("{index}  {}", thing::line(entry, l)));
    }
    Ok(exit::CONFORMANT)
}

pub(super) fn prove(args: &Prove) -> crate::Outcome {
    let wanted = thing::entry(&args.file)?;
    let log = Log::open(open(&args.log)?, args.believed.policy()?)?;
    let Some(index) = log.find(&wanted)? else {
        return Err(Failure::untrusted(format!(
            "`{}` does not stand in this log [log-not-there]",
            args.file.display()
        ))
        .hint("ask the keeper of the log for a newer copy, or to append it"));
    };
    let mut proof = log.prove_inclusion(index)?;
    if let Some(old) = args.since {
        proof.extra = Some(log.prove_consistency(old)?.text().into_bytes());
    }
    let text = proof.text().into_bytes();
    if args.enclose {
        enclose::put(&args.file, vec![text])?;
        return Ok(exit::CONFORMANT);
    }
    put(args.to.as_deref(), &text)
}

pub(super) fn consistency(args: &Consistency) -> crate::Outcome {
    let log = Log::open(open(&args.log)?, args.believed.policy()?)?;
    put(args.to.as_deref(), log.prove_consistency(args.old)?.text().as_bytes())
}

pub(super) fn verify(args: &Verify) -> crate::Outcome {
    let policy = args.believed.policy()?;
    let wanted = thing::entry(&args.file)?;
    let bytes = machine::read(&args.proof, TEXT_BYTES)?;
    let logged = entry::verify_logged(&wanted, &bytes, &policy).map_err(|e| in_file(&args.proof, &e))?;
    if let Some(path) = &args.seen {
        let seen = checkpoint(path, &policy)?;
        let proof = InclusionProof::parse(&bytes).map_err(|e| in_file(&args.proof, &e))?;
        let now = policy.believe(proof.checkpoint.as_bytes())?.checkpoint;
        agree(&seen, &now, args.consistency.as_deref())?;
    }
    if args.output == Form::Json {
        print::json(&json!({ "entry": thing::json(&wanted), "logged": logged, "origin": policy.origin }))?;
        return Ok(exit::CONFORMANT);
    }
    let l = args.language.get();
    print::line(&thing::line(&wanted, l));
    let (index, size, origin) = (logged.index, logged.size, &policy.origin);
    print::line(&match l {
        Language::Ja => format!("ログ {origin} の {size} 件中 {index} 番 (0 から) に記載あり"),
        Language::En => format!("stands in the log {origin}, number {index} (from 0) of {size}"),
    });
    print::line(&match (logged.time, l) {
        (Some(time), Language::Ja) => format!("立会者 {} が署名 (遅くとも {time})", logged.witnesses.join(", ")),
        (Some(time), Language::En) => format!("witnessed by {}, at {time} at the latest", logged.witnesses.join(", ")),
        (None, Language::Ja) => "立会者なし: 記載の時刻は示されない".to_owned(),
        (None, Language::En) => "no witness: nothing says since when".to_owned(),
    });
    Ok(exit::CONFORMANT)
}
