//! Bundles in OCI registries (distribution specification 1.1): pushed, pulled, pinned.
//!
//! A registry is a stranger: every answer is bounded before it is read, every byte is held against the digest that asked for it,
//! and nothing is believed that only a header says. What is pulled is a [`Layout`] like any other, and whether to trust it is
//! asked elsewhere. The caller hands in everything: roots of trust for TLS, credentials, mirrors, limits, and how to wait.
//!
//! The HTTP client blocks and needs no runtime. `oci-client` was looked at and not taken: it reads manifests, tokens and
//! messages of errors without any bound, and leaves no way to put one (decision 0015).

mod auth;
mod error;
pub mod lock;
mod pull;
mod push;
mod reference;
mod referrers;
mod wire;

pub use error::RegistryError;
pub use pull::{Pulled, Tagged, pull, resolve};
pub use push::{Pushed, push};
pub use reference::{Mirror, Reference, Target};

use crate::Limits;
use std::fmt;
use std::time::Duration;
use zeroize::Zeroizing;

#[cfg(doc)]
use crate::Layout;

/// How registries are spoken with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Speak without TLS to other machines as well; to this one it is spoken without unless `local_tls` says otherwise.
    pub plain_http: bool,
    /// Speak with TLS to this machine too.
    pub local_tls: bool,
    /// Certificates (DER) of the authorities that may vouch for registries.
    pub roots: Vec<Vec<u8>>,
    /// Name and password for the registry itself; mirrors never get them.
    pub credentials: Option<Credentials>,
    /// Where to look first, in order.
    pub mirrors: Vec<Mirror>,
    /// What a bundle may be at most.
    pub limits: Limits,
    /// How long to wait.
    pub times: Times,
    /// How often a request is sent again after a connection that failed or an answer of 429 or 5xx.
    pub retries: u32,
    /// Waits before the next try.
    pub pause: fn(Duration),
}

/// How long to wait for a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// For a connection.
    pub connect: Duration,
    /// For the next bytes.
    pub silence: Duration,
    /// For one request with its answer.
    pub total: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            total: Duration::from_secs(600),
        }
    }
}

/// Who asks.
#[derive(Clone)]
pub struct Credentials {
    /// Name.
    pub user: String,
    /// Password or token; never shown.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}
