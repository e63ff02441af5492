//! One certificate, and what it says about its use: RFC 5280 section 4.2.1, RFC 3161 section 2.3.

use super::asn1::IssuerAndSerialNumber;
use super::error::TimestampError;
use super::info::utc;
use super::token::{shown, wrong};
use der::asn1::ObjectIdentifier;
use der::{AnyRef, Decode, Encode, Tag};
use sekisho_model::Digest;
use std::time::Duration;
use x509_cert::certificate::Version;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier};

/// `id-kp-timeStamping`.
pub(super) const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// `anyExtendedKeyUsage`.
pub(super) const ANY_PURPOSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");
/// Extensions that are understood here or below, in the path of certificates: key usage, subject alternative name, basic
/// constraints, name constraints, where revocations are told, extended key usage.
const UNDERSTOOD: [ObjectIdentifier; 6] = [
    ObjectIdentifier::new_unwrap("2.5.29.15"),
    ObjectIdentifier::new_unwrap("2.5.29.17"),
    ObjectIdentifier::new_unwrap("2.5.29.19"),
    ObjectIdentifier::new_unwrap("2.5.29.30"),
    ObjectIdentifier::new_unwrap("2.5.29.31"),
    ObjectIdentifier::new_unwrap("2.5.29.37"),
];

/// A certificate and its bytes.
#[derive(Debug)]
pub(super) struct Certificate<'a> {
    pub(super) der: &'a [u8],
    pub(super) parsed: x509_cert::Certificate,
}

impl<'a> Certificate<'a> {
    /// Reads one.
    pub(super) fn read(der: &'a [u8]) -> Result<Self, TimestampError> {
        let parsed = x509_cert::Certificate::from_der(der).map_err(wrong("certificate"))?;
        Ok(Self { der, parsed })
    }

    /// Its subject, as RFC 4514 writes it.
    pub(super) fn subject(&self) -> String {
        shown(&self.parsed.tbs_certificate().subject().to_string())
    }

    /// SHA-256 of it.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(self.der)
    }

    /// Whether a signer who names its certificate like that means this one (RFC 5652 section 5.3).
    pub(super) fn is_meant_by(&self, sid: AnyRef<'_>) -> Result<bool, TimestampError> {
        let tbs = self.parsed.tbs_certificate();
        if sid.header().tag() == Tag::Sequence {
            let named: IssuerAndSerialNumber<'_> = sid.decode_as().map_err(wrong("name of the signer"))?;
            let issuer = tbs.issuer().to_der().map_err(wrong("certificate"))?;
            let named_issuer = named.issuer.to_der().map_err(wrong("name of the signer"))?;
            return Ok(issuer == named_issuer && *tbs.serial_number() == named.serial);
        }
        let identifier: Option<SubjectKeyIdentifier> = self.extension()?.map(|(_, found)| found);
        Ok(identifier.is_some_and(|identifier| identifier.0.as_bytes() == sid.value()))
    }

    /// Whether it may stand behind time stamps, as RFC 3161 section 2.3 asks, at this time.
    pub(super) fn may_stamp(&self, moment: Duration) -> Result<(), TimestampError> {
        self.understood()?;
        self.valid_at(moment)?;
        let refused = |reason| TimestampError::Purpose {
            certificate: self.subject(),
            reason,
        };
        match self.extension::<ExtendedKeyUsage>()? {
            None => return Err(refused("it has no extended key usage")),
            Some((_, purposes)) if !purposes.0.contains(&TIME_STAMPING) => {
                return Err(refused("its extended key usage is not `timeStamping`"));
            }
            Some((_, purposes)) if purposes.0.len() != 1 => {
                return Err(refused("it has other extended key usages beside `timeStamping`"));
            }
            Some((false, _)) => return Err(refused("its extended key usage is not critical")),
            Some((true, _)) => {}
        }
        let Some((_, usage)) = self.extension::<KeyUsage>()? else {
            return Ok(());
        };
        // RFC 5280 section 4.2.1.12: consistent with time stamping are these two.
        let signs = usage.digital_signature() || usage.non_repudiation();
        let else_ = [
            usage.key_encipherment(),
            usage.data_encipherment(),
            usage.key_agreement(),
            usage.key_cert_sign(),
            usage.crl_sign(),
        ];
        let reason = match (signs, else_.contains(&true)) {
            (true, false) => return Ok(()),
            (false, _) => "allows no signatures",
            (true, true) => "allows other things than signatures",
        };
        Err(self.usage(reason))
    }

    /// Whether it is of an authority that may issue certificates.
    pub(super) fn may_issue(&self) -> Result<(), TimestampError> {
        if self.parsed.tbs_certificate().version() != Version::V3 || !self.is_authority()? {
            return Err(TimestampError::BasicConstraints(
                "an issuer is not a certification authority",
            ));
        }
        match self.extension::<KeyUsage>()? {
            Some((_, usage)) if !usage.key_cert_sign() => Err(self.usage("does not allow to sign certificates")),
            _ => Ok(()),
        }
    }

    /// Whether it may stand at the top of a chain with so many authorities below: what RFC 5280 asks of all issuers is asked
    /// of those that are trusted, too.
    pub(super) fn may_anchor(&self, below: usize, moment: Duration) -> Result<(), TimestampError> {
        self.understood()?;
        self.valid_at(moment)?;
        self.may_issue()?;
        let constraints = self.extension::<BasicConstraints>()?;
        let most = constraints.and_then(|(_, constraints)| constraints.path_len_constraint);
        if most.is_some_and(|most| below > usize::from(most)) {
            return Err(TimestampError::BasicConstraints(
                "the chain is longer than its authority allows",
            ));
        }
        match self.extension::<ExtendedKeyUsage>()? {
            Some((_, found)) if !found.0.iter().any(|id| [TIME_STAMPING, ANY_PURPOSE].contains(id)) => {
                Err(TimestampError::Purpose {
                    certificate: self.subject(),
                    reason: "its authority may not issue certificates for time stamps",
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether `cA` is set.
    pub(super) fn is_authority(&self) -> Result<bool, TimestampError> {
        Ok(self
            .extension::<BasicConstraints>()?
            .is_some_and(|(_, constraints)| constraints.ca))
    }

    /// Whether a token that says it is of `name` can be of this: of its subject, or one of its other names.
    pub(super) fn is_named(&self, name: &GeneralName) -> Result<bool, TimestampError> {
        let subject = self.parsed.tbs_certificate().subject();
        if let GeneralName::DirectoryName(name) = name {
            // The same letters may be encoded in several ways.
            let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
            if name == subject || same(&name.to_string(), &subject.to_string()) {
                return Ok(true);
            }
        }
        let others: Option<(bool, SubjectAltName)> = self.extension()?;
        Ok(others.is_some_and(|(_, others)| others.0.contains(name)))
    }

    fn extension<T>(&self) -> Result<Option<(bool, T)>, TimestampError>
    where
        T: for<'d> Decode<'d, Error = der::Error> + der::oid::AssociatedOid,
    {
        self.parsed
            .tbs_certificate()
            .get_extension()
            .map_err(wrong("extension of a certificate"))
    }

    /// RFC 5280 section 4.2: what is critical and not understood is refused.
    fn understood(&self) -> Result<(), TimestampError> {
        let mut extensions = self.parsed.tbs_certificate().extensions().into_iter().flatten();
        match extensions.find(|extension| extension.critical && !UNDERSTOOD.contains(&extension.extn_id)) {
            None => Ok(()),
            Some(extension) => Err(TimestampError::CriticalExtension {
                what: "a certificate",
                oid: format!(" ({})", extension.extn_id),
            }),
        }
    }

    fn valid_at(&self, moment: Duration) -> Result<(), TimestampError> {
        let validity = self.parsed.tbs_certificate().validity();
        let (from, until) = (
            validity.not_before.to_unix_duration(),
            validity.not_after.to_unix_duration(),
        );
        let moment = Duration::from_secs(moment.as_secs());
        let reason = if moment < from {
            format!("it begins at {}", utc(from))
        } else if moment > until {
            format!("it ended at {}", utc(until))
        } else {
            return Ok(());
        };
        Err(TimestampError::Validity {
            certificate: format!("the certificate `{}`", self.subject()),
            time: utc(moment),
            reason,
        })
    }

    fn usage(&self, reason: &'static str) -> TimestampError {
        TimestampError::KeyUsage {
            certificate: self.subject(),
            reason,
        }
    }
}

/// A signer's name, for people.
pub(super) fn named(sid: AnyRef<'_>) -> String {
    if let Ok(found) = sid.decode_as::<IssuerAndSerialNumber<'_>>()
        && let Ok(issuer) = found.issuer.decode_as::<x509_cert::name::RdnSequence>()
    {
        return shown(&format!("number {} of {issuer}", found.serial));
    }
    let identifier = sid.value().iter().take(32).map(|byte| format!("{byte:02x}"));
    format!("key {}", identifier.collect::<String>())
}
