//! The arguments of `sekisho bundle …`.

use super::{Form, Lang};
use clap::Subcommand;
use std::path::PathBuf;

/// `sekisho bundle …`
#[derive(Debug, Subcommand)]
pub(crate) enum Bundle {
    /// Put the plugins and policies of a directory into one artifact; the same files give the same bytes
    Build {
        /// Directory with `bundle.toml`, `plugins/*.wasm` and `policies/<sector>/<guideline>/`
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// File to write
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Write an OCI image layout as a directory instead of one file
        #[arg(long)]
        folder: bool,
    },
    /// Show what a bundle is and what its plugins can read; nothing of it runs
    Inspect {
        /// The bundle: a file, or an OCI image layout
        #[arg(value_name = "BUNDLE")]
        bundle: PathBuf,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
    },
    /// Show what a new version of a bundle changes: first what its plugins can read
    Diff {
        /// The bundle in use
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The bundle that would take its place
        #[arg(value_name = "NEW")]
        new: PathBuf,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
    },
}
