//! Bundles: plugins and policies in one artifact, who signed it, and whether it may be used.
//!
//! Reading order: [`author`] (what an association writes), [`config`] (what stands in the artifact), [`pack`](mod@pack) and
//! [`open`](mod@open) (from files to a layout and back), [`layout`] (OCI image layout, as a directory or as one file),
//! [`sign`] (who signed it, and whether enough did), [`trust`] (who may sign what, and until when), [`registry`] (from and to OCI
//! registries), [`local`] (what is kept on this machine). Nothing here opens a file by itself, and only [`registry`] a connection.

pub mod author;
pub mod config;
mod disk;
pub mod error;
pub mod layout;
pub mod local;
pub mod manifest;
pub mod media;
pub mod open;
pub mod pack;
pub mod registry;
pub mod sign;
pub mod trust;

pub use error::BundleError;
pub use layout::{Layout, Limits};
pub use local::LocalStore;
pub use open::{Bundle, open};
pub use pack::pack;
