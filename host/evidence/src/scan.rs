//! Where pieces of JSON end. The plain part of a string is passed eight bytes at a time: most of a document is strings.

/// How many bytes are looked at together. More of them cost more than they spare: most strings are short.
const BLOCK: usize = 8;

/// The place of the first quote, backslash or control character from `from` on; the end of the text where there is none.
///
/// A call of its own costs less than what its constants cost where there is no room for them.
#[inline(never)]
pub(crate) fn plain_end(bytes: &[u8], from: usize) -> usize {
    let (blocks, _) = bytes.get(from..).unwrap_or_default().as_chunks::<BLOCK>();
    let mut at = from;
    for block in blocks {
        let marks = marks(u64::from_le_bytes(*block));
        if marks != 0 {
            return at.wrapping_add((marks.trailing_zeros() / 8) as usize);
        }
        at = at.wrapping_add(BLOCK);
    }
    tail_end(bytes, at)
}

/// How long the number is that bytes begin with, by the grammar of JSON; none where they begin with none.
pub(crate) fn number(bytes: &[u8]) -> Option<usize> {
    let byte = |at: usize| bytes.get(at).copied();
    let digits = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(at + count)
    };
    let start = usize::from(byte(0) == Some(b'-'));
    let mut at = if byte(start) == Some(b'0') {
        start + 1
    } else {
        digits(start)?
    };
    if byte(at) == Some(b'.') {
        at = digits(at + 1)?;
    }
    if matches!(byte(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(byte(at + 1), Some(b'+' | b'-')));
        at = digits(at + 1 + sign)?;
    }
    Some(at)
}

/// The highest bit of each special byte; bytes behind the first one may be marked without being special.
#[inline]
fn marks(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // One bit turned over, the quote stands right behind the control characters, and nothing else changes sides.
    let low = (word ^ (EACH * 0x02)).wrapping_sub(EACH * 0x21);
    let escape = (word ^ (EACH * 0x5c)).wrapping_sub(EACH);
    (low | escape) & !word & (EACH * 0x80)
}

/// The last bytes of a text, one by one.
#[cold]
fn tail_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let found = rest.iter().position(|byte| is_special(*byte));
    found.map_or(bytes.len(), |found| at.saturating_add(found))
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told_at_every_place() {
        for at in 0..40 {
            for byte in 0..=255u8 {
                let mut text = vec![b'x'; 40];
                text[at] = byte;
                let found = plain_end(&text, at.min(3));
                assert_eq!(found, if is_special(byte) { at } else { 40 }, "{byte} at {at}");
                // What stands in front is not looked at, and what stands behind does not hide it.
                text[39] = b'"';
                assert_eq!(plain_end(&text, at + 1), if at < 39 { 39 } else { 40 });
                assert_eq!(plain_end(&text, at), if is_special(text[at]) { at } else { 39 });
            }
        }
    }

    #[test]
    fn numbers_end_where_their_grammar_does() {
        for (text, length) in [
            ("0", Some(1)),
            ("01", Some(1)),
            ("-0.50e+10,", Some(9)),
            ("12]", Some(2)),
            ("1E-2", Some(4)),
            ("-", None),
            ("1.", None),
            (".5", None),
            ("1e", None),
            ("1e+", None),
            ("+1", None),
            ("", None),
        ] {
            assert_eq!(number(text.as_bytes()), length, "{text}");
        }
    }

    #[test]
    fn the_first_special_byte_is_found_among_others() {
        let mut state = 1u64;
        for _ in 0..200_000 {
            let block: [u8; 24] = std::array::from_fn(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Mostly bytes next to the special ones.
                let near = [
                    0x00, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0x9f, 0xa2, 0xdc, 0xff, b'x',
                ];
                near[(state >> 60) as usize]
            });
            let from = (state >> 33) as usize % 16;
            let first = block.iter().skip(from).position(|byte| is_special(*byte));
            assert_eq!(
                plain_end(&block, from),
                first.map_or(24, |first| from + first),
                "{block:x?}"
            );
        }
    }
}
