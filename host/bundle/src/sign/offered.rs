//! Signatures as they are handed in to be judged: files of strangers, verified one by one.

use super::bundle::SigstoreBundle;
use super::error::VerifyError;
use super::key::PublicKey;
use super::threshold::TrustedSigner;
use super::verify::{Verified, verify_artifact, verify_statement};
use sekisho_model::Digest;

/// A signature that somebody handed in.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Where it comes from: a file's name or a digest.
    pub name: String,
    /// What became of it.
    pub result: Result<Verified, VerifyError>,
}

impl Offered {
    /// A bundle file over an artifact, verified as [`verify_artifact`] does.
    pub fn artifact(
        name: impl Into<String>,
        bundle: &[u8],
        digest: &Digest,
        artifact: Option<&[u8]>,
        signers: &[TrustedSigner],
    ) -> Self {
        let verify = |bundle: SigstoreBundle| verify_artifact(&bundle, digest, artifact, &keys(signers));
        Self {
            name: name.into(),
            result: SigstoreBundle::parse(bundle)
                .map_err(VerifyError::from)
                .and_then(verify),
        }
    }

    /// A bundle file with a statement, verified as [`verify_statement`] does.
    pub fn statement(
        name: impl Into<String>,
        bundle: &[u8],
        subject: &Digest,
        predicate_type: &str,
        signers: &[TrustedSigner],
    ) -> Self {
        let verify = |bundle: SigstoreBundle| verify_statement(&bundle, subject, predicate_type, &keys(signers));
        Self {
            name: name.into(),
            result: SigstoreBundle::parse(bundle)
                .map_err(VerifyError::from)
                .and_then(verify),
        }
    }

    /// Orders signatures by what they are, so that the order of files is not seen in an answer.
    pub(super) fn rank(&self) -> impl Ord {
        let verified = self.result.as_ref().ok().map(|v| (v.key(), v.form(), v.about()));
        (
            verified,
            &self.name,
            self.result.as_ref().err().map(ToString::to_string),
        )
    }
}

fn keys(signers: &[TrustedSigner]) -> Vec<PublicKey> {
    signers.iter().map(|signer| signer.key.clone()).collect()
}
