//! A tree whose leaves are all at hand: it keeps the hash of every complete subtree, so that a proof costs a few look-ups.

use super::proof::{consistency_path, hash_of_range, inclusion_path};
use super::{Head, node};
use crate::Digest;
use std::ops::Range;

/// All complete subtrees: 64 bytes for each leaf.
#[derive(Debug, Clone)]
pub struct Tree {
    // levels[l][n] is the hash of the leaves n·2^l up to (n + 1)·2^l.
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// From leaf hashes.
    pub fn of(leaves: Vec<Digest>) -> Self {
        let mut levels = Vec::new();
        let mut level = leaves;
        while level.len() > 1 {
            let above = level.chunks_exact(2).filter_map(|pair| match pair {
                [left, right] => Some(node(left, right)),
                _ => None,
            });
            let above = above.collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        levels.push(level);
        Self { levels }
    }

    /// Number of leaves.
    pub fn leaves(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Number of leaves and root.
    pub fn head(&self) -> Head {
        let leaves = self.leaves();
        Head {
            leaves,
            // INVARIANT: all of the tree lies inside the tree.
            root: self.hash(0..leaves).unwrap_or_else(super::empty),
        }
    }

    /// The hashes that prove an entry (see [`super::verify_inclusion`]); `None` where there is no such entry.
    pub fn prove_inclusion(&self, index: u64) -> Option<Vec<Digest>> {
        let path = inclusion_path(index, self.leaves())?;
        path.into_iter().map(|range| self.hash(range)).collect()
    }

    /// The hashes that prove that this tree begins with one of `old` leaves (see [`super::verify_consistency`]); `None`
    /// unless `0 < old <=` the number of leaves.
    pub fn prove_consistency(&self, old: u64) -> Option<Vec<Digest>> {
        let path = consistency_path(old, self.leaves())?;
        path.into_iter().map(|range| self.hash(range)).collect()
    }

    fn hash(&self, range: Range<u64>) -> Option<Digest> {
        let mut complete = |level: u32, number: u64| {
            let level = self.levels.get(level as usize);
            let hash = level.and_then(|hashes| hashes.get(usize::try_from(number).ok()?));
            hash.copied().ok_or(())
        };
        hash_of_range(range, &mut complete).ok()
    }
}
