//! The arguments of `sekisho trust …`: the publisher's side works on `--repository`, the reader's on `--trust`.

use super::{Form, Lang, date};
use clap::{Subcommand, ValueEnum};
use sekisho_attest::log::NoteVerifier;
use sekisho_model::{Date, Digest};
use std::path::PathBuf;

/// `sekisho trust …`
#[derive(Debug, Subcommand)]
pub(crate) enum Trust {
    /// Make a key pair: FILE (secret, encrypted) and FILE.pub
    Key(Key),
    /// Begin a repository (`--repository`), or pin the root of one (`--trust`)
    Init(Init),
    /// Show who may sign what, what is revoked, and how long it is valid; exit code 5 if it is not
    Show(Show),
    /// Add to the list of signers
    #[command(subcommand)]
    Add(Add),
    /// Remove from the list of signers
    #[command(subcommand)]
    Remove(Remove),
    /// Revoke a key or a bundle
    #[command(subcommand)]
    Revoke(Revoke),
    /// Take a newer copy of a repository, from a directory or a tar; exit code 5 if it is refused
    Update(Update),
    /// Let somebody else list signers for some bundle ids
    Delegate(Delegate),
    /// Give a role of the repository other keys
    Rotate(Rotate),
    /// Add signatures to what waits for them, and publish it when there are enough
    Sign(Sign),
    /// Sign the timestamp anew, so that readers see that nothing is held back
    Refresh(Sign),
}

/// Kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Kind {
    /// ECDSA P-256, which all verifiers of signatures know
    #[default]
    P256,
    /// Ed25519
    Ed25519,
}

/// `sekisho trust key`
#[derive(Debug, clap::Args)]
pub(crate) struct Key {
    /// Where the secret key is written; the public one stands beside it as FILE.pub
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Kind of the key
    #[arg(long, value_enum, default_value_t)]
    pub(crate) kind: Kind,
    /// File whose first line is the password (default: `SEKISHO_KEY_PASSWORD`)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

/// Where and with which keys is published.
#[derive(Debug, clap::Args)]
pub(crate) struct Publish {
    /// The repository: a directory with `metadata` and `targets`
    #[arg(long, value_name = "DIR")]
    pub(crate) repository: PathBuf,
    /// A secret key to sign with; may be repeated. Keys that are missing sign later: `sekisho trust sign`
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    /// File whose first line is the password: one for all keys, or one for each, in order (default: `SEKISHO_KEY_PASSWORD`)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) expiry: Expiry,
}

/// Until when metadata is valid: the first day on which it is not.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Expiry {
    /// Of the root (default: in two years)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) root_expires: Option<Date>,
    /// Of lists of signers (default: in a year)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) list_expires: Option<Date>,
    /// Of the snapshot (default: in 120 days)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) snapshot_expires: Option<Date>,
    /// Of the timestamp (default: in 60 days)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) timestamp_expires: Option<Date>,
}

/// `sekisho trust init`
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// The trust store to make
    #[arg(long, value_name = "DIR", requires = "root", conflicts_with_all = ["repository", "key"])]
    pub(crate) trust: Option<PathBuf>,
    /// The root to pin, as it came from the association
    #[arg(long, value_name = "FILE", requires = "trust")]
    pub(crate) root: Option<PathBuf>,
    /// Its digest, as the association told it another way
    #[arg(long, value_parser = digest, value_name = "sha256:…", requires = "root")]
    pub(crate) digest: Option<Digest>,
    /// The repository to begin
    #[arg(long, value_name = "DIR", required_unless_present = "trust", requires_all = ["root_key", "list_key", "snapshot_key", "timestamp_key"])]
    pub(crate) repository: Option<PathBuf>,
    /// Public key of the root; may be repeated
    #[arg(long, value_name = "PUB")]
    pub(crate) root_key: Vec<PathBuf>,
    /// How many root keys must sign
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) root_threshold: u64,
    /// Public key that signs lists of signers; may be repeated
    #[arg(long, value_name = "PUB")]
    pub(crate) list_key: Vec<PathBuf>,
    /// How many of them must sign
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) list_threshold: u64,
    /// Public key of the snapshot; may be repeated
    #[arg(long, value_name = "PUB")]
    pub(crate) snapshot_key: Vec<PathBuf>,
    /// Public key of the timestamp; may be repeated
    #[arg(long, value_name = "PUB")]
    pub(crate) timestamp_key: Vec<PathBuf>,
    /// A secret key to sign with; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Vec<PathBuf>,
    /// File whose first line is the password: one for all keys, or one for each, in order
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) expiry: Expiry,
}

/// `sekisho trust show`
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// The trust store
    #[arg(long, value_name = "DIR")]
    pub(crate) trust: PathBuf,
    /// Only what concerns this bundle id
    #[arg(long, value_name = "ID")]
    pub(crate) bundle: Option<String>,
    /// The day it is judged for (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho trust update`
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    /// The copy: a directory with `metadata` and `targets`, or a tar of it
    #[arg(long, value_name = "DIR|TAR")]
    pub(crate) from: PathBuf,
    /// The trust store
    #[arg(long, value_name = "DIR")]
    pub(crate) trust: PathBuf,
    /// The day it is judged for (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// Whose list is changed.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// The delegated role whose list it is (default: the association's own)
    #[arg(long, default_value = "targets", value_name = "ROLE")]
    pub(crate) list: String,
    #[command(flatten)]
    pub(crate) publish: Publish,
}

/// `sekisho trust add …`
#[derive(Debug, Subcommand)]
pub(crate) enum Add {
    /// Somebody who may sign bundles
    Signer(NewSigner),
    /// How many must sign which bundles
    Rule(NewRule),
    /// The lowest version of a bundle that may be used
    Minimum(NewMinimum),
    /// A transparency log, and who must have witnessed it
    Log(NewLog),
}

/// `sekisho trust add signer`
#[derive(Debug, clap::Args)]
pub(crate) struct NewSigner {
    /// Short name
    #[arg(long, value_name = "ID")]
    pub(crate) id: String,
    /// Full name in Japanese
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_ja: String,
    /// Full name in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: String,
    /// Public key
    #[arg(long, value_name = "PUB")]
    pub(crate) public_key: PathBuf,
    /// As what: association, certifier, author …; may be repeated
    #[arg(long, required = true, value_name = "ROLE")]
    pub(crate) role: Vec<String>,
    /// For which bundle ids: `factory/*`, `factory/**`; may be repeated
    #[arg(long, required = true, value_name = "PATTERN")]
    pub(crate) scope: Vec<String>,
    /// The last day on which a signature counts
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) not_after: Option<Date>,
    #[command(flatten)]
    pub(crate) list: List,
}

/// `sekisho trust add rule`
#[derive(Debug, clap::Args)]
pub(crate) struct NewRule {
    /// For which bundle ids; a rule of the same scope is replaced
    #[arg(long, value_name = "PATTERN")]
    pub(crate) scope: String,
    /// So many signers of a role: `certifier=1`; may be repeated
    #[arg(long, value_parser = required, value_name = "ROLE=N")]
    pub(crate) require: Vec<(String, u32)>,
    /// So many distinct signers in all
    #[arg(long, value_name = "N")]
    pub(crate) distinct: u32,
    /// It must stand in a log that is named for it as well (`trust add log`)
    #[arg(long)]
    pub(crate) require_log: bool,
    #[command(flatten)]
    pub(crate) list: List,
}

/// `sekisho trust add minimum`
#[derive(Debug, clap::Args)]
pub(crate) struct NewMinimum {
    /// The bundle id
    #[arg(long, value_name = "ID")]
    pub(crate) bundle: String,
    /// The lowest version
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: semver::Version,
    #[command(flatten)]
    pub(crate) list: List,
}

/// `sekisho trust add log`
#[derive(Debug, clap::Args)]
pub(crate) struct NewLog {
    /// Short name; a log of the same name is replaced
    #[arg(long, value_name = "ID")]
    pub(crate) id: String,
    /// The name that stands in its checkpoints
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) origin: String,
    /// Key of the log, as `log init` prints it (`name+id+key`); may be repeated while it changes its key
    #[arg(long, required = true, value_parser = super::log::log_key, value_name = "VKEY")]
    pub(crate) log_key: Vec<NoteVerifier>,
    /// A witness: a short name and its key, as `log cosign` prints it; may be repeated
    #[arg(long, value_parser = witness, value_name = "NAME=VKEY")]
    pub(crate) witness: Vec<(String, NoteVerifier)>,
    /// How many different witnesses must have signed; 0 takes the log's word alone
    #[arg(long, value_name = "N")]
    pub(crate) quorum: u32,
    /// For which ids: `factory/*`, `attestation/**`; may be repeated
    #[arg(long, required = true, value_name = "PATTERN")]
    pub(crate) scope: Vec<String>,
    /// The last day on which it counts; what witnesses saw in it by then counts on
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) not_after: Option<Date>,
    #[command(flatten)]
    pub(crate) list: List,
}

/// `sekisho trust remove …`
#[derive(Debug, Subcommand)]
pub(crate) enum Remove {
    /// A signer, with all keys
    Signer {
        /// Short name
        #[arg(long, value_name = "ID")]
        id: String,
        #[command(flatten)]
        list: List,
    },
    /// A rule
    Rule {
        /// Its scope
        #[arg(long, value_name = "PATTERN")]
        scope: String,
        #[command(flatten)]
        list: List,
    },
    /// A log
    Log {
        /// Short name
        #[arg(long, value_name = "ID")]
        id: String,
        #[command(flatten)]
        list: List,
    },
    /// A delegation
    Delegation {
        /// The delegated role
        #[arg(long, value_name = "ROLE")]
        name: String,
        #[command(flatten)]
        publish: Publish,
    },
}

/// Since when and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Why {
    /// The first day on which it does not count (default: today in UTC)
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<Date>,
    /// Why, in Japanese
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_ja: String,
    /// Why, in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_en: String,
}

/// `sekisho trust revoke …`
#[derive(Debug, Subcommand)]
pub(crate) enum Revoke {
    /// A signer's key: what it signs does not count from that day on
    Key {
        /// The signer, all of whose keys are revoked
        #[arg(
            long,
            value_name = "ID",
            required_unless_present = "public_key",
            conflicts_with = "public_key"
        )]
        signer: Option<String>,
        /// One public key
        #[arg(long, value_name = "PUB")]
        public_key: Option<PathBuf>,
        #[command(flatten)]
        why: Why,
        #[command(flatten)]
        list: List,
    },
    /// A bundle, by its digest
    Bundle {
        /// The bundle id
        #[arg(long, value_name = "ID")]
        bundle: String,
        /// Its digest
        #[arg(long, value_parser = digest, value_name = "sha256:…")]
        digest: Digest,
        #[command(flatten)]
        why: Why,
        #[command(flatten)]
        list: List,
    },
}

/// `sekisho trust delegate`
#[derive(Debug, clap::Args)]
pub(crate) struct Delegate {
    /// Name of the role
    #[arg(long, value_name = "ROLE")]
    pub(crate) name: String,
    /// Public key that signs its list; may be repeated
    #[arg(long, required = true, value_name = "PUB")]
    pub(crate) public_key: Vec<PathBuf>,
    /// How many of them must sign
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) threshold: u64,
    /// For which bundle ids; its list stands in the folder of the first: `factory/kansai/*`
    #[arg(long, required = true, value_name = "PATTERN")]
    pub(crate) path: Vec<String>,
    /// What its signers may be, if not `author`; may be repeated
    #[arg(long, value_name = "ROLE")]
    pub(crate) signers_may_be: Vec<String>,
    #[command(flatten)]
    pub(crate) publish: Publish,
}

/// `sekisho trust rotate`
#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    /// The role: root, targets, snapshot or timestamp
    #[arg(long, value_name = "ROLE")]
    pub(crate) of: String,
    /// All public keys that it has from now on
    #[arg(long, required = true, value_name = "PUB")]
    pub(crate) public_key: Vec<PathBuf>,
    /// How many of them must sign
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) threshold: u64,
    #[command(flatten)]
    pub(crate) publish: Publish,
}

/// `sekisho trust sign` and `sekisho trust refresh`
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    #[command(flatten)]
    pub(crate) publish: Publish,
}

fn digest(text: &str) -> Result<Digest, String> {
    Digest::parse(text).ok_or_else(|| "expected `sha256:` and 64 hexadecimal digits".to_owned())
}

fn witness(text: &str) -> Result<(String, NoteVerifier), String> {
    // A key has `=` in it as well.
    let (name, key) = text.split_once('=').ok_or("expected a name and a key: `meti=VKEY`")?;
    Ok((name.to_owned(), super::log::witness_key(key)?))
}

fn required(text: &str) -> Result<(String, u32), String> {
    let parts = text
        .split_once('=')
        .and_then(|(role, count)| Some((role.to_owned(), count.parse().ok()?)));
    parts.ok_or_else(|| "expected a role and a number: `certifier=1`".to_owned())
}
