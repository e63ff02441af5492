//! From files to a layout: the same files give the same bytes, on every machine and in every year.

use crate::author::About;
use crate::config::{self, Config, Entry, PluginClaim};
use crate::manifest::{Descriptor, Manifest};
use crate::{BundleError, Layout, media, sign};
use std::collections::{BTreeMap, BTreeSet};

/// Packs files, each under its path; of every plugin must be known what it is.
pub fn pack(
    about: About,
    files: BTreeMap<String, Vec<u8>>,
    mut plugins: BTreeMap<String, PluginClaim>,
) -> Result<Layout, BundleError> {
    about.check().map_err(BundleError::Fields)?;
    let mut entries = Vec::with_capacity(files.len());
    let mut layers = Vec::with_capacity(files.len());
    let mut interfaces = BTreeSet::new();
    for (path, bytes) in &files {
        let Some(media_type) = media::of(path) else {
            return Err(BundleError::Entry {
                name: path.clone(),
                reason: "its path is none of a plugin or policy",
            });
        };
        let plugin = plugins.remove(path);
        interfaces.extend(plugin.as_ref().map(|plugin| plugin.interface.clone()));
        let mut layer = Descriptor::of(media_type, bytes);
        layer.annotations.insert(media::TITLE.to_owned(), path.clone());
        entries.push(Entry {
            path: path.clone(),
            digest: layer.digest,
            size: layer.size,
            media_type: media_type.to_owned(),
            plugin,
        });
        layers.push(layer);
    }
    let version = about.version.clone();
    let config = Config {
        about,
        interfaces,
        locales: vec!["ja".to_owned(), "en".to_owned()],
        entries,
    };
    let config = config::to_bytes(&config)?;
    Config::parse(&config)?;
    let manifest = Manifest {
        schema_version: 2,
        media_type: media::MANIFEST.to_owned(),
        artifact_type: Some(media::BUNDLE.to_owned()),
        config: Descriptor::of(media::CONFIG, &config),
        layers,
        subject: None,
        annotations: BTreeMap::from([(media::VERSION.to_owned(), version)]),
    };
    let mut layout = Layout::default();
    layout.put(config);
    for bytes in files.into_values() {
        layout.put(bytes);
    }
    layout.add_manifest(&manifest)?;
    Ok(layout)
}

/// Adds the signature of an artifact: one Sigstore bundle as a manifest of its own that names the signed one, as cosign does.
pub fn attach(layout: &mut Layout, subject: &Descriptor, signature: Vec<u8>, kind: &str) -> Result<(), BundleError> {
    attach_as(layout, subject, signature, kind, sign::ARTIFACT_PREDICATE)
}

/// The same for a statement of any type.
pub fn attach_as(
    layout: &mut Layout,
    subject: &Descriptor,
    signature: Vec<u8>,
    kind: &str,
    predicate_type: &str,
) -> Result<(), BundleError> {
    let annotations = BTreeMap::from([
        ("dev.sigstore.bundle.content".to_owned(), kind.to_owned()),
        (
            "dev.sigstore.bundle.predicateType".to_owned(),
            predicate_type.to_owned(),
        ),
    ]);
    beside(layout, subject, media::SIGNATURE, signature, annotations)
}

/// Adds a proof that an artifact stands in a transparency log (a `tlog-proof@v1`, whole); nobody has verified it.
pub fn attach_proof(layout: &mut Layout, subject: &Descriptor, proof: Vec<u8>) -> Result<(), BundleError> {
    beside(layout, subject, media::LOG_PROOF, proof, BTreeMap::new())
}

/// Puts something beside an artifact: a manifest of its own that names it, so that its digest stays.
fn beside(
    layout: &mut Layout,
    subject: &Descriptor,
    kind: &str,
    bytes: Vec<u8>,
    annotations: BTreeMap<String, String>,
) -> Result<(), BundleError> {
    let empty = b"{}".to_vec();
    let subject = Descriptor {
        annotations: BTreeMap::new(),
        artifact_type: None,
        ..subject.clone()
    };
    let manifest = Manifest {
        schema_version: 2,
        media_type: media::MANIFEST.to_owned(),
        artifact_type: Some(kind.to_owned()),
        config: Descriptor::of(media::EMPTY, &empty),
        layers: vec![Descriptor::of(kind, &bytes)],
        subject: Some(subject),
        annotations,
    };
    layout.put(empty);
    layout.put(bytes);
    layout.add_manifest(&manifest)
}
