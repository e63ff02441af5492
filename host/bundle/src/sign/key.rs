//! Public keys, and who a key is: the SHA-256 of the one way in which it may be written.

use super::error::KeyError;
use super::{algorithm, encoding, pem};
use ed25519_dalek::VerifyingKey as Ed25519;
use p256::ecdsa::VerifyingKey as EcdsaP256;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use pkcs8::EncodePublicKey;
use pkcs8::spki::SubjectPublicKeyInfoRef;
use sekisho_model::Digest;
use std::fmt;

const LABEL: &str = "PUBLIC KEY";

/// The algorithms of keys that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// Ed25519 (RFC 8032), the pure one.
    Ed25519,
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5).
    EcdsaP256,
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ed25519 => "Ed25519",
            Self::EcdsaP256 => "ECDSA P-256",
        })
    }
}

#[derive(Debug, Clone)]
enum Point {
    Ed25519(Ed25519),
    EcdsaP256(EcdsaP256),
}

/// A public key.
///
/// One key has one identity: an encoding other than the usual one (compressed points, parameters where there are none, numbers that
/// are not reduced) is refused, so that nobody is two signers by writing a key in two ways.
#[derive(Clone)]
pub struct PublicKey {
    point: Point,
    der: Vec<u8>,
    id: Digest,
}

impl PublicKey {
    /// From PEM, label `PUBLIC KEY`.
    pub fn from_pem(text: &[u8]) -> Result<Self, KeyError> {
        Self::from_der(&pem::decode_as(text, LABEL)?)
    }

    /// From the DER of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7; RFC 5480 and RFC 8410 for the algorithms).
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > pem::MAX_BYTES {
            return Err(KeyError::TooLarge {
                size: der.len(),
                limit: pem::MAX_BYTES,
            });
        }
        let info = SubjectPublicKeyInfoRef::try_from(der).map_err(|error| KeyError::Encoding(error.to_string()))?;
        let bits = info.subject_public_key.as_bytes();
        let bits = bits.ok_or_else(|| KeyError::Encoding("the key is not a whole number of bytes".to_owned()))?;
        let curve = info.algorithm.parameters_oid().map(|oid| oid.to_string());
        let point = match (info.algorithm.oid.to_string().as_str(), curve.as_deref()) {
            (algorithm::ED25519, _) => Point::Ed25519(ed25519(bits)?),
            (algorithm::EC, Ok(algorithm::P256)) => Point::EcdsaP256(
                EcdsaP256::from_sec1_bytes(bits)
                    .map_err(|_| KeyError::Encoding("it is no point of the curve P-256".to_owned()))?,
            ),
            _ => return Err(KeyError::Algorithm(algorithm::name(&info.algorithm))),
        };
        let key = Self::of(point)?;
        if key.der == der {
            Ok(key)
        } else {
            Err(KeyError::Encoding("it is not written in the usual way".to_owned()))
        }
    }

    pub(super) fn of_ed25519(key: Ed25519) -> Result<Self, KeyError> {
        Self::of(Point::Ed25519(key))
    }

    pub(super) fn of_p256(key: EcdsaP256) -> Result<Self, KeyError> {
        Self::of(Point::EcdsaP256(key))
    }

    fn of(point: Point) -> Result<Self, KeyError> {
        let der = match &point {
            Point::Ed25519(key) => key.to_public_key_der(),
            Point::EcdsaP256(key) => key.to_public_key_der(),
        };
        let der = der.map_err(|error| KeyError::Encoding(error.to_string()))?.into_vec();
        let id = Digest::of(&der);
        Ok(Self { point, der, id })
    }

    /// As PEM.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        pem::encode(LABEL, &self.der)
    }

    /// The DER of the SubjectPublicKeyInfo.
    pub fn to_der(&self) -> &[u8] {
        &self.der
    }

    /// Which key this is: SHA-256 of [`Self::to_der`].
    pub fn id(&self) -> Digest {
        self.id
    }

    /// The identity as sigstore bundles and DSSE envelopes of cosign write it: base64 of its 32 bytes.
    pub fn hint(&self) -> String {
        encoding::base64(self.id.as_bytes())
    }

    /// Its algorithm.
    pub fn algorithm(&self) -> Algorithm {
        match &self.point {
            Point::Ed25519(_) => Algorithm::Ed25519,
            Point::EcdsaP256(_) => Algorithm::EcdsaP256,
        }
    }

    /// Whether the signature over the message was made with this key. Ed25519: 64 bytes, strict (no small order, no second
    /// encoding). P-256: DER; high and low `s` are both taken, since cosign and OpenSSL write both.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.point {
            Point::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Point::EcdsaP256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
        }
    }

    /// As [`Self::verify`], with the SHA-256 of the message in its place; `None` for Ed25519, which needs the message.
    #[must_use]
    pub fn verify_digest(&self, digest: &Digest, signature: &[u8]) -> Option<bool> {
        match &self.point {
            Point::Ed25519(_) => None,
            Point::EcdsaP256(key) => Some(
                p256::ecdsa::Signature::from_der(signature)
                    .is_ok_and(|signature| key.verify_prehash(digest.as_bytes(), &signature).is_ok()),
            ),
        }
    }
}

fn ed25519(bits: &[u8]) -> Result<Ed25519, KeyError> {
    let bytes = <&[u8; 32]>::try_from(bits)
        .map_err(|_| KeyError::Encoding(format!("an Ed25519 key has 32 bytes, not {}", bits.len())))?;
    let key = Ed25519::from_bytes(bytes)
        .map_err(|_| KeyError::Encoding("it is no point of the curve of Ed25519".to_owned()))?;
    if key.is_weak() {
        return Err(KeyError::Weak);
    }
    // A number that is not reduced is a second way to write the point (RFC 8032 §5.1.3).
    if key.to_edwards().compress().as_bytes() != bytes {
        return Err(KeyError::Encoding("the number is not reduced".to_owned()));
    }
    Ok(key)
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, {})", self.algorithm(), self.id)
    }
}
