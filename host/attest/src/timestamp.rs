//! Time stamps (RFC 3161): that a signature existed at a time, said by an authority that is asked over the network once and never
//! again. Bytes in, a judgement out: no network, no files, no clock.
//!
//! [`request`] makes the question that a person sends with a tool of his own, [`verify`] judges the answer against
//! [`Authorities`] that he trusts. Checked is what RFC 3161 (2.3, 2.4.2), RFC 5816, RFC 5035, RFC 5652 (5, 11) and RFC 5280 (6) ask for,
//! at the time on the token: an answer stays good when its certificates have expired.
//!
//! Not checked is whether a certificate was revoked: that would need the network (OCSP, CRL, AIA), and revocation lists that lie in
//! a token are not read. Whoever trusts an authority no longer from some day on hands in a [`Window`].
//!
//! Reading order: `request`, [`Authorities`], `asn1`, `token`, `info`, `attributes`, `certificate`, `path`, [`Stamped`].

mod algorithm;
mod asn1;
mod attributes;
mod authorities;
mod certificate;
mod error;
mod info;
mod path;
mod request;
mod stamped;
mod token;

pub use authorities::{Authorities, Window};
pub use error::TimestampError;
pub use request::request;
pub use stamped::{Integer, Stamped};

use attributes::Attributes;
use certificate::Certificate;
use path::Question;
use token::Token;

/// Judges a time stamp of `message` (of an attestation: the bytes of its DSSE signature).
///
/// `token` is DER: the whole answer (`TimeStampResp`) or the token in it (CMS `SignedData`), at most 1 MiB and 16
/// certificates (of 16 KiB; no more than 3 of one name).
/// Every rule that is broken has its own error; a token with anything that is not understood is refused.
pub fn verify(token: &[u8], message: &[u8], authorities: &Authorities) -> Result<Stamped, TimestampError> {
    if authorities.is_empty() {
        return Err(TimestampError::NoAuthorities);
    }
    let token = token::read(token)?;
    path::bounded(&token.certificates)?;
    let attributes = attributes::read(token.signer.signed, token.content, token.hash)?;
    let info = info::read(token.content, message)?;
    let signer = signer(&token, &attributes, authorities)?;
    signer.may_stamp(info.moment)?;
    signature(&token, &attributes, &signer)?;
    chain(
        &Question {
            signer: &signer,
            others: &token.certificates,
            attributes: &attributes,
            moment: info.moment,
        },
        authorities,
    )?;
    if let Some(name) = &info.raw.tsa
        && !signer.is_named(name)?
    {
        let found = match name {
            x509_cert::ext::pkix::name::GeneralName::DirectoryName(name) => token::shown(&name.to_string()),
            other => token::shown(&format!("{other:?}")),
        };
        let certificate = signer.subject();
        return Err(TimestampError::AuthorityName { found, certificate });
    }
    Ok(Stamped {
        time: info.moment.as_secs(),
        fraction: info.moment.subsec_nanos(),
        accuracy: info.accuracy,
        policy: info.raw.policy.to_string(),
        serial: Integer::new(info.raw.serial),
        authority: signer.subject(),
        certificate: signer.digest(),
        nonce: info.raw.nonce.map(Integer::new),
    })
}

/// The signer's certificate, from the token or else from the trusted files: the one that it names twice, as sender and as attribute.
fn signer<'a>(
    token: &Token<'a>,
    attributes: &Attributes<'_>,
    authorities: &'a Authorities,
) -> Result<Certificate<'a>, TimestampError> {
    let trusted = authorities.list.iter().flat_map(|authority| &authority.others);
    let all = token.certificates.iter().copied().chain(trusted.map(AsRef::as_ref));
    let mut other = None;
    for der in all {
        let certificate = Certificate::read(der)?;
        if !certificate.is_meant_by(token.signer.sid)? {
            continue;
        }
        match attributes.other_signer(&certificate) {
            None => return Ok(certificate),
            Some(name) => {
                let found = certificate.digest();
                other = Some(TimestampError::OtherCertificate { found, name });
            }
        }
    }
    Err(other.unwrap_or_else(|| TimestampError::NoCertificate(certificate::named(token.signer.sid))))
}

/// The signature over the attributes, and so over the content.
fn signature(token: &Token<'_>, attributes: &Attributes<'_>, signer: &Certificate<'_>) -> Result<(), TimestampError> {
    use webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext as OtherKey;
    let der = rustls_pki_types::CertificateDer::from(signer.der);
    let entity = webpki::EndEntityCert::try_from(&der).map_err(|error| TimestampError::Chain(error.to_string()))?;
    let algorithm = &token.signer.signature_algorithm;
    for known in algorithm::signatures(algorithm, token.hash)? {
        match entity.verify_signature(known, &attributes.signed, token.signer.signature.as_bytes()) {
            Ok(()) => return Ok(()),
            Err(OtherKey(_)) => {}
            Err(_) => return Err(TimestampError::Signature(signer.subject())),
        }
    }
    // None of them is for a key of this kind, or on this curve.
    let found = algorithm.oid.to_string();
    let what = "the key of the token's signer does not fit the signature: it";
    Err(TimestampError::Algorithm { what, found })
}

/// A chain to any of the authorities; if there is none, the refusal of the one that came closest.
fn chain(question: &Question<'_>, authorities: &Authorities) -> Result<(), TimestampError> {
    let mut refusal = TimestampError::UnknownAuthority(question.signer.subject());
    for authority in &authorities.list {
        match path::check(question, authority) {
            Ok(()) => return Ok(()),
            Err(error) if matches!(refusal, TimestampError::UnknownAuthority(_)) => refusal = error,
            Err(_) => {}
        }
    }
    Err(refusal)
}
