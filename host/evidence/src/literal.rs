//! What stands between two values (`,"name":`, with its blanks), compared as a whole.

/// How many bytes are compared without a loop: most of them are no longer.
const LENGTH: usize = 32;
const WORDS: usize = LENGTH / 8;

/// Longer ones are not kept: they are blanks.
pub(crate) const MOST: usize = 1 << 10;

/// A piece of a document.
#[derive(Debug, Clone)]
pub(crate) struct Literal {
    words: [u64; WORDS],
    mask: [u64; WORDS],
    length: usize,
    /// What stands behind the first bytes.
    more: Box<[u8]>,
}

impl Literal {
    pub(crate) fn new(written: &[u8]) -> Self {
        let (first, more) = written.split_at(written.len().min(LENGTH));
        let (mut block, mut mask) = ([0; LENGTH], [0; LENGTH]);
        for ((to, one), byte) in block.iter_mut().zip(&mut mask).zip(first) {
            (*to, *one) = (*byte, u8::MAX);
        }
        Self {
            words: words(&block),
            mask: words(&mask),
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
        let Some((block, rest)) = text.split_first_chunk() else {
            return self.begins_end(text);
        };
        self.is_in(block) && (self.more.is_empty() || rest.starts_with(&self.more))
    }

    /// The same where hardly any text is left.
    #[cold]
    fn begins_end(&self, text: &[u8]) -> bool {
        let mut block = [0; LENGTH];
        for (to, byte) in block.iter_mut().zip(text) {
            *to = *byte;
        }
        self.length <= text.len() && self.is_in(&block)
    }

    /// Whether its first bytes are those of a block.
    #[inline]
    fn is_in(&self, block: &[u8; LENGTH]) -> bool {
        let differs = words(block)
            .into_iter()
            .zip(self.words)
            .zip(self.mask)
            .fold(0, |all, ((is, was), mask)| all | ((is ^ was) & mask));
        differs == 0
    }

    /// Whether it is this text.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        let other = Self::new(text);
        (self.words, self.length, &self.more) == (other.words, other.length, &other.more)
    }
}

#[inline]
fn words(block: &[u8; LENGTH]) -> [u64; WORDS] {
    let (words, _) = block.as_chunks::<8>();
    let mut all = [0; WORDS];
    for (to, word) in all.iter_mut().zip(words) {
        *to = u64::from_le_bytes(*word);
    }
    all
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
