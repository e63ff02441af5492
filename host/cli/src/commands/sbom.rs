//! `sekisho sbom …`: files, the clock and randomness for the room that works on lists of parts.

mod archive;
mod blind;
mod cost;
mod loss;
mod merge;
mod radar;
mod vex;

use crate::args::sbom::Sbom;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::print;
use crate::subjects::Subjects;
use sekisho_evidence::Subject;
use sekisho_model::diagnostic::Level;
use std::path::PathBuf;

pub(crate) fn run(command: Sbom) -> crate::Outcome {
    match command {
        Sbom::Cost(args) => cost::run(&args),
        Sbom::Loss(args) => loss::run(&args),
        Sbom::Radar(args) => radar::run(&args),
        Sbom::Merge(args) => merge::run(&args),
        Sbom::Blind(args) => blind::request(&args),
        Sbom::Answer(args) => blind::answer(&args),
        Sbom::Match(args) => blind::found(&args),
        Sbom::Vex(args) => vex::run(&args),
        Sbom::Archive(command) => archive::run(command),
    }
}

/// Reads evidence; what is odd is told, and what cannot be read ends it: a list with a hole is worse than none.
fn read(paths: &[PathBuf]) -> Result<Vec<Subject>, Failure> {
    let subjects = Subjects::find(paths, Limits::parse(&[])?.read)?;
    for remark in &subjects.diagnostics {
        print::remark(remark);
    }
    let mut read = Vec::new();
    for index in 0..subjects.count() {
        let Some(subject) = subjects.read(index) else { continue };
        for remark in subject.diagnostics.iter().filter(|d| d.level != Level::Note) {
            if remark.level == Level::Error {
                let path = remark
                    .path
                    .as_deref()
                    .map(|path| format!("`{path}`: "))
                    .unwrap_or_default();
                return Err(Failure::evidence(format!("{path}{}", remark.message)));
            }
            print::remark(remark);
        }
        read.push(subject);
    }
    Ok(read)
}
