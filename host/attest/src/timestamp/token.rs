//! An answer or a token taken apart: RFC 3161 section 2.4.2, RFC 5652 section 5.

use super::algorithm::Hash;
use super::asn1::{ContentInfo, PkiStatusInfo, SIGNED_DATA, SignedData, SignerInfo, TST_INFO, TimeStampResp};
use super::error::TimestampError;
use der::asn1::ObjectIdentifier;
use der::{AnyRef, Decode, SliceReader, Tag};
use x509_cert::spki::AlgorithmIdentifierRef;

/// No answer or token that is read is larger.
pub(super) const MAX_BYTES: usize = 1 << 20;
/// Most certificates in a token.
pub(super) const MAX_CERTIFICATES: usize = 16;
/// Most entries of a list that is not about certificates.
const MAX_ENTRIES: usize = 64;
/// Most characters of an authority's own words that are told.
const MAX_TEXT: usize = 200;

/// What a token holds.
#[derive(Debug)]
pub(super) struct Token<'a> {
    /// The `TSTInfo`, as DER.
    pub(super) content: &'a [u8],
    /// Certificates that came along.
    pub(super) certificates: Vec<&'a [u8]>,
    /// Who signed, and how.
    pub(super) signer: SignerInfo<'a>,
    /// The hash that the signer used.
    pub(super) hash: Hash,
}

/// Takes an answer or a token apart.
pub(super) fn read(bytes: &[u8]) -> Result<Token<'_>, TimestampError> {
    if bytes.len() > MAX_BYTES {
        return Err(TimestampError::TooLarge {
            what: "time stamp",
            size: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    let outer = AnyRef::from_der(bytes).map_err(wrong("time stamp"))?;
    let inner = SliceReader::new(outer.value()).and_then(|reader| Tag::peek(&reader));
    let info = match inner.map_err(wrong("time stamp"))? {
        // An answer begins with a status, a token with its type.
        Tag::Sequence => {
            let answer: TimeStampResp<'_> = outer.decode_as().map_err(wrong("answer"))?;
            let token = granted(&answer)?;
            token.decode_as().map_err(wrong("token"))?
        }
        _ => outer.decode_as().map_err(wrong("token"))?,
    };
    signed(&info)
}

fn granted<'a>(answer: &TimeStampResp<'a>) -> Result<AnyRef<'a>, TimestampError> {
    let status = &answer.status;
    if status.status > 1 {
        return Err(TimestampError::NotGranted(told(status)));
    }
    if status.failure.is_some() {
        return Err(TimestampError::malformed("answer", "it is granted and failed at once"));
    }
    let missing = || TimestampError::malformed("answer", "it is granted and has no token");
    answer.token.ok_or_else(missing)
}

/// Status, text and failures, in words.
fn told(status: &PkiStatusInfo<'_>) -> String {
    let mut parts = vec![match status.status {
        2 => "rejected".to_owned(),
        3 => "waiting".to_owned(),
        4 => "a revocation is near".to_owned(),
        5 => "the authority was revoked".to_owned(),
        other => format!("status {other}"),
    }];
    for (bit, set) in status.failure.iter().flat_map(|failure| failure.bits()).enumerate() {
        let name = match bit {
            0 => "badAlg",
            2 => "badRequest",
            5 => "badDataFormat",
            14 => "timeNotAvailable",
            15 => "unacceptedPolicy",
            16 => "unacceptedExtension",
            17 => "addInfoNotAvailable",
            25 => "systemFailure",
            _ => continue,
        };
        if set {
            parts.push(name.to_owned());
        }
    }
    let text = status.text.iter().flatten();
    parts.extend(text.take(MAX_ENTRIES).map(|text| format!("\"{}\"", shown(text))));
    parts.join(", ")
}

fn signed<'a>(info: &ContentInfo<'a>) -> Result<Token<'a>, TimestampError> {
    is(
        "token",
        info.content_type,
        SIGNED_DATA,
        "signedData (1.2.840.113549.1.7.2)",
    )?;
    let data: SignedData<'a> = info.content.decode_as().map_err(wrong("signed data"))?;
    version("signed data", data.version, 3)?;
    is(
        "content of the token",
        data.content.content_type,
        TST_INFO,
        "TSTInfo (1.2.840.113549.1.9.16.1.4)",
    )?;
    let missing = || TimestampError::malformed("signed data", "it has no content");
    let content = data.content.content.ok_or_else(missing)?.as_bytes();
    let count = data.signers.count().map_err(wrong("list of signers"))?;
    let signer: Option<SignerInfo<'a>> = data.signers.only().map_err(wrong("signer"))?;
    let signer = signer.ok_or(TimestampError::Signers(count))?;
    // RFC 5652 section 5.3: 1 for issuer and number, 3 for the identifier of a key.
    let expected = if signer.sid.header().tag() == Tag::Sequence {
        1
    } else {
        3
    };
    version("signer", signer.version, expected)?;
    let hash = Hash::read("the token", &signer.digest_algorithm)?;
    announced(&data, &signer)?;
    for ignored in [data.crls, signer.unsigned].into_iter().flatten() {
        ignored.count().map_err(wrong("token"))?;
    }
    Ok(Token {
        content,
        certificates: certificates(&data)?,
        signer,
        hash,
    })
}

/// The signer's hash must stand at the head of the token, too.
fn announced(data: &SignedData<'_>, signer: &SignerInfo<'_>) -> Result<(), TimestampError> {
    let what = "list of hashes";
    let encodings = data.digest_algorithms.encodings(MAX_ENTRIES).map_err(wrong(what))?;
    let listed = encodings.into_iter().map(AlgorithmIdentifierRef::from_der);
    let listed = listed.collect::<Result<Vec<_>, _>>().map_err(wrong(what))?;
    match listed.iter().find(|listed| listed.oid == signer.digest_algorithm.oid) {
        Some(found) => Hash::read(what, found).map(drop),
        None => Err(TimestampError::malformed(what, "the signer's is not among them")),
    }
}

fn certificates<'a>(data: &SignedData<'a>) -> Result<Vec<&'a [u8]>, TimestampError> {
    let what = "list of certificates";
    let Some(list) = data.certificates else {
        return Ok(Vec::new());
    };
    let found = list.encodings(MAX_CERTIFICATES).map_err(|error| match error.kind() {
        der::ErrorKind::Overlength => TimestampError::TooMany {
            what: "certificates in the token",
            limit: MAX_CERTIFICATES,
        },
        _ => TimestampError::malformed(what, error),
    })?;
    for encoded in &found {
        // The other choices are certificates of other kinds, which version 3 does not have.
        let element = AnyRef::from_der(encoded).map_err(wrong(what))?;
        if element.header().tag() != Tag::Sequence {
            return Err(TimestampError::malformed(
                what,
                "one of them is not an X.509 certificate",
            ));
        }
    }
    Ok(found)
}

fn is(
    what: &'static str,
    found: ObjectIdentifier,
    must: ObjectIdentifier,
    expected: &'static str,
) -> Result<(), TimestampError> {
    if found == must {
        return Ok(());
    }
    let found = found.to_string();
    Err(TimestampError::ContentType { what, found, expected })
}

pub(super) fn version(what: &'static str, found: u8, expected: u8) -> Result<(), TimestampError> {
    if found == expected {
        Ok(())
    } else {
        Err(TimestampError::Version { what, found, expected })
    }
}

/// What der says, about a thing.
pub(super) fn wrong(what: &'static str) -> impl Fn(der::Error) -> TimestampError {
    move |error| TimestampError::malformed(what, error)
}

/// Somebody else's text, fit to be printed: cut, and without control characters.
pub(super) fn shown(text: &str) -> String {
    let clean = text.chars().take(MAX_TEXT);
    let mut clean: String = clean.map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(MAX_TEXT).is_some() {
        clean.push('…');
    }
    clean
}
