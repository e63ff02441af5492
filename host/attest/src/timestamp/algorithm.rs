//! Which hashes and signatures count: SHA-256, SHA-384 and SHA-512; RSA (PKCS#1 v1.5 and PSS, from 2048 bits) and ECDSA.

use super::error::TimestampError;
use der::asn1::ObjectIdentifier;
use der::{AnyRef, Encode, Tag};
use rustls_pki_types::SignatureVerificationAlgorithm;
use sha2::{Digest, Sha256, Sha384, Sha512};
use webpki::aws_lc_rs as aws;
use x509_cert::spki::AlgorithmIdentifierRef;

/// An algorithm for signatures.
pub(super) type Signature = &'static dyn SignatureVerificationAlgorithm;

/// A hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `id-sha1`, and the signatures that use it.
const SHA1: [ObjectIdentifier; 4] = [
    ObjectIdentifier::new_unwrap("1.3.14.3.2.26"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"),
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"),
    ObjectIdentifier::new_unwrap("1.3.14.3.2.29"),
];

/// Signatures on certificates and on tokens, each with its hash.
static SIGNATURES: [(Hash, Signature); 18] = [
    (Hash::Sha256, aws::ECDSA_P256_SHA256),
    (Hash::Sha384, aws::ECDSA_P256_SHA384),
    (Hash::Sha512, aws::ECDSA_P256_SHA512),
    (Hash::Sha256, aws::ECDSA_P384_SHA256),
    (Hash::Sha384, aws::ECDSA_P384_SHA384),
    (Hash::Sha512, aws::ECDSA_P384_SHA512),
    (Hash::Sha256, aws::ECDSA_P521_SHA256),
    (Hash::Sha384, aws::ECDSA_P521_SHA384),
    (Hash::Sha512, aws::ECDSA_P521_SHA512),
    (Hash::Sha256, aws::RSA_PKCS1_2048_8192_SHA256),
    (Hash::Sha384, aws::RSA_PKCS1_2048_8192_SHA384),
    (Hash::Sha512, aws::RSA_PKCS1_2048_8192_SHA512),
    (Hash::Sha256, aws::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS),
    (Hash::Sha384, aws::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS),
    (Hash::Sha512, aws::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS),
    (Hash::Sha256, aws::RSA_PSS_2048_8192_SHA256_LEGACY_KEY),
    (Hash::Sha384, aws::RSA_PSS_2048_8192_SHA384_LEGACY_KEY),
    (Hash::Sha512, aws::RSA_PSS_2048_8192_SHA512_LEGACY_KEY),
];

impl Hash {
    /// The hash that an identifier names, with no parameters or NULL (RFC 5754 section 2).
    pub(super) fn read(what: &'static str, algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Self, TimestampError> {
        let hash = match algorithm.oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            _ => return Err(refused(what, algorithm.oid)),
        };
        match algorithm.parameters {
            Some(parameters) if !parameters.is_null() => {
                Err(TimestampError::malformed(what, "a hash has parameters, and knows none"))
            }
            _ => Ok(hash),
        }
    }

    /// As people write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Bytes that it gives.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash of some bytes.
    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// All signatures that may stand on certificates.
pub(super) fn all() -> Vec<Signature> {
    SIGNATURES.iter().map(|(_, algorithm)| *algorithm).collect()
}

/// The signatures that an identifier in a token may mean; which one, its key tells. The hash must be the one that the signer
/// names beside it (RFC 5754 section 3).
pub(super) fn signatures(algorithm: &AlgorithmIdentifierRef<'_>, hash: Hash) -> Result<Vec<Signature>, TimestampError> {
    let what = "the signature of the token";
    if algorithm.oid == RSA {
        // The name of the key stands for the signature; RFC 3370 section 3.2.
        if algorithm.parameters.is_some_and(|parameters| !parameters.is_null()) {
            return Err(TimestampError::malformed(
                "signature algorithm",
                "RSA has parameters, and knows none",
            ));
        }
        let found = match hash {
            Hash::Sha256 => aws::RSA_PKCS1_2048_8192_SHA256,
            Hash::Sha384 => aws::RSA_PKCS1_2048_8192_SHA384,
            Hash::Sha512 => aws::RSA_PKCS1_2048_8192_SHA512,
        };
        return Ok(vec![found]);
    }
    let malformed = |error: der::Error| TimestampError::malformed("signature algorithm", error);
    let written = algorithm.to_der().map_err(malformed)?;
    let mut found = Vec::new();
    let mut other = None;
    for (of, known) in SIGNATURES {
        let identifier = known.signature_alg_id();
        let identifier = AnyRef::new(Tag::Sequence, identifier.as_ref()).and_then(|id| id.to_der());
        if identifier.map_err(malformed)? != written {
            continue;
        }
        if of == hash {
            found.push(known);
        } else {
            other = Some(of);
        }
    }
    match (found.is_empty(), other) {
        (false, _) => Ok(found),
        (true, Some(other)) => {
            let reason = format!("it signs with {}, and names {} beside it", other.name(), hash.name());
            Err(TimestampError::malformed("signature algorithm", reason))
        }
        (true, None) => Err(refused(what, algorithm.oid)),
    }
}

/// The refusal of an algorithm, SHA-1 by its name.
pub(super) fn refused(what: &'static str, oid: ObjectIdentifier) -> TimestampError {
    if SHA1.contains(&oid) {
        TimestampError::Sha1(what)
    } else {
        let found = oid.to_string();
        TimestampError::Algorithm { what, found }
    }
}
