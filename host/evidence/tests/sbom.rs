//! The readers of software bills of materials against other people's files and what is known about them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "sbom/counts.rs"]
mod counts;
#[path = "sbom/hostile.rs"]
mod hostile;
#[path = "sbom/rdf.rs"]
mod rdf;
#[path = "sbom/rows.rs"]
mod rows;
#[path = "sbom/specification.rs"]
mod specification;
#[path = "sbom/support.rs"]
mod support;
#[path = "sbom/syntaxes.rs"]
mod syntaxes;
