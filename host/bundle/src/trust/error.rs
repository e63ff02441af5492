//! Why trust is refused: each refusal names the rule, the role or bundle, the keys, and what to do.
//!
//! The rule is the error's code (`trust-rollback`, `trust-frozen` …). Key ids are those of TUF: SHA-256 of the key's
//! canonical JSON, in hexadecimal digits.

use sekisho_model::error::Hint;
use sekisho_model::{Bilingual, Date, Digest};

/// Why something is not trusted, or could not be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// A file of the repository is not there.
    #[error("`{0}` is not there")]
    Missing(String),
    /// A file is larger than its role may be: endless data.
    #[error("`{path}` is larger than {limit} bytes, the most that is read of it")]
    Oversize {
        /// The file.
        path: String,
        /// The most that is read.
        limit: u64,
    },
    /// A file that cannot be what it is said to be.
    #[error("`{path}` is malformed: {reason}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The directory or archive cannot be read.
    #[error("`{path}` cannot be used: {reason}")]
    Source {
        /// The place.
        path: String,
        /// Why.
        reason: String,
    },
    /// Too few valid signatures.
    #[error("role `{role}` needs {need} distinct signers and has {}{}{}", list(.valid), part("; not valid: ", .invalid), part("; of unknown keys: ", .unknown))]
    Threshold {
        /// The role.
        role: String,
        /// How many distinct keys must sign.
        need: u64,
        /// Keys of the role whose signature is good.
        valid: Vec<String>,
        /// Keys of the role whose signature does not match.
        invalid: Vec<String>,
        /// Keys that the role does not have.
        unknown: Vec<String>,
    },
    /// One key signed one file twice.
    #[error("role `{role}` is signed twice by key {key}; a key counts once")]
    SignedTwice {
        /// The role.
        role: String,
        /// The key.
        key: String,
    },
    /// One key stands under two ids and could count twice.
    #[error("`{role}` lists one key under two ids: {first} and {second}")]
    SameKey {
        /// The role or file that lists it.
        role: String,
        /// One id.
        first: String,
        /// The other.
        second: String,
    },
    /// A threshold that its keys cannot meet, or keys that are not there.
    #[error("role `{role}` needs {need} signers and has {have} keys")]
    Unreachable {
        /// The role.
        role: String,
        /// How many must sign.
        need: u64,
        /// How many keys it has.
        have: usize,
    },
    /// Metadata that is not valid any more. For the timestamp this is the freeze attack.
    #[error("role `{role}` expired on {expires} and is judged on {on}")]
    Expired {
        /// The role.
        role: String,
        /// The first day on which it is not valid.
        expires: Date,
        /// The day of the judgement.
        on: Date,
    },
    /// Older metadata after newer.
    #[error("role `{role}` is offered in version {offered}, and version {seen} was seen before")]
    Rollback {
        /// The role.
        role: String,
        /// The version offered.
        offered: u64,
        /// The highest version seen.
        seen: u64,
    },
    /// Two contents under one version.
    #[error("role `{role}` version {version} says something else than when it was seen before")]
    Equivocation {
        /// The role.
        role: String,
        /// The version.
        version: u64,
    },
    /// Files that do not belong together.
    #[error("role `{role}` does not belong to the rest of the repository: {reason}")]
    Mixed {
        /// The role.
        role: String,
        /// What does not fit.
        reason: String,
    },
    /// A role that is delegated or was listed, and is kept back.
    #[error("role `{0}` is kept back: the snapshot does not list it")]
    Withheld(String),
    /// A version so high that no next one could follow.
    #[error("role `{role}` has version {version}; versions end at {}", super::LAST_VERSION)]
    FastForward {
        /// The role.
        role: String,
        /// The version.
        version: u64,
    },
    /// A delegation that is not followed.
    #[error("the delegation to `{role}` is refused: {reason}")]
    Delegation {
        /// The delegated role.
        role: String,
        /// Why.
        reason: String,
    },
    /// A target that is not what its role says.
    #[error("target `{path}` is refused: {reason}")]
    Target {
        /// Its path.
        path: String,
        /// Why.
        reason: String,
    },
    /// The pinned root is not the one in the archive or the store.
    #[error("the root pinned here is {pinned}, and {found} was given")]
    OtherRoot {
        /// Digest of the pinned root file.
        pinned: Digest,
        /// Digest of the other.
        found: Digest,
    },
    /// A trust store that cannot be used.
    #[error("the trust store is refused: {0}")]
    Store(String),
    /// Another process is at work on the store.
    #[error("the trust store is in use by another process")]
    Busy,
    /// A bundle that was revoked.
    #[error("bundle `{bundle}` ({digest}) is revoked since {since}: {}", .reason.en)]
    RevokedBundle {
        /// Its id.
        bundle: String,
        /// Its digest.
        digest: Digest,
        /// Since when.
        since: Date,
        /// Why.
        reason: Bilingual,
    },
    /// A bundle that is too old.
    #[error("bundle `{bundle}` is offered in version {offered}; the minimum is {minimum}")]
    BelowMinimum {
        /// Its id.
        bundle: String,
        /// The version offered.
        offered: semver::Version,
        /// The lowest version allowed.
        minimum: semver::Version,
    },
    /// An older bundle after a newer.
    #[error("bundle `{bundle}` is offered in version {offered}, and version {seen} was seen before")]
    BundleRollback {
        /// Its id.
        bundle: String,
        /// The version offered.
        offered: semver::Version,
        /// The highest version seen.
        seen: semver::Version,
    },
    /// Another bundle under a version that was seen.
    #[error("bundle `{bundle}` version {version} was seen as {seen} and is now {offered}")]
    BundleReplaced {
        /// Its id.
        bundle: String,
        /// Its version.
        version: Box<semver::Version>,
        /// The digest seen.
        seen: Digest,
        /// The digest offered.
        offered: Digest,
    },
    /// Two states of a log that cannot be one log.
    #[error(
        "log `{origin}` was shown with {seen} entries before, and what is shown now does not extend that: {reason}"
    )]
    LogSplit {
        /// Its origin.
        origin: String,
        /// Entries seen before.
        seen: u64,
        /// What does not fit.
        reason: String,
    },
    /// An older state of a log after a newer, and nothing that links them.
    #[error("log `{origin}` is shown with {offered} entries, and {seen} were seen before")]
    LogRollback {
        /// Its origin.
        origin: String,
        /// Entries now.
        offered: u64,
        /// Entries seen before.
        seen: u64,
    },
    /// A newer state of a log, and nothing that links it to the one seen.
    #[error(
        "log `{origin}` is shown with {offered} entries, and nothing proves that it only appended to the {seen} seen before"
    )]
    LogGap {
        /// Its origin.
        origin: String,
        /// Entries now.
        offered: u64,
        /// Entries seen before.
        seen: u64,
    },
    /// Nobody said who must sign a bundle.
    #[error("no rule says who must sign bundle `{0}`")]
    NoRule(String),
    /// Keys that are needed to publish and were not handed in.
    #[error("role `{role}` needs {need} signatures; hand in keys of {}", list(.keys))]
    KeysMissing {
        /// The role.
        role: String,
        /// How many are still missing.
        need: u64,
        /// Keys that could sign.
        keys: Vec<String>,
    },
    /// Something asked of the publisher that cannot be done.
    #[error("{0}")]
    Edit(String),
    /// A key that cannot be used.
    #[error("the key is refused: {0}")]
    Key(String),
}

fn list(keys: &[String]) -> String {
    if keys.is_empty() {
        "none".to_owned()
    } else {
        keys.join(", ")
    }
}

fn part(head: &str, keys: &[String]) -> String {
    if keys.is_empty() {
        String::new()
    } else {
        format!("{head}{}", keys.join(", "))
    }
}

impl TrustError {
    /// Whether this is a refusal of trust (exit 5), and not a wrong use of the program (exit 3).
    pub fn is_refusal(&self) -> bool {
        !matches!(
            self,
            Self::Source { .. } | Self::Busy | Self::KeysMissing { .. } | Self::Edit(_) | Self::Key(_)
        )
    }
}

impl Hint for TrustError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "trust-missing",
            Self::Oversize { .. } => "trust-oversize",
            Self::Malformed { .. } => "trust-malformed",
            Self::Source { .. } => "trust-source",
            Self::Threshold { .. } => "trust-threshold",
            Self::SignedTwice { .. } => "trust-signed-twice",
            Self::SameKey { .. } => "trust-same-key",
            Self::Unreachable { .. } => "trust-unreachable",
            Self::Expired { role, .. } if role == "timestamp" => "trust-frozen",
            Self::Expired { .. } => "trust-expired",
            Self::Rollback { .. } => "trust-rollback",
            Self::Equivocation { .. } => "trust-equivocation",
            Self::Mixed { .. } => "trust-mixed",
            Self::Withheld(_) => "trust-withheld",
            Self::FastForward { .. } => "trust-fast-forward",
            Self::Delegation { .. } => "trust-delegation",
            Self::Target { .. } => "trust-target",
            Self::OtherRoot { .. } => "trust-other-root",
            Self::Store(_) => "trust-store",
            Self::Busy => "trust-busy",
            Self::RevokedBundle { .. } => "trust-revoked-bundle",
            Self::BelowMinimum { .. } => "trust-below-minimum",
            Self::BundleRollback { .. } => "trust-bundle-rollback",
            Self::BundleReplaced { .. } => "trust-bundle-replaced",
            Self::LogSplit { .. } => "log-split",
            Self::LogRollback { .. } => "log-rollback",
            Self::LogGap { .. } => "log-gap",
            Self::NoRule(_) => "trust-no-rule",
            Self::KeysMissing { .. } => "trust-keys-missing",
            Self::Edit(_) => "trust-edit",
            Self::Key(_) => "trust-key",
        }
    }

    fn hint(&self) -> Option<String> {
        super::words::hint(self)
    }
}
