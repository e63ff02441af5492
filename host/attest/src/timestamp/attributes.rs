//! What the signer signed beside the content: RFC 5652 section 11, and which certificate it meant (RFC 5035, RFC 5816).

use super::algorithm::Hash;
use super::asn1::{
    Attribute, CONTENT_TYPE, Elements, IssuerSerial, MESSAGE_DIGEST, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2,
    SigningCertificate, SigningCertificateV2, TST_INFO,
};
use super::certificate::Certificate;
use super::error::TimestampError;
use super::token::wrong;
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{AnyRef, Decode, Encode, Tag};
use x509_cert::ext::pkix::name::GeneralName;

const MAX_ATTRIBUTES: usize = 64;
/// A chain has fewer certificates.
const MAX_NAMED: usize = 64;
const V1: &str = "signing-certificate";
const V2: &str = "signing-certificate-v2";

/// How a certificate is named: by a hash of it, and perhaps by issuer and number.
#[derive(Debug)]
struct Named<'a> {
    /// `None` is SHA-1, which only this attribute's first version knows.
    hash: Option<Hash>,
    digest: &'a [u8],
    issuer_serial: Option<IssuerSerial>,
}

/// Certificates as one attribute names them: the signer's first, then those that its chain may have.
#[derive(Debug)]
struct List<'a> {
    attribute: &'static str,
    certificates: Vec<Named<'a>>,
}

/// The signed attributes.
#[derive(Debug)]
pub(super) struct Attributes<'a> {
    /// What the signature is over: the attributes as a DER SET.
    pub(super) signed: Vec<u8>,
    lists: Vec<List<'a>>,
}

/// Reads the attributes and holds them against the content that they are about.
pub(super) fn read<'a>(
    set: Option<Elements<'a>>,
    content: &[u8],
    hash: Hash,
) -> Result<Attributes<'a>, TimestampError> {
    let what = "signed attributes";
    let set =
        set.ok_or_else(|| TimestampError::attribute("content-type", "is missing: nothing is signed but the content"))?;
    let encodings = set.encodings(MAX_ATTRIBUTES).map_err(wrong(what))?;
    // RFC 5652 section 5.4: what is signed is their DER, in which a set is sorted, and has nothing twice.
    if !encodings.is_sorted_by(|a, b| a < b) {
        return Err(TimestampError::malformed(what, "they are not sorted, as DER asks"));
    }
    let attributes = encodings.into_iter().map(Attribute::from_der);
    let attributes: Vec<Attribute<'a>> = attributes.collect::<Result<_, _>>().map_err(wrong(what))?;

    let name = "content-type";
    let found: ObjectIdentifier = needed(&attributes, CONTENT_TYPE, name)?;
    if found != TST_INFO {
        return Err(TimestampError::attribute(
            name,
            format!("is {found}, not that of the content"),
        ));
    }
    let digest: &OctetStringRef = needed(&attributes, MESSAGE_DIGEST, "message-digest")?;
    if digest.as_bytes() != hash.of(content) {
        return Err(TimestampError::Content);
    }
    let signed = AnyRef::new(Tag::Set, set.0).and_then(|set| set.to_der());
    Ok(Attributes {
        signed: signed.map_err(wrong(what))?,
        lists: lists(&attributes)?,
    })
}

fn lists<'a>(attributes: &[Attribute<'a>]) -> Result<Vec<List<'a>>, TimestampError> {
    let mut lists = Vec::new();
    if let Some(found) = one::<SigningCertificateV2<'a>>(attributes, SIGNING_CERTIFICATE_V2, V2)? {
        let mut certificates = Vec::new();
        for named in found.certificates {
            let hash = named
                .algorithm
                .map(|algorithm| Hash::read("the name of a certificate", &algorithm));
            certificates.push(Named {
                hash: Some(hash.transpose()?.unwrap_or(Hash::Sha256)),
                digest: named.hash.as_bytes(),
                issuer_serial: named.issuer_serial,
            });
        }
        lists.push(List {
            attribute: V2,
            certificates,
        });
    }
    if let Some(found) = one::<SigningCertificate<'a>>(attributes, SIGNING_CERTIFICATE, V1)? {
        let certificates = found.certificates.into_iter().map(|named| Named {
            hash: None,
            digest: named.hash.as_bytes(),
            issuer_serial: named.issuer_serial,
        });
        let certificates = certificates.collect();
        lists.push(List {
            attribute: V1,
            certificates,
        });
    }
    if lists.is_empty() {
        return Err(TimestampError::attribute(
            V2,
            "is missing: the token does not say whose it is",
        ));
    }
    for list in &lists {
        if list.certificates.is_empty() || list.certificates.len() > MAX_NAMED {
            let reason = format!("names {} certificates, not 1 to {MAX_NAMED}", list.certificates.len());
            return Err(TimestampError::attribute(list.attribute, reason));
        }
    }
    Ok(lists)
}

impl Attributes<'_> {
    /// The attribute that means another signer than this, if one does: each that is there must mean it.
    pub(super) fn other_signer(&self, certificate: &Certificate<'_>) -> Option<&'static str> {
        let means = |list: &&List<'_>| list.certificates.first().is_some_and(|named| named.means(certificate));
        self.lists.iter().find(|list| !means(list)).map(|list| list.attribute)
    }

    /// Whether a chain may lead over this certificate: where an attribute names more than the signer's, it must name this too
    /// (RFC 5035 section 5.4).
    pub(super) fn allows(&self, certificate: &Certificate<'_>) -> bool {
        let allows = |list: &List<'_>| {
            list.certificates.len() == 1 || list.certificates.iter().any(|named| named.means(certificate))
        };
        self.lists.iter().all(allows)
    }
}

impl Named<'_> {
    fn means(&self, certificate: &Certificate<'_>) -> bool {
        let digest = match self.hash {
            Some(hash) => hash.of(certificate.der),
            // Second preimages of SHA-1 are not in reach, and the signature binds the key besides.
            None => sha1_smol::Sha1::from(certificate.der).digest().bytes().to_vec(),
        };
        let tbs = certificate.parsed.tbs_certificate();
        let issuer_serial = self.issuer_serial.as_ref().is_none_or(|named| {
            let issuer = matches!(named.issuer.as_slice(), [GeneralName::DirectoryName(name)] if name == tbs.issuer());
            issuer && named.serial == *tbs.serial_number()
        });
        digest == self.digest && issuer_serial
    }
}

/// The value of an attribute that must be there, once and with one value.
fn needed<'a, T: Decode<'a, Error = der::Error>>(
    attributes: &[Attribute<'a>],
    oid: ObjectIdentifier,
    name: &'static str,
) -> Result<T, TimestampError> {
    one(attributes, oid, name)?.ok_or_else(|| TimestampError::attribute(name, "is missing"))
}

/// The value of an attribute that may be there, once and with one value.
fn one<'a, T: Decode<'a, Error = der::Error>>(
    attributes: &[Attribute<'a>],
    oid: ObjectIdentifier,
    name: &'static str,
) -> Result<Option<T>, TimestampError> {
    let mut found = attributes.iter().filter(|attribute| attribute.name == oid);
    let Some(first) = found.next() else {
        return Ok(None);
    };
    if found.next().is_some() {
        return Err(TimestampError::attribute(name, "stands there twice"));
    }
    let malformed = |error: der::Error| TimestampError::attribute(name, format!("is not well formed: {error}"));
    let value = first.values.only().map_err(malformed)?;
    let several = || TimestampError::attribute(name, "has not exactly one value");
    value.map(Some).ok_or_else(several)
}

#[cfg(test)]
mod tests {
    use super::{Elements, read};
    use crate::timestamp::algorithm::Hash;
    use sekisho_model::error::Hint;

    const CONTENT: &[u8] = b"content";
    /// 1.2.840.113549.1.9
    const PKCS9: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9];

    /// Tag, length (below 128) and content.
    fn value(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
    }

    /// An attribute of PKCS#9 with these values.
    fn attribute(end: &[u8], values: &[u8]) -> Vec<u8> {
        value(0x30, &[value(6, &[&PKCS9, end].concat()), value(0x31, values)].concat())
    }

    fn content_type() -> Vec<u8> {
        attribute(&[3], &value(6, &[&PKCS9[..], &[16, 1, 4]].concat()))
    }

    fn digest() -> Vec<u8> {
        attribute(&[4], &value(4, &Hash::Sha256.of(CONTENT)))
    }

    /// A `SigningCertificateV2` with these certificates, none by default.
    fn named(certificates: &[u8]) -> Vec<u8> {
        attribute(&[16, 2, 47], &value(0x30, &value(0x30, certificates)))
    }

    fn one() -> Vec<u8> {
        value(0x30, &value(4, &[1; 32]))
    }

    fn code(mut attributes: Vec<Vec<u8>>) -> &'static str {
        attributes.sort();
        unsorted(&attributes)
    }

    fn unsorted(attributes: &[Vec<u8>]) -> &'static str {
        let set = attributes.concat();
        read(Some(Elements(&set)), CONTENT, Hash::Sha256).map_or_else(|error| error.code(), |_| "good")
    }

    #[test]
    fn attributes_must_be_there_once_and_sorted() {
        let all = || vec![content_type(), digest(), named(&one())];
        assert_eq!(code(all()), "good");
        let mut reversed = all();
        reversed.sort();
        reversed.reverse();
        assert_eq!(unsorted(&reversed), "timestamp-malformed");
        for missing in 0..3 {
            let mut some = all();
            some.remove(missing);
            assert_eq!(code(some), "timestamp-attribute", "{missing}");
        }
        // Twice the same is not a set; twice with other values is two answers.
        assert_eq!(code([all(), vec![digest()]].concat()), "timestamp-malformed");
        let other = attribute(&[4], &value(4, &[0; 32]));
        assert_eq!(code([all(), vec![other.clone()]].concat()), "timestamp-attribute");
        assert_eq!(code(vec![content_type(), other, named(&one())]), "timestamp-content");
        let two = attribute(&[4], &value(4, &Hash::Sha256.of(CONTENT)).repeat(2));
        assert_eq!(code(vec![content_type(), two, named(&one())]), "timestamp-attribute");
        let none = attribute(&[4], &[]);
        assert_eq!(code(vec![content_type(), none, named(&one())]), "timestamp-attribute");
        let data = attribute(&[3], &value(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]));
        assert_eq!(code(vec![data, digest(), named(&one())]), "timestamp-attribute");
        // Others may say what they like, the time of signing for instance.
        let time = attribute(&[5], &value(0x17, b"260131235959Z"));
        assert_eq!(code([all(), vec![time]].concat()), "good");
    }

    #[test]
    fn a_certificate_must_be_named_with_a_good_hash() {
        let judged = |certificates: &[u8]| code(vec![content_type(), digest(), named(certificates)]);
        assert_eq!(judged(&[]), "timestamp-attribute");
        let with = |oid: &[u8]| value(0x30, &[value(0x30, &value(6, oid)), value(4, &[1; 20])].concat());
        assert_eq!(judged(&with(&[0x2b, 0x0e, 0x03, 0x02, 0x1a])), "timestamp-sha1");
        assert_eq!(judged(&with(&[0x2a, 3])), "timestamp-algorithm");
        assert_eq!(
            judged(&with(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03])),
            "good"
        );
        assert_eq!(judged(&[0x30, 0]), "timestamp-attribute");
    }
}
