//! The only place that writes to stdout and stderr.

use std::io::{self, IsTerminal as _, Write as _};

/// Data for stdout. A reader that went away (`| head`) is no failure.
pub(crate) fn data(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// A line of data for stdout.
pub(crate) fn line(text: &str) {
    let _ = data(format!("{text}\n").as_bytes());
}

/// Talk for stderr.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether stdout is a terminal that takes color.
pub(crate) fn color() -> bool {
    io::stdout().is_terminal() && crate::machine::color_wanted()
}

/// Whether stderr is a terminal.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}
