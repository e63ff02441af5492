//! Manifests and indexes as the OCI image specification 1.1 has them, as far as bundles use them. What else stands in a
//! manifest is under its digest and changes nothing here.

use crate::{BundleError, media};
use sekisho_model::{Digest, canonical};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Bytes of the largest manifest; registries take no larger ones either.
const LARGEST: u64 = 4 << 20;

/// Names some bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// Media type.
    pub media_type: String,
    /// SHA-256.
    pub digest: Digest,
    /// Number of bytes.
    pub size: u64,
    /// In an index: the artifact type of the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// Annotations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

impl Descriptor {
    /// Describes bytes.
    pub fn of(media_type: &str, bytes: &[u8]) -> Self {
        Self {
            media_type: media_type.to_owned(),
            digest: Digest::of(bytes),
            size: bytes.len() as u64,
            artifact_type: None,
            annotations: BTreeMap::new(),
        }
    }

    /// Holds bytes against it.
    pub fn check(&self, what: &str, bytes: &[u8]) -> Result<(), BundleError> {
        let found = bytes.len() as u64;
        if found != self.size {
            return Err(BundleError::Size {
                what: what.to_owned(),
                expected: self.size,
                found,
            });
        }
        let found = Digest::of(bytes);
        if found != self.digest {
            return Err(BundleError::Digest {
                what: what.to_owned(),
                expected: self.digest,
                found,
            });
        }
        Ok(())
    }

    /// Refuses another type.
    pub fn expect(&self, what: &str, expected: &'static str) -> Result<(), BundleError> {
        is_type(what, &self.media_type, expected)
    }
}

/// An image manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// 2.
    pub schema_version: u32,
    /// [`media::MANIFEST`].
    pub media_type: String,
    /// What it is a manifest of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// Its configuration.
    pub config: Descriptor,
    /// Its files.
    pub layers: Vec<Descriptor>,
    /// What it belongs to: for a signature the manifest that is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Descriptor>,
    /// Annotations.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads one.
    pub fn parse(what: &str, bytes: &[u8]) -> Result<Self, BundleError> {
        if bytes.len() as u64 > LARGEST {
            return Err(BundleError::TooLarge {
                what: what.to_owned(),
                limit: LARGEST,
            });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|e| BundleError::unreadable(what, e))?;
        if manifest.schema_version != 2 {
            let reason = format!("its schema version is {}, not 2", manifest.schema_version);
            return Err(BundleError::unreadable(what, reason));
        }
        is_type(what, &manifest.media_type, media::MANIFEST)?;
        Ok(manifest)
    }

    /// Writes it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        canonical::to_vec(self).map_err(|e| BundleError::unreadable("manifest", e))
    }
}

/// An image index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Index {
    /// 2.
    pub schema_version: u32,
    /// [`media::INDEX`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The manifests.
    pub manifests: Vec<Descriptor>,
}

fn is_type(what: &str, found: &str, expected: &'static str) -> Result<(), BundleError> {
    if found == expected {
        return Ok(());
    }
    Err(BundleError::MediaType {
        what: what.to_owned(),
        expected,
        found: found.chars().take(120).collect(),
    })
}
