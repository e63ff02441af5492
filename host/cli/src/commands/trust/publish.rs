//! The publisher's side: every change becomes a draft, is signed with the keys at hand, and published when it is complete.

use super::{keys, open};
use crate::args::trust::{Add, Delegate, Expiry, Init, List, Publish, Remove, Revoke, Rotate, Why};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::log::NoteVerifier;
use sekisho_bundle::sign::{SecretKey, Signer};
use sekisho_bundle::trust::publish::{Plan, Repository, RolePlan};
use sekisho_bundle::trust::signers::{self, DelegatedRoles, MinimumVersion, Required, RevokedBundle, RevokedKey, Rule};
use sekisho_bundle::trust::{Log, Signers, TrustError, Witness};
use sekisho_model::error::Hint as _;
use sekisho_model::{Bilingual, Date};
use std::path::{Path, PathBuf};

/// Days of expiry, said or usual.
struct Days {
    root: Date,
    list: Date,
    snapshot: Date,
    timestamp: Date,
}

impl From<&Expiry> for Days {
    fn from(expiry: &Expiry) -> Self {
        let today = machine::today();
        Self {
            root: expiry.root_expires.unwrap_or_else(|| today.plus(730)),
            list: expiry.list_expires.unwrap_or_else(|| today.plus(365)),
            snapshot: expiry.snapshot_expires.unwrap_or_else(|| today.plus(120)),
            timestamp: expiry.timestamp_expires.unwrap_or_else(|| today.plus(60)),
        }
    }
}

fn repository(path: &Path) -> Result<Repository, Failure> {
    Ok(Repository::open(open(path)?, &machine::scratch())?)
}

fn plan(files: &[PathBuf], threshold: u64) -> Result<RolePlan, Failure> {
    Ok(RolePlan {
        keys: keys::public(files)?,
        threshold,
    })
}

pub(super) fn init(args: &Init) -> crate::Outcome {
    let Some(path) = &args.repository else {
        return Err(Failure::usage("it is not said what to begin")
            .hint("name `--repository DIR`, or `--trust DIR --root FILE`"));
    };
    let days = Days::from(&args.expiry);
    let plan = Plan {
        root: plan(&args.root_key, args.root_threshold)?,
        targets: plan(&args.list_key, args.list_threshold)?,
        snapshot: plan(&args.snapshot_key, 1)?,
        timestamp: plan(&args.timestamp_key, 1)?,
        root_expires: days.root,
        targets_expires: days.list,
    };
    let secret = keys::secret(&args.key, &args.password_file)?;
    machine::make_way(&path.join("metadata"))?;
    let repository = Repository::init(open(path)?, &machine::scratch(), &plan)?;
    finish(repository, &secret, &days)
}

/// Changes a list of signers and publishes.
fn change(list: &List, change: impl FnOnce(&mut Signers) -> Result<(), Failure>) -> crate::Outcome {
    let secret = keys::secret(&list.publish.key, &list.publish.password_file)?;
    let days = Days::from(&list.publish.expiry);
    let mut repository = repository(&list.publish.repository)?;
    let mut signers = repository.signers(&list.list)?;
    change(&mut signers)?;
    repository.set_signers(&list.list, signers, days.list)?;
    finish(repository, &secret, &days)
}

pub(super) fn add(command: &Add) -> crate::Outcome {
    match command {
        Add::Signer(new) => {
            let key = keys::public(std::slice::from_ref(&new.public_key))?;
            let pem = key.first().map(sekisho_bundle::sign::PublicKey::to_pem);
            let pem = pem
                .and_then(Result::ok)
                .ok_or_else(|| Failure::internal("the key cannot be written"))?;
            change(&new.list, |list| {
                list.signers.push(signers::Signer {
                    id: new.id.clone(),
                    name: Bilingual::new(&new.name_ja, &new.name_en),
                    key: pem,
                    roles: new.role.iter().cloned().collect(),
                    scopes: new.scope.iter().cloned().collect(),
                    not_after: new.not_after,
                });
                Ok(())
            })
        }
        Add::Rule(new) => change(&new.list, |list| {
            list.rules.retain(|rule| rule.scope != new.scope);
            list.rules.push(Rule {
                scope: new.scope.clone(),
                require: new
                    .require
                    .iter()
                    .map(|(role, count)| Required {
                        role: role.clone(),
                        count: *count,
                    })
                    .collect(),
                distinct: new.distinct,
                require_log: new.require_log,
            });
            Ok(())
        }),
        Add::Log(new) => change(&new.list, |list| {
            list.logs.retain(|log| log.id != new.id);
            list.logs.push(Log {
                id: new.id.clone(),
                origin: new.origin.clone(),
                keys: new.log_key.iter().map(NoteVerifier::text).collect(),
                witnesses: new
                    .witness
                    .iter()
                    .map(|(name, key)| Witness {
                        name: name.clone(),
                        key: key.text(),
                    })
                    .collect(),
                quorum: new.quorum,
                scopes: new.scope.iter().cloned().collect(),
                not_after: new.not_after,
            });
            Ok(())
        }),
        Add::Minimum(new) => change(&new.list, |list| {
            list.minimum_versions.retain(|minimum| minimum.bundle != new.bundle);
            list.minimum_versions.push(MinimumVersion {
                bundle: new.bundle.clone(),
                version: new.version.clone(),
            });
            Ok(())
        }),
    }
}

pub(super) fn remove(command: &Remove) -> crate::Outcome {
    let nothing = |what: &str, name: &str| Failure::usage(format!("the list has no {what} `{name}`"));
    match command {
        Remove::Signer { id, list } => change(list, |signers| {
            let before = signers.signers.len();
            signers.signers.retain(|signer| signer.id != *id);
            (signers.signers.len() < before)
                .then_some(())
                .ok_or_else(|| nothing("signer", id))
        }),
        Remove::Rule { scope, list } => change(list, |signers| {
            let before = signers.rules.len();
            signers.rules.retain(|rule| rule.scope != *scope);
            (signers.rules.len() < before)
                .then_some(())
                .ok_or_else(|| nothing("rule for", scope))
        }),
        Remove::Log { id, list } => change(list, |signers| {
            let before = signers.logs.len();
            signers.logs.retain(|log| log.id != *id);
            (signers.logs.len() < before)
                .then_some(())
                .ok_or_else(|| nothing("log", id))
        }),
        Remove::Delegation { name, publish } => {
            let secret = keys::secret(&publish.key, &publish.password_file)?;
            let days = Days::from(&publish.expiry);
            let mut repository = repository(&publish.repository)?;
            repository.undelegate(name, days.list)?;
            finish(repository, &secret, &days)
        }
    }
}

pub(super) fn revoke(command: &Revoke) -> crate::Outcome {
    let told = |why: &Why| {
        (
            why.since.unwrap_or_else(machine::today),
            Bilingual::new(&why.reason_ja, &why.reason_en),
        )
    };
    match command {
        Revoke::Key {
            signer,
            public_key,
            why,
            list,
        } => {
            let (since, reason) = told(why);
            let mut gone: Vec<_> = match public_key {
                Some(file) => keys::public(std::slice::from_ref(file))?
                    .iter()
                    .map(|key| key.id())
                    .collect(),
                None => Vec::new(),
            };
            change(list, |signers| {
                let of_signer = signers
                    .signers
                    .iter()
                    .filter(|entry| Some(&entry.id) == signer.as_ref());
                let keys =
                    of_signer.filter_map(|entry| sekisho_bundle::sign::PublicKey::from_pem(entry.key.as_bytes()).ok());
                gone.extend(keys.map(|key| key.id()));
                if gone.is_empty() {
                    return Err(Failure::usage(format!(
                        "the list has no signer `{}`",
                        signer.as_deref().unwrap_or_default()
                    )));
                }
                signers.revoked_keys.extend(gone.into_iter().map(|key| RevokedKey {
                    key,
                    since,
                    reason: reason.clone(),
                }));
                Ok(())
            })
        }
        Revoke::Bundle {
            bundle,
            digest,
            why,
            list,
        } => {
            let (since, reason) = told(why);
            change(list, |signers| {
                signers.revoked_bundles.push(RevokedBundle {
                    bundle: bundle.clone(),
                    digest: *digest,
                    since,
                    reason,
                });
                Ok(())
            })
        }
    }
}

pub(super) fn delegate(args: &Delegate) -> crate::Outcome {
    let secret = keys::secret(&args.publish.key, &args.publish.password_file)?;
    let days = Days::from(&args.publish.expiry);
    let mut repository = repository(&args.publish.repository)?;
    if !args.signers_may_be.is_empty() {
        let mut list = repository.signers("targets")?;
        list.delegations.retain(|entry| entry.to != args.name);
        list.delegations.push(DelegatedRoles {
            to: args.name.clone(),
            roles: args.signers_may_be.iter().cloned().collect(),
        });
        repository.set_signers("targets", list, days.list)?;
    }
    repository.delegate(
        &args.name,
        &plan(&args.public_key, args.threshold)?,
        &args.path,
        days.list,
    )?;
    finish(repository, &secret, &days)
}

pub(super) fn rotate(args: &Rotate) -> crate::Outcome {
    let secret = keys::secret(&args.publish.key, &args.publish.password_file)?;
    let days = Days::from(&args.publish.expiry);
    let mut repository = repository(&args.publish.repository)?;
    repository.rotate(&args.of, &plan(&args.public_key, args.threshold)?, days.root)?;
    finish(repository, &secret, &days)
}

pub(super) fn sign(args: &Publish) -> crate::Outcome {
    let secret = keys::secret(&args.key, &args.password_file)?;
    finish(repository(&args.repository)?, &secret, &Days::from(&args.expiry))
}

pub(super) fn refresh(args: &Publish) -> crate::Outcome {
    let secret = keys::secret(&args.key, &args.password_file)?;
    let signers = as_signers(&secret);
    let mut repository = repository(&args.repository)?;
    let published = repository.refresh(&signers, Days::from(&args.expiry).timestamp)?;
    print::json(&published)?;
    Ok(exit::CONFORMANT)
}

fn as_signers(keys: &[SecretKey]) -> Vec<&dyn Signer> {
    keys.iter().map(|key| key as &dyn Signer).collect()
}

/// Signs, publishes if enough have signed, and else keeps the draft and says who must sign yet.
fn finish(mut repository: Repository, secret: &[SecretKey], days: &Days) -> crate::Outcome {
    keys::warn_idle(secret, &repository.known_keys()?);
    let signers = as_signers(secret);
    repository.sign(&signers)?;
    match repository.publish(&signers, days.snapshot, days.timestamp) {
        Ok(published) => print::json(&published)?,
        Err(error @ TrustError::KeysMissing { .. }) => {
            repository.save()?;
            print::json(&serde_json::json!({"waiting": repository.waiting()?}))?;
            print::talk(&format!("kept as a draft: {error}"));
            if let Some(hint) = error.hint() {
                print::talk(&format!("hint: {hint}"));
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(exit::CONFORMANT)
}
