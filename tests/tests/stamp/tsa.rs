//! A time stamping authority for tests (RFC 3161, RFC 5652, RFC 5280): it answers requests as an authority on the network would, with
//! a chain of two certificates. It is written against the standards and shares no line with what reads its answers; an oracle
//! of its own it is not: that are the recorded tokens of OpenSSL in `host/attest/tests/data/timestamps`.

use base64::Engine as _;
use sekisho_bundle::sign::{Algorithm, SecretKey, Signer as _};
use sha2::{Digest as _, Sha256};

/// 1.2.840.113549.1
const PKCS: [u8; 7] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1];
/// 1.2.840.10045.4.3.2, ecdsa-with-SHA256.
const ECDSA: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// 2.16.840.1.101.3.4.2.1, SHA-256.
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];

/// Tag, length and content.
fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let length = match length {
        0..0x80 => vec![length as u8],
        0x80..0x100 => vec![0x81, length as u8],
        _ => vec![0x82, (length >> 8) as u8, length as u8],
    };
    [&[tag], length.as_slice(), content].concat()
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    value(0x30, &parts.concat())
}

fn oid(bytes: &[u8]) -> Vec<u8> {
    value(6, bytes)
}

/// An identifier below PKCS#9 or PKCS#7.
fn pkcs(end: &[u8]) -> Vec<u8> {
    oid(&[&PKCS, end].concat())
}

fn name(common: &str) -> Vec<u8> {
    let attribute = sequence(&[&oid(&[0x55, 4, 3]), &value(0x0c, common.as_bytes())]);
    sequence(&[&value(0x31, &attribute)])
}

fn sha256() -> Vec<u8> {
    sequence(&[&oid(&SHA256), &[5, 0]])
}

/// An authority: a root that others may trust, and a signer below it.
pub(crate) struct Authority {
    root: Vec<u8>,
    signer: Vec<u8>,
    issuer: Vec<u8>,
    key: SecretKey,
}

impl Authority {
    /// One with a name of its own; the seed makes its keys.
    pub(crate) fn new(common: &str, seed: u8) -> Self {
        let key = |at: u8| SecretKey::generate(Algorithm::EcdsaP256, &std::array::from_fn(|n| seed + at + n as u8));
        let (above, key) = (key(0).unwrap(), key(100).unwrap());
        let issuer = name(&format!("{common} Root"));
        // keyCertSign; cA.
        let authority = [
            extension(&[0x55, 0x1d, 0x13], &[0x30, 3, 1, 1, 0xff]),
            extension(&[0x55, 0x1d, 0x0f], &[3, 2, 2, 4]),
        ];
        // digitalSignature; timeStamping.
        let purpose = sequence(&[&oid(&[0x2b, 6, 1, 5, 5, 7, 3, 8])]);
        let stamps = [
            extension(&[0x55, 0x1d, 0x0f], &[3, 2, 7, 0x80]),
            extension(&[0x55, 0x1d, 0x25], &purpose),
        ];
        Self {
            root: certificate(1, &issuer, &issuer, &above, &above, &authority.concat()),
            signer: certificate(2, &issuer, &name(common), &key, &above, &stamps.concat()),
            issuer,
            key,
        }
    }

    /// The root's certificate as PEM.
    pub(crate) fn pem(&self) -> String {
        let text = base64::engine::general_purpose::STANDARD.encode(&self.root);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(64)
            .map(|l| std::str::from_utf8(l).unwrap())
            .collect();
        format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        )
    }

    /// Answers a request: what it asks to stamp was there at `time` (`YYYYMMDDhhmmssZ`).
    pub(crate) fn answer(&self, request: &[u8], time: &str) -> Vec<u8> {
        let parts = children(request);
        let (imprint, nonce) = (&parts[1], parts.iter().skip(2).find(|part| part[0] == 2));
        let mut info = vec![value(2, &[1]), oid(&[0x2a, 3, 4]), imprint.clone(), value(2, &[7])];
        info.push(value(0x18, time.as_bytes()));
        info.extend(nonce.cloned());
        let info = value(0x30, &info.concat());
        let named = sequence(&[&sequence(&[&sequence(&[&value(4, &Sha256::digest(&self.signer))])])]);
        let mut attributes = [
            attribute(&[9, 3], &pkcs(&[9, 16, 1, 4])),
            attribute(&[9, 4], &value(4, &Sha256::digest(&info))),
            attribute(&[9, 16, 2, 47], &named),
        ];
        attributes.sort();
        let attributes = attributes.concat();
        let signature = self.key.sign(&value(0x31, &attributes)).unwrap();
        let signer = sequence(&[
            &value(2, &[1]),
            &sequence(&[&self.issuer, &value(2, &[2])]),
            &sha256(),
            &value(0xa0, &attributes),
            &sequence(&[&oid(&ECDSA)]),
            &value(4, &signature),
        ]);
        let signed = sequence(&[
            &value(2, &[3]),
            &value(0x31, &sha256()),
            &sequence(&[&pkcs(&[9, 16, 1, 4]), &value(0xa0, &value(4, &info))]),
            &value(0xa0, &self.signer),
            &value(0x31, &signer),
        ]);
        let token = sequence(&[&pkcs(&[7, 2]), &value(0xa0, &signed)]);
        sequence(&[&sequence(&[&value(2, &[0])]), &token])
    }
}

fn extension(id: &[u8], content: &[u8]) -> Vec<u8> {
    sequence(&[&oid(id), &[1, 1, 0xff], &value(4, content)])
}

fn attribute(end: &[u8], content: &[u8]) -> Vec<u8> {
    sequence(&[&pkcs(end), &value(0x31, content)])
}

fn certificate(
    number: u8,
    issuer: &[u8],
    subject: &[u8],
    key: &SecretKey,
    by: &SecretKey,
    extensions: &[u8],
) -> Vec<u8> {
    let algorithm = sequence(&[&oid(&ECDSA)]);
    let time = |text: &str| value(0x17, text.as_bytes());
    let validity = sequence(&[&time("100101000000Z"), &time("491231235959Z")]);
    let inner = sequence(&[
        &value(0xa0, &value(2, &[2])),
        &value(2, &[number]),
        &algorithm,
        issuer,
        &validity,
        subject,
        key.public().to_der(),
        &value(0xa3, &value(0x30, extensions)),
    ]);
    let signature = [&[0], by.sign(&inner).unwrap().as_slice()].concat();
    sequence(&[&inner, &algorithm, &value(3, &signature)])
}

/// The parts of a sequence, each with its tag and length.
fn children(bytes: &[u8]) -> Vec<Vec<u8>> {
    let split = |bytes: &[u8]| -> (usize, usize) {
        match bytes[1] {
            length if length < 0x80 => (2, usize::from(length)),
            0x81 => (3, usize::from(bytes[2])),
            _ => panic!("longer than requests are"),
        }
    };
    let (head, length) = split(bytes);
    let mut rest = &bytes[head..head + length];
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (head, length) = split(rest);
        let (part, after) = rest.split_at(head + length);
        parts.push(part.to_vec());
        rest = after;
    }
    parts
}
