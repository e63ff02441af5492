//! The highest versions that a store ever saw: what makes an older copy an attack and not a surprise.
//!
//! TUF lets versions begin anew only after the keys were rotated, since an attacker may have set a version so high that no
//! honest one could follow. So a version seen holds as long as the file that bore it would still be trusted under the new
//! root.

use super::load::Chain;
use super::{TrustError, checks, json};
use sekisho_model::{Digest, canonical};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tough::schema::{Role, RoleType};

/// The format's name.
const FORMAT: &str = "trust-seen/1";

/// What a store has seen: `seen.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    format: String,
    /// Digest of the pinned root file.
    pub(super) pinned: Digest,
    /// The folder `generation-N` that holds the last good metadata; 0 for none.
    pub(super) generation: u64,
    /// Per role its version and what it said.
    pub(super) roles: BTreeMap<String, Version>,
    /// Per bundle id its highest version.
    pub(super) bundles: BTreeMap<String, SeenBundle>,
    /// Per origin the newest checkpoint of a log.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) logs: BTreeMap<String, SeenLog>,
}

/// A version of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version {
    pub(super) version: u64,
    /// Digest of what was signed.
    pub(super) content: Digest,
}

/// The highest version of a bundle that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenBundle {
    /// The version.
    pub version: semver::Version,
    /// Its digest.
    pub digest: Digest,
}

/// The newest checkpoint of a log that was relied on.
pub type SeenLog = sekisho_model::merkle::Head;

impl Seen {
    pub(super) fn new(pinned: Digest) -> Self {
        Self {
            format: FORMAT.to_owned(),
            pinned,
            generation: 0,
            roles: BTreeMap::new(),
            bundles: BTreeMap::new(),
            logs: BTreeMap::new(),
        }
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, TrustError> {
        let seen: Self = json::read("seen.json", bytes)?;
        if seen.format != FORMAT {
            let reason = format!(
                "`seen.json` has format `{}`, this program reads `{FORMAT}`",
                seen.format
            );
            return Err(TrustError::Store(reason));
        }
        Ok(seen)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, TrustError> {
        canonical::to_vec(self).map_err(|e| TrustError::Store(e.to_string()))
    }

    /// Holds a new chain against what was seen; `old` is the last good one where it is still there.
    pub(super) fn hold(&self, new: &Chain, old: Option<&Chain>) -> Result<(), TrustError> {
        let root = &new.root.signed;
        let timestamp_holds = old.is_none_or(|old| root.verify_role(&old.timestamp).is_ok());
        let snapshot_holds = old.is_none_or(|old| root.verify_role(&old.snapshot).is_ok());
        let offered = versions(new)?;
        // What is signed most often first: it tells best what was offered.
        let first = ["root", "timestamp", "snapshot", "targets"];
        let rank = |role: &str| first.iter().position(|name| *name == role).unwrap_or(first.len());
        let mut roles: Vec<(&String, &Version)> = self.roles.iter().collect();
        roles.sort_by_key(|(role, _)| rank(role));
        for (role, seen) in roles {
            let holds = match role.as_str() {
                "root" => true,
                "timestamp" => timestamp_holds,
                _ => snapshot_holds,
            };
            let Some(offered) = offered.get(role).filter(|_| holds) else {
                continue;
            };
            if offered.version < seen.version {
                return Err(TrustError::Rollback {
                    role: role.clone(),
                    offered: offered.version,
                    seen: seen.version,
                });
            }
            if offered.version == seen.version && offered.content != seen.content {
                return Err(TrustError::Equivocation {
                    role: role.clone(),
                    version: seen.version,
                });
            }
        }
        let Some(old) = old.filter(|_| snapshot_holds) else {
            return Ok(());
        };
        for (name, before) in &old.snapshot.signed.meta {
            let role = name.strip_suffix(".json").unwrap_or(name).to_owned();
            match new.snapshot.signed.meta.get(name) {
                None => return Err(TrustError::Withheld(role)),
                Some(now) if now.version < before.version => {
                    return Err(TrustError::Rollback {
                        role,
                        offered: now.version.get(),
                        seen: before.version.get(),
                    });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Remembers a chain that was accepted.
    pub(super) fn accept(&mut self, chain: &Chain) -> Result<(), TrustError> {
        // A role that is delegated no more keeps its place: it may come back, and then not with an older version.
        self.roles.extend(versions(chain)?);
        Ok(())
    }
}

fn versions(chain: &Chain) -> Result<BTreeMap<String, Version>, TrustError> {
    let mut versions = BTreeMap::from([
        ("root".to_owned(), version(&chain.root.signed)?),
        ("timestamp".to_owned(), version(&chain.timestamp.signed)?),
        ("snapshot".to_owned(), version(&chain.snapshot.signed)?),
        ("targets".to_owned(), version(&chain.targets.signed)?),
    ]);
    let mut delegated = Vec::new();
    checks::each_delegated(&chain.targets.signed, &mut |role, targets| {
        delegated.push((role.name.clone(), version(&targets.signed)));
    });
    for (role, version) in delegated {
        versions.insert(role, version?);
    }
    Ok(versions)
}

/// The version of a role, and the digest of its signed content.
pub(super) fn version<R: Role>(role: &R) -> Result<Version, TrustError> {
    let content = role.canonical_form().map_err(|e| json::malformed(&kind(R::TYPE), &e))?;
    Ok(Version {
        version: role.version().get(),
        content: Digest::of(&content),
    })
}

fn kind(kind: RoleType) -> String {
    kind.to_string()
}
