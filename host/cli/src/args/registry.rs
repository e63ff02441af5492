//! The arguments of `sekisho bundle push|pull|save|load`.

use super::{Form, Lang, Pins, Trusted};
use std::path::PathBuf;

/// How a registry is spoken with.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Registry {
    /// The name to give to the registry; the password is in the variable `SEKISHO_REGISTRY_PASSWORD` or a file
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
    /// File with the password or token in its first line
    #[arg(long, value_name = "FILE", requires = "username")]
    pub(crate) password_file: Option<PathBuf>,
    /// Certificates (PEM) of the authorities that may vouch for the registry, in place of the system's; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Vec<PathBuf>,
    /// Speak without TLS, and then never with a password
    #[arg(long, conflicts_with_all = ["ca_file", "username"])]
    pub(crate) plain_http: bool,
    /// Seconds to wait for one request with its answer
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=86_400), value_name = "SECONDS")]
    pub(crate) timeout: u32,
}

/// `sekisho bundle push`
#[derive(Debug, clap::Args)]
pub(crate) struct Push {
    /// The bundle: a file, or an OCI image layout
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    /// Where to: `oci://HOST[:PORT]/REPOSITORY:TAG`
    #[arg(value_name = "oci://…")]
    pub(crate) to: String,
    /// Let a tag that leads to another bundle lead to this one from now on
    #[arg(long)]
    pub(crate) replace: bool,
    #[command(flatten)]
    pub(crate) registry: Registry,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho bundle pull`
#[derive(Debug, clap::Args)]
pub(crate) struct Pull {
    /// What to pull: `oci://HOST[:PORT]/REPOSITORY[:TAG|@sha256:…]`; everything that is pinned where none is named
    #[arg(value_name = "oci://…")]
    pub(crate) references: Vec<String>,
    #[command(flatten)]
    pub(crate) pins: Pins,
    /// Take exactly what is pinned: no tag is looked up, nothing is pinned anew
    #[arg(long, conflicts_with = "update")]
    pub(crate) locked: bool,
    /// Follow tags that moved, and show what that changes
    #[arg(long)]
    pub(crate) update: bool,
    /// Write the bundle to this file as well
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Another registry to ask first: `HOST[:PORT][/PREFIX]`; may be repeated
    #[arg(long, value_name = "HOST[/PREFIX]")]
    pub(crate) mirror: Vec<String>,
    #[command(flatten)]
    pub(crate) registry: Registry,
    #[command(flatten)]
    pub(crate) trusted: Trusted,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho bundle save`
#[derive(Debug, clap::Args)]
pub(crate) struct Save {
    /// Which bundles: `oci://…` or `sha256:…`; everything that is pinned where none is named
    #[arg(value_name = "oci://…|sha256:…")]
    pub(crate) bundles: Vec<String>,
    #[command(flatten)]
    pub(crate) pins: Pins,
    /// File to write
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho bundle load`
#[derive(Debug, clap::Args)]
pub(crate) struct Load {
    /// File that `bundle save` or `bundle build` wrote
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) pins: Pins,
    #[command(flatten)]
    pub(crate) trusted: Trusted,
    #[command(flatten)]
    pub(crate) language: Lang,
}
