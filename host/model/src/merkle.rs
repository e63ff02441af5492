//! The Merkle tree of RFC 6962 §2.1 (the same as RFC 9162 §2.1): how a ledger and a log are hashed, and nowhere else.
//!
//! A leaf is hashed as `SHA-256(0x00 ‖ entry)`, a node as `SHA-256(0x01 ‖ left ‖ right)`, the empty tree as the hash of
//! nothing; a list of n > 1 entries splits at the largest power of two below n. [`proof`] says what an inclusion or a
//! consistency proof consists of and checks it, [`tree`] makes proofs where all leaves are at hand.

pub mod proof;
pub mod tree;

pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use tree::Tree;

use crate::Digest;
use serde::{Deserialize, Serialize};

/// A tree in two words: how many leaves, and its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Number of leaves.
    pub leaves: u64,
    /// Root hash.
    pub root: Digest,
}

/// Hash of a leaf.
pub fn leaf(bytes: &[u8]) -> Digest {
    let mut input = Vec::with_capacity(bytes.len() + 1);
    input.push(0);
    input.extend_from_slice(bytes);
    Digest::of(&input)
}

/// Hash of a node.
pub fn node(left: &Digest, right: &Digest) -> Digest {
    let mut input = [1; 65];
    let (_, both) = input.split_at_mut(1);
    let both = both.chunks_exact_mut(32).zip([left, right]);
    both.for_each(|(to, digest)| to.copy_from_slice(digest.as_bytes()));
    Digest::of(&input)
}

/// Hash of the empty tree.
pub fn empty() -> Digest {
    Digest::of(b"")
}

/// Root over leaf hashes.
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty(),
        [one] => *one,
        many => {
            let (left, right) = halves(many);
            node(&root(left), &root(right))
        }
    }
}

/// The root of many leaves, on at most so many threads.
pub fn root_by(leaves: &[Digest], threads: usize) -> Digest {
    if threads <= 1 || leaves.len() < MANY {
        return root(leaves);
    }
    let (left, right) = halves(leaves);
    let (left, right) = std::thread::scope(|scope| {
        let other = scope.spawn(|| root_by(left, threads / 2));
        let right = root_by(right, threads - threads / 2);
        // Nothing in there panics; if it did, here it is done once more.
        (other.join().unwrap_or_else(|_| root(left)), right)
    });
    node(&left, &right)
}

/// From so many leaves on a thread is worth its start.
const MANY: usize = 4_096;

fn halves(leaves: &[Digest]) -> (&[Digest], &[Digest]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The eight leaves and the roots of the certificate-transparency reference implementation's own test.
    #[test]
    fn roots_equal_the_reference_vectors_of_rfc_6962() {
        let leaves: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let hashed: Vec<Digest> = leaves.iter().map(|l| leaf(l)).collect();
        assert_eq!(
            root(&[]).hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            root(&hashed[..1]).hex(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            root(&hashed[..2]).hex(),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
        assert_eq!(
            root(&hashed[..3]).hex(),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
        );
        assert_eq!(
            root(&hashed[..7]).hex(),
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
        );
        assert_eq!(
            root(&hashed).hex(),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn the_root_does_not_depend_on_the_number_of_threads() {
        for count in [0, 1, MANY - 1, MANY, 3 * MANY + 5] {
            let leaves: Vec<Digest> = (0..count).map(|n| leaf(&n.to_be_bytes())).collect();
            for threads in [1, 2, 3, 8] {
                assert_eq!(root_by(&leaves, threads), root(&leaves), "{count} on {threads}");
            }
        }
    }

    #[test]
    fn leaving_out_or_moving_an_entry_changes_the_root() {
        let leaves: Vec<Digest> = (0u8..20).map(|i| leaf(&[i])).collect();
        let mut moved = leaves.clone();
        moved.swap(3, 4);
        assert_ne!(root(&leaves), root(&moved));
        assert_ne!(root(&leaves), root(&leaves[..19]));
    }
}
