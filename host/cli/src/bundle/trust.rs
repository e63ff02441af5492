//! Whether a bundle is vouched for: by those whom a trust store names, or by the keys that a person named.

use crate::args::Trusted;
use crate::commands::trust::keys;
use crate::failure::Failure;
use sekisho_bundle::Bundle as Artifact;
use sekisho_bundle::sign::{Judgement, Offered, PublicKey, Threshold, TrustedSigner};
use sekisho_model::assessment::SignerRecord;
use sekisho_model::{Bilingual, Date};
use std::collections::BTreeSet;
use std::path::Path;

/// Judges the signatures beside a bundle; nothing where nobody said whose count. What a trust store refuses is an error.
pub(crate) fn judge(artifact: &Artifact, trusted: &Trusted, at: Date) -> Result<Option<Judgement>, Failure> {
    if let Some(path) = &trusted.trust {
        return by_store(artifact, path, at).map(Some);
    }
    if trusted.trusted_key.is_empty() {
        return Ok(None);
    }
    let signers: Vec<TrustedSigner> = keys::public(&trusted.trusted_key)?.into_iter().map(signer).collect();
    let threshold =
        Threshold::new(Vec::new(), usize::from(trusted.trusted_signers)).map_err(|e| Failure::usage(e.to_string()))?;
    Ok(Some(by(artifact, &threshold, &signers, at)))
}

/// By the rules of a trust store. A bundle that is revoked, older than one seen before, or not what was seen under its version
/// is refused, however well it is signed.
fn by_store(artifact: &Artifact, path: &Path, at: Date) -> Result<Judgement, Failure> {
    let store = crate::commands::trust::store(path)?;
    let state = store.state(at)?;
    let (about, digest) = (&artifact.config.about, artifact.digest());
    let version = semver::Version::parse(&about.version).map_err(|e| Failure::untrusted(e.to_string()))?;
    state.check_bundle(&about.id, &version, &digest)?;
    let rules = state.rules_for(&about.id)?;
    Ok(by(artifact, &rules.threshold, &rules.signers, at))
}

/// A bundle that was accepted is put to use: from now on its trust store takes none that is older. Merely looking at a new
/// version does not shut the one in use out.
pub(crate) fn used(artifact: &Artifact, trusted: &Trusted) -> Result<(), Failure> {
    let Some(path) = &trusted.trust else {
        return Ok(());
    };
    let about = &artifact.config.about;
    let version = semver::Version::parse(&about.version).map_err(|e| Failure::untrusted(e.to_string()))?;
    Ok(crate::commands::trust::store(path)?.saw_bundle(&about.id, &version, &artifact.digest())?)
}

fn by(artifact: &Artifact, threshold: &Threshold, signers: &[TrustedSigner], at: Date) -> Judgement {
    let digest = artifact.digest();
    let offer = |(number, bytes): (usize, &Vec<u8>)| {
        let name = format!("signature {}", number + 1);
        Offered::artifact(name, bytes, &digest, Some(&artifact.manifest), signers)
    };
    let offered: Vec<Offered> = artifact.signatures.iter().enumerate().map(offer).collect();
    threshold.judge(&digest, &offered, signers, at)
}

/// Those whose signatures counted, as the record names them.
pub(crate) fn counted(judgement: &Judgement) -> Vec<SignerRecord> {
    let mut signers: Vec<SignerRecord> = judgement
        .checks
        .iter()
        .filter(|check| check.code == sekisho_bundle::sign::CheckCode::SignatureCounts)
        .filter_map(|check| {
            Some(SignerRecord {
                id: check.signer.clone()?,
                name: check.name.clone()?,
                key: check.key?,
            })
        })
        .collect();
    signers.sort();
    signers
}

/// A key that a person named: known, and called, by its digest.
fn signer(key: PublicKey) -> TrustedSigner {
    let id = key.id().to_string();
    TrustedSigner {
        name: Bilingual::new(id.clone(), id.clone()),
        id,
        key,
        roles: BTreeSet::new(),
        not_after: None,
        revoked: None,
    }
}
