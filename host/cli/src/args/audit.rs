//! The arguments of `sekisho audit …`.

use super::{Bundles, Form, Lang, Trusted, date};
use clap::Subcommand;
use sekisho_model::Date;
use std::path::PathBuf;

/// `sekisho audit …`
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Assess evidence and write one file with everything that the result rests on
    Run(Run),
    /// Sign what a kit states; the kit stays the same, the signature is put beside it
    Sign(Sign),
    /// Ask for a time stamp of a signature (RFC 3161), and take the answer in
    Stamp(Stamp),
    /// Check every link of a kit or a disclosure, without a network and without running anything of it; exit code 5 if one fails
    Verify(Verify),
    /// Assess once more what lies in a kit, and compare byte for byte; exit code 5 if anything differs
    Replay(Replay),
    /// Write chosen results with proofs, and nothing of the rest
    Disclose(Disclose),
}

/// `sekisho audit run`
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// Directories of evidence, packed or not, or single files, as for `scan`
    #[arg(required = true, value_name = "EVIDENCE")]
    pub(crate) evidence: Vec<PathBuf>,
    /// Policies to assess with
    #[arg(short, long, required = true, value_name = "ID")]
    pub(crate) policy: Vec<String>,
    /// Profile of a policy, as for `scan`
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Vec<String>,
    #[command(flatten)]
    pub(crate) bundles: Bundles,
    /// File of waivers
    #[arg(long, value_name = "FILE")]
    pub(crate) waivers: Option<PathBuf>,
    /// The day as of which is assessed (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// The kit to write
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// Who assesses, in Japanese
    #[arg(long, requires = "assessor_en", value_name = "NAME")]
    pub(crate) assessor_ja: Option<String>,
    /// Who assesses, in English
    #[arg(long, requires = "assessor_ja", value_name = "NAME")]
    pub(crate) assessor_en: Option<String>,
    /// Leave the evidence out: the kit holds its digests only, and whoever replays brings it along
    #[arg(long)]
    pub(crate) without_evidence: bool,
    /// Sign with this key; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    /// File with the password of the keys in its first line, one for all or one for each (default: SEKISHO_KEY_PASSWORD)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Vec<PathBuf>,
    /// How many subjects at once (default: one per processor)
    #[arg(short, long, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub(crate) jobs: Option<u16>,
    /// Evaluate every subject in an instance of its own, never in a batch
    #[arg(long)]
    pub(crate) isolate: bool,
    /// A limit: NAME=VALUE; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) limit: Vec<String>,
}

/// `sekisho audit sign`
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    /// The kit
    #[arg(value_name = "KIT")]
    pub(crate) kit: PathBuf,
    /// Sign with this key; may be repeated
    #[arg(long, value_name = "FILE", required_unless_present_any = ["attach"])]
    pub(crate) key: Vec<PathBuf>,
    /// File with the password of the keys in its first line, one for all or one for each (default: SEKISHO_KEY_PASSWORD)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Vec<PathBuf>,
    /// A signature of the kit's statement that was made elsewhere, or one of the kit with a time stamp added to it
    #[arg(long, value_name = "FILE")]
    pub(crate) attach: Vec<PathBuf>,
}

/// `sekisho audit stamp`
#[derive(Debug, clap::Args)]
pub(crate) struct Stamp {
    /// The kit
    #[arg(value_name = "KIT")]
    pub(crate) kit: PathBuf,
    /// Write the request that a time stamp authority takes (content type `application/timestamp-query`)
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "token",
        conflicts_with = "token"
    )]
    pub(crate) request: Option<PathBuf>,
    /// Which signature of the statement the request is for, as `audit verify` counts them
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..), value_name = "N")]
    pub(crate) signature: u8,
    /// What the authority answered: a response or a token
    #[arg(long, value_name = "FILE", requires = "authority")]
    pub(crate) token: Option<PathBuf>,
    /// Certificates of an authority that is trusted (PEM); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) authority: Vec<PathBuf>,
}

/// Whom and what to hold a kit against.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Believed {
    #[command(flatten)]
    pub(crate) trusted: Trusted,
    /// Certificates of a time stamp authority that is trusted (PEM); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) authority: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) proofs: super::log::Proofs,
    /// Accept a kit that nobody known has signed; it is called open, not checked
    #[arg(long)]
    pub(crate) allow_unsigned: bool,
}

/// `sekisho audit verify`
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The kit
    #[arg(value_name = "KIT")]
    pub(crate) kit: PathBuf,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho audit replay`
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// The kit
    #[arg(value_name = "KIT")]
    pub(crate) kit: PathBuf,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// The evidence, where it does not lie in the kit: as many as were assessed, in the same order
    #[arg(long, value_name = "PATH")]
    pub(crate) evidence: Vec<PathBuf>,
    /// Write the record that came out to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// How many subjects at once (default: one per processor)
    #[arg(short, long, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub(crate) jobs: Option<u16>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho audit disclose`
#[derive(Debug, clap::Args)]
pub(crate) struct Disclose {
    /// The kit
    #[arg(value_name = "KIT")]
    pub(crate) kit: PathBuf,
    /// A control to disclose: its id, or `POLICY=ID`; may be repeated
    #[arg(long, required = true, value_name = "ID")]
    pub(crate) control: Vec<String>,
    /// A subject to disclose; may be repeated
    #[arg(long, required = true, value_name = "ID")]
    pub(crate) subject: Vec<String>,
    /// The disclosure to write
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}
