//! `sekisho convert`: other formats of a record, without scanning again.

use crate::args::Convert;
use crate::failure::{Failure, exit};
use crate::{machine, output};
use sekisho_model::Assessment;
use sekisho_model::assessment::FORMAT;
use sekisho_report::views;

/// Largest record: a million findings with both texts stay below this.
const RECORD_BYTES: u64 = 4 << 30;

pub(crate) fn run(args: &Convert) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let text = machine::read_text(&args.assessment, RECORD_BYTES)?;
    let path = args.assessment.display();
    let assessment: Assessment = serde_json::from_str(&text).map_err(|e| {
        Failure::usage(format!("`{path}` is not an assessment: {e}"))
            .hint("give a file written by `sekisho scan -o json:FILE`")
    })?;
    if assessment.format != FORMAT {
        return Err(Failure::usage(format!(
            "`{path}` has format `{}`, this program reads `{FORMAT}`",
            assessment.format
        )));
    }
    if let Some(word) = &args.view {
        let Some(kind) = views::Kind::parse(word) else {
            let known: Vec<&str> = views::Kind::ALL.iter().map(|(name, _)| *name).collect();
            return Err(Failure::usage(format!("there is no view `{word}`"))
                .hint(format!("choose one of: {}", known.join(", "))));
        };
        let language = args.language.get();
        let page =
            views::page(&assessment, kind, args.to.as_deref(), language).map_err(|e| Failure::usage(e.to_string()))?;
        output::write_page(&page, &outputs, language)?;
        return Ok(exit::CONFORMANT);
    }
    output::write(&assessment, None, &outputs, args.language.get())?;
    Ok(exit::CONFORMANT)
}
