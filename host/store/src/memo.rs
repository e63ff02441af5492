//! The table of remembered answers over a store. It may lose them, it may stop working in the middle of a scan; it says
//! so once, and the scan goes on.

use crate::kv::{Store, Table, Write};
use crate::large::{self, Large, Name};
use crate::{DiskStore, Place, StoreError};
use sekisho_model::Digest;
use sekisho_model::memo::{Memo, Shelf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The part of a store that holds it.
pub const PART: &str = "memo";
/// Bytes that are written at once.
const BATCH_BYTES: usize = 1 << 20;

/// Answers in a store.
pub struct StoredMemo {
    store: Box<dyn Store>,
    /// Where parts of whole scans lie; without it they lie in the store like everything else.
    large: Option<Large>,
    /// Where it lies, for people.
    place: String,
    waiting: Mutex<Waiting>,
    is_off: AtomicBool,
    troubles: Mutex<Vec<StoreError>>,
}

#[derive(Default)]
struct Waiting {
    writes: Vec<Write>,
    bytes: usize,
}

impl std::fmt::Debug for StoredMemo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredMemo")
            .field("is_off", &self.is_off)
            .finish_non_exhaustive()
    }
}

impl StoredMemo {
    /// Over any store.
    pub fn over(store: Box<dyn Store>) -> Self {
        Self {
            store,
            large: None,
            place: String::new(),
            waiting: Mutex::default(),
            is_off: AtomicBool::new(false),
            troubles: Mutex::default(),
        }
    }

    /// The memo of a store directory. A damaged one, or one that has grown beyond the bound, is thrown away and begun
    /// anew, and the reason is told by [`Self::close`].
    pub fn open(place: &Place, most_bytes: u64) -> Result<Self, StoreError> {
        let memo = match Self::open_as_is(place) {
            Ok(memo) => memo,
            Err(trouble @ (StoreError::Damaged { .. } | StoreError::Older { .. })) => {
                place.discard(PART)?;
                let memo = Self::open_as_is(place)?;
                memo.tell(trouble);
                return Ok(memo);
            }
            Err(other) => return Err(other),
        };
        if memo
            .store
            .size()?
            .saturating_add(memo.large.as_ref().map_or(0, Large::size))
            > most_bytes
        {
            drop(memo);
            place.discard(PART)?;
            return Self::open_as_is(place);
        }
        Ok(memo)
    }

    fn open_as_is(place: &Place) -> Result<Self, StoreError> {
        let mut memo = Self::over(Box::new(DiskStore::open(place, PART)?));
        memo.place = place.name();
        let path = format!("{PART}/large");
        place.dir.create_dir_all(&path).map_err(|e| place.fault(&e))?;
        memo.large = Some(Large::new(place.dir.open_dir(&path).map_err(|e| place.fault(&e))?));
        Ok(memo)
    }

    /// A large value, if it is there and whole.
    fn apart(&self, name: &Name) -> Option<Vec<u8>> {
        self.large.as_ref()?.get(name).unwrap_or_else(|large::Altered| {
            let place = self.place.clone();
            self.tell(StoreError::Altered { place });
            None
        })
    }

    /// Removes large values that no entry names any more.
    fn sweep(&self) {
        let Some(large) = &self.large else { return };
        let mut named = Vec::new();
        let mut visit = |_: &[u8], value: &[u8]| {
            named.extend(name_of_large(value));
            true
        };
        if self.store.range(Table::Scans, b"", None, &mut visit).is_ok() {
            large.sweep(&named);
        }
    }

    fn tell(&self, trouble: StoreError) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if !troubles.contains(&trouble) {
            troubles.push(trouble);
        }
    }

    /// The first break ends it: half a memo is right, but a disk that is full stays full.
    fn off(&self, trouble: StoreError) {
        self.is_off.store(true, Ordering::Relaxed);
        self.tell(trouble);
    }

    fn write(&self, writes: &[Write]) {
        if !writes.is_empty()
            && !self.is_off.load(Ordering::Relaxed)
            && let Err(trouble) = self.store.put_batch(writes)
        {
            self.off(trouble);
        }
    }

    fn queue(&self, write: Write) {
        let full = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.bytes += write.value.as_ref().map_or(0, Vec::len);
            waiting.writes.push(write);
            (waiting.bytes >= BATCH_BYTES).then(|| std::mem::take(&mut *waiting))
        };
        if let Some(full) = full {
            self.write(&full.writes);
        }
    }

    /// Writes what waits, makes it durable, and tells what went wrong.
    pub fn close(self) -> Vec<StoreError> {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if !waiting.writes.is_empty() {
            self.write(&waiting.writes);
        }
        if !self.is_off.load(Ordering::Relaxed)
            && let Err(trouble) = self.store.flush_durable()
        {
            self.off(trouble);
        }
        if !self.is_off.load(Ordering::Relaxed) {
            self.sweep();
        }
        self.troubles.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// In front of a value that is one, and of the name of one that lies apart.
const INLINE: u8 = 0;
const APART: u8 = 1;
/// From this size on a whole scan lies apart.
const LARGE: usize = 64 << 10;

fn name_of_large(value: &[u8]) -> Option<Name> {
    match value.split_first()? {
        (&APART, name) => Some(Name::from_bytes(name.try_into().ok()?)),
        _ => None,
    }
}

fn table(shelf: Shelf) -> Table {
    match shelf {
        Shelf::Subject => Table::Subjects,
        Shelf::Scan => Table::Scans,
    }
}

impl Memo for StoredMemo {
    fn get(&self, shelf: Shelf, name: &Digest) -> Option<Vec<u8>> {
        if self.is_off.load(Ordering::Relaxed) {
            return None;
        }
        let found = match self.store.get(table(shelf), name.as_bytes()) {
            Ok(found) => found?,
            Err(trouble) => {
                self.off(trouble);
                return None;
            }
        };
        match found.split_first()? {
            (&INLINE, value) => Some(value.to_vec()),
            _ => self.apart(&name_of_large(&found)?),
        }
    }

    fn put(&self, shelf: Shelf, name: &Digest, value: &[u8]) {
        if self.is_off.load(Ordering::Relaxed) {
            return;
        }
        let mut kept = Vec::with_capacity(value.len().min(LARGE) + 1);
        match &self.large {
            Some(large) if shelf == Shelf::Scan && value.len() >= LARGE => match large.put(value) {
                Ok(name) => {
                    kept.push(APART);
                    kept.extend_from_slice(name.as_bytes());
                }
                Err(reason) => {
                    // Smaller values may still find room.
                    return self.tell(StoreError::Io {
                        place: format!("{PART}/large"),
                        reason,
                    });
                }
            },
            _ => {
                kept.push(INLINE);
                kept.extend_from_slice(value);
            }
        }
        self.queue(Write::put(table(shelf), *name.as_bytes(), kept));
    }

    fn forget(&self, shelf: Shelf, name: &Digest) {
        self.queue(Write::remove(table(shelf), *name.as_bytes()));
    }
}
