//! What a scan may remember from earlier ones: a place to look answers up by name, and nothing about where it lies.
//!
//! A memo may forget everything at any time. It must never answer with bytes other than those that were put under that
//! very name; whoever asks still checks that the answer fits the question.

use crate::Digest;

/// What kind of thing is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// What is known of one subject: what was read of it, and what each call of a plugin concluded.
    Subject,
    /// Parts of the record of a scan.
    Scan,
}

/// A place where answers are kept between scans.
pub trait Memo: Sync {
    /// What was put under a name, if it is still known.
    fn get(&self, shelf: Shelf, name: &Digest) -> Option<Vec<u8>>;

    /// Keeps an answer; keeping nothing is allowed.
    fn put(&self, shelf: Shelf, name: &Digest, value: &[u8]);

    /// Gives up an answer.
    fn forget(&self, shelf: Shelf, name: &Digest);
}
