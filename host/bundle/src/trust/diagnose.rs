//! Says in our own words why the TUF library refused: the role, and which keys signed it well, badly, or are unknown.
//!
//! Nothing is decided here. The library reads files one after the other, so the file it refused is the last one it asked
//! for.

use super::carrier::{State, role_of};
use super::key::hex;
use super::{TrustError, json};
use std::num::NonZeroU64;
use tough::error::Error;
use tough::schema::decoded::{Decoded, Hex};
use tough::schema::{self, Delegations, RoleKeys, RoleType, Root, Signed, Snapshot, Targets, Timestamp};

/// The refusal in our words.
pub(super) fn tell(error: &Error, pinned: &[u8], state: &State) -> TrustError {
    let path = state.last.as_str();
    let role = role_of(path).unwrap_or_else(|| path.to_owned());
    match error {
        Error::VerifyTrustedMetadata { source, .. } => {
            signatures(source, "root", pinned, &|| keys_of_root(pinned, pinned))
        }
        Error::VerifyMetadata { source, .. } => {
            let file = state.files.get(path).map_or(&[][..], Vec::as_slice);
            signatures(source, &role, file, &|| keys(path, &role, pinned, state))
        }
        Error::ParseMetadata { source, .. } => json::malformed(path, source),
        Error::ParseTrustedMetadata { source, .. } => json::malformed("root.json", source),
        Error::OlderMetadata {
            current_version,
            new_version,
            ..
        } => TrustError::Rollback {
            role,
            offered: *new_version,
            seen: *current_version,
        },
        Error::VersionMismatch { fetched, expected, .. } => TrustError::Mixed {
            role,
            reason: format!("it has version {fetched}, and version {expected} is listed"),
        },
        Error::SnapshotTargetsMetaMissing { .. } => TrustError::Withheld("targets".to_owned()),
        Error::MissingSnapshotMeta { .. } | Error::TimestampMetaLength { .. } | Error::MetaMissing { .. } => {
            json::malformed(path, error)
        }
        Error::Transport { source, .. } if source.kind() == tough::TransportErrorKind::FileNotFound => {
            TrustError::Missing(path.to_owned())
        }
        Error::Transport { source, .. } => transport(path, role, source),
        Error::MaxUpdatesExceeded { .. } => json::malformed("root.json", error),
        Error::InvalidPath { source } => TrustError::Target {
            path: path.to_owned(),
            reason: source.to_string(),
        },
        other => json::malformed(path, other),
    }
}

/// The same for a root that is to be pinned.
pub(super) fn root(error: &schema::Error, root: &[u8]) -> TrustError {
    signatures(error, "root", root, &|| keys_of_root(root, root))
}

/// The library's streams hide a wrong hash and an endless file in what a transport reports.
fn transport(path: &str, role: String, error: &tough::TransportError) -> TrustError {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<Error>());
    match cause {
        Some(Error::HashMismatch {
            calculated, expected, ..
        }) => {
            let reason = format!("its digest is {calculated}, and {expected} is listed");
            if path.starts_with("targets/") {
                return TrustError::Target {
                    path: path.to_owned(),
                    reason,
                };
            }
            TrustError::Mixed { role, reason }
        }
        Some(Error::MaxSizeExceeded { max_size, .. }) => TrustError::Oversize {
            path: path.to_owned(),
            limit: *max_size,
        },
        _ => json::malformed(path, error),
    }
}

/// The keys of a file: how many must sign, and what became of each signature.
struct Keys {
    need: u64,
    valid: Vec<String>,
    invalid: Vec<String>,
    unknown: Vec<String>,
}

fn signatures(error: &schema::Error, role: &str, file: &[u8], keys: &dyn Fn() -> Option<Keys>) -> TrustError {
    match error {
        schema::Error::SignatureThreshold { threshold, .. } => {
            let keys = keys().unwrap_or(Keys {
                need: *threshold,
                valid: Vec::new(),
                invalid: Vec::new(),
                unknown: Vec::new(),
            });
            TrustError::Threshold {
                role: role.to_owned(),
                need: keys.need,
                valid: keys.valid,
                invalid: keys.invalid,
                unknown: keys.unknown,
            }
        }
        schema::Error::DuplicateKeyId { .. } => TrustError::SignedTwice {
            role: role.to_owned(),
            key: twice(file).unwrap_or_default(),
        },
        other => json::malformed(role, other),
    }
}

/// The key that signed a file twice.
fn twice(file: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Outer {
        signatures: Vec<schema::Signature>,
    }
    let Outer { signatures } = serde_json::from_slice(file).ok()?;
    let mut seen = std::collections::HashSet::new();
    signatures
        .iter()
        .map(|s| hex(&s.keyid))
        .find(|id| !seen.insert(id.clone()))
}

fn keys(path: &str, role: &str, pinned: &[u8], state: &State) -> Option<Keys> {
    let file = state.files.get(path)?;
    let latest = state
        .files
        .iter()
        .filter(|(path, _)| role_of(path).as_deref() == Some("root"))
        .filter_map(|(_, bytes)| parsed(bytes))
        .max_by_key(|root| root.signed.version);
    if role == "root" {
        // The new root must be signed by the keys of the one before it, and by its own.
        let new = parsed(file)?;
        let before = format!("metadata/{}.root.json", new.signed.version.get().saturating_sub(1));
        let before = state.files.get(&before).map_or(pinned, Vec::as_slice);
        return keys_of_root(before, file)
            .filter(|keys| (keys.valid.len() as u64) < keys.need)
            .or_else(|| keys_of_root(file, file));
    }
    let trusted = latest.or_else(|| parsed(pinned))?.signed;
    match role {
        "timestamp" => by_root(
            &trusted,
            RoleType::Timestamp,
            &serde_json::from_slice::<Signed<Timestamp>>(file).ok()?,
        ),
        "snapshot" => by_root(
            &trusted,
            RoleType::Snapshot,
            &serde_json::from_slice::<Signed<Snapshot>>(file).ok()?,
        ),
        "targets" => by_root(
            &trusted,
            RoleType::Targets,
            &serde_json::from_slice::<Signed<Targets>>(file).ok()?,
        ),
        _ => by_delegation(role, file, state),
    }
}

fn parsed(bytes: &[u8]) -> Option<Signed<Root>> {
    serde_json::from_slice(bytes).ok()
}

fn keys_of_root(trusted: &[u8], file: &[u8]) -> Option<Keys> {
    by_root(&parsed(trusted)?.signed, RoleType::Root, &parsed(file)?)
}

/// Each signature held alone against a root that needs this one only.
fn by_root<T: schema::Role>(trusted: &Root, kind: RoleType, file: &Signed<T>) -> Option<Keys> {
    let role: &RoleKeys = trusted.roles.get(&kind)?;
    let mut alone = trusted.clone();
    let ids = file.signatures.iter().map(|signature| &signature.keyid);
    Some(sort(role.threshold, &role.keyids, ids, |id| {
        let Some(role) = alone.roles.get_mut(&kind) else {
            return false;
        };
        role.keyids = vec![id.clone()];
        role.threshold = NonZeroU64::MIN;
        alone.verify_role(file).is_ok()
    }))
}

fn by_delegation(name: &str, file: &[u8], state: &State) -> Option<Keys> {
    let file: Signed<Targets> = serde_json::from_slice(file).ok()?;
    let mut delegations = state.files.values().find_map(|bytes| {
        let parent: Signed<Targets> = serde_json::from_slice(bytes).ok()?;
        parent
            .signed
            .delegations
            .filter(|d| d.roles.iter().any(|role| role.name == name))
    })?;
    let role = delegations.roles.iter().find(|role| role.name == name)?.clone();
    let ids = file.signatures.iter().map(|signature| &signature.keyid);
    Some(sort(role.threshold, &role.keyids, ids, |id| {
        only(&mut delegations, name, id);
        delegations.verify_role(&file, name).is_ok()
    }))
}

fn only(delegations: &mut Delegations, name: &str, id: &Decoded<Hex>) {
    for role in delegations.roles.iter_mut().filter(|role| role.name == name) {
        role.keyids = vec![id.clone()];
        role.threshold = NonZeroU64::MIN;
    }
}

fn sort<'s>(
    need: NonZeroU64,
    of_role: &[Decoded<Hex>],
    signed: impl Iterator<Item = &'s Decoded<Hex>>,
    mut is_good: impl FnMut(&Decoded<Hex>) -> bool,
) -> Keys {
    let mut keys = Keys {
        need: need.get(),
        valid: Vec::new(),
        invalid: Vec::new(),
        unknown: Vec::new(),
    };
    // A hostile file may hold many; the first few tell enough.
    for id in signed.take(32) {
        let to = match (of_role.contains(id), of_role.contains(id) && is_good(id)) {
            (false, _) => &mut keys.unknown,
            (true, true) => &mut keys.valid,
            (true, false) => &mut keys.invalid,
        };
        to.push(hex(id));
    }
    keys
}
