//! Sigstore bundle v0.3: one signature with a plain key, beside what it signs.

use super::dsse::{Envelope, RawEnvelope, bounded, written};
use super::encoding::{self, digest_from_base64, from_base64, shown};
use super::error::FormatError;
use sekisho_model::Digest;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Media type of the bundles that are written.
pub const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";
/// The other name of the same version.
const OTHER_NAME: &str = "application/vnd.dev.sigstore.bundle+json;version=0.3";

const WHAT: &str = "sigstore bundle";
/// No bundle, envelope or statement that is read is larger.
pub(super) const MAX_BYTES: usize = 16 << 20;
/// Most log entries and most timestamps, as sigstore-go.
const MAX_ENTRIES: usize = 32;

/// What is signed, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A signature over an artifact that lies elsewhere.
    Message {
        /// SHA-256 of the artifact; only a claim until verified.
        digest: Digest,
        /// The signature over the artifact.
        signature: Vec<u8>,
    },
    /// A signed payload.
    Dsse(Envelope),
}

/// A sigstore bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigstoreBundle {
    media_type: &'static str,
    hint: Digest,
    content: Content,
    log_entries: Vec<Map<String, Value>>,
    timestamps: Vec<Vec<u8>>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "mediaType")]
    media_type: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Raw {
    media_type: String,
    verification_material: Material,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message_signature: Option<Message>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dsse_envelope: Option<RawEnvelope>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Material {
    #[serde(default)]
    public_key: Option<Key>,
    #[serde(default, skip_serializing)]
    certificate: Option<IgnoredAny>,
    #[serde(default, skip_serializing)]
    x509_certificate_chain: Option<IgnoredAny>,
    #[serde(default)]
    tlog_entries: Vec<Map<String, Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp_verification_data: Option<Timestamps>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    hint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Timestamps {
    #[serde(default, rename = "rfc3161Timestamps")]
    rfc3161: Vec<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Timestamp {
    signed_timestamp: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Message {
    message_digest: MessageDigest,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageDigest {
    algorithm: String,
    digest: String,
}

impl SigstoreBundle {
    pub(super) fn new(hint: Digest, content: Content) -> Self {
        Self {
            media_type: MEDIA_TYPE,
            hint,
            content,
            log_entries: Vec::new(),
            timestamps: Vec::new(),
        }
    }

    /// Reads a bundle. Versions other than 0.3, certificates, unknown members and members that stand there twice are refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        // Other versions have other members: the version is judged first.
        let head: Head = encoding::read(WHAT, bytes, MAX_BYTES)?;
        let media_type = [MEDIA_TYPE, OTHER_NAME]
            .into_iter()
            .find(|known| *known == head.media_type);
        let media_type = media_type.ok_or_else(|| FormatError::Version(shown(&head.media_type)))?;
        let raw: Raw = encoding::read(WHAT, bytes, MAX_BYTES)?;
        let material = raw.verification_material;
        if material.certificate.is_some() {
            return Err(FormatError::Certificate("certificate"));
        }
        if material.x509_certificate_chain.is_some() {
            return Err(FormatError::Certificate("x509CertificateChain"));
        }
        let key = material
            .public_key
            .ok_or_else(|| wrong("verificationMaterial", "names no `publicKey`"))?;
        let hint = digest_from_base64(WHAT, "verificationMaterial/publicKey/hint", &key.hint)?;
        let content = match (raw.message_signature, raw.dsse_envelope) {
            (Some(message), None) => Self::message(&message)?,
            (None, Some(envelope)) => Content::Dsse(Self::envelope(envelope, &key.hint)?),
            (Some(_), Some(_)) => return Err(FormatError::Contents("both")),
            (None, None) => return Err(FormatError::Contents("neither")),
        };
        if material.tlog_entries.len() > MAX_ENTRIES {
            return Err(wrong("verificationMaterial/tlogEntries", "has more than 32 entries"));
        }
        let tokens = material
            .timestamp_verification_data
            .map(|data| data.rfc3161)
            .unwrap_or_default();
        if tokens.len() > MAX_ENTRIES {
            return Err(wrong(
                "verificationMaterial/timestampVerificationData",
                "has more than 32 entries",
            ));
        }
        let at = "verificationMaterial/timestampVerificationData/rfc3161Timestamps";
        let timestamps = tokens
            .iter()
            .map(|token| from_base64(WHAT, at, &token.signed_timestamp));
        Ok(Self {
            media_type,
            hint,
            content,
            log_entries: material.tlog_entries,
            timestamps: timestamps.collect::<Result<_, _>>()?,
        })
    }

    fn message(message: &Message) -> Result<Content, FormatError> {
        let at = "messageSignature/messageDigest";
        if message.message_digest.algorithm != "SHA2_256" {
            let found = shown(&message.message_digest.algorithm);
            return Err(wrong(
                &format!("{at}/algorithm"),
                format!("is `{found}`, not `SHA2_256`"),
            ));
        }
        Ok(Content::Message {
            digest: digest_from_base64(WHAT, &format!("{at}/digest"), &message.message_digest.digest)?,
            signature: bounded(WHAT, "messageSignature/signature", &message.signature)?,
        })
    }

    /// An envelope that names a key names the one of the bundle.
    fn envelope(raw: RawEnvelope, hint: &str) -> Result<Envelope, FormatError> {
        let envelope = Envelope::of(raw)?;
        if !envelope.keyid().is_empty() && envelope.keyid() != hint {
            let reason = format!(
                "is `{}`, and the bundle names key `{}`",
                shown(envelope.keyid()),
                shown(hint)
            );
            return Err(wrong("dsseEnvelope/signatures/0/keyid", reason));
        }
        Ok(envelope)
    }

    /// As canonical JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, FormatError> {
        let (message_signature, dsse_envelope) = match &self.content {
            Content::Message { digest, signature } => {
                let message = Message {
                    message_digest: MessageDigest {
                        algorithm: "SHA2_256".to_owned(),
                        digest: encoding::base64(digest.as_bytes()),
                    },
                    signature: encoding::base64(signature),
                };
                (Some(message), None)
            }
            Content::Dsse(envelope) => (None, Some(envelope.to_raw())),
        };
        let tokens = self.timestamps.iter().map(|token| Timestamp {
            signed_timestamp: encoding::base64(token),
        });
        let raw = Raw {
            media_type: self.media_type.to_owned(),
            verification_material: Material {
                public_key: Some(Key {
                    hint: encoding::base64(self.hint.as_bytes()),
                }),
                certificate: None,
                x509_certificate_chain: None,
                tlog_entries: self.log_entries.clone(),
                timestamp_verification_data: (!self.timestamps.is_empty()).then(|| Timestamps {
                    rfc3161: tokens.collect(),
                }),
            },
            message_signature,
            dsse_envelope,
        };
        written(WHAT, &raw)
    }

    /// The same bundle with one more RFC 3161 token (DER of a TimeStampToken response) over [`Self::signature`].
    pub fn with_timestamp(mut self, token: Vec<u8>) -> Result<Self, FormatError> {
        if self.timestamps.len() >= MAX_ENTRIES {
            return Err(wrong(
                "verificationMaterial/timestampVerificationData",
                "has more than 32 entries",
            ));
        }
        self.timestamps.push(token);
        Ok(self)
    }

    /// Which key the bundle says it was signed with; only a claim until verified.
    pub fn hint(&self) -> Digest {
        self.hint
    }

    /// What is signed.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The signature: what a timestamp token is over.
    pub fn signature(&self) -> &[u8] {
        match &self.content {
            Content::Message { signature, .. } => signature,
            Content::Dsse(envelope) => envelope.signature(),
        }
    }

    /// RFC 3161 tokens, about which nothing has been verified.
    pub fn unverified_timestamps(&self) -> &[Vec<u8>] {
        &self.timestamps
    }

    /// Entries of transparency logs, about which nothing has been verified.
    pub fn unverified_log_entries(&self) -> &[Map<String, Value>] {
        &self.log_entries
    }
}

fn wrong(at: &str, reason: impl Into<String>) -> FormatError {
    FormatError::Value {
        what: WHAT,
        at: at.to_owned(),
        reason: reason.into(),
    }
}
