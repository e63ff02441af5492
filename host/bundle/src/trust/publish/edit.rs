//! What can be changed: a list of signers, the delegations, the keys of the root.

use super::super::key;
use super::super::load::SIGNERS;
use super::super::{Signers, TrustError, checks, glob, logs};
use super::plan::{RolePlan, role_keys};
use super::{Repository, list_path, midnight, next};
use sekisho_model::{Date, Digest};
use std::collections::HashMap;
use std::num::NonZeroU64;
use tough::TargetName;
use tough::schema::{
    DelegatedRole, Delegations, Hashes, PathPattern, PathSet, Role as _, RoleType, Root, Signed, Target, Targets,
};

impl Repository {
    /// The list of signers of a role as it will be; `targets` is the association's own.
    pub fn signers(&self, role: &str) -> Result<Signers, TrustError> {
        let path = self.list_of(role)?;
        if let Some(list) = self.draft.lists.get(&path) {
            return Ok(list.clone());
        }
        match self.published.as_ref().and_then(|current| current.lists.get(&path)) {
            Some(bytes) => Signers::parse(&path, bytes),
            None => Ok(Signers::default()),
        }
    }

    /// Puts a changed list of signers into the draft. Signatures that the role had there fall away.
    pub fn set_signers(&mut self, role: &str, signers: Signers, expires: Date) -> Result<(), TrustError> {
        let path = self.list_of(role)?;
        // A delegate may rely on the association's logs, the association on nobody else's.
        if role == "targets" {
            logs::answer(&signers).map_err(TrustError::Edit)?;
        }
        let bytes = signers.to_bytes()?;
        let target = Target {
            length: bytes.len() as u64,
            hashes: Hashes {
                sha256: Digest::of(&bytes).as_bytes().to_vec().into(),
                _extra: HashMap::new(),
            },
            custom: HashMap::new(),
            _extra: HashMap::new(),
        };
        let name = TargetName::new(path.as_str()).map_err(|e| TrustError::Edit(e.to_string()))?;
        self.draft.lists.insert(path, signers);
        self.change(role, expires, |targets| {
            targets.targets.insert(name, target);
            Ok(())
        })
    }

    /// Signs a role anew with another day of expiry.
    pub fn renew(&mut self, role: &str, expires: Date) -> Result<(), TrustError> {
        match role {
            "root" => self.change_root(expires, |_| Ok(())),
            _ => self.change(role, expires, |_| Ok(())),
        }
    }

    /// Delegates bundle ids to somebody: the holders of `plan` list the signers for what fits `paths`. The new role begins
    /// with an empty list, which its own keys must sign too. A role that exists gets other keys or paths.
    pub fn delegate(&mut self, name: &str, plan: &RolePlan, paths: &[String], expires: Date) -> Result<(), TrustError> {
        if !checks::plain_role(name) {
            return Err(TrustError::Edit(format!(
                "`{name}` is no name for a role: use a-z, 0-9, `-` and `_`"
            )));
        }
        if let Some(path) = paths.iter().find(|path| !glob::is_pattern(path)) {
            return Err(TrustError::Edit(format!(
                "`{path}` is no pattern such as `factory/kansai/*`"
            )));
        }
        if list_path(paths).is_none() {
            return Err(TrustError::Edit(
                "the first path must end with `/*` or `/**`: the list stands there".to_owned(),
            ));
        }
        let keys = role_keys(plan)?;
        let patterns = paths.iter().map(PathPattern::new).collect::<Result<Vec<_>, _>>();
        let patterns = patterns.map_err(|e| TrustError::Edit(e.to_string()))?;
        let role = DelegatedRole {
            name: name.to_owned(),
            keyids: keys.keyids,
            threshold: keys.threshold,
            paths: PathSet::Paths(patterns),
            terminating: true,
            targets: None,
        };
        let tuf = plan.keys.iter().map(key::tuf).collect::<Result<Vec<_>, _>>()?;
        self.change("targets", expires, |targets| {
            let delegations = targets.delegations.get_or_insert_with(Delegations::new);
            delegations.roles.retain(|other| other.name != role.name);
            delegations.roles.push(role);
            for (id, key) in tuf {
                delegations.keys.insert(id, key);
            }
            sweep(delegations);
            Ok(())
        })?;
        // Other keys make what the role signed before void: it is signed again.
        let first = match self
            .published
            .as_ref()
            .and_then(|current| current.snapshot.signed.meta.get(&format!("{name}.json")))
        {
            Some(listed) => next(listed.version)?,
            None => NonZeroU64::MIN,
        };
        let mut fresh = match self.targets(name) {
            Ok(existing) => existing.signed.clone(),
            Err(_) => Targets::new("1.0.0".to_owned(), first, midnight(expires)?),
        };
        fresh.version = first;
        fresh.expires = midnight(expires)?;
        if fresh.delegations.as_ref().is_some_and(|d| d.roles.is_empty()) {
            fresh.delegations = None;
        }
        self.draft.targets.insert(name.to_owned(), unsigned(fresh));
        if self.signers(name)?.signers.is_empty() {
            self.set_signers(name, Signers::default(), expires)?;
        }
        Ok(())
    }

    /// Takes a delegation back.
    pub fn undelegate(&mut self, name: &str, expires: Date) -> Result<(), TrustError> {
        self.targets(name)?;
        self.draft.targets.remove(name);
        self.change("targets", expires, |targets| {
            if let Some(delegations) = &mut targets.delegations {
                delegations.roles.retain(|role| role.name != name);
                sweep(delegations);
            }
            Ok(())
        })
    }

    /// Gives a top-level role other keys or another threshold. Every role that the change concerns is signed anew.
    pub fn rotate(&mut self, role: &str, plan: &RolePlan, root_expires: Date) -> Result<(), TrustError> {
        let kind = match role {
            "root" => RoleType::Root,
            "targets" => RoleType::Targets,
            "snapshot" => RoleType::Snapshot,
            "timestamp" => RoleType::Timestamp,
            _ => {
                return Err(TrustError::Edit(format!(
                    "`{role}` is delegated; give it other keys with `trust delegate`"
                )));
            }
        };
        let keys = role_keys(plan)?;
        let tuf = plan.keys.iter().map(key::tuf).collect::<Result<Vec<_>, _>>()?;
        self.change_root(root_expires, |root| {
            root.roles.insert(kind, keys);
            for (id, key) in tuf {
                root.keys.insert(id, key);
            }
            let used: Vec<_> = root.roles.values().flat_map(|role| role.keyids.clone()).collect();
            root.keys.retain(|id, _| used.contains(id));
            checks::root_keys(root)
        })?;
        if kind == RoleType::Targets {
            let expires = checks::expires(&self.targets("targets")?.signed);
            self.renew("targets", expires)?;
        }
        Ok(())
    }

    fn list_of(&self, role: &str) -> Result<String, TrustError> {
        if role == "targets" {
            return Ok(SIGNERS.to_owned());
        }
        let top = self.targets("targets")?;
        let found = top
            .signed
            .delegations
            .iter()
            .flat_map(|d| &d.roles)
            .find(|delegated| delegated.name == role);
        let paths = found.map(checks::patterns);
        paths
            .as_deref()
            .and_then(list_path)
            .ok_or_else(|| TrustError::Edit(format!("nothing is delegated to `{role}`")))
    }

    fn change(
        &mut self,
        role: &str,
        expires: Date,
        change: impl FnOnce(&mut Targets) -> Result<(), TrustError>,
    ) -> Result<(), TrustError> {
        let mut targets = self.targets(role)?.signed.clone();
        if !self.draft.targets.contains_key(role) {
            targets.version = next(targets.version())?;
        }
        targets.expires = midnight(expires)?;
        change(&mut targets)?;
        self.draft.targets.insert(role.to_owned(), unsigned(targets));
        Ok(())
    }

    fn change_root(
        &mut self,
        expires: Date,
        change: impl FnOnce(&mut Root) -> Result<(), TrustError>,
    ) -> Result<(), TrustError> {
        let mut root = self.root()?.signed.clone();
        if self.draft.root.is_none() {
            root.version = next(root.version())?;
        }
        root.expires = midnight(expires)?;
        change(&mut root)?;
        self.draft.root = Some(unsigned(root));
        Ok(())
    }
}

fn unsigned<T>(signed: T) -> Signed<T> {
    Signed {
        signed,
        signatures: Vec::new(),
    }
}

/// Keys that no delegation names any more.
fn sweep(delegations: &mut Delegations) {
    let used: Vec<_> = delegations.roles.iter().flat_map(|role| role.keyids.clone()).collect();
    delegations.keys.retain(|id, _| used.contains(id));
}
