//! `sekisho audit verify`: every link of a kit, told one by one.

use super::check::{self, Checked};
use crate::args::Form;
use crate::args::audit::Verify as Args;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::attested::LARGEST;
use sekisho_attest::audit::{Report, State};
use sekisho_model::text::Language;
use serde_json::json;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

pub(super) fn run(args: &Args) -> crate::Outcome {
    if let Some(bytes) = disclosure(&args.kit)? {
        return super::disclose::verified(args, &bytes);
    }
    let mut kit = super::open(&args.kit)?;
    let language = args.language.get();
    let Checked { report, whole } = check::all(&mut kit, &args.believed, language)?;
    let stated = whole.as_ref().map(|(sound, ..)| &sound.predicate);
    match args.output {
        Form::Json => print::json(&json!({
            "kit": kit.manifest.digest, "accepted": report.failing().is_none(), "checks": report.checks, "stated": stated,
        }))?,
        Form::Text => {
            tell(&report, language);
            if let Some(stated) = stated {
                print::line(&format!(
                    "{}  {}  {}/{}",
                    stated.verdict.name(),
                    stated.as_of,
                    stated.ledger.leaves,
                    stated.ledger.root
                ));
            }
        }
    }
    conclude(&report)
}

/// The bytes of a disclosure, if that is what a file is: JSON and no archive.
fn disclosure(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let mut first = [0];
    let is_json = File::open(path).and_then(|mut file| file.read(&mut first)).is_ok() && first == *b"{";
    match is_json {
        true => machine::read(path, LARGEST as u64).map(Some),
        false => Ok(None),
    }
}

/// Every check in a line.
pub(super) fn tell(report: &Report, language: Language) {
    for check in &report.checks {
        let mark = match check.state {
            State::Held => "✔",
            State::Open => "–",
            State::Failed => "✘",
        };
        print::line(&format!(
            "  {mark}  {}: {}",
            check.code.title().get(language),
            check.detail
        ));
    }
}

/// A link that fails is a refusal, and named.
pub(super) fn conclude(report: &Report) -> crate::Outcome {
    match report.failing() {
        None => Ok(exit::CONFORMANT),
        Some(check) => Err(Failure::untrusted(format!(
            "{}: {} [{}]",
            check.code.title().get(Language::En),
            check.detail,
            check.code.name()
        ))
        .hint("do not rely on this kit; ask whoever made it")),
    }
}
