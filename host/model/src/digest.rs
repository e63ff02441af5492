//! A SHA-256 digest, written `sha256:<64 hex digits>` everywhere: how evidence, plugins and records are named.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// In front of the digits.
const PREFIX: &str = "sha256:";

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of several parts, each with its length in front, so that no two lists of parts run together.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut digest = PartsDigest::default();
        parts.iter().for_each(|part| digest.part(part));
        digest.end()
    }

    /// From the 32 bytes themselves.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 64 hexadecimal digits, without the `sha256:` in front.
    pub fn hex(&self) -> String {
        self.with_text(|text| text.strip_prefix(PREFIX).unwrap_or_default().to_owned())
    }

    /// Hands its text over, which needs no memory of its own: a record has several for every check.
    fn with_text<T>(&self, read: impl FnOnce(&str) -> T) -> T {
        let mut text = [0; PREFIX.len() + 64];
        let (prefix, digits) = text.split_at_mut(PREFIX.len());
        prefix.copy_from_slice(PREFIX.as_bytes());
        for (pair, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(self.0) {
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        // INVARIANT: it is ASCII.
        read(std::str::from_utf8(&text).unwrap_or_default())
    }

    /// Reads `sha256:<hex>`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix(PREFIX)?;
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// A hexadecimal digit.
const fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }
}

/// A digest of parts as [`Digest::of_parts`] makes it, of parts that come one by one, and of one too long to be held piece
/// by piece.
#[derive(Debug, Clone, Default)]
pub struct PartsDigest(Sha256);

impl PartsDigest {
    /// One more part.
    pub fn part(&mut self, part: &[u8]) {
        self.begin_part(part.len() as u64);
        self.piece(part);
    }

    /// One more part, of so many bytes, whose pieces follow.
    pub fn begin_part(&mut self, length: u64) {
        self.0.update(length.to_be_bytes());
    }

    /// The next piece of the part that was begun.
    pub fn piece(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all that was told.
    pub fn end(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with_text(|text| serializer.serialize_str(text))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a sha256 digest")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, PartsDigest};

    #[test]
    fn a_part_may_come_in_pieces() {
        let mut digest = PartsDigest::default();
        digest.part(b"ab");
        digest.begin_part(5);
        [b"cd".as_slice(), b"", b"efg"]
            .iter()
            .for_each(|piece| digest.piece(piece));
        assert_eq!(digest.end(), Digest::of_parts(&[b"ab", b"cdefg"]));
    }

    #[test]
    fn names_the_empty_input_as_everybody_does() {
        let text = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b"").to_string(), text);
        assert_eq!(Digest::parse(text), Some(Digest::of(b"")));
        assert_ne!(Digest::of_parts(&[b"ab", b"c"]), Digest::of_parts(&[b"a", b"bc"]));
        assert_eq!(Digest::parse("sha256:zz"), None);
        assert_eq!(Digest::parse(&text[7..]), None);
    }
}
