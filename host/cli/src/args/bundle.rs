//! The arguments of `sekisho bundle …`.

use super::registry::{Load, Pull, Push, Save};
use super::{Form, Lang, Pins, Trusted, date};
use clap::Subcommand;
use sekisho_model::Date;
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
    /// Sign a bundle: the signature is put beside it and does not change its digest
    Sign {
        /// The bundle
        #[arg(value_name = "BUNDLE")]
        bundle: PathBuf,
        /// The key
        #[arg(
            long,
            value_name = "FILE",
            required_unless_present = "attach",
            conflicts_with = "attach"
        )]
        key: Option<PathBuf>,
        /// File with the password in its first line (default: the variable SEKISHO_KEY_PASSWORD)
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// A signature that was made elsewhere over the bundle's manifest (a Sigstore bundle v0.3, as cosign writes it)
        #[arg(long, value_name = "FILE")]
        attach: Option<PathBuf>,
        /// Write the signature to this file as well
        #[arg(long, value_name = "FILE")]
        signature: Option<PathBuf>,
        /// Write what is signed, the manifest, to this file: what `cosign verify-blob` asks for
        #[arg(long, value_name = "FILE")]
        manifest: Option<PathBuf>,
    },
    /// Check who signed a bundle; every check that was made is told
    Verify {
        /// The bundle
        #[arg(value_name = "BUNDLE|oci://…")]
        bundle: PathBuf,
        #[command(flatten)]
        pins: Pins,
        #[command(flatten)]
        trust: Trusted,
        #[command(flatten)]
        proofs: super::log::Proofs,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
        /// The day on which it is checked (default: today in UTC)
        #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
    },
    /// Show what a bundle is and what its plugins can read; nothing of it runs
    Inspect {
        /// The bundle: a file, an OCI image layout, or `oci://…` that was pulled
        #[arg(value_name = "BUNDLE|oci://…")]
        bundle: PathBuf,
        #[command(flatten)]
        pins: Pins,
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
        #[command(flatten)]
        pins: Pins,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
    },
    /// Put a bundle and its signatures into an OCI registry
    Push(Push),
    /// Get bundles from OCI registries, pin them, and keep them on this machine
    Pull(Pull),
    /// Put pulled bundles into one file, for machines without a network
    Save(Save),
    /// Take in the bundles of such a file
    Load(Load),
}
