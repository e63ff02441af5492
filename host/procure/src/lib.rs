//! Procurement: what a buyer asks of a supplier, and whether the supplier answered all of it.
//!
//! Reading order: [`annex`] (chosen controls become requirements), [`render`](mod@render) (the annex as a document), [`complete`] (an
//! answer sheet and SBOMs held against it). Nothing here opens a file.

pub mod annex;
pub mod complete;
pub mod error;
pub mod render;
mod words;

pub use annex::{Annex, Choice};
pub use complete::{Answered, check};
pub use error::ProcureError;
pub use render::{Form, render};
