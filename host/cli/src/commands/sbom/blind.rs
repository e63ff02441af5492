//! `sekisho sbom blind|answer|match`: the three steps of matching in private. No step speaks with a network.

use crate::args::sbom::{Answer as AnswerArgs, Blind, Match};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_model::text::Language;
use sekisho_supply::blind;
use serde_json::json;

/// Largest request: a hundred thousand items stay below this.
const REQUEST_BYTES: u64 = 16 << 20;
/// Largest state.
const STATE_BYTES: u64 = 512 << 20;
/// Largest answer.
const ANSWER_BYTES: u64 = 2 << 30;

fn fill(bytes: &mut [u8]) -> bool {
    machine::fill_random(bytes)
}

pub(super) fn request(args: &Blind) -> crate::Outcome {
    let mut used = blind::Used::default();
    for subject in super::read(&args.evidence)? {
        blind::used(&subject.facts, &mut used);
    }
    let (request, state) = blind::request(&used, &mut fill)?;
    machine::write_private(&args.state, &state.write()?)?;
    machine::write(&args.to, &request.write()?)?;
    print::talk(&format!(
        "{} names of components are blinded in {} items; {} components have no package URL and are not matched",
        state.count(),
        request.count(),
        used.without.len()
    ));
    for label in used.without.iter().take(20) {
        print::talk(&format!("not matched: {label}"));
    }
    Ok(exit::CONFORMANT)
}

pub(super) fn answer(args: &AnswerArgs) -> crate::Outcome {
    let file = args.request.display().to_string();
    if args.publisher.trim().is_empty() || args.publisher.len() > 300 || args.publisher.chars().any(char::is_control) {
        return Err(Failure::usage("`--publisher` is no name"));
    }
    let request = blind::Request::read(&machine::read_text(&args.request, REQUEST_BYTES)?, &file)?;
    let mut published = blind::Published::default();
    for subject in super::read(&args.advisories)? {
        blind::published(&subject.facts, &mut published);
    }
    let most = args.at_most as usize;
    let answer = blind::answer(&request, &published, &args.publisher, most, &file, &mut fill)?;
    machine::write(&args.to, &answer.write()?)?;
    print::talk(&format!(
        "{} items were answered with {} names in {} entries; {} advisories name no package URL and are not matched",
        request.count(),
        published.names.len(),
        answer.count(),
        published.without.len()
    ));
    for advisory in published.without.iter().take(20) {
        print::talk(&format!("not matched: {advisory}"));
    }
    Ok(exit::CONFORMANT)
}

pub(super) fn found(args: &Match) -> crate::Outcome {
    let file = args.answer.display().to_string();
    let answer = blind::Answer::read(&machine::read_text(&args.answer, ANSWER_BYTES)?, &file)?;
    let state = machine::read_text(&args.state, STATE_BYTES)?;
    let state = blind::State::read(&state, &args.state.display().to_string())?;
    let found = blind::found(&answer, &state, &file)?;
    let code = if found.is_empty() {
        exit::CONFORMANT
    } else {
        exit::NON_CONFORMANT
    };
    if args.output == crate::args::Form::Json {
        let matches = found.iter().map(
            |one| json!({ "component": one.component, "advisory": one.note.advisory, "versions": one.note.versions }),
        );
        print::json(&json!({ "publisher": answer.publisher(), "matches": matches.collect::<Vec<_>>() }))?;
        return Ok(code);
    }
    let ja = args.language.get() == Language::Ja;
    for one in &found {
        let how = match (&one.note.versions, ja) {
            (None, true) => "版が一致".to_owned(),
            (None, false) => "this version".to_owned(),
            (Some(range), true) => format!("パッケージが一致。影響する版 {range} に当たるか確かめること"),
            (Some(range), false) => format!("the package; see whether its version is among {range}"),
        };
        print::line(&format!("{}  {}  {how}", one.note.advisory, one.component));
    }
    let publisher = answer.publisher();
    print::talk(&match ja {
        true => format!("{publisher} の一覧と一致したもの: {}", found.len()),
        false => format!("matches with the list of {publisher}: {}", found.len()),
    });
    Ok(code)
}
