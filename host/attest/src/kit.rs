//! The audit kit: one file with everything that an assessment rests on, so that it can be verified and replayed by somebody who
//! has nothing else.
//!
//! A kit is an OCI image layout in one tar, as bundles are: registries store it, other tools open it. Its configuration is
//! the directory ([`Config`]): every input with its digest, and how the scan was asked for. Its layers are the record, the
//! contents of the inputs, the log of the run, the secret of its disclosures, and what was stated ([`crate::statement`]); each
//! signature stands beside it as a manifest of its own. A kit may be larger than memory: it is written and read in one pass, and its contents are
//! copied out when they are asked for.
//!
//! Reading order: [`form`] (what stands in the directory), [`parts`] (names and media types), `tape` (the one way in which a
//! tar is written), [`write`](mod@write), [`open`](mod@open) with `look`, [`error`].

pub mod error;
pub mod form;
mod look;
pub mod open;
pub mod parts;
mod tape;
pub mod write;

pub use error::KitError;
pub use form::{Config, Entry, Given, Root, RootForm, Run, Tailoring, ToolBuild};
pub use open::Kit;
pub use tape::copy_hashed;
pub use write::{Contents, Draft, finish, rewrite};
