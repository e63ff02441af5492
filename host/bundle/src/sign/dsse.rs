//! DSSE v1 envelopes: a payload, its type, and exactly one signature over both.

use super::encoding::{self, from_base64, shown};
use super::error::{FormatError, SignError, VerifyError};
use super::key::PublicKey;
use super::secret::Signer;
use sekisho_model::canonical;
use serde::{Deserialize, Serialize};

/// Payload type of in-toto statements.
pub const STATEMENT_TYPE: &str = "application/vnd.in-toto+json";

const WHAT: &str = "DSSE envelope";
/// No signature that is taken is longer.
const MAX_SIGNATURE: usize = 512;

/// The bytes that are signed: DSSE v1 pre-authentication encoding.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// A signed payload.
///
/// sigstore bundles allow exactly one signature per envelope; several signers write several bundles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    payload: Vec<u8>,
    payload_type: String,
    keyid: String,
    signature: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEnvelope {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<RawSignature>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSignature {
    sig: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    keyid: String,
}

impl Envelope {
    /// Signs a payload; the envelope names the key by its hint.
    pub fn sign(signer: &dyn Signer, payload_type: &str, payload: Vec<u8>) -> Result<Self, SignError> {
        let message = pae(payload_type, &payload);
        let signature = signer.sign(&message)?;
        if !signer.public().verify(&message, &signature) {
            return Err(SignError::Faulty(signer.public().id()));
        }
        Ok(Self {
            payload,
            payload_type: payload_type.to_owned(),
            keyid: signer.public().hint(),
            signature,
        })
    }

    /// Reads an envelope that stands alone.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        Self::of(encoding::read(WHAT, bytes, super::bundle::MAX_BYTES)?)
    }

    pub(super) fn of(raw: RawEnvelope) -> Result<Self, FormatError> {
        let count = raw.signatures.len();
        let mut signatures = raw.signatures.into_iter();
        let (Some(signature), None) = (signatures.next(), signatures.next()) else {
            return Err(FormatError::Signatures(count));
        };
        Ok(Self {
            payload: from_base64(WHAT, "payload", &raw.payload)?,
            payload_type: raw.payload_type,
            keyid: signature.keyid,
            signature: bounded(WHAT, "signatures/0/sig", &signature.sig)?,
        })
    }

    pub(super) fn to_raw(&self) -> RawEnvelope {
        RawEnvelope {
            payload: encoding::base64(&self.payload),
            payload_type: self.payload_type.clone(),
            signatures: vec![RawSignature {
                sig: encoding::base64(&self.signature),
                keyid: self.keyid.clone(),
            }],
        }
    }

    /// As canonical JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, FormatError> {
        written(WHAT, &self.to_raw())
    }

    /// The payload, once the signature was made by this key and the payload is of this type.
    pub fn open(&self, key: &PublicKey, payload_type: &'static str) -> Result<&[u8], VerifyError> {
        if !key.verify(&pae(&self.payload_type, &self.payload), &self.signature) {
            return Err(VerifyError::Signature {
                key: key.id(),
                algorithm: key.algorithm(),
            });
        }
        if self.payload_type != payload_type {
            return Err(VerifyError::PayloadType {
                found: shown(&self.payload_type),
                expected: payload_type,
            });
        }
        Ok(&self.payload)
    }

    /// The payload, about which nothing has been verified.
    pub fn unverified_payload(&self) -> &[u8] {
        &self.payload
    }

    /// Type of the payload.
    pub fn payload_type(&self) -> &str {
        &self.payload_type
    }

    /// Which key the envelope names: base64 of its identity, or nothing.
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// The signature.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

/// A signature in base64.
pub(super) fn bounded(what: &'static str, at: &str, text: &str) -> Result<Vec<u8>, FormatError> {
    let signature = from_base64(what, at, text)?;
    if signature.is_empty() || signature.len() > MAX_SIGNATURE {
        return Err(FormatError::Value {
            what,
            at: at.to_owned(),
            reason: format!("has {} bytes, which no signature has", signature.len()),
        });
    }
    Ok(signature)
}

/// Canonical JSON.
pub(super) fn written<T: Serialize>(what: &'static str, value: &T) -> Result<Vec<u8>, FormatError> {
    canonical::to_vec(value).map_err(|error| FormatError::Json {
        what,
        reason: error.to_string(),
    })
}
