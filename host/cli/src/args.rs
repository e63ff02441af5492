//! The command line: part of the public contract, with the JSON formats and the WIT.

pub(crate) mod answers;
pub(crate) mod audit;
pub(crate) mod benchmark;
pub(crate) mod bundle;
pub(crate) mod lockfile;
pub(crate) mod log;
mod policy;
pub(crate) mod procure;
pub(crate) mod registry;
pub(crate) mod sbom;
pub(crate) mod trust;

pub(crate) use policy::{Diff, Export, Import, New, Policy, Risks, Suggest};

use clap::{Parser, Subcommand, ValueEnum};
use sekisho_model::excerpt::Tlp;
use sekisho_model::text::Language;
use sekisho_model::{Date, Severity};
use std::path::PathBuf;

/// Checks evidence against security guidelines with sandboxed plugins.
#[derive(Debug, Parser)]
#[command(name = "sekisho", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// Tell more on stderr (repeat for more)
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// Form of what is told on stderr
    #[arg(long, value_enum, default_value_t = LogFormat::Text, global = true, value_name = "FORM")]
    pub(crate) log_format: LogFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 conformant, 1 non-conformant, 2 indeterminate, 3 usage or configuration, \
4 evidence unreadable, 5 trust refused, 6 internal";

/// Form of log events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object per line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Assess evidence with policies
    Scan(Scan),
    /// Render an assessment in other formats, without scanning again
    Convert(Convert),
    /// Look at evidence: what is read, and how
    #[command(subcommand)]
    Evidence(Evidence),
    /// Look at policies
    #[command(subcommand)]
    Policy(Policy),
    /// Look at plugins
    #[command(subcommand)]
    Plugin(Plugin),
    /// Put plugins and policies into one artifact, and look into it
    #[command(subcommand)]
    Bundle(bundle::Bundle),
    /// Assess so that nobody has to believe it: one file that others verify and replay
    #[command(subcommand)]
    Audit(Box<audit::Audit>),
    /// Work on lists of parts: what they cost, one out of several, matched in private, kept, told to customers
    #[command(subcommand)]
    Sbom(sbom::Sbom),
    /// Work on answer sheets
    #[command(subcommand)]
    Answers(answers::Answers),
    /// Ask suppliers for controls, and see whether they answered
    #[command(subcommand)]
    Procure(procure::Procure),
    /// Say who may sign bundles (association), and follow what was said (everybody else)
    #[command(subcommand)]
    Trust(Box<trust::Trust>),
    /// Keep a log of bundles and attestations that only grows, and prove what stands in it
    #[command(subcommand)]
    Log(Box<log::Log>),
    /// Hold one firm against many, without telling of any of them
    #[command(subcommand)]
    Benchmark(benchmark::Benchmark),
}

/// `sekisho scan`
#[derive(Debug, clap::Args)]
pub(crate) struct Scan {
    /// Directories of evidence, packed (.zip, .tar, .tar.gz, .tgz) or not, or single files; sub-directories of a
    /// directory without files are subjects
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// Policies to assess with, e.g. `factory/meti-factory`
    #[arg(short, long, required = true, value_name = "ID")]
    pub(crate) policy: Vec<String>,
    /// Profile of a policy: `NAME` for all policies that have it, or `POLICY=NAME`; a file with `.toml` works as well
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Vec<String>,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
    /// File of waivers
    #[arg(long, value_name = "FILE")]
    pub(crate) waivers: Option<PathBuf>,
    /// Your own table of risk sources (CSV, XLSX): reports show which of them stay open; `POLICY=FILE` where there are several
    /// policies
    #[arg(long, value_name = "[POLICY=]FILE")]
    pub(crate) risks: Vec<String>,
    /// The day as of which is assessed (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    #[command(flatten)]
    pub(crate) language: Lang,
    /// Report: FORMAT or FORMAT:PATH; may be repeated (terminal, json, sarif, oscal, html, xlsx, junit, csv,
    /// md)
    #[arg(short, long, value_name = "FORMAT[:PATH]")]
    pub(crate) output: Vec<String>,
    /// Only controls of this severity and above make the exit code 1
    #[arg(long, value_parser = severity, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<Severity>,
    /// How many subjects at once (default: one per processor)
    #[arg(short, long, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub(crate) jobs: Option<u16>,
    /// Directory where answers are remembered between scans; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
    /// Compute everything, remember nothing; the record is the same
    #[arg(long)]
    pub(crate) no_memo: bool,
    /// Evaluate every subject in an instance of its own, never in a batch
    #[arg(long)]
    pub(crate) isolate: bool,
    /// A limit: NAME=VALUE; may be repeated (docs/limits.md lists them)
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) limit: Vec<String>,
    /// No progress bar
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// Where plugins and policies come from.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Bundles {
    /// A bundle (a file, an OCI image layout, or `oci://…` that was pulled), or a directory with `plugins/*.wasm` and
    /// `policies/<sector>/<guideline>/`; replaces the standard bundle's entries of the same id
    #[arg(long, value_name = "FILE|DIR|oci://…")]
    pub(crate) bundle: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) pins: Pins,
    /// Run plugins that nobody known has signed; the record says so
    #[arg(long)]
    pub(crate) allow_unsigned: bool,
    #[command(flatten)]
    pub(crate) trusted: Trusted,
}

/// Where `oci://…` leads: registries are not asked.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Pins {
    /// The file that pins `oci://…` to digests; bundles lie beside it in `.sekisho/bundles` (default: `sekisho.lock`)
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,
}

/// Whose signatures count.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Trusted {
    /// The trust store that says who may sign which bundle (`sekisho trust init --trust`)
    #[arg(long, value_name = "DIR", conflicts_with = "trusted_key")]
    pub(crate) trust: Option<PathBuf>,
    /// Without a trust store: a public key whose signature counts; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) trusted_key: Vec<PathBuf>,
    /// How many of the trusted keys must have signed a bundle, each counted once
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64), value_name = "N")]
    pub(crate) trusted_signers: u8,
}

/// Language of texts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Lang {
    /// Language of texts (default: from the locale)
    #[arg(long, value_parser = language, value_name = "ja|en")]
    pub(crate) lang: Option<Language>,
}

impl Lang {
    /// The language to speak.
    pub(crate) fn get(self) -> Language {
        self.lang.unwrap_or(if crate::machine::locale_is_japanese() {
            Language::Ja
        } else {
            Language::En
        })
    }
}

/// `sekisho convert`
#[derive(Debug, clap::Args)]
pub(crate) struct Convert {
    /// An assessment written by `scan -o json`
    #[arg(value_name = "ASSESSMENT")]
    pub(crate) assessment: PathBuf,
    /// Report: FORMAT or FORMAT:PATH; may be repeated
    #[arg(short, long, required = true, value_name = "FORMAT[:PATH]")]
    pub(crate) output: Vec<String>,
    /// Show it for one kind of reader: coverage, levels, management, partners, shared, crosswalk, resident, score, changes,
    /// gate, risks, matrix, label, flow (as terminal, html, md or json; a label as svg too)
    #[arg(long, value_name = "VIEW")]
    pub(crate) view: Option<String>,
    /// Only what may be passed on under this marking, with the mark: red, amber+strict, amber, green, clear
    #[arg(long, value_parser = tlp, value_name = "TLP")]
    pub(crate) tlp: Option<Tlp>,
    /// The framework of `--view crosswalk`
    #[arg(long, requires = "view", value_name = "FRAMEWORK")]
    pub(crate) to: Option<String>,
    /// The earlier assessment of `--view changes`
    #[arg(long, requires = "view", value_name = "ASSESSMENT")]
    pub(crate) since: Option<PathBuf>,
    /// The severity from which `--view gate` rejects what is not satisfied (default: high)
    #[arg(long, requires = "view", value_parser = severity, value_name = "SEVERITY")]
    pub(crate) reject_from: Option<Severity>,
    /// The address under which the page of `--view label` will stand: its QR code leads there
    #[arg(long, requires = "view", value_name = "URL")]
    pub(crate) link: Option<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

/// Text for people or JSON for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Form {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// `sekisho evidence …`
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    /// Show every file with its kind, format and number of facts
    Inspect {
        /// Directories or files
        #[arg(required = true, value_name = "EVIDENCE")]
        evidence: Vec<PathBuf>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        /// A limit: NAME=VALUE
        #[arg(long, value_name = "NAME=VALUE")]
        limit: Vec<String>,
    },
    /// Read everything and tell what is odd or unreadable; exit code 4 if anything is
    Validate {
        /// Directories or files
        #[arg(required = true, value_name = "EVIDENCE")]
        evidence: Vec<PathBuf>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        /// A limit: NAME=VALUE
        #[arg(long, value_name = "NAME=VALUE")]
        limit: Vec<String>,
    },
    /// Write an empty table to fill in: a register, the asset inventory, or the answer sheet of a policy
    Template {
        /// Register id (`assets`, `partners`, …) or `answers`; without it the ids are listed
        #[arg(value_name = "REGISTER")]
        register: Option<String>,
        /// For `answers`: the policy whose controls are asked for
        #[arg(short, long, value_name = "ID")]
        policy: Option<String>,
        /// With `--policy`: your own table of measure examples by level (such as Annex C of CPSF), shown beside the questions
        #[arg(long, requires = "policy", value_name = "FILE")]
        measures: Option<PathBuf>,
        /// File to write; `.csv` or `.xlsx` decides the format
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        #[command(flatten)]
        language: Lang,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// Show the attributes of a register with ids and labels; an unknown id is refused with the nearest one
    Vocabulary {
        /// Register id, such as `data-items`
        #[arg(value_name = "REGISTER")]
        register: String,
        /// Attributes; all of the register where none is named
        #[arg(value_name = "ATTRIBUTE")]
        attributes: Vec<String>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
    },
    /// Write the data items of a register (CSV, XLSX) as JSON-LD, for a data space
    Describe {
        /// A file with the register `data-items`
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Only these attributes besides the id, by the ids of `evidence vocabulary data-items`
        #[arg(long, value_delimiter = ',', value_name = "ID,ID")]
        attributes: Vec<String>,
        /// File to write
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Make an SBOM (CycloneDX 1.6) and a list of licenses from the lock file of a package manager
    Sbom(lockfile::LockFile),
}

/// `sekisho plugin …`
#[derive(Debug, Subcommand)]
pub(crate) enum Plugin {
    /// Show what a plugin can read (computed from its imports), its checks and parameters; exit code 5 if it is refused
    Inspect {
        /// A component (`.wasm` or `.wat`), or the id of a plugin of the bundle; all of the bundle where none is named
        #[arg(value_name = "PLUGIN")]
        plugins: Vec<String>,
        /// Only plugins of this class of tools for SBOMs
        #[arg(long, value_enum, value_name = "CLASS")]
        class: Option<ToolClass>,
        /// Form of the answer
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
        #[command(flatten)]
        bundles: Bundles,
    },
    /// Measure what each check costs, in fuel: a figure that does not depend on the machine; exit code 1 on a rise
    Bench(Bench),
}

/// What a tool does with SBOMs, as NTIA's taxonomy sorts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToolClass {
    /// Makes them.
    Produce,
    /// Reads and judges them.
    Consume,
    /// Makes others of them.
    Transform,
}

/// `sekisho plugin bench`
#[derive(Debug, clap::Args)]
pub(crate) struct Bench {
    /// A component (`.wasm` or `.wat`), or the id of a plugin of the bundle
    #[arg(value_name = "PLUGIN")]
    pub(crate) plugin: String,
    /// Evidence to run it on
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// The day as of which is assessed (default: that of `--compare`, else today)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// Write the costs to a file
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Compare with the costs in a file
    #[arg(long, value_name = "FILE")]
    pub(crate) compare: Option<PathBuf>,
    /// By how many percent a check may cost more than before
    #[arg(long, default_value_t = 0.0, value_name = "PERCENT")]
    pub(crate) threshold: f64,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    /// A limit: NAME=VALUE
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) limit: Vec<String>,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text)
        .filter(|_| text.len() == 10)
        .ok_or_else(|| "expected a day as YYYY-MM-DD".to_owned())
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "ja" => Ok(Language::Ja),
        "en" => Ok(Language::En),
        _ => Err("expected `ja` or `en`".to_owned()),
    }
}

fn tlp(text: &str) -> Result<Tlp, String> {
    Tlp::parse(text).ok_or_else(|| "expected red, amber+strict, amber, green or clear".to_owned())
}

fn severity(text: &str) -> Result<Severity, String> {
    [
        Severity::Info,
        Severity::Low,
        Severity::Medium,
        Severity::High,
        Severity::Critical,
    ]
    .into_iter()
    .find(|s| s.name() == text)
    .ok_or_else(|| "expected info, low, medium, high or critical".to_owned())
}
