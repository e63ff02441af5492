//! The arguments of `sekisho benchmark …`.

use super::{Bundles, Lang};
use clap::{Subcommand, ValueEnum};
use sekisho_benchmark::{By, Field, SizeClass};
use std::path::PathBuf;

/// `sekisho benchmark …`
#[derive(Debug, Subcommand)]
pub(crate) enum Benchmark {
    /// Write an anonymous score of an assessment: a standing for each control, no names, no evidence
    Export(Export),
    /// Add scores up; refuses where there are too few firms, and holds back what would tell of one
    Aggregate(Aggregate),
    /// Compare an own assessment or score with an aggregate
    Compare(Compare),
}

/// Which part of an assessment is meant, and what the firm says of itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Own {
    /// The policy, where the assessment has several
    #[arg(short, long, value_name = "ID")]
    pub(crate) policy: Option<String>,
    /// Only this subject; may be repeated (default: all, of which the worst one counts)
    #[arg(long, value_name = "SUBJECT")]
    pub(crate) subject: Vec<String>,
    /// How many people work in the firm: 1-20, 21-100, 101-300, 301-1000, 1001-
    #[arg(long, value_parser = size_class, value_name = "CLASS")]
    pub(crate) size_class: Option<SizeClass>,
    /// What the firm does: vehicles, parts, materials, equipment, electronics, software, logistics, sales, construction,
    /// utilities, finance, health, public, other
    #[arg(long, value_parser = field, value_name = "FIELD")]
    pub(crate) field: Option<Field>,
}

/// `sekisho benchmark export`
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// An assessment written by `scan -o json`
    #[arg(value_name = "ASSESSMENT")]
    pub(crate) assessment: PathBuf,
    #[command(flatten)]
    pub(crate) own: Own,
    /// File to write (default: stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho benchmark aggregate`
#[derive(Debug, clap::Args)]
pub(crate) struct Aggregate {
    /// Scores written by `benchmark export`, or directories of them (`*.json`)
    #[arg(required = true, value_name = "SCORE")]
    pub(crate) scores: Vec<PathBuf>,
    /// Fewer firms than this are refused
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(3..), value_name = "N")]
    pub(crate) min_firms: u32,
    /// A count of fewer firms than this is never told
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(3..), value_name = "N")]
    pub(crate) min_cell: u32,
    /// Sort the firms by what they say of themselves
    #[arg(long, value_enum, default_value_t, value_name = "ATTRIBUTE")]
    pub(crate) by: ByWhat,
    /// File to write (default: stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho benchmark compare`
#[derive(Debug, clap::Args)]
pub(crate) struct Compare {
    /// An own assessment written by `scan -o json`, or a score written by `benchmark export`
    #[arg(value_name = "OWN")]
    pub(crate) own: PathBuf,
    /// An aggregate written by `benchmark aggregate`
    #[arg(value_name = "AGGREGATE")]
    pub(crate) aggregate: PathBuf,
    #[command(flatten)]
    pub(crate) part: Own,
    /// FORM or FORM:PATH; may be repeated (text, json, html)
    #[arg(short, long, value_name = "FORM[:PATH]")]
    pub(crate) output: Vec<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// What firms are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ByWhat {
    /// All firms together
    #[default]
    All,
    /// By the number of people
    SizeClass,
    /// By what the firm does
    Field,
}

impl From<ByWhat> for By {
    fn from(by: ByWhat) -> Self {
        match by {
            ByWhat::All => Self::All,
            ByWhat::SizeClass => Self::SizeClass,
            ByWhat::Field => Self::Field,
        }
    }
}

fn size_class(text: &str) -> Result<SizeClass, String> {
    SizeClass::parse(text).ok_or_else(|| one_of(SizeClass::ALL.iter().map(|one| one.name())))
}

fn field(text: &str) -> Result<Field, String> {
    Field::parse(text).ok_or_else(|| one_of(Field::ALL.iter().map(|one| one.name())))
}

fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    format!("expected one of: {}", words.collect::<Vec<_>>().join(", "))
}
