//! What firms do with lists of parts, beside judging them.
//!
//! Reading order: [`decimal`] (exact amounts), [`figures`] (hours and fees of several ways to keep a list of parts), [`cost`] (one
//! formula over them, and from how many parts on a way pays off), [`tally`] (what such a list holds), [`scores`] (of open source projects), [`blind`] (lists of two firms
//! matched so that neither sees the other's), [`merge`](mod@merge) (several SBOMs of one product become one that says where each part
//! stood), [`vex`] (statements written out of a register), [`archive`] (what is kept, until when, and who received it).
//!
//! Nothing here opens a file, reads a clock or draws randomness: all of it is handed in.

pub mod archive;
pub mod blind;
pub mod cost;
pub mod decimal;
pub mod error;
pub mod figures;
mod look;
pub mod merge;
pub mod scores;
pub mod tally;
pub mod vex;

pub use error::SupplyError;
