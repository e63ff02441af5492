//! Lists of two firms matched so that neither sees the other's: who uses components learns which published weaknesses touch them;
//! who publishes weaknesses learns how long the other's list is at most, and nothing else.
//!
//! Hashes of names would not do: names of packages are known to everybody, so whoever knows the salt hashes them all and compares.
//! Here a name is blinded with a random factor that never leaves the firm, and evaluated by the other side with a key that never
//! leaves *it* (OPRF of RFC 9497, ristretto255-SHA512). Three files travel between two firms that need no network:
//!
//! 1. [`request`]: the firm blinds its names. What it writes is random to everybody else.
//! 2. [`answer`]: the publisher evaluates the blinded names under a key made for this answer only, and adds its own list: for each
//!    name a tag and a sealed note, both derived from the evaluation of the name.
//! 3. [`found`]: the firm removes its blinding; where a tag agrees, it can open that note, and no other.
//!
//! docs/private-matching.md says what it does not hide.

mod answer;
mod files;
mod found;
mod names;
mod request;
mod sealed;
#[cfg(test)]
mod tests;

pub use answer::answer;
pub use files::{Answer, Note, Request, State};
pub use found::{Found, found};
pub use names::{Published, Used, published, used};
pub use request::request;

use rand_core06::{CryptoRng, RngCore};

/// The way of evaluation, as RFC 9497 names it.
pub const SUITE: &str = "ristretto255-SHA512";
/// Lists are filled up to a multiple of this, so that their true length stays open.
pub const FILL: usize = 128;
/// Most names of one request: each is a guess at the publisher's list.
pub const MOST_NAMES: usize = 100_000;
/// Most entries of one answer.
pub const MOST_ENTRIES: usize = 1_000_000;

/// Randomness that is handed in: fills the bytes, or says that it cannot.
pub type Fill<'f> = &'f mut dyn FnMut(&mut [u8]) -> bool;

/// The same in the form that the cryptography asks for.
struct Chance<'f> {
    fill: Fill<'f>,
    broken: bool,
}

impl<'f> Chance<'f> {
    fn new(fill: Fill<'f>) -> Self {
        Self { fill, broken: false }
    }

    /// An error, if the randomness failed at any time.
    fn check(&self) -> Result<(), crate::SupplyError> {
        if self.broken {
            return Err(crate::SupplyError::Crypto("the system gives no randomness".to_owned()));
        }
        Ok(())
    }
}

impl RngCore for Chance<'_> {
    fn next_u32(&mut self) -> u32 {
        rand_core06::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core06::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        if !(self.fill)(dest) {
            self.broken = true;
            // A fixed filling: it is thrown away, and keeps loops that look for a fit number from running for ever.
            dest.fill(0x55);
        }
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core06::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for Chance<'_> {}
