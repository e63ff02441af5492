//! Configuration readers against other people's files and test suites, and against hostile input.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests, which measure time where work must be bounded"
)]

#[path = "config/canonical.rs"]
mod canonical;
#[path = "config/corpus.rs"]
mod corpus;
#[path = "config/formats.rs"]
mod formats;
#[path = "config/hostile.rs"]
mod hostile;
#[path = "config/suites.rs"]
mod suites;
#[path = "config/support.rs"]
mod support;
