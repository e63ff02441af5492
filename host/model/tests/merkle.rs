//! The tree against other people's vectors and against the recursion of the RFC, written down once more without any thought of speed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use sekisho_model::Digest;
use sekisho_model::merkle::{Head, ProofError, Tree, leaf, node, root, root_by, verify_consistency, verify_inclusion};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The vectors of sigstore-rust (made by transparency-dev/merkle), as they are.
fn vectors(kind: &str) -> Vec<(PathBuf, Value)> {
    let base = "../../tests/data/corpus/5-hostile/sigstore-rust/crates/sigstore-merkle/test-data/merkle/testdata";
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(base).join(kind)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                found.push((path, value));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// A few vectors have roots that are no hashes (`don't care 1`): another name for them, equal where they are equal.
fn digest(value: &Value) -> Digest {
    let bytes = STANDARD.decode(value.as_str().unwrap()).unwrap();
    match <[u8; 32]>::try_from(bytes.as_slice()) {
        Ok(bytes) => Digest::from_bytes(bytes),
        Err(_) => Digest::of_parts(&[b"no hash", &bytes]),
    }
}

/// A proof, or nothing where a hash has another length than 32 bytes.
fn proof(value: &Value) -> Option<Vec<Digest>> {
    let hashes = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let hash = |value: &Value| <[u8; 32]>::try_from(STANDARD.decode(value.as_str().unwrap()).unwrap()).ok();
    hashes.iter().map(|value| hash(value).map(Digest::from_bytes)).collect()
}

fn check(kind: &str, least: usize, verdict: impl Fn(&Value) -> bool) {
    let vectors = vectors(kind);
    assert!(vectors.len() >= least, "{} {kind} vectors", vectors.len());
    let mut accepted = 0;
    for (path, vector) in &vectors {
        let is_valid = !vector["wantErr"].as_bool().unwrap();
        assert_eq!(verdict(vector), is_valid, "{}", path.display());
        accepted += usize::from(is_valid);
    }
    assert!(accepted > 0, "some must be accepted");
}

#[test]
fn inclusion_vectors() {
    check("inclusion", 50, |v| {
        let (Some(index), Some(size)) = (v["leafIdx"].as_u64(), v["treeSize"].as_u64()) else {
            return false;
        };
        let root = digest(&v["root"]);
        proof(&v["proof"]).is_some_and(|p| verify_inclusion(&digest(&v["leafHash"]), index, size, &p, &root).is_ok())
    });
}

#[test]
fn consistency_vectors() {
    check("consistency", 50, |v| {
        let (Some(old), Some(new)) = (v["size1"].as_u64(), v["size2"].as_u64()) else {
            return false;
        };
        let (old_root, new_root) = (digest(&v["root1"]), digest(&v["root2"]));
        proof(&v["proof"]).is_some_and(|p| verify_consistency(old, &old_root, new, &new_root, &p).is_ok())
    });
}

/// RFC 6962 §2.1.
mod naive {
    use super::{Digest, leaf, node};

    fn k(n: usize) -> usize {
        let mut k = 1;
        while k * 2 < n {
            k *= 2;
        }
        k
    }

    pub(super) fn mth(d: &[Digest]) -> Digest {
        match d.len() {
            0 => Digest::of(b""),
            1 => d[0],
            n => node(&mth(&d[..k(n)]), &mth(&d[k(n)..])),
        }
    }

    pub(super) fn path(m: usize, d: &[Digest]) -> Vec<Digest> {
        let n = d.len();
        if n == 1 {
            return Vec::new();
        }
        let (below, last) = if m < k(n) {
            (path(m, &d[..k(n)]), mth(&d[k(n)..]))
        } else {
            (path(m - k(n), &d[k(n)..]), mth(&d[..k(n)]))
        };
        [below, vec![last]].concat()
    }

    pub(super) fn subproof(m: usize, d: &[Digest], b: bool) -> Vec<Digest> {
        let n = d.len();
        if m == n {
            return if b { Vec::new() } else { vec![mth(d)] };
        }
        let (below, last) = if m <= k(n) {
            (subproof(m, &d[..k(n)], b), mth(&d[k(n)..]))
        } else {
            (subproof(m - k(n), &d[k(n)..], false), mth(&d[..k(n)]))
        };
        [below, vec![last]].concat()
    }

    pub(super) fn leaves(n: usize) -> Vec<Digest> {
        (0..n).map(|i| leaf(&i.to_be_bytes())).collect()
    }
}

#[test]
fn every_proof_of_every_small_tree_is_that_of_the_rfc_and_holds() {
    for n in 0..=70 {
        let leaves = naive::leaves(n);
        let tree = Tree::of(leaves.clone());
        let head = Head {
            leaves: n as u64,
            root: naive::mth(&leaves),
        };
        assert_eq!(tree.head(), head);
        assert_eq!(root(&leaves), head.root);
        for m in 0..n {
            let proof = tree.prove_inclusion(m as u64).unwrap();
            assert_eq!(proof, naive::path(m, &leaves), "{m} of {n}");
            assert_eq!(
                verify_inclusion(&leaves[m], m as u64, n as u64, &proof, &head.root),
                Ok(())
            );
            let old = m + 1;
            let proof = tree.prove_consistency(old as u64).unwrap();
            assert_eq!(proof, naive::subproof(old, &leaves, true), "{old} to {n}");
            let old_root = naive::mth(&leaves[..old]);
            assert_eq!(
                verify_consistency(old as u64, &old_root, n as u64, &head.root, &proof),
                Ok(())
            );
        }
        assert_eq!(tree.prove_inclusion(n as u64), None);
        assert_eq!(tree.prove_consistency(0), None);
        assert_eq!(tree.prove_consistency(n as u64 + 1), None);
    }
}

#[test]
fn numbers_at_the_edge_are_refused_in_words_and_never_panic() {
    let any = Digest::of(b"x");
    let huge = u64::MAX;
    assert_eq!(
        verify_inclusion(&any, huge, huge, &[], &any),
        Err(ProofError::NoSuchEntry {
            index: huge,
            size: huge
        })
    );
    assert_eq!(
        verify_inclusion(&any, huge - 1, huge, &[], &any),
        Err(ProofError::Length { found: 0, expected: 63 })
    );
    assert_eq!(
        verify_consistency(huge, &any, 5, &any, &[]),
        Err(ProofError::Shrunk { old: huge, new: 5 })
    );
    assert_eq!(verify_consistency(0, &any, 5, &any, &[]), Err(ProofError::FromNothing));
    assert!(matches!(
        verify_consistency(huge - 1, &any, huge, &any, &[any; 80]),
        Err(ProofError::Length { found: 80, .. })
    ));
    assert!(matches!(
        verify_consistency(7, &any, 7, &Digest::of(b"y"), &[]),
        Err(ProofError::Root { .. })
    ));
}

proptest! {
    /// A tree larger than any by hand: threads, tree and recursion agree, and a proof holds for its own numbers only.
    #[test]
    fn a_proof_holds_for_one_leaf_one_place_one_tree(n in 1usize..3_000, at in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(), flip in 0usize..256) {
        let leaves = naive::leaves(n);
        let tree = Tree::of(leaves.clone());
        let (m, other) = (at.index(n), other.index(n));
        let size = n as u64;
        let head = tree.head();
        prop_assert_eq!(head.root, root_by(&leaves, 3));
        let proof = tree.prove_inclusion(m as u64).unwrap();
        prop_assert_eq!(verify_inclusion(&leaves[m], m as u64, size, &proof, &head.root), Ok(()));
        if other != m {
            prop_assert!(verify_inclusion(&leaves[other], m as u64, size, &proof, &head.root).is_err());
            prop_assert!(verify_inclusion(&leaves[m], other as u64, size, &proof, &head.root).is_err());
        }
        for step in 0..proof.len() {
            let mut changed = proof.clone();
            let mut bytes = *changed[step].as_bytes();
            bytes[flip / 8] ^= 1 << (flip % 8);
            changed[step] = Digest::from_bytes(bytes);
            prop_assert!(verify_inclusion(&leaves[m], m as u64, size, &changed, &head.root).is_err());
            let mut shorter = proof.clone();
            shorter.remove(step);
            prop_assert!(verify_inclusion(&leaves[m], m as u64, size, &shorter, &head.root).is_err());
        }
        let old = m + 1;
        let old_root = root(&leaves[..old]);
        let proof = tree.prove_consistency(old as u64).unwrap();
        prop_assert_eq!(verify_consistency(old as u64, &old_root, size, &head.root, &proof), Ok(()));
        if old < n {
            prop_assert!(verify_consistency(old as u64, &head.root, size, &head.root, &proof).is_err());
            prop_assert!(verify_consistency(old as u64, &old_root, size, &old_root, &proof).is_err());
        }
        for step in 0..proof.len() {
            let mut changed = proof.clone();
            let mut bytes = *changed[step].as_bytes();
            bytes[flip / 8] ^= 1 << (flip % 8);
            changed[step] = Digest::from_bytes(bytes);
            prop_assert!(verify_consistency(old as u64, &old_root, size, &head.root, &changed).is_err());
        }
    }
}
