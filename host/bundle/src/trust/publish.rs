//! How an association publishes: a repository folder with `metadata/` and `targets/`, and a draft that gathers signatures.
//!
//! A change is written to `draft.json` first. Holders of keys sign it one after the other, in one office or in several; it
//! is published as soon as every changed role has enough signatures and the keys of snapshot and timestamp are at hand.
//! What is published was verified before as a reader verifies it.

mod build;
mod draft;
mod edit;
mod plan;

pub use build::Published;
pub use draft::Waiting;
pub use plan::{Plan, RolePlan};

use super::source::{Files, Folder};
use super::{TrustError, carrier, json, load::SIGNERS};
use cap_std::fs::Dir;
use draft::Draft;
use sekisho_model::Date;
use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use tough::schema::{Root, Signed, Snapshot, Targets, Timestamp};

/// The file that gathers signatures.
const DRAFT: &str = "draft.json";

/// A repository as its publisher sees it.
#[derive(Debug)]
pub struct Repository {
    dir: Dir,
    scratch: PathBuf,
    published: Option<Current>,
    draft: Draft,
}

/// What is published.
#[derive(Debug, Clone)]
struct Current {
    root: Signed<Root>,
    timestamp: Signed<Timestamp>,
    snapshot: Signed<Snapshot>,
    /// `targets` and every delegated role.
    targets: BTreeMap<String, Signed<Targets>>,
    /// Lists of signers by path.
    lists: Files,
}

impl Repository {
    /// Opens a repository folder. What is published must be whole and well signed; it may have expired.
    pub fn open(dir: Dir, scratch: &Path) -> Result<Self, TrustError> {
        let draft = Draft::read(&dir)?;
        let published = Current::read(&dir, scratch)?;
        if published.is_none() && draft.is_empty() {
            return Err(TrustError::Edit(
                "there is no repository here; make one with `sekisho trust init`".to_owned(),
            ));
        }
        Ok(Self {
            dir,
            scratch: scratch.to_owned(),
            published,
            draft,
        })
    }

    /// Whether changes wait for signatures or publication.
    pub fn has_draft(&self) -> bool {
        !self.draft.is_empty()
    }

    /// Keeps the draft beside what is published, for others to sign.
    pub fn save(&self) -> Result<(), TrustError> {
        Ok(crate::disk::replace(&self.dir, DRAFT, &self.draft.to_bytes()?)?)
    }

    /// The root as it will be: the draft's, else the published one.
    fn root(&self) -> Result<&Signed<Root>, TrustError> {
        let published = self.published.as_ref().map(|current| &current.root);
        self.draft
            .root
            .as_ref()
            .or(published)
            .ok_or_else(|| TrustError::Missing("root.json".to_owned()))
    }

    /// A targets role as it will be.
    fn targets(&self, role: &str) -> Result<&Signed<Targets>, TrustError> {
        let published = || self.published.as_ref().and_then(|current| current.targets.get(role));
        let found = self.draft.targets.get(role).or_else(published);
        found.ok_or_else(|| TrustError::Edit(format!("there is no role `{role}`")))
    }
}

impl Current {
    fn read(dir: &Dir, scratch: &Path) -> Result<Option<Self>, TrustError> {
        let open = || -> Result<Folder, TrustError> {
            let dir = dir.try_clone().map_err(|e| TrustError::Source {
                path: "repository".to_owned(),
                reason: e.to_string(),
            })?;
            Ok(Folder::new(dir))
        };
        use super::Source as _;
        let Some(first) = open()?.read("metadata/1.root.json", carrier::SMALL)? else {
            return Ok(None);
        };
        let chain = super::load::load(&first, std::sync::Arc::new(open()?), scratch)?;
        let mut targets = BTreeMap::from([("targets".to_owned(), chain.targets.clone())]);
        super::checks::each_delegated(&chain.targets.signed, &mut |role, of| {
            targets.insert(role.name.clone(), of.clone());
        });
        Ok(Some(Self {
            lists: chain
                .lists
                .iter()
                .map(|list| (list.path.clone(), list.bytes.clone()))
                .collect(),
            root: chain.root,
            timestamp: chain.timestamp,
            snapshot: chain.snapshot,
            targets,
        }))
    }
}

/// The version after one.
fn next(version: NonZeroU64) -> Result<NonZeroU64, TrustError> {
    version
        .checked_add(1)
        .filter(|next| next.get() <= super::LAST_VERSION)
        .ok_or(TrustError::FastForward {
            role: "draft".to_owned(),
            version: version.get(),
        })
}

/// Midnight (UTC) at the beginning of a day: from then on metadata is not valid.
fn midnight(day: Date) -> Result<jiff02::Timestamp, TrustError> {
    jiff02::Timestamp::from_second(i64::from(day.days()) * 86_400).map_err(|e| json::malformed("expiry", &e))
}

/// Where the list of signers of a delegated role stands: in the folder of its first pattern.
fn list_path(patterns: &[String]) -> Option<String> {
    let first = patterns.first()?;
    let folder = first.strip_suffix("/**").or_else(|| first.strip_suffix("/*"))?;
    (!folder.contains('*')).then(|| format!("{folder}/{SIGNERS}"))
}
