//! `signers.json`, `format = "signers/1"`: who may sign which bundles, how many must, and what is revoked.
//!
//! A target of the TUF repository, so its bytes are those that the association (or the holder of a delegation) signed.
//! Unknown members are refused: a later rule must not be overlooked by an earlier program.
//!
//! | member | what |
//! |---|---|
//! | `signers` | `id`, `name` (`ja`, `en`), `key` (PEM, SubjectPublicKeyInfo), `roles`, `scopes`, `not_after` (last day, may be left out) |
//! | `rules` | for bundle ids in `scope`: `require` (so many signers of a role each), `distinct` (so many signers in all), `require_log` |
//! | `logs` | transparency logs: see [`Log`](super::logs::Log) |
//! | `revoked_keys` | `key` (`sha256:` of SubjectPublicKeyInfo in DER), `since`, `reason` (`ja`, `en`) |
//! | `revoked_bundles` | `bundle`, `digest`, `since`, `reason` |
//! | `minimum_versions` | `bundle`, `version` (semantic version) |
//! | `delegations` | which roles the signers of a delegated TUF role may hold: `to`, `roles`; without it `author` only |

use super::logs::{self, Log};
use super::{TrustError, glob, json};
use crate::sign::PublicKey;
use sekisho_model::{Bilingual, Date, Digest, canonical};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The format's name.
pub const FORMAT: &str = "signers/1";
/// The role that signers of a delegation hold where nothing else is said.
pub const AUTHOR: &str = "author";
/// Most signers that a rule may ask for.
const MOST: u32 = 64;
/// Most entries of each list.
const ENTRIES: usize = 4096;

/// The content of a `signers.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signers {
    /// `signers/1`.
    pub format: String,
    /// Who may sign.
    #[serde(default)]
    pub signers: Vec<Signer>,
    /// How many must sign.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Keys that count no more.
    #[serde(default)]
    pub revoked_keys: Vec<RevokedKey>,
    /// Bundles that may not be used any more.
    #[serde(default)]
    pub revoked_bundles: Vec<RevokedBundle>,
    /// The lowest version of a bundle that may be used.
    #[serde(default)]
    pub minimum_versions: Vec<MinimumVersion>,
    /// What signers of delegated roles may be.
    #[serde(default)]
    pub delegations: Vec<DelegatedRoles>,
    /// Logs in which something must stand, or may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logs: Vec<Log>,
}

/// Somebody who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Short name: a-z, 0-9, `-`, `_`, `.`. Entries of one id are keys of one signer, who counts once.
    pub id: String,
    /// Full name.
    pub name: Bilingual,
    /// Public key, PEM.
    pub key: String,
    /// As what: `association`, `certifier`, `author` …
    pub roles: BTreeSet<String>,
    /// Patterns of bundle ids: `factory/*`, `factory/**`.
    pub scopes: BTreeSet<String>,
    /// The last day on which a signature counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Date>,
}

/// What a bundle needs. All rules whose scope fits count together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Pattern of bundle ids.
    pub scope: String,
    /// So many of each role.
    pub require: Vec<Required>,
    /// So many distinct signers in all.
    pub distinct: u32,
    /// Whether it must stand in a log that is named for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub require_log: bool,
}

/// So many signers of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// The role.
    pub role: String,
    /// How many.
    pub count: u32,
}

/// A key that counts no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokedKey {
    /// SHA-256 of its SubjectPublicKeyInfo.
    pub key: Digest,
    /// The first day on which it does not count.
    pub since: Date,
    /// Why.
    pub reason: Bilingual,
}

/// A bundle that may not be used any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokedBundle {
    /// Its id.
    pub bundle: String,
    /// Its digest.
    pub digest: Digest,
    /// The first day on which it may not be used.
    pub since: Date,
    /// Why.
    pub reason: Bilingual,
}

/// The lowest version of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumVersion {
    /// Its id.
    pub bundle: String,
    /// The version.
    pub version: semver::Version,
}

/// What the signers of a delegated role may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegatedRoles {
    /// Name of the delegated TUF role.
    pub to: String,
    /// Roles of its signers.
    pub roles: BTreeSet<String>,
}

impl Default for Signers {
    fn default() -> Self {
        Self {
            format: FORMAT.to_owned(),
            signers: Vec::new(),
            rules: Vec::new(),
            revoked_keys: Vec::new(),
            revoked_bundles: Vec::new(),
            minimum_versions: Vec::new(),
            delegations: Vec::new(),
            logs: Vec::new(),
        }
    }
}

impl Signers {
    /// Reads and checks a list.
    pub fn parse(path: &str, bytes: &[u8]) -> Result<Self, TrustError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
        }
        let head: Head = json::read(path, bytes)?;
        if head.format != FORMAT {
            let reason = format!("it has format `{}`, this program reads `{FORMAT}`", head.format);
            return Err(json::malformed(path, &reason));
        }
        let signers: Self = json::read(path, bytes)?;
        signers.check().map_err(|reason| json::malformed(path, &reason))?;
        Ok(signers)
    }

    /// Canonical JSON, checked.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TrustError> {
        self.check().map_err(TrustError::Edit)?;
        canonical::to_vec(self).map_err(|e| TrustError::Edit(e.to_string()))
    }

    fn check(&self) -> Result<(), String> {
        let lengths = [
            self.signers.len(),
            self.rules.len(),
            self.revoked_keys.len(),
            self.revoked_bundles.len(),
            self.minimum_versions.len(),
            self.delegations.len(),
            self.logs.len(),
        ];
        if lengths.iter().any(|length| *length > ENTRIES) {
            return Err(format!("a list has more than {ENTRIES} entries"));
        }
        let (mut names, mut keys) = (BTreeMap::new(), BTreeSet::new());
        for signer in &self.signers {
            let id = &signer.id;
            // One signer may have several keys: an old one and a new one. It counts once.
            if !is_word(id) || *names.entry(id).or_insert(&signer.name) != &signer.name {
                return Err(format!("signer id `{id}` is no word, or stands for two names"));
            }
            both(&signer.name, || format!("the name of signer `{id}`"))?;
            let key = PublicKey::from_pem(signer.key.as_bytes()).map_err(|e| format!("signer `{id}`: {e}"))?;
            if !keys.insert(key.id()) {
                return Err(format!("the key of signer `{id}` stands twice"));
            }
            if signer.roles.is_empty() || !signer.roles.iter().all(|role| is_word(role)) {
                return Err(format!("signer `{id}` needs roles, each a word"));
            }
            if signer.scopes.is_empty() || !signer.scopes.iter().all(|scope| glob::is_pattern(scope)) {
                return Err(format!("signer `{id}` needs scopes such as `factory/*`"));
            }
        }
        self.rules.iter().try_for_each(Rule::check)?;
        logs::check(&self.logs)?;
        for revoked in &self.revoked_keys {
            both(&revoked.reason, || {
                format!("the reason for revoking key {}", revoked.key)
            })?;
        }
        for revoked in &self.revoked_bundles {
            is_bundle(&revoked.bundle)?;
            both(&revoked.reason, || {
                format!("the reason for revoking bundle {}", revoked.digest)
            })?;
        }
        self.minimum_versions
            .iter()
            .try_for_each(|minimum| is_bundle(&minimum.bundle))?;
        let mut to = BTreeSet::new();
        for delegation in &self.delegations {
            let fits = super::checks::plain_role(&delegation.to) && delegation.roles.iter().all(|role| is_word(role));
            if !fits || !to.insert(&delegation.to) {
                return Err(format!(
                    "the entry for delegation `{}` is no word or stands twice",
                    delegation.to
                ));
            }
        }
        Ok(())
    }
}

impl Rule {
    fn check(&self) -> Result<(), String> {
        let scope = &self.scope;
        if !glob::is_pattern(scope) {
            return Err(format!(
                "the scope `{scope}` of a rule is no pattern such as `factory/*`"
            ));
        }
        // A rule that needs nobody would let anything pass.
        if self.distinct == 0 || self.distinct > 1000 {
            return Err(format!(
                "the rule for `{scope}` needs between 1 and 1000 distinct signers"
            ));
        }
        let mut roles = BTreeSet::new();
        for required in &self.require {
            if !is_word(&required.role) || !roles.insert(&required.role) || !(1..=MOST).contains(&required.count) {
                return Err(format!(
                    "the rule for `{scope}` asks for `{}` twice, or for none or too many",
                    required.role
                ));
            }
        }
        Ok(())
    }
}

fn both(text: &Bilingual, what: impl Fn() -> String) -> Result<(), String> {
    let short = text.ja.len() <= 2000 && text.en.len() <= 2000;
    (text.is_complete() && short)
        .then_some(())
        .ok_or_else(|| format!("{} must stand in Japanese and English, up to 2000 bytes each", what()))
}

fn is_bundle(id: &str) -> Result<(), String> {
    glob::is_id(id)
        .then_some(())
        .ok_or_else(|| format!("`{id}` is no bundle id such as `factory/meti-factory`"))
}

/// Whether a text is a short name.
pub(super) fn is_word(word: &str) -> bool {
    glob::is_id(word) && !word.contains('/')
}
