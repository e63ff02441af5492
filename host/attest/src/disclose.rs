//! Disclosure: a few entries of a record, shown with their findings and with proof that they stand in the whole, and nothing of the
//! rest but how much of it there is.
//!
//! Whoever assessed makes a second tree over the record beside the ledger's own, with a salt in every leaf, and has its head signed
//! ([`commitment`]). Whoever has the record and the secret behind the salts can then show a part of it ([`disclose`]); whoever has the signed
//! statement can check what is shown ([`verify`]).
//!
//! # What it proves
//! Held against the signed head of the salted tree: each entry stands in the record at its place, with exactly these findings, word for word in both
//! languages, resting on files with these digests, with these parameters (by digest) and this waiver; its control has exactly these
//! checks, all shown, and this status; and so many entries were left out.
//!
//! # What it proves only if the verifier knows more
//! The leaves do not bind the day, nor the digests of policies and plugins, nor the record's own. Each is compared where it is handed in ([`Expected`]) and
//! is reported as open ([`CheckState::Open`]) where it is not.
//!
//! # What it does not prove
//! That the assessment was right: that is what the signature and the replay are for. That the subject has no other controls.
//!
//! # What it tells beside what it shows
//! Places of entries tell how much stands before and after. Hashes in a proof tell nothing: each of them hides behind a salt that is not in the
//! document. Entries are not the only thing that is signed, though: a statement that also tells the ledger's root or the record's digest tells hashes
//! without salt, of everything at once. Whoever knows all of it but one entry, letter for letter, can guess that one.

mod checks;
mod commit;
mod decide;
mod document;
mod error;
mod make;
mod render;
mod rules;
mod secret;
mod verify;
mod whole;

pub use checks::{Check, CheckCode, CheckState};
pub use commit::commitment;
pub use document::{Controlled, Counts, Disclosed, Disclosure, Evident, FORMAT, Named, Whole};
pub use error::{DiscloseError, Refused};
pub use make::{Choice, ControlChoice, disclose};
pub use render::render;
pub use secret::{Salt, Secret};
pub use verify::{Expected, MOST_BYTES, Verified, verify};
