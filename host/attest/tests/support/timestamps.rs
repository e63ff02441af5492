//! The tokens and certificates that lie in `data/timestamps`.
#![allow(dead_code, reason = "each test uses its part")]

use base64::Engine as _;
use std::path::PathBuf;

/// What is stamped.
pub(crate) const MESSAGE: &[u8] = b"the signature of an attestation";

/// One of the files.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/timestamps");
    std::fs::read(folder.join(name)).unwrap()
}

/// What a file of one PEM block holds.
pub(crate) fn pem_content(name: &str) -> Vec<u8> {
    let text = String::from_utf8(file(name)).unwrap();
    let lines: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    base64::engine::general_purpose::STANDARD.decode(lines).unwrap()
}

/// As sigstore bundles write bytes.
pub(crate) fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
