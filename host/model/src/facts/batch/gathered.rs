//! The texts of several subjects under common codes, numbered as they first appear. Each stays in a dictionary of a subject that
//! has it, so that none is copied; and words that many subjects have are looked up once.

use crate::facts::{Dictionary, Words};
use crate::half;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

/// The texts of several subjects: which subject has each of them, and its code there.
#[derive(Clone, Default)]
pub struct Gathered {
    subjects: Vec<Arc<Dictionary>>,
    places: Vec<(u32, u32)>,
}

/// Texts while they are gathered.
pub(super) struct Gathering {
    texts: Gathered,
    /// Part of each text's hash, and its code.
    codes: HashTable<(u32, u32)>,
    seed: RandomState,
    /// The longest list of words that was lent, and the code of each of its words; 0 where not yet needed.
    words: Words,
    of_words: Vec<u32>,
    /// Of each subject's codes, one subject after the other, the common code; 0 where not yet needed.
    known: Vec<u32>,
    /// Where each subject's begin among them.
    begins: Vec<usize>,
}

impl Gathering {
    pub(super) fn of(subjects: Vec<Arc<Dictionary>>) -> Self {
        let mut all = 0;
        let begins = subjects.iter().map(|own| {
            let begin = all;
            all += own.len() as usize + 1;
            begin
        });
        let begins = begins.collect();
        // Of lists that grew out of one another the longest has all words.
        let words = subjects.iter().map(|own| own.words()).max_by_key(|words| words.len());
        let words = words.cloned().unwrap_or_default();
        Self {
            codes: HashTable::new(),
            seed: RandomState::default(),
            of_words: vec![0; words.len() as usize + 1],
            words,
            known: vec![0; all],
            begins,
            texts: Gathered {
                subjects,
                places: Vec::new(),
            },
        }
    }

    /// Writes the common codes of a column of one subject behind those of others.
    pub(super) fn translate(&mut self, subject: usize, column: &[u32], common: &mut Vec<u32>) {
        let (Some(own), Some(begin)) = (
            self.texts.subjects.get(subject).map(Arc::clone),
            self.begins.get(subject),
        ) else {
            return;
        };
        let (begin, has_words) = (*begin, own.words().are_of(&self.words));
        common.reserve(column.len());
        for code in column {
            let known = self.known.get(begin + *code as usize).copied();
            let code = match known {
                _ if *code == 0 => 0,
                Some(0) => {
                    let new = self.code(subject, &own, *code, has_words);
                    if let Some(known) = self.known.get_mut(begin + *code as usize) {
                        *known = new;
                    }
                    new
                }
                known => known.unwrap_or(0),
            };
            common.push(code);
        }
    }

    /// The common code of a subject's code that was not yet needed.
    #[inline]
    fn code(&mut self, subject: usize, own: &Dictionary, code: u32, has_words: bool) -> u32 {
        let Some(word) = own.word(code).filter(|_| has_words) else {
            return self.look_up(subject, own, code);
        };
        match self.of_words.get(word.number()) {
            Some(known) if *known != 0 => *known,
            _ => {
                let new = self.look_up(subject, own, code);
                if let Some(known) = self.of_words.get_mut(word.number()) {
                    *known = new;
                }
                new
            }
        }
    }

    #[inline(never)]
    fn look_up(&mut self, subject: usize, own: &Dictionary, code: u32) -> u32 {
        let Some(text) = own.get(code) else { return 0 };
        let hash = half::of(self.seed.hash_one(text));
        let is = |(known, code): &(u32, u32)| *known == hash && self.texts.get(*code) == Some(text);
        if let Some((_, known)) = self.codes.find(half::spread(hash), is) {
            return *known;
        }
        // INVARIANT: no call has 2^32 subjects, nor that many texts.
        self.texts
            .places
            .push((u32::try_from(subject).unwrap_or(u32::MAX), code));
        let new = self.texts.len();
        let again = |(hash, _): &(u32, u32)| half::spread(*hash);
        self.codes.insert_unique(half::spread(hash), (hash, new), again);
        new
    }

    pub(super) fn finish(self) -> Gathered {
        self.texts
    }
}

impl Gathered {
    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        let (subject, code) = *self.places.get(code.checked_sub(1)? as usize)?;
        self.subjects.get(subject as usize)?.get(code)
    }

    /// How many texts there are: the largest code.
    pub fn len(&self) -> u32 {
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// The texts alone.
impl fmt::Debug for Gathered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries((1..=self.len()).map(|code| self.get(code)))
            .finish()
    }
}
