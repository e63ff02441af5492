//! Looking into the file: which parts there are and where, what the manifests call them, and whether anything is there that nothing names.

use super::error::KitError;
use super::form::{Config, Part};
use super::parts;
use super::tape::{Place, Tape};
use sekisho_bundle::layout::MARKER;
use sekisho_bundle::manifest::{Descriptor, Index, Manifest};
use sekisho_bundle::media;
use sekisho_model::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom};

/// Most parts.
const PARTS: usize = 10_000;
/// Bytes of the largest statement, signature or proof.
pub(super) const SMALL: u64 = 16 << 20;
/// Bytes of an index or manifest.
pub(super) const INDEX: u64 = 4 << 20;

/// The outermost tar, as far as it is known before anything in it is.
pub(super) struct Blobs<'r, R> {
    pub(super) from: &'r mut R,
    pub(super) places: BTreeMap<Digest, Place>,
    pub(super) used: BTreeSet<Digest>,
}

impl<R: Read + Seek> Blobs<'_, R> {
    /// A blob that something names; from here on it is no stray.
    pub(super) fn place(&mut self, what: &str, descriptor: &Descriptor) -> Result<Place, KitError> {
        let place = self.places.get(&descriptor.digest);
        let place = *place.ok_or_else(|| KitError::Missing(what.to_owned()))?;
        if place.size != descriptor.size {
            return Err(KitError::unreadable(what, "it has another size than is named"));
        }
        self.used.insert(descriptor.digest);
        Ok(place)
    }

    pub(super) fn bytes(&mut self, what: &str, descriptor: &Descriptor, limit: u64) -> Result<Vec<u8>, KitError> {
        let place = self.place(what, descriptor)?;
        read(self.from, what, place, limit)
    }
}

/// The file itself: its blobs, and its index as it is read and as it stands there.
pub(super) struct Outer {
    pub(super) places: BTreeMap<Digest, Place>,
    pub(super) index: Index,
    pub(super) bytes: Vec<u8>,
}

/// The entries of the file itself.
pub(super) fn outer<R: Read + Seek>(from: &mut R, size: u64) -> Result<Outer, KitError> {
    let mut places = BTreeMap::new();
    let (mut index, mut marker) = (None, None);
    let mut tape = Tape::new(from, Place { offset: 0, size })?;
    while let Some((name, place, digest)) = tape.entry()? {
        let named = name.strip_prefix("blobs/sha256/");
        let named = named.and_then(|hex| Digest::parse(&format!("sha256:{hex}")));
        match (named, name.as_str()) {
            (Some(named), _) if named == digest => {
                places.insert(digest, place);
            }
            (Some(expected), _) => {
                return Err(KitError::Digest {
                    name,
                    expected,
                    found: digest,
                });
            }
            (None, "index.json") => index = Some(place),
            (None, "oci-layout") => marker = Some(digest),
            (None, _) => {
                return Err(KitError::Entry {
                    name,
                    reason: "its name is none of an OCI image layout",
                });
            }
        }
        if places.len() > PARTS {
            return Err(KitError::TooMany(PARTS));
        }
    }
    if marker != Some(Digest::of(MARKER.1)) {
        return Err(KitError::Missing("oci-layout".to_owned()));
    }
    let place = index.ok_or_else(|| KitError::Missing("index.json".to_owned()))?;
    let bytes = read(from, "index.json", place, INDEX)?;
    let index: Index = serde_json::from_slice(&bytes).map_err(|e| KitError::unreadable("index.json", e))?;
    Ok(Outer { places, index, bytes })
}

/// The one layer of what stands beside this kit: a signature, or a proof of a log.
pub(super) fn beside<R: Read + Seek>(
    blobs: &mut Blobs<'_, R>,
    manifest: &Manifest,
    kind: &'static str,
    kit: &Descriptor,
) -> Result<Vec<u8>, KitError> {
    let stray = || KitError::Stray("a signature or proof of something else".to_owned());
    let subject = manifest.subject.as_ref().ok_or_else(stray)?;
    let [layer] = manifest.layers.as_slice() else {
        return Err(stray());
    };
    if (subject.digest, subject.size) != (kit.digest, kit.size) {
        return Err(stray());
    }
    layer.expect("what stands beside the kit", kind)?;
    manifest
        .config
        .expect("the configuration of what stands beside the kit", media::EMPTY)?;
    blobs.bytes("the configuration of what stands beside the kit", &manifest.config, 2)?;
    blobs.bytes("what stands beside the kit", layer, SMALL)
}

/// The layers by title, each of the type that its title asks for.
pub(super) fn layers<R: Read + Seek>(
    blobs: &mut Blobs<'_, R>,
    manifest: &Manifest,
) -> Result<Vec<(String, Part, Place)>, KitError> {
    let mut layers: Vec<(String, Part, Place)> = Vec::new();
    for layer in &manifest.layers {
        let title = layer.annotations.get(media::TITLE).cloned().unwrap_or_default();
        let numbered = |(folder, kind): (&str, &'static str), ending: &str| {
            let number = title.strip_prefix(folder).and_then(|rest| rest.strip_suffix(ending));
            let is_number = |n: &str| n.parse::<u16>().is_ok_and(|number| number.to_string() == n);
            number.is_some_and(is_number).then_some(kind)
        };
        let known = [
            parts::RECORD,
            parts::CONTENTS,
            parts::LOG,
            parts::SECRET,
            parts::STATEMENT,
        ];
        let known = known.into_iter().find(|(name, _)| *name == title).map(|(_, kind)| kind);
        let kind = known
            .or_else(|| numbered(parts::SUMMARY, ".json"))
            .ok_or_else(|| KitError::Stray(title.chars().take(256).collect()))?;
        layer.expect(&title, kind)?;
        if layers.iter().any(|(name, ..)| *name == title) {
            return Err(KitError::Stray(title));
        }
        let place = blobs.place(&title, layer)?;
        let part = Part {
            digest: layer.digest,
            size: layer.size,
        };
        layers.push((title, part, place));
    }
    Ok(layers)
}

/// The contents: exactly those that the directory names.
pub(super) fn inner<R: Read + Seek>(
    from: &mut R,
    place: Place,
    config: &Config,
) -> Result<BTreeMap<Digest, Place>, KitError> {
    let mut wanted = config.wanted();
    let mut contents = BTreeMap::new();
    let mut tape = Tape::new(from, place)?;
    while let Some((name, place, digest)) = tape.entry()? {
        if digest.hex() != name {
            return Err(KitError::Entry {
                name,
                reason: "its bytes are not those of its name",
            });
        }
        if wanted.remove(&digest) != Some(place.size) {
            return Err(KitError::Stray(digest.to_string()));
        }
        contents.insert(digest, place);
    }
    match wanted.keys().next() {
        Some(missing) => Err(KitError::Missing(missing.to_string())),
        None => Ok(contents),
    }
}

pub(super) fn read<R: Read + Seek>(from: &mut R, what: &str, place: Place, limit: u64) -> Result<Vec<u8>, KitError> {
    if place.size > limit {
        return Err(KitError::TooLarge {
            what: what.to_owned(),
            limit,
        });
    }
    from.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::with_capacity(usize::try_from(place.size).unwrap_or(0));
    from.take(place.size).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == place.size {
        true => Ok(bytes),
        false => Err(KitError::NotCanonical("it ends too early")),
    }
}
