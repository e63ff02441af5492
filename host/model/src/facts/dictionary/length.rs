//! The length of a text, written before it: six bits of it in every byte, the lowest first, and the seventh bit set where
//! more follow. Such bytes are characters, so that lengths and texts together are text.

/// Bits of a length in a byte.
const BITS: u32 = 6;
const MORE: u8 = 1 << BITS;

/// Most bytes of the length of a text that there is memory for.
pub(super) const MOST: usize = 8;

/// Writes a length.
#[inline]
pub(super) fn write(mut length: usize, to: &mut String) {
    while length >= usize::from(MORE) {
        to.push(char::from(MORE | (length % usize::from(MORE)) as u8));
        length >>= BITS;
    }
    to.push(char::from(length as u8));
}

/// The text whose length stands at a place.
#[inline]
pub(super) fn read(from: &str, mut at: usize) -> Option<&str> {
    let (mut length, mut bits) = (0, 0);
    loop {
        let byte = *from.as_bytes().get(at)?;
        at += 1;
        length |= usize::from(byte & (MORE - 1)) << bits;
        if byte < MORE {
            return from.get(at..at.checked_add(length)?);
        }
        bits += BITS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_are_read_as_they_were_written() {
        let all = "組".repeat(30_000);
        let mut written = String::new();
        let lengths = [0, 1, 2, 20, 21, 22, 63, 64, 1_365, 1_366, 4_095, 4_096, 30_000];
        let places: Vec<usize> = lengths
            .iter()
            .map(|characters| {
                let (at, text) = (written.len(), all.get(..3 * characters).unwrap_or(""));
                write(text.len(), &mut written);
                written.push_str(text);
                at
            })
            .collect();
        for (at, characters) in places.into_iter().zip(lengths) {
            assert_eq!(read(&written, at), all.get(..3 * characters));
        }
        assert_eq!(read(&written, written.len()), None);
        let mut largest = String::new();
        write(u32::MAX as usize, &mut largest);
        assert!(largest.len() <= MOST);
        assert_eq!(read(&largest, 0), None, "no text that long");
    }
}
