//! `sekisho policy …`: what can be asked of policies, and how new ones are begun.

use super::{Bundles, Form, Lang, date};
use clap::Subcommand;
use sekisho_model::Date;
use std::path::PathBuf;

/// `sekisho policy …`
#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// List policies by sector, with completeness and confidence
    List {
        /// Only this sector, e.g. `automotive`
        #[arg(long, value_name = "SECTOR")]
        sector: Option<String>,
        /// Only policies whose id, title, issuer, source or history holds this text
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// Show a policy: controls, checks, parameters, profiles
    Show {
        /// Policy id, or the folder of a policy
        #[arg(value_name = "ID|DIR")]
        id: String,
        /// Profile
        #[arg(long, value_name = "PROFILE")]
        profile: Option<String>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// Check policies against catalogues, profiles, crosswalks and plugins; exit code 3 if anything is wrong
    Lint {
        /// Policy ids, or folders that hold a `policy.toml`; all policies where none is named
        #[arg(value_name = "ID|DIR")]
        ids: Vec<String>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// What changed from one policy to another: controls, levels, severities, checks, parameters; with `--evidence` also which results
    /// of stored evidence change
    Diff(Diff),
    /// The counterparts of a policy's controls in another framework
    Map {
        /// Policy id or folder
        #[arg(value_name = "FROM")]
        from: String,
        /// The other framework; the tables at hand are named where there is none
        #[arg(value_name = "TO")]
        to: Option<String>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// The controls of a policy that have no counterpart in another framework
    Gaps {
        /// Policy id or folder
        #[arg(value_name = "POLICY")]
        policy: String,
        /// The other framework
        #[arg(long, value_name = "FRAMEWORK")]
        to: String,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// The risk sources of your own table (such as Annex B of CPSF) beside a policy's controls, and which of them stay open if some
    /// controls fail
    Risks(Risks),
    /// Which policies touch a product, by where it is sold and what it is
    Suggest(Suggest),
    /// Begin a policy from controls of another one: a folder that lints and runs
    New(New),
    /// Run the cases of a policy folder (`cases/<case>/evidence`, `expected.toml`); exit code 1 if one comes out otherwise
    Test {
        /// The folder
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Write what comes out into `expected.toml` instead of comparing
        #[arg(long)]
        bless: bool,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// Write a policy for other tools: its catalogue or a profile of it, as OSCAL 1.2.1 (JSON)
    Export(Export),
    /// Make a private policy from your own copy of a guideline: CSV, or an OSCAL catalogue (JSON); with `--policy`, make a profile
    /// of that policy from an OSCAL profile (JSON)
    Import(Import),
}

/// `sekisho policy diff`
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The older one: id or folder
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The newer one: id or folder
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// Stored evidence that is assessed under both versions; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(crate) evidence: Vec<PathBuf>,
    /// The day as of which it is assessed (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD", requires = "evidence")]
    pub(crate) as_of: Option<Date>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho policy export`
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Policy id, or the folder of a policy
    #[arg(value_name = "ID|DIR")]
    pub(crate) id: String,
    /// What to write: `oscal` (the catalogue) or `oscal-profile`, each with `:PATH` for a file; may be repeated
    #[arg(short, long, required = true, value_name = "FORM[:PATH]")]
    pub(crate) output: Vec<String>,
    /// The profile that is written (default: the policy's own; all controls where it has none)
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// The day that stands as last change (default: that of the guideline)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho policy risks`
#[derive(Debug, clap::Args)]
pub(crate) struct Risks {
    /// Policy id or folder
    #[arg(value_name = "POLICY")]
    pub(crate) policy: String,
    /// The table: CSV or a workbook with risk source ids, control ids, and what else there is
    #[arg(long, value_name = "FILE")]
    pub(crate) risks: PathBuf,
    /// What if this control fails; may be repeated or hold several, separated by commas
    #[arg(long, value_name = "CONTROL", value_delimiter = ',')]
    pub(crate) fails: Vec<String>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho policy import`
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// The file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Id of the policy, `<sector>/<guideline>`; with `--policy`, that of the profile
    #[arg(long, value_name = "ID")]
    pub(crate) id: String,
    /// The folder to make; with `--policy`, the file, e.g. `profiles/mine.toml`
    #[arg(long, value_name = "DIR|FILE")]
    pub(crate) to: PathBuf,
    /// Title, where the file gives none
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The policy that an OSCAL profile tailors: id or folder
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) policy: Option<String>,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho policy suggest`
#[derive(Debug, clap::Args)]
pub(crate) struct Suggest {
    /// What the product says of itself (`product/1`)
    #[arg(long, value_name = "FILE")]
    pub(crate) product: Option<PathBuf>,
    /// An attribute of the product; may be repeated or hold several, separated by commas
    #[arg(long, value_name = "NAME=VALUE", value_delimiter = ',')]
    pub(crate) attribute: Vec<String>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// `sekisho policy new`
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The folder to make
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Id of the new policy, `<sector>/<guideline>`
    #[arg(long, value_name = "ID")]
    pub(crate) id: String,
    /// The policy whose controls are taken
    #[arg(long, value_name = "ID|DIR")]
    pub(crate) from: String,
    /// A control to take; may be repeated or hold several, separated by commas. All where none is named
    #[arg(long, value_name = "CONTROL", value_delimiter = ',')]
    pub(crate) control: Vec<String>,
    /// A level of the new policy, lowest first: `ID` or `ID=CONTROL+CONTROL…`; controls without a level are asked for at all
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Vec<String>,
    /// Japanese title
    #[arg(long, value_name = "TEXT")]
    pub(crate) title_ja: String,
    /// English title
    #[arg(long, value_name = "TEXT")]
    pub(crate) title_en: String,
    /// Japanese name of the issuer
    #[arg(long, value_name = "TEXT")]
    pub(crate) issuer_ja: String,
    /// English name of the issuer
    #[arg(long, value_name = "TEXT")]
    pub(crate) issuer_en: String,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}
