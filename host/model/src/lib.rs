//! The words of Sekisho, and nothing else: no I/O, no clock, no async, no engine.
//!
//! Every other room speaks in these types. Reading order: [`text`], [`date`], [`digest`], [`evidence`],
//! [`schema`] and [`facts`] (what a check may see), [`read_set`] (what it did see), [`check`] (what a plugin says about itself),
//! [`growth`] (how lists become long), [`finding`], [`ledger`] (hashed as [`merkle`] says),
//! [`assessment`] (what comes out), [`memo`] (what is kept from one scan to the next, [`packed`] where it is long), [`diagnostic`]
//! and [`error`] (what went wrong).

pub mod assessment;
pub mod canonical;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod error;
pub mod evidence;
pub mod excerpt;
pub mod facts;
pub mod finding;
pub mod growth;
mod half;
pub mod ledger;
pub mod memo;
pub mod merkle;
pub mod packed;
pub mod read_set;
pub mod schema;
pub mod text;

pub use assessment::Assessment;
pub use date::Date;
pub use diagnostic::Diagnostic;
pub use digest::{Digest, PartsDigest};
pub use evidence::{Evidence, EvidenceKind};
pub use facts::{Facts, FactsBuilder, Origin};
pub use finding::{Outcome, Severity, Status, Verdict};
pub use read_set::{Read, ReadSet};
pub use text::Bilingual;
