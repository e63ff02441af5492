//! The secret behind the salts, and a salt: what keeps an entry that is left out from being guessed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sekisho_model::Digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2_11::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// What a salt is made for, so that the same secret is nothing anywhere else.
const PURPOSE: &[u8] = b"sekisho disclosure/2";

/// 32 bytes from a generator fit for keys, one for each record. Whoever has it can make every salt: it stays with whoever discloses, beside the
/// record, and never goes into a disclosure.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// From the bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 64 hexadecimal digits in lower case, with or without a line feed after them; `None` where it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        read(text.strip_suffix('\r').unwrap_or(text)).map(Self::new)
    }

    /// The 64 hexadecimal digits, for the file in which it is kept.
    pub fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(&self.0))
    }

    /// The salt of an entry: HMAC-SHA256 under the secret of the purpose, the root of the ledger and the entry's place (8 bytes, big-endian).
    ///
    /// The root is in it so that a salt that was shown tells nothing about another record, should the secret be used twice after all.
    pub(super) fn salt(&self, ledger: &Digest, index: u64) -> Salt {
        // A key that is shorter than a block is filled up with zeros (RFC 2104 §2).
        let mut key = Zeroizing::new([0; 64]);
        key.iter_mut().zip(self.0.iter()).for_each(|(to, byte)| *to = *byte);
        let mut mac = Hmac::<Sha256>::new((&*key).into());
        mac.update(PURPOSE);
        mac.update(ledger.as_bytes());
        mac.update(&index.to_be_bytes());
        Salt(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The salt of one entry: 32 bytes, written as 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// From the bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl Serialize for Salt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text)
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("a salt has 64 hexadecimal digits in lower case"))
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    Digest::from_bytes(*bytes).hex()
}

fn read(text: &str) -> Option<[u8; 32]> {
    let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let digest = Digest::parse(&format!("sha256:{text}")).filter(|_| is_hex)?;
    Some(*digest.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with another implementation of HMAC (Python's).
    #[test]
    fn a_salt_is_hmac_sha256_of_purpose_root_and_place() {
        let salt = Secret::new([7; 32]).salt(&Digest::of(b""), 5);
        assert_eq!(
            hex(&salt.0),
            "16c16a6935c0fbe28fb9c8ee867846c41735c64365b9098df34bdb56a5151d1d"
        );
    }
}
