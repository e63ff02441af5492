//! Whether a bundle or an attestation stands in the transparency logs that a trust store asks for: the trust store says which
//! logs count, proofs lie beside the thing or are handed in, and what was seen of a log before is not forgotten.

use super::trust::Judges;
use crate::args::log::Proofs;
use crate::failure::Failure;
use crate::machine;
use sekisho_attest::log::demand::origin_of;
use sekisho_attest::log::{ConsistencyProof, Found, Known, Stands, Unlogged, demanded, entry};
use sekisho_bundle::Bundle as Artifact;
use sekisho_bundle::trust::{SeenLog, TrustStore};
use sekisho_model::error::Hint as _;
use sekisho_model::text::Language;
use std::path::Path;

/// Largest proof, and largest checkpoint.
pub(crate) const PROOF_BYTES: u64 = 4 << 20;

/// What was handed in about logs.
#[derive(Debug, Clone, Default)]
pub(crate) struct HandedIn {
    /// Proofs that something stands in a log.
    pub(crate) proofs: Vec<Vec<u8>>,
    known: Known,
}

impl HandedIn {
    /// Reads what the command line names.
    pub(crate) fn read(named: &Proofs) -> Result<Self, Failure> {
        let all = |paths: &[std::path::PathBuf]| -> Result<Vec<Vec<u8>>, Failure> {
            paths.iter().map(|path| machine::read(path, PROOF_BYTES)).collect()
        };
        let link = |path: &std::path::PathBuf| {
            let proof = ConsistencyProof::parse(&machine::read(path, PROOF_BYTES)?);
            proof.map_err(|error| in_file(path, &error))
        };
        Ok(Self {
            proofs: all(&named.proof)?,
            known: Known {
                seen: all(&named.seen)?,
                links: named.consistency.iter().map(link).collect::<Result<_, _>>()?,
                ..Known::default()
            },
        })
    }

    /// Refuses checkpoints that a person brought and that were held against nothing: he would believe that they were.
    pub(crate) fn all_compared(&self, stands: &[Stands]) -> Result<(), Failure> {
        for note in &self.known.seen {
            let text = String::from_utf8_lossy(note);
            let origin = origin_of(&text).map_err(Failure::from)?;
            if !stands.iter().any(|stands| stands.origin == origin) {
                return Err(Failure::untrusted(format!(
                    "nothing here stands in log `{origin}`, of which a checkpoint was given [log-missing]"
                ))
                .hint("give the proof as well (`--proof`), or leave out `--seen`"));
            }
        }
        Ok(())
    }
}

fn in_file(path: &Path, error: &sekisho_attest::log::LogError) -> Failure {
    let text = format!("`{}`: {error} [{}]", path.display(), error.code());
    Failure::of_hint(error, Failure::untrusted(text))
}

impl Judges {
    /// Judges with these files at hand as well.
    pub(crate) fn with(mut self, handed_in: HandedIn) -> Self {
        self.handed_in = handed_in;
        self
    }

    /// Where an entry of this id stands; nothing where no trust store names logs.
    pub(crate) fn found(&self, id: &str, entry: &[u8], beside: &[Vec<u8>]) -> Result<Option<Found>, Unlogged> {
        let Some(state) = self.state() else {
            return Ok(None);
        };
        let need = state.rules_for(id)?;
        let proofs: Vec<Vec<u8>> = beside.iter().chain(&self.handed_in.proofs).cloned().collect();
        let known = Known {
            remembered: state.logs().clone(),
            ..self.handed_in.known.clone()
        };
        demanded(&need, entry, &proofs, &known, state.on()).map(Some)
    }

    /// Where a bundle stands; refused where a rule asks for more.
    pub(crate) fn logged(&self, artifact: &Artifact) -> Result<Vec<Stands>, Unlogged> {
        let about = &artifact.config.about;
        let unreadable = |error| Unlogged::Unreadable {
            what: about.id.clone(),
            error,
        };
        let entry = entry::of_bundle(&about.id, &about.version, &artifact.digest()).map_err(unreadable)?;
        let found = self.found(&about.id, &entry, &artifact.proofs)?;
        Ok(found.map(|found| found.stands).unwrap_or_default())
    }

    /// Remembers, once a bundle is put to use, the states of the logs that it was found in.
    pub(super) fn remember_logs(&self, artifact: &Artifact, store: &TrustStore) -> Result<(), Failure> {
        for stands in self.logged(artifact)? {
            let head = SeenLog {
                leaves: stands.logged.size,
                root: stands.logged.root,
            };
            store.saw_log(&stands.origin, &head, &stands.links, stands.has_common_witness)?;
        }
        Ok(())
    }
}

/// Where something stands, in words.
pub(crate) fn said(stands: &Stands, l: Language) -> String {
    let (origin, index, size) = (&stands.origin, stands.logged.index, stands.logged.size);
    let place = match l {
        Language::Ja => format!("ログ {origin} の {size} 件中 {index} 番 (0 から) に記載あり"),
        Language::En => format!("stands in log {origin}, number {index} (from 0) of {size}"),
    };
    let names = stands.logged.witnesses.join(", ");
    match (stands.logged.time.map(machine::moment), l) {
        (Some(time), Language::Ja) => format!("{place}、立会者 {names} (遅くとも {time})"),
        (Some(time), Language::En) => format!("{place}, witnessed by {names}, at {time} at the latest"),
        (None, Language::Ja) => format!("{place}、立会者なし"),
        (None, Language::En) => format!("{place}, no witness"),
    }
}

impl From<Unlogged> for Failure {
    fn from(error: Unlogged) -> Self {
        match &error {
            // A wrong use of a store is no refusal.
            Unlogged::State(state) => Self::trust(state),
            _ => Self::of_hint(&error, Self::untrusted(format!("{error} [{}]", error.code()))),
        }
    }
}
