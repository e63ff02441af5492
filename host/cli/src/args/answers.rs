//! The arguments of `sekisho answers …`.

use super::{Bundles, Form, Lang};
use clap::Subcommand;
use std::path::PathBuf;

/// `sekisho answers …`
#[derive(Debug, Subcommand)]
pub(crate) enum Answers {
    /// Carry an answer sheet over to another version of a guideline: answers to equal items are kept, the others are marked
    /// for review
    Carry(Carry),
    /// Take the answers out of a check sheet of somebody else's making, as it is: a mapping says which item asks for which controls
    Import(Import),
    /// Averages of a self-assessment of maturity by area, with a radar chart (as terminal, html, md or json)
    Maturity(Maturity),
}

/// `sekisho answers import`
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// The filled sheet: CSV or a workbook
    #[arg(value_name = "SHEET")]
    pub(crate) sheet: PathBuf,
    /// How it is read (`check-sheet/1`, docs/check-sheets.md)
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: PathBuf,
    /// The answer sheet to write; `.csv` or `.xlsx` decides the format
    #[arg(long, value_name = "FILE")]
    pub(crate) to_file: PathBuf,
    /// The policy, where its folder is meant (default: the one that the mapping names)
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) policy: Option<String>,
    /// Form of the summary
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho answers maturity`
#[derive(Debug, clap::Args)]
pub(crate) struct Maturity {
    /// Filled sheets, or a directory of them
    #[arg(required = true, value_name = "SHEET")]
    pub(crate) sheets: Vec<PathBuf>,
    /// The highest grade
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20), value_name = "N")]
    pub(crate) most: u8,
    /// Report: FORMAT or FORMAT:PATH; may be repeated
    #[arg(short, long, value_name = "FORMAT[:PATH]", required = true)]
    pub(crate) output: Vec<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho answers carry`
#[derive(Debug, clap::Args)]
pub(crate) struct Carry {
    /// Answer sheets of the old version, or a directory of them
    #[arg(required = true, value_name = "OLD_ANSWERS")]
    pub(crate) answers: Vec<PathBuf>,
    /// The policy they answer: id, or folder of a policy
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) from: String,
    /// The policy to answer: id, or folder of a policy
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) to: String,
    /// A crosswalk between the two (default: the one that stands beside either policy)
    #[arg(long, value_name = "FILE")]
    pub(crate) crosswalk: Option<PathBuf>,
    /// The new sheet; `.csv` or `.xlsx` decides the format
    #[arg(long, value_name = "FILE")]
    pub(crate) to_file: PathBuf,
    /// Form of the summary
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}
