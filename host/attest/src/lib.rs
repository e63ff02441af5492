//! Attestation: what was assessed, said in a form that others verify without believing anybody.
//!
//! Nothing here opens a file or a connection by itself.

pub mod attested;
pub mod audit;
pub mod differ;
pub mod disclose;
pub mod kit;
pub mod log;
pub mod statement;
pub mod summary;
pub mod timestamp;
