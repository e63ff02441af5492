//! Values too large for a database, in files named by their digest: written whole or not at all, compared when read.

use crate::place::reason;
use cap_std::fs::Dir;
use sekisho_model::Digest;
use std::io::{Read as _, Write as _};

/// A bigger value is not kept.
const MOST: u64 = 2 << 30;

/// A value is not what was written.
#[derive(Debug)]
pub(crate) struct Altered;

/// A directory of large values.
#[derive(Debug)]
pub(crate) struct Large(Dir);

impl Large {
    pub(crate) fn new(dir: Dir) -> Self {
        Self(dir)
    }

    /// Writes a value; answers its name, or the system's word.
    pub(crate) fn put(&self, value: &[u8]) -> Result<Digest, String> {
        let digest = Digest::of(value);
        let name = digest.hex();
        let part = format!("{name}.part");
        let written = self.0.create(&part).and_then(|mut file| {
            file.write_all(value)?;
            file.sync_all()?;
            self.0.rename(&part, &self.0, &name)
        });
        if let Err(error) = written {
            let _ = self.0.remove_file(&part);
            return Err(reason(&error));
        }
        Ok(digest)
    }

    /// The value of a name, if it is there; an error where it is not what was written.
    pub(crate) fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Altered> {
        let Ok(file) = self.0.open(digest.hex()) else {
            return Ok(None);
        };
        let length = file.metadata().map_or(u64::MAX, |meta| meta.len());
        if length > MOST {
            return Err(Altered);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        match file.into_std().take(MOST).read_to_end(&mut bytes) {
            Ok(_) if Digest::of(&bytes) == *digest => Ok(Some(bytes)),
            _ => Err(Altered),
        }
    }

    /// How many bytes they take.
    pub(crate) fn size(&self) -> u64 {
        let entries = self.0.entries().into_iter().flatten().flatten();
        entries.filter_map(|e| Some(e.metadata().ok()?.len())).sum()
    }

    /// Removes every value but these, and what killed writers left.
    pub(crate) fn sweep(&self, keep: &[Digest]) {
        let keep: Vec<String> = keep.iter().map(Digest::hex).collect();
        for entry in self.0.entries().into_iter().flatten().flatten() {
            if !keep.contains(&entry.file_name().to_string_lossy().into_owned()) {
                let _ = entry.remove_file();
            }
        }
    }
}
