//! The beginning of a repository: which keys hold which role, and how many must sign.

use super::super::key;
use super::super::{Signers, TrustError, checks};
use super::draft::Draft;
use super::{Repository, midnight};
use crate::sign::PublicKey;
use cap_std::fs::Dir;
use sekisho_model::Date;
use std::collections::HashMap;
use std::num::NonZeroU64;
use std::path::Path;
use tough::schema::{RoleKeys, RoleType, Root, Signed, Targets};

/// The keys of a role.
#[derive(Debug, Clone)]
pub struct RolePlan {
    /// Who may sign.
    pub keys: Vec<PublicKey>,
    /// How many must.
    pub threshold: u64,
}

/// A repository to begin.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Who may change the keys of all roles.
    pub root: RolePlan,
    /// Who publishes lists of signers.
    pub targets: RolePlan,
    /// Who says which files belong together.
    pub snapshot: RolePlan,
    /// Who says that nothing newer exists.
    pub timestamp: RolePlan,
    /// The first day on which the root is not valid any more.
    pub root_expires: Date,
    /// The same for the list of signers.
    pub targets_expires: Date,
}

impl Repository {
    /// Begins a repository in a folder that holds none: a draft of its first root and of an empty list of signers.
    pub fn init(dir: Dir, scratch: &Path, plan: &Plan) -> Result<Self, TrustError> {
        if ["metadata", super::DRAFT]
            .iter()
            .any(|name| dir.symlink_metadata(name).is_ok())
        {
            return Err(TrustError::Edit("there is a repository here already".to_owned()));
        }
        let roles = [
            (RoleType::Root, &plan.root),
            (RoleType::Targets, &plan.targets),
            (RoleType::Snapshot, &plan.snapshot),
            (RoleType::Timestamp, &plan.timestamp),
        ];
        let mut root = Root {
            spec_version: "1.0.0".to_owned(),
            consistent_snapshot: true,
            version: NonZeroU64::MIN,
            expires: midnight(plan.root_expires)?,
            keys: HashMap::new(),
            roles: HashMap::new(),
            _extra: HashMap::new(),
        };
        for (kind, plan) in roles {
            root.roles.insert(kind, role_keys(plan)?);
            for key in &plan.keys {
                let (id, key) = key::tuf(key)?;
                root.keys.insert(id, key);
            }
        }
        checks::root_keys(&root)?;
        let mut targets = Targets::new("1.0.0".to_owned(), NonZeroU64::MIN, midnight(plan.targets_expires)?);
        targets.delegations = None;
        let mut draft = Draft::empty();
        draft.root = Some(Signed {
            signed: root,
            signatures: Vec::new(),
        });
        draft.targets.insert(
            "targets".to_owned(),
            Signed {
                signed: targets,
                signatures: Vec::new(),
            },
        );
        let mut repository = Self {
            dir,
            scratch: scratch.to_owned(),
            published: None,
            draft,
        };
        repository.set_signers("targets", Signers::default(), plan.targets_expires)?;
        Ok(repository)
    }
}

/// The keys of a role as metadata writes them: distinct, and enough for the threshold.
pub(super) fn role_keys(plan: &RolePlan) -> Result<RoleKeys, TrustError> {
    let keyids = plan.keys.iter().map(|key| Ok(key::tuf(key)?.0));
    let mut keyids = keyids.collect::<Result<Vec<_>, TrustError>>()?;
    keyids.sort();
    keyids.dedup();
    let threshold = NonZeroU64::new(plan.threshold).filter(|threshold| threshold.get() <= keyids.len() as u64);
    let threshold = threshold.ok_or_else(|| {
        TrustError::Edit(format!(
            "{} signers cannot be asked of {} distinct keys",
            plan.threshold,
            keyids.len()
        ))
    })?;
    Ok(RoleKeys {
        keyids,
        threshold,
        _extra: HashMap::new(),
    })
}
