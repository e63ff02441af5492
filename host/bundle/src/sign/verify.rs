//! Checking one signature: which key made it, and over what.

use super::artifact::ARTIFACT_PREDICATE;
use super::bundle::{Content, SigstoreBundle};
use super::dsse::{Envelope, STATEMENT_TYPE};
use super::encoding::shown;
use super::error::VerifyError;
use super::key::{Algorithm, PublicKey};
use super::statement::Statement;
use sekisho_model::Digest;

/// How a signature was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Over the artifact itself.
    Message,
    /// Over a statement in an envelope.
    Statement,
}

/// A signature that holds. Only [`verify_artifact`] and [`verify_statement`] make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    key: Digest,
    algorithm: Algorithm,
    form: Form,
    about: Digest,
    statement: Option<Statement>,
}

impl Verified {
    /// The key that signed.
    pub fn key(&self) -> Digest {
        self.key
    }

    /// Its algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// How it was made.
    pub fn form(&self) -> Form {
        self.form
    }

    /// What it is about: SHA-256 of the artifact ([`verify_artifact`]) or of the signed statement's bytes ([`verify_statement`]).
    pub fn about(&self) -> Digest {
        self.about
    }

    /// The signed statement, if there is one.
    pub fn statement(&self) -> Option<&Statement> {
        self.statement.as_ref()
    }
}

/// Verifies the signature of an artifact under one of these keys.
///
/// `digest` is the artifact's SHA-256. The artifact itself is needed only for message signatures by Ed25519, which are taken in
/// the pure form; where it is given it must have that digest. A statement must be of type [`ARTIFACT_PREDICATE`] and about this one
/// artifact.
pub fn verify_artifact(
    bundle: &SigstoreBundle,
    digest: &Digest,
    artifact: Option<&[u8]>,
    keys: &[PublicKey],
) -> Result<Verified, VerifyError> {
    if let Some(bytes) = artifact {
        same("the artifact", digest, Digest::of(bytes))?;
    }
    let key = known(bundle, keys)?;
    match bundle.content() {
        Content::Message {
            digest: signed,
            signature,
        } => {
            same("the signed artifact", digest, *signed)?;
            let is_intact = match (key.verify_digest(digest, signature), artifact) {
                (Some(is_intact), _) => is_intact,
                (None, Some(bytes)) => key.verify(bytes, signature),
                (None, None) => return Err(VerifyError::NeedsArtifact(key.id())),
            };
            if !is_intact {
                return Err(VerifyError::Signature {
                    key: key.id(),
                    algorithm: key.algorithm(),
                });
            }
            Ok(verified(key, Form::Message, *digest, None))
        }
        Content::Dsse(envelope) => {
            let (statement, _) = opened(envelope, key, ARTIFACT_PREDICATE)?;
            let [subject] = statement.subjects() else {
                return Err(VerifyError::Subjects(statement.subjects().len()));
            };
            // INVARIANT: every subject of a statement that was read has a SHA-256.
            let signed = subject.sha256().ok_or(VerifyError::Subject {
                subjects: 1,
                expected: *digest,
            })?;
            same("the signed artifact", digest, signed)?;
            Ok(verified(key, Form::Statement, *digest, Some(statement)))
        }
    }
}

/// Verifies a signed statement of a type, about (among others) the thing with this SHA-256, under one of these keys.
pub fn verify_statement(
    bundle: &SigstoreBundle,
    subject: &Digest,
    predicate_type: &str,
    keys: &[PublicKey],
) -> Result<Verified, VerifyError> {
    let key = known(bundle, keys)?;
    let Content::Dsse(envelope) = bundle.content() else {
        return Err(VerifyError::NoStatement);
    };
    let (statement, about) = opened(envelope, key, predicate_type)?;
    if !statement.is_about(subject) {
        return Err(VerifyError::Subject {
            subjects: statement.subjects().len(),
            expected: *subject,
        });
    }
    Ok(verified(key, Form::Statement, about, Some(statement)))
}

/// The key that the bundle names.
fn known<'k>(bundle: &SigstoreBundle, keys: &'k [PublicKey]) -> Result<&'k PublicKey, VerifyError> {
    let hint = bundle.hint();
    keys.iter()
        .find(|key| key.id() == hint)
        .ok_or(VerifyError::UnknownSigner(hint))
}

/// The statement in an envelope, read only after its signature holds, and the SHA-256 of its bytes.
fn opened(envelope: &Envelope, key: &PublicKey, predicate_type: &str) -> Result<(Statement, Digest), VerifyError> {
    let payload = envelope.open(key, STATEMENT_TYPE)?;
    let statement = Statement::parse(payload)?;
    if statement.predicate_type() != predicate_type {
        return Err(VerifyError::PredicateType {
            found: shown(statement.predicate_type()),
            expected: predicate_type.to_owned(),
        });
    }
    Ok((statement, Digest::of(payload)))
}

fn verified(key: &PublicKey, form: Form, about: Digest, statement: Option<Statement>) -> Verified {
    Verified {
        key: key.id(),
        algorithm: key.algorithm(),
        form,
        about,
        statement,
    }
}

fn same(of: &'static str, expected: &Digest, found: Digest) -> Result<(), VerifyError> {
    if found == *expected {
        Ok(())
    } else {
        Err(VerifyError::Digest {
            of,
            expected: *expected,
            found,
        })
    }
}
