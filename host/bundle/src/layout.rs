//! An OCI image layout in memory: blobs by digest and the list of manifests. On disk it is a directory that any OCI tool reads,
//! or one tar file of that directory.

mod folder;
mod tape;

use crate::manifest::{Descriptor, Index, Manifest};
use crate::{BundleError, media};
use sekisho_model::{Digest, canonical};
use std::collections::{BTreeMap, BTreeSet};

/// Name and content of the marker file.
pub const MARKER: (&str, &[u8]) = ("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#);
/// Name of the list of manifests.
const INDEX: &str = "index.json";
/// Where blobs lie.
const BLOBS: &str = "blobs/sha256";

/// What a layout may be at most, whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one blob.
    pub blob: u64,
    /// Bytes of all blobs.
    pub total: u64,
    /// Number of blobs.
    pub blobs: usize,
    /// Bytes of an index or manifest.
    pub index: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            blob: 256 << 20,
            total: 1 << 30,
            blobs: 10_000,
            index: 4 << 20,
        }
    }
}

/// The layout.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    manifests: Vec<Descriptor>,
    blobs: BTreeMap<Digest, Vec<u8>>,
}

impl Layout {
    /// The manifests that its index names.
    pub fn manifests(&self) -> &[Descriptor] {
        &self.manifests
    }

    /// All blobs.
    pub fn blobs(&self) -> &BTreeMap<Digest, Vec<u8>> {
        &self.blobs
    }

    /// The bytes that a descriptor names, held against it.
    pub fn get(&self, what: &str, descriptor: &Descriptor) -> Result<&[u8], BundleError> {
        let Some(bytes) = self.blobs.get(&descriptor.digest) else {
            return Err(BundleError::Missing {
                what: what.to_owned(),
                digest: descriptor.digest,
            });
        };
        descriptor.check(what, bytes)?;
        Ok(bytes)
    }

    /// Adds bytes.
    pub fn put(&mut self, bytes: Vec<u8>) -> Digest {
        let digest = Digest::of(&bytes);
        self.blobs.insert(digest, bytes);
        digest
    }

    /// Adds a manifest; its parts are added with [`Layout::put`].
    pub fn add_manifest(&mut self, manifest: &Manifest) -> Result<(), BundleError> {
        let bytes = manifest.to_bytes()?;
        self.add_written(manifest, bytes);
        Ok(())
    }

    /// Adds a manifest as somebody wrote it: its digest is one of these bytes.
    pub fn add_manifest_bytes(&mut self, what: &str, bytes: Vec<u8>) -> Result<(), BundleError> {
        let manifest = Manifest::parse(what, &bytes)?;
        self.add_written(&manifest, bytes);
        Ok(())
    }

    fn add_written(&mut self, manifest: &Manifest, bytes: Vec<u8>) {
        self.manifests.push(listed(manifest, &bytes));
        self.manifests.sort_by_key(|d| d.digest);
        self.manifests.dedup_by_key(|d| d.digest);
        self.put(bytes);
    }

    /// Takes in everything that another layout holds.
    pub fn join(&mut self, other: &Self) {
        self.manifests.extend(other.manifests.iter().cloned());
        self.manifests.sort_by_key(|d| d.digest);
        self.manifests.dedup_by_key(|d| d.digest);
        let blobs = other.blobs.iter().map(|(digest, bytes)| (*digest, bytes.clone()));
        self.blobs.extend(blobs);
    }

    /// The bundles of a layout, each with its own signatures. A manifest that is neither, or signs something that is not there, is
    /// refused.
    pub fn split(&self) -> Result<Vec<Self>, BundleError> {
        let mut bundles: BTreeMap<Digest, Self> = BTreeMap::new();
        let mut others = Vec::new();
        for descriptor in &self.manifests {
            let manifest = Manifest::parse("a manifest of the layout", self.get("the manifest", descriptor)?)?;
            match (manifest.artifact_type.as_deref(), &manifest.subject) {
                (Some(media::BUNDLE), _) => {
                    self.hand_over(bundles.entry(descriptor.digest).or_default(), descriptor)?
                }
                (_, Some(subject)) => others.push((subject.digest, descriptor)),
                (found, None) => {
                    return Err(BundleError::MediaType {
                        what: "an artifact of the layout".to_owned(),
                        expected: media::BUNDLE,
                        found: found.unwrap_or("none").chars().take(120).collect(),
                    });
                }
            }
        }
        for (subject, descriptor) in others {
            let Some(bundle) = bundles.get_mut(&subject) else {
                return Err(BundleError::Missing {
                    what: "the bundle of a signature".to_owned(),
                    digest: subject,
                });
            };
            self.hand_over(bundle, descriptor)?;
        }
        Ok(bundles.into_values().collect())
    }

    /// Puts a manifest and what it names into another layout.
    fn hand_over(&self, to: &mut Self, descriptor: &Descriptor) -> Result<(), BundleError> {
        let bytes = self.get("the manifest", descriptor)?;
        let manifest = Manifest::parse("a manifest of the layout", bytes)?;
        for part in std::iter::once(&manifest.config).chain(&manifest.layers) {
            to.put(self.get("a part", part)?.to_vec());
        }
        to.add_written(&manifest, bytes.to_vec());
        Ok(())
    }

    /// The bytes of `index.json`.
    pub fn index(&self) -> Result<Vec<u8>, BundleError> {
        let index = Index {
            schema_version: 2,
            media_type: Some(media::INDEX.to_owned()),
            manifests: self.manifests.clone(),
        };
        canonical::to_vec(&index).map_err(|e| BundleError::unreadable(INDEX, e))
    }

    /// Reads `index.json`.
    fn read_index(&mut self, bytes: &[u8]) -> Result<(), BundleError> {
        let index: Index = serde_json::from_slice(bytes).map_err(|e| BundleError::unreadable(INDEX, e))?;
        if index.schema_version != 2 {
            let reason = format!("its schema version is {}, not 2", index.schema_version);
            return Err(BundleError::unreadable(INDEX, reason));
        }
        self.manifests = index.manifests;
        Ok(())
    }

    /// Everything that is named from the index on, each once: manifests, configurations, layers.
    fn reachable(&self) -> Result<BTreeSet<Digest>, BundleError> {
        let mut reached = BTreeSet::new();
        for descriptor in &self.manifests {
            reached.insert(descriptor.digest);
            let manifest = Manifest::parse("a manifest of the layout", self.get("the manifest", descriptor)?)?;
            reached.insert(manifest.config.digest);
            reached.extend(manifest.layers.iter().map(|layer| layer.digest));
        }
        Ok(reached)
    }
}

/// How the index names a manifest.
fn listed(manifest: &Manifest, bytes: &[u8]) -> Descriptor {
    Descriptor {
        artifact_type: manifest.artifact_type.clone(),
        ..Descriptor::of(media::MANIFEST, bytes)
    }
}

/// The marker must say a version that is known.
fn check_marker(bytes: &[u8]) -> Result<(), BundleError> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Marker {
        image_layout_version: String,
    }
    let (name, _) = MARKER;
    let marker: Marker = serde_json::from_slice(bytes).map_err(|e| BundleError::unreadable(name, e))?;
    match marker.image_layout_version.as_str() {
        "1.0.0" => Ok(()),
        _ => Err(BundleError::unreadable(name, "the version of the layout is not 1.0.0")),
    }
}

/// The digest in the name of a blob's file.
fn blob_name(name: &str) -> Option<Digest> {
    Digest::parse(&format!("sha256:{name}"))
}

/// Refuses a blob whose bytes are not those of its name.
fn check_blob(digest: Digest, bytes: &[u8]) -> Result<(), BundleError> {
    match Digest::of(bytes) {
        found if found == digest => Ok(()),
        found => Err(BundleError::Digest {
            what: "a blob of the layout".to_owned(),
            expected: digest,
            found,
        }),
    }
}
