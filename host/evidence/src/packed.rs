//! Files that hold other files, or one that was made smaller. What is in them is not read where they lie in a subject's directory:
//! whoever put them there should hear of it.

/// Signatures, where they stand, and how such a file is called.
const SIGNATURES: &[(&[u8], usize, &str)] = &[
    // RFC 1952, section 2.3.1, with the one method there is.
    (b"\x1f\x8b\x08", 0, "gzip"),
    // RFC 8878, section 3.1.1.
    (b"\x28\xb5\x2f\xfd", 0, "zstd"),
    (b"\xfd7zXZ\0", 0, "xz"),
    (b"1AY&SY", 4, "bzip2"),
    (b"\x04\x22\x4d\x18", 0, "lz4"),
    (b"7z\xbc\xaf\x27\x1c", 0, "7-Zip"),
    (b"Rar!\x1a\x07", 0, "RAR"),
    // POSIX.1-2017, pax interchange format.
    (b"ustar", 257, "tar"),
];

/// How a file is packed, if it is. Many formats are made of ZIP: it counts where the name says so.
pub(crate) fn how(path: &str, bytes: &[u8]) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if extension.eq_ignore_ascii_case("zip") && (bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")) {
        return Some("ZIP");
    }
    let is =
        |(signature, at, _): &&(&[u8], usize, &str)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(signature));
    SIGNATURES.iter().find(is).map(|(_, _, name)| *name)
}
