//! `-o FORMAT[:PATH]`: several at once; without a path the report goes to stdout.

use crate::failure::Failure;
use crate::machine::{self, Prepared};
use crate::print;
use sekisho_assess::Recorded;
use sekisho_model::Assessment;
use sekisho_model::excerpt::Excerpt;
use sekisho_model::text::Language;
use sekisho_report::page::{self, Page};
use sekisho_report::{Format, Options, render};
use std::path::{Path, PathBuf};

/// One report that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) path: Option<PathBuf>,
}

/// Reads all `-o` arguments before any work is done.
pub(crate) fn parse(arguments: &[String]) -> Result<Vec<Output>, Failure> {
    let forms = forms(arguments, &Format::ALL, &[Format::Xlsx], "report format")?;
    let output = |(format, path)| Output { format, path };
    Ok(forms.into_iter().map(output).collect())
}

/// Reads `FORM[:PATH]`, of the forms that a command knows. Only one goes to stdout, and none of those for files alone.
pub(crate) fn forms<F: Copy + PartialEq>(
    arguments: &[String],
    known: &[(&str, F)],
    files: &[F],
    what: &str,
) -> Result<Vec<(F, Option<PathBuf>)>, Failure> {
    let mut forms = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let (word, path) = match argument.split_once(':') {
            Some((word, "")) => return Err(Failure::usage(format!("`-o {word}:` names no path"))),
            Some((word, path)) => (word, Some(PathBuf::from(path))),
            None => (argument.as_str(), None),
        };
        let Some((_, form)) = known.iter().find(|(name, _)| *name == word) else {
            let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            return Err(
                Failure::usage(format!("`{word}` is no {what}")).hint(format!("choose one of: {}", known.join(", ")))
            );
        };
        if path.is_none() && files.contains(form) {
            return Err(Failure::usage(format!("{word} cannot go to the terminal"))
                .hint(format!("name a file: `-o {word}:report.{word}`")));
        }
        forms.push((*form, path));
    }
    if forms.iter().filter(|(_, path)| path.is_none()).count() > 1 {
        return Err(Failure::usage("two reports cannot both go to stdout").hint("name files: `-o html:report.html`"));
    }
    Ok(forms)
}

/// Renders and writes; the record is not rendered again where it is at hand.
pub(crate) fn write(
    assessment: &Assessment,
    json: Option<&[u8]>,
    outputs: &[Output],
    language: Language,
) -> Result<(), Failure> {
    for output in outputs {
        if let (Format::Json, Some(json)) = (output.format, json) {
            put(output, json)?;
            continue;
        }
        let color = output.path.is_none() && print::color();
        let bytes = render(
            assessment,
            output.format,
            Options {
                language,
                color,
                width: 0,
            },
        )?;
        put(output, &bytes)?;
    }
    Ok(())
}

/// How something is rendered that has no color of its own.
pub(crate) fn options(language: Language) -> Options {
    Options {
        language,
        color: false,
        width: 0,
    }
}

/// Renders an excerpt with its mark and writes it.
pub(crate) fn write_excerpt(excerpt: &Excerpt, outputs: &[Output], language: Language) -> Result<(), Failure> {
    for output in outputs {
        let bytes = sekisho_report::excerpt::render(excerpt, output.format, options(language))?;
        put(output, &bytes)?;
    }
    Ok(())
}

/// Renders a view and writes it.
pub(crate) fn write_page(page: &Page, outputs: &[Output], language: Language) -> Result<(), Failure> {
    for output in outputs {
        let options = Options {
            language,
            color: false,
            width: 0,
        };
        let bytes = page::render(page, output.format, options).map_err(|e| Failure::usage(e.to_string()))?;
        put(output, &bytes)?;
    }
    Ok(())
}

/// Whether nothing but the record itself is asked for.
pub(crate) fn are_records(outputs: &[Output]) -> bool {
    outputs.iter().all(|output| output.format == Format::Json)
}

/// The files of the record, where it goes to nothing else and so need not be held as a whole.
pub(crate) fn record_files(outputs: &[Output]) -> Option<Vec<&Path>> {
    let files = outputs.iter().map(|output| output.path.as_deref());
    files.collect::<Option<_>>().filter(|_| are_records(outputs))
}

/// Writes a record that stands in pieces; answers the files that wait for their names. Another report than the record itself is
/// rendered from it.
pub(crate) fn write_recorded(
    recorded: &Recorded<'_>,
    outputs: &[Output],
    language: Language,
) -> Result<Vec<Prepared>, Failure> {
    if let Some(files) = record_files(outputs) {
        let written = files
            .into_iter()
            .map(|path| machine::prepare(path, |out| recorded.write(out)));
        return written.collect();
    }
    // What went to stdout cannot be taken back: it is written once everything is at hand.
    let mut json = Vec::new();
    recorded
        .write(&mut json)
        .map_err(|e| Failure::internal(format!("cannot write the record: {e}")))?;
    if are_records(outputs) {
        outputs.iter().try_for_each(|output| put(output, &json))?;
        return Ok(Vec::new());
    }
    let assessment: Assessment =
        serde_json::from_slice(&json).map_err(|e| Failure::internal(format!("the record cannot be read back: {e}")))?;
    write(&assessment, Some(&json), outputs, language)?;
    Ok(Vec::new())
}

fn put(output: &Output, bytes: &[u8]) -> Result<(), Failure> {
    match &output.path {
        Some(path) => machine::write(path, bytes),
        None => print::data(bytes).map_err(|e| Failure::internal(format!("cannot write to stdout: {e}"))),
    }
}
