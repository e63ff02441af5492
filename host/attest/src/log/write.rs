//! Appending to a log. Entries are gathered, then written with everything that hangs on them, and last of all the checkpoint: whoever
//! is killed in between leaves the old log, with files beside it that nobody has signed and the next append writes over.

use super::checkpoint::{Believed, Checkpoint, Policy};
use super::error::LogError;
use super::files::{self, CHECKPOINT};
use super::keys::NoteSigner;
use super::note::Note;
use super::read::Log;
use super::tiles::{self, LONGEST, Shelf, Tile, WIDTH};
use cap_std::fs::{Dir, File};
use sekisho_model::Digest;
use sekisho_model::merkle::{self, Head};
use std::ops::Range;

/// The one who appends. It holds the log's lock as long as it lives.
#[derive(Debug)]
pub struct Writer {
    log: Log,
    gathered: Vec<Vec<u8>>,
    _lock: File,
}

impl Writer {
    /// Begins a log in a directory without one: writes the signed checkpoint of the empty log.
    pub fn create(dir: Dir, policy: Policy, signers: &[&dyn NoteSigner]) -> Result<Self, LogError> {
        let lock = files::lock(&dir)?;
        if files::is_log(&dir)? {
            return Err(LogError::Exists);
        }
        let policy = alone(policy);
        let empty = Head {
            leaves: 0,
            root: merkle::empty(),
        };
        let believed = sign(&policy, empty, signers)?;
        publish(&dir, &believed)?;
        Ok(Self {
            log: Log { dir, policy, believed },
            gathered: Vec::new(),
            _lock: lock,
        })
    }

    /// Opens a log to append to it.
    ///
    /// `seen` is the newest checkpoint that its keeper knows to be signed, kept elsewhere than in the log. A log that was put back to
    /// an older state does not extend it and is refused: appending to it would fork it.
    pub fn open(dir: Dir, policy: Policy, seen: Option<&Checkpoint>) -> Result<Self, LogError> {
        let lock = files::lock(&dir)?;
        let log = Log::open(dir, alone(policy))?;
        if let Some(seen) = seen {
            log.extends(seen)?;
        }
        Ok(Self {
            log,
            gathered: Vec::new(),
            _lock: lock,
        })
    }

    /// The log as it is signed.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Gathers entries, each of at most 65535 bytes; answers the numbers that they will have. They are in the log only once
    /// [`checkpoint`](Self::checkpoint) has answered.
    pub fn append(&mut self, entries: impl IntoIterator<Item = Vec<u8>>) -> Result<Range<u64>, LogError> {
        let before = self.gathered.len();
        for entry in entries {
            if entry.len() > LONGEST {
                self.gathered.truncate(before);
                return Err(LogError::LongEntry { length: entry.len() });
            }
            self.gathered.push(entry);
        }
        let first = self.log.head().leaves;
        Ok(first.saturating_add(before as u64)..first.saturating_add(self.gathered.len() as u64))
    }

    /// Writes what was gathered and signs it. Without anything gathered the present tree is signed
    /// again, say with a new key. Witnesses sign afterwards, and anew for every checkpoint.
    pub fn checkpoint(&mut self, signers: &[&dyn NoteSigner]) -> Result<&Believed, LogError> {
        let old = self.log.head().leaves;
        let new = old.saturating_add(self.gathered.len() as u64);
        let written = if new > old { self.write(old)? } else { Vec::new() };
        files::settle(&self.log.dir, written.iter().map(|tile| tile.path()))?;
        // The root comes from the files as they now lie there.
        let head = Head {
            leaves: new,
            root: self.grown(new)?,
        };
        let believed = sign(&self.log.policy, head, signers)?;
        publish(&self.log.dir, &believed)?;
        self.log.believed = believed;
        self.gathered.clear();
        let full = written.into_iter().filter(|tile| tile.is_full());
        full.for_each(|tile| files::clear(&self.log.dir, tile));
        Ok(&self.log.believed)
    }

    /// Takes over a checkpoint that witnesses have signed: the same text, with signatures more. Every known witness on it must hold.
    pub fn cosigned(&mut self, note: &[u8]) -> Result<&Believed, LogError> {
        let believed = self.log.policy.believe(note)?;
        if believed.checkpoint != self.log.believed.checkpoint {
            return Err(LogError::malformed(
                "checkpoint",
                "it is not the newest one of this log with signatures more",
            ));
        }
        publish(&self.log.dir, &believed)?;
        self.log.believed = believed;
        Ok(&self.log.believed)
    }

    /// Writes bundles and tiles; answers which.
    fn write(&self, old: u64) -> Result<Vec<Tile>, LogError> {
        let mut written = Vec::new();
        let mut fresh = self.entries(old, &mut written)?;
        let mut level = 0;
        let mut first = old;
        while !fresh.is_empty() {
            let tile = first / WIDTH;
            let mut hashes = if first.is_multiple_of(WIDTH) {
                Vec::new()
            } else {
                self.log.tile(level, tile)?
            };
            hashes.append(&mut fresh);
            for (number, hashes) in (tile..).zip(hashes.chunks(256)) {
                let tile = self.put(Shelf::Level(level), number, hashes.len(), &tiles::write_hashes(hashes))?;
                if tile.is_full() {
                    fresh.push(tiles::above(hashes));
                }
                written.push(tile);
            }
            level += 1;
            first /= WIDTH;
        }
        Ok(written)
    }

    /// Writes the bundles; answers the hashes of the new entries.
    fn entries(&self, old: u64, written: &mut Vec<Tile>) -> Result<Vec<Digest>, LogError> {
        let bundle = old / WIDTH;
        let mut begun = Vec::new();
        if !old.is_multiple_of(WIDTH) {
            let (tile, bytes) = self.log.file(Shelf::Entries, bundle, old)?;
            let entries = tiles::read_entries(tile, &bytes)?;
            for (entry, hash) in entries.into_iter().zip(self.log.tile(0, bundle)?) {
                if merkle::leaf(entry) != hash {
                    return Err(LogError::damaged(
                        &tile.path(),
                        "an entry of it is not the one that was signed",
                    ));
                }
                begun.push(entry.to_vec());
            }
        }
        let all: Vec<&[u8]> = begun.iter().chain(&self.gathered).map(Vec::as_slice).collect();
        for (number, entries) in (bundle..).zip(all.chunks(256)) {
            let bytes = tiles::write_entries(entries.iter().copied())?;
            written.push(self.put(Shelf::Entries, number, entries.len(), &bytes)?);
        }
        Ok(self.gathered.iter().map(|entry| merkle::leaf(entry)).collect())
    }

    fn put(&self, shelf: Shelf, number: u64, width: usize, bytes: &[u8]) -> Result<Tile, LogError> {
        let tile = Tile {
            shelf,
            number,
            width: width as u64,
        };
        files::write(&self.log.dir, &tile.path(), bytes)?;
        Ok(tile)
    }

    /// Root of a tree of so many entries, whose tiles are written and not signed yet.
    fn grown(&self, entries: u64) -> Result<Digest, LogError> {
        let mut believed = self.log.believed.clone();
        believed.checkpoint.head.leaves = entries;
        let grown = Log {
            dir: self.log.dir.try_clone().map_err(|e| LogError::io(".", &e))?,
            policy: self.log.policy.clone(),
            believed,
        };
        grown.root(entries)
    }
}

/// The log's own keys are enough for whoever appends: witnesses sign afterwards.
fn alone(policy: Policy) -> Policy {
    Policy { quorum: 0, ..policy }
}

/// Puts a checkpoint in its place: from now on everybody reads the log as it says.
fn publish(dir: &Dir, believed: &Believed) -> Result<(), LogError> {
    files::write(dir, CHECKPOINT, believed.note.as_bytes())?;
    files::settle(dir, [])
}

fn sign(policy: &Policy, head: Head, signers: &[&dyn NoteSigner]) -> Result<Believed, LogError> {
    let checkpoint = Checkpoint {
        origin: policy.origin.clone(),
        head,
        extensions: Vec::new(),
    };
    let note = Note::sign(checkpoint.text(), signers)?;
    // Nobody would believe what its own policy does not.
    policy.believe(note.written().as_bytes())
}
