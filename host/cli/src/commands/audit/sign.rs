//! `sekisho audit sign`: one more name under what a kit states. One signature is one Sigstore bundle, over the statement and over each summary.

use super::KitFile;
use crate::args::audit::Sign as Args;
use crate::commands::trust::keys as key_files;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::kit;
use sekisho_bundle::sign::{self, Content, SecretKey, SigstoreBundle, Statement};
use sekisho_model::Digest;
use std::io;
use std::path::{Path, PathBuf};

/// Largest signature file.
const FILE_BYTES: u64 = 16 << 20;

/// A signature with the type of what it is over.
pub(super) type Signed = (Vec<u8>, String);

pub(super) fn run(args: &Args) -> crate::Outcome {
    let keys = keys(&args.key, &args.password_file)?;
    let mut kit = super::open(&args.kit)?;
    let (statement, summaries) = (kit.statement()?, kit.summaries()?);
    let mut added = all(&keys, &statement, &summaries)?;
    for path in &args.attach {
        added.push(attached(path, &statement, &summaries)?);
    }
    // A signature that is there with a time stamp now takes the place of the one without.
    let is_added = |bytes: &[u8]| {
        let same = |other: &Signed| {
            let (Ok(one), Ok(other)) = (SigstoreBundle::parse(bytes), SigstoreBundle::parse(&other.0)) else {
                return false;
            };
            one.content() == other.content()
        };
        added.iter().any(same)
    };
    let mut signatures = those_of(&kit)?;
    signatures.retain(|(bytes, _)| !is_added(bytes));
    signatures.extend(added);
    print::line(&rewrite(&mut kit, &args.kit, &signatures)?.to_string());
    Ok(exit::CONFORMANT)
}

/// The signatures beside a kit, each with the type of what it is over.
pub(super) fn those_of(kit: &KitFile) -> Result<Vec<Signed>, Failure> {
    let one = |bytes: &Vec<u8>| {
        let signature = SigstoreBundle::parse(bytes)?;
        Ok((bytes.clone(), predicate(&signature).unwrap_or_default()))
    };
    kit.signatures.iter().map(one).collect()
}

/// Writes a kit with these signatures beside it: the old file or the new one, never half.
pub(super) fn rewrite(kit: &mut KitFile, path: &Path, signatures: &[Signed]) -> Result<Digest, Failure> {
    let proofs = kit.proofs.clone();
    rewrite_all(kit, path, signatures, &proofs)
}

/// The same with these proofs of logs.
pub(super) fn rewrite_all(
    kit: &mut KitFile,
    path: &Path,
    signatures: &[Signed],
    proofs: &[Vec<u8>],
) -> Result<Digest, Failure> {
    let mut digest = None;
    machine::write_by(path, |out| {
        digest = Some(kit::rewrite(kit, signatures, proofs, out).map_err(io::Error::other)?);
        Ok(())
    })?;
    digest.ok_or_else(|| Failure::internal("nothing was written"))
}

/// Opens keys.
pub(super) fn keys(files: &[PathBuf], passwords: &[PathBuf]) -> Result<Vec<SecretKey>, Failure> {
    key_files::secret(files, passwords)
}

/// Every key under everything that is stated.
pub(super) fn all(keys: &[SecretKey], statement: &[u8], summaries: &[Vec<u8>]) -> Result<Vec<Signed>, Failure> {
    let mut signed = Vec::new();
    for key in keys {
        for bytes in std::iter::once(statement).chain(summaries.iter().map(Vec::as_slice)) {
            let statement = Statement::parse(bytes)?;
            let predicate = statement.predicate_type().to_owned();
            signed.push((sign::attest(key, &statement)?.to_json()?, predicate));
        }
    }
    Ok(signed)
}

/// A signature that was made elsewhere; whether it holds is for those who know the key.
fn attached(path: &Path, statement: &[u8], summaries: &[Vec<u8>]) -> Result<Signed, Failure> {
    let bytes = machine::read(path, FILE_BYTES)?;
    let signature = SigstoreBundle::parse(&bytes)?;
    let is_ours = match signature.content() {
        Content::Dsse(envelope) => {
            let payload = envelope.unverified_payload();
            payload == statement || summaries.iter().any(|summary| payload == summary.as_slice())
        }
        Content::Message { .. } => false,
    };
    match predicate(&signature).filter(|_| is_ours) {
        Some(predicate) => Ok((bytes, predicate)),
        None => Err(
            Failure::untrusted(format!("`{}` is no signature of what this kit states", path.display()))
                .hint("sign `statement.json` of the kit as a DSSE envelope; `audit verify -o json` prints its digest"),
        ),
    }
}

fn predicate(signature: &SigstoreBundle) -> Option<String> {
    match signature.content() {
        Content::Dsse(envelope) => {
            let statement = Statement::parse(envelope.unverified_payload()).ok()?;
            Some(statement.predicate_type().to_owned())
        }
        Content::Message { .. } => None,
    }
}
