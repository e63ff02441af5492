//! What stands between two values (`,"name":`, with its blanks), compared as a whole.

/// How many bytes are compared without a loop: most of them are no longer.
const LENGTH: usize = 32;

/// Longer ones are not kept: they are blanks.
pub(crate) const MOST: usize = 1 << 10;

/// A piece of a document.
#[derive(Debug, Clone)]
pub(crate) struct Literal {
    first: Half,
    second: Half,
    length: usize,
    /// What stands behind the first bytes.
    more: Box<[u8]>,
}

/// Up to sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Half {
    bytes: u128,
    mask: u128,
}

impl Literal {
    pub(crate) fn new(written: &[u8]) -> Self {
        let (block, more) = written.split_at(written.len().min(LENGTH));
        let (first, second) = block.split_at(block.len().min(LENGTH / 2));
        Self {
            first: Half::new(first),
            second: Half::new(second),
            length: written.len(),
            more: more.into(),
        }
    }

    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Whether a text begins with it.
    #[inline]
    pub(crate) fn begins(&self, text: &[u8]) -> bool {
        let Some((first, rest)) = text.split_first_chunk() else {
            return self.begins_end(text);
        };
        let Some((second, rest)) = rest.split_first_chunk() else {
            return self.begins_end(text);
        };
        self.is_in(*first, *second) && (self.more.is_empty() || rest.starts_with(&self.more))
    }

    /// The same where hardly any text is left.
    #[cold]
    fn begins_end(&self, text: &[u8]) -> bool {
        let (first, second) = text.split_at(text.len().min(LENGTH / 2));
        self.length <= text.len() && self.is_in(padded(first), padded(second))
    }

    /// Whether its first bytes are those of a block.
    #[inline]
    fn is_in(&self, first: [u8; LENGTH / 2], second: [u8; LENGTH / 2]) -> bool {
        self.first.differs(first) | self.second.differs(second) == 0
    }

    /// Whether it is this text.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        let other = Self::new(text);
        (self.first, self.second, self.length, &self.more) == (other.first, other.second, other.length, &other.more)
    }
}

impl Half {
    fn new(bytes: &[u8]) -> Self {
        let mask = bytes.iter().fold(0, |mask, _| mask << 8 | u128::from(u8::MAX));
        Self {
            bytes: u128::from_le_bytes(padded(bytes)),
            mask,
        }
    }

    /// Nothing but zeros where other bytes begin with these.
    #[inline]
    fn differs(self, other: [u8; LENGTH / 2]) -> u128 {
        (self.bytes ^ u128::from_le_bytes(other)) & self.mask
    }
}

/// So many bytes and nothing behind them.
fn padded(bytes: &[u8]) -> [u8; LENGTH / 2] {
    let mut block = [0; LENGTH / 2];
    for (to, byte) in block.iter_mut().zip(bytes) {
        *to = *byte;
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_told_from_what_nearly_is_it() {
        for length in 0..80 {
            let written: Vec<u8> = (0..length).map(|at| b'a' + at % 26).collect();
            let literal = Literal::new(&written);
            let text = |written: &[u8]| [written, &[b'#'; LENGTH]].concat();
            assert!(literal.begins(&text(&written)) && literal.is(&written), "{length}");
            assert_eq!(literal.length(), written.len());
            // At the end of a text as well, but not where a part of it is missing.
            assert!(
                literal.begins(&written) && literal.begins(&[&*written, b"#"].concat()),
                "{length}"
            );
            assert!(!literal.is(&[&*written, b"\0"].concat()), "{length}");
            for at in 0..written.len() {
                let mut other = written.clone();
                other[at] ^= 0x20;
                assert!(!literal.begins(&text(&other)) && !literal.is(&other), "{length}: {at}");
                assert!(!literal.begins(&other), "{length}: {at}");
                assert!(
                    !literal.is(&written[..at]) && !literal.begins(&written[..at]),
                    "{length}: {at}"
                );
            }
        }
    }
}
