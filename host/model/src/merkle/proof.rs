//! Inclusion and consistency proofs: which subtrees they name, and whether they lead to a root (RFC 9162 §2.1.3, §2.1.4).
//!
//! A proof is a list of hashes, each the hash of one range of leaves. Which ranges follows from the numbers alone
//! ([`inclusion_path`], [`consistency_path`]): so a proof of another length is refused, and whoever keeps hashes in some
//! other way (in tiles, say) can make one with [`hash_of_range`].

use super::{empty, node};
use crate::Digest;
use crate::error::Hint;
use std::ops::Range;

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The entry's number is not below the number of leaves.
    #[error("entry {index} does not exist in a tree of {size}")]
    NoSuchEntry {
        /// Number of the entry, from 0.
        index: u64,
        /// Number of leaves.
        size: u64,
    },
    /// The later tree is smaller.
    #[error("a tree of {new} cannot be later than one of {old}")]
    Shrunk {
        /// Leaves of the earlier tree.
        old: u64,
        /// Leaves of the later tree.
        new: u64,
    },
    /// The earlier tree is empty: every tree extends it.
    #[error("from an empty tree nothing can be proven")]
    FromNothing,
    /// Too few or too many hashes.
    #[error("the proof has {found} hashes where {expected} are needed")]
    Length {
        /// How many it has.
        found: usize,
        /// How many it must have.
        expected: usize,
    },
    /// The hashes lead elsewhere.
    #[error("the proof leads to the root {found}, not to {expected}")]
    Root {
        /// Where it leads.
        found: Digest,
        /// Where it should.
        expected: Digest,
    },
    /// The hashes do not lead to the earlier root.
    #[error("the proof leads to the earlier root {found}, not to {expected}")]
    OldRoot {
        /// Where it leads.
        found: Digest,
        /// Where it should.
        expected: Digest,
    },
}

impl Hint for ProofError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchEntry { .. } => "merkle-no-such-entry",
            Self::Shrunk { .. } => "merkle-shrunk",
            Self::FromNothing => "merkle-from-nothing",
            Self::Length { .. } => "merkle-proof-length",
            Self::Root { .. } => "merkle-root-differs",
            Self::OldRoot { .. } => "merkle-old-root-differs",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Root { .. } | Self::OldRoot { .. } => Some(
                "something was changed after the root was signed: ask the sender for the untouched files".to_owned(),
            ),
            _ => None,
        }
    }
}

/// Where a range of more than one leaf is divided: the largest power of two below its length.
fn middle(range: &Range<u64>) -> u64 {
    let length = range.end.saturating_sub(range.start);
    let below = length.saturating_sub(1).max(1);
    range.start.saturating_add(1 << below.ilog2())
}

/// The ranges whose hashes prove that a leaf stands in a tree, from the leaf's sibling upwards; `None` where the tree has
/// no such leaf.
pub fn inclusion_path(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if index >= size {
        return None;
    }
    let mut path = Vec::new();
    let mut range = 0..size;
    while range.end - range.start > 1 {
        let middle = middle(&range);
        if index < middle {
            path.push(middle..range.end);
            range.end = middle;
        } else {
            path.push(range.start..middle);
            range.start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The ranges whose hashes prove that a tree of `new` leaves begins with one of `old`, lowest first; `None` unless
/// `0 < old <= new`.
pub fn consistency_path(old: u64, new: u64) -> Option<Vec<Range<u64>>> {
    if old == 0 || old > new {
        return None;
    }
    let mut path = Vec::new();
    let mut range = 0..new;
    while range.end != old {
        let middle = middle(&range);
        if old <= middle {
            path.push(middle..range.end);
            range.end = middle;
        } else {
            path.push(range.start..middle);
            range.start = middle;
        }
    }
    // The verifier has the earlier root already, where that is a whole subtree of the later one.
    if range.start != 0 {
        path.push(range);
    }
    path.reverse();
    Some(path)
}

/// The hash of a range of leaves, from hashes of complete subtrees: `complete(level, number)` answers for the leaves
/// `number · 2^level` up to `(number + 1) · 2^level`.
pub fn hash_of_range<E>(
    range: Range<u64>,
    complete: &mut impl FnMut(u32, u64) -> Result<Digest, E>,
) -> Result<Digest, E> {
    let length = range.end.saturating_sub(range.start);
    if length == 0 {
        return Ok(empty());
    }
    if length.is_power_of_two() && range.start.is_multiple_of(length) {
        let level = length.ilog2();
        return complete(level, range.start >> level);
    }
    let middle = middle(&range);
    let left = hash_of_range(range.start..middle, complete)?;
    let right = hash_of_range(middle..range.end, complete)?;
    Ok(node(&left, &right))
}

/// Checks that a leaf of this hash is entry `index` of the tree of `size` leaves with this root.
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), ProofError> {
    let path = inclusion_path(index, size).ok_or(ProofError::NoSuchEntry { index, size })?;
    is_long(&path, proof)?;
    let found = path.iter().zip(proof).fold(*leaf, |hash, (range, sibling)| {
        if range.start > index {
            node(&hash, sibling)
        } else {
            node(sibling, &hash)
        }
    });
    leads(found, root)
}

/// Checks that the later tree begins with all of the earlier one, in order.
///
/// Two trees of the same size must have the same root. An earlier tree without leaves is refused
/// ([`ProofError::FromNothing`]): every tree extends it, and no proof says so.
pub fn verify_consistency(
    old: u64,
    old_root: &Digest,
    new: u64,
    new_root: &Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    if old == new {
        is_long(&[], proof)?;
        return leads(*old_root, new_root);
    }
    if old == 0 {
        return Err(ProofError::FromNothing);
    }
    let path = consistency_path(old, new).ok_or(ProofError::Shrunk { old, new })?;
    is_long(&path, proof)?;
    let mut steps = path.iter().zip(proof).peekable();
    let seed = match steps.peek() {
        Some((range, hash)) if range.end == old => {
            let seed = **hash;
            steps.next();
            seed
        }
        _ => *old_root,
    };
    let (mut earlier, mut later) = (seed, seed);
    for (range, hash) in steps {
        if range.start >= old {
            later = node(&later, hash);
        } else {
            earlier = node(hash, &earlier);
            later = node(hash, &later);
        }
    }
    if earlier != *old_root {
        return Err(ProofError::OldRoot {
            found: earlier,
            expected: *old_root,
        });
    }
    leads(later, new_root)
}

fn is_long(path: &[Range<u64>], proof: &[Digest]) -> Result<(), ProofError> {
    let (expected, found) = (path.len(), proof.len());
    if expected == found {
        Ok(())
    } else {
        Err(ProofError::Length { found, expected })
    }
}

fn leads(found: Digest, root: &Digest) -> Result<(), ProofError> {
    if found == *root {
        Ok(())
    } else {
        Err(ProofError::Root { found, expected: *root })
    }
}
