//! `sekisho convert`: other formats of a record, without scanning again.

use crate::args::Convert;
use crate::failure::{Failure, exit};
use crate::output;
use sekisho_report::views;

pub(crate) fn run(args: &Convert) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let assessment = super::record(&args.assessment)?;
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
