//! `sekisho evidence sbom LOCKFILE`: an SBOM and the list of licenses in one run.

use crate::args::lockfile::LockFile;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_evidence::lockfile::{self, Project, Stamp};
use sekisho_model::text::Language;
use std::fmt::Write as _;

/// Lock files of the largest projects stay far below.
const LOCK_BYTES: u64 = 256 << 20;

pub(crate) fn run(args: &LockFile) -> crate::Outcome {
    let text = machine::read_text(&args.file, LOCK_BYTES)?;
    let project = lockfile::read(&text).map_err(|error| {
        Failure::evidence(format!("cannot read `{}`: {error}", args.file.display()))
            .hint("give `package-lock.json` (npm 7 or later) or `Cargo.lock`")
    })?;
    let folder = args.file.canonicalize().ok();
    let folder = folder.as_deref().and_then(|f| f.parent()).and_then(|f| f.file_name());
    let name = folder.map_or_else(|| "project".to_owned(), |f| f.to_string_lossy().into_owned());
    let stamp = Stamp {
        timestamp: &machine::now(),
        author: args.author.as_deref(),
        tool_version: env!("CARGO_PKG_VERSION"),
        name: &name,
    };
    let sbom = lockfile::cyclonedx(&project, stamp);
    let list = licenses(&project, args.language.get());
    match &args.to {
        Some(path) => {
            machine::write(path, sbom.as_bytes())?;
            print::data(list.as_bytes()).map_err(|e| Failure::internal(e.to_string()))?;
        }
        None => {
            print::data(sbom.as_bytes()).map_err(|e| Failure::internal(e.to_string()))?;
            print::talk(list.trim_end());
        }
    }
    Ok(exit::CONFORMANT)
}

/// One line for each license, its packages behind it.
fn licenses(project: &Project, l: Language) -> String {
    let (head, none) = match l {
        Language::Ja => ("ライセンス", "(記載なし)"),
        Language::En => ("Licenses", "(none stated)"),
    };
    let mut out = format!("{head} ({}, {})\n", project.format, project.packages.len());
    for (license, packages) in project.licenses() {
        let license = if license.is_empty() { none } else { license };
        let names: Vec<String> = packages
            .iter()
            .map(|p| format!("{} {}", p.name, p.version.as_deref().unwrap_or("-")))
            .collect();
        let _ = writeln!(out, "  {license}: {}  {}", packages.len(), names.join(", "));
    }
    out
}
