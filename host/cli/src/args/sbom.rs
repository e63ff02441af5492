//! The arguments of `sekisho sbom …`.

use super::{Form, Lang, date};
use clap::Subcommand;
use sekisho_model::Date;
use std::path::PathBuf;

/// `sekisho sbom …`
#[derive(Debug, Subcommand)]
pub(crate) enum Sbom {
    /// Compare what several ways to keep a list of parts cost, and from how many parts on each pays off (as terminal, html, md or json)
    Cost(Cost),
    /// Make one SBOM (CycloneDX 1.6) of several of one product; each component says in which documents it stood
    Merge(Merge),
    /// Draw the scores of open source projects by check, for who selects components (as terminal, html, md or json)
    Radar(Radar),
    /// Tell what reading an SPDX document leaves out, and show fields that the specification does not know
    Loss(Loss),
    /// Match in private, step 1, as a user of components: write a request that nobody can read
    Blind(Blind),
    /// Match in private, step 2, as a publisher of weaknesses: answer a request with a sealed list
    Answer(Answer),
    /// Match in private, step 3: open what touches the own components; exit code 1 where something does
    Match(Match),
    /// Write VEX (OpenVEX 0.2.0) out of the register of vulnerabilities
    Vex(Vex),
    /// Keep SBOMs under their digest, until a day, with the list of who received them
    #[command(subcommand)]
    Archive(Archive),
}

/// `sekisho sbom cost`
#[derive(Debug, clap::Args)]
pub(crate) struct Cost {
    /// Files of figures (`cost-figures/1`, docs/sbom-costs.md); several stand side by side
    #[arg(required = true, value_name = "FIGURES")]
    pub(crate) figures: Vec<PathBuf>,
    /// Report: FORMAT or FORMAT:PATH; may be repeated
    #[arg(short, long, value_name = "FORMAT[:PATH]", default_value = "terminal")]
    pub(crate) output: Vec<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho sbom merge`
#[derive(Debug, clap::Args)]
pub(crate) struct Merge {
    /// Directories or files with the SBOMs; every document in them is merged
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// File to write (default: stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Name of the product, where the documents call it differently or have several versions of it
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Person or organisation that answers for the result
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
}

/// `sekisho sbom radar`
#[derive(Debug, clap::Args)]
pub(crate) struct Radar {
    /// Directories or files with results of OpenSSF Scorecard, or the register `scorecards`
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// The score that is aimed at: a second line
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=10), value_name = "N")]
    pub(crate) target: Option<u8>,
    /// Report: FORMAT or FORMAT:PATH; may be repeated
    #[arg(short, long, value_name = "FORMAT[:PATH]", default_value = "terminal")]
    pub(crate) output: Vec<String>,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho sbom loss`
#[derive(Debug, clap::Args)]
pub(crate) struct Loss {
    /// SPDX 2.2 or 2.3 as JSON or tag-value
    #[arg(value_name = "SBOM")]
    pub(crate) file: PathBuf,
    /// Form of the list
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho sbom blind`
#[derive(Debug, clap::Args)]
pub(crate) struct Blind {
    /// Directories or files with the SBOMs
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// The request to write, for the publisher
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// The state to write: a secret that stays here
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,
}

/// `sekisho sbom answer`
#[derive(Debug, clap::Args)]
pub(crate) struct Answer {
    /// The request
    #[arg(value_name = "REQUEST")]
    pub(crate) request: PathBuf,
    /// Directories or files with advisories (OSV, CSAF)
    #[arg(long, required = true, value_name = "EVIDENCE")]
    pub(crate) advisories: Vec<PathBuf>,
    /// Who answers, as the other side shall read it
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: String,
    /// Refuse requests with more items: each can be a guess at the list
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=100_000), value_name = "N")]
    pub(crate) at_most: u32,
    /// The answer to write
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

/// `sekisho sbom match`
#[derive(Debug, clap::Args)]
pub(crate) struct Match {
    /// The answer
    #[arg(value_name = "ANSWER")]
    pub(crate) answer: PathBuf,
    /// The state that was written with the request
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,
    /// Form of the result
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho sbom vex`
#[derive(Debug, clap::Args)]
pub(crate) struct Vex {
    /// Directories or files with the register, and SBOMs of the products
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// Who answers for the document
    #[arg(long, value_name = "NAME")]
    pub(crate) author: String,
    /// Identifier of a product of the register that no SBOM at hand names: NAME=PURL; may be repeated
    #[arg(long, value_name = "NAME=PURL")]
    pub(crate) product: Vec<String>,
    /// Version of the document
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    pub(crate) document_version: u32,
    /// File to write (default: stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

/// `sekisho sbom archive …`
#[derive(Debug, Subcommand)]
pub(crate) enum Archive {
    /// Put a file in
    Put {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The directory of the archive; made if it is not there
        #[arg(long, value_name = "DIR")]
        archive: PathBuf,
        /// The last day on which it has to be kept
        #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
        until: Date,
        /// Who receives it; may be repeated
        #[arg(long, value_name = "NAME")]
        receiver: Vec<String>,
        /// The day on which this is done (default: today in UTC)
        #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
    },
    /// Take a file out and check that it is what was put in; exit code 5 if not
    Get {
        /// Its digest, or the beginning of it
        #[arg(value_name = "DIGEST")]
        digest: String,
        /// The directory of the archive
        #[arg(long, value_name = "DIR")]
        archive: PathBuf,
        /// File to write (default: stdout)
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Who receives it; may be repeated
        #[arg(long, value_name = "NAME")]
        receiver: Vec<String>,
        /// The day on which this is done (default: today in UTC)
        #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
    },
    /// Check every file and show what is kept, until when, and who received it; exit code 5 if something is not as it was put in
    List {
        /// The directory of the archive
        #[arg(long, value_name = "DIR")]
        archive: PathBuf,
        /// The day as of which retention is told (default: today in UTC)
        #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
        as_of: Option<Date>,
        /// Form of the list
        #[arg(short, long, value_enum, default_value_t)]
        output: Form,
        #[command(flatten)]
        language: Lang,
    },
}
