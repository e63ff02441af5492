//! Whether a bundle or an attestation is vouched for: by those whom a trust store names, or by the keys that a person named.

use crate::args::Trusted;
use crate::commands::bundle_check_said;
use crate::commands::trust::keys;
use crate::failure::Failure;
use crate::machine;
use sekisho_bundle::Bundle as Artifact;
use sekisho_bundle::sign::{Judgement, Offered, PublicKey, Threshold, TrustedSigner};
use sekisho_bundle::trust::{Files, TrustState, TrustStore};
use sekisho_model::assessment::SignerRecord;
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Date, Digest};
use std::collections::{BTreeMap, BTreeSet};

/// Whose word counts, on a day.
#[derive(Debug, Default)]
pub(crate) struct Judges {
    by: By,
    /// Files about logs that a person named.
    pub(super) handed_in: super::logged::HandedIn,
}

impl From<By> for Judges {
    fn from(by: By) -> Self {
        let handed_in = super::logged::HandedIn::default();
        Self { by, handed_in }
    }
}

#[derive(Debug, Default)]
enum By {
    /// Nobody was named.
    #[default]
    Nobody,
    /// Keys that a person named, and how many of them must sign.
    Keys(Vec<PublicKey>, u8, Date),
    /// What a trust store says, and the store itself where it is at hand.
    State(Box<TrustState>, Option<TrustStore>),
}

/// Who must sign one thing.
#[derive(Debug)]
pub(crate) struct Requirement {
    pub(crate) threshold: Threshold,
    pub(crate) signers: Vec<TrustedSigner>,
}

impl Judges {
    /// Those that a person named.
    pub(crate) fn of(trusted: &Trusted, on: Date) -> Result<Self, Failure> {
        let by = match (&trusted.trust, trusted.trusted_key.as_slice()) {
            (Some(path), _) => {
                let store = crate::commands::trust::store(path)?;
                By::State(Box::new(store.state(on)?), Some(store))
            }
            (None, []) => By::Nobody,
            (None, files) => By::Keys(keys::public(files)?, trusted.trusted_signers, on),
        };
        Ok(by.into())
    }

    /// What a trust store says.
    pub(super) fn state(&self) -> Option<&TrustState> {
        match &self.by {
            By::State(state, _) => Some(state),
            By::Nobody | By::Keys(..) => None,
        }
    }

    /// Those that a person named, as they would have judged on another day, without regard to what was used since.
    pub(crate) fn back_then(&self, on: Date) -> Result<Self, Failure> {
        Ok(Self::reopened(&self.files()?, self.signers(), on)?.with(self.handed_in.clone()))
    }

    /// Those of an earlier day, as [`Judges::files`] wrote them down: `trust/…`, or `keys/<n>.pub`.
    pub(crate) fn reopened(files: &BTreeMap<String, Vec<u8>>, signers: u8, on: Date) -> Result<Self, Failure> {
        let below = |folder: &str| -> Files {
            let inside = files
                .iter()
                .filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)));
            inside.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()
        };
        let archive = below("trust/");
        if let Some(pinned) = archive.get("root.json").cloned() {
            let state = TrustState::reopen(archive, &pinned, on, &machine::scratch())?;
            return Ok(By::State(Box::new(state), None).into());
        }
        let keys = below("keys/").into_values().map(|pem| PublicKey::from_pem(&pem));
        let keys: Vec<PublicKey> = keys.collect::<Result<_, _>>()?;
        let by = match keys.is_empty() {
            true => By::Nobody,
            false => By::Keys(keys, signers, on),
        };
        Ok(by.into())
    }

    /// The same as files, to be judged by once more.
    pub(crate) fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        match &self.by {
            By::Nobody => Ok(BTreeMap::new()),
            By::Keys(keys, ..) => {
                let pem = |(at, key): (usize, &PublicKey)| Ok((format!("keys/{at}.pub"), key.to_pem()?.into_bytes()));
                keys.iter().enumerate().map(pem).collect()
            }
            By::State(state, _) => {
                let name = |(path, bytes): (&String, &Vec<u8>)| (format!("trust/{path}"), bytes.clone());
                Ok(state.archive().iter().map(name).collect())
            }
        }
    }

    /// How many of the named keys must sign; 0 where no keys were named.
    pub(crate) fn signers(&self) -> u8 {
        match &self.by {
            By::Keys(_, signers, _) => *signers,
            By::Nobody | By::State(..) => 0,
        }
    }

    /// The root that a trust store rests on.
    pub(crate) fn pinned(&self) -> Option<Digest> {
        match &self.by {
            By::State(state, _) => Some(state.pinned()),
            By::Nobody | By::Keys(..) => None,
        }
    }

    /// Who must sign something of this id; nothing where nobody said whose word counts. A trust store without a rule refuses.
    pub(crate) fn requirement(&self, id: &str) -> Result<Option<Requirement>, Failure> {
        match &self.by {
            By::Nobody => Ok(None),
            By::Keys(keys, signers, _) => {
                let threshold = Threshold::new(Vec::new(), usize::from(*signers));
                Ok(Some(Requirement {
                    threshold: threshold.map_err(|e| Failure::usage(e.to_string()))?,
                    signers: keys.iter().cloned().map(signer).collect(),
                }))
            }
            By::State(state, _) => {
                let rules = state.rules_for(id)?;
                Ok(Some(Requirement {
                    threshold: rules.threshold,
                    signers: rules.signers,
                }))
            }
        }
    }

    /// Judges a bundle: by its signatures, and whether it stands in the logs that are asked for. One that does not is refused.
    pub(crate) fn judge(&self, artifact: &Artifact) -> Result<Option<Judgement>, Failure> {
        let judgement = self.signatures(artifact)?;
        if judgement.as_ref().is_some_and(|judgement| judgement.accepted) {
            self.logged(artifact)?;
        }
        Ok(judgement)
    }

    /// Judges the signatures beside a bundle; nothing where nobody said whose count. A bundle that a trust store knows as revoked,
    /// older than one seen before, or not what was seen under its version is refused, however well it is signed.
    pub(crate) fn signatures(&self, artifact: &Artifact) -> Result<Option<Judgement>, Failure> {
        let on = match &self.by {
            By::Nobody => return Ok(None),
            By::Keys(_, _, on) => *on,
            By::State(state, _) => {
                state.check_bundle(&artifact.config.about.id, &version(artifact)?, &artifact.digest())?;
                state.on()
            }
        };
        let required = self.requirement(&artifact.config.about.id)?;
        Ok(required.map(|required| by(artifact, &required.threshold, &required.signers, on)))
    }

    /// Refuses a bundle for which those whose word counts do not vouch; `false` where nobody said whose counts.
    pub(crate) fn vouched(&self, artifact: &Artifact, l: Language) -> Result<bool, Failure> {
        let Some(judgement) = self.judge(artifact)? else {
            return Ok(false);
        };
        if judgement.accepted {
            return Ok(true);
        }
        let about = &artifact.config.about;
        let checks = judgement.checks.iter().map(|check| bundle_check_said(check, l));
        let told: Vec<String> = checks.collect();
        Err(Failure::untrusted(format!(
            "{} {} ({}) is not signed by as many trusted keys as asked for [signatures]\n       {}",
            about.id,
            about.version,
            artifact.digest(),
            told.join("\n       ")
        ))
        .hint("get it from its issuer with the signatures that are missing"))
    }

    /// A bundle that was accepted is put to use: from now on its trust store takes none that is older. Merely looking at a new
    /// version does not shut the one in use out.
    pub(crate) fn used(&self, artifact: &Artifact) -> Result<(), Failure> {
        match &self.by {
            By::State(_, Some(store)) => {
                self.remember_logs(artifact, store)?;
                Ok(store.saw_bundle(&artifact.config.about.id, &version(artifact)?, &artifact.digest())?)
            }
            By::Nobody | By::Keys(..) | By::State(_, None) => Ok(()),
        }
    }
}

fn version(artifact: &Artifact) -> Result<semver::Version, Failure> {
    semver::Version::parse(&artifact.config.about.version).map_err(|e| Failure::untrusted(e.to_string()))
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
