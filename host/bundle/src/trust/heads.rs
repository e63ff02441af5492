//! Whether two states of a log can be one log: what a store saw before, and what is offered now.
//!
//! Where any two checkpoints have a witness in common, that witness has seen to it, and an older one is simply older. Where they
//! have not, a proof must show it. Two roots for one number of entries are a fork, whoever signed them.

use super::TrustError;
use sekisho_model::Digest;
use sekisho_model::merkle::{self, Head};

/// A proof that a log only appended between two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Entries of the earlier state.
    pub old: u64,
    /// The later state.
    pub new: Head,
    /// The hashes, lowest first.
    pub hashes: Vec<Digest>,
}

/// Refuses what cannot be one log, and what is not shown to be one.
pub fn one_log(
    origin: &str,
    seen: &Head,
    offered: &Head,
    links: &[Link],
    has_common_witness: bool,
) -> Result<(), TrustError> {
    let split = |reason: String| {
        Err(TrustError::LogSplit {
            origin: origin.to_owned(),
            seen: seen.leaves,
            reason,
        })
    };
    if seen.leaves == offered.leaves {
        return match seen.root == offered.root {
            true => Ok(()),
            false => split(format!(
                "{} entries lead to {} and to {}",
                seen.leaves, seen.root, offered.root
            )),
        };
    }
    let (earlier, later) = match seen.leaves < offered.leaves {
        true => (seen, offered),
        false => (offered, seen),
    };
    if earlier.leaves == 0 {
        return Ok(());
    }
    let mut links = links
        .iter()
        .filter(|link| link.old == earlier.leaves && link.new == *later)
        .peekable();
    let is_given = links.peek().is_some();
    let holds = |link: &Link| {
        merkle::verify_consistency(earlier.leaves, &earlier.root, later.leaves, &later.root, &link.hashes).is_ok()
    };
    if links.any(holds) {
        return Ok(());
    }
    if is_given {
        return split(format!(
            "the proof for {} and {} entries does not lead from one to the other",
            earlier.leaves, later.leaves
        ));
    }
    let (origin, seen, offered) = (origin.to_owned(), seen.leaves, offered.leaves);
    match (has_common_witness, seen < offered) {
        (true, _) => Ok(()),
        (false, true) => Err(TrustError::LogGap { origin, offered, seen }),
        (false, false) => Err(TrustError::LogRollback { origin, offered, seen }),
    }
}
