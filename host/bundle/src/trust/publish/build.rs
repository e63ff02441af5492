//! A draft becomes what readers get: files with their digests in a new snapshot, a new timestamp, and all of it verified as
//! a reader would before the first file is written.

use super::super::key::hex;
use super::super::source::{Files, Folder, Source};
use super::super::{TrustError, carrier, load::load};
use super::draft::{Draft, add};
use super::{DRAFT, Repository, midnight, next};
use crate::disk;
use crate::sign::Signer;
use sekisho_model::{Date, Digest, canonical};
use serde::Serialize;
use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::Arc;
use tough::schema::{Hashes, Metafile, Role, RoleType, Signed, Snapshot, Timestamp};

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Versions of root, targets, snapshot, timestamp.
    pub root: u64,
    /// Version of the association's targets.
    pub targets: u64,
    /// Version of the snapshot.
    pub snapshot: u64,
    /// Version of the timestamp.
    pub timestamp: u64,
    /// The files written, in their order.
    pub files: Vec<String>,
}

impl Repository {
    /// Publishes the draft; without a draft, signs snapshot and timestamp anew. The draft must have all its signatures;
    /// `signers` hold the keys of snapshot and timestamp.
    pub fn publish(
        &mut self,
        signers: &[&dyn Signer],
        snapshot_expires: Date,
        timestamp_expires: Date,
    ) -> Result<Published, TrustError> {
        if let Some(waiting) = self.waiting()?.into_iter().next() {
            return Err(TrustError::KeysMissing {
                role: waiting.role,
                need: waiting.missing,
                keys: waiting.keys,
            });
        }
        let mut files = self.changed()?;
        let snapshot = self.snapshot(&files, snapshot_expires)?;
        let snapshot = self.signed(snapshot, signers)?;
        let snapshot_path = format!("metadata/{}.snapshot.json", snapshot.signed.version);
        let snapshot_bytes = bytes(&snapshot)?;
        let timestamp = self.timestamp(&snapshot, &snapshot_bytes, timestamp_expires)?;
        files.push((snapshot_path, snapshot_bytes));
        self.finish(files, timestamp, signers, snapshot.signed.version.get())
    }

    /// Signs the timestamp anew, and nothing else: what an association does every few days.
    pub fn refresh(&mut self, signers: &[&dyn Signer], expires: Date) -> Result<Published, TrustError> {
        let Some(current) = self.published.as_ref().filter(|_| self.draft.is_empty()) else {
            return Err(TrustError::Edit(
                "a draft waits; publish or remove it before the timestamp is renewed".to_owned(),
            ));
        };
        let mut timestamp = current.timestamp.signed.clone();
        timestamp.version = next(timestamp.version)?;
        timestamp.expires = midnight(expires)?;
        let snapshot = current.snapshot.signed.version.get();
        self.finish(Vec::new(), timestamp, signers, snapshot)
    }

    fn finish(
        &mut self,
        mut files: Vec<(String, Vec<u8>)>,
        timestamp: Timestamp,
        signers: &[&dyn Signer],
        snapshot: u64,
    ) -> Result<Published, TrustError> {
        let timestamp = self.signed(timestamp, signers)?;
        files.push(("metadata/timestamp.json".to_owned(), bytes(&timestamp)?));
        let root = self.root()?.signed.version.get();
        let targets = self.targets("targets")?.signed.version.get();
        self.try_as_a_reader(&files)?;
        for (path, bytes) in &files {
            // The timestamp comes last: until then readers get what they got before.
            disk::replace(&self.dir, path, bytes)?;
        }
        match self.dir.remove_file(DRAFT) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(TrustError::Source {
                    path: DRAFT.to_owned(),
                    reason: e.to_string(),
                });
            }
            _ => self.draft = Draft::empty(),
        }
        self.published = super::Current::read(&self.dir, &self.scratch)?;
        Ok(Published {
            root,
            targets,
            snapshot,
            timestamp: timestamp.signed.version.get(),
            files: files.into_iter().map(|(path, _)| path).collect(),
        })
    }

    /// Files of the draft: lists first, then the roles that speak of them.
    fn changed(&self) -> Result<Vec<(String, Vec<u8>)>, TrustError> {
        let mut files = Vec::new();
        for (path, list) in &self.draft.lists {
            let bytes = list.to_bytes()?;
            let digest = Digest::of(&bytes).hex();
            let at = match path.rsplit_once('/') {
                Some((folder, name)) => format!("targets/{folder}/{digest}.{name}"),
                None => format!("targets/{digest}.{path}"),
            };
            files.push((at, bytes));
        }
        for (role, targets) in &self.draft.targets {
            files.push((
                format!("metadata/{}.{role}.json", targets.signed.version),
                bytes(targets)?,
            ));
        }
        if let Some(root) = &self.draft.root {
            files.push((format!("metadata/{}.root.json", root.signed.version), bytes(root)?));
        }
        Ok(files)
    }

    fn snapshot(&self, files: &[(String, Vec<u8>)], expires: Date) -> Result<Snapshot, TrustError> {
        let mut snapshot = match &self.published {
            Some(current) => {
                let mut snapshot = current.snapshot.signed.clone();
                snapshot.version = next(snapshot.version)?;
                snapshot
            }
            None => Snapshot::new("1.0.0".to_owned(), NonZeroU64::MIN, midnight(expires)?),
        };
        snapshot.expires = midnight(expires)?;
        for (role, targets) in &self.draft.targets {
            let path = format!("metadata/{}.{role}.json", targets.signed.version);
            let bytes = files
                .iter()
                .find(|(at, _)| *at == path)
                .map_or(&[][..], |(_, bytes)| bytes);
            snapshot
                .meta
                .insert(format!("{role}.json"), meta(targets.signed.version, bytes));
        }
        Ok(snapshot)
    }

    fn timestamp(&self, snapshot: &Signed<Snapshot>, bytes: &[u8], expires: Date) -> Result<Timestamp, TrustError> {
        let version = match &self.published {
            Some(current) => next(current.timestamp.signed.version)?,
            None => NonZeroU64::MIN,
        };
        let mut timestamp = Timestamp::new("1.0.0".to_owned(), version, midnight(expires)?);
        timestamp
            .meta
            .insert("snapshot.json".to_owned(), meta(snapshot.signed.version, bytes));
        Ok(timestamp)
    }

    /// Signs snapshot or timestamp with the keys of the root as it will be.
    fn signed<R: Role>(&self, role: R, signers: &[&dyn Signer]) -> Result<Signed<R>, TrustError> {
        let kind = R::TYPE;
        let root = &self.root()?.signed;
        let keys = root
            .roles
            .get(&kind)
            .ok_or_else(|| TrustError::Missing(format!("role {kind}")))?;
        let mut signed = Signed {
            signed: role,
            signatures: Vec::new(),
        };
        add(&mut signed, &keys.keyids, signers)?;
        let missing = keys.threshold.get().saturating_sub(signed.signatures.len() as u64);
        if missing > 0 {
            let open = keys
                .keyids
                .iter()
                .filter(|id| signed.signatures.iter().all(|s| s.keyid != **id));
            return Err(TrustError::KeysMissing {
                role: name(kind).to_owned(),
                need: missing,
                keys: open.map(|id| hex(id)).collect(),
            });
        }
        Ok(signed)
    }

    fn try_as_a_reader(&self, files: &[(String, Vec<u8>)]) -> Result<(), TrustError> {
        let over = Over {
            new: files.iter().cloned().collect(),
            old: Folder::new(self.dir.try_clone().map_err(|e| TrustError::Source {
                path: "repository".to_owned(),
                reason: e.to_string(),
            })?),
        };
        let first = over.read("metadata/1.root.json", carrier::SMALL)?;
        let first = first.ok_or_else(|| TrustError::Missing("metadata/1.root.json".to_owned()))?;
        let chain = load(&first, Arc::new(over), &self.scratch)?;
        super::super::TrustState::of(&chain, &first, Date::from_days(0)).map(|_| ())
    }
}

fn name(kind: RoleType) -> &'static str {
    if kind == RoleType::Snapshot {
        "snapshot"
    } else {
        "timestamp"
    }
}

fn meta(version: NonZeroU64, bytes: &[u8]) -> Metafile {
    Metafile {
        length: Some(bytes.len() as u64),
        hashes: Some(Hashes {
            sha256: Digest::of(bytes).as_bytes().to_vec().into(),
            _extra: HashMap::new(),
        }),
        version,
        _extra: HashMap::new(),
    }
}

/// Metadata is written in one order of members, so that the same draft gives the same files.
fn bytes<T: Serialize>(role: &Signed<T>) -> Result<Vec<u8>, TrustError> {
    canonical::to_vec(role).map_err(|e| TrustError::Edit(e.to_string()))
}

/// New files over a folder.
#[derive(Debug)]
struct Over {
    new: Files,
    old: Folder,
}

impl Source for Over {
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, TrustError> {
        match self.new.read(path, limit)? {
            None => self.old.read(path, limit),
            bytes => Ok(bytes),
        }
    }
}
