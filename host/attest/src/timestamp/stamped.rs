//! What a verified time stamp says.

use super::asn1::Number;
use sekisho_model::Digest;
use std::fmt;
use std::time::Duration;

/// That something existed at a time, said by an authority that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The time of the stamp: whole seconds since 1970-01-01T00:00:00Z.
    pub time: u64,
    /// Nanoseconds after [`time`](Self::time); most authorities give none.
    pub fraction: u32,
    /// By how much the clock may be wrong, either way; `None` if the authority does not say.
    pub accuracy: Option<Duration>,
    /// Object identifier of the policy under which the authority stamps.
    pub policy: String,
    /// The authority's number for this stamp.
    pub serial: Integer,
    /// Subject of the authority's certificate, in the form of RFC 4514.
    pub authority: String,
    /// SHA-256 of the authority's certificate (DER).
    pub certificate: Digest,
    /// What the requester put into the request to know the answer by.
    pub nonce: Option<Integer>,
}

impl Stamped {
    /// The last moment at which it came into being, in seconds since 1970-01-01T00:00:00Z, rounded up: the stamp and its accuracy.
    pub fn latest(&self) -> u64 {
        let moment = Duration::new(self.time, self.fraction).saturating_add(self.accuracy.unwrap_or_default());
        moment.as_secs().saturating_add(u64::from(moment.subsec_nanos() > 0))
    }

    /// Whether this answers the [`request`](super::request) with that nonce.
    pub fn answers(&self, nonce: &[u8]) -> bool {
        let magnitude = trimmed(nonce);
        match &self.nonce {
            None => nonce.is_empty(),
            Some(found) => !nonce.is_empty() && !found.negative() && trimmed(&found.0) == magnitude,
        }
    }
}

/// A whole number as long as authorities make them, at least 160 bits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Integer(Vec<u8>);

impl Integer {
    pub(super) fn new(number: Number<'_>) -> Self {
        Self(number.0.to_vec())
    }

    /// Two's complement, shortest form, most significant byte first (the content of a DER INTEGER).
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn negative(&self) -> bool {
        self.0.first().is_some_and(|byte| *byte >= 0x80)
    }
}

impl fmt::Display for Integer {
    /// Hexadecimal with its sign, as `openssl ts -text` writes it in other letters: `0x1f`, `-0x21`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut magnitude = self.0.clone();
        if self.negative() {
            f.write_str("-")?;
            let mut carry = true;
            for byte in magnitude.iter_mut().rev() {
                (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
            }
        }
        f.write_str("0x")?;
        match trimmed(&magnitude) {
            [] => f.write_str("00"),
            digits => digits.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Without the zeros in front.
pub(super) fn trimmed(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Integer, Stamped};
    use sekisho_model::Digest;
    use std::time::Duration;

    #[test]
    fn numbers_are_written_with_their_sign() {
        for (bytes, text) in [
            (&[0][..], "0x00"),
            (&[0x0f], "0x0f"),
            (&[0, 0x80], "0x80"),
            (&[0x80], "-0x80"),
            (&[0xff, 0x00], "-0x0100"),
            (&[0xde, 0xad, 0xbe, 0xef], "-0x21524111"),
        ] {
            assert_eq!(Integer(bytes.to_vec()).to_string(), text);
        }
    }

    #[test]
    fn the_last_moment_is_rounded_up_and_nonces_are_compared_as_numbers() {
        let mut stamped = Stamped {
            time: 10,
            fraction: 0,
            accuracy: None,
            policy: "1.2".to_owned(),
            serial: Integer(vec![1]),
            authority: String::new(),
            certificate: Digest::of(b""),
            nonce: None,
        };
        assert_eq!(stamped.latest(), 10);
        stamped.fraction = 1;
        assert_eq!(stamped.latest(), 11);
        stamped.accuracy = Some(Duration::from_millis(1000));
        assert_eq!(stamped.latest(), 12);
        assert!(stamped.answers(&[]) && !stamped.answers(&[0]));
        for (nonce, sent, same) in [
            (vec![0], vec![0, 0], true),
            (vec![0, 0x80], vec![0x80], true),
            (vec![0x80], vec![0x80], false),
            (vec![1], vec![2], false),
            (vec![1], vec![], false),
        ] {
            stamped.nonce = Some(Integer(nonce));
            assert_eq!(stamped.answers(&sent), same, "{sent:?}");
        }
    }
}
