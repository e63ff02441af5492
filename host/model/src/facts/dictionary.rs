//! The texts of a kind under small numbers: what text columns hold instead of text. Equal numbers are equal texts; equal
//! texts have one number but where a column hardly ever repeats itself (see `growing`).
//!
//! All texts stand one after the other, in pieces that are never moved once they are long; tables of numbers find them
//! again, one for short texts, which it holds itself, and one for all others; a few are found without. The tables are keyed with a seed of their
//! own for every dictionary, or for every list of words, so that nobody can prepare texts that collide; codes follow the order of first appearance,
//! so that the seed shows nowhere. Words that many subjects have are lent by [`Words`]: they have the same codes as if they
//! were told as texts, and are neither looked up nor copied.

mod length;
mod words;

pub use words::{Word, Words};

use crate::{growth, half};
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::fmt;
use std::hash::{BuildHasher, Hasher};

/// One known text: part of its hash beside its code, so that growing the table and most comparisons read no text.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    code: u32,
}

/// The first and the last eight bytes of a text, which may overlap, and its length: all of a short text, and enough to
/// tell most others apart. Every part is a whole word: a copy of less than what was written waits for it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    first: u64,
    last: u64,
    length: u64,
}

impl Ends {
    /// Of no text.
    pub const NONE: Self = Self {
        first: 0,
        last: 0,
        length: u64::MAX,
    };

    /// Of a text.
    #[inline]
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (first, last) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            (first.into(), last.into())
        } else {
            let all = bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
            (all, 0)
        };
        let length = bytes.len() as u64;
        Self { first, last, length }
    }

    /// Whether nothing of the text is left out.
    #[inline]
    pub fn are_all(self) -> bool {
        self.length <= 16
    }

    fn hash(self, seed: &RandomState) -> u64 {
        let mut hasher = seed.build_hasher();
        hasher.write_u64(self.first);
        hasher.write_u64(self.last);
        hasher.write_u64(self.length);
        hasher.finish()
    }
}

/// What a text is found by.
#[derive(Debug, Clone, Copy)]
enum Found {
    Short(u64, Ends),
    Long(u32),
}

impl Found {
    /// Part of its hash.
    #[inline]
    fn half(self) -> u32 {
        match self {
            Self::Short(hash, _) => half::of(hash),
            Self::Long(hash) => hash,
        }
    }
}

/// Set where what is kept of a text is the number of a word.
const WORD: u32 = 1 << 31;

/// From how many bytes on a piece is not made larger, and how many a new one has room for.
const LONG: usize = 256 << 10;
const ROOM: usize = 2 << 20;

/// How many texts the first piece of memory holds, how many of them can be found again before a table grows, and how many
/// bytes they have: most subjects are small, and growing costs them more than the room does.
const FIRST: usize = 112;
const FIRST_FOUND: usize = 56;
const FIRST_BYTES: usize = 512;
/// As many texts are looked through one by one: a subject whose texts are mostly words has no more of its own.
const FEW: usize = 32;

/// Texts numbered from 1 in order of appearance; 0 means "no text".
#[derive(Clone, Default)]
pub struct Dictionary {
    pieces: Vec<String>,
    /// Where each text begins in its piece, with its length before it; or which word it is.
    starts: Vec<u32>,
    /// How many texts there were when each piece but the first began.
    before: Vec<u32>,
    /// Empty as soon as there are more.
    few: Vec<Slot>,
    short: HashTable<(Ends, u32)>,
    long: HashTable<Slot>,
    seed: RandomState,
    words: Words,
    /// The code of each word, 0 where it was not met yet.
    met: Vec<u32>,
}

impl Dictionary {
    /// The code of a text, given one if it is new.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.intern_by(Ends::of(text), text)
    }

    /// The same for a text whose ends are known.
    pub(super) fn intern_by(&mut self, ends: Ends, text: &str) -> u32 {
        let by = self.by(ends, text);
        let word = self.words.find(by, text);
        if let Some((code, _)) = word.and_then(|word| self.meet(word)) {
            return code;
        }
        if let Some(code) = self.known(by, text) {
            return code;
        }
        let code = self.append(text);
        self.remember(by, code);
        code
    }

    /// Takes words that are lent, while there is no text yet.
    pub(super) fn lend(&mut self, words: &Words) {
        if self.is_empty() && self.words.is_none() {
            self.seed = words.seed();
            self.met = vec![0; words.len() as usize + 1];
            self.starts.reserve(FIRST);
            self.words = words.clone();
        }
    }

    /// Whether words of a list have the same numbers here.
    pub(super) fn has_words_of(&self, words: &Words) -> bool {
        self.words.are_of(words)
    }

    /// The words that were lent.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    /// The code of a word, and whether it is new and was given one; none where it was not lent.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "readers are bounded far below 2^32 rows")]
    pub(super) fn meet(&mut self, word: Word) -> Option<(u32, bool)> {
        let met = self.met.get_mut(word.number()).filter(|_| word != Word::NONE)?;
        let is_new = *met == 0;
        if is_new {
            self.starts.push(WORD | word.0);
            *met = self.starts.len() as u32;
        }
        Some((*met, is_new))
    }

    /// The word that a code stands for, if it stands for one.
    #[inline]
    pub(super) fn word(&self, code: u32) -> Option<Word> {
        word_at(*self.starts.get(code.checked_sub(1)? as usize)?)
    }

    /// The code of a text, if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        let by = self.by(Ends::of(text), text);
        let word = self.words.find(by, text);
        let met = word.and_then(|word| self.met.get(word.0 as usize).copied());
        met.filter(|code| *code != 0).or_else(|| self.known(by, text))
    }

    #[inline]
    fn by(&self, ends: Ends, text: &str) -> Found {
        if ends.are_all() {
            Found::Short(ends.hash(&self.seed), ends)
        } else {
            Found::Long(self.hash(text))
        }
    }

    #[inline]
    fn known(&self, by: Found, text: &str) -> Option<u32> {
        if !self.few.is_empty() {
            let half = by.half();
            let found = self.few.iter().find(|slot| self.is(**slot, half, text));
            return found.map(|slot| slot.code);
        }
        match by {
            Found::Short(hash, short) => {
                let found = self.short.find(hash, |(known, _)| *known == short);
                found.map(|(_, code)| *code)
            }
            Found::Long(hash) => {
                let found = self.long.find(half::spread(hash), |slot| self.is(*slot, hash, text));
                found.map(|slot| slot.code)
            }
        }
    }

    fn remember(&mut self, by: Found, code: u32) {
        let are_few = self.short.is_empty() && self.long.is_empty();
        if are_few && self.few.len() < FEW {
            if self.few.is_empty() {
                self.few.reserve(FEW);
            }
            let hash = by.half();
            self.few.push(Slot { hash, code });
            return;
        }
        for slot in std::mem::take(&mut self.few) {
            if let Some(text) = self.get(slot.code) {
                self.put(self.by(Ends::of(text), text), slot.code);
            }
        }
        self.put(by, code);
    }

    /// Puts a code into the tables.
    fn put(&mut self, by: Found, code: u32) {
        match by {
            Found::Short(hash, short) => {
                let seed = &self.seed;
                let again = |(known, _): &(Ends, u32)| known.hash(seed);
                if self.short.capacity() == 0 {
                    self.short.reserve(FIRST_FOUND, again);
                }
                self.short.insert_unique(hash, (short, code), again);
            }
            Found::Long(hash) => {
                let slot = Slot { hash, code };
                let again = |slot: &Slot| half::spread(slot.hash);
                if self.long.capacity() == 0 {
                    self.long.reserve(FIRST_FOUND, again);
                }
                self.long.insert_unique(half::spread(hash), slot, again);
            }
        }
    }

    /// A code of its own for a text, whether it is known or not: for columns in which hardly a text comes twice, whose
    /// looking up costs a miss of every cache and finds nothing.
    pub fn append(&mut self, text: &str) -> u32 {
        let length = text.len() + length::MOST;
        let has_room = |piece: &String| piece.capacity() - piece.len() >= length;
        if !self.pieces.last().is_some_and(has_room) {
            self.make_room(length);
        }
        if let Some(piece) = self.pieces.last_mut() {
            // INVARIANT: a piece is at most one text longer than what it was made for, and no file is that long.
            let at = u32::try_from(piece.len()).unwrap_or(u32::MAX) & !WORD;
            growth::push(&mut self.starts, at);
            length::write(text.len(), piece);
            piece.push_str(text);
        }
        // INVARIANT: readers are bounded far below 2^32 rows.
        self.len()
    }

    /// Makes room for so many more texts. The texts themselves come in pieces, which never move.
    pub(super) fn expect(&mut self, more: usize) {
        growth::expect(&mut self.starts, more);
    }

    /// Makes the last piece larger, or begins another.
    #[cold]
    fn make_room(&mut self, length: usize) {
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < LONG => piece.reserve(length),
            Some(_) => {
                self.before.push(self.len());
                self.pieces.push(String::with_capacity(ROOM.max(length)));
            }
            None => {
                self.starts.reserve(FIRST.saturating_sub(self.starts.len()));
                self.pieces.push(String::with_capacity(FIRST_BYTES.max(length)));
            }
        }
    }

    /// Makes the texts that were only appended known to [`Self::intern`]; of equal ones the first.
    pub fn index(&mut self) {
        for code in 1..=self.len() {
            let Some(text) = self.get(code) else { break };
            let by = self.by(Ends::of(text), text);
            let (word, is_known) = (self.words.find(by, text), self.known(by, text).is_some());
            match word.and_then(|word| self.met.get_mut(word.0 as usize)) {
                Some(met) if *met == 0 => *met = code,
                Some(_) => {}
                None if is_known => {}
                None => self.remember(by, code),
            }
        }
    }

    /// Whether a code stands for a text; spares the look-up where the same text comes again and again.
    pub(super) fn has(&self, code: u32, text: &str) -> bool {
        self.get(code) == Some(text)
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        let index = code.checked_sub(1)?;
        let start = *self.starts.get(index as usize)?;
        if let Some(word) = word_at(start) {
            return self.words.get(word);
        }
        let piece = self
            .pieces
            .get(self.before.partition_point(|before| *before <= index))?;
        length::read(piece, start as usize)
    }

    /// How many texts there are: the largest code.
    pub fn len(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Gives up what only serves to find texts.
    pub(super) fn freeze(mut self) -> Self {
        self.few = Vec::new();
        self.short = HashTable::new();
        self.long = HashTable::new();
        self.met = Vec::new();
        self
    }

    fn is(&self, slot: Slot, hash: u32, text: &str) -> bool {
        slot.hash == hash && self.get(slot.code) == Some(text)
    }

    fn hash(&self, text: &str) -> u32 {
        let mut hasher = self.seed.build_hasher();
        hasher.write(text.as_bytes());
        half::of(hasher.finish())
    }
}

#[inline]
fn word_at(start: u32) -> Option<Word> {
    (start & WORD != 0).then_some(Word(start & !WORD))
}

/// The texts alone: the seed is nobody's business.
impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries((1..=self.len()).map(|code| self.get(code)))
            .finish()
    }
}

#[cfg(test)]
mod tests;
