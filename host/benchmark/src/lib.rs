//! The benchmark of an industry: what many firms have in common, without what any one of them is.
//!
//! Reading order: [`score`] (what one firm hands in: a standing for each control, nothing else), [`cells`] (which counts
//! may be told), [`aggregate`] (many scores added up), [`compare`](mod@compare) (one firm held against them), [`render`]
//! (text, JSON and a page with charts). Nothing here opens a file or draws a number: texts are handed in, and the same
//! scores give the same bytes, in whatever order they came.

pub mod aggregate;
pub mod cells;
pub mod compare;
pub mod error;
pub mod render;
pub mod score;
mod words;

pub use aggregate::{Aggregate, By, Minimums, aggregate};
pub use compare::{Comparison, compare};
pub use error::BenchmarkError;
pub use score::{Field, Score, SizeClass, Standing};
