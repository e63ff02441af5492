//! Lets the TUF library verify a repository, and looks for what it does not look for.
//!
//! The library decides: root chain, thresholds, hashes, versions. Its own checks of time and of earlier versions are not
//! used, since they ask the clock and a folder of its own; `checks` and `floors` do that from what is handed in.

use super::carrier::{self, Carrier};
use super::source::{Files, Source};
use super::{TrustError, checks, diagnose, json};
use sekisho_model::Digest;
use std::path::Path;
use std::sync::Arc;
use tough::schema::{DelegatedRole, Root, Signed, Snapshot, Targets, Timestamp};
use tough::{ExpirationEnforcement, IntoVec as _, Limits, RepositoryLoader, TargetName};
use url::Url;

/// Most new roots that are followed at once.
const ROOTS: u64 = 1024;

/// The library follows delegations by recursion; `carrier` bounds how many there are.
const STACK: usize = 16 << 20;

/// A repository whose every signature, hash and version was verified. Expiry was not judged.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) root: Signed<Root>,
    pub(super) timestamp: Signed<Timestamp>,
    pub(super) snapshot: Signed<Snapshot>,
    pub(super) targets: Signed<Targets>,
    /// The lists of signers, top level first.
    pub(super) lists: Vec<List>,
    /// Every file that was read, under the path it stands at.
    pub(super) files: Files,
}

/// A list of signers as it stands in a role.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// The role that signed it; `targets` is the association itself.
    pub(super) role: String,
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// The patterns of every delegation that leads here; a bundle id must match one of each.
    pub(super) within: Vec<Vec<String>>,
}

/// Name of the file that lists signers.
pub(super) const SIGNERS: &str = "signers.json";

/// Verifies a repository from a trusted root on.
///
/// `scratch` is a folder in which the library keeps files while it works; nothing stays in it.
pub(super) fn load(root: &[u8], from: Arc<dyn Source>, scratch: &Path) -> Result<Chain, TrustError> {
    json::check("root.json", root)?;
    checks::root_file("root.json", root)?;
    let scratch = tempfile::TempDir::new_in(scratch).map_err(|e| TrustError::Source {
        path: scratch.display().to_string(),
        reason: format!("no folder can be made in it: {e}"),
    })?;
    let carrier = Carrier::new(from);
    // On a thread of its own: who calls may be inside of a runtime, where none may be started.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let work = thread.spawn_scoped(scope, || {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            let runtime = runtime.map_err(|e| TrustError::Source {
                path: "runtime".to_owned(),
                reason: e.to_string(),
            })?;
            runtime.block_on(verify(root, &carrier, scratch.path()))
        });
        match work.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(_)) => Err(TrustError::Store(
                "the TUF library stopped without an answer".to_owned(),
            )),
            Err(e) => Err(TrustError::Source {
                path: "thread".to_owned(),
                reason: e.to_string(),
            }),
        }
    })
}

async fn verify(root: &[u8], carrier: &Carrier, datastore: &Path) -> Result<Chain, TrustError> {
    let base = |text: &str| {
        Url::parse(text).map_err(|e| TrustError::Source {
            path: text.to_owned(),
            reason: e.to_string(),
        })
    };
    let limits = Limits {
        max_root_size: carrier::SMALL,
        max_targets_size: carrier::LARGE,
        max_timestamp_size: carrier::SMALL,
        max_snapshot_size: carrier::SMALL,
        max_root_updates: ROOTS,
    };
    let bytes = root.to_vec();
    let loaded = RepositoryLoader::new(&bytes, base(carrier::METADATA)?, base(carrier::TARGETS)?)
        .transport(carrier.clone())
        .limits(limits)
        .datastore(datastore)
        .expiration_enforcement(ExpirationEnforcement::Unsafe)
        .load()
        .await;
    let trouble = carrier.state().trouble.clone();
    let repository = match (trouble, loaded) {
        (Some(trouble), _) => return Err(trouble),
        (None, Err(error)) => return Err(diagnose::tell(&error, root, &carrier.state())),
        (None, Ok(repository)) => repository,
    };
    checks::delegations(&repository.targets().signed, repository.snapshot())?;
    let mut lists = Vec::new();
    let mut wanted = Vec::new();
    if repository
        .targets()
        .signed
        .targets
        .keys()
        .any(|name| name.raw() == SIGNERS)
    {
        wanted.push(("targets".to_owned(), SIGNERS.to_owned(), Vec::new()));
    }
    collect(&repository.targets().signed, &[], &mut wanted);
    for (role, path, within) in wanted {
        let name = TargetName::new(path.as_str()).map_err(|e| target(&path, &e))?;
        let read = repository.read_target(&name).await;
        let bytes = match read {
            Ok(Some(stream)) => stream.into_vec().await,
            Ok(None) => return Err(target(&path, &"its role does not list it")),
            Err(error) => Err(error),
        };
        if let Some(trouble) = carrier.state().trouble.clone() {
            return Err(trouble);
        }
        let bytes = bytes.map_err(|error| diagnose::tell(&error, root, &carrier.state()))?;
        let listed = listing(&repository.targets().signed, &role, &name);
        let digest = Digest::of(&bytes);
        let fits = listed.is_some_and(|(length, hash)| length == bytes.len() as u64 && hash == digest.as_bytes());
        if !fits {
            return Err(target(&path, &format!("role `{role}` says something else of it")));
        }
        lists.push(List {
            role,
            path,
            bytes,
            within,
        });
    }
    let files = std::mem::take(&mut carrier.state().files);
    Ok(Chain {
        root: repository.root().clone(),
        timestamp: repository.timestamp().clone(),
        snapshot: repository.snapshot().clone(),
        targets: repository.targets().clone(),
        lists,
        files,
    })
}

fn target(path: &str, reason: &impl ToString) -> TrustError {
    TrustError::Target {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// The lists of delegated roles, with the patterns that lead to them.
fn collect(of: &Targets, within: &[Vec<String>], wanted: &mut Vec<(String, String, Vec<Vec<String>>)>) {
    for role in delegated(of) {
        let mut within = within.to_vec();
        within.push(checks::patterns(role));
        let Some(targets) = &role.targets else { continue };
        let mut paths: Vec<&str> = targets.signed.targets.keys().map(TargetName::raw).collect();
        paths.retain(|path| path.rsplit('/').next() == Some(SIGNERS));
        paths.sort_unstable();
        wanted.extend(
            paths
                .into_iter()
                .map(|path| (role.name.clone(), path.to_owned(), within.clone())),
        );
        collect(&targets.signed, &within, wanted);
    }
}

pub(super) fn delegated(of: &Targets) -> &[DelegatedRole] {
    of.delegations.as_ref().map_or(&[], |d| d.roles.as_slice())
}

/// What a role itself says of a target: length and digest.
fn listing<'t>(top: &'t Targets, role: &str, name: &TargetName) -> Option<(u64, &'t [u8])> {
    let targets = if role == "targets" {
        top
    } else {
        &top.delegated_targets(role).ok()?.signed
    };
    let target = targets.targets.get(name)?;
    Some((target.length, &target.hashes.sha256))
}
