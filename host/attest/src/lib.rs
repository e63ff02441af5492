//! Attestation: what was assessed, said in a form that others verify without believing anybody.
//!
//! Nothing here opens a file or a connection by itself.

pub mod disclose;
pub mod log;
pub mod timestamp;
