//! `sekisho evidence sbom`.

use super::Lang;
use std::path::PathBuf;

/// `sekisho evidence sbom`
#[derive(Debug, clap::Args)]
pub(crate) struct LockFile {
    /// `package-lock.json` of npm, or `Cargo.lock`
    #[arg(value_name = "LOCKFILE")]
    pub(crate) file: PathBuf,
    /// File to write; the list of licenses then goes to stdout (default: the SBOM to stdout, the list to stderr)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Person or organisation that answers for the SBOM
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
}
