//! `sekisho bundle key` and `sign`: a key of one's own, and one's name under a bundle.

use crate::args::bundle::Algorithm;
use crate::bundle::artifact;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_bundle::pack;
use sekisho_bundle::sign::{self, Artifact, Content, KeyError, SecretFile, SecretKey, Signer, SigstoreBundle};
use sekisho_model::Diagnostic;
use std::path::{Path, PathBuf};

/// Largest key or signature file.
const FILE_BYTES: u64 = 1 << 20;

pub(super) fn key(to: &Path, algorithm: Algorithm, password_file: Option<&Path>) -> crate::Outcome {
    let algorithm = match algorithm {
        Algorithm::P256 => sign::Algorithm::EcdsaP256,
        Algorithm::Ed25519 => sign::Algorithm::Ed25519,
    };
    let password = machine::password(password_file)?;
    let secret = SecretKey::generate(algorithm, &machine::random()?)?;
    let text = secret.to_encrypted_pem(&password, &machine::random()?)?;
    let public = secret.public();
    machine::write_secret(to, text.as_bytes())?;
    let mut name = to.as_os_str().to_owned();
    name.push(".pub");
    machine::write(&PathBuf::from(name), public.to_pem()?.as_bytes())?;
    print::line(&public.id().to_string());
    Ok(exit::CONFORMANT)
}

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
            sign::sign_artifact(&secret(path, wish.password_file)?, Artifact::Bytes(&found.manifest))?
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

/// Opens a secret key.
fn secret(path: &Path, password_file: Option<&Path>) -> Result<SecretKey, Failure> {
    match SecretFile::parse(&machine::read(path, FILE_BYTES)?)? {
        SecretFile::Encrypted(key) => Ok(key.open(&machine::password(password_file)?)?),
        SecretFile::Plain(key) => {
            let message = format!(
                "key `{}` is not encrypted: whoever has the file can sign",
                path.display()
            );
            let hint = "`openssl pkcs8 -topk8 -scrypt` puts it under a password";
            print::remark(&Diagnostic::warning("key-plain", message).hint(hint));
            Ok(*key)
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
