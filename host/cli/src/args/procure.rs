//! The arguments of `sekisho procure …`.

use super::{Bundles, Form, Lang, date};
use clap::Subcommand;
use sekisho_model::Date;
use std::path::PathBuf;

/// `sekisho procure …`
#[derive(Debug, Subcommand)]
pub(crate) enum Procure {
    /// Write chosen controls as the annex of a procurement
    Annex(Annex),
    /// Say whether a supplier answered all of an annex: exit code 0 complete, 1 something is not met, 2 incomplete
    Check(Check),
}

/// Which controls are asked for.
#[derive(Debug, clap::Args)]
pub(crate) struct Asked {
    /// The policy
    #[arg(short, long, value_name = "ID")]
    pub(crate) policy: Option<String>,
    /// A control; may be repeated (default: all of the profile)
    #[arg(short, long, value_delimiter = ',', requires = "policy", value_name = "CONTROL")]
    pub(crate) control: Vec<String>,
    /// A profile of the policy
    #[arg(long, requires = "policy", value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// What is bought, as it shall stand in the annex
    #[arg(long, value_name = "TEXT")]
    pub(crate) system: Option<String>,
}

/// `sekisho procure annex`
#[derive(Debug, clap::Args)]
pub(crate) struct Annex {
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// FORM or FORM:PATH; may be repeated (md, html, docx, json; answers: an empty sheet for the supplier, .csv or .xlsx)
    #[arg(short, long, required = true, value_name = "FORM[:PATH]")]
    pub(crate) output: Vec<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho procure check`
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The annex (`annex -o json:FILE`), then the supplier's answer sheets; sheets alone where `--policy` says what is asked
    #[arg(required = true, value_name = "ANNEX|ANSWERS")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// The supplier's SBOM; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) sbom: Vec<PathBuf>,
    /// The day as of which is checked (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}
