//! What is sent to an authority: a `TimeStampReq` (RFC 3161 section 2.4.1). Sending it is done by another tool.

use super::stamped::trimmed;
use sha2::{Digest, Sha256};

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// `AlgorithmIdentifier` of SHA-256 with the NULL that most authorities expect.
const SHA256: [u8; 15] = [
    0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
];

/// The request for a time stamp of `message`, as DER: SHA-256, version 1, certificates asked for, no policy.
///
/// `message` never leaves: only its hash stands in the request. `nonce` should be random (8 to 20 bytes; most authorities refuse
/// longer ones) and is compared with [`Stamped::answers`](super::Stamped::answers); an empty one is left out.
pub fn request(message: &[u8], nonce: &[u8]) -> Vec<u8> {
    let imprint = [SHA256.to_vec(), value(OCTET_STRING, &Sha256::digest(message))].concat();
    let nonce = if nonce.is_empty() { Vec::new() } else { unsigned(nonce) };
    let version = value(INTEGER, &[1]);
    let certificates = [0x01, 0x01, 0xff];
    let parts = [version, value(SEQUENCE, &imprint), nonce, certificates.to_vec()];
    value(SEQUENCE, &parts.concat())
}

/// An INTEGER that is not negative.
fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let magnitude = trimmed(bytes);
    let sign: &[u8] = match magnitude.first() {
        Some(byte) if *byte < 0x80 => &[],
        _ => &[0],
    };
    value(INTEGER, &[sign, magnitude].concat())
}

/// Tag, length and content.
fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut written = vec![tag];
    let length = content.len().to_be_bytes();
    let length = trimmed(&length);
    match (length, u8::try_from(length.len())) {
        ([], _) => written.push(0),
        ([short], _) if *short < 0x80 => written.push(*short),
        // A length has at most eight bytes.
        (long, count) => {
            written.push(0x80 | count.unwrap_or(8));
            written.extend_from_slice(long);
        }
    }
    written.extend_from_slice(content);
    written
}
