//! What the TUF library does not look for: one key under two ids, thresholds that nobody can meet, delegations that are
//! kept back or lead further than they say, and expiry on a given day.

use super::key::{self, hex};
use super::load::{Chain, delegated};
use super::{TrustError, glob, json};
use sekisho_model::{Date, Digest};
use std::collections::{BTreeMap, BTreeSet};
use tough::schema::decoded::{Decoded, Hex};
use tough::schema::key::Key;
use tough::schema::{DelegatedRole, PathSet, Role, Root, Signed, Snapshot, Targets};

/// How deep delegations may go.
const DEPTH: usize = 8;

/// Holds the keys and thresholds of a root file.
pub(super) fn root_file(path: &str, bytes: &[u8]) -> Result<(), TrustError> {
    let root: Signed<Root> = serde_json::from_slice(bytes).map_err(|e| json::malformed(path, &e))?;
    root_keys(&root.signed)
}

/// The same for one that was read.
pub(super) fn root_keys(root: &Root) -> Result<(), TrustError> {
    distinct("root", root.keys.iter())?;
    for (role, keys) in &root.roles {
        let known: BTreeSet<&[u8]> = keys
            .keyids
            .iter()
            .filter(|id| root.keys.contains_key(id))
            .map(|id| &**id)
            .collect();
        reachable(&role.to_string(), keys.threshold.get(), known.len())?;
    }
    Ok(())
}

/// No key stands under two ids: the ids are digests of how a key is written, and it can be written in several ways.
fn distinct<'k>(role: &str, keys: impl Iterator<Item = (&'k Decoded<Hex>, &'k Key)>) -> Result<(), TrustError> {
    let mut seen: BTreeMap<Digest, String> = BTreeMap::new();
    let mut sorted: Vec<(String, &Key)> = keys.map(|(id, key)| (hex(id), key)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    for (id, tuf) in sorted {
        let ours = key::of(tuf).map_err(|e| json::malformed(role, &format!("{e} ({id})")))?;
        if let Some(first) = seen.insert(ours.id(), id.clone()) {
            return Err(TrustError::SameKey {
                role: role.to_owned(),
                first,
                second: id,
            });
        }
    }
    Ok(())
}

fn reachable(role: &str, need: u64, have: usize) -> Result<(), TrustError> {
    if need > have as u64 {
        return Err(TrustError::Unreachable {
            role: role.to_owned(),
            need,
            have,
        });
    }
    Ok(())
}

/// The patterns of a delegation.
pub(super) fn patterns(role: &DelegatedRole) -> Vec<String> {
    match &role.paths {
        PathSet::Paths(paths) => paths.iter().map(|path| path.value().to_owned()).collect(),
        PathSet::PathHashPrefixes(_) => Vec::new(),
    }
}

/// Every delegation is whole: named once, listed, loaded, and inside the paths of all above it.
pub(super) fn delegations(top: &Targets, snapshot: &Signed<Snapshot>) -> Result<(), TrustError> {
    for name in snapshot.signed.meta.keys() {
        let role = name.strip_suffix(".json").unwrap_or(name);
        if role != "targets" && !plain_role(role) {
            return Err(refused(role, "a role's name is made of a-z, 0-9, `-` and `_`"));
        }
    }
    walk(top, &[], &mut BTreeSet::new(), snapshot)
}

fn walk(
    of: &Targets,
    above: &[Vec<String>],
    names: &mut BTreeSet<String>,
    snapshot: &Signed<Snapshot>,
) -> Result<(), TrustError> {
    let Some(delegations) = &of.delegations else {
        return Ok(());
    };
    distinct("delegations", delegations.keys.iter())?;
    for role in &delegations.roles {
        let name = role.name.as_str();
        if !plain_role(name) {
            return Err(refused(name, "a role's name is made of a-z, 0-9, `-` and `_`"));
        }
        if !names.insert(name.to_owned()) {
            return Err(refused(name, "two delegations have this name"));
        }
        if above.len() >= DEPTH {
            return Err(refused(name, "delegations go too deep"));
        }
        let known: BTreeSet<&[u8]> = role
            .keyids
            .iter()
            .filter(|id| delegations.keys.contains_key(id))
            .map(|id| &**id)
            .collect();
        reachable(name, role.threshold.get(), known.len())?;
        let paths = patterns(role);
        if paths.is_empty() || paths.iter().any(|path| !glob::is_pattern(path)) {
            return Err(refused(name, "its paths must be patterns such as `factory/kansai/*`"));
        }
        let listed = snapshot.signed.meta.contains_key(&format!("{name}.json"));
        let Some(targets) = role.targets.as_ref().filter(|_| listed) else {
            return Err(TrustError::Withheld(name.to_owned()));
        };
        let mut within = above.to_vec();
        within.push(paths);
        for target in targets.signed.targets.keys() {
            if target.raw() != target.resolved() || !glob::within(&within, target.raw()) {
                return Err(TrustError::Target {
                    path: target.raw().to_owned(),
                    reason: format!("it lies outside of what is delegated to `{name}`"),
                });
            }
        }
        walk(&targets.signed, &within, names, snapshot)?;
    }
    Ok(())
}

fn refused(role: &str, reason: &str) -> TrustError {
    TrustError::Delegation {
        role: role.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Whether a delegated role may have this name: it becomes the name of a file.
pub(super) fn plain_role(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    !matches!(name, "root" | "targets" | "snapshot" | "timestamp")
        && (1..=64).contains(&name.len())
        && name.bytes().all(fits)
}

/// The first day on which metadata is not valid any more.
pub(super) fn expires(role: &impl Role) -> Date {
    let days = role.expires().as_second().div_euclid(86_400);
    Date::from_days(i32::try_from(days).unwrap_or(i32::MAX))
}

/// The first role that is not valid on a day: root first, then what is signed most often.
pub(super) fn expired(chain: &Chain, on: Date) -> Option<TrustError> {
    let mut roles = vec![
        ("root".to_owned(), expires(&chain.root.signed)),
        ("timestamp".to_owned(), expires(&chain.timestamp.signed)),
        ("snapshot".to_owned(), expires(&chain.snapshot.signed)),
        ("targets".to_owned(), expires(&chain.targets.signed)),
    ];
    each_delegated(&chain.targets.signed, &mut |role, targets| {
        roles.push((role.name.clone(), expires(&targets.signed)));
    });
    let (role, expires) = roles.into_iter().find(|(_, expires)| on >= *expires)?;
    Some(TrustError::Expired { role, expires, on })
}

/// Every delegated role that was loaded, parents first.
pub(super) fn each_delegated<'t>(of: &'t Targets, visit: &mut impl FnMut(&'t DelegatedRole, &'t Signed<Targets>)) {
    for role in delegated(of) {
        if let Some(targets) = &role.targets {
            visit(role, targets);
            each_delegated(&targets.signed, visit);
        }
    }
}
