//! A log as it lies in a directory, under its newest checkpoint: entries, proofs, and whether all of it is what was signed.

use super::checkpoint::{Believed, Checkpoint, Policy};
use super::error::LogError;
use super::files::{self, CHECKPOINT};
use super::note::MOST_BYTES;
use super::proof::{ConsistencyProof, InclusionProof};
use super::tiles::{self, Shelf, Tile, WIDTH};
use cap_std::fs::Dir;
use sekisho_model::Digest;
use sekisho_model::merkle::proof::{consistency_path, hash_of_range, inclusion_path};
use sekisho_model::merkle::{self, Head};
use std::ops::Range;

/// A log, read only. Nothing of it is taken for true that does not lead to the signed root.
#[derive(Debug)]
pub struct Log {
    pub(super) dir: Dir,
    pub(super) policy: Policy,
    pub(super) believed: Believed,
}

impl Log {
    /// Opens a log: its checkpoint must be believed under the policy, and its tiles must lead to the root that was signed.
    pub fn open(dir: Dir, policy: Policy) -> Result<Self, LogError> {
        let note = files::read(&dir, CHECKPOINT, MOST_BYTES)?;
        let believed = policy.believe(&note)?;
        let log = Self { dir, policy, believed };
        let head = log.head();
        let found = log.root(head.leaves)?;
        if found != head.root {
            let reason = format!("the tiles lead to the root {found}, {} was signed", head.root);
            return Err(LogError::damaged("tile/0", reason));
        }
        Ok(log)
    }

    /// The newest checkpoint.
    pub fn checkpoint(&self) -> &Believed {
        &self.believed
    }

    /// Number of entries and root.
    pub fn head(&self) -> Head {
        self.believed.checkpoint.head
    }

    /// An entry, proven to stand under the checkpoint.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, LogError> {
        self.is_covered(index)?;
        let (tile, bytes) = self.file(Shelf::Entries, index / WIDTH, self.head().leaves)?;
        let entries = tiles::read_entries(tile, &bytes)?;
        let at = usize::try_from(index % WIDTH).unwrap_or(usize::MAX);
        let entry = entries.get(at).ok_or_else(|| beyond(tile))?;
        let proof = self.hashes(index)?;
        match self.believed.checkpoint.includes(entry, index, &proof) {
            Ok(()) => Ok(entry.to_vec()),
            Err(error) => Err(LogError::damaged(&tile.path(), error.to_string())),
        }
    }

    /// The number of the first entry with these bytes, if there is one.
    pub fn find(&self, entry: &[u8]) -> Result<Option<u64>, LogError> {
        let wanted = merkle::leaf(entry);
        for number in 0..self.head().leaves.div_ceil(WIDTH) {
            if let Some(at) = self.tile(0, number)?.iter().position(|hash| *hash == wanted) {
                return Ok(Some(number.saturating_mul(WIDTH).saturating_add(at as u64)));
            }
        }
        Ok(None)
    }

    /// That an entry stands in the log, as a file that needs nothing beside the policy.
    pub fn prove_inclusion(&self, index: u64) -> Result<InclusionProof, LogError> {
        // An entry that is not what was signed is not proven.
        self.entry(index)?;
        Ok(InclusionProof {
            extra: None,
            index,
            hashes: self.hashes(index)?,
            checkpoint: self.believed.note.clone(),
        })
    }

    /// That the log only appended since it had `old` entries.
    pub fn prove_consistency(&self, old: u64) -> Result<ConsistencyProof, LogError> {
        let size = self.head().leaves;
        let beyond = LogError::Beyond { size, wanted: old };
        let hashes = if old == 0 {
            Vec::new()
        } else {
            self.along(consistency_path(old, size).ok_or(beyond)?)?
        };
        let earlier = Checkpoint {
            head: Head {
                leaves: old,
                root: self.root(old)?,
            },
            ..self.believed.checkpoint.clone()
        };
        let later = &self.believed.checkpoint;
        let proven = earlier.is_extended_by(later, &hashes);
        proven.map_err(|error| LogError::damaged("tile", error.to_string()))?;
        Ok(ConsistencyProof {
            old,
            hashes,
            checkpoint: self.believed.note.clone(),
        })
    }

    /// Whether this log extends a checkpoint that was seen before: for whoever keeps one, and above all for the log itself, whose
    /// directory may have been put back to an older state.
    pub fn extends(&self, seen: &Checkpoint) -> Result<(), LogError> {
        let later = &self.believed.checkpoint;
        if seen.head.leaves > later.head.leaves || seen.origin != later.origin {
            return seen.is_extended_by(later, &[]);
        }
        if self.root(seen.head.leaves)? != seen.head.root {
            let size = seen.head.leaves;
            return Err(LogError::Forked { size });
        }
        seen.is_extended_by(later, &self.prove_consistency(seen.head.leaves)?.hashes)
    }

    /// Reads all of the log: every entry must hash to its tile, every full tile to the tile above.
    pub fn audit(&self) -> Result<(), LogError> {
        let size = self.head().leaves;
        for number in 0..size.div_ceil(WIDTH) {
            let (tile, bytes) = self.file(Shelf::Entries, number, size)?;
            let entries = tiles::read_entries(tile, &bytes)?;
            let hashes = self.tile(0, number)?;
            for (at, (entry, hash)) in entries.iter().zip(&hashes).enumerate() {
                if merkle::leaf(entry) != *hash {
                    let reason = format!("entry {at} of it is not the one whose hash stands in the tile");
                    return Err(LogError::damaged(&tile.path(), reason));
                }
            }
        }
        for level in 1..8 {
            let all = size.checked_shr(8 * level).unwrap_or(0);
            for number in 0..all.div_ceil(WIDTH) {
                for (at, hash) in (number.saturating_mul(WIDTH)..).zip(self.tile(level, number)?) {
                    if tiles::above(&self.tile(level - 1, at)?) != hash {
                        let tile = Tile::of(Shelf::Level(level - 1), at, size);
                        let path = tile.map(Tile::path).unwrap_or_default();
                        return Err(LogError::damaged(&path, "the tile above has another hash for it"));
                    }
                }
            }
        }
        Ok(())
    }

    /// Root of the first `size` entries, from the tiles.
    pub(super) fn root(&self, size: u64) -> Result<Digest, LogError> {
        self.hash(0..size)
    }

    fn is_covered(&self, index: u64) -> Result<(), LogError> {
        let size = self.head().leaves;
        if index < size {
            Ok(())
        } else {
            Err(LogError::Beyond { size, wanted: index })
        }
    }

    fn hashes(&self, index: u64) -> Result<Vec<Digest>, LogError> {
        let size = self.head().leaves;
        let beyond = LogError::Beyond { size, wanted: index };
        self.along(inclusion_path(index, size).ok_or(beyond)?)
    }

    fn along(&self, path: Vec<Range<u64>>) -> Result<Vec<Digest>, LogError> {
        path.into_iter().map(|range| self.hash(range)).collect()
    }

    fn hash(&self, range: Range<u64>) -> Result<Digest, LogError> {
        let mut complete = |level: u32, number: u64| {
            let (tile_level, tile, first, count) = tiles::subtree(level, number);
            let hashes = self.tile(tile_level, tile)?;
            let hashes = hashes.get(first..first.saturating_add(count));
            let hashes = hashes.ok_or_else(|| LogError::damaged("tile", "a hash is asked for that no tile has"))?;
            Ok(merkle::root(hashes))
        };
        hash_of_range(range, &mut complete)
    }

    /// The hashes of a tile under the checkpoint.
    pub(super) fn tile(&self, level: u32, number: u64) -> Result<Vec<Digest>, LogError> {
        let entries = self.head().leaves;
        let (tile, bytes) = self.file(Shelf::Level(level), number, entries)?;
        let mut hashes = tiles::read_hashes(tile, &bytes)?;
        if let Some(wanted) = Tile::of(Shelf::Level(level), number, entries) {
            hashes.truncate(usize::try_from(wanted.width).unwrap_or(usize::MAX));
        }
        Ok(hashes)
    }

    pub(super) fn file(&self, shelf: Shelf, number: u64, entries: u64) -> Result<(Tile, Vec<u8>), LogError> {
        let tile = Tile::of(shelf, number, entries);
        let tile =
            tile.ok_or_else(|| LogError::damaged("tile", "a tile is asked for that the log is too short for"))?;
        files::read_tile(&self.dir, tile)
    }
}

fn beyond(tile: Tile) -> LogError {
    LogError::damaged(&tile.path(), "it has too few entries")
}
