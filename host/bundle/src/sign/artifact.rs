//! Making signatures: of an artifact, and of a statement.

use super::bundle::{Content, SigstoreBundle};
use super::dsse::{Envelope, STATEMENT_TYPE};
use super::error::SignError;
use super::key::Algorithm;
use super::secret::Signer;
use super::statement::{Statement, Subject};
use sekisho_model::Digest;
use serde_json::Map;

/// Predicate type of "I sign this artifact", as cosign 3 writes it; the predicate is empty.
pub const ARTIFACT_PREDICATE: &str = "https://sigstore.dev/cosign/sign/v1";

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub enum Artifact<'a> {
    /// Its bytes.
    Bytes(&'a [u8]),
    /// Its SHA-256, where somebody else holds the bytes.
    Digest(Digest),
}

impl Artifact<'_> {
    /// Its SHA-256.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Bytes(bytes) => Digest::of(bytes),
            Self::Digest(digest) => *digest,
        }
    }
}

/// Signs an artifact: P-256 as a message signature, Ed25519 as a statement in an envelope (see [the module](super)).
///
/// A signature that does not fit the signer's own public key is not handed out.
pub fn sign_artifact(signer: &dyn Signer, artifact: Artifact<'_>) -> Result<SigstoreBundle, SignError> {
    let public = signer.public();
    let digest = artifact.digest();
    match public.algorithm() {
        Algorithm::Ed25519 => {
            let statement = Statement::new(vec![Subject::new("", &digest)], ARTIFACT_PREDICATE, Map::new())?;
            attest(signer, &statement)
        }
        Algorithm::EcdsaP256 => {
            let signature = match artifact {
                Artifact::Bytes(bytes) => signer.sign(bytes)?,
                Artifact::Digest(digest) => signer.sign_digest(&digest)?,
            };
            if public.verify_digest(&digest, &signature) != Some(true) {
                return Err(SignError::Faulty(public.id()));
            }
            Ok(SigstoreBundle::new(public.id(), Content::Message { digest, signature }))
        }
    }
}

/// Signs a statement, as its canonical JSON in an envelope.
pub fn attest(signer: &dyn Signer, statement: &Statement) -> Result<SigstoreBundle, SignError> {
    let envelope = Envelope::sign(signer, STATEMENT_TYPE, statement.to_json()?)?;
    Ok(SigstoreBundle::new(signer.public().id(), Content::Dsse(envelope)))
}
