//! A public key as TUF metadata writes it, and back: Ed25519 and ECDSA P-256, each written in one way only.

use super::TrustError;
use crate::sign::{Algorithm, PublicKey};
use ed25519_dalek::VerifyingKey;
use p256::pkcs8::EncodePublicKey as _;
use std::collections::HashMap;
use tough::schema::decoded::{Decoded, Hex};
use tough::schema::key::{EcdsaKey, EcdsaScheme, Ed25519Key, Ed25519Scheme, Key};

/// The key as metadata holds it, with its id there.
pub(super) fn tuf(key: &PublicKey) -> Result<(Decoded<Hex>, Key), TrustError> {
    // Both kinds end with the key itself, since a key has one encoding only.
    let tail = |length: usize| {
        let der = key.to_der();
        let start = der.len().checked_sub(length).and_then(|start| der.get(start..));
        start
            .map(<[u8]>::to_vec)
            .ok_or_else(|| TrustError::Key("it is too short".to_owned()))
    };
    let tuf = match key.algorithm() {
        Algorithm::Ed25519 => Key::Ed25519 {
            keyval: Ed25519Key {
                public: tail(32)?.into(),
                _extra: HashMap::new(),
            },
            scheme: Ed25519Scheme::Ed25519,
            _extra: HashMap::new(),
        },
        Algorithm::EcdsaP256 => Key::Ecdsa {
            keyval: EcdsaKey {
                public: tail(65)?.into(),
                _extra: HashMap::new(),
            },
            scheme: EcdsaScheme::EcdsaSha2Nistp256,
            _extra: HashMap::new(),
        },
    };
    let id = tuf.key_id().map_err(|e| TrustError::Key(e.to_string()))?;
    Ok((id, tuf))
}

/// The id of a key in TUF metadata: hexadecimal digits.
pub fn role_key_id(key: &PublicKey) -> Result<String, TrustError> {
    Ok(hex(&tuf(key)?.0))
}

/// The key that stands in metadata.
pub(super) fn of(key: &Key) -> Result<PublicKey, TrustError> {
    let odd = |why: &str| TrustError::Key(format!("a key in the metadata {why}"));
    let der = match key {
        Key::Ed25519 { keyval, .. } => {
            let bytes = <&[u8; 32]>::try_from(&*keyval.public).map_err(|_| odd("is no Ed25519 key of 32 bytes"))?;
            let key = VerifyingKey::from_bytes(bytes).map_err(|_| odd("is no point of Ed25519"))?;
            key.to_public_key_der()
        }
        Key::Ecdsa { keyval, .. } | Key::EcdsaOld { keyval, .. } => {
            if keyval.public.len() != 65 {
                return Err(odd("is no uncompressed point of P-256"));
            }
            let key = p256::PublicKey::from_sec1_bytes(&keyval.public).map_err(|_| odd("is no point of P-256"))?;
            key.to_public_key_der()
        }
        Key::Rsa { .. } => return Err(odd("is of RSA; only Ed25519 and P-256 are followed")),
    };
    let der = der.map_err(|e| TrustError::Key(e.to_string()))?;
    PublicKey::from_der(der.as_bytes()).map_err(|e| TrustError::Key(e.to_string()))
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|n| char::from_digit(n.into(), 16)).collect()
}
