//! `sekisho sbom cost`: one table over all ways of all sets of figures, by one formula, and what the lists themselves hold.

mod page;

use crate::args::sbom::Cost as Args;
use crate::failure::{Failure, exit};
use crate::limits::Limits;
use crate::subjects::Subjects;
use crate::{machine, output};
use sekisho_model::Digest;
use sekisho_model::diagnostic::Level;
use sekisho_supply::cost::{Cost, costs};
use sekisho_supply::figures::{Figures, Scenario, read};
use sekisho_supply::tally::{Tally, tally};
use std::path::Path;

/// Largest file of figures.
const FIGURES_BYTES: u64 = 1 << 20;
/// Most sets side by side.
const SETS: usize = 8;

/// One set of figures with what comes out of it.
struct Set {
    figures: Figures,
    digest: Digest,
    ways: Vec<(Scenario, Cost, Option<Tally>)>,
}

pub(super) fn run(args: &Args) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let l = args.language.get();
    if args.figures.len() > SETS {
        return Err(Failure::usage(format!(
            "at most {SETS} sets of figures stand side by side"
        )));
    }
    let sets: Vec<Set> = args.figures.iter().map(|path| set(path)).collect::<Result<_, _>>()?;
    output::write_page(&page::page(&sets, l), &outputs, l)?;
    Ok(exit::CONFORMANT)
}

fn set(path: &Path) -> Result<Set, Failure> {
    let text = machine::read_text(path, FIGURES_BYTES)?;
    let figures = read(&text, &path.display().to_string())?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut ways = Vec::new();
    for (scenario, cost) in figures.scenario.iter().zip(costs(&figures)?) {
        let held = scenario
            .evidence
            .as_deref()
            .map(|name| held(folder, name))
            .transpose()?;
        ways.push((scenario.clone(), cost, held));
    }
    Ok(Set {
        digest: Digest::of(text.as_bytes()),
        figures,
        ways,
    })
}

/// What the list of one way holds.
fn held(folder: &Path, name: &str) -> Result<Tally, Failure> {
    let is_inside = Path::new(name)
        .components()
        .all(|c| matches!(c, std::path::Component::Normal(_)));
    if name.is_empty() || !is_inside {
        return Err(Failure::usage(format!(
            "`evidence = \"{}\"` leads out of the folder of the figures",
            name.escape_debug()
        )));
    }
    let subjects = Subjects::find(&[folder.join(name)], Limits::parse(&[])?.read)?;
    let mut all: Vec<Tally> = Vec::new();
    for index in 0..subjects.count() {
        let Some(subject) = subjects.read(index) else { continue };
        if let Some(remark) = subject.diagnostics.iter().find(|d| d.level == Level::Error) {
            return Err(Failure::evidence(format!("`{name}`: {}", remark.message)));
        }
        all.push(tally(&subject.facts));
    }
    match all.as_slice() {
        [one] => Ok(*one),
        _ => Err(Failure::evidence(format!(
            "`{name}` holds {} subjects, not one list",
            all.len()
        ))),
    }
}
