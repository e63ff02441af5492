//! Which signatures a bundle needs on the day of a state, who may give them, and whether the bundle itself may be used.

use super::TrustError;
use super::glob;
use super::logs::Log;
use super::seen::SeenBundle;
use super::signers::Signer;
use super::state::{SignersFile, TrustState};
use crate::sign::{Place, PublicKey, Revocation, Threshold, TrustedSigner};
use sekisho_model::Digest;
use semver::Version;
use std::collections::BTreeMap;

/// What a bundle needs before it is trusted: `threshold.judge(…, &signers, day)` decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The bundle id.
    pub bundle: String,
    /// So many distinct signers of each role, and in all.
    pub threshold: Threshold,
    /// Who may sign this bundle. Revoked and expired signers stand here too, marked, so that a refusal can name them. Signers
    /// whom a delegated list names have the name of its role before their id: `kansai/author`.
    pub signers: Vec<TrustedSigner>,
    /// The logs that are named for it.
    pub logs: Vec<NamedLog>,
    /// The lists whose rules ask that it stands in a log, by role: each in one of its own or of the association's.
    pub must_be_logged_by: Vec<String>,
}

/// A log, and who named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLog {
    /// The role of the list; `targets` is the association.
    pub by: String,
    /// The log.
    pub log: Log,
}

impl NamedLog {
    /// Whether standing in this log is enough for the rules of a list.
    pub fn is_enough_for(&self, role: &str) -> bool {
        self.by == "targets" || self.by == role
    }
}

impl TrustState {
    /// What a bundle needs. Refused where the association has no rule for its id: nothing is trusted by default.
    pub fn rules_for(&self, bundle: &str) -> Result<Requirement, TrustError> {
        let (mut roles, mut distinct, mut signers) = (BTreeMap::new(), 0, Vec::new());
        let (mut logs, mut must_be_logged_by) = (Vec::new(), Vec::new());
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
                distinct = distinct.max(rule.distinct);
                if rule.require_log && !must_be_logged_by.contains(&list.role) {
                    must_be_logged_by.push(list.role.clone());
                }
                for required in &rule.require {
                    let count: &mut u32 = roles.entry(required.role.as_str()).or_default();
                    *count = (*count).max(required.count);
                }
            }
            let fits = |signer: &&Signer| signer.scopes.iter().any(|scope| glob::matches(scope, bundle));
            for signer in list.signers.signers.iter().filter(fits) {
                signers.push(self.signer(list, signer)?);
            }
            let named = list.signers.logs.iter().filter(|log| log.fits(bundle));
            logs.extend(named.map(|log| NamedLog {
                by: list.role.clone(),
                log: log.clone(),
            }));
        }
        if !ruled {
            return Err(TrustError::NoRule(bundle.to_owned()));
        }
        let places = roles.into_iter().map(|(role, count)| Place {
            role: role.to_owned(),
            count: count as usize,
        });
        let threshold = Threshold::new(places.collect(), distinct as usize);
        Ok(Requirement {
            bundle: bundle.to_owned(),
            threshold: threshold.map_err(|e| super::json::malformed("signers.json", &e))?,
            signers,
            logs,
            must_be_logged_by,
        })
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
        let key = PublicKey::from_pem(signer.key.as_bytes()).map_err(|e| TrustError::Key(e.to_string()))?;
        // Both the association and whoever named a signer can take the word back.
        let revoked = self
            .lists()
            .iter()
            .filter(|by| by.role == "targets" || by.path == list.path && by.role == list.role)
            .flat_map(|by| &by.signers.revoked_keys)
            .filter(|revoked| revoked.key == key.id())
            .min_by_key(|revoked| revoked.since);
        let id = match list.role.as_str() {
            "targets" => signer.id.clone(),
            role => format!("{role}/{}", signer.id),
        };
        Ok(TrustedSigner {
            key,
            id,
            name: signer.name.clone(),
            roles: signer.roles.clone(),
            not_after: signer.not_after,
            revoked: revoked.map(|revoked| Revocation {
                since: revoked.since,
                reason: revoked.reason.clone(),
            }),
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
