//! `sekisho convert`: other formats of a record, without scanning again.

use crate::args::Convert;
use crate::failure::exit;
use crate::output;

pub(crate) fn run(args: &Convert) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let assessment = super::record(&args.assessment)?;
    output::write(&assessment, None, &outputs, args.language.get())?;
    Ok(exit::CONFORMANT)
}
