//! Events to stderr: quiet by default, `-v` info, `-vv` debug, `-vvv` everything; `--log-format json` for machines.

use crate::args::LogFormat;
use tracing::level_filters::LevelFilter;

/// Starts logging for the whole process.
pub(crate) fn start(verbose: u8, format: LogFormat) {
    let level = match verbose {
        0 => LevelFilter::ERROR,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    // The engine's own events help nobody who runs checks, except at the highest level.
    let filter = if verbose < 3 {
        tracing_subscriber::EnvFilter::new(format!(
            "off,sekisho={level},sekisho_assess={level},sekisho_sandbox={level},sekisho_evidence={level}"
        ))
    } else {
        tracing_subscriber::EnvFilter::new("trace")
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    match format {
        LogFormat::Text => builder
            .with_ansi(crate::print::stderr_is_terminal() && crate::machine::color_wanted())
            .without_time()
            .init(),
        LogFormat::Json => builder.json().init(),
    }
}
