//! Which signatures a bundle needs on the day of a state, who may give them, and whether the bundle itself may be used.

use super::TrustError;
use super::glob;
use super::key::TrustKey;
use super::seen::SeenBundle;
use super::signers::{RevokedKey, Signer};
use super::state::{SignersFile, TrustState};
use sekisho_model::{Bilingual, Date, Digest};
use semver::Version;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a bundle needs before it is trusted: all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The bundle id.
    pub bundle: String,
    /// So many distinct signers of each role.
    pub roles: BTreeMap<String, u32>,
    /// So many distinct signers in all.
    pub distinct: u32,
    /// Who may sign this bundle. Revoked signers stand here too, marked, so that a refusal can name them.
    pub signers: Vec<TrustedSigner>,
}

/// Somebody who may sign a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustedSigner {
    /// Short name.
    pub id: String,
    /// Full name.
    pub name: Bilingual,
    /// The key; its `digest()` is its identity.
    pub key: TrustKey,
    /// As what.
    pub roles: BTreeSet<String>,
    /// The last day on which a signature counts.
    pub not_after: Option<Date>,
    /// Whether it counts no more on the day of the state.
    pub revoked: Option<Revocation>,
    /// The TUF role whose list names it; `targets` is the association.
    pub by: String,
}

/// That something counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revocation {
    /// The first day.
    pub since: Date,
    /// Why.
    pub reason: Bilingual,
}

impl TrustState {
    /// What a bundle needs. Refused where the association has no rule for its id: nothing is trusted by default.
    pub fn rules_for(&self, bundle: &str) -> Result<Requirement, TrustError> {
        let mut need = Requirement {
            bundle: bundle.to_owned(),
            roles: BTreeMap::new(),
            distinct: 0,
            signers: Vec::new(),
        };
        let mut ruled = false;
        for list in self.speaking_of(bundle) {
            for rule in list
                .signers
                .rules
                .iter()
                .filter(|rule| glob::matches(&rule.scope, bundle))
            {
                // A delegated rule can only ask for more.
                ruled |= list.role == "targets";
                need.distinct = need.distinct.max(rule.distinct);
                for required in &rule.require {
                    let count = need.roles.entry(required.role.clone()).or_default();
                    *count = (*count).max(required.count);
                }
            }
            let fits = |signer: &&Signer| signer.scopes.iter().any(|scope| glob::matches(scope, bundle));
            for signer in list.signers.signers.iter().filter(fits) {
                need.signers.push(self.signer(list, signer)?);
            }
        }
        if !ruled {
            return Err(TrustError::NoRule(bundle.to_owned()));
        }
        Ok(need)
    }

    /// Whether a bundle may be used at all: not revoked, not below its minimum, not older than one seen before.
    pub fn check_bundle(&self, bundle: &str, version: &Version, digest: &Digest) -> Result<(), TrustError> {
        if !glob::is_id(bundle) {
            return Err(TrustError::NoRule(bundle.to_owned()));
        }
        for list in self.speaking_of(bundle) {
            let revoked = list.signers.revoked_bundles.iter().find(|revoked| {
                // The association revokes the bytes, whatever they are called.
                let meant = list.role == "targets" || revoked.bundle == bundle;
                meant && revoked.digest == *digest && self.on() >= revoked.since
            });
            if let Some(revoked) = revoked {
                return Err(TrustError::RevokedBundle {
                    bundle: bundle.to_owned(),
                    digest: *digest,
                    since: revoked.since,
                    reason: revoked.reason.clone(),
                });
            }
            let minimum = list
                .signers
                .minimum_versions
                .iter()
                .filter(|minimum| minimum.bundle == bundle);
            if let Some(minimum) = minimum.map(|minimum| &minimum.version).max()
                && version.cmp_precedence(minimum).is_lt()
            {
                return Err(TrustError::BelowMinimum {
                    bundle: bundle.to_owned(),
                    offered: version.clone(),
                    minimum: minimum.clone(),
                });
            }
        }
        not_older(self.bundles().get(bundle), bundle, version, digest)
    }

    fn speaking_of(&self, bundle: &str) -> impl Iterator<Item = &SignersFile> {
        self.lists()
            .iter()
            .filter(move |list| glob::within(&list.within, bundle))
    }

    fn signer(&self, list: &SignersFile, signer: &Signer) -> Result<TrustedSigner, TrustError> {
        let key = TrustKey::from_pem(&signer.key)?;
        let digest = key.digest();
        // Both the association and whoever named a signer can take the word back.
        let revoked = self
            .lists()
            .iter()
            .filter(|by| by.role == "targets" || by.path == list.path && by.role == list.role)
            .flat_map(|by| &by.signers.revoked_keys)
            .filter(|revoked: &&RevokedKey| revoked.key == digest && self.on() >= revoked.since)
            .min_by_key(|revoked| revoked.since);
        Ok(TrustedSigner {
            id: signer.id.clone(),
            name: signer.name.clone(),
            key,
            roles: signer.roles.clone(),
            not_after: signer.not_after,
            revoked: revoked.map(|revoked| Revocation {
                since: revoked.since,
                reason: revoked.reason.clone(),
            }),
            by: list.role.clone(),
        })
    }
}

/// Whether a version may follow the one that was seen.
pub(super) fn not_older(
    seen: Option<&SeenBundle>,
    bundle: &str,
    version: &Version,
    digest: &Digest,
) -> Result<(), TrustError> {
    let Some(seen) = seen else { return Ok(()) };
    if version.cmp_precedence(&seen.version).is_lt() {
        return Err(TrustError::BundleRollback {
            bundle: bundle.to_owned(),
            offered: version.clone(),
            seen: seen.version.clone(),
        });
    }
    if version.cmp_precedence(&seen.version).is_eq() && *digest != seen.digest {
        return Err(TrustError::BundleReplaced {
            bundle: bundle.to_owned(),
            version: Box::new(version.clone()),
            seen: seen.digest,
            offered: *digest,
        });
    }
    Ok(())
}
