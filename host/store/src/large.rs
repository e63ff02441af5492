//! Values too large for a database, in files named by their hash: written whole or not at all, compared when read.
//!
//! The hash is BLAKE3, which nobody outside of a store ever sees: what is remembered of ten thousand subjects is compared
//! whole in every scan, and SHA-256 takes three times as long for it.

use crate::place::reason;
use cap_std::fs::Dir;
use std::io::{Read as _, Write as _};

/// A bigger value is not kept.
const MOST: u64 = 2 << 30;

/// The name of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name([u8; 32]);

impl Name {
    fn of(value: &[u8]) -> Self {
        Self(*blake3::hash(value).as_bytes())
    }

    /// As it is kept.
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// To be kept.
    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn file(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }
}

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
    pub(crate) fn put(&self, value: &[u8]) -> Result<Name, String> {
        let of_value = Name::of(value);
        let name = of_value.file();
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
        Ok(of_value)
    }

    /// The value of a name, if it is there; an error where it is not what was written.
    pub(crate) fn get(&self, name: &Name) -> Result<Option<Vec<u8>>, Altered> {
        let Ok(file) = self.0.open(name.file()) else {
            return Ok(None);
        };
        let length = file.metadata().map_or(u64::MAX, |meta| meta.len());
        if length > MOST {
            return Err(Altered);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        match file.into_std().take(MOST).read_to_end(&mut bytes) {
            Ok(_) if Name::of(&bytes) == *name => Ok(Some(bytes)),
            _ => Err(Altered),
        }
    }

    /// How many bytes they take.
    pub(crate) fn size(&self) -> u64 {
        let entries = self.0.entries().into_iter().flatten().flatten();
        entries.filter_map(|e| Some(e.metadata().ok()?.len())).sum()
    }

    /// Removes every value but these, and what killed writers left.
    pub(crate) fn sweep(&self, keep: &[Name]) {
        let keep: Vec<String> = keep.iter().map(Name::file).collect();
        for entry in self.0.entries().into_iter().flatten().flatten() {
            if !keep.contains(&entry.file_name().to_string_lossy().into_owned()) {
                let _ = entry.remove_file();
            }
        }
    }
}
