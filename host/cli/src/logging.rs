//! Events to stderr: quiet by default, `-v` info, `-vv` debug, `-vvv` everything; `--log-format json` for machines.
//!
//! An audit hands over what was told while it ran: it is written down beside, whatever stderr shows.

use crate::args::LogFormat;
use std::io;
use std::sync::{Mutex, PoisonError};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// Most bytes that are written down.
const CAPTURED: usize = 64 << 20;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Starts logging for the whole process.
pub(crate) fn start(verbose: u8, format: LogFormat, capture: bool) {
    let level = match verbose {
        0 => LevelFilter::ERROR,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    // The engine's own events help nobody who runs checks, except at the highest level.
    let filter = if verbose < 3 {
        ours(level)
    } else {
        EnvFilter::new("trace")
    };
    let told = fmt::layer().with_writer(io::stderr).with_target(false);
    let told = match format {
        LogFormat::Text => told
            .with_ansi(crate::print::stderr_is_terminal() && crate::machine::color_wanted())
            .without_time()
            .boxed(),
        LogFormat::Json => told.json().boxed(),
    };
    let written = capture.then(|| {
        let layer = fmt::layer().with_writer(|| Captured).with_target(true).json();
        layer.with_filter(ours(LevelFilter::INFO))
    });
    tracing_subscriber::registry()
        .with(told.with_filter(filter))
        .with(written)
        .init();
}

fn ours(level: LevelFilter) -> EnvFilter {
    EnvFilter::new(format!(
        "off,sekisho={level},sekisho_assess={level},sekisho_sandbox={level},sekisho_evidence={level}"
    ))
}

/// What was written down so far: one JSON object per line.
pub(crate) fn captured() -> Vec<u8> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

struct Captured;

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        // What plugins tell is bounded for each of them; all together is bounded here, and the last line says so.
        if lines.len() + bytes.len() <= CAPTURED {
            lines.extend_from_slice(bytes);
        } else if !lines.ends_with(CUT) {
            lines.extend_from_slice(CUT);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Stands last where not everything was written down.
const CUT: &[u8] =
    b"{\"level\":\"WARN\",\"fields\":{\"message\":\"the log is longer than what is kept; the rest is left out\"}}\n";
