//! The forms of a token as the standards write them down: RFC 3161, RFC 5652 and RFC 5035, borrowed from its bytes.
//!
//! Only shapes are read here. What they must hold is said where they are judged.

use der::asn1::{BitStringRef, ObjectIdentifier, OctetStringRef};
use der::{
    AnyRef, Decode, DecodeValue, EncodeValue, FixedTag, Header, Length, Reader, Sequence, SliceReader, Tag, Writer,
};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierRef;

/// `id-signedData`, RFC 5652 section 5.1.
pub(super) const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// `id-ct-TSTInfo`, RFC 3161 section 2.4.2.
pub(super) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// `id-contentType`, RFC 5652 section 11.1.
pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
/// `id-messageDigest`, RFC 5652 section 11.2.
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// `id-aa-signingCertificate`, RFC 5035 section 5.
pub(super) const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
/// `id-aa-signingCertificateV2`, RFC 5035 section 3.
pub(super) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// Implements reading and writing of a type that only holds the bytes of a value.
macro_rules! held {
    ($name:ident, $tag:expr, $valid:expr) => {
        impl FixedTag for $name<'_> {
            const TAG: Tag = $tag;
        }

        impl<'a> DecodeValue<'a> for $name<'a> {
            type Error = der::Error;

            fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
                let bytes = reader.read_slice(header.length())?;
                if $valid(bytes) {
                    Ok(Self(bytes))
                } else {
                    Err(reader.error(Self::TAG.value_error()))
                }
            }
        }

        impl EncodeValue for $name<'_> {
            fn value_len(&self) -> der::Result<Length> {
                Length::try_from(self.0.len())
            }

            fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
                writer.write(self.0)
            }
        }
    };
}

/// A set or list whose elements are read one by one. The order of a set is for its reader to check: that of the certificates
/// is not signed, and many authorities do not sort it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Elements<'a>(pub(super) &'a [u8]);
held!(Elements, Tag::Set, |_: &[u8]| true);

impl<'a> Elements<'a> {
    /// The elements, each with tag and length, at most `limit` (one more is an error).
    pub(super) fn encodings(&self, limit: usize) -> der::Result<Vec<&'a [u8]>> {
        let mut reader = SliceReader::new(self.0)?;
        let mut found = Vec::new();
        while !reader.is_finished() {
            if found.len() == limit {
                return Err(der::ErrorKind::Overlength.into());
            }
            found.push(reader.tlv_bytes()?);
        }
        Ok(found)
    }

    /// How many elements there are.
    pub(super) fn count(&self) -> der::Result<usize> {
        Ok(self.encodings(usize::MAX)?.len())
    }

    /// The only element; `None` if there is none, or another.
    pub(super) fn only<T: Decode<'a, Error = der::Error>>(&self) -> der::Result<Option<T>> {
        match self.encodings(usize::MAX)?.as_slice() {
            [one] => T::from_der(one).map(Some),
            _ => Ok(None),
        }
    }
}

/// An integer of any length and sign: its two's complement, shortest form, most significant byte first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number<'a>(pub(super) &'a [u8]);
held!(Number, Tag::Integer, shortest);

/// A `GeneralizedTime` as text: der's own type knows no fractions of a second, which RFC 3161 allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time<'a>(pub(super) &'a [u8]);
held!(Time, Tag::GeneralizedTime, <[u8]>::is_ascii);

fn shortest(bytes: &[u8]) -> bool {
    match bytes {
        [] => false,
        [0, next, ..] => *next >= 0x80,
        [0xff, next, ..] => *next < 0x80,
        _ => true,
    }
}

/// RFC 3161 section 2.4.2.
#[derive(Clone, Debug, Sequence)]
pub(super) struct TimeStampResp<'a> {
    pub(super) status: PkiStatusInfo<'a>,
    pub(super) token: Option<AnyRef<'a>>,
}

/// RFC 3161 section 2.4.2, from RFC 4210.
#[derive(Clone, Debug, Sequence)]
pub(super) struct PkiStatusInfo<'a> {
    pub(super) status: u8,
    #[asn1(optional = "true")]
    pub(super) text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    pub(super) failure: Option<BitStringRef<'a>>,
}

/// RFC 5652 section 3.
#[derive(Clone, Debug, Sequence)]
pub(super) struct ContentInfo<'a> {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) content: AnyRef<'a>,
}

/// RFC 5652 section 5.1.
#[derive(Clone, Debug, Sequence)]
pub(super) struct SignedData<'a> {
    pub(super) version: u8,
    pub(super) digest_algorithms: Elements<'a>,
    pub(super) content: EncapsulatedContentInfo<'a>,
    #[asn1(
        context_specific = "0",
        tag_mode = "IMPLICIT",
        constructed = "true",
        optional = "true"
    )]
    pub(super) certificates: Option<Elements<'a>>,
    #[asn1(
        context_specific = "1",
        tag_mode = "IMPLICIT",
        constructed = "true",
        optional = "true"
    )]
    pub(super) crls: Option<Elements<'a>>,
    pub(super) signers: Elements<'a>,
}

/// RFC 5652 section 5.2.
#[derive(Clone, Debug, Sequence)]
pub(super) struct EncapsulatedContentInfo<'a> {
    pub(super) content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) content: Option<&'a OctetStringRef>,
}

/// RFC 5652 section 5.3.
#[derive(Clone, Debug, Sequence)]
pub(super) struct SignerInfo<'a> {
    pub(super) version: u8,
    pub(super) sid: AnyRef<'a>,
    pub(super) digest_algorithm: AlgorithmIdentifierRef<'a>,
    #[asn1(
        context_specific = "0",
        tag_mode = "IMPLICIT",
        constructed = "true",
        optional = "true"
    )]
    pub(super) signed: Option<Elements<'a>>,
    pub(super) signature_algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) signature: &'a OctetStringRef,
    #[asn1(
        context_specific = "1",
        tag_mode = "IMPLICIT",
        constructed = "true",
        optional = "true"
    )]
    pub(super) unsigned: Option<Elements<'a>>,
}

/// RFC 5652 section 10.2.4.
#[derive(Clone, Debug, Sequence)]
pub(super) struct IssuerAndSerialNumber<'a> {
    pub(super) issuer: AnyRef<'a>,
    pub(super) serial: SerialNumber,
}

/// RFC 5652 section 5.3.
#[derive(Clone, Debug, Sequence)]
pub(super) struct Attribute<'a> {
    pub(super) name: ObjectIdentifier,
    pub(super) values: Elements<'a>,
}

/// RFC 5035 section 5, with SHA-1 understood.
#[derive(Clone, Debug, Sequence)]
pub(super) struct SigningCertificate<'a> {
    pub(super) certificates: Vec<EssCertId<'a>>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<AnyRef<'a>>>,
}

/// RFC 5035 section 5.
#[derive(Clone, Debug, Sequence)]
pub(super) struct EssCertId<'a> {
    pub(super) hash: &'a OctetStringRef,
    #[asn1(optional = "true")]
    pub(super) issuer_serial: Option<IssuerSerial>,
}

/// RFC 5035 section 3.
#[derive(Clone, Debug, Sequence)]
pub(super) struct SigningCertificateV2<'a> {
    pub(super) certificates: Vec<EssCertIdV2<'a>>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<AnyRef<'a>>>,
}

/// RFC 5035 section 4; no algorithm means SHA-256.
#[derive(Clone, Debug, Sequence)]
pub(super) struct EssCertIdV2<'a> {
    #[asn1(optional = "true")]
    pub(super) algorithm: Option<AlgorithmIdentifierRef<'a>>,
    pub(super) hash: &'a OctetStringRef,
    #[asn1(optional = "true")]
    pub(super) issuer_serial: Option<IssuerSerial>,
}

/// RFC 5035 section 4.
#[derive(Clone, Debug, Sequence)]
pub(super) struct IssuerSerial {
    pub(super) issuer: Vec<GeneralName>,
    pub(super) serial: SerialNumber,
}

/// RFC 3161 section 2.4.2.
#[derive(Clone, Debug, Sequence)]
pub(super) struct TstInfo<'a> {
    pub(super) version: u8,
    pub(super) policy: ObjectIdentifier,
    pub(super) imprint: MessageImprint<'a>,
    pub(super) serial: Number<'a>,
    pub(super) time: Time<'a>,
    #[asn1(optional = "true")]
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(super) ordering: bool,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Number<'a>>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) tsa: Option<GeneralName>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) extensions: Option<Vec<Extension>>,
}

/// RFC 3161 section 2.4.2.
#[derive(Clone, Debug, Sequence)]
pub(super) struct MessageImprint<'a> {
    pub(super) algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) hash: &'a OctetStringRef,
}

/// RFC 3161 section 2.4.2.
#[derive(Clone, Copy, Debug, Sequence)]
pub(super) struct Accuracy {
    #[asn1(optional = "true")]
    pub(super) seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) micros: Option<u16>,
}
