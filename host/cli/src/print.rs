//! The only place that writes to stdout and stderr.

use crate::failure::Failure;
use sekisho_report::view::clean;
use std::io::{self, IsTerminal as _, Write as _};

/// Data for stdout. A reader that went away (`| head`) is no failure.
pub(crate) fn data(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// A line of data for people on stdout.
pub(crate) fn line(text: &str) {
    let _ = data(format!("{}\n", harmless(text)).as_bytes());
}

/// Data for machines on stdout.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Failure::internal(e.to_string()))?;
    data(format!("{text}\n").as_bytes()).map_err(|e| Failure::internal(format!("cannot write to stdout: {e}")))
}

/// Talk for stderr.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(text));
}

/// A remark that belongs beside the record: it changes no result.
pub(crate) fn remark(remark: &sekisho_model::Diagnostic) {
    let level = match remark.level {
        sekisho_model::diagnostic::Level::Error => "error",
        sekisho_model::diagnostic::Level::Warning => "warning",
        sekisho_model::diagnostic::Level::Note => "note",
    };
    let path = remark.path.as_deref().map(|p| format!("{p}: ")).unwrap_or_default();
    talk(&format!("{level}: {path}{}", remark.message));
    if let Some(hint) = &remark.hint {
        talk(&format!("hint: {hint}"));
    }
}

/// Names of files and texts of evidence are anybody's: nothing in them may steer the terminal.
fn harmless(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// Whether stdout is a terminal that takes color.
pub(crate) fn color() -> bool {
    io::stdout().is_terminal() && crate::machine::color_wanted()
}

/// Whether stderr is a terminal.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}
