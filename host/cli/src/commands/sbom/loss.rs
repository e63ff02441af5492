//! `sekisho sbom loss`: what reading an SPDX document leaves out, so that whoever hands it on knows.

use crate::args::Form;
use crate::args::sbom::Loss as Args;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_evidence::sbom::{detect, loss};
use sekisho_model::text::Language;
use serde_json::json;

/// Largest document.
const BYTES: u64 = 256 << 20;

pub(super) fn run(args: &Args) -> crate::Outcome {
    let text = machine::read_text(&args.file, BYTES)?;
    let path = args.file.display();
    let unfit = || {
        Failure::usage(format!("`{path}` is no SPDX 2 document in JSON or tag-value"))
            .hint("the loss is told for SPDX 2.2 and 2.3 in these two forms")
    };
    let format = detect(&text).ok_or_else(unfit)?;
    let loss = loss(format, &text).map_err(|error| Failure::evidence(format!("cannot read `{path}`: {error}")))?;
    let loss = loss.ok_or_else(unfit)?;
    if args.output == Form::Json {
        print::json(&json!({ "format": format.name(), "unread": loss.unread, "raw": loss.raw }))?;
        return Ok(exit::CONFORMANT);
    }
    let ja = args.language.get() == Language::Ja;
    print::line(if ja {
        "仕様にあるが読まない項目"
    } else {
        "Fields of the specification that are not read"
    });
    for (name, count) in &loss.unread {
        print::line(&format!("  {name}: {count}"));
    }
    print::line(if ja {
        "仕様にない項目(そのまま)"
    } else {
        "Fields that the specification does not know, as they are"
    });
    for raw in &loss.raw {
        let line = raw.line.map(|line| format!(":{line}")).unwrap_or_default();
        print::line(&format!(
            "  {}{line} = {}",
            raw.place,
            raw.value.replace('\n', "\n    ")
        ));
    }
    Ok(exit::CONFORMANT)
}
