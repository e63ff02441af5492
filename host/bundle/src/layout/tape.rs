//! A layout as one tar file, written one way: so its digest says what is in it, and a byte that was changed anywhere is found.

use super::{BLOBS, INDEX, Layout, Limits, MARKER, blob_name, check_blob, check_marker, listed};
use crate::BundleError;
use crate::manifest::Manifest;
use std::collections::BTreeSet;
use std::io::{self, Read};

impl Layout {
    /// Writes the file: names in order, no times, no owners.
    pub fn to_tar(&self) -> Result<Vec<u8>, BundleError> {
        let mut out = tar::Builder::new(Vec::new());
        let failed = |e: io::Error| BundleError::unreadable("the archive", e);
        for (digest, bytes) in self.blobs() {
            append(&mut out, &format!("{BLOBS}/{}", digest.hex()), bytes).map_err(failed)?;
        }
        append(&mut out, INDEX, &self.index()?).map_err(failed)?;
        append(&mut out, MARKER.0, MARKER.1).map_err(failed)?;
        out.into_inner().map_err(failed)
    }

    /// Reads the file. It must be written as [`Layout::to_tar`] writes it: nothing but what the index leads to, and nothing in
    /// between.
    pub fn from_tar(bytes: &[u8], limits: Limits) -> Result<Self, BundleError> {
        let layout = Self::read_tar(bytes, limits)?;
        let reached = layout.reachable()?;
        if layout.blobs.keys().any(|digest| !reached.contains(digest)) {
            return Err(BundleError::NotCanonical("it holds bytes that nothing names"));
        }
        // What the index says beside digests is not under any: it must be what the manifests say.
        let mut told = Vec::new();
        for descriptor in &layout.manifests {
            let bytes = layout.get("the manifest", descriptor)?;
            told.push(listed(&Manifest::parse("the manifest", bytes)?, bytes));
        }
        if told != layout.manifests {
            return Err(BundleError::NotCanonical(
                "its index says something that its manifests do not",
            ));
        }
        match layout.to_tar()? == bytes {
            true => Ok(layout),
            false => Err(BundleError::NotCanonical(
                "order, padding or heads of its entries differ",
            )),
        }
    }

    fn read_tar(bytes: &[u8], limits: Limits) -> Result<Self, BundleError> {
        let failed = |e: io::Error| BundleError::unreadable("the archive", e);
        let mut layout = Self::default();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut total = 0u64;
        let mut archive = tar::Archive::new(bytes);
        for entry in archive.entries().map_err(failed)? {
            let mut entry = entry.map_err(failed)?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let refused = |reason| BundleError::Entry {
                name: name.chars().take(256).collect(),
                reason,
            };
            if entry.header().entry_type() != tar::EntryType::Regular {
                return Err(refused("it is a link, a device or something else than a file"));
            }
            let blob = name.strip_prefix(BLOBS).and_then(|rest| rest.strip_prefix('/'));
            let blob = blob.map(|rest| blob_name(rest).ok_or_else(|| refused("it is not named by a SHA-256")));
            let blob = blob.transpose()?;
            if blob.is_none() && name != INDEX && name != MARKER.0 {
                return Err(refused("its name is none of an OCI image layout"));
            }
            if !seen.insert(name.clone()) {
                return Err(refused("its name stands twice"));
            }
            if seen.len() > limits.blobs {
                return Err(BundleError::TooMany(limits.blobs));
            }
            let limit = if blob.is_some() { limits.blob } else { limits.index };
            let bytes = read(&mut entry, &name, limit)?;
            total += bytes.len() as u64;
            if total > limits.total {
                return Err(BundleError::TooLarge {
                    what: "the bundle".to_owned(),
                    limit: limits.total,
                });
            }
            match blob {
                Some(digest) => {
                    check_blob(digest, &bytes)?;
                    layout.blobs.insert(digest, bytes);
                }
                None if name == INDEX => layout.read_index(&bytes)?,
                None => check_marker(&bytes)?,
            }
        }
        for name in [MARKER.0, INDEX] {
            if !seen.contains(name) {
                return Err(BundleError::unreadable(
                    "the archive",
                    format!("there is no `{name}` in it"),
                ));
            }
        }
        Ok(layout)
    }
}

/// At most so many bytes.
pub(super) fn read(from: &mut impl Read, what: &str, limit: u64) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    let read = from.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|e| BundleError::unreadable(what, e))?;
    if bytes.len() as u64 > limit {
        return Err(BundleError::TooLarge {
            what: format!("`{what}`"),
            limit,
        });
    }
    Ok(bytes)
}

fn append(out: &mut tar::Builder<Vec<u8>>, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_cksum();
    out.append(&header, bytes)
}
