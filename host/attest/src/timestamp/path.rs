//! From the signer's certificate to a trusted one, at the time of the stamp: RFC 5280 section 6, by `webpki`.
//!
//! `webpki` builds the path and checks signatures, names, times, basic constraints, name constraints and critical extensions.
//! What it leaves out is asked of each path that it offers: key usages, and of the trusted certificate all that is asked of other
//! issuers.

use super::algorithm::{self, refused};
use super::attributes::Attributes;
use super::authorities::Authority;
use super::certificate::{ANY_PURPOSE, Certificate, TIME_STAMPING};
use super::error::TimestampError;
use super::info::utc;
use super::token::wrong;
use der::Encode;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use webpki::{EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter, KeyUsage, VerifiedPath};

/// Most certificates in a token that are of one name: authorities that are certified by several others have that many.
const MAX_NAMESAKES: usize = 3;
/// Larger than any certificate with a key that is verified here.
const MAX_BYTES: usize = 16 << 10;

/// Bounds what building a path can cost. Nobody has vouched for these certificates yet, and those of one name can be tried in
/// every order.
pub(super) fn bounded(certificates: &[&[u8]]) -> Result<(), TimestampError> {
    let mut names = BTreeMap::new();
    let distinct: BTreeSet<_> = certificates.iter().collect();
    for der in distinct {
        if der.len() > MAX_BYTES {
            return Err(TimestampError::TooLarge {
                what: "certificate in the token",
                size: der.len(),
                limit: MAX_BYTES,
            });
        }
        let certificate = Certificate::read(der)?;
        let subject = certificate.parsed.tbs_certificate().subject().to_der();
        let namesakes = names.entry(subject.map_err(wrong("certificate"))?).or_insert(0);
        *namesakes += 1;
        if *namesakes > MAX_NAMESAKES {
            return Err(TimestampError::TooMany {
                what: "certificates of one name in the token",
                limit: MAX_NAMESAKES,
            });
        }
    }
    Ok(())
}

/// What is asked of a chain.
#[derive(Debug)]
pub(super) struct Question<'a> {
    /// The signer's certificate.
    pub(super) signer: &'a Certificate<'a>,
    /// Others that came with the token.
    pub(super) others: &'a [&'a [u8]],
    /// What the signer said about its chain.
    pub(super) attributes: &'a Attributes<'a>,
    /// The time of the stamp.
    pub(super) moment: Duration,
}

/// Finds a chain to one authority.
pub(super) fn check(question: &Question<'_>, authority: &Authority) -> Result<(), TimestampError> {
    let der = CertificateDer::from(question.signer.der);
    let signer = EndEntityCert::try_from(&der).map_err(|error| told(&error, question))?;
    // One that came twice is tried once.
    let mut seen = BTreeSet::new();
    let others = question.others.iter().filter(|der| seen.insert(**der));
    let others = others.map(|der| CertificateDer::from(*der));
    let others: Vec<CertificateDer<'_>> = others.chain(authority.others.iter().cloned()).collect();
    let anchors: Vec<TrustAnchor<'_>> = authority.anchors.iter().map(|anchor| anchor.trust.clone()).collect();
    // The first rule that a whole and signed path breaks tells more than all that did not lead anywhere.
    let broken = RefCell::new(None);
    let rules = |path: &VerifiedPath<'_>| {
        let found = rules(path, question, authority);
        found.map_err(|error| {
            broken.borrow_mut().get_or_insert(error);
            Error::CertDistrusted
        })
    };
    let time = UnixTime::since_unix_epoch(question.moment);
    let found = signer.verify_for_usage(&algorithm::all(), &anchors, &others, time, Purposes, None, Some(&rules));
    let found = found.map(|_| ());
    found.map_err(|error| broken.take().unwrap_or_else(|| told(&error, question)))
}

/// What `webpki` does not ask.
fn rules(path: &VerifiedPath<'_>, question: &Question<'_>, authority: &Authority) -> Result<(), TimestampError> {
    let mut below = 0;
    for issuer in path.intermediate_certificates() {
        let der = issuer.der();
        let issuer = Certificate::read(&der)?;
        issuer.may_issue()?;
        if !question.attributes.allows(&issuer) {
            return Err(TimestampError::OtherCertificate {
                found: issuer.digest(),
                name: "signing-certificate",
            });
        }
        below += 1;
    }
    let mut found = Err(TimestampError::Chain("it ends nowhere".to_owned()));
    // Several trusted certificates may be of the same key and name, with other times.
    for anchor in authority.anchors.iter().filter(|anchor| anchor.trust == *path.anchor()) {
        let certificate = Certificate::read(&anchor.der)?;
        found = certificate.may_anchor(below, question.moment);
        if found.is_ok() {
            return authority.window.check(question.moment);
        }
    }
    found
}

/// An authority that says for what it issues must say time stamps; the signer's own certificate is judged more strictly before.
struct Purposes;

impl ExtendedKeyUsageValidator for Purposes {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let allowed = [TIME_STAMPING, ANY_PURPOSE];
        let mut present = Vec::new();
        for purpose in purposes {
            let purpose = purpose?;
            if allowed.iter().any(|oid| KeyPurposeId::new(oid.as_bytes()) == purpose) {
                return Ok(());
            }
            present.push(purpose.to_decoded_oid());
        }
        if present.is_empty() {
            return Ok(());
        }
        let required = KeyUsage::required(&[0x2b, 6, 1, 5, 5, 7, 3, 8]);
        Err(Error::RequiredEkuNotFoundContext(webpki::RequiredEkuNotFoundContext {
            required,
            present,
        }))
    }
}

/// `webpki`'s word in ours.
fn told(error: &Error, question: &Question<'_>) -> TimestampError {
    let second = |time: &UnixTime| utc(Duration::from_secs(time.as_secs()));
    let validity = |reason: String| TimestampError::Validity {
        certificate: "a certificate in the chain".to_owned(),
        time: utc(question.moment),
        reason,
    };
    match error {
        Error::UnknownIssuer => TimestampError::UnknownAuthority(question.signer.subject()),
        Error::CertExpired { not_after, .. } => validity(format!("it ended at {}", second(not_after))),
        Error::CertNotValidYet { not_before, .. } => validity(format!("it begins at {}", second(not_before))),
        Error::InvalidSignatureForPublicKey => TimestampError::ChainSignature,
        Error::UnsupportedCriticalExtension => TimestampError::CriticalExtension {
            what: "a certificate in the chain",
            oid: String::new(),
        },
        Error::CaUsedAsEndEntity => {
            TimestampError::BasicConstraints("the signer's certificate is that of a certification authority")
        }
        Error::EndEntityUsedAsCa => TimestampError::BasicConstraints("an issuer is not a certification authority"),
        Error::PathLenConstraintViolated => {
            TimestampError::BasicConstraints("the chain is longer than one of its authorities allows")
        }
        Error::NameConstraintViolation => TimestampError::NameConstraints,
        Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => TimestampError::Purpose {
            certificate: question.signer.subject(),
            reason: "one of its authorities may not issue certificates for time stamps",
        },
        Error::UnsupportedSignatureAlgorithmContext(context) => unsupported(&context.signature_algorithm_id),
        Error::UnsupportedSignatureAlgorithmForPublicKeyContext(context) => {
            unsupported(&context.signature_algorithm_id)
        }
        other => TimestampError::Chain(other.to_string()),
    }
}

fn unsupported(identifier: &[u8]) -> TimestampError {
    use der::{Decode, SliceReader, asn1::ObjectIdentifier};
    // The content of an AlgorithmIdentifier: an object identifier comes first.
    let oid = SliceReader::new(identifier).and_then(|mut reader| ObjectIdentifier::decode(&mut reader));
    oid.map_or_else(wrong("signature algorithm"), |oid| {
        refused("a certificate in the chain", oid)
    })
}
