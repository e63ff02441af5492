//! What is kept from one scan to the next, and the only room that names the database.
//!
//! Reading order: [`kv`] (what a store can do), [`memory`] and [`disk`] (the two that do it), [`place`] (the directory:
//! its format, and who refuses it), [`memo`] (the table of remembered answers), [`error`].
//!
//! Nothing here can change a verdict: a value that is not byte for byte what was put is as good as absent, and whoever
//! finds it checks that it answers the question.

pub mod disk;
pub mod error;
pub mod kv;
mod large;
pub mod memo;
pub mod memory;
pub mod place;
mod seal;

pub use disk::DiskStore;
pub use error::StoreError;
pub use kv::{Store, Table, Write};
pub use memo::StoredMemo;
pub use memory::MemoryStore;
pub use place::Place;
