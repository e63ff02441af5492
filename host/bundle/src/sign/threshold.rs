//! Who is trusted to sign, and how many of them must.

use super::error::ThresholdError;
use super::key::PublicKey;
use sekisho_model::{Bilingual, Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// More signatures are never asked for.
const MAX_SIGNERS: usize = 64;

/// A key that is trusted, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedSigner {
    /// The key.
    pub key: PublicKey,
    /// Whose it is: the id of a person or an organisation, which may have several keys.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// What the signer may be counted as.
    pub roles: BTreeSet<String>,
    /// The last day on which the key counts.
    pub not_after: Option<Date>,
    /// From when on it does not.
    pub revoked: Option<Revocation>,
}

/// A key that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// The first day on which it does not count.
    pub since: Date,
    /// Why.
    pub reason: Bilingual,
}

/// So many distinct signers of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The role.
    pub role: String,
    /// How many, at least one.
    pub count: usize,
}

/// How many distinct signers are needed: of each role, and in all.
///
/// A signer fills one place: who is both association and certifier does not make two signatures out of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Threshold {
    roles: Vec<Place>,
    total: usize,
}

impl Threshold {
    /// So many of each role, and so many in all (0: as many as the roles ask for). A threshold that asks for nobody is refused.
    pub fn new(mut roles: Vec<Place>, total: usize) -> Result<Self, ThresholdError> {
        roles.sort_by(|a, b| a.role.cmp(&b.role));
        let mut names = BTreeSet::new();
        for place in &roles {
            if place.count == 0 {
                return Err(ThresholdError::Zero(place.role.clone()));
            }
            if !names.insert(place.role.as_str()) {
                return Err(ThresholdError::Twice(place.role.clone()));
            }
        }
        let places = roles.iter().fold(0_usize, |sum, place| sum.saturating_add(place.count));
        let total = total.max(places);
        if total == 0 {
            return Err(ThresholdError::Nothing);
        }
        if total > MAX_SIGNERS {
            return Err(ThresholdError::TooMany {
                asked: total,
                limit: MAX_SIGNERS,
            });
        }
        Ok(Self { roles, total })
    }

    /// Places per role, sorted by role.
    pub fn roles(&self) -> &[Place] {
        &self.roles
    }

    /// Distinct signers in all; never fewer than there are places.
    pub fn total(&self) -> usize {
        self.total
    }
}
