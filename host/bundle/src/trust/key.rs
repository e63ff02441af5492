//! Public keys as the trust root knows them: Ed25519 and ECDSA P-256, each written in one way only.

use super::TrustError;
use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::{DecodePublicKey as _, EncodePublicKey as _};
use p256::elliptic_curve::sec1::ToSec1Point as _;
use p256::pkcs8::LineEnding;
use sekisho_model::Digest;
use std::collections::HashMap;
use std::fmt;
use tough::schema::key::{EcdsaKey, EcdsaScheme, Ed25519Key, Ed25519Scheme, Key};

/// A public key.
#[derive(Clone, PartialEq)]
pub struct TrustKey {
    key: Key,
    id: String,
    spki: Vec<u8>,
    pem: String,
}

impl fmt::Debug for TrustKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TrustKey").field(&self.id).finish()
    }
}

impl TrustKey {
    /// From a PEM `PUBLIC KEY` (SubjectPublicKeyInfo, RFC 5280 §4.1) of Ed25519 or P-256.
    pub fn from_pem(pem: &str) -> Result<Self, TrustError> {
        if let Ok(key) = VerifyingKey::from_public_key_pem(pem) {
            return Self::ed25519(&key);
        }
        match p256::PublicKey::from_public_key_pem(pem) {
            Ok(key) => Self::p256(&key),
            Err(_) => Err(TrustError::Key(
                "it is no PEM public key of Ed25519 or P-256".to_owned(),
            )),
        }
    }

    /// From SubjectPublicKeyInfo in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, TrustError> {
        if let Ok(key) = VerifyingKey::from_public_key_der(der) {
            return Self::ed25519(&key);
        }
        match p256::PublicKey::from_public_key_der(der) {
            Ok(key) => Self::p256(&key),
            Err(_) => Err(TrustError::Key("it is no public key of Ed25519 or P-256".to_owned())),
        }
    }

    fn ed25519(key: &VerifyingKey) -> Result<Self, TrustError> {
        if key.is_weak() {
            return Err(TrustError::Key(
                "it is a weak Ed25519 key, for which anything verifies".to_owned(),
            ));
        }
        let tuf = Key::Ed25519 {
            keyval: Ed25519Key {
                public: key.as_bytes().to_vec().into(),
                _extra: HashMap::new(),
            },
            scheme: Ed25519Scheme::Ed25519,
            _extra: HashMap::new(),
        };
        let fault = |e: &dyn fmt::Display| TrustError::Key(e.to_string());
        let der = key.to_public_key_der().map_err(|e| fault(&e))?.into_vec();
        let pem = key.to_public_key_pem(LineEnding::LF).map_err(|e| fault(&e))?;
        Self::new(tuf, der, pem)
    }

    fn p256(key: &p256::PublicKey) -> Result<Self, TrustError> {
        let tuf = Key::Ecdsa {
            keyval: EcdsaKey {
                public: key.to_sec1_point(false).as_bytes().to_vec().into(),
                _extra: HashMap::new(),
            },
            scheme: EcdsaScheme::EcdsaSha2Nistp256,
            _extra: HashMap::new(),
        };
        let fault = |e: &dyn fmt::Display| TrustError::Key(e.to_string());
        let der = key.to_public_key_der().map_err(|e| fault(&e))?.into_vec();
        let pem = key.to_public_key_pem(LineEnding::LF).map_err(|e| fault(&e))?;
        Self::new(tuf, der, pem)
    }

    fn new(key: Key, spki: Vec<u8>, pem: String) -> Result<Self, TrustError> {
        let id = key.key_id().map_err(|e| TrustError::Key(e.to_string()))?;
        Ok(Self {
            id: hex(&id),
            key,
            spki,
            pem,
        })
    }

    /// Its id in TUF metadata: hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// SHA-256 of its SubjectPublicKeyInfo: what signatures and `signers.json` name it by.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.spki)
    }

    /// SubjectPublicKeyInfo in DER.
    pub fn der(&self) -> &[u8] {
        &self.spki
    }

    /// SubjectPublicKeyInfo in PEM.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    pub(super) fn tuf(&self) -> &Key {
        &self.key
    }

    /// The key that stands in metadata, as one of ours.
    pub(super) fn of(key: &Key) -> Result<Self, TrustError> {
        let odd = |why: &str| TrustError::Key(format!("a key in the metadata {why}"));
        match key {
            Key::Ed25519 { keyval, .. } => {
                let bytes = <&[u8; 32]>::try_from(&*keyval.public).map_err(|_| odd("is no Ed25519 key of 32 bytes"))?;
                let key = VerifyingKey::from_bytes(bytes).map_err(|_| odd("is no point of Ed25519"))?;
                Self::ed25519(&key)
            }
            Key::Ecdsa { keyval, .. } | Key::EcdsaOld { keyval, .. } => {
                if keyval.public.len() != 65 {
                    return Err(odd("is no uncompressed point of P-256"));
                }
                let key = p256::PublicKey::from_sec1_bytes(&keyval.public).map_err(|_| odd("is no point of P-256"))?;
                Self::p256(&key)
            }
            Key::Rsa { .. } => Err(odd("is of RSA; only Ed25519 and P-256 are followed")),
        }
    }
}

/// Somebody who can sign: a key from a file today, a token tomorrow.
pub trait RoleSigner {
    /// The public key.
    fn key(&self) -> &TrustKey;
    /// A signature over the message: 64 bytes with Ed25519 (pure), DER with ECDSA P-256 over SHA-256.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, TrustError>;
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|n| char::from_digit(n.into(), 16)).collect()
}
