//! The store on disk: sled, with what it lacks put around it.
//!
//! On Linux sled's own flush orders the pages to be written and does not wait for the disk: it survives a killed process
//! and not a loss of power, so a durable flush here ends with an fsync of its files. A value carries a digest over itself
//! and its key. A damaged database may make sled panic; that is caught and is an error like any other.

use crate::StoreError;
use crate::kv::{Store, Table, Visit, Write};
use crate::place::{Place, reason};
use crate::seal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// Memory for pages: the memo of ten thousand small subjects fits.
const CACHE_BYTES: u64 = 64 << 20;
const SCHEMA: &[u8] = b"schema_version";
/// The format of what lies in a database. Since 2, whole scans lie in segments.
pub const MEMO_FORMAT: u64 = 3;

/// A database in a directory of its own.
#[derive(Debug)]
pub struct DiskStore {
    db: sled::Db,
    place: String,
    dir: cap_std::fs::Dir,
}

/// How often a store that is in use is asked again, and after how long.
const PATIENCE: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

impl DiskStore {
    /// Opens a part of a store, or makes it.
    pub fn open(place: &Place, part: &str) -> Result<Self, StoreError> {
        place.dir.create_dir_all(part).map_err(|e| place.fault(&e))?;
        let dir = place.dir.open_dir(part).map_err(|e| place.fault(&e))?;
        let config = sled::Config::new()
            .path(place.path(part))
            .cache_capacity(CACHE_BYTES)
            // No thread that writes at times of its own: what is on disk is what was flushed.
            .flush_every_ms(None);
        let mut tries = 0;
        let db = loop {
            match guarded(&place.name(), || config.open()) {
                // Whoever had it last may be on the way out: the lock goes with its last thread.
                Err(StoreError::Busy { .. }) if tries < PATIENCE => std::thread::sleep(PAUSE),
                opened => break opened?,
            }
            tries += 1;
        };
        let store = Self {
            db,
            place: place.name(),
            dir,
        };
        store.check_schema()?;
        Ok(store)
    }

    fn check_schema(&self) -> Result<(), StoreError> {
        let meta = guarded(&self.place, || self.db.open_tree("meta"))?;
        match guarded(&self.place, || meta.get(SCHEMA))? {
            None => {
                guarded(&self.place, || meta.insert(SCHEMA, &MEMO_FORMAT.to_be_bytes()))?;
                Ok(())
            }
            Some(bytes) => match <[u8; 8]>::try_from(bytes.as_ref()).map(u64::from_be_bytes) {
                Ok(MEMO_FORMAT) => Ok(()),
                Ok(found) if found > MEMO_FORMAT => Err(StoreError::Newer {
                    place: self.place.clone(),
                    found,
                    known: MEMO_FORMAT,
                }),
                Ok(found) if found > 0 => Err(StoreError::Older {
                    place: self.place.clone(),
                    found,
                    known: MEMO_FORMAT,
                }),
                _ => Err(StoreError::Damaged {
                    place: self.place.clone(),
                    reason: "its schema version is none".to_owned(),
                }),
            },
        }
    }
}

fn full_key(table: Table, key: &[u8]) -> Vec<u8> {
    let mut full = Vec::with_capacity(key.len() + 1);
    full.push(table as u8);
    full.extend_from_slice(key);
    full
}

impl Store for DiskStore {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let key = full_key(table, key);
        let found = guarded(&self.place, || self.db.get(&key))?;
        Ok(found.and_then(|sealed| seal::open(&key, &sealed).map(<[u8]>::to_vec)))
    }

    fn put_batch(&self, batch: &[Write]) -> Result<(), StoreError> {
        let mut writes = sled::Batch::default();
        for write in batch {
            let key = full_key(write.table, &write.key);
            match &write.value {
                Some(value) => {
                    let sealed = seal::seal(&key, value);
                    writes.insert(key, sealed);
                }
                None => writes.remove(key),
            }
        }
        guarded(&self.place, || self.db.apply_batch(writes))
    }

    fn range(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit<'_>) -> Result<(), StoreError> {
        let from = full_key(table, from);
        let end = to.map_or_else(|| vec![table as u8 + 1], |to| full_key(table, to));
        if from >= end {
            return Ok(());
        }
        let mut entries = self.db.range(from..end);
        while let Some((key, sealed)) = guarded(&self.place, || entries.next().transpose())? {
            let Some((_, short)) = key.split_first() else { continue };
            if let Some(value) = seal::open(&key, &sealed)
                && !visit(short, value)
            {
                break;
            }
        }
        Ok(())
    }

    fn flush_durable(&self) -> Result<(), StoreError> {
        guarded(&self.place, || self.db.flush())?;
        for entry in self.dir.entries().map_err(|e| self.fault(&e))? {
            let entry = entry.map_err(|e| self.fault(&e))?;
            // A snapshot may be replaced by the next one meanwhile: then it is not needed.
            if entry.file_type().is_ok_and(|t| t.is_file())
                && let Ok(file) = entry.open()
            {
                file.sync_all().map_err(|e| self.fault(&e))?;
            }
        }
        let dir = self.dir.open(".").map_err(|e| self.fault(&e))?;
        dir.sync_all().map_err(|e| self.fault(&e))
    }

    fn size(&self) -> Result<u64, StoreError> {
        guarded(&self.place, || self.db.size_on_disk())
    }
}

impl DiskStore {
    fn fault(&self, error: &std::io::Error) -> StoreError {
        StoreError::Io {
            place: self.place.clone(),
            reason: reason(error),
        }
    }
}

/// Calls the database; its errors and its panics become ours.
fn guarded<T>(place: &str, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    let damaged = |reason: String| StoreError::Damaged {
        place: place.to_owned(),
        reason,
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => {
            // sled has no kind for it, only a sentence.
            let text = error.to_string();
            if text.contains("could not acquire lock") {
                return Err(StoreError::Busy {
                    place: place.to_owned(),
                });
            }
            if text.contains("orrupt") || error.kind() == std::io::ErrorKind::UnexpectedEof {
                return Err(damaged(text));
            }
            Err(StoreError::Io {
                place: place.to_owned(),
                reason: reason(&error),
            })
        }
        Ok(Err(error)) => Err(damaged(error.to_string())),
        Err(_) => Err(damaged("the database gave up on it".to_owned())),
    }
}
