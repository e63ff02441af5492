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
