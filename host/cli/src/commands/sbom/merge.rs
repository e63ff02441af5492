//! `sekisho sbom merge`: several SBOMs of one product in, one out, and on stderr what was joined and what differs.

use crate::args::sbom::Merge;
use crate::commands::put;
use crate::{machine, print};
use sekisho_supply::merge::{Source, Stamp, merge, sources};

/// How many components with differing fields are named.
const NAMED: usize = 20;

pub(super) fn run(args: &Merge) -> crate::Outcome {
    let subjects = super::read(&args.evidence)?;
    let several = subjects.len() > 1;
    let mut all: Vec<Source<'_>> = Vec::new();
    for subject in &subjects {
        let file = |index: u32| {
            let item = subject.evidence.get(index as usize)?;
            // A file that was named by itself is a subject of its own name.
            let is_file = subject.id == item.path || item.path.starts_with(&format!("{}.", subject.id));
            let name = match several && !is_file {
                true => format!("{}/{}", subject.id, item.path),
                false => item.path.clone(),
            };
            Some((name, item.digest))
        };
        all.extend(sources(&subject.facts, &file));
    }
    let stamp = Stamp {
        timestamp: &machine::now(),
        tool_version: env!("CARGO_PKG_VERSION"),
        author: args.author.as_deref(),
        name: args.name.as_deref(),
    };
    let merged = merge(&all, stamp)?;
    let code = put(args.to.as_deref(), merged.text.as_bytes())?;
    print::talk(&format!(
        "{} documents, {} components: {} in several documents, {} joined by name and version, {} with differences",
        all.len(),
        merged.components,
        merged.shared,
        merged.by_name,
        merged.differing.len()
    ));
    for (component, fields) in merged.differing.iter().take(NAMED) {
        print::talk(&format!("differs: {component}: {}", fields.join(", ")));
    }
    if merged.differing.len() > NAMED {
        print::talk(&format!("… and {} more", merged.differing.len() - NAMED));
    }
    Ok(code)
}
