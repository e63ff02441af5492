//! Bytes → documents → facts: the room where evidence is read.
//!
//! Reading order: [`limits`] (what bounds every reader), [`reading`] (what a reader is handed and what it may answer),
//! [`error`], then one module per family of formats: [`sbom`], [`advisory`], [`table`] (inventories, registers, answer
//! sheets, data registers) and [`config`] (configuration snapshots). Around them: [`source`] (files of a directory, with `bytes` for one of them),
//! [`archive`] (a packed directory), [`encoding`], `scan` and `literal` (where pieces of JSON end, and what stands between them), `jsf` (signatures), [`manifest`] (`evidence.toml`), [`detect`] (what a
//! file is, with `document` where it must be parsed to tell, `packed` where it is not looked into), [`file`] (one file from its bytes to rows), [`subject`] (all of it together) and [`stamp`] (whether it is what it was).
//! Beside them: [`lockfile`] (what a project pulls in, written as an SBOM), [`template`], [`sheet`] (tables that are no evidence) and [`checksheet`] (a check sheet of somebody else as answers).

pub mod advisory;
pub mod answers;
pub mod archive;
mod bytes;
pub mod checksheet;
pub mod config;
pub mod detect;
mod document;
pub mod encoding;
pub mod error;
pub mod file;
mod jsf;
pub mod limits;
mod literal;
pub mod lockfile;
pub mod manifest;
pub mod maturity;
mod packed;
pub mod reading;
pub mod sbom;
mod scan;
mod scorecard;
pub mod sheet;
pub mod source;
pub mod stamp;
pub mod subject;
pub mod table;
pub mod template;

pub use error::ReadError;
pub use limits::Limits;
pub use reading::Reading;
pub use stamp::{Stamp, stamp};
pub use subject::{
    Subject, SubjectList, SubjectSource, archive_subjects, file_subject, read_subject, read_wanted, subjects,
    subjects_at,
};

/// Reads the vocabularies that are compiled in, so that the first file does not wait for them. Whoever has something else
/// to do meanwhile calls this from a thread of its own; nothing depends on it.
pub fn prepare() {
    table::vocabulary::vocabulary();
    config::vocabulary::vocabulary();
}
