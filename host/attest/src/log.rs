//! An append-only log of bundles and attestations, kept as files that anybody can copy, serve and check.
//!
//! The forms are those of C2SP, so that other people's tools read them: `checkpoint` at the top is a signed note
//! (`tlog-checkpoint`, `signed-note`, with witnesses as in `tlog-cosignature`), `tile/…` are the hashes and `tile/entries/…` the entries
//! (`tlog-tiles`), a proof is a text file (`tlog-proof@v1`). For the log an entry is bytes, at most 65535
//! of them, never changed or taken out again; what Sekisho writes into one is [`entry`]'s affair.
//!
//! What a log gives: whoever signed something and had it logged cannot deny it, nor show one thing to one and another to another, as
//! long as people compare checkpoints ([`Checkpoint::is_extended_by`], [`Log::extends`]) or ask for witnesses ([`Policy::quorum`]).
//! What it does not: that an entry is right, or when it came in; for a time it needs a witness, or a time stamp.
//!
//! Reading order: [`keys`], [`note`], [`checkpoint`], [`proof`], `tiles`, `files`, `read` ([`Log`]), `write` ([`Writer`]), [`entry`], [`demand`].

pub mod checkpoint;
pub mod demand;
pub mod entry;
pub mod error;
mod files;
pub mod keys;
pub mod note;
pub mod proof;
mod read;
mod signer;
mod tiles;
mod unlogged;
mod write;

pub use checkpoint::{Believed, Checkpoint, Policy};
pub use demand::{Found, Known, Stands, demanded};
pub use error::LogError;
pub use keys::{Kind, MemorySigner, NoteSigner, NoteVerifier};
pub use note::Note;
pub use proof::{ConsistencyProof, InclusionProof};
pub use read::Log;
pub use signer::KeySigner;
pub use unlogged::Unlogged;
pub use write::Writer;
