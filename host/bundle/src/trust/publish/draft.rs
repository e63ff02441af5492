//! Changes that wait for signatures: new metadata with what signatures it has, and the lists that it speaks of.
//! `draft.json`, `format = "trust-draft/1"`; a holder of a key can carry it to the place where the key is.

use super::super::key::{self, hex};
use super::super::source::{Folder, Source as _};
use super::super::{Signers, TrustError, json};
use super::{DRAFT, Repository};
use crate::sign::Signer;
use cap_std::fs::Dir;
use sekisho_model::canonical;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tough::schema::decoded::{Decoded, Hex};
use tough::schema::{Role, RoleType, Root, Signature, Signed, Targets};

const FORMAT: &str = "trust-draft/1";
/// Largest draft.
const BYTES: u64 = 16 << 20;

/// What is not published yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    format: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) root: Option<Signed<Root>>,
    #[serde(default)]
    pub(super) targets: BTreeMap<String, Signed<Targets>>,
    #[serde(default)]
    pub(super) lists: BTreeMap<String, Signers>,
}

/// A role that does not have enough signatures yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The role.
    pub role: String,
    /// How many signatures are still missing.
    pub missing: u64,
    /// Ids of the keys that could give them.
    pub keys: Vec<String>,
}

impl Draft {
    pub(super) fn empty() -> Self {
        Self {
            format: FORMAT.to_owned(),
            root: None,
            targets: BTreeMap::new(),
            lists: BTreeMap::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.root.is_none() && self.targets.is_empty()
    }

    pub(super) fn read(dir: &Dir) -> Result<Self, TrustError> {
        let dir = dir.try_clone().map_err(|e| TrustError::Source {
            path: DRAFT.to_owned(),
            reason: e.to_string(),
        })?;
        let Some(bytes) = Folder::new(dir).read(DRAFT, BYTES)? else {
            return Ok(Self::empty());
        };
        let draft: Self = json::read(DRAFT, &bytes)?;
        if draft.format != FORMAT {
            let reason = format!("it has format `{}`, this program reads `{FORMAT}`", draft.format);
            return Err(json::malformed(DRAFT, &reason));
        }
        Ok(draft)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, TrustError> {
        canonical::to_vec(self).map_err(|e| TrustError::Edit(e.to_string()))
    }
}

/// Which keys may sign a role, and how many must.
struct Need {
    keys: Vec<Decoded<Hex>>,
    threshold: u64,
}

impl Repository {
    /// Signs whatever of the draft these keys may sign. Answers how many signatures were added.
    pub fn sign(&mut self, signers: &[&dyn Signer]) -> Result<usize, TrustError> {
        let mut added = 0;
        if self.draft.root.is_some() {
            let needs = self.root_needs()?;
            let keys: Vec<Decoded<Hex>> = needs.into_iter().flat_map(|need| need.keys).collect();
            if let Some(root) = &mut self.draft.root {
                added += add(root, &keys, signers)?;
            }
        }
        let roles: Vec<String> = self.draft.targets.keys().cloned().collect();
        for role in roles {
            let need = self.targets_need(&role)?;
            if let Some(targets) = self.draft.targets.get_mut(&role) {
                added += add(targets, &need.keys, signers)?;
            }
        }
        Ok(added)
    }

    /// Ids of all keys that have a role here, today or in the draft.
    pub fn known_keys(&self) -> Result<Vec<String>, TrustError> {
        let roots = [
            self.published.as_ref().map(|current| &current.root),
            self.draft.root.as_ref(),
        ];
        let of_roots = roots.into_iter().flatten().flat_map(|root| root.signed.keys.keys());
        let top = self.targets("targets")?;
        let delegated = top
            .signed
            .delegations
            .iter()
            .flat_map(|delegations| delegations.keys.keys());
        Ok(of_roots.chain(delegated).map(|id| hex(id)).collect())
    }

    /// The roles of the draft that do not have enough signatures yet.
    pub fn waiting(&self) -> Result<Vec<Waiting>, TrustError> {
        let mut waiting = Vec::new();
        if let Some(root) = &self.draft.root {
            for need in self.root_needs()? {
                waiting.extend(still("root", &need, &root.signatures));
            }
        }
        for (role, targets) in &self.draft.targets {
            waiting.extend(still(role, &self.targets_need(role)?, &targets.signatures));
        }
        Ok(waiting)
    }

    /// A new root needs the keys of the published one, and its own.
    fn root_needs(&self) -> Result<Vec<Need>, TrustError> {
        let roots = [
            self.published.as_ref().map(|current| &current.root.signed),
            self.draft.root.as_ref().map(|root| &root.signed),
        ];
        roots
            .into_iter()
            .flatten()
            .map(|root| of_root(root, RoleType::Root))
            .collect()
    }

    fn targets_need(&self, role: &str) -> Result<Need, TrustError> {
        if role == "targets" {
            return of_root(&self.root()?.signed, RoleType::Targets);
        }
        let top = self.targets("targets")?;
        let found = top
            .signed
            .delegations
            .iter()
            .flat_map(|d| &d.roles)
            .find(|delegated| delegated.name == role);
        let delegated = found.ok_or_else(|| TrustError::Edit(format!("nothing is delegated to `{role}`")))?;
        Ok(Need {
            keys: delegated.keyids.clone(),
            threshold: delegated.threshold.get(),
        })
    }
}

fn of_root(root: &Root, kind: RoleType) -> Result<Need, TrustError> {
    let keys = root
        .roles
        .get(&kind)
        .ok_or_else(|| TrustError::Missing(format!("role {kind}")))?;
    Ok(Need {
        keys: keys.keyids.clone(),
        threshold: keys.threshold.get(),
    })
}

fn still(role: &str, need: &Need, signatures: &[Signature]) -> Option<Waiting> {
    let (signed, open): (Vec<_>, Vec<_>) = need
        .keys
        .iter()
        .partition(|key| signatures.iter().any(|signature| signature.keyid == **key));
    let missing = need.threshold.saturating_sub(signed.len() as u64);
    (missing > 0).then(|| Waiting {
        role: role.to_owned(),
        missing,
        keys: open.into_iter().map(|key| hex(key)).collect(),
    })
}

/// Adds the signatures of those keys that may sign and did not yet.
pub(super) fn add<R: Role>(
    to: &mut Signed<R>,
    keys: &[Decoded<Hex>],
    signers: &[&dyn Signer],
) -> Result<usize, TrustError> {
    let message = to
        .signed
        .canonical_form()
        .map_err(|e| TrustError::Edit(e.to_string()))?;
    let mut added = 0;
    for signer in signers {
        let (id, _) = key::tuf(signer.public())?;
        if !keys.contains(&id) || to.signatures.iter().any(|signature| signature.keyid == id) {
            continue;
        }
        to.signatures.push(Signature {
            keyid: id,
            sig: signer
                .sign(&message)
                .map_err(|e| TrustError::Key(e.to_string()))?
                .into(),
        });
        added += 1;
    }
    to.signatures.sort_by(|a, b| a.keyid.cmp(&b.keyid));
    Ok(added)
}
