//! Disclosure: a few entries of a ledger, shown with their findings and with proof that they stand in the whole, and nothing of the
//! rest but how much of it there is.
//!
//! # What it proves
//! Held against a statement that somebody signed (root and size of the ledger, digest of the record), a disclosure proves that
//! each entry in it stands in the ledger at its place, with exactly these findings, word for word in both languages, with these
//! parameters (by digest) and this waiver; and how many entries were left out.
//!
//! # What it proves only if the verifier knows more
//! The ledger does not bind the day, the digests of policies, plugins and evidence, nor which checks decide a control. Each of these is
//! compared where it is handed in ([`Expected`]) and is reported as open ([`CheckState::Open`]) where it is not. Above all
//! [`Expected::checks`]: without the policy's own list of checks, whoever discloses can leave out the check that failed.
//!
//! # What it does not prove
//! That the assessment was right (that is what the signature and the replay are for); the status of a control beyond what its
//! outcomes allow (whether one check of several is enough stands in the policy); which file a digest of evidence belongs to.
//!
//! # What it tells beside what it shows
//! Places of entries tell how much stands before and after. The hashes in a proof are hashes of entries without salt: whoever can
//! write down an entry that was left out, letter for letter, can find out that it stands there. An entry without findings, or with
//! findings that name no evidence, can be guessed like this by somebody who knows the subject's id and the policy. Where that matters, do not
//! disclose next to it.

mod checks;
mod decide;
mod document;
mod error;
mod make;
mod rules;
mod verify;

pub use checks::{Check, CheckCode, CheckState};
pub use document::{Controlled, Counts, Disclosed, Disclosure, Evident, FORMAT, Named, Whole};
pub use error::{DiscloseError, Refused};
pub use make::{Choice, ControlChoice, disclose};
pub use verify::{Expected, MOST_BYTES, Verified, verify};
