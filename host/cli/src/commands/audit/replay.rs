//! `sekisho audit replay`: the same plugins on the same evidence once more, and the same bytes, or the place where they differ.

use super::run::{assess, bytes};
use super::{check, evidence, verify};
use crate::args::Form;
use crate::args::audit::Replay as Args;
use crate::assessing;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::differ::{Difference, differences};
use sekisho_model::Digest;
use sekisho_model::text::Language;
use serde_json::json;

pub(super) fn run(args: &Args) -> crate::Outcome {
    let mut kit = super::open(&args.kit)?;
    let language = args.language.get();
    let checked = check::all(&mut kit, &args.believed, language)?;
    let report = checked.report;
    // What is not what it says is not executed.
    let Some((sound, inputs, at_hand)) = checked.whole.filter(|_| report.failing().is_none()) else {
        verify::tell(&report, language);
        return verify::conclude(&report);
    };
    let laid = match (kit.config.evidence_included, args.evidence.is_empty()) {
        (true, true) => evidence::lay_out(&mut kit)?,
        (false, true) => {
            return Err(Failure::usage("the evidence does not lie in the kit").hint("bring it along with `--evidence`"));
        }
        (_, false) => {
            let (roots, laid) = evidence::take(&args.evidence)?;
            evidence::hold(&kit.config, &roots)?;
            laid
        }
    };
    let jobs = args.jobs.map_or_else(machine::processors, usize::from);
    let sandbox = assessing::sandbox(&at_hand.limits(), jobs)?;
    let order = at_hand.order(&inputs.run, &laid.paths, jobs)?;
    let (record, _) = assessing::run(sandbox, order, assess)?;
    let replayed = bytes(&record)?;
    if let Some(path) = &args.record {
        machine::write(path, &replayed)?;
    }
    let is_same = replayed == sound.record_bytes;
    let found = if is_same {
        Vec::new()
    } else {
        differences(&sound.record, &record)
    };
    let (before, after) = (kit.config.record.digest, Digest::of(&replayed));
    match args.output {
        Form::Json => print::json(&json!({
            "kit": kit.manifest.digest, "identical": is_same, "recorded": before, "replayed": after,
            "differences": found, "checks": report.checks,
        }))?,
        Form::Text => {
            verify::tell(&report, language);
            tell(&found, language);
            print::line(&match (is_same, language) {
                (true, Language::Ja) => format!("再実行の結果は 1 バイトまで同じ: {after}"),
                (true, Language::En) => format!("replayed to the same bytes: {after}"),
                (false, Language::Ja) => format!("再実行の結果が異なる: 記録 {before}、再実行 {after}"),
                (false, Language::En) => format!("the replay differs: recorded {before}, replayed {after}"),
            });
        }
    }
    match (is_same, found.first()) {
        (true, _) => Ok(exit::CONFORMANT),
        (false, first) => Err(Failure::untrusted(format!(
            "the replay differs from the record: {} [replay-differs]",
            first.map_or_else(|| "in bytes that mean nothing".to_owned(), |first| first.sentence().en)
        ))
        .hint(format!(
            "it was made with {} {} ({}); the first difference is the cause, or next to it",
            kit.config.tool.name, kit.config.tool.version, kit.config.tool.digest
        ))),
    }
}

fn tell(found: &[Difference], language: Language) {
    for difference in found {
        print::line(&format!("  ≠  {}", difference.sentence().get(language)));
    }
}
