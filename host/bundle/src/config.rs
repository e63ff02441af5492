//! What a bundle says of itself inside the artifact: `application/vnd.sekisho.bundle.config.v1+json`, canonical JSON.
//!
//! It repeats what can be computed from the parts (digests, what a plugin reads) so that a registry's page can show it before
//! anything is fetched. Whoever opens the bundle computes it again and refuses it where the two differ.

use crate::author::About;
use crate::{BundleError, media};
use sekisho_model::{Digest, canonical};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Issuer, document, dates.
    pub about: About,
    /// Versions of the interface that its plugins use, sorted.
    pub interfaces: BTreeSet<String>,
    /// The languages of all its texts.
    pub locales: Vec<String>,
    /// Its files, by path.
    pub entries: Vec<Entry>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Path, with `/`.
    pub path: String,
    /// SHA-256.
    pub digest: Digest,
    /// Bytes.
    pub size: u64,
    /// Its type, as the layer has it.
    pub media_type: String,
    /// Of a plugin, what it is and may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin: Option<PluginClaim>,
}

/// What is said of a plugin; computed from its imports and its own description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginClaim {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Version of the interface.
    pub interface: String,
    /// Kinds of fact that it can read, sorted.
    pub reads: BTreeSet<String>,
    /// Ids of its checks, sorted.
    pub checks: BTreeSet<String>,
}

impl Config {
    /// Reads and checks it.
    pub fn parse(bytes: &[u8]) -> Result<Self, BundleError> {
        let place = "the bundle's configuration";
        let config: Self = serde_json::from_slice(bytes).map_err(|e| BundleError::unreadable(place, e))?;
        config.about.check().map_err(BundleError::Fields)?;
        let paths: Vec<&String> = config.entries.iter().map(|e| &e.path).collect();
        if !paths.is_sorted() || paths.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(BundleError::unreadable(
                place,
                "its entries are not in order of their paths, each once",
            ));
        }
        for entry in &config.entries {
            let Some(expected) = media::of(&entry.path) else {
                return Err(BundleError::Entry {
                    name: entry.path.chars().take(256).collect(),
                    reason: "its path is none of a plugin or policy",
                });
            };
            if entry.media_type != expected {
                return Err(BundleError::MediaType {
                    what: format!("`{}`", entry.path),
                    expected,
                    found: entry.media_type.chars().take(120).collect(),
                });
            }
            if entry.plugin.is_some() != (expected == media::PLUGIN) {
                let reason = format!(
                    "`{}` is a plugin and not described, or described and no plugin",
                    entry.path
                );
                return Err(BundleError::unreadable(place, reason));
            }
        }
        if to_bytes(&config)? != bytes {
            return Err(BundleError::unreadable(place, "it is not canonical JSON"));
        }
        Ok(config)
    }

    /// Holds what was computed from a plugin against what is said of it.
    pub fn hold(&self, path: &str, found: &PluginClaim) -> Result<(), BundleError> {
        let claimed = self
            .entries
            .iter()
            .find(|e| e.path == path)
            .and_then(|e| e.plugin.as_ref());
        let Some(claimed) = claimed else {
            return Err(BundleError::unreadable(
                "the bundle's configuration",
                format!("`{path}` is not described"),
            ));
        };
        let set = |set: &BTreeSet<String>| format!("[{}]", set.iter().cloned().collect::<Vec<_>>().join(", "));
        let pairs = [
            ("what it reads", set(&claimed.reads), set(&found.reads)),
            ("its id", claimed.id.clone(), found.id.clone()),
            ("its version", claimed.version.clone(), found.version.clone()),
            ("its interface", claimed.interface.clone(), found.interface.clone()),
            ("its checks", set(&claimed.checks), set(&found.checks)),
        ];
        for (what, claimed, found) in pairs {
            if claimed != found {
                return Err(BundleError::Claim {
                    what: format!("of `{path}` {what}"),
                    claimed,
                    found,
                });
            }
        }
        Ok(())
    }
}

/// Canonical JSON.
pub(crate) fn to_bytes(config: &Config) -> Result<Vec<u8>, BundleError> {
    canonical::to_vec(config).map_err(|e| BundleError::unreadable("the bundle's configuration", e))
}
