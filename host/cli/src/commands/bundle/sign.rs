//! `sekisho bundle sign`: one's name under a bundle.

use crate::bundle::artifact;
use crate::commands::trust::keys;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_bundle::pack;
use sekisho_bundle::sign::{self, Artifact, Content, KeyError, SigstoreBundle};
use std::path::Path;

/// Largest signature file.
const FILE_BYTES: u64 = 1 << 20;

/// What to sign, and how.
pub(super) struct Wish<'a> {
    pub(super) bundle: &'a Path,
    pub(super) key: Option<&'a Path>,
    pub(super) password_file: Option<&'a Path>,
    pub(super) attach: Option<&'a Path>,
    pub(super) signature: Option<&'a Path>,
    pub(super) manifest: Option<&'a Path>,
}

pub(super) fn run(wish: &Wish<'_>) -> crate::Outcome {
    let (mut layout, found) = artifact::must(wish.bundle)?;
    let signature = match (wish.attach, wish.key) {
        (Some(path), _) => {
            let signature = SigstoreBundle::parse(&machine::read(path, FILE_BYTES)?)?;
            if !is_about(&signature, &found) {
                return Err(
                    Failure::untrusted(format!("`{}` is a signature of something else", path.display()))
                        .hint(format!("sign the manifest, {}", found.digest())),
                );
            }
            signature
        }
        (None, Some(path)) => {
            sign::sign_artifact(&keys::one(path, wish.password_file)?, Artifact::Bytes(&found.manifest))?
        }
        (None, None) => return Err(Failure::usage("there is neither a key nor a signature")),
    };
    let bytes = signature.to_json()?;
    let kind = match signature.content() {
        Content::Message { .. } => "message-signature",
        Content::Dsse(_) => "dsse-envelope",
    };
    pack::attach(&mut layout, &found.descriptor, bytes.clone(), kind)?;
    artifact::write(wish.bundle, &layout)?;
    if let Some(path) = wish.signature {
        machine::write(path, &bytes)?;
    }
    if let Some(path) = wish.manifest {
        machine::write(path, &found.manifest)?;
    }
    print::line(&format!("{}  {}", found.digest(), signature.hint()));
    Ok(exit::CONFORMANT)
}

/// Whether a signature says that it is one of this bundle; whether it holds is for those who know the key.
fn is_about(signature: &SigstoreBundle, bundle: &sekisho_bundle::Bundle) -> bool {
    match signature.content() {
        Content::Message { digest, .. } => *digest == bundle.digest(),
        Content::Dsse(envelope) => {
            sign::Statement::parse(envelope.unverified_payload()).is_ok_and(|said| said.is_about(&bundle.digest()))
        }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::of_hint(&error, Self::usage(error.to_string()))
    }
}

impl From<sign::SignError> for Failure {
    fn from(error: sign::SignError) -> Self {
        Self::of_hint(&error, Self::usage(error.to_string()))
    }
}

impl From<sign::FormatError> for Failure {
    fn from(error: sign::FormatError) -> Self {
        Self::of_hint(&error, Self::untrusted(error.to_string()))
    }
}
