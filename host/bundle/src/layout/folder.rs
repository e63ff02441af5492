//! A layout as a directory. Only what the index leads to is read; a directory may hold what other tools keep there.

use super::tape::read;
use super::{BLOBS, INDEX, Layout, Limits, MARKER, check_blob, check_marker};
use crate::BundleError;
use crate::manifest::Manifest;
use cap_std::fs::Dir;
use sekisho_model::Digest;
use std::io;

impl Layout {
    /// Whether a directory is one.
    pub fn is_folder(dir: &Dir) -> bool {
        dir.is_file(MARKER.0)
    }

    /// Reads the directory.
    pub fn from_folder(dir: &Dir, limits: Limits) -> Result<Self, BundleError> {
        check_marker(&file(dir, MARKER.0, limits.index)?)?;
        let mut layout = Self::default();
        layout.read_index(&file(dir, INDEX, limits.index)?)?;
        let mut room = limits.total;
        for descriptor in layout.manifests.clone() {
            let bytes = layout.fetch(dir, descriptor.digest, limits.index, &mut room)?;
            let manifest = Manifest::parse("a manifest of the layout", &bytes)?;
            for part in manifest.layers.iter().chain([&manifest.config]) {
                layout.fetch(dir, part.digest, limits.blob, &mut room)?;
            }
            if layout.blobs.len() > limits.blobs {
                return Err(BundleError::TooMany(limits.blobs));
            }
        }
        Ok(layout)
    }

    fn fetch(&mut self, dir: &Dir, digest: Digest, limit: u64, room: &mut u64) -> Result<Vec<u8>, BundleError> {
        if let Some(known) = self.blobs.get(&digest) {
            return Ok(known.clone());
        }
        let bytes = file(dir, &format!("{BLOBS}/{}", digest.hex()), limit.min(*room))?;
        check_blob(digest, &bytes)?;
        *room = room.saturating_sub(bytes.len() as u64);
        self.blobs.insert(digest, bytes.clone());
        Ok(bytes)
    }

    /// Writes the directory, which should be empty.
    pub fn to_folder(&self, dir: &Dir) -> Result<(), BundleError> {
        let failed = |e: io::Error| BundleError::unreadable("the layout", e);
        dir.create_dir_all(BLOBS).map_err(failed)?;
        for (digest, bytes) in self.blobs() {
            dir.write(format!("{BLOBS}/{}", digest.hex()), bytes).map_err(failed)?;
        }
        dir.write(MARKER.0, MARKER.1).map_err(failed)?;
        // Last, under another name first: a layout has its index or is none.
        let temporary = format!(".{INDEX}");
        dir.write(&temporary, self.index()?).map_err(failed)?;
        dir.rename(&temporary, dir, INDEX).map_err(failed)
    }
}

fn file(dir: &Dir, name: &str, limit: u64) -> Result<Vec<u8>, BundleError> {
    let mut file = dir.open(name).map_err(|e| BundleError::unreadable(name, e))?;
    let is_file = file.metadata().is_ok_and(|m| m.is_file());
    if !is_file {
        return Err(BundleError::Entry {
            name: name.to_owned(),
            reason: "it is a link, a device or something else than a file",
        });
    }
    read(&mut file, name, limit)
}
