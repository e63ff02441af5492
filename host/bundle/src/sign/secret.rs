//! Secret keys, and whoever else can sign: [`Signer`] is the door for tokens and other rooms.

use super::error::{KeyError, SignError};
use super::key::{Algorithm, PublicKey};
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey as Ed25519;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::{Signature, SigningKey as EcdsaP256};
use pkcs8::{DecodePrivateKey, EncodePrivateKey, PrivateKeyInfoRef};
use sekisho_model::Digest;
use std::fmt;
use zeroize::Zeroizing;

/// Somebody who can sign: a [`SecretKey`], a PKCS#11 token, a service.
pub trait Signer {
    /// The key under which others verify.
    fn public(&self) -> &PublicKey;

    /// Signs a message. Ed25519: 64 bytes; P-256: DER over the SHA-256 of the message.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;

    /// Signs the message that has this SHA-256. Only for P-256; a signer that cannot do it leaves this as it is.
    fn sign_digest(&self, digest: &Digest) -> Result<Vec<u8>, SignError> {
        let _ = digest;
        Err(SignError::NeedsMessage(self.public().algorithm()))
    }
}

// Both overwrite themselves when dropped.
enum Secret {
    Ed25519(Box<Ed25519>),
    EcdsaP256(EcdsaP256),
}

/// A secret key in memory, overwritten when dropped and never shown.
///
/// P-256 signs without randomness (RFC 6979) and writes the lower of the two possible `s`, so that key and message fix the bytes.
pub struct SecretKey {
    secret: Secret,
    public: PublicKey,
}

impl SecretKey {
    /// How many random bytes make a key.
    pub const RANDOM_BYTES: usize = 64;

    /// A new key from bytes of a generator fit for keys.
    ///
    /// Ed25519 takes the first 32 bytes as its seed (RFC 8032 §5.1.5). P-256 takes the first half that is a number from 1 to n − 1
    /// (FIPS 186-5 A.2.2); that neither is one happens once in 2⁶⁴. Bytes that are all alike are refused.
    pub fn generate(algorithm: Algorithm, random: &[u8; Self::RANDOM_BYTES]) -> Result<Self, KeyError> {
        let (first, second) = random.split_at(32);
        let halves = [first, second];
        if halves
            .iter()
            .any(|half| half.iter().all(|byte| half.first() == Some(byte)))
        {
            return Err(KeyError::Random);
        }
        match algorithm {
            Algorithm::Ed25519 => {
                let seed = Zeroizing::new(<[u8; 32]>::try_from(first).map_err(|_| KeyError::Random)?);
                Self::ed25519(Ed25519::from_bytes(&seed))
            }
            Algorithm::EcdsaP256 => {
                let key = halves.iter().find_map(|half| EcdsaP256::from_slice(half).ok());
                Self::p256(key.ok_or(KeyError::Random)?)
            }
        }
    }

    /// From the DER of a PrivateKeyInfo or OneAsymmetricKey (PKCS#8: RFC 5208, RFC 5958).
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let badly = |error: &dyn fmt::Display| KeyError::Encoding(error.to_string());
        let info = PrivateKeyInfoRef::try_from(der).map_err(|error| badly(&error))?;
        let curve = info.algorithm.parameters_oid().map(|oid| oid.to_string());
        match (info.algorithm.oid.to_string().as_str(), curve.as_deref()) {
            (super::algorithm::ED25519, _) => {
                Self::ed25519(Ed25519::from_pkcs8_der(der).map_err(|error| badly(&error))?)
            }
            (super::algorithm::EC, Ok(super::algorithm::P256)) => {
                Self::p256(EcdsaP256::from_pkcs8_der(der).map_err(|error| badly(&error))?)
            }
            _ => Err(KeyError::Algorithm(super::algorithm::name(&info.algorithm))),
        }
    }

    /// The DER of the PrivateKeyInfo. Ed25519: version 1, without the public key, which OpenSSL 3.0 would refuse.
    pub(super) fn to_pkcs8(&self) -> Result<pkcs8::SecretDocument, KeyError> {
        let der = match &self.secret {
            Secret::Ed25519(key) => ed25519_dalek::pkcs8::KeypairBytes {
                secret_key: key.to_bytes(),
                public_key: None,
            }
            .to_pkcs8_der(),
            Secret::EcdsaP256(key) => key.to_pkcs8_der(),
        };
        der.map_err(|error| KeyError::Encoding(error.to_string()))
    }

    fn ed25519(key: Ed25519) -> Result<Self, KeyError> {
        let public = PublicKey::of_ed25519(key.verifying_key())?;
        let secret = Secret::Ed25519(Box::new(key));
        Ok(Self { secret, public })
    }

    fn p256(key: EcdsaP256) -> Result<Self, KeyError> {
        let public = PublicKey::of_p256(*key.verifying_key())?;
        let secret = Secret::EcdsaP256(key);
        Ok(Self { secret, public })
    }
}

impl Signer for SecretKey {
    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match &self.secret {
            Secret::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
            Secret::EcdsaP256(_) => self.sign_digest(&Digest::of(message)),
        }
    }

    fn sign_digest(&self, digest: &Digest) -> Result<Vec<u8>, SignError> {
        match &self.secret {
            Secret::Ed25519(_) => Err(SignError::NeedsMessage(Algorithm::Ed25519)),
            Secret::EcdsaP256(key) => {
                let made: Result<Signature, _> = key.sign_prehash(digest.as_bytes());
                let signature = made.map_err(|error| SignError::Refused(error.to_string()))?;
                Ok(signature.normalize_s().to_der().as_bytes().to_vec())
            }
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({}, {}, …)", self.public.algorithm(), self.public.id())
    }
}
