//! From a layout to a bundle whose every byte is the one that its manifest names.

use crate::config::Config;
use crate::manifest::{Descriptor, Manifest};
use crate::{BundleError, Layout, media};
use sekisho_model::Digest;
use std::collections::{BTreeMap, BTreeSet};

/// A bundle as it was built; whether to trust it is not said yet.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The digest of its manifest: what is signed, pinned and recorded.
    pub descriptor: Descriptor,
    /// The manifest's bytes: the file that a signature is over.
    pub manifest: Vec<u8>,
    /// What it says of itself.
    pub config: Config,
    /// Its files, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The signatures beside it, as they are: Sigstore bundles that nobody has verified yet.
    pub signatures: Vec<Vec<u8>>,
    /// The proofs beside it that it stands in a transparency log, as they are.
    pub proofs: Vec<Vec<u8>>,
}

impl Bundle {
    /// The digest by which it is known.
    pub fn digest(&self) -> Digest {
        self.descriptor.digest
    }
}

/// Opens the one bundle of a layout.
pub fn open(layout: &Layout) -> Result<Bundle, BundleError> {
    let mut bundles = Vec::new();
    let (mut signatures, mut proofs) = (Vec::new(), Vec::new());
    for descriptor in layout.manifests() {
        descriptor.expect("a manifest of the layout", media::MANIFEST)?;
        let bytes = layout.get("the manifest", descriptor)?;
        let manifest = Manifest::parse("the manifest", bytes)?;
        match manifest.artifact_type.as_deref() {
            Some(media::BUNDLE) => bundles.push((descriptor, bytes, manifest)),
            Some(media::SIGNATURE) => signatures.push(manifest),
            Some(media::LOG_PROOF) => proofs.push(manifest),
            other => {
                return Err(BundleError::MediaType {
                    what: "an artifact of the layout".to_owned(),
                    expected: media::BUNDLE,
                    found: other.unwrap_or("none").chars().take(120).collect(),
                });
            }
        }
    }
    let count = bundles.len();
    let (Some((descriptor, bytes, manifest)), true) = (bundles.pop(), count == 1) else {
        return Err(BundleError::NotOne(count));
    };
    manifest.config.expect("the configuration", media::CONFIG)?;
    let config = Config::parse(layout.get("the configuration", &manifest.config)?)?;
    let files = files(layout, &config, &manifest)?;
    if manifest
        .annotations
        .get(media::VERSION)
        .is_some_and(|v| *v != config.about.version)
    {
        return Err(BundleError::unreadable(
            "the manifest",
            "its version is not that of the configuration",
        ));
    }
    let own = |all: &[Manifest], kind, what| beside(layout, all, kind, what, descriptor.digest);
    let signatures = own(&signatures, media::SIGNATURE, "a signature")?;
    let proofs = own(&proofs, media::LOG_PROOF, "a proof of a log")?;
    let descriptor = Descriptor {
        annotations: BTreeMap::new(),
        artifact_type: None,
        ..descriptor.clone()
    };
    Ok(Bundle {
        descriptor,
        manifest: bytes.to_vec(),
        config,
        files,
        signatures,
        proofs,
    })
}

/// The files: layers and entries must be the same, one for one.
fn files(layout: &Layout, config: &Config, manifest: &Manifest) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let mut files = BTreeMap::new();
    let mut named = BTreeSet::new();
    for layer in &manifest.layers {
        let path = layer.annotations.get(media::TITLE).map_or("", String::as_str);
        let Some(entry) = config.entries.iter().find(|e| e.path == path) else {
            return Err(BundleError::Entry {
                name: path.chars().take(256).collect(),
                reason: "the configuration does not name this file of the manifest",
            });
        };
        if !named.insert(path) {
            return Err(BundleError::Entry {
                name: path.to_owned(),
                reason: "the manifest names it twice",
            });
        }
        if layer.media_type != entry.media_type || layer.digest != entry.digest || layer.size != entry.size {
            return Err(BundleError::Claim {
                what: format!("`{path}`"),
                claimed: format!("{} of {} bytes", entry.digest, entry.size),
                found: format!("{} of {} bytes", layer.digest, layer.size),
            });
        }
        files.insert(path.to_owned(), layout.get(&format!("`{path}`"), layer)?.to_vec());
    }
    match config.entries.iter().find(|e| !named.contains(e.path.as_str())) {
        None => Ok(files),
        Some(entry) => Err(BundleError::Missing {
            what: format!("`{}`", entry.path),
            digest: entry.digest,
        }),
    }
}

/// What stands beside this bundle, out of manifests of one kind; what is beside something else is let be.
fn beside(
    layout: &Layout,
    manifests: &[Manifest],
    kind: &'static str,
    what: &str,
    bundle: Digest,
) -> Result<Vec<Vec<u8>>, BundleError> {
    let mut own = BTreeSet::new();
    for manifest in manifests {
        if manifest.subject.as_ref().map(|s| s.digest) != Some(bundle) {
            continue;
        }
        let [layer] = manifest.layers.as_slice() else {
            return Err(BundleError::unreadable(
                format!("the manifest of {what}"),
                "it has not exactly one layer",
            ));
        };
        layer.expect(what, kind)?;
        own.insert(layout.get(what, layer)?.to_vec());
    }
    Ok(own.into_iter().collect())
}
