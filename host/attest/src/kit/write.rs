//! From an assessment and its inputs to a kit: the same inputs give the same bytes.

use super::error::KitError;
use super::form::Config;
use super::{form, parts, tape};
use sekisho_bundle::manifest::{Descriptor, Manifest};
use sekisho_bundle::{Layout, media, pack};
use sekisho_model::Digest;
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// Everything in a kit but the contents of inputs and evidence.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The directory.
    pub config: Config,
    /// The record.
    pub record: Vec<u8>,
    /// The log of the run.
    pub log: Vec<u8>,
    /// The secret of disclosures, as 64 hexadecimal digits.
    pub secret: Vec<u8>,
    /// The statement.
    pub statement: Vec<u8>,
    /// The verification summaries.
    pub summaries: Vec<Vec<u8>>,
}

/// The contents, written into one part.
#[derive(Debug)]
pub struct Contents {
    /// Its digest and size.
    pub part: form::Part,
}

impl Contents {
    /// Writes every content once, in order of their digests. What is read must be what was promised.
    pub fn write(
        wanted: &BTreeMap<Digest, u64>,
        open: &mut dyn FnMut(&Digest) -> std::io::Result<Box<dyn Read>>,
        to: impl Write,
    ) -> Result<Self, KitError> {
        let mut out = tape::Writer::new(Counted::new(to));
        for (digest, size) in wanted {
            let name = digest.hex();
            let found = out.put(&name, *size, &mut *open(digest)?)?;
            if found != *digest {
                return Err(KitError::Digest {
                    name,
                    expected: *digest,
                    found,
                });
            }
        }
        Ok(Self {
            part: out.finish()?.done()?,
        })
    }
}

/// Writes the kit. `contents` reads what [`Contents::write`] wrote; each signature is a Sigstore bundle with a statement.
pub fn finish(
    draft: &Draft,
    contents: &Contents,
    from: &mut dyn Read,
    signatures: &[(Vec<u8>, String)],
    to: impl Write,
) -> Result<Digest, KitError> {
    finish_with(draft, contents, from, signatures, &[], to)
}

/// The same with proofs of logs beside it.
fn finish_with(
    draft: &Draft,
    contents: &Contents,
    from: &mut dyn Read,
    signatures: &[(Vec<u8>, String)],
    proofs: &[Vec<u8>],
    to: impl Write,
) -> Result<Digest, KitError> {
    let config = draft.config.to_bytes()?;
    let mut layout = Layout::default();
    let mut layers = Vec::new();
    let mut layer = |title: &str, kind: &str, bytes: &[u8]| {
        let mut layer = Descriptor::of(kind, bytes);
        layer.annotations.insert(media::TITLE.to_owned(), title.to_owned());
        layers.push(layer);
        layout.put(bytes.to_vec());
    };
    layer(parts::RECORD.0, parts::RECORD.1, &draft.record);
    layer(parts::LOG.0, parts::LOG.1, &draft.log);
    layer(parts::SECRET.0, parts::SECRET.1, &draft.secret);
    layer(parts::STATEMENT.0, parts::STATEMENT.1, &draft.statement);
    for (index, bytes) in draft.summaries.iter().enumerate() {
        let (folder, kind) = parts::SUMMARY;
        layer(&format!("{folder}{index}.json"), kind, bytes);
    }
    layers.push(Descriptor {
        media_type: parts::CONTENTS.1.to_owned(),
        digest: contents.part.digest,
        size: contents.part.size,
        artifact_type: None,
        annotations: BTreeMap::from([(media::TITLE.to_owned(), parts::CONTENTS.0.to_owned())]),
    });
    let manifest = Manifest {
        schema_version: 2,
        media_type: media::MANIFEST.to_owned(),
        artifact_type: Some(parts::KIT.to_owned()),
        config: Descriptor::of(parts::CONFIG, &config),
        layers,
        subject: None,
        annotations: BTreeMap::new(),
    };
    layout.put(config);
    layout.add_manifest(&manifest)?;
    let described = Descriptor::of(media::MANIFEST, &manifest.to_bytes()?);
    for (bytes, predicate) in signatures {
        pack::attach_as(&mut layout, &described, bytes.clone(), "dsse-envelope", predicate)?;
    }
    for proof in proofs {
        pack::attach_proof(&mut layout, &described, proof.clone())?;
    }
    write_layout(&layout, contents, from, to)?;
    Ok(described.digest)
}

/// Writes a kit again with other signatures beside it, and with these proofs of logs (each a `tlog-proof@v1`).
pub fn rewrite<R: Read + std::io::Seek>(
    kit: &mut super::Kit<R>,
    signatures: &[(Vec<u8>, String)],
    proofs: &[Vec<u8>],
    to: impl Write,
) -> Result<Digest, KitError> {
    let draft = kit.draft()?;
    let contents = Contents {
        part: kit.contents_part(),
    };
    finish_with(&draft, &contents, &mut kit.contents()?, signatures, proofs, to)
}

/// The layout as one tar, with the one part that is not in memory.
fn write_layout(layout: &Layout, contents: &Contents, from: &mut dyn Read, to: impl Write) -> Result<(), KitError> {
    let mut out = tape::Writer::new(to);
    let name = |digest: &Digest| format!("blobs/sha256/{}", digest.hex());
    let mut blobs: BTreeMap<Digest, Option<&Vec<u8>>> = layout
        .blobs()
        .iter()
        .map(|(digest, bytes)| (*digest, Some(bytes)))
        .collect();
    blobs.insert(contents.part.digest, None);
    for (digest, bytes) in blobs {
        let name = name(&digest);
        let found = match bytes {
            Some(bytes) => out.put(&name, bytes.len() as u64, &mut bytes.as_slice())?,
            None => out.put(&name, contents.part.size, from)?,
        };
        if found != digest {
            return Err(KitError::Digest {
                name,
                expected: digest,
                found,
            });
        }
    }
    let index = layout.index()?;
    out.put("index.json", index.len() as u64, &mut index.as_slice())?;
    let marker = sekisho_bundle::layout::MARKER.1;
    out.put("oci-layout", marker.len() as u64, &mut &*marker)?;
    out.finish()?.flush()?;
    Ok(())
}

/// Counts and hashes what goes through it.
struct Counted<W> {
    to: W,
    size: u64,
    state: sha2::Sha256,
}

impl<W: Write> Counted<W> {
    fn new(to: W) -> Self {
        Self {
            to,
            size: 0,
            state: <sha2::Sha256 as sha2::Digest>::new(),
        }
    }

    fn done(mut self) -> Result<form::Part, KitError> {
        self.to.flush()?;
        Ok(form::Part {
            digest: Digest::from_bytes(sha2::Digest::finalize(self.state).into()),
            size: self.size,
        })
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.to.write(bytes)?;
        sha2::Digest::update(&mut self.state, bytes.get(..written).unwrap_or_default());
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}
