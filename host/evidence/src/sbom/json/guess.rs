//! Which member comes next: objects of one list mostly have the same members in the same order, so that what stood
//! between two values the last time (`,"name":`, with its blanks) is compared as a whole, and the name is neither
//! scanned nor looked up. Where it is something else, the name is read as it stands.

/// How many bytes a guess may have, and how many guesses are kept.
const LENGTH: usize = 32;
const WORDS: usize = LENGTH / 8;
const KEPT: usize = 128;

/// The names of an object, as numbers tell them apart.
pub(super) type Names = &'static [&'static str];

/// What came behind a member the last time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    /// Where the names stand in memory; no object has names at 0.
    of: usize,
    before: u8,
    /// The member that came.
    pub(super) number: u8,
    /// Where its name began, and where its value did.
    pub(super) name: u8,
    pub(super) length: u8,
    words: [u64; WORDS],
    mask: [u64; WORDS],
}

/// The guesses of one document.
#[derive(Debug)]
pub(super) struct Guesses([Guess; KEPT]);

impl Guesses {
    pub(super) fn none() -> Self {
        let none = Guess {
            of: 0,
            before: 0,
            number: 0,
            name: 0,
            length: 0,
            words: [0; WORDS],
            mask: [0; WORDS],
        };
        Self([none; KEPT])
    }

    /// Every member of every object has a slot of its own, as long as there are few.
    #[inline]
    fn slot(of: usize, before: u8) -> usize {
        (of / size_of::<&str>()).wrapping_add(before.into()) % KEPT
    }

    /// The member behind another, if the text goes on as it did the last time.
    #[inline]
    pub(super) fn next(&self, names: Names, before: u8, rest: &[u8]) -> Option<&Guess> {
        let of = names.as_ptr().addr();
        let guess = self.0.get(Self::slot(of, before))?;
        let block = rest.first_chunk()?;
        let differs = words(block)
            .into_iter()
            .zip(guess.words)
            .zip(guess.mask)
            .fold(0, |all, ((is, was), mask)| all | ((is ^ was) & mask));
        (guess.of == of && guess.before == before && differs == 0).then_some(guess)
    }

    /// Remembers what came behind a member: the text from one value to the next, and where its name begins in it.
    pub(super) fn learn(&mut self, names: Names, before: u8, written: &[u8], name: usize, number: u8) {
        let of = names.as_ptr().addr();
        let (Some(slot), Ok(length), Ok(name)) = (
            self.0.get_mut(Self::slot(of, before)),
            u8::try_from(written.len()),
            u8::try_from(name),
        ) else {
            return;
        };
        let (mut block, mut mask) = ([0; LENGTH], [0; LENGTH]);
        let (Some(to), Some(ones)) = (block.get_mut(..written.len()), mask.get_mut(..written.len())) else {
            return;
        };
        to.copy_from_slice(written);
        ones.fill(u8::MAX);
        *slot = Guess {
            of,
            before,
            number,
            name,
            length,
            words: words(&block),
            mask: words(&mask),
        };
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
