//! What the tests of signatures share: the keys that are printed in RFC 8032 §7.1 and RFC 6979 A.2.5, and files.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests; each uses some of it"
)]

use sekisho_bundle::sign::{Algorithm, SecretFile, SecretKey};
use std::path::PathBuf;

pub(crate) fn corpus(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/corpus/5-hostile")
        .join(path)
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/keys")
            .join(name),
    )
    .unwrap()
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let text: Vec<u8> = text.bytes().collect();
    let digit = |b: u8| char::from(b).to_digit(16).unwrap() as u8;
    text.chunks(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

fn plain(name: &str) -> SecretKey {
    match SecretFile::parse(&fixture(name)).unwrap() {
        SecretFile::Plain(key) => *key,
        SecretFile::Encrypted(_) => panic!("{name} is encrypted"),
    }
}

/// RFC 8032 §7.1, test 1.
pub(crate) fn ed25519() -> SecretKey {
    plain("ed25519-plain.pem")
}

/// RFC 6979 A.2.5.
pub(crate) fn p256() -> SecretKey {
    plain("p256-plain.pem")
}

/// Some other key, the same one for the same number.
pub(crate) fn numbered(algorithm: Algorithm, number: u8) -> SecretKey {
    let mut random = [0; SecretKey::RANDOM_BYTES];
    for (byte, value) in random.iter_mut().zip(1..) {
        *byte = value;
    }
    random[0] = number;
    random[32] = number;
    SecretKey::generate(algorithm, &random).unwrap()
}
