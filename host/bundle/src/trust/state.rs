//! What is trusted on a day: the roles in force, the signers and rules that follow from them, what is revoked.
//!
//! A state can be archived as files and opened again years later, to judge an old report by its own day. What an archive
//! cannot tell: keys of an old root that were stolen since could sign another past. Against that stand the log and the
//! time stamps of the report, not this module.

use super::load::{Chain, List, load};
use super::seen::{SeenBundle, SeenLog, version};
use super::signers::{AUTHOR, Signers};
use super::source::{Files, Source};
use super::{TrustError, checks, glob, key};
use sekisho_model::{Date, Digest};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use tough::schema::RoleType;
use tough::schema::decoded::{Decoded, Hex};

/// A role of the repository, as it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleState {
    /// `root`, `timestamp`, `snapshot`, `targets`, or the name of a delegated role.
    pub role: String,
    /// Its version.
    pub version: u64,
    /// The first day on which it is not valid any more.
    pub expires: Date,
    /// How many keys must sign it.
    pub threshold: u64,
    /// Ids of the keys that may.
    pub keys: Vec<String>,
    /// Digest of what was signed.
    pub content: Digest,
    /// For a delegated role, what it was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
}

/// A list of signers and where it may speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignersFile {
    /// The role that signed it; `targets` is the association.
    pub role: String,
    /// Its path.
    pub path: String,
    /// Patterns of every delegation that leads to it; a bundle id must fit one of each.
    pub within: Vec<Vec<String>>,
    /// What it says.
    pub signers: Signers,
}

/// What is trusted on a day.
#[derive(Debug, Clone)]
pub struct TrustState {
    on: Date,
    pinned: Digest,
    roles: Vec<RoleState>,
    lists: Vec<SignersFile>,
    pub(super) bundles: BTreeMap<String, SeenBundle>,
    pub(super) logs: BTreeMap<String, SeenLog>,
    expired: Option<TrustError>,
    archive: Files,
}

impl TrustState {
    /// Opens an archived state, to judge by the day of an old report. `pinned` is the root that the reader trusts, not the
    /// one that lies in the archive.
    pub fn reopen(archive: impl Source + 'static, pinned: &[u8], on: Date, scratch: &Path) -> Result<Self, TrustError> {
        let state = Self::look(Arc::new(archive), pinned, on, scratch)?;
        state.valid()
    }

    /// The same, without a refusal of what has expired: to show it, not to trust it.
    pub(super) fn look(from: Arc<dyn Source>, pinned: &[u8], on: Date, scratch: &Path) -> Result<Self, TrustError> {
        let mine = Digest::of(pinned);
        if let Some(other) = from
            .read("root.json", super::carrier::SMALL)?
            .map(|root| Digest::of(&root))
            && other != mine
        {
            return Err(TrustError::OtherRoot {
                pinned: mine,
                found: other,
            });
        }
        Self::of(&load(pinned, from, scratch)?, pinned, on)
    }

    /// From a verified chain.
    pub(super) fn of(chain: &Chain, pinned: &[u8], on: Date) -> Result<Self, TrustError> {
        if !chain.lists.iter().any(|list| list.role == "targets") {
            return Err(TrustError::Missing("signers.json".to_owned()));
        }
        let lists = chain.lists.iter().map(parsed).collect::<Result<Vec<_>, _>>()?;
        for list in lists.iter().filter(|list| list.role != "targets") {
            delegated(list, lists.first())?;
        }
        let mut archive = chain.files.clone();
        archive.insert("root.json".to_owned(), pinned.to_vec());
        Ok(Self {
            on,
            pinned: Digest::of(pinned),
            roles: roles(chain)?,
            lists,
            bundles: BTreeMap::new(),
            logs: BTreeMap::new(),
            expired: checks::expired(chain, on),
            archive,
        })
    }

    /// Refuses what has expired.
    pub(super) fn valid(self) -> Result<Self, TrustError> {
        match self.expired {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

    /// The day it is judged for.
    pub fn on(&self) -> Date {
        self.on
    }

    /// Digest of the pinned root file.
    pub fn pinned(&self) -> Digest {
        self.pinned
    }

    /// The roles in force: root, timestamp, snapshot, targets, then delegated ones.
    pub fn roles(&self) -> &[RoleState] {
        &self.roles
    }

    /// The lists of signers: the association's first.
    pub fn lists(&self) -> &[SignersFile] {
        &self.lists
    }

    /// Why the state is not valid on its day, if it is only shown.
    pub fn expired(&self) -> Option<&TrustError> {
        self.expired.as_ref()
    }

    /// The highest bundle versions that the store has seen; an archive knows none.
    pub fn bundles(&self) -> &BTreeMap<String, SeenBundle> {
        &self.bundles
    }

    /// The newest checkpoints of logs that the store has seen, by origin; an archive knows none.
    pub fn logs(&self) -> &BTreeMap<String, SeenLog> {
        &self.logs
    }

    /// The state as files, to archive: the pinned root, all metadata, all lists of signers, byte for byte.
    pub fn archive(&self) -> &Files {
        &self.archive
    }

    /// One digest for all of it.
    pub fn digest(&self) -> Digest {
        let parts: Vec<&[u8]> = self
            .archive
            .iter()
            .flat_map(|(path, bytes)| [path.as_bytes(), bytes])
            .collect();
        Digest::of_parts(&parts)
    }
}

fn parsed(list: &List) -> Result<SignersFile, TrustError> {
    Ok(SignersFile {
        role: list.role.clone(),
        path: list.path.clone(),
        within: list.within.clone(),
        signers: Signers::parse(&list.path, &list.bytes)?,
    })
}

/// A delegated list says nothing about what was not given to it.
fn delegated(list: &SignersFile, top: Option<&SignersFile>) -> Result<(), TrustError> {
    let refuse = |reason: String| {
        Err(TrustError::Delegation {
            role: list.role.clone(),
            reason: format!("`{}` {reason}", list.path),
        })
    };
    let entry = top.and_then(|top| top.signers.delegations.iter().find(|entry| entry.to == list.role));
    let only_author = BTreeSet::from([AUTHOR.to_owned()]);
    let allowed = entry.map_or(&only_author, |entry| &entry.roles);
    for signer in &list.signers.signers {
        if let Some(role) = signer.roles.iter().find(|role| !allowed.contains(*role)) {
            return refuse(format!(
                "makes signer `{}` a `{role}`, which was not delegated",
                signer.id
            ));
        }
    }
    if !list.signers.delegations.is_empty() {
        return refuse("says what delegated signers may be; only the association may".to_owned());
    }
    // Its logs count nowhere else, and where the association asks for a log they do not count at all: see `rules`.
    for log in &list.signers.logs {
        let is_inside =
            |scope: &String| (list.within.iter()).all(|paths| paths.iter().any(|path| glob::covers(path, scope)));
        if let Some(scope) = log.scopes.iter().find(|scope| !is_inside(scope)) {
            return refuse(format!("names log `{}` for `{scope}`, which was not delegated", log.id));
        }
    }
    let revoked = list.signers.revoked_bundles.iter().map(|revoked| &revoked.bundle);
    let minimum = list.signers.minimum_versions.iter().map(|minimum| &minimum.bundle);
    if let Some(bundle) = revoked
        .chain(minimum)
        .find(|bundle| !glob::within(&list.within, bundle))
    {
        return refuse(format!("speaks of bundle `{bundle}`, which was not delegated"));
    }
    Ok(())
}

/// The roles of a chain, as they are in force.
pub(super) fn roles(chain: &Chain) -> Result<Vec<RoleState>, TrustError> {
    let root = &chain.root.signed;
    let hexes = |ids: &[Decoded<Hex>]| -> Vec<String> {
        let mut keys: Vec<String> = ids.iter().map(|id| key::hex(id)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let of_root = |kind: RoleType| {
        let keys = root.roles.get(&kind);
        (
            keys.map_or(0, |keys| keys.threshold.get()),
            keys.map(|keys| hexes(&keys.keyids)).unwrap_or_default(),
        )
    };
    let state = |role: &str, (threshold, keys): (u64, Vec<String>), v: super::seen::Version, expires: Date| RoleState {
        role: role.to_owned(),
        version: v.version,
        expires,
        threshold,
        keys,
        content: v.content,
        paths: Vec::new(),
    };
    let (timestamp, snapshot, targets) = (&chain.timestamp.signed, &chain.snapshot.signed, &chain.targets.signed);
    let mut roles = vec![
        state("root", of_root(RoleType::Root), version(root)?, checks::expires(root)),
        state(
            "timestamp",
            of_root(RoleType::Timestamp),
            version(timestamp)?,
            checks::expires(timestamp),
        ),
        state(
            "snapshot",
            of_root(RoleType::Snapshot),
            version(snapshot)?,
            checks::expires(snapshot),
        ),
        state(
            "targets",
            of_root(RoleType::Targets),
            version(targets)?,
            checks::expires(targets),
        ),
    ];
    let mut delegated = Vec::new();
    checks::each_delegated(targets, &mut |role, targets| delegated.push((role, targets)));
    for (role, targets) in delegated {
        let keys = (role.threshold.get(), hexes(&role.keyids));
        let mut state = state(
            &role.name,
            keys,
            version(&targets.signed)?,
            checks::expires(&targets.signed),
        );
        state.paths = checks::patterns(role);
        roles.push(state);
    }
    Ok(roles)
}
