//! What can go wrong between here and a registry. What a registry says is shown shortened and without control characters.

use crate::BundleError;
use sekisho_model::Digest;
use sekisho_model::error::Hint;

/// Why a bundle was not pushed, pulled or pinned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// Not a reference, or not a mirror.
    #[error("`{text}` is no place of a bundle: {reason}")]
    Reference {
        /// As it was given, shortened.
        text: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A password would be sent in the clear.
    #[error("`{0}` is spoken with in the clear, and a password is not sent that way")]
    Clear(String),
    /// The settings for TLS are not usable.
    #[error("no certificate authority is known, so that no registry can be told from an impostor")]
    NoRoots,
    /// No connection, or one that broke.
    #[error("`{place}` cannot be reached for {what}: {reason}")]
    Unreachable {
        /// Registry.
        place: String,
        /// What was asked for.
        what: String,
        /// As the network has it.
        reason: String,
    },
    /// No answer in time.
    #[error("`{place}` took too long over {what}")]
    Timeout {
        /// Registry.
        place: String,
        /// What was asked for.
        what: String,
    },
    /// Not there.
    #[error("`{place}` has no {what}")]
    NotFound {
        /// Registry and repository.
        place: String,
        /// What was asked for.
        what: String,
    },
    /// Credentials are missing or not enough.
    #[error("`{place}` does not let us at {what}: {reason}")]
    Denied {
        /// Registry.
        place: String,
        /// What was asked for.
        what: String,
        /// Why.
        reason: String,
    },
    /// Another answer than the specification has.
    #[error("`{place}` answered {status} for {what}{said}")]
    Status {
        /// Registry.
        place: String,
        /// What was asked for.
        what: String,
        /// HTTP status.
        status: u16,
        /// What it said, or nothing.
        said: String,
    },
    /// It sends us where we do not go.
    #[error("`{place}` sends us elsewhere for {what}, to `{to}`: {reason}")]
    Redirect {
        /// Registry.
        place: String,
        /// What was asked for.
        what: String,
        /// Where to.
        to: String,
        /// Why not.
        reason: &'static str,
    },
    /// What it served is not a bundle, or not the one that was asked for.
    #[error("`{place}` serves something else: {source}")]
    Served {
        /// Registry.
        place: String,
        /// What is wrong.
        source: BundleError,
    },
    /// A signature that is listed and is none.
    #[error("`{place}` lists {digest} as a signature: {reason}")]
    Referrer {
        /// Registry.
        place: String,
        /// The signature's manifest.
        digest: Digest,
        /// What is wrong.
        reason: String,
    },
    /// What was pushed is not what is served.
    #[error("`{place}` took {pushed} and serves {found}")]
    ReadBack {
        /// Registry.
        place: String,
        /// As pushed.
        pushed: Digest,
        /// As read back.
        found: String,
    },
    /// Neither the mirrors nor the registry.
    #[error("no place has the bundle as asked for:\n       {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n       "))]
    Nowhere(Vec<RegistryError>),
    /// The layout that is to be pushed.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The lock file.
    #[error("the lock file cannot be read: {0}")]
    Lock(String),
}

impl RegistryError {
    /// Whether somebody served what must not be used, as opposed to nothing at all.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Redirect { .. } | Self::Served { .. } | Self::Referrer { .. } | Self::ReadBack { .. } => true,
            Self::Bundle(error) => !matches!(error, BundleError::Fields(_)),
            Self::Nowhere(errors) => errors.iter().any(Self::is_refusal),
            _ => false,
        }
    }
}

impl Hint for RegistryError {
    fn code(&self) -> &'static str {
        match self {
            Self::Reference { .. } => "registry-reference",
            Self::Clear(_) => "registry-clear",
            Self::NoRoots => "registry-roots",
            Self::Unreachable { .. } => "registry-unreachable",
            Self::Timeout { .. } => "registry-timeout",
            Self::NotFound { .. } => "registry-not-found",
            Self::Denied { .. } => "registry-denied",
            Self::Status { .. } => "registry-status",
            Self::Redirect { .. } => "registry-redirect",
            Self::Served { .. } => "registry-served",
            Self::Referrer { .. } => "registry-referrer",
            Self::ReadBack { .. } => "registry-read-back",
            Self::Nowhere(_) => "registry-nowhere",
            Self::Bundle(error) => error.code(),
            Self::Lock(_) => "registry-lock",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Reference { .. } => {
                "write `oci://HOST[:PORT]/REPOSITORY:TAG` or `oci://HOST[:PORT]/REPOSITORY@sha256:…`"
            }
            Self::Clear(_) => "leave `--plain-http` out, or the name",
            Self::NoRoots => "name the authority of the registry with `--ca-file`",
            Self::Unreachable { .. } => {
                "check the host, the network and the certificate; `--mirror` names another place"
            }
            Self::Timeout { .. } => "try again, name a mirror with `--mirror`, or wait longer with `--timeout`",
            Self::NotFound { .. } => {
                "check repository and tag; some registries say so to whoever may not see it as well"
            }
            Self::Denied { .. } => "give `--username` and SEKISHO_REGISTRY_PASSWORD or `--password-file`",
            Self::Status { .. } => "ask whoever runs the registry",
            Self::Redirect { .. } => "ask whoever runs the registry where its files lie",
            Self::Served { .. } | Self::Referrer { .. } | Self::ReadBack { .. } => {
                "do not use it: tell whoever runs the registry, and get the bundle from another place"
            }
            Self::Nowhere(errors) => return errors.last().and_then(Hint::hint),
            Self::Bundle(error) => return error.hint(),
            Self::Lock(_) => "get it back from version control, or pin again with `sekisho bundle pull --lock`",
        };
        Some(text.to_owned())
    }
}

/// What a stranger said, fit for a terminal: one line, no control characters, not long.
pub(super) fn plain(text: &str, length: usize) -> String {
    let is_plain = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(is_plain).take(length).collect()
}
