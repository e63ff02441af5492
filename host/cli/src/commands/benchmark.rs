//! `sekisho benchmark export|aggregate|compare`: files and the machine's chance for the room that adds up.

use crate::args::benchmark::{Aggregate, Benchmark as Command, Compare, Export, Own};
use crate::bundle::Bundle;
use crate::commands::plugin::sandbox;
use crate::commands::{put, record};
use crate::failure::{Failure, exit};
use crate::{machine, output, print};
use sekisho_benchmark::render::{Form, render};
use sekisho_benchmark::score::{self, Score, Selection, Serial};
use sekisho_benchmark::{Minimums, aggregate, compare};
use sekisho_model::assessment::PolicyRecord;
use sekisho_model::{Assessment, canonical};
use std::path::Path;

/// Largest score: ten thousand controls stay below this.
const SCORE_BYTES: u64 = 1 << 20;
/// Largest aggregate.
const AGGREGATE_BYTES: u64 = 64 << 20;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Export(args) => export(&args),
        Command::Aggregate(args) => add_up(&args),
        Command::Compare(args) => beside(&args),
    }
}

fn export(args: &Export) -> crate::Outcome {
    let assessment = record(&args.assessment)?;
    let score = score_of(&assessment, &args.own)?;
    // Two firms are comparable where the same texts decided, and the name of a profile of one's own may tell whose it is.
    is_common(
        score::policy(&assessment, &selection(&args.own))?,
        &Bundle::open(&args.bundles)?,
    )?;
    put(args.to.as_deref(), &to_json(&score)?)
}

fn selection(own: &Own) -> Selection<'_> {
    Selection {
        policy: own.policy.as_deref(),
        subjects: &own.subject,
    }
}

fn score_of(assessment: &Assessment, own: &Own) -> Result<Score, Failure> {
    let mut score = score::of_record(assessment, &selection(own), Serial(machine::chance()))?;
    score.size_class = own.size_class;
    score.field = own.field;
    Ok(score)
}

/// Refuses what was not assessed with the policy and a profile of the bundle at hand.
fn is_common(policy: &PolicyRecord, bundle: &Bundle) -> Result<(), Failure> {
    let of_its_own = |what: String| {
        Failure::usage(what)
            .hint("scan with a policy and profile as they are shared, with this program and these bundles")
    };
    if !bundle.has(&policy.id) {
        return Err(of_its_own(format!("policy `{}` is not at hand", policy.id)));
    }
    let known = bundle.policy(&policy.id)?;
    let profile = match policy.profile.as_deref() {
        None => None,
        Some(name) => match known.profiles.iter().find(|p| p.id == name) {
            Some(profile) => Some(profile),
            None => {
                return Err(of_its_own(
                    "the assessment was tailored with a profile of its own".to_owned(),
                ));
            }
        },
    };
    if known.digest(profile, None) != policy.digest {
        let what = format!("policy `{}` or its profile is not the one at hand", policy.id);
        return Err(of_its_own(what));
    }
    Ok(())
}

fn add_up(args: &Aggregate) -> crate::Outcome {
    let mut scores: Vec<(String, Score)> = Vec::new();
    for path in &args.scores {
        for file in machine::files_of(path, "json")? {
            let name = file.display().to_string();
            let score = score::parse(&name, &machine::read_text(&file, SCORE_BYTES)?)?;
            scores.push((name, score));
        }
    }
    let Some((_, first)) = scores.iter().min_by(|a, b| a.0.cmp(&b.0)) else {
        return Err(Failure::usage("there are no scores").hint("name files written by `sekisho benchmark export`"));
    };
    let (id, profile) = (first.policy.id.clone(), first.policy.profile.clone());
    let bundle = Bundle::open(&args.bundles)?;
    let policy = bundle.policy(&id)?;
    let plugins = bundle.load_for(&sandbox()?, std::slice::from_ref(&policy))?;
    let profile = match profile.as_deref() {
        None => None,
        Some(name) => policy.profile(Some(name))?,
    };
    let resolved = policy.resolve(profile, None, &plugins)?;
    let minimums = Minimums {
        firms: args.min_firms as usize,
        cell: args.min_cell as usize,
    };
    let (aggregate, remarks) = aggregate(&resolved.record, scores, minimums, args.by.into())?;
    remarks.iter().for_each(print::remark);
    put(args.to.as_deref(), &to_json(&aggregate)?)
}

fn beside(args: &Compare) -> crate::Outcome {
    let mut outputs = output::forms(&args.output, &Form::ALL, &[], "form of a comparison")?;
    if outputs.is_empty() {
        outputs.push((Form::Text, None));
    }
    let own = own(&args.own, &args.part)?;
    let name = args.aggregate.display().to_string();
    let text = machine::read_text(&args.aggregate, AGGREGATE_BYTES)?;
    let comparison = compare(&own, &aggregate::parse(&name, &text)?)?;
    for (form, path) in outputs {
        put(path.as_deref(), &render(&comparison, form, args.language.get())?)?;
    }
    Ok(exit::CONFORMANT)
}

/// A score, or the score of an assessment.
fn own(path: &Path, part: &Own) -> Result<Score, Failure> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
    }
    let text = machine::read_text(path, super::RECORD_BYTES)?;
    let head: Option<Head> = serde_json::from_str(&text).ok();
    if head.is_some_and(|head| head.format == score::FORMAT) {
        let mut score = score::parse(&path.display().to_string(), &text)?;
        score.size_class = part.size_class.or(score.size_class);
        score.field = part.field.or(score.field);
        return Ok(score);
    }
    score_of(&super::record_of(path, &text)?, part)
}

fn to_json(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    canonical::to_vec(value).map_err(|e| Failure::internal(e.to_string()))
}
