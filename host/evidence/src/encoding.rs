//! Bytes to text: byte order marks first, then UTF-16 without a mark, ISO-2022-JP, UTF-8, and only then a guess from
//! the whole file (a guess from its beginning is wrong where the Japanese starts later).

use crate::ReadError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A decoded text and the label of its encoding: `utf-8`, `utf-16le`, `shift_jis` …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'b> {
    /// The text, without a byte order mark.
    pub text: Cow<'b, str>,
    /// The encoding, in lower case.
    pub encoding: String,
}

/// The encoding of a name, as `evidence.toml` may give it.
pub fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase();
    match label.as_str() {
        "cp932" | "ms932" | "windows-932" | "sjis" | "shiftjis" | "shift-jis" => Some(SHIFT_JIS),
        "jis" | "iso2022jp" => Some(ISO_2022_JP),
        "eucjp" | "euc_jp" => Some(EUC_JP),
        "utf16" | "utf16le" => Some(UTF_16LE),
        "utf16be" => Some(UTF_16BE),
        _ => Encoding::for_label(label.as_bytes()),
    }
}

/// Decodes a file; `None` where it is no text at all.
pub fn decode<'b>(bytes: &'b [u8], stated: Option<&str>) -> Result<Option<Text<'b>>, ReadError> {
    if let Some(label) = stated {
        let encoding = named(label).ok_or_else(|| ReadError::Encoding {
            encoding: label.to_owned(),
            line: None,
        })?;
        let bytes = Encoding::for_bom(bytes)
            .filter(|(e, _)| *e == encoding)
            .map_or(bytes, |(_, n)| bytes.get(n..).unwrap_or(bytes));
        return strict(bytes, encoding).map(Some);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strict(bytes.get(length..).unwrap_or(&[]), encoding).map(Some);
    }
    if let Some(odd) = odd(bytes) {
        let rest = bytes.get(odd..).unwrap_or_default();
        if memchr::memchr(0, rest).is_some() {
            return Ok(utf16(bytes));
        }
        // ISO-2022-JP is made of ASCII bytes, so it would pass for UTF-8: its escapes decide.
        if is_iso_2022_jp(rest)
            && let Ok(text) = strict(bytes, ISO_2022_JP)
        {
            return Ok(Some(text));
        }
    }
    if let Some(text) = utf8(bytes) {
        return Ok(Some(text));
    }
    if is_binary(bytes) {
        return Ok(None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    strict(bytes, guess)
        .or_else(|error| {
            // A file that is UTF-8 but for one byte is a broken UTF-8 file, not a file in a rare encoding.
            let others = [SHIFT_JIS, EUC_JP].into_iter().filter(|e| *e != guess);
            others
                .into_iter()
                .find_map(|e| strict(bytes, e).ok())
                .ok_or(match std::str::from_utf8(bytes) {
                    Err(utf8) if mostly_utf8(bytes) => invalid(bytes, utf8.valid_up_to(), UTF_8),
                    _ => error,
                })
        })
        .map(Some)
}

/// From this size on it is felt how often all bytes are looked at.
const LARGE: usize = 64 << 10;

/// A large file that begins like an object of JSON and is UTF-8, without a look for the two bytes by which [`decode`] tells
/// other encodings. JSON has neither of them (RFC 8259 §7), so that whoever has read it as JSON to its end knows that they
/// are not there; anybody else asks [`has_odd_bytes`] before the text is used.
pub fn at_first_sight(bytes: &[u8]) -> Option<Text<'_>> {
    let is_object = bytes.len() >= LARGE && bytes.trim_ascii_start().first() == Some(&b'{');
    is_object.then(|| utf8(bytes))?
}

/// Whether there is one of the two bytes that UTF-8 has and texts in it do not: then [`decode`] says what a file is.
pub fn has_odd_bytes(bytes: &[u8]) -> bool {
    odd(bytes).is_some()
}

/// The first byte of UTF-16 or of an escape of ISO-2022-JP. Nearly every file has neither: one look for both.
fn odd(bytes: &[u8]) -> Option<usize> {
    memchr::memchr2(0, 0x1b, bytes)
}

/// UTF-8, looked at in blocks of 64 bytes: the standard library's look takes half as long again.
fn utf8(bytes: &[u8]) -> Option<Text<'_>> {
    let text = simdutf8::compat::from_utf8(bytes).ok()?;
    Some(Text {
        text: Cow::Borrowed(text),
        encoding: label(UTF_8),
    })
}

fn label(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

fn strict<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<Text<'b>, ReadError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Text {
            text,
            encoding: label(encoding),
        }),
        None => Err(invalid(bytes, first_fault(bytes, encoding), encoding)),
    }
}

fn invalid(bytes: &[u8], at: usize, encoding: &'static Encoding) -> ReadError {
    let before = bytes.get(..at).unwrap_or(&[]);
    let line = u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).ok();
    ReadError::Encoding {
        encoding: label(encoding),
        line,
    }
}

/// Where decoding fails first.
fn first_fault(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = vec![0_u8; 64 << 10];
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut out, true);
        at += read;
        if !matches!(result, encoding_rs::DecoderResult::OutputFull) {
            return at;
        }
    }
}

/// UTF-16 without a mark: the order under which the file is sound text and mostly plain or Japanese characters.
fn utf16(bytes: &[u8]) -> Option<Text<'static>> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let weigh = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let (mut plain, mut all) = (0_usize, 0_usize);
        for c in text.chars() {
            all += 1;
            match c {
                '\0' => return None,
                '\t' | '\n' | '\r' | ' '..='~' => plain += 1,
                // A line end read the wrong way round is U+0A00 or U+0D00.
                '\u{0a00}' | '\u{0d00}' | '\u{e000}'..='\u{f8ff}' => return None,
                _ => {}
            }
        }
        // Text has at least some spaces, digits, separators or line ends.
        (plain * 20 >= all).then(|| (plain, text.into_owned(), encoding))
    };
    let (_, text, encoding) = [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(weigh)
        .max_by_key(|(plain, ..)| *plain)?;
    Some(Text {
        text: Cow::Owned(text),
        encoding: label(encoding),
    })
}

fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0x1b, bytes).any(|at| {
        matches!(bytes.get(at + 1..at + 3), Some(b"$B" | b"$@" | b"(J" | b"(I"))
            || matches!(bytes.get(at + 1..at + 4), Some(b"$(D"))
    })
}

/// Control characters that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let odd = bytes
        .iter()
        .take(64 << 10)
        .filter(|b| matches!(b, 0x01..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f))
        .count();
    odd * 50 > bytes.len().min(64 << 10)
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut faults) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    sound > faults * 4
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn short_texts_in_every_encoding() {
        let text = "資産番号,資産名\nA-1,①サーバ㈱高島屋―～\n";
        for encoding in [SHIFT_JIS, UTF_8] {
            let (bytes, _, _) = encoding.encode(text);
            let found = decode(&bytes, None).unwrap().unwrap();
            assert_eq!((found.text.as_ref(), found.encoding), (text, label(encoding)));
        }
        for (big, name) in [(false, "utf-16le"), (true, "utf-16be")] {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect();
            let found = decode(&bytes, None).unwrap().unwrap();
            assert_eq!((found.text.as_ref(), found.encoding.as_str()), (text, name));
        }
    }

    #[test]
    fn what_is_broken_says_where_and_what_is_no_text_is_none() {
        let lone = [0xff, 0xfe, b'a', 0, b'\n', 0, 0x00, 0xd8, b'b', 0];
        assert!(matches!(decode(&lone, None), Err(ReadError::Encoding { .. })));
        assert_eq!(decode(b"ab\0\0\0\x01\x02c", None).unwrap(), None);
        let error = decode("日本語の文\nここまで".as_bytes().get(..20).unwrap(), Some("utf-8")).unwrap_err();
        assert!(matches!(error, ReadError::Encoding { line: Some(2), .. }), "{error:?}");
        assert!(decode(b"abc", Some("klingon")).is_err());
    }
}
