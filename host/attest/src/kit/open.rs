//! From a file to a kit whose every byte is the one that is named. Nothing of it is believed yet.

use super::error::KitError;
use super::form::{self, Config, Part};
use super::look::{Blobs, INDEX, Outer, SMALL, beside, inner, layers, outer, read};
use super::tape::{Hashed, Place};
use super::{Draft, parts};
use sekisho_bundle::manifest::{Descriptor, Manifest};
use sekisho_bundle::{Layout, media};
use sekisho_model::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of the largest record or log.
const LARGE: u64 = 4 << 30;

/// A kit.
#[derive(Debug)]
pub struct Kit<R> {
    from: R,
    /// Its directory.
    pub config: Config,
    /// Digest of the directory: what is stated of it.
    pub config_digest: Digest,
    /// How its manifest is known: what signatures stand beside.
    pub manifest: Descriptor,
    /// The signatures beside it, as they are.
    pub signatures: Vec<Vec<u8>>,
    /// The proofs beside it that its statement stands in a transparency log, as they are.
    pub proofs: Vec<Vec<u8>>,
    layers: BTreeMap<String, Place>,
    contents: BTreeMap<Digest, Place>,
    contents_part: Part,
}

impl<R: Read + Seek> Kit<R> {
    /// Whether a file calls itself a kit, sound or not: a layout of which one manifest is that of a kit.
    pub fn is_one(mut from: R) -> Result<bool, KitError> {
        let size = from.seek(SeekFrom::End(0))?;
        let found = outer(&mut from, size);
        let is_kit = |outer: Outer| {
            let kinds = outer
                .index
                .manifests
                .iter()
                .map(|listed| listed.artifact_type.as_deref());
            kinds.flatten().any(|kind| kind == parts::KIT)
        };
        match found {
            Err(KitError::Io(error)) => Err(KitError::Io(error)),
            found => Ok(found.is_ok_and(is_kit)),
        }
    }

    /// Opens it: one pass over the file, then one over its contents.
    pub fn open(mut from: R) -> Result<Self, KitError> {
        let size = from.seek(SeekFrom::End(0))?;
        let Outer {
            places,
            index,
            bytes: index_bytes,
        } = outer(&mut from, size)?;
        let mut blobs = Blobs {
            from: &mut from,
            places,
            used: BTreeSet::new(),
        };
        let mut found = None;
        let (mut signatures, mut proofs) = (Vec::new(), Vec::new());
        let mut layout = Layout::default();
        for descriptor in &index.manifests {
            let bytes = blobs.bytes("a manifest", descriptor, INDEX)?;
            let manifest = Manifest::parse("a manifest of the kit", &bytes)?;
            if manifest.to_bytes()? != bytes {
                return Err(KitError::NotCanonical("a manifest is no canonical JSON"));
            }
            layout.add_manifest(&manifest)?;
            match manifest.artifact_type.as_deref() {
                Some(parts::KIT) if found.is_none() => {
                    found = Some((Descriptor::of(media::MANIFEST, &bytes), manifest));
                }
                Some(media::SIGNATURE) => signatures.push(manifest),
                Some(media::LOG_PROOF) => proofs.push(manifest),
                _ => return Err(KitError::Stray(descriptor.digest.to_string())),
            }
        }
        if layout.index()? != index_bytes {
            return Err(KitError::NotCanonical(
                "its index says something that its manifests do not",
            ));
        }
        let (descriptor, manifest) = found.ok_or_else(|| KitError::Missing("the manifest of a kit".to_owned()))?;
        let mut own = |manifests: &[Manifest], kind| {
            let one = |manifest: &Manifest| beside(&mut blobs, manifest, kind, &descriptor);
            manifests.iter().map(one).collect::<Result<Vec<_>, _>>()
        };
        let signatures = own(&signatures, media::SIGNATURE)?;
        let proofs = own(&proofs, media::LOG_PROOF)?;
        manifest.config.expect("the directory", parts::CONFIG)?;
        let config_bytes = blobs.bytes("kit.json", &manifest.config, form::LARGEST)?;
        let config = Config::parse(&config_bytes)?;
        let layers = layers(&mut blobs, &manifest)?;
        if let Some(stray) = blobs.places.keys().find(|digest| !blobs.used.contains(digest)) {
            return Err(KitError::Stray(stray.to_string()));
        }
        let (contents_part, place) = layers
            .iter()
            .find(|(title, ..)| title == parts::CONTENTS.0)
            .map(|(_, part, place)| (*part, *place))
            .ok_or_else(|| KitError::Missing(parts::CONTENTS.0.to_owned()))?;
        let contents = inner(&mut from, place, &config)?;
        for (title, expected) in [(parts::RECORD.0, config.record), (parts::LOG.0, config.log)] {
            let part = layers.iter().find(|(name, ..)| name == title);
            match part {
                Some((_, part, _)) if *part == expected => {}
                Some((_, part, _)) => {
                    return Err(KitError::Digest {
                        name: title.to_owned(),
                        expected: expected.digest,
                        found: part.digest,
                    });
                }
                None => return Err(KitError::Missing(title.to_owned())),
            }
        }
        Ok(Self {
            from,
            config,
            config_digest: manifest.config.digest,
            manifest: descriptor,
            signatures,
            proofs,
            layers: layers.into_iter().map(|(title, _, place)| (title, place)).collect(),
            contents,
            contents_part,
        })
    }

    /// The record.
    pub fn record(&mut self) -> Result<Vec<u8>, KitError> {
        self.part(parts::RECORD.0, LARGE)
    }

    /// The log of the run.
    pub fn log(&mut self) -> Result<Vec<u8>, KitError> {
        self.part(parts::LOG.0, LARGE)
    }

    /// The secret of disclosures.
    pub fn secret(&mut self) -> Result<Vec<u8>, KitError> {
        self.part(parts::SECRET.0, 1024)
    }

    /// The statement.
    pub fn statement(&mut self) -> Result<Vec<u8>, KitError> {
        self.part(parts::STATEMENT.0, SMALL)
    }

    /// The verification summaries, in order.
    pub fn summaries(&mut self) -> Result<Vec<Vec<u8>>, KitError> {
        self.all(parts::SUMMARY.0)
    }

    /// An input or a file of evidence.
    pub fn content(&mut self, digest: &Digest, limit: u64) -> Result<Vec<u8>, KitError> {
        let mut bytes = Vec::new();
        let place = self.place(digest)?;
        if place.size > limit {
            return Err(KitError::TooLarge {
                what: digest.to_string(),
                limit,
            });
        }
        self.copy(digest, &mut bytes)?;
        Ok(bytes)
    }

    /// Copies an input or a file of evidence out. It is hashed once more: the file may have been changed since it was opened.
    pub fn copy(&mut self, digest: &Digest, to: &mut dyn io::Write) -> Result<(), KitError> {
        let place = self.place(digest)?;
        self.from.seek(SeekFrom::Start(place.offset))?;
        let mut hashed = Hashed::new((&mut self.from).take(place.size));
        io::copy(&mut hashed, to)?;
        match hashed.digest() {
            found if found == *digest => Ok(()),
            found => Err(KitError::Digest {
                name: digest.to_string(),
                expected: *digest,
                found,
            }),
        }
    }

    /// Whether it holds these bytes.
    pub fn holds(&self, digest: &Digest) -> bool {
        self.contents.contains_key(digest)
    }

    pub(super) fn draft(&mut self) -> Result<Draft, KitError> {
        Ok(Draft {
            config: self.config.clone(),
            record: self.record()?,
            log: self.log()?,
            secret: self.secret()?,
            statement: self.statement()?,
            summaries: self.summaries()?,
        })
    }

    pub(super) fn contents_part(&self) -> Part {
        self.contents_part
    }

    /// The contents as they were written.
    pub(super) fn contents(&mut self) -> Result<impl Read + '_, KitError> {
        // INVARIANT: a kit without contents was not opened.
        let place = self.layers.get(parts::CONTENTS.0).copied();
        let place = place.ok_or_else(|| KitError::Missing(parts::CONTENTS.0.to_owned()))?;
        self.from.seek(SeekFrom::Start(place.offset))?;
        Ok((&mut self.from).take(place.size))
    }

    fn place(&self, digest: &Digest) -> Result<Place, KitError> {
        let place = self.contents.get(digest).copied();
        place.ok_or_else(|| KitError::Missing(digest.to_string()))
    }

    fn part(&mut self, title: &str, limit: u64) -> Result<Vec<u8>, KitError> {
        let place = self.layers.get(title).copied();
        let place = place.ok_or_else(|| KitError::Missing(title.to_owned()))?;
        read(&mut self.from, title, place, limit)
    }

    fn all(&mut self, folder: &str) -> Result<Vec<Vec<u8>>, KitError> {
        let mut places: Vec<(usize, Place)> = Vec::new();
        for (title, place) in &self.layers {
            let number = title.strip_prefix(folder).and_then(|rest| rest.split('.').next());
            if let Some(number) = number.and_then(|number| number.parse().ok()) {
                places.push((number, *place));
            }
        }
        places.sort_by_key(|(number, _)| *number);
        let read = |(_, place): (usize, Place)| read(&mut self.from, folder, place, SMALL);
        places.into_iter().map(read).collect()
    }
}
