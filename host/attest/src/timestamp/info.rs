//! The statement inside a token (`TSTInfo`, RFC 3161 section 2.4.2): what was stamped, and when.

use super::algorithm::Hash;
use super::asn1::{Accuracy, Time, TstInfo};
use super::error::TimestampError;
use super::token::{version, wrong};
use der::{DateTime, Decode, Encode};
use std::time::Duration;

const WHAT: &str = "time stamp's content";
/// 160 bits, and the byte for the sign.
const MAX_SERIAL: usize = 21;
/// Longer than any requester's.
const MAX_NONCE: usize = 128;

/// The parts that are judged.
#[derive(Debug)]
pub(super) struct Info<'a> {
    pub(super) raw: TstInfo<'a>,
    /// Since 1970, UTC.
    pub(super) moment: Duration,
    pub(super) accuracy: Option<Duration>,
}

/// Reads and judges a statement about `message`.
pub(super) fn read<'a>(content: &'a [u8], message: &[u8]) -> Result<Info<'a>, TimestampError> {
    let raw = TstInfo::from_der(content).map_err(wrong(WHAT))?;
    // A default that is written out, for instance, is not DER.
    if raw.to_der().map_err(wrong(WHAT))? != content {
        return Err(TimestampError::malformed(
            WHAT,
            "it is not written in its shortest form (DER)",
        ));
    }
    version(WHAT, raw.version, 1)?;
    imprint(&raw, message)?;
    // Negative numbers are made, and RFC 3161 has nothing against them.
    if raw.serial.0.len() > MAX_SERIAL {
        return Err(TimestampError::malformed(WHAT, "its number has more than 160 bits"));
    }
    if raw.nonce.is_some_and(|nonce| nonce.0.len() > MAX_NONCE) {
        return Err(TimestampError::malformed(WHAT, "its nonce has more than 128 bytes"));
    }
    if let Some(extension) = raw.extensions.iter().flatten().find(|extension| extension.critical) {
        return Err(TimestampError::CriticalExtension {
            what: "the time stamp",
            oid: format!(" ({})", extension.extn_id),
        });
    }
    let moment = moment(raw.time)?;
    let accuracy = raw.accuracy.map(accuracy).transpose()?;
    Ok(Info { raw, moment, accuracy })
}

fn imprint(raw: &TstInfo<'_>, message: &[u8]) -> Result<(), TimestampError> {
    let hash = Hash::read("the stamped hash", &raw.imprint.algorithm)?;
    let stamped = raw.imprint.hash.as_bytes();
    if stamped.len() != hash.length() {
        return Err(TimestampError::ImprintLength {
            found: stamped.len(),
            algorithm: hash.name(),
            expected: hash.length(),
        });
    }
    if stamped == hash.of(message) {
        Ok(())
    } else {
        Err(TimestampError::OtherMessage(hash.name()))
    }
}

/// `YYYYMMDDhhmmss[.s...]Z`, the fraction without zeros at its end.
fn moment(time: Time<'_>) -> Result<Duration, TimestampError> {
    let wrong = || TimestampError::malformed(WHAT, "its time is not of the form YYYYMMDDhhmmss[.s...]Z");
    let text = std::str::from_utf8(time.0).ok().and_then(|text| text.strip_suffix('Z'));
    let text = text.ok_or_else(wrong)?;
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if whole.len() != 14 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let part = |from: usize, to: usize| whole.get(from..to).and_then(|digits| digits.parse::<u8>().ok());
    let year = whole.get(..4).and_then(|digits| digits.parse::<u16>().ok());
    let parts = (year, part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    let (Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)) = parts else {
        return Err(wrong());
    };
    let date = DateTime::new(year, month, day, hour, minute, second).map_err(|_| wrong())?;
    let nanos = fraction.map_or(Some(0), nanos).ok_or_else(wrong)?;
    Ok(date.unix_duration().saturating_add(Duration::from_nanos(nanos.into())))
}

/// Up to nine digits, the last of which is not zero.
fn nanos(fraction: &str) -> Option<u32> {
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || fraction.is_empty() || fraction.len() > 9 || fraction.ends_with('0') {
        return None;
    }
    format!("{fraction:0<9}").parse().ok()
}

fn accuracy(accuracy: Accuracy) -> Result<Duration, TimestampError> {
    let sub = [accuracy.millis, accuracy.micros];
    if sub.into_iter().flatten().any(|part| !(1..=999).contains(&part)) {
        return Err(TimestampError::malformed(
            WHAT,
            "its accuracy has thousandths outside of 1 to 999",
        ));
    }
    let seconds = Duration::from_secs(accuracy.seconds.unwrap_or(0).into());
    let millis = Duration::from_millis(accuracy.millis.unwrap_or(0).into());
    let micros = Duration::from_micros(accuracy.micros.unwrap_or(0).into());
    Ok(seconds.saturating_add(millis).saturating_add(micros))
}

/// A time for people: `2026-01-31T23:59:59Z`.
pub(super) fn utc(moment: Duration) -> String {
    let date = DateTime::from_unix_duration(Duration::from_secs(moment.as_secs()));
    date.map_or_else(
        |_| format!("{} s after 1970", moment.as_secs()),
        |date| date.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::{read, utc};
    use crate::timestamp::TimestampError;
    use sekisho_model::error::Hint;
    use sha2::{Digest, Sha256};
    use std::time::Duration;

    /// Tag, length (below 128) and content.
    fn value(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn imprint(oid: &[u8], hash: &[u8]) -> Vec<u8> {
        let algorithm = value(0x30, &[value(6, oid), vec![5, 0]].concat());
        value(0x30, &[algorithm, value(4, hash)].concat())
    }

    /// A statement about `message`, with parts replaced or put at the end.
    struct Parts {
        version: Vec<u8>,
        imprint: Vec<u8>,
        serial: Vec<u8>,
        time: Vec<u8>,
        more: Vec<u8>,
    }

    impl Parts {
        fn new() -> Self {
            let sha256 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
            Self {
                version: value(2, &[1]),
                imprint: imprint(&sha256, &Sha256::digest(b"message")),
                serial: value(2, &[7]),
                time: value(0x18, b"20260131235959Z"),
                more: Vec::new(),
            }
        }

        fn judged(&self) -> Result<(Duration, Option<Duration>), TimestampError> {
            let policy = value(6, &[0x2a, 3, 4]);
            let parts = [
                &self.version,
                &policy,
                &self.imprint,
                &self.serial,
                &self.time,
                &self.more,
            ];
            let content = value(0x30, &parts.map(Vec::as_slice).concat());
            read(&content, b"message").map(|info| (info.moment, info.accuracy))
        }

        fn refused(&self) -> &'static str {
            self.judged().expect_err("refused").code()
        }

        fn timed(text: &str) -> Result<(Duration, Option<Duration>), TimestampError> {
            let time = value(0x18, text.as_bytes());
            Self { time, ..Self::new() }.judged()
        }

        fn with(more: &[u8]) -> Self {
            let more = more.to_vec();
            Self { more, ..Self::new() }
        }
    }

    #[test]
    fn times_are_read_with_their_fractions_and_strictly() {
        let (moment, accuracy) = Parts::new().judged().unwrap();
        assert_eq!((moment, accuracy), (Duration::from_secs(1_769_903_999), None));
        assert_eq!(utc(moment), "2026-01-31T23:59:59Z");
        assert_eq!(
            Parts::timed("20260131235959.05Z").unwrap().0,
            moment + Duration::from_millis(50)
        );
        assert_eq!(
            Parts::timed("20260131235959.123456789Z").unwrap().0.subsec_nanos(),
            123_456_789
        );
        assert!(Parts::timed("20240229000000Z").is_ok());
        for text in [
            "20260131235959",
            "2026013123595Z",
            "202601312359Z",
            "20260131235959.Z",
            "20260131235959.50Z",
            "20260131235959.1234567891Z",
            "20260131235959,5Z",
            "20260131235959+0900",
            "20260132235959Z",
            "20260131235960Z",
            "20250229000000Z",
            "19691231235959Z",
            "20260131240000Z",
            "+0260131235959Z",
            "20260131235959.-1Z",
            "",
            "\u{ff12}0260131235959Z",
        ] {
            assert_eq!(
                Parts::timed(text).expect_err(text).code(),
                "timestamp-malformed",
                "{text}"
            );
        }
    }

    #[test]
    fn accuracy_is_summed_and_bounded() {
        let all = Parts::with(&[0x30, 11, 2, 1, 2, 0x80, 2, 0x03, 0xe7, 0x81, 2, 0x01, 0xf4]);
        assert_eq!(all.judged().unwrap().1, Some(Duration::from_micros(2_999_500)));
        assert_eq!(Parts::with(&[0x30, 0]).judged().unwrap().1, Some(Duration::ZERO));
        for wrong in [
            &[0x30, 4, 0x80, 2, 0x03, 0xe8][..],
            &[0x30, 3, 0x80, 1, 0],
            &[0x30, 3, 0x81, 1, 0xff],
            &[0x30, 3, 2, 1, 0xff],
            &[0x30, 7, 2, 5, 1, 0, 0, 0, 0],
            &[0x30, 6, 0x81, 1, 1, 0x80, 1, 1],
        ] {
            assert_eq!(Parts::with(wrong).refused(), "timestamp-malformed", "{wrong:?}");
        }
    }

    #[test]
    fn the_stamped_hash_must_be_whole_known_and_of_the_message() {
        let sha256 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
        let md5 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05];
        let hash = Sha256::digest(b"message");
        for (imprint, code) in [
            (imprint(&sha256, &hash[..31]), "timestamp-imprint-length"),
            (
                imprint(&sha256, &[hash.as_slice(), &[0]].concat()),
                "timestamp-imprint-length",
            ),
            (imprint(&sha256, &[]), "timestamp-imprint-length"),
            (imprint(&sha256, &Sha256::digest(b"another")), "timestamp-other-message"),
            (imprint(&[0x2b, 0x0e, 0x03, 0x02, 0x1a], &[0; 20]), "timestamp-sha1"),
            (imprint(&md5, &[0; 16]), "timestamp-algorithm"),
        ] {
            assert_eq!(
                Parts {
                    imprint,
                    ..Parts::new()
                }
                .refused(),
                code
            );
        }
    }

    #[test]
    fn what_is_not_understood_or_not_der_is_refused() {
        let version = value(2, &[2]);
        assert_eq!(
            Parts {
                version,
                ..Parts::new()
            }
            .refused(),
            "timestamp-version"
        );
        let extension = |critical: &[u8]| {
            let extension = value(
                0x30,
                &[value(6, &[0x2a, 3]), critical.to_vec(), value(4, &[5, 0])].concat(),
            );
            Parts::with(&value(0xa1, &extension))
        };
        assert_eq!(extension(&[1, 1, 0xff]).refused(), "timestamp-critical-extension");
        assert!(extension(&[]).judged().is_ok());
        for (name, more) in [
            ("a default that is written out", &[1, 1, 0][..]),
            ("a truth value that is not DER", &[1, 1, 1]),
            ("a nonce that is too long in form", &[2, 2, 0, 1]),
            ("something unknown", &[0xa2, 2, 5, 0]),
            ("parts in another order", &[2, 1, 5, 1, 1, 0xff]),
        ] {
            assert_eq!(Parts::with(more).refused(), "timestamp-malformed", "{name}");
        }
        assert!(Parts::with(&[1, 1, 0xff, 2, 1, 5]).judged().is_ok());
        for (serial, good) in [
            (value(2, &[1; 21]), true),
            (value(2, &[1; 22]), false),
            (value(2, &[0x80]), true),
            (value(2, &[]), false),
            (value(2, &[0, 1]), false),
            (value(2, &[0xff, 0x80]), false),
        ] {
            assert_eq!(Parts { serial, ..Parts::new() }.judged().is_ok(), good);
        }
    }
}
