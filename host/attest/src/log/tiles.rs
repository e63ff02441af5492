//! How a log lies in files (C2SP `tlog-tiles`): which file a hash or an entry stands in, and what such a file must look like.
//!
//! A tile is up to 256 hashes of one level, 32 bytes each; on level 0 those of entries, above it those of full tiles below. Entries lie in
//! bundles of up to 256, each with its length in front (2 bytes, big-endian). A file that is not full yet has its width in its name, so
//! that no file ever changes.

use super::error::LogError;
use sekisho_model::Digest;
use sekisho_model::merkle;

/// Hashes of a full tile, entries of a full bundle.
pub(crate) const WIDTH: u64 = 256;
/// The longest entry.
pub(crate) const LONGEST: usize = 0xffff;

const HASH: usize = 32;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// Hashes of a level.
    Level(u32),
    /// Entries.
    Entries,
}

/// One file of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tile {
    /// What it holds.
    pub(crate) shelf: Shelf,
    /// Its number, from 0.
    pub(crate) number: u64,
    /// How many hashes or entries: 1 to 256.
    pub(crate) width: u64,
}

impl Tile {
    /// The tile of a number as it is in a log of so many entries; `None` where there is none.
    pub(crate) fn of(shelf: Shelf, number: u64, entries: u64) -> Option<Self> {
        let all = match shelf {
            // Eight levels of the tree in one of tiles; no tree has more than 64.
            Shelf::Level(level) => entries.checked_shr(8 * level).unwrap_or(0),
            Shelf::Entries => entries,
        };
        let width = all.saturating_sub(number.saturating_mul(WIDTH)).min(WIDTH);
        (width > 0).then_some(Self { shelf, number, width })
    }

    /// The same tile, full.
    pub(crate) fn full(self) -> Self {
        Self { width: WIDTH, ..self }
    }

    /// Whether it is full.
    pub(crate) fn is_full(self) -> bool {
        self.width == WIDTH
    }

    /// Where all widths below the full one lie.
    pub(crate) fn partial_folder(self) -> String {
        format!("{}.p", self.full().path())
    }

    /// Path below the log's directory.
    pub(crate) fn path(self) -> String {
        let shelf = match self.shelf {
            Shelf::Level(level) => level.to_string(),
            Shelf::Entries => "entries".to_owned(),
        };
        let mut name = format!("{:03}", self.number % 1_000);
        let mut rest = self.number / 1_000;
        while rest > 0 {
            name = format!("x{:03}/{name}", rest % 1_000);
            rest /= 1_000;
        }
        if self.is_full() {
            format!("tile/{shelf}/{name}")
        } else {
            format!("tile/{shelf}/{name}.p/{}", self.width)
        }
    }

    /// How many bytes its file may have at most.
    pub(crate) fn most_bytes(self) -> usize {
        let each = match self.shelf {
            Shelf::Level(_) => HASH,
            Shelf::Entries => LONGEST + 2,
        };
        each * usize::try_from(self.width).unwrap_or(usize::MAX / each)
    }
}

/// The bytes of a tile of hashes.
pub(crate) fn write_hashes(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// The hashes of a tile: exactly as many as its width.
pub(crate) fn read_hashes(tile: Tile, bytes: &[u8]) -> Result<Vec<Digest>, LogError> {
    let (hashes, rest) = bytes.as_chunks::<HASH>();
    if hashes.len() as u64 != tile.width || !rest.is_empty() {
        let reason = format!("{} bytes are not {} hashes", bytes.len(), tile.width);
        return Err(LogError::damaged(&tile.path(), reason));
    }
    Ok(hashes.iter().copied().map(Digest::from_bytes).collect())
}

/// The bytes of a bundle of entries.
pub(crate) fn write_entries<'e>(entries: impl Iterator<Item = &'e [u8]>) -> Result<Vec<u8>, LogError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| LogError::LongEntry { length: entry.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle: exactly as many as its width.
pub(crate) fn read_entries(tile: Tile, bytes: &[u8]) -> Result<Vec<&[u8]>, LogError> {
    let wrong = |reason: String| LogError::damaged(&tile.path(), reason);
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let entry = rest.split_first_chunk::<2>().and_then(|(length, after)| {
            let length = u16::from_be_bytes(*length);
            after.split_at_checked(length.into())
        });
        let Some((entry, after)) = entry else {
            return Err(wrong(format!("it ends inside entry {} of it", entries.len())));
        };
        entries.push(entry);
        rest = after;
    }
    if entries.len() as u64 == tile.width {
        Ok(entries)
    } else {
        Err(wrong(format!(
            "it holds {} entries instead of {}",
            entries.len(),
            tile.width
        )))
    }
}

/// Which hashes of which tile make the hash of a complete subtree: number of the tile's level, of the tile, of its first hash, and
/// how many.
pub(crate) fn subtree(level: u32, number: u64) -> (u32, u64, usize, usize) {
    let (tile_level, inside) = (level / 8, level % 8);
    // A subtree of less than 256 hashes never crosses the edge of a tile.
    let first = number.checked_shl(inside).unwrap_or(0);
    let at = usize::try_from(first % WIDTH).unwrap_or(0);
    (tile_level, first / WIDTH, at, 1 << inside)
}

/// The hash that a full tile has in the tile above.
pub(crate) fn above(hashes: &[Digest]) -> Digest {
    merkle::root(hashes)
}
