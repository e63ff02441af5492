//! Bundles: plugins and policies in one artifact, who signed it, and whether it may be used.
//!
//! Nothing here opens a file or a connection by itself.

pub mod sign;
pub mod trust;
