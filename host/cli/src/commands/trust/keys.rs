//! Keys in files: made, and opened with their passwords.

use crate::args::trust::{Key as Args, Kind};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_bundle::sign::{Algorithm, PublicKey, SecretFile, SecretKey, Signer as _};
use sekisho_bundle::trust::role_key_id;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Largest key file.
const KEY_BYTES: u64 = 64 << 10;
/// Largest password file.
const PASSWORD_BYTES: u64 = 64 << 10;

pub(super) fn make(args: &Args) -> crate::Outcome {
    let mut public = args.file.clone().into_os_string();
    public.push(".pub");
    let public = PathBuf::from(public);
    for path in [&args.file, &public] {
        if path.symlink_metadata().is_ok() {
            return Err(Failure::usage(format!("`{}` is there already", path.display()))
                .hint("a key is never written over; name another file"));
        }
    }
    let password = password(args.password_file.as_deref())?.ok_or_else(|| {
        Failure::usage("a key needs a password").hint("give `--password-file` or `SEKISHO_KEY_PASSWORD`")
    })?;
    let algorithm = match args.kind {
        Kind::P256 => Algorithm::EcdsaP256,
        Kind::Ed25519 => Algorithm::Ed25519,
    };
    let fault = |e: sekisho_bundle::sign::KeyError| Failure::usage(e.to_string());
    let random = Zeroizing::new(machine::random::<{ SecretKey::RANDOM_BYTES }>()?);
    let key = SecretKey::generate(algorithm, &random).map_err(fault)?;
    let salt = machine::random::<{ SecretKey::SALT_BYTES }>()?;
    let pem = Zeroizing::new(key.to_encrypted_pem(&password, &salt).map_err(fault)?);
    machine::write_private(&args.file, pem.as_bytes())?;
    machine::write(&public, key.public().to_pem().map_err(fault)?.as_bytes())?;
    print::line(&key.public().id().to_string());
    Ok(exit::CONFORMANT)
}

/// The first line of a file, or what the environment says.
fn password(file: Option<&Path>) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    match file {
        Some(file) => first_line(file).map(Some),
        None => Ok(machine::key_password()),
    }
}

/// A password in the first line of a file.
pub(crate) fn first_line(file: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = Zeroizing::new(machine::read(file, PASSWORD_BYTES)?);
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(Zeroizing::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec()))
}

/// Opens the keys to sign with.
pub(crate) fn secret(files: &[PathBuf], passwords: &[PathBuf]) -> Result<Vec<SecretKey>, Failure> {
    if passwords.len() > 1 && passwords.len() != files.len() {
        return Err(
            Failure::usage(format!("{} password files for {} keys", passwords.len(), files.len()))
                .hint("give one for all keys, or one for each in the same order"),
        );
    }
    files
        .iter()
        .enumerate()
        .map(|(index, file)| one(file, passwords.get(index).or(passwords.first()).map(PathBuf::as_path)))
        .collect()
}

pub(crate) fn one(file: &Path, password_file: Option<&Path>) -> Result<SecretKey, Failure> {
    let named = |e: sekisho_bundle::sign::KeyError| Failure::usage(format!("`{}`: {e}", file.display()));
    let bytes = Zeroizing::new(machine::read(file, KEY_BYTES)?);
    match SecretFile::parse(&bytes).map_err(named)? {
        SecretFile::Plain(key) => {
            print::talk(&format!("warning: `{}` is not encrypted", file.display()));
            Ok(*key)
        }
        SecretFile::Encrypted(key) => {
            let password = password(password_file)?.ok_or_else(|| {
                Failure::usage(format!("`{}` needs a password", file.display()))
                    .hint("give `--password-file` or `SEKISHO_KEY_PASSWORD`")
            })?;
            key.open(&password).map_err(named)
        }
    }
}

/// Public keys from PEM files.
pub(crate) fn public(files: &[PathBuf]) -> Result<Vec<PublicKey>, Failure> {
    files
        .iter()
        .map(|file| {
            let bytes = machine::read(file, KEY_BYTES)?;
            PublicKey::from_pem(&bytes).map_err(|e| {
                Failure::usage(format!("`{}`: {e}", file.display())).hint("give the public key (`FILE.pub`)")
            })
        })
        .collect()
}

/// Secret keys that cannot sign anything here are named: a wrong file would else be seen by nobody.
pub(super) fn warn_idle(keys: &[SecretKey], known: &[String]) {
    for key in keys {
        if let Ok(id) = role_key_id(key.public())
            && !known.contains(&id)
        {
            print::talk(&format!("warning: key {id} has no role in this repository"));
        }
    }
}
