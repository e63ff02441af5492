//! Files of secret keys: PKCS#8 as PEM, encrypted; a plain one is told apart, so that somebody can be warned.

use super::error::KeyError;
use super::secret::SecretKey;
use super::{cost, pem};
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{self, Decode, Encode, Reader, SliceReader};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{PBES2_OID, Parameters};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use std::fmt;
use zeroize::Zeroizing;

const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";
const PLAIN: &str = "PRIVATE KEY";

/// What stands in a file of a secret key.
#[derive(Debug)]
pub enum SecretFile {
    /// A key under a password.
    Encrypted(EncryptedKey),
    /// A key that anybody who has the file can use: say so.
    Plain(Box<SecretKey>),
}

/// A key under a password, not opened yet.
pub struct EncryptedKey {
    parameters: Parameters,
    content: Vec<u8>,
}

impl SecretFile {
    /// Reads PEM with label `ENCRYPTED PRIVATE KEY` (PBES2: scrypt or PBKDF2, AES) or `PRIVATE KEY`.
    ///
    /// A file that asks for more than 256 MiB of memory, or for minutes of work, is refused here.
    pub fn parse(text: &[u8]) -> Result<Self, KeyError> {
        let (label, content) = pem::decode(text)?;
        match label.as_str() {
            PLAIN => SecretKey::from_pkcs8(&content).map(Box::new).map(Self::Plain),
            ENCRYPTED => EncryptedKey::from_der(&content).map(Self::Encrypted),
            _ => Err(KeyError::Label {
                found: label,
                expected: ENCRYPTED,
            }),
        }
    }
}

/// Refuses by name what other programs call a private key.
pub(super) fn refuse_foreign(label: &str) -> Result<(), KeyError> {
    match label {
        "ENCRYPTED SIGSTORE PRIVATE KEY" | "ENCRYPTED COSIGN PRIVATE KEY" => Err(KeyError::Cosign(label.to_owned())),
        _ => Ok(()),
    }
}

impl EncryptedKey {
    fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        // What the library does not know of the ways to encrypt it refuses here, with the number of the unknown one.
        let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|error| KeyError::Cipher(cipher(der, &error)))?;
        let parameters = match info.encryption_algorithm {
            EncryptionScheme::Pbes2(parameters) => parameters,
            _ => return Err(KeyError::Cipher("PBES1".to_owned())),
        };
        cost::check(&parameters)?;
        Ok(Self {
            parameters,
            content: info.encrypted_data.as_bytes().to_vec(),
        })
    }

    /// Opens it.
    ///
    /// AES-CBC does not notice every change to a file. A P-256 key has its public key beside it, and a change is found; an Ed25519 key
    /// (as OpenSSL writes it too) has none, and a changed file may open as another key. Who knows whose key it should be compares
    /// [`Signer::public`](super::Signer::public) before signing; who does not makes signatures of an unknown signer.
    pub fn open(&self, password: &[u8]) -> Result<SecretKey, KeyError> {
        let mut content = Zeroizing::new(self.content.clone());
        let plain = self.parameters.decrypt_in_place(password, &mut content);
        let plain = plain.map_err(|error| match error {
            pkcs8::pkcs5::Error::UnsupportedAlgorithm { oid } => KeyError::Cipher(format!("algorithm {oid}")),
            pkcs8::pkcs5::Error::AlgorithmParametersInvalid { .. } => KeyError::Encoding(error.to_string()),
            _ => KeyError::Password,
        })?;
        // A wrong password gives padding by accident once in 256 times, and then bytes that are no key.
        if PrivateKeyInfoRef::try_from(plain).is_err() {
            return Err(KeyError::Password);
        }
        SecretKey::from_pkcs8(plain)
    }
}

/// By which algorithm a file is encrypted that the library does not know.
fn cipher(der: &[u8], error: &pkcs8::Error) -> String {
    let outer = SliceReader::new(der).and_then(|mut reader| {
        reader.sequence(|inner| {
            let algorithm = AlgorithmIdentifierRef::decode(inner)?;
            AnyRef::decode(inner)?;
            Ok::<_, der::Error>(algorithm.oid)
        })
    });
    match outer {
        Ok(oid) if oid != PBES2_OID => format!("algorithm {oid}"),
        _ => format!("something unknown ({error})"),
    }
}

impl SecretKey {
    /// How many random bytes encrypting takes: a salt and an initialization vector.
    pub const SALT_BYTES: usize = cost::RANDOM_BYTES;

    /// Encrypted PKCS#8 as PEM: PBES2, scrypt (N = 2¹⁴, r = 8, p = 5) and AES-256-CBC. The random bytes must be new each time.
    pub fn to_encrypted_pem(&self, password: &[u8], random: &[u8; Self::SALT_BYTES]) -> Result<String, KeyError> {
        if password.is_empty() {
            return Err(KeyError::EmptyPassword);
        }
        let badly = |error: &dyn fmt::Display| KeyError::Encoding(error.to_string());
        let parameters = cost::chosen(random)?;
        let plain = self.to_pkcs8()?;
        let content = parameters
            .encrypt(password, plain.as_bytes())
            .map_err(|error| badly(&error))?;
        let info = EncryptedPrivateKeyInfoRef {
            encryption_algorithm: parameters.into(),
            encrypted_data: OctetStringRef::new(&content).map_err(|error| badly(&error))?,
        };
        pem::encode(ENCRYPTED, &info.to_der().map_err(|error| badly(&error))?)
    }
}

impl fmt::Debug for EncryptedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptedKey(…)")
    }
}
