//! The directory of a store: what makes it one, and which one is refused untouched.
//!
//! `sekisho-store` names the format; it is read before the database is opened, since opening one already writes. What
//! can be computed again (`memo`) lies apart from what cannot, so that throwing the one away never costs the other.

use crate::StoreError;
use cap_std::fs::Dir;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The file that names the format.
pub const MARK: &str = "sekisho-store";
/// The format written here.
pub const FORMAT: u64 = 1;

/// A directory that is a store, or an empty one that has just become one.
#[derive(Debug)]
pub struct Place {
    pub(crate) dir: Dir,
    path: PathBuf,
}

impl Place {
    /// Takes a directory. `path` is where it lies: the database opens its own files.
    pub fn open(dir: Dir, path: &Path) -> Result<Self, StoreError> {
        let place = Self {
            dir,
            path: path.to_owned(),
        };
        match place.dir.open(MARK) {
            Ok(file) => {
                let mut text = Vec::new();
                file.take(64).read_to_end(&mut text).map_err(|e| place.fault(&e))?;
                place.read(&text)?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => place.found()?,
            Err(error) => return Err(place.fault(&error)),
        }
        Ok(place)
    }

    /// The first line names the format; a later one may have written more.
    fn read(&self, text: &[u8]) -> Result<(), StoreError> {
        let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let number = std::str::from_utf8(line)
            .ok()
            .and_then(|line| line.trim().strip_prefix("sekisho-store/")?.parse::<u64>().ok());
        match number {
            Some(FORMAT) => Ok(()),
            Some(found) => Err(StoreError::Newer {
                place: self.name(),
                found,
                known: FORMAT,
            }),
            None => Err(StoreError::Foreign { place: self.name() }),
        }
    }

    /// Makes an empty directory a store.
    fn found(&self) -> Result<(), StoreError> {
        // What another founder, or one that was killed, left beside the mark is no foreign file.
        let is_foreign = |name: &std::ffi::OsStr| !name.to_string_lossy().starts_with(MARK);
        for entry in self.dir.entries().map_err(|e| self.fault(&e))? {
            if is_foreign(&entry.map_err(|e| self.fault(&e))?.file_name()) {
                return match self.dir.exists(MARK) {
                    // Another process has just founded it.
                    true => Ok(()),
                    false => Err(StoreError::Foreign { place: self.name() }),
                };
            }
        }
        // Two founders write the same bytes; a rename shows them whole or not at all.
        let part = format!("{MARK}.part");
        let text = format!("sekisho-store/{FORMAT}\n");
        let written = self.dir.create(&part).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written
            .and_then(|()| match self.dir.rename(&part, &self.dir, MARK) {
                Err(error) if error.kind() == ErrorKind::NotFound && self.dir.exists(MARK) => Ok(()),
                other => other,
            })
            .map_err(|e| self.fault(&e))
    }

    /// Where it lies, for people.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Where a part of it lies.
    pub(crate) fn path(&self, part: &str) -> PathBuf {
        self.path.join(part)
    }

    /// Removes a part that can be computed again.
    pub(crate) fn discard(&self, part: &str) -> Result<(), StoreError> {
        match self.dir.remove_dir_all(part) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.fault(&error)),
            _ => Ok(()),
        }
    }

    pub(crate) fn fault(&self, error: &std::io::Error) -> StoreError {
        StoreError::Io {
            place: self.name(),
            reason: reason(error),
        }
    }
}

/// The system's word, without machine-specific numbers.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or("").to_lowercase()
}
